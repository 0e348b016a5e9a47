/** Paths on the screen of a terminal that open in the editor, at their line and column. */
import type { IBufferLine, IBufferRange, ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import { type PathInText, pathsIn } from './paths.ts';

export interface FileOpener {
  /** Is there such a file in the project? */
  exists(path: string): Promise<boolean>;
  open(path: string, place: { line: number; column: number }): void;
}

interface Cell {
  /** From 1, as xterm counts. */
  x: number;
  y: number;
}

/** The line of text that a row belongs to, over the rows into which it was wrapped, with the cell of each character. */
function wholeLine(screen: Terminal, row: number): { text: string; cells: Cell[] } {
  const buffer = screen.buffer.active;
  let first = row;
  while (first > 0 && buffer.getLine(first)?.isWrapped) first -= 1;
  let text = '';
  const cells: Cell[] = [];
  for (let y = first; ; y++) {
    const line: IBufferLine | undefined = buffer.getLine(y);
    if (!line || (y > first && !line.isWrapped)) return { text, cells };
    for (let x = 0; x < line.length; x++) {
      const cell = line.getCell(x);
      // A wide character's second cell holds nothing.
      if (!cell || cell.getWidth() === 0) continue;
      const characters = cell.getChars() || ' ';
      text += characters;
      for (let i = 0; i < characters.length; i++) cells.push({ x: x + 1, y: y + 1 });
    }
  }
}

function rangeOf(cells: readonly Cell[], { start, length }: PathInText): IBufferRange | undefined {
  const [from, to] = [cells[start], cells[start + length - 1]];
  return from && to ? { start: from, end: to } : undefined;
}

export class FileLinks implements ILinkProvider {
  readonly #screen: Terminal;
  readonly #resolve: (path: string) => string | undefined;
  readonly #files: FileOpener;

  /** `resolve`: the path within the project of what was printed, if it can be one. */
  constructor(screen: Terminal, resolve: (path: string) => string | undefined, files: FileOpener) {
    this.#screen = screen;
    this.#resolve = resolve;
    this.#files = files;
  }

  provideLinks(row: number, callback: (links: ILink[] | undefined) => void): void {
    const { text, cells } = wholeLine(this.#screen, row - 1);
    const links = pathsIn(text).map((found) => this.#link(found, rangeOf(cells, found)));
    Promise.all(links).then(
      (all) => callback(all.filter((link) => link !== undefined)),
      () => callback(undefined),
    );
  }

  async #link({ path, line, column }: PathInText, range: IBufferRange | undefined): Promise<ILink | undefined> {
    const target = this.#resolve(path);
    if (!range || target === undefined || !(await this.#files.exists(target))) return undefined;
    return { range, text: target, activate: () => this.#files.open(target, { line, column }) };
  }
}
