import { strftime } from '../sh/printf.ts';
import { errnoMessage } from '../system/errors.ts';
import { baseName, compare, isDirectory, joinPath, list, readContent, stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import { type Command, type CommandContext, Exit, UsageError } from './command.ts';
import { type Change, changes } from './diff_lines.ts';

interface Text {
  lines: string[];
  /** The last line has its newline. */
  ended: boolean;
  label: string;
  modified: number;
}

/** A change with the equal lines around it, or several that are close. */
interface Hunk {
  changes: Change[];
  fromStart: number;
  fromEnd: number;
  toStart: number;
  toEnd: number;
}

const noNewline = '\\ No newline at end of file\n';

class Comparison {
  readonly #context: CommandContext;
  different = false;
  failed = false;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  #read(path: string): Text | undefined {
    const { kernel } = this.#context;
    const content = path === '-' ? this.#context.input.all() : readContent(kernel, path);
    if (typeof content === 'number') {
      if (this.#context.on('new-file') && content === -2) return { lines: [], ended: true, label: path, modified: 0 };
      this.#context.complain(`${path}: ${errnoMessage(content)}`);
      this.failed = true;
      return undefined;
    }
    const text = decode(content);
    const lines = text.split('\n');
    const ended = lines.at(-1) === '';
    if (ended) lines.pop();
    const found = path === '-' ? -1 : stat(kernel, path);
    return {
      lines,
      ended: ended || text === '',
      label: path,
      modified: typeof found === 'number' ? Date.now() : found.modified,
    };
  }

  #key(line: string): string {
    const { on } = this.#context;
    let key = line;
    if (on('ignore-all-space')) key = key.replace(/\s+/g, '');
    else if (on('ignore-space-change')) key = key.replace(/\s+/g, ' ').trimEnd();
    else if (on('ignore-trailing-space')) key = key.trimEnd();
    else if (on('strip-trailing-cr')) key = key.replace(/\r$/, '');
    return on('ignore-case') ? key.toLowerCase() : key;
  }

  files(left: string, right: string): void {
    const { on, print } = this.#context;
    const [from, to] = [this.#read(left), this.#read(right)];
    if (!from || !to) return;
    const keys = ({ lines, ended }: Text) =>
      lines.map((line, index) => this.#key(line) + (!ended && index === lines.length - 1 ? '\0' : ''));
    let found = changes(keys(from), keys(to));
    if (on('ignore-blank-lines')) {
      const blank = (lines: readonly string[]) => lines.every((line) => line.trim() === '');
      found = found.filter(
        (each) =>
          !blank(from.lines.slice(each.fromStart, each.fromEnd)) || !blank(to.lines.slice(each.toStart, each.toEnd)),
      );
    }
    if (!found.length) {
      if (on('report-identical-files')) print(`Files ${left} and ${right} are identical\n`);
      return;
    }
    this.different = true;
    if (on('brief')) {
      print(`Files ${left} and ${right} differ\n`);
      return;
    }
    const binary = [from, to].some(({ lines }) => lines.some((line) => line.includes('\0')));
    if (binary && !on('text')) {
      print(`Binary files ${left} and ${right} differ\n`);
      return;
    }
    if (on('recursive')) print(`diff ${this.#flags()}${left} ${right}\n`);
    this.#show(from, to, found);
  }

  #flags(): string {
    const { program } = this.#context;
    return program.parameters
      .filter((word) => word.startsWith('-'))
      .map((word) => `${word} `)
      .join('');
  }

  #show(from: Text, to: Text, found: readonly Change[]): void {
    const { on, value } = this.#context;
    const lines = value('unified') ?? value('context') ?? value('U') ?? value('C');
    const around = lines ? Number(lines) : 3;
    if (on('unified') || on('U')) this.#unified(from, to, grouped(from, to, found, around));
    else if (on('context') || on('C')) this.#contextual(from, to, grouped(from, to, found, around));
    else if (on('side-by-side')) this.#sideBySide(from, to, found);
    else this.#normal(from, to, found);
  }

  #line(mark: string, text: Text, index: number): string {
    const last = index === text.lines.length - 1 && !text.ended;
    return `${mark}${text.lines[index] ?? ''}\n${last ? noNewline : ''}`;
  }

  #normal(from: Text, to: Text, found: readonly Change[]): void {
    const { print } = this.#context;
    const range = (start: number, end: number) =>
      end - start > 1 ? `${start + 1},${end}` : String(end > start ? end : start);
    for (const { fromStart, fromEnd, toStart, toEnd } of found) {
      const kind = fromEnd === fromStart ? 'a' : toEnd === toStart ? 'd' : 'c';
      print(`${range(fromStart, fromEnd)}${kind}${range(toStart, toEnd)}\n`);
      for (let i = fromStart; i < fromEnd; i++) print(this.#line('< ', from, i));
      if (kind === 'c') print('---\n');
      for (let i = toStart; i < toEnd; i++) print(this.#line('> ', to, i));
    }
  }

  #header(marks: readonly [string, string], from: Text, to: Text): void {
    const { print, values } = this.#context;
    const labels = values('label');
    for (const [index, text] of [from, to].entries()) {
      const time = strftime('%Y-%m-%d %H:%M:%S.%N %z', new Date(text.modified));
      print(`${marks[index]} ${labels[index] ?? `${text.label}\t${time}`}\n`);
    }
  }

  #unified(from: Text, to: Text, hunks: readonly Hunk[]): void {
    const { print } = this.#context;
    this.#header(['---', '+++'], from, to);
    const range = (start: number, end: number) => {
      const count = end - start;
      return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
    };
    for (const hunk of hunks) {
      print(`@@ -${range(hunk.fromStart, hunk.fromEnd)} +${range(hunk.toStart, hunk.toEnd)} @@\n`);
      let at = hunk.fromStart;
      for (const change of hunk.changes) {
        for (; at < change.fromStart; at++) print(this.#line(' ', from, at));
        for (; at < change.fromEnd; at++) print(this.#line('-', from, at));
        for (let i = change.toStart; i < change.toEnd; i++) print(this.#line('+', to, i));
      }
      for (; at < hunk.fromEnd; at++) print(this.#line(' ', from, at));
    }
  }

  #contextual(from: Text, to: Text, hunks: readonly Hunk[]): void {
    const { print } = this.#context;
    this.#header(['***', '---'], from, to);
    const range = (start: number, end: number) => (end - start > 1 ? `${start + 1},${end}` : String(end));
    for (const hunk of hunks) {
      print(`***************\n*** ${range(hunk.fromStart, hunk.fromEnd)} ****\n`);
      const mark = (change: Change | undefined, other: string) =>
        !change ? '  ' : change.fromEnd > change.fromStart && change.toEnd > change.toStart ? '! ' : other;
      if (hunk.changes.some(({ fromStart, fromEnd }) => fromEnd > fromStart)) {
        for (let i = hunk.fromStart; i < hunk.fromEnd; i++) {
          print(
            this.#line(
              mark(
                hunk.changes.find(({ fromStart, fromEnd }) => i >= fromStart && i < fromEnd),
                '- ',
              ),
              from,
              i,
            ),
          );
        }
      }
      print(`--- ${range(hunk.toStart, hunk.toEnd)} ----\n`);
      if (hunk.changes.some(({ toStart, toEnd }) => toEnd > toStart)) {
        for (let i = hunk.toStart; i < hunk.toEnd; i++) {
          print(
            this.#line(
              mark(
                hunk.changes.find(({ toStart, toEnd }) => i >= toStart && i < toEnd),
                '+ ',
              ),
              to,
              i,
            ),
          );
        }
      }
    }
  }

  #sideBySide(from: Text, to: Text, found: readonly Change[]): void {
    const width = Number(this.#context.value('width') ?? 130);
    const half = Math.floor((width - 3) / 2);
    const row = (left: string, mark: string, right: string) => {
      this.#context.print(`${`${left.slice(0, half).padEnd(half)} ${mark} ${right.slice(0, half)}`.trimEnd()}\n`);
    };
    let [a, b] = [0, 0];
    for (const change of [
      ...found,
      { fromStart: from.lines.length, fromEnd: from.lines.length, toStart: 0, toEnd: 0 },
    ]) {
      for (; a < change.fromStart; a++, b++) row(from.lines[a] ?? '', ' ', to.lines[b] ?? '');
      const rows = Math.max(change.fromEnd - change.fromStart, change.toEnd - change.toStart);
      for (let i = 0; i < rows; i++) {
        const [left, right] = [
          a < change.fromEnd ? from.lines[a++] : undefined,
          b < change.toEnd ? to.lines[b++] : undefined,
        ];
        row(left ?? '', left === undefined ? '>' : right === undefined ? '<' : '|', right ?? '');
      }
    }
  }

  folders(left: string, right: string): void {
    const { kernel, on, print } = this.#context;
    const [a, b] = [list(kernel, left), list(kernel, right)];
    if (typeof a === 'number' || typeof b === 'number') {
      this.#context.complain(
        `${typeof a === 'number' ? left : right}: ${errnoMessage(typeof a === 'number' ? a : Number(b))}`,
      );
      this.failed = true;
      return;
    }
    const excluded = new Set(this.#context.values('exclude'));
    const names = [...new Set([...a, ...b].map(({ name }) => name))]
      .filter((name) => !excluded.has(name))
      .sort(compare);
    for (const name of names) {
      const [inLeft, inRight] = [a.some((each) => each.name === name), b.some((each) => each.name === name)];
      const [from, to] = [joinPath(left, name), joinPath(right, name)];
      if ((!inLeft || !inRight) && !on('new-file')) {
        this.different = true;
        print(`Only in ${inLeft ? left : right}: ${name}\n`);
        continue;
      }
      const [one, other] = [isDirectory(stat(kernel, from)), isDirectory(stat(kernel, to))];
      if (one && other) {
        if (on('recursive')) this.folders(from, to);
        else print(`Common subdirectories: ${from} and ${to}\n`);
      } else if (one || other) {
        this.different = true;
        print(
          `File ${from} is a ${one ? 'directory' : 'regular file'} while file ${to} is a ${other ? 'directory' : 'regular file'}\n`,
        );
      } else this.files(from, to);
    }
  }
}

