/** Commands over lines: nl, rev, tac, comm, shuf, split. */
import { compare, writeFile } from '../system/files.ts';
import { concatenate } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { amount } from './head_tail.ts';
import { posixExpression } from './regular_expression.ts';

/** The lines of all files named, or of standard input. */
export function* linesOf({ operands, open }: CommandContext): Generator<string> {
  for (const path of operands.length ? operands : ['-']) {
    const input = open(path);
    if (input) yield* input.lines();
  }
}

export const nl: Command = {
  name: 'nl',
  usage: '[FILE]…',
  summary: 'Numbers lines.',
  flags: {
    'body-numbering': { short: 'b', value: 'STYLE', help: 'a all, t not empty, n none, pEXPRESSION' },
    'number-width': { short: 'w', value: 'N', help: 'columns of the number (6)' },
    'number-separator': { short: 's', value: 'TEXT', help: 'behind the number (TAB)' },
    'number-format': { short: 'n', value: 'FORMAT', help: 'ln, rn or rz' },
    'starting-line-number': { short: 'v', value: 'N', help: 'the first number' },
    'line-increment': { short: 'i', value: 'N', help: 'the step' },
  },
  run(context) {
    const { value, print } = context;
    const style = value('body-numbering') ?? 't';
    const width = Number(value('number-width') ?? 6);
    const separator = value('number-separator') ?? '\t';
    const format = value('number-format') ?? 'rn';
    const expression = style.startsWith('p') ? posixExpression(style.slice(1), { extended: false }) : undefined;
    let number = Number(value('starting-line-number') ?? 1);
    for (const line of linesOf(context)) {
      const wanted = expression ? expression.test(line) : style === 'a' || (style === 't' && line !== '');
      if (!wanted) {
        print(`${' '.repeat(width + separator.length)}${line}\n`);
        continue;
      }
      const text = String(number);
      print(
        `${format === 'ln' ? text.padEnd(width) : text.padStart(width, format === 'rz' ? '0' : ' ')}${separator}${line}\n`,
      );
      number += Number(value('line-increment') ?? 1);
    }
    return 0;
  },
};

export const rev: Command = {
  name: 'rev',
  usage: '[FILE]…',
  summary: 'Reverses the characters of each line.',
  flags: {},
  run(context) {
    for (const line of linesOf(context)) context.print(`${[...line].reverse().join('')}\n`);
    return 0;
  },
};

export const tac: Command = {
  name: 'tac',
  usage: '[FILE]…',
  summary: 'Prints lines, the last first.',
  flags: {
    separator: { short: 's', value: 'TEXT', help: 'in place of newlines' },
    before: { short: 'b', help: 'accepted' },
  },
  run({ operands, open, print, value }) {
    const separator = value('separator') ?? '\n';
    for (const path of operands.length ? operands : ['-']) {
      const input = open(path);
      if (!input) continue;
      const pieces = input.text().split(separator);
      const rest = pieces.pop() ?? '';
      if (rest) print(rest);
      for (const piece of pieces.reverse()) print(piece + separator);
    }
    return 0;
  },
};

export const comm: Command = {
  name: 'comm',
  usage: 'FILE FILE',
  summary: 'Compares sorted files: lines of the first, of the second, of both.',
  flags: {
    first: { short: '1', help: 'no lines of the first alone' },
    second: { short: '2', help: 'no lines of the second alone' },
    both: { short: '3', help: 'no lines of both' },
    'output-delimiter': { value: 'TEXT', help: 'in place of TAB' },
    'nocheck-order': { help: 'accepted' },
    'check-order': { help: 'accepted' },
  },
  run({ operands, on, value, open, print }) {
    const [left, right] = operands;
    if (left === undefined || right === undefined) throw new UsageError('missing operand');
    const [a, b] = [open(left)?.lines(), open(right)?.lines()];
    if (!a || !b) return 1;
    const tab = value('output-delimiter') ?? '\t';
    const hidden = { first: on('first'), second: on('second'), both: on('both') };
    const second = hidden.first ? '' : tab;
    const both = second + (hidden.second ? '' : tab);
    let [x, y] = [a.next(), b.next()];
    while (!x.done || !y.done) {
      const order = x.done ? 1 : y.done ? -1 : compare(x.value, y.value);
      if (order < 0) {
        if (!hidden.first) print(`${x.value}\n`);
        x = a.next();
      } else if (order > 0) {
        if (!hidden.second) print(`${second}${y.value}\n`);
        y = b.next();
      } else {
        if (!hidden.both) print(`${both}${x.value}\n`);
        [x, y] = [a.next(), b.next()];
      }
    }
    return 0;
  },
};

