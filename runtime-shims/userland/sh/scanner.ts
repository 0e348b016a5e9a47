/** The text under a parser: position, lines, and what all levels of the grammar share. */
import { ShellSyntaxError } from './syntax.ts';

export const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;

export class Scanner {
  /** Changes where aliases are replaced. */
  source: string;
  position = 0;
  /** The line of a position passed before: counting goes on from there. */
  #line: number;
  #counted = 0;

  constructor(source: string, firstLine = 1) {
    this.source = source;
    this.#line = firstLine;
  }

  get line(): number {
    for (;;) {
      const at = this.source.indexOf('\n', this.#counted);
      if (at < 0 || at >= this.position) return this.#line;
      this.#line += 1;
      this.#counted = at + 1;
    }
  }

  get character(): string {
    return this.source[this.position] ?? '';
  }

  get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  startsWith(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  /** Takes `text` if it comes next. */
  accept(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  /** Takes what a sticky expression matches here. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.position;
    const found = expression.exec(this.source)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Looks at what a sticky expression matches here. */
  test(expression: RegExp): boolean {
    expression.lastIndex = this.position;
    return expression.test(this.source);
  }

  fail(message: string): never {
    throw new ShellSyntaxError(message, this.line, false);
  }

  /** The text ended within `what`. */
  failAtEnd(what: string): never {
    throw new ShellSyntaxError(`unexpected end of file (${what})`, this.line, true);
  }
}
