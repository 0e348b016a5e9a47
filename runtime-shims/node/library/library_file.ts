/**
 * A file of the library: a line of JSON, then the code of its modules one after another. A process takes its strings out
 * of the text; as a script, an engine would read every character of them (some 20 ms for what every program needs).
 */
export interface LibraryFile<Facts> {
  /** What goes with the code: only the first file has it. */
  facts?: Facts;
  /** Code by module's id. */
  sources: Record<string, string>;
}

interface Head<Facts> {
  facts?: Facts;
  /** Ids and lengths in code units, in the order of the code. */
  modules: readonly (readonly [string, number])[];
}

export function writeLibraryFile<Facts>({ facts, sources }: LibraryFile<Facts>): string {
  const entries = Object.entries(sources);
  const head: Head<Facts> = { modules: entries.map(([id, code]) => [id, code.length]), ...(facts ? { facts } : {}) };
  return [JSON.stringify(head), '\n', ...entries.map(([, code]) => code)].join('');
}

export function readLibraryFile<Facts>(text: string): LibraryFile<Facts> {
  let at = text.indexOf('\n');
  const { facts, modules } = JSON.parse(text.slice(0, at)) as Head<Facts>;
  at += 1;
  const sources: Record<string, string> = {};
  for (const [id, length] of modules) {
    sources[id] = text.slice(at, at + length);
    at += length;
  }
  return facts ? { facts, sources } : { sources };
}
