/** The lines typed before, kept in `~/.sh_history` across shells. */
import { O_APPEND, O_CREAT, O_WRONLY } from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { decode, encode } from '../system/text.ts';

/** Lines read back from the file; older ones stay in it. */
const longest = 2000;

export class History {
  readonly #lines: string[] = [];
  readonly #kernel: SystemCalls;
  readonly #file: string;
  #position = 0;
  /** The line being typed when looking back began. */
  #draft = '';

  constructor(kernel: SystemCalls, file: string) {
    this.#kernel = kernel;
    this.#file = file;
    const content = kernel.readFile(file);
    if (typeof content !== 'number') this.#lines.push(...decode(content).split('\n').filter(Boolean).slice(-longest));
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    if (!line.trim() || line.startsWith(' ') || line === this.#lines.at(-1)) return;
    this.#lines.push(line);
    // A full or read-only home must not keep anybody from typing: the line stays in memory.
    const fd = this.#kernel.open(this.#file, O_WRONLY | O_CREAT | O_APPEND, 0o600);
    if (fd < 0) return;
    this.#kernel.write(fd, encode(`${line.replaceAll('\n', ' ')}\n`), -1);
    this.#kernel.close(fd);
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