export const shuf: Command = {
  name: 'shuf',
  usage: '[FILE]',
  summary: 'Prints lines in no order.',
  flags: {
    'head-count': { short: 'n', value: 'N', help: 'no more than that' },
    echo: { short: 'e', help: 'the operands are the lines' },
    'input-range': { short: 'i', value: 'LOW-HIGH', help: 'these numbers are the lines' },
    repeat: { short: 'r', help: 'lines may come again' },
  },
  run(context) {
    const { operands, on, value, print } = context;
    const range = /^(\d+)-(\d+)$/.exec(value('input-range') ?? '');
    const lines = range
      ? Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, index) => String(Number(range[1]) + index))
      : on('echo')
        ? [...operands]
        : [...linesOf(context)];
    const most = Number(value('head-count') ?? lines.length);
    for (let i = 0; i < (on('repeat') ? most : Math.min(most, lines.length)); i++) {
      const j = on('repeat')
        ? Math.floor(Math.random() * lines.length)
        : i + Math.floor(Math.random() * (lines.length - i));
      print(`${lines[j]}\n`);
      if (!on('repeat')) lines[j] = lines[i] ?? '';
    }
    return 0;
  },
};

export const split: Command = {
  name: 'split',
  usage: '[FILE [PREFIX]]',
  summary: 'Cuts a file into pieces.',
  flags: {
    lines: { short: 'l', value: 'N', help: 'lines of each (1000)' },
    bytes: { short: 'b', value: 'SIZE', help: 'bytes of each' },
    'suffix-length': { short: 'a', value: 'N', help: 'letters of the suffix (2)' },
    'numeric-suffixes': { short: 'd', help: 'digits in place of letters' },
    'additional-suffix': { value: 'TEXT', help: 'behind the suffix' },
  },
  number: 'lines',
  run({ operands, on, value, open, kernel }) {
    const [path = '-', prefix = 'x'] = operands;
    const input = open(path);
    if (!input) return 1;
    const length = Number(value('suffix-length') ?? 2);
    let number = 0;
    const write = (content: Uint8Array) => {
      let suffix = '';
      for (let rest = number, i = 0; i < length; i++) {
        const base = on('numeric-suffixes') ? 10 : 26;
        suffix = (on('numeric-suffixes') ? String(rest % base) : String.fromCharCode(97 + (rest % base))) + suffix;
        rest = Math.floor(rest / base);
      }
      number += 1;
      writeFile(kernel, prefix + suffix + (value('additional-suffix') ?? ''), content);
    };
    const bytes = value('bytes');
    if (bytes !== undefined) {
      const { count } = amount(bytes, 'bytes');
      const all = input.all();
      for (let at = 0; at < all.length; at += count) write(all.subarray(at, at + count));
      return 0;
    }
    const most = Number(value('lines') ?? 1000);
    let piece: Uint8Array[] = [];
    for (let line = input.lineBytes(); line; line = input.lineBytes()) {
      piece.push(line.slice());
      if (piece.length < most) continue;
      write(concatenate(piece));
      piece = [];
    }
    if (piece.length) write(concatenate(piece));
    return 0;
  },
};