function grouped(from: Text, to: Text, found: readonly Change[], around: number): Hunk[] {
  const hunks: Hunk[] = [];
  for (const change of found) {
    const last = hunks.at(-1);
    const end = {
      fromEnd: Math.min(from.lines.length, change.fromEnd + around),
      toEnd: Math.min(to.lines.length, change.toEnd + around),
    };
    if (last && change.fromStart - around <= last.fromEnd) {
      last.changes.push(change);
      Object.assign(last, end);
    } else {
      const before = Math.min(around, change.fromStart, change.toStart);
      hunks.push({ changes: [change], fromStart: change.fromStart - before, toStart: change.toStart - before, ...end });
    }
  }
  return hunks;
}

export const diff: Command = {
  name: 'diff',
  wrongUse: 2,
  usage: 'FILE FILE',
  summary: 'Shows how files differ.',
  flags: {
    unified: { short: 'u', value: 'N', optional: true, help: 'unified, with so many lines around' },
    U: { short: 'U', value: 'N', help: 'the same' },
    context: { short: 'c', value: 'N', optional: true, help: 'with context, so many lines around' },
    C: { short: 'C', value: 'N', help: 'the same' },
    'side-by-side': { short: 'y', help: 'in two columns' },
    width: { short: 'W', value: 'N', help: 'columns of -y' },
    brief: { short: 'q', help: 'only whether they differ' },
    'report-identical-files': { short: 's', help: 'say so where they do not' },
    recursive: { short: 'r', help: 'directories and what they hold' },
    'new-file': { short: 'N', help: 'take what is missing for empty' },
    'ignore-case': { short: 'i', help: 'large and small letters alike' },
    'ignore-all-space': { short: 'w', help: 'blanks count for nothing' },
    'ignore-space-change': { short: 'b', help: 'the number of blanks counts for nothing' },
    'ignore-trailing-space': { short: 'Z', help: 'blanks at the end count for nothing' },
    'ignore-blank-lines': { short: 'B', help: 'empty lines count for nothing' },
    'strip-trailing-cr': { help: 'carriage returns count for nothing' },
    text: { short: 'a', help: 'take binary files for text' },
    label: { short: 'L', value: 'TEXT', help: 'in place of a name and its time' },
    exclude: { short: 'x', value: 'NAME', help: 'with -r: without these' },
    color: { value: 'WHEN', optional: true, help: 'accepted' },
    minimal: { short: 'd', help: 'accepted' },
  },
  run(context) {
    const { operands, kernel } = context;
    const [left, right] = operands;
    if (left === undefined || right === undefined) throw new UsageError(`missing operand after '${left ?? 'diff'}'`, 2);
    const comparison = new Comparison(context);
    const [one, other] = [isDirectory(stat(kernel, left)), isDirectory(stat(kernel, right))];
    if (one && other) comparison.folders(left, right);
    else
      comparison.files(one ? joinPath(left, baseName(right)) : left, other ? joinPath(right, baseName(left)) : right);
    if (comparison.failed) throw new Exit(2);
    return comparison.different ? 1 : 0;
  },
};

