/** What a sed script does to the lines of its input. */
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../kernel/constants.ts';
import { decode, encode } from '../system/text.ts';
import { type CommandContext, UsageError } from './command.ts';
import type { Address, ReplacementPart, SedCommand } from './sed_script.ts';

/** Lines of several inputs, with a look at whether one is the last. */
export class Lines {
  readonly #sources: Iterator<{ text: string; ended: boolean; file: string }>;
  #next: IteratorResult<{ text: string; ended: boolean; file: string }>;

  constructor(sources: Iterable<{ text: string; ended: boolean; file: string }>) {
    this.#sources = sources[Symbol.iterator]();
    this.#next = this.#sources.next();
  }

  get last(): boolean {
    return this.#next.done === true;
  }

  take(): { text: string; ended: boolean; file: string } | undefined {
    if (this.#next.done) return undefined;
    const { value } = this.#next;
    this.#next = this.#sources.next();
    return value;
  }
}

export function* linesOf(context: CommandContext, paths: readonly string[], delimiter: number) {
  for (const path of paths) {
    const input = context.open(path);
    if (!input) continue;
    for (let line = input.lineBytes(delimiter); line; line = input.lineBytes(delimiter)) {
      const ended = line.at(-1) === delimiter;
      yield { text: decode(ended ? line.subarray(0, -1) : line), ended, file: path };
    }
  }
}

export class Editor {
  readonly #context: CommandContext;
  readonly #commands: SedCommand[];
  readonly #quiet: boolean;
  readonly #end: string;
  readonly #write: (text: string) => void;
  readonly #files = new Map<string, number>();
  #lines = new Lines([]);
  #space = '';
  #hold = '';
  #number = 0;
  #ended = true;
  #file = '-';
  #appended: (() => void)[] = [];
  #substituted = false;
  #lastExpression: RegExp | null = null;
  /** Set by q and Q. */
  status: number | undefined;

  constructor(context: CommandContext, commands: SedCommand[], write: (text: string) => void) {
    this.#context = context;
    this.#commands = commands;
    this.#quiet = context.on('quiet');
    this.#end = context.on('null-data') ? '\0' : '\n';
    this.#write = write;
  }

  run(lines: Lines): void {
    this.#lines = lines;
    this.#number = 0;
    while (this.status === undefined && this.#load()) {
      while (this.#cycle()) if (this.status !== undefined) return;
    }
  }

  close(): void {
    for (const fd of this.#files.values()) this.#context.kernel.close(fd);
  }

  #load(): boolean {
    const line = this.#lines.take();
    if (!line) return false;
    this.#space = line.text;
    this.#ended = line.ended;
    this.#file = line.file;
    this.#number += 1;
    return true;
  }

  #put(text: string): void {
    // The last line of a file keeps that it had no newline.
    this.#write(text + (this.#ended || !this.#lines.last ? this.#end : ''));
  }

  #finishCycle(): void {
    if (!this.#quiet) this.#put(this.#space);
    this.#flushAppended();
  }

  #flushAppended(): void {
    for (const action of this.#appended.splice(0)) action();
  }

  #matches(address: Address): boolean {
    switch (address.kind) {
      case 'line':
        return this.#number === address.number;
      case 'last':
        return this.#lines.last;
      case 'step':
        return address.step === 0
          ? this.#number === address.first
          : this.#number >= address.first && (this.#number - address.first) % address.step === 0;
      case 'expression':
        return this.#test(address.expression);
      default:
        return false;
    }
  }

