import { columnsOf } from '../sh/line_editor.ts';
import type { Command, CommandContext } from './command.ts';
import { posixExpression } from './regular_expression.ts';
import { Terminal } from './terminal.ts';

/** Lines of the screen for one line of the text; colours stay what they are. */
function wrapped(line: string, columns: number, chop: boolean): string[] {
  const text = line.replace(/\t/g, '        ').replace(/\r/g, '');
  if (columnsOf(text) <= columns) return [text];
  const rows: string[] = [''];
  let width = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour
  for (const piece of text.match(/\x1b\[[\d;]*m|[\s\S]/gu) ?? []) {
    const wide = piece.startsWith('\x1b') ? 0 : columnsOf(piece);
    if (width + wide > columns) {
      if (chop) return [`${rows[0]}\x1b[0m`];
      rows.push('');
      width = 0;
    }
    rows[rows.length - 1] += piece;
    width += wide;
  }
  return rows;
}

class Pager {
  readonly #terminal: Terminal;
  readonly #lines: string[];
  readonly #name: string;
  readonly #chop: boolean;
  #top = 0;
  #message = '';
  #search: RegExp | undefined;

  constructor(terminal: Terminal, lines: string[], name: string, chop: boolean) {
    this.#terminal = terminal;
    this.#lines = lines;
    this.#name = name;
    this.#chop = chop;
  }

  #draw(): void {
    const { columns, rows } = this.#terminal.size;
    const shown: string[] = [];
    for (let at = this.#top; at < this.#lines.length && shown.length < rows - 1; at++) {
      const line = this.#lines[at] ?? '';
      const marked = this.#search
        ? line.replace(new RegExp(this.#search.source, `g${this.#search.flags}`), (match) =>
            match ? `\x1b[7m${match}\x1b[27m` : '',
          )
        : line;
      shown.push(...wrapped(marked, columns, this.#chop));
    }
    shown.length = Math.min(shown.length, rows - 1);
    while (shown.length < rows - 1) shown.push('~');
    const end = this.#top + rows - 1 >= this.#lines.length;
    const status = this.#message || (end ? '(END)' : this.#top === 0 && this.#name ? this.#name : ':');
    this.#message = '';
    this.#terminal.write(
      `\x1b[H${shown.map((row) => `${row}\x1b[0m\x1b[K`).join('\r\n')}\r\n\x1b[7m${status}\x1b[0m\x1b[K`,
    );
  }

  #move(by: number): void {
    const { rows } = this.#terminal.size;
    this.#top = Math.max(0, Math.min(this.#top + by, Math.max(0, this.#lines.length - (rows - 1))));
  }

  #find(forward: boolean): void {
    const expression = this.#search;
    if (!expression) return;
    const step = forward ? 1 : -1;
    for (let at = this.#top + step; at >= 0 && at < this.#lines.length; at += step) {
      if (!expression.test(this.#lines[at] ?? '')) continue;
      this.#top = at;
      return;
    }
    this.#message = 'Pattern not found';
  }

  #ask(prompt: string): string | undefined {
    const { rows } = this.#terminal.size;
    let text = '';
    for (;;) {
      this.#terminal.write(`\x1b[${rows};1H${prompt}${text}\x1b[K`);
      const key = this.#terminal.key();
      if (key === undefined || key === '\x03' || key === '\x1b') return undefined;
      if (key === '\r' || key === '\n') return text;
      if (key === '\x7f') {
        if (!text) return undefined;
        text = text.slice(0, -1);
      } else if (key >= ' ' && !key.startsWith('\x1b')) text += key;
    }
  }

  run(): void {
    for (;;) {
      this.#draw();
      const key = this.#terminal.key();
      const page = this.#terminal.size.rows - 1;
      if (key === undefined || key === 'q' || key === 'Q' || key === '\x03') return;
      if (['j', '\r', '\n', '\x1b[B', '\x1bOB', 'e'].includes(key)) this.#move(1);
      else if (['k', 'y', '\x1b[A', '\x1bOA'].includes(key)) this.#move(-1);
      else if ([' ', 'f', '\x06', '\x1b[6~'].includes(key)) this.#move(page);
      else if (['b', '\x02', '\x1b[5~'].includes(key)) this.#move(-page);
      else if (key === 'd' || key === '\x04') this.#move(Math.floor(page / 2));
      else if (key === 'u' || key === '\x15') this.#move(-Math.floor(page / 2));
      else if (['g', '<', '\x1b[H', '\x1bOH'].includes(key)) this.#top = 0;
      else if (['G', '>', '\x1b[F', '\x1bOF'].includes(key)) this.#move(this.#lines.length);
      else if (key === '/' || key === '?') {
        const text = this.#ask(key);
        if (text) this.#setSearch(text);
        if (text !== undefined) this.#find(key === '/');
      } else if (key === 'n') this.#find(true);
      else if (key === 'N') this.#find(false);
      else if (key === 'h')
        this.#message = 'q quits, space and b page, / searches, n and N go on, g and G go to the ends';
    }
  }

  #setSearch(text: string): void {
    try {
      this.#search = posixExpression(text, { extended: true, ignoreCase: text === text.toLowerCase() });
    } catch (error) {
      this.#message = error instanceof Error ? error.message : String(error);
    }
  }
}

function run(context: CommandContext): number {
  const { operands, print, open, isTerminal, on } = context;
  const paths = operands.filter((word) => !word.startsWith('+'));
  const inputs = (paths.length ? paths : ['-']).map((path) => open(path)).filter((input) => input !== undefined);
  if (!inputs.length) return 1;
  if (!isTerminal(1)) {
    for (const input of inputs) for (let chunk = input.chunk(); chunk; chunk = input.chunk()) print(chunk);
    return 0;
  }
  const lines = inputs.flatMap((input) => [...input.lines()]);
  const rows = context.kernel.getWindowSize(context.descriptor(1));
  const short = typeof rows !== 'number' && lines.length < rows[1];
  const terminal = short && on('quit-if-one-screen') ? undefined : Terminal.open(context);
  if (!terminal) {
    for (const line of lines) print(`${line}\n`);
    return 0;
  }
  try {
    const shown = on('line-numbers') ? lines.map((line, index) => `${String(index + 1).padStart(7)} ${line}`) : lines;
    new Pager(terminal, shown, paths[0] ?? '', on('chop-long-lines')).run();
  } finally {
    terminal.close();
  }
  return 0;
}

export const less: Command = {
  name: 'less',
  usage: '[FILE]…',
  summary: 'Shows a text page by page.',
  flags: {
    'quit-if-one-screen': { short: 'F', help: 'not for what fits the screen' },
    'RAW-CONTROL-CHARS': { short: 'Rr', help: 'accepted: colours are shown' },
    'no-init': { short: 'X', help: 'accepted' },
    'line-numbers': { short: 'N', help: 'with line numbers' },
    'chop-long-lines': { short: 'S', help: 'do not break long lines' },
    'ignore-case': { short: 'iI', help: 'accepted: a search in small letters takes both' },
    'quit-at-eof': { short: 'eE', help: 'accepted' },
    quiet: { short: 'qQ', help: 'accepted' },
    mouse: { help: 'accepted' },
  },
  long: true,
  run,
};

export const more: Command = { ...less, name: 'more' };
