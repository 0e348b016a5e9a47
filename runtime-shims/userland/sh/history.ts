/** The lines typed before, kept in `~/.sh_history` across shells. */
import { appendFileSync, readFileSync } from 'node:fs';

/** Lines read back from the file; older ones stay in it. */
const longest = 2000;

export class History {
  readonly #lines: string[] = [];
  readonly #file: string | undefined;
  #position = 0;
  /** The line being typed when looking back began. */
  #draft = '';

  constructor(file: string | undefined) {
    this.#file = file;
    if (!file) return;
    try {
      this.#lines.push(...readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(-longest));
    } catch {
      // No history yet.
    }
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    if (!line.trim() || line.startsWith(' ') || line === this.#lines.at(-1)) return;
    this.#lines.push(line);
    if (!this.#file) return;
    try {
      appendFileSync(this.#file, `${line.replaceAll('\n', ' ')}\n`);
    } catch {
      // A full or read-only home must not keep anybody from typing; the line stays in memory.
    }
  }

  rewind(): void {
    this.#position = this.#lines.length;
    this.#draft = '';
  }

  previous(current: string): string | undefined {
    if (this.#position === 0) return undefined;
    if (this.#position === this.#lines.length) this.#draft = current;
    this.#position -= 1;
    return this.#lines[this.#position];
  }

  next(): string | undefined {
    if (this.#position >= this.#lines.length) return undefined;
    this.#position += 1;
    return this.#lines[this.#position] ?? this.#draft;
  }

  /** The newest line that holds `query`, after `skip` newer ones. */
  search(query: string, skip: number): string | undefined {
    if (!query) return undefined;
    return [...new Set(this.#lines.toReversed())].filter((line) => line.includes(query))[skip];
  }
}