  #expressionOf(expression: RegExp | null | undefined): RegExp {
    const found = expression ?? this.#lastExpression;
    if (!found) throw new UsageError('no previous regular expression');
    this.#lastExpression = found;
    found.lastIndex = 0;
    return found;
  }

  #test(expression: RegExp | null): boolean {
    return this.#expressionOf(expression).test(this.#space);
  }

  #selects(command: SedCommand): boolean {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#matches(from);
    if (!command.active) {
      const begins = (from.kind === 'line' && from.number === 0 && this.#number === 1) || this.#matches(from);
      if (!begins) return false;
      command.active = true;
      if (to.kind === 'plus') command.end = this.#number + to.count;
      else if (to.kind === 'multiple') command.end = to.of ? Math.ceil(this.#number / to.of) * to.of : this.#number;
      else command.end = to.kind === 'line' ? to.number : Number.POSITIVE_INFINITY;
      const atOnce = from.kind === 'line' && from.number === 0 && to.kind === 'expression' && this.#matches(to);
      if (command.end <= this.#number || (to.kind === 'last' && this.#lines.last) || atOnce) command.active = false;
      return true;
    }
    if (to.kind === 'expression' || to.kind === 'last' ? this.#matches(to) : this.#number >= command.end)
      command.active = false;
    // A line number that is passed already ends the range in front of this line.
    return !(to.kind === 'line' && this.#number > command.end);
  }

  /** True: begin another cycle without reading a line (D). */
  #cycle(): boolean {
    for (let at = 0; at < this.#commands.length; ) {
      const command = this.#commands[at];
      if (!command) break;
      at += 1;
      if (this.#selects(command) === command.negated) {
        if (command.name === '{') at = command.target;
        continue;
      }
      switch (command.name) {
        case 's':
          this.#substitute(command);
          break;
        case 'y':
          this.#space = [...this.#space].map((character) => command.map?.get(character) ?? character).join('');
          break;
        case 'p':
          this.#put(this.#space);
          break;
        case 'P':
          this.#put(this.#space.split('\n')[0] ?? '');
          break;
        case 'd':
          this.#flushAppended();
          return false;
        case 'D': {
          const newline = this.#space.indexOf('\n');
          this.#flushAppended();
          if (newline < 0) return false;
          this.#space = this.#space.slice(newline + 1);
          return true;
        }
        case 'n':
          if (this.#lines.last) {
            this.#finishCycle();
            this.status = 0;
            return false;
          }
          this.#finishCycle();
          this.#load();
          break;
        case 'N': {
          if (this.#lines.last) {
            // GNU prints the pattern space when there is no next line.
            this.#finishCycle();
            this.status = 0;
            return false;
          }
          const before = this.#space;
          this.#flushAppended();
          this.#load();
          this.#space = `${before}\n${this.#space}`;
          break;
        }
        case 'g':
          this.#space = this.#hold;
          break;
        case 'G':
          this.#space += `\n${this.#hold}`;
          break;
        case 'h':
          this.#hold = this.#space;
          break;
        case 'H':
          this.#hold += `\n${this.#space}`;
          break;
        case 'x':
          [this.#space, this.#hold] = [this.#hold, this.#space];
          break;
        case 'z':
          this.#space = '';
          break;
        case '=':
          this.#write(`${this.#number}\n`);
          break;
        case 'F':
          this.#write(`${this.#file}\n`);
          break;
        case 'l':
          this.#write(`${visible(this.#space)}$\n`);
          break;
        case 'a':
          this.#appended.push(() => this.#write(command.text));
          break;
        case 'i':
          this.#write(command.text);
          break;
        case 'c':
          // Of a range only its end is replaced.
          if (!command.to || command.negated || !command.active) this.#write(command.text);
          this.#flushAppended();
          return false;
        case 'r':
          this.#appended.push(() => {
            const content = this.#context.kernel.readFile(command.text);
            if (typeof content !== 'number') this.#write(decode(content));
          });
          break;
        case 'w':
          this.#writeTo(command.text, `${this.#space}\n`);
          break;
        case 'W':
          this.#writeTo(command.text, `${this.#space.split('\n')[0]}\n`);
          break;
        case 'b':
          at = command.target;
          break;
        case 't':
        case 'T':
          if (this.#substituted === (command.name === 't')) at = command.target;
          this.#substituted = false;
          break;
        case 'q':
          this.#finishCycle();
          this.status = Number(command.text || 0);
          return false;
        case 'Q':
          this.status = Number(command.text || 0);
          return false;
      }
    }
    this.#finishCycle();
    this.#substituted = false;
    return false;
  }

  #writeTo(path: string, text: string): void {
    if (path === '/dev/stdout') {
      this.#write(text);
      return;
    }
    const { kernel } = this.#context;
    let fd = this.#files.get(path);
    if (fd === undefined) {
      fd = kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o666);
      this.#files.set(path, fd);
    }
    kernel.write(fd, encode(text), -1);
  }

  #substitute(command: SedCommand): void {
    const expression = this.#expressionOf(command.expression);
    let count = 0;
    let done = false;
    const result = this.#space.replace(expression, (...values) => {
      count += 1;
      const match = values[0] as string;
      if (count < command.occurrence || (done && !command.global)) return match;
      done = true;
      return replacementText(command.replacement ?? [], values as string[]);
    });
    if (!done) return;
    this.#space = result;
    this.#substituted = true;
    if (command.print) this.#put(this.#space);
    if (command.text) this.#writeTo(command.text, `${this.#space}\n`);
  }
}

function replacementText(parts: readonly ReplacementPart[], groups: readonly (string | undefined)[]): string {
  let result = '';
  let mode = '';
  let once = '';
  for (const part of parts) {
    if ('case' in part) {
      if (part.case === 'u' || part.case === 'l') once = part.case;
      else mode = part.case === 'E' ? '' : part.case;
      continue;
    }
    let text = 'text' in part ? part.text : (groups[part.group] ?? '');
    if (mode === 'U') text = text.toUpperCase();
    if (mode === 'L') text = text.toLowerCase();
    if (once && text) {
      text = (once === 'u' ? text.slice(0, 1).toUpperCase() : text.slice(0, 1).toLowerCase()) + text.slice(1);
      once = '';
    }
    result += text;
  }
  return result;
}

function visible(text: string): string {
  const names: Record<string, string> = {
    '\\': '\\\\',
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\f': '\\f',
    '\v': '\\v',
    '\x07': '\\a',
    '\b': '\\b',
  };
  return [...encode(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return names[character] ?? (byte >= 32 && byte < 127 ? character : `\\${byte.toString(8).padStart(3, '0')}`);
    })
    .join('');
}
