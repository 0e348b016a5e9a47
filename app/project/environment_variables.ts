/** Environment variables as a list of names and values that a person edits. */

export interface Variable {
  name: string;
  value: string;
}

/** From text as in a `.env` file: lines of NAME=value, some after `export`, with `#` comments and quoted values. */
export function parseVariables(text: string): Variable[] {
  const found: Variable[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([^\s=#]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, name = '', written = ''] = match;
    const quoted = /^(["'`])(.*)\1/.exec(written);
    found.push({ name, value: quoted ? (quoted[2] ?? '') : written.replace(/\s+#.*$/, '') });
  }
  return found;
}

/** What is wrong with a name, or ''. An empty one is still to be written. */
export function problemOf(variables: readonly Variable[], index: number): string {
  const name = variables[index]?.name ?? '';
  if (name === '') return '';
  if (!isName(name)) return 'A name has no blanks and no “=”.';
  const isTwice = variables.some((other, at) => at !== index && other.name === name);
  return isTwice ? `${name} is here twice: the last one counts.` : '';
}

/** What programs get: those with a name that can be one. */
export function recordOf(variables: readonly Variable[]): Record<string, string> {
  return Object.fromEntries(variables.filter(({ name }) => isName(name)).map(({ name, value }) => [name, value]));
}

/** With those of `added` in the place of others of the same name. */
export function withVariables(variables: readonly Variable[], added: readonly Variable[]): Variable[] {
  const names = new Set(added.map(({ name }) => name));
  return [...variables.filter(({ name }) => name !== '' && !names.has(name)), ...added];
}

/** execve(2) takes any NAME=value; blanks in a name are always a slip. */
const isName = (name: string): boolean => name !== '' && !/[=\s\0]/.test(name);
