/**
 * Replacements in a source text that never add or remove a line, and the way back from a column of the result to the
 * column that the author wrote.
 */

export interface SourceEdit {
  start: number;
  end: number;
  text: string;
  /**
   * The replaced identifier is called: V8 reports the position of the argument list for `(0,a.b)(…)`, but of the
   * identifier for `b(…)`, so a position right behind the replacement means its start.
   */
  isCallee?: boolean;
}

/** What a script's text became, kept only for scripts whose columns moved. */
export interface ScriptPositions {
  /** The name to show when it differs from the one in `//# sourceURL` (white space is not allowed there). */
  displayName?: string;
  /** Characters put before the author's first line, on that line. */
  prefixLength: number;
  source: string;
  edits: readonly SourceEdit[];
}

/** Puts `edits` in order, too. */
export function applyEdits(source: string, edits: SourceEdit[]): string {
  if (edits.length === 0) return source;
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let position = 0;
  for (const edit of edits) {
    parts.push(source.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  parts.push(source.slice(position));
  return parts.join('');
}

/** Text of the same shape: every character a space, line ends kept. */
export function blank(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}

function lineStart(source: string, line: number): number {
  let position = 0;
  for (let current = 1; current < line; current++) {
    const next = source.indexOf('\n', position);
    if (next === -1) return source.length;
    position = next + 1;
  }
  return position;
}

/** The line of a position: its number from 1, the column in it from 0, its text. */
export function lineAt(source: string, position: number): { line: number; column: number; text: string } {
  const before = source.slice(0, position).split('\n');
  const column = before.at(-1)?.length ?? 0;
  const text = source.slice(position - column).split('\n', 1)[0] ?? '';
  return { line: before.length, column, text };
}

/** `line` and `column` count from 1, as in a stack trace. */
export function originalColumn(positions: ScriptPositions, line: number, column: number): number {
  let generated = column - 1;
  if (line === 1) generated -= positions.prefixLength;
  if (generated < 0) return 1;
  if (positions.edits.length === 0) return generated + 1;
  const start = lineStart(positions.source, line);
  let shift = 0;
  for (const edit of positions.edits) {
    if (edit.end < start) continue;
    const editColumn = edit.start - start + shift;
    if (editColumn > generated || edit.start - start < 0) {
      if (editColumn > generated) break;
      continue;
    }
    const editEnd = editColumn + edit.text.length;
    if (generated < editEnd || (generated === editEnd && edit.isCallee)) return edit.start - start + 1;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return generated - shift + 1;
}