export const cmp: Command = {
  name: 'cmp',
  wrongUse: 2,
  usage: 'FILE FILE',
  summary: 'Compares files byte by byte.',
  flags: {
    silent: { short: 's', help: 'the exit status only' },
    quiet: { help: 'the same' },
    verbose: { short: 'l', help: 'all bytes that differ' },
    bytes: { short: 'n', value: 'N', help: 'no more bytes than that' },
  },
  run(context) {
    const { operands, on, open, print } = context;
    const [left = '', right = '-'] = operands;
    const [a, b] = [open(left)?.all(), open(right)?.all()];
    if (!a || !b) throw new Exit(2);
    const quiet = on('silent') || on('quiet');
    const most = Math.min(a.length, b.length, Number(context.value('bytes') ?? Number.POSITIVE_INFINITY));
    let line = 1;
    let different = false;
    for (let i = 0; i < most; i++) {
      if (a[i] !== b[i]) {
        different = true;
        if (quiet) return 1;
        if (!on('verbose')) {
          print(`${left} ${right} differ: byte ${i + 1}, line ${line}\n`);
          return 1;
        }
        print(`${i + 1} ${(a[i] ?? 0).toString(8).padStart(3)} ${(b[i] ?? 0).toString(8).padStart(3)}\n`);
      }
      if (a[i] === 10) line += 1;
    }
    if (a.length === b.length || context.on('bytes')) return different ? 1 : 0;
    if (!quiet)
      context.warn(
        `cmp: EOF on ${a.length < b.length ? left : right} after byte ${most}, ${line > 1 ? `line ${line - 1}` : 'in line 1'}\n`,
      );
    return 1;
  },
};
