/** Where an expansion's results go: into fields (POSIX 2.6.5), or into one text. */
import type { Piece } from './pattern.ts';

export interface Sink {
  /** Text that is not split; its pattern characters count unless it is quoted. */
  add(text: string, quoted: boolean): void;
  /** The result of an unquoted expansion. */
  split(text: string): void;
  /** Between two parameters of `$@`. */
  boundary(): void;
}

/** Fields by IFS. */
export class FieldSink implements Sink {
  readonly fields: Piece[][] = [];
  #current: Piece[] | undefined;
  /** The field before was ended by white space: a delimiter behind it belongs to the same end. */
  #endedByBlank = false;
  readonly #ifs: string;
  readonly #blanks: string;

  constructor(ifs: string) {
    this.#ifs = ifs;
    this.#blanks = [...ifs].filter((character) => ' \t\n'.includes(character)).join('');
  }

  add(text: string, quoted: boolean): void {
    if (text === '' && !quoted) return;
    this.#endedByBlank = false;
    this.#current ??= [];
    this.#current.push({ text, quoted });
  }

  split(text: string): void {
    if (text === '') return;
    if (this.#ifs === '') {
      this.add(text, false);
      return;
    }
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at] ?? '';
      if (!this.#ifs.includes(character)) continue;
      if (at > start) this.add(text.slice(start, at), false);
      start = at + 1;
      if (this.#blanks.includes(character)) {
        if (!this.#current) continue;
        this.#end();
        this.#endedByBlank = true;
      } else if (this.#endedByBlank) this.#endedByBlank = false;
      else {
        this.#current ??= [];
        this.#end();
      }
    }
    if (start < text.length) this.add(text.slice(start), false);
  }

  boundary(): void {
    this.#end();
    this.#endedByBlank = false;
  }

  #end(): void {
    if (this.#current) this.fields.push(this.#current);
    this.#current = undefined;
  }

  finish(): Piece[][] {
    this.#end();
    return this.fields;
  }
}

/** One field, whatever is in it: assignments, patterns, redirections. */
export class PieceSink implements Sink {
  readonly pieces: Piece[] = [];

  add(text: string, quoted: boolean): void {
    if (text) this.pieces.push({ text, quoted });
  }

  split(text: string): void {
    this.add(text, false);
  }

  boundary(): void {
    this.add(' ', true);
  }

  get text(): string {
    return this.pieces.map(({ text }) => text).join('');
  }
}
