/** Editing of one command line on a terminal in raw mode, with history, search and completion (the keys of readline). */
import { ECHO, ICANON, ICRNL, ISIG, IXON, OPOST, POLLIN } from '../../kernel/constants.ts';
import { EAGAIN, EINTR } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { plainWaiting, writeAll } from '../system/io.ts';
import { encode } from '../system/text.ts';
import type { Completion } from './completion.ts';
import type { History } from './history.ts';

export type Line = { kind: 'line'; text: string } | { kind: 'interrupt' } | { kind: 'end' };

const segmenter = new Intl.Segmenter();
const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Extended_Pictographic}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour
const colours = /\x1b\[[\d;]*m/g;

/** Stands behind output whose last line has no end. */
const UNENDED_LINE = '⏎';

/** Columns that a text takes on the screen. */
export function columnsOf(text: string): number {
  return graphemes(text.replace(colours, '')).reduce((sum, grapheme) => sum + (wide.test(grapheme) ? 2 : 1), 0);
}

export class LineEditor {
  readonly #kernel: SystemCalls;
  readonly #history: History;
  readonly #complete: (before: string) => Completion;
  #text: string[] = [];
  #cursor = 0;
  #prompt = '';
  #killed: string[] = [];
  /** Row of the cursor below the prompt's first row, as last drawn. */
  #row = 0;
  #pending = '';
  #decoder = new TextDecoder();

  readonly #signals: () => void;

  /** `signals` takes the caught signals that are pending. */
  constructor(kernel: SystemCalls, history: History, complete: (before: string) => Completion, signals: () => void) {
    this.#signals = signals;
    this.#kernel = kernel;
    this.#history = history;
    this.#complete = complete;
  }

  /** Reads a line. The terminal is in raw mode only while this runs. */
  read(prompt: string): Line {
    const attributes = this.#kernel.tcgetattr(0);
    if (typeof attributes === 'number') return { kind: 'end' };
    const [input, output, control, local] = attributes;
    this.#kernel.tcsetattr(0, input & ~(ICRNL | IXON), output | OPOST, control, local & ~(ICANON | ECHO | ISIG));
    try {
      this.#prompt = prompt;
      this.#text = [];
      this.#cursor = 0;
      this.#row = 0;
      this.#history.rewind();
      this.#beginLine();
      this.#draw();
      return this.#edit();
    } finally {
      this.#kernel.tcsetattr(0, input, output, control, local);
    }
  }

  /**
   * Output that did not end its line stays: a mark and a row of blanks wrap into the next row only where something stands
   * before them, and are drawn over where nothing does (zsh's PROMPT_SP).
   */
  #beginLine(): void {
    const [columns] = this.#size();
    this.#write(`\x1b[2m${UNENDED_LINE}\x1b[0m${' '.repeat(Math.max(0, columns - 1))}\r`);
  }

  #edit(): Line {
    for (;;) {
      const key = this.#key();
      if (key === undefined) return { kind: 'end' };
      if (key === '\r' || key === '\n') {
        this.#finish();
        return { kind: 'line', text: this.#text.join('') };
      }
      if (key === '\x03') {
        this.#write('^C');
        this.#finish();
        return { kind: 'interrupt' };
      }
      if (key === '\x04') {
        if (!this.#text.length) return { kind: 'end' };
        this.#text.splice(this.#cursor, 1);
      } else if (key === '\t') this.#completeWord();
      else if (key === '\x12') this.#search();
      else this.#apply(key);
      this.#draw();
    }
  }

  #apply(key: string): void {
    switch (key) {
      case '\x01':
      case '\x1b[H':
      case '\x1bOH':
      case '\x1b[1~':
        this.#cursor = 0;
        return;
      case '\x05':
      case '\x1b[F':
      case '\x1bOF':
      case '\x1b[4~':
        this.#cursor = this.#text.length;
        return;
      case '\x02':
      case '\x1b[D':
        this.#cursor = Math.max(0, this.#cursor - 1);
        return;
      case '\x06':
      case '\x1b[C':
        this.#cursor = Math.min(this.#text.length, this.#cursor + 1);
        return;
      case '\x1bb':
      case '\x1b[1;5D':
        this.#cursor = this.#wordStart();
        return;
      case '\x1bf':
      case '\x1b[1;5C':
        while (this.#text[this.#cursor] === ' ') this.#cursor += 1;
        while (this.#cursor < this.#text.length && this.#text[this.#cursor] !== ' ') this.#cursor += 1;
        return;
      case '\x7f':
      case '\b':
        if (this.#cursor > 0) this.#text.splice(--this.#cursor, 1);
        return;
      case '\x1b[3~':
        this.#text.splice(this.#cursor, 1);
        return;
      case '\x15':
        this.#kill(0, this.#cursor);
        return;
      case '\x0b':
        this.#kill(this.#cursor, this.#text.length);
        return;
      case '\x17':
        this.#kill(this.#wordStart(), this.#cursor);
        return;
      case '\x19':
        this.#insert(this.#killed.join(''));
        return;
      case '\x0c':
        this.#write('\x1b[H\x1b[2J');
        this.#row = 0;
        return;
      case '\x10':
      case '\x1b[A':
      case '\x1bOA':
        this.#recall(this.#history.previous(this.#text.join('')));
        return;
      case '\x0e':
      case '\x1b[B':
      case '\x1bOB':
        this.#recall(this.#history.next());
        return;
      default:
        if (key >= ' ' && !key.startsWith('\x1b')) this.#insert(key);
    }
  }

  #insert(text: string): void {
    const inserted = graphemes(text.replaceAll('\t', ' '));
    this.#text.splice(this.#cursor, 0, ...inserted);
    this.#cursor += inserted.length;
  }

  #recall(text: string | undefined): void {
    if (text === undefined) return;
    this.#text = graphemes(text);
    this.#cursor = this.#text.length;
  }

  #kill(start: number, end: number): void {
    this.#killed = this.#text.splice(start, end - start);
    this.#cursor = start;
  }

  #wordStart(): number {
    let start = this.#cursor;
    while (start > 0 && this.#text[start - 1] === ' ') start -= 1;
    while (start > 0 && this.#text[start - 1] !== ' ') start -= 1;
    return start;
  }

  #completeWord(): void {
    const before = this.#text.slice(0, this.#cursor).join('');
    const { insert, candidates } = this.#complete(before);
    if (insert) this.#insert(insert);
    else if (candidates.length > 1) {
      this.#finish();
      const [columns] = this.#size();
      const width = Math.max(...candidates.map(columnsOf)) + 2;
      const perRow = Math.max(1, Math.floor(columns / width));
      const rows = Math.ceil(candidates.length / perRow);
      for (let row = 0; row < rows; row++) {
        const cells = candidates.filter((_, index) => index % rows === row);
        this.#write(
          `${cells
            .map((cell) => cell + ' '.repeat(width - columnsOf(cell)))
            .join('')
            .trimEnd()}\r\n`,
        );
      }
      this.#row = 0;
    }
  }

  /** Ctrl-R: searches backwards while text is typed; Ctrl-R again goes further, any other key takes what is found. */
  #search(): void {
    const prompt = this.#prompt;
    let query = '';
    let skip = 0;
    for (;;) {
      const found = this.#history.search(query, skip) ?? '';
      this.#prompt = `(search)\`${query}': `;
      this.#recall(found);
      this.#draw();
      const key = this.#key();
      if (key === '\x12') skip += 1;
      else if (key === '\x7f') query = query.slice(0, -1);
      else if (key !== undefined && key >= ' ' && !key.startsWith('\x1b') && key !== '\x7f') {
        query += key;
        skip = 0;
      } else {
        this.#prompt = prompt;
        if (key === '\x03' || key === '\x07') this.#recall('');
        else if (key !== undefined) this.#pending = key + this.#pending;
        return;
      }
    }
  }

  #size(): [number, number] {
    const size = this.#kernel.getWindowSize(0);
    return typeof size === 'number' || size[0] < 1 ? [80, 24] : size;
  }

  /** Draws prompt and text from the prompt's row on, and puts the cursor into its place. */
  #draw(): void {
    const [columns] = this.#size();
    const text = this.#text.join('');
    const before = columnsOf(this.#prompt) + columnsOf(this.#text.slice(0, this.#cursor).join(''));
    const total = columnsOf(this.#prompt) + columnsOf(text);
    const up = this.#row > 0 ? `\x1b[${this.#row}A` : '';
    const wrapped = total > 0 && total % columns === 0 ? '\r\n' : '';
    const lastRow = Math.floor(total / columns);
    this.#row = Math.floor(before / columns);
    const back = lastRow > this.#row ? `\x1b[${lastRow - this.#row}A` : '';
    const column = before % columns;
    this.#write(`\r${up}\x1b[J${this.#prompt}${text}${wrapped}\r${back}${column ? `\x1b[${column}C` : ''}`);
  }

  /** Leaves the line: the cursor goes below it. */
  #finish(): void {
    this.#cursor = this.#text.length;
    this.#draw();
    this.#write('\r\n');
  }

  #write(text: string): void {
    writeAll(this.#kernel, 1, encode(text), plainWaiting(this.#kernel));
  }

  /** One key: a character, a control character, or a whole escape sequence. undefined: the terminal hung up. */
  #key(): string | undefined {
    for (;;) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are keys
      const match = /^(?:\x1b(?:\[[\d;?]*[ -/]*[@-~]|O[A-Z]|[^[O])|[^\x1b])/su.exec(this.#pending);
      if (match) {
        this.#pending = this.#pending.slice(match[0].length);
        return match[0];
      }
      const buffer = new Uint8Array(4096);
      let count = this.#kernel.read(0, buffer, -1);
      if (count === -EAGAIN) {
        const ready = this.#kernel.waitBlocking(0, POLLIN, -1);
        if (ready === -EINTR) this.#signals();
        count = this.#kernel.read(0, buffer, -1);
      }
      if (count === 0) return undefined;
      // A signal (a resized window, a child) came instead of input: draw for the new size and wait on.
      if (count < 0) {
        if (!this.#kernel.isatty(0)) return undefined;
        this.#draw();
        continue;
      }
      this.#pending += this.#decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  }
}
