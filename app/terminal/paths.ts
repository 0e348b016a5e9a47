/** Paths in what programs print, as compilers, test runners and stack traces write them. */

export interface PathInText {
  /** Where it begins in the text, and its length with line and column. */
  start: number;
  length: number;
  path: string;
  /** From 1. */
  line: number;
  column: number;
}

/** A path of a file with an ending, then `:line:column`, `(line,column)` or nothing. */
const pattern =
  /(?:file:\/\/)?((?:~|\.{1,2})?\/?(?:[\w@.+-]+\/)*[\w@+.-]*\.[A-Za-z]\w{0,9})(?::(\d+)(?::(\d+))?|\((\d+),(\d+)\))?/g;

export function pathsIn(text: string): PathInText[] {
  const found: PathInText[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole, path = '', line, column, otherLine, otherColumn] = match;
    // A part of an address of the web is no path.
    if (/[\w:/.@-]$/.test(text.slice(0, match.index))) continue;
    found.push({
      start: match.index,
      length: whole.length,
      path,
      line: Number(line ?? otherLine ?? 1),
      column: Number(column ?? otherColumn ?? 1),
    });
  }
  return found;
}

/** `path` as seen from `folder`, without `.` and `..`; undefined where it is not in `root`. */
export function withinProject(path: string, folder: string, root: string, home: string): string | undefined {
  const full = path.startsWith('~/') ? home + path.slice(1) : path.startsWith('/') ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of full.split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  const absolute = `/${parts.join('/')}`;
  return absolute.startsWith(`${root}/`) ? absolute.slice(root.length + 1) : undefined;
}
