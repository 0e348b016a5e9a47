/** Commands over lines and columns: nl, rev, tac, paste, comm, fold, expand, unexpand, join, column, shuf, split. */
import { compare, writeFile } from '../system/files.ts';
import { concatenate } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { amount } from './head_tail.ts';
import { posixExpression } from './regular_expression.ts';

function* linesOf({ operands, open }: CommandContext): Generator<string> {
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

export const paste: Command = {
  name: 'paste',
  usage: '[FILE]…',
  summary: 'Puts lines of several files side by side.',
  flags: {
    delimiters: { short: 'd', value: 'LIST', help: 'between columns, in turn (TAB)' },
    serial: { short: 's', help: 'the lines of each file in one line' },
  },
  run({ operands, on, value, open, print, input }) {
    const delimiters = [
      ...(value('delimiters') ?? '\t').replace(
        /\\([nt0\\])/g,
        (_match, each: string) => ({ n: '\n', t: '\t', '0': '\0' })[each] ?? '\\',
      ),
    ].map((each) => (each === '\0' ? '' : each));
    const between = (index: number) => delimiters[index % delimiters.length] ?? '';
    const standard = input.lines();
    const sources = (operands.length ? operands : ['-'])
      .map((path) => (path === '-' ? standard : open(path)?.lines()))
      .filter((each) => each !== undefined);
    const join = (cells: readonly string[]) =>
      cells.reduce((line, cell, index) => line + (index ? between(index - 1) : '') + cell, '');
    if (on('serial')) {
      for (const source of sources) print(`${join([...source])}\n`);
      return 0;
    }
    for (;;) {
      let any = false;
      const cells = sources.map((source) => {
        const next = source.next();
        any ||= !next.done;
        return next.done ? '' : next.value;
      });
      if (!any) return 0;
      print(`${join(cells)}\n`);
    }
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

export const fold: Command = {
  name: 'fold',
  usage: '[FILE]…',
  summary: 'Breaks long lines.',
  flags: {
    width: { short: 'w', value: 'N', help: 'columns (80)' },
    spaces: { short: 's', help: 'at blanks' },
    bytes: { short: 'b', help: 'count bytes' },
  },
  number: 'width',
  run(context) {
    const width = Number(context.value('width') ?? 80);
    for (const line of linesOf(context)) {
      let rest = [...line];
      while (rest.length > width) {
        let end = width;
        if (context.on('spaces')) {
          const blank = rest.slice(0, width).lastIndexOf(' ');
          if (blank >= 0) end = blank + 1;
        }
        context.print(`${rest.slice(0, end).join('')}\n`);
        rest = rest.slice(end);
      }
      context.print(`${rest.join('')}\n`);
    }
    return 0;
  },
};

export const expand: Command = {
  name: 'expand',
  usage: '[FILE]…',
  summary: 'Turns tabs into blanks.',
  flags: {
    tabs: { short: 't', value: 'N', help: 'columns of a tab (8)' },
    initial: { short: 'i', help: 'only in front of the text' },
  },
  number: 'tabs',
  run(context) {
    const tab = Number(context.value('tabs') ?? 8);
    for (const line of linesOf(context)) {
      let result = '';
      let seen = false;
      for (const character of line) {
        if (character === '\t' && !(seen && context.on('initial')))
          result += ' '.repeat(tab - ([...result].length % tab));
        else result += character;
        seen ||= character !== '\t' && character !== ' ';
      }
      context.print(`${result}\n`);
    }
    return 0;
  },
};

export const unexpand: Command = {
  name: 'unexpand',
  usage: '[FILE]…',
  summary: 'Turns blanks into tabs.',
  flags: {
    all: { short: 'a', help: 'all, not only in front of the text' },
    tabs: { short: 't', value: 'N', help: 'columns of a tab (8)' },
    'first-only': { help: 'only in front' },
  },
  run(context) {
    const tab = Number(context.value('tabs') ?? 8);
    const all = (context.on('all') || context.on('tabs')) && !context.on('first-only');
    for (const line of linesOf(context)) {
      const [front = ''] = /^[ \t]*/.exec(line) ?? [];
      const columns = [...front].reduce(
        (sum, character) => (character === '\t' ? sum + tab - (sum % tab) : sum + 1),
        0,
      );
      let result = '\t'.repeat(Math.floor(columns / tab)) + ' '.repeat(columns % tab);
      let column = columns;
      let blanks = '';
      for (const character of line.slice(front.length)) {
        column += 1;
        if (character === ' ' && all) {
          blanks += ' ';
          if (column % tab === 0) {
            result += blanks.length > 1 ? '\t' : blanks;
            blanks = '';
          }
        } else {
          result += blanks + character;
          blanks = '';
        }
      }
      context.print(`${result}${blanks}\n`);
    }
    return 0;
  },
};

export const join: Command = {
  name: 'join',
  usage: 'FILE FILE',
  summary: 'Joins the lines of two sorted files that have the same key.',
  flags: {
    '1': { short: '1', value: 'N', help: 'field of the first file' },
    '2': { short: '2', value: 'N', help: 'field of the second file' },
    j: { short: 'j', value: 'N', help: 'field of both' },
    t: { short: 't', value: 'CHAR', help: 'between fields' },
    a: { short: 'a', value: 'N', help: 'lines of that file without a match, too' },
    v: { short: 'v', value: 'N', help: 'only lines of that file without a match' },
  },
  run({ operands, value, values, open, print }) {
    const [left = '', right = ''] = operands;
    const separator = value('t');
    const split = (line: string) => (separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator));
    const places = [Number(value('1') ?? value('j') ?? 1) - 1, Number(value('2') ?? value('j') ?? 1) - 1] as const;
    const read = (path: string) => [...(open(path)?.lines() ?? [])].map(split);
    const [a, b] = [read(left), read(right)];
    const shown = separator ?? ' ';
    const alone = new Set([...values('a'), ...values('v')]);
    const only = values('v').length > 0;
    const matched = new Set<string[]>();
    const without = (row: readonly string[], at: number) => row.filter((_, index) => index !== at);
    for (const row of a) {
      const key = row[places[0]] ?? '';
      const others = b.filter((other) => other[places[1]] === key);
      for (const other of others) {
        matched.add(other);
        if (!only) print(`${[key, ...without(row, places[0]), ...without(other, places[1])].join(shown)}\n`);
      }
      if (!others.length && alone.has('1')) print(`${[key, ...without(row, places[0])].join(shown)}\n`);
    }
    if (alone.has('2'))
      for (const row of b)
        if (!matched.has(row)) print(`${[row[places[1]] ?? '', ...without(row, places[1])].join(shown)}\n`);
    return 0;
  },
};

export const column: Command = {
  name: 'column',
  usage: '[FILE]…',
  summary: 'Puts lines into columns, or fields into a table.',
  flags: {
    table: { short: 't', help: 'a table' },
    separator: { short: 's', value: 'CHARS', help: 'between fields' },
    'output-separator': { short: 'o', value: 'TEXT', help: 'between columns (two blanks)' },
    columns: { short: 'c', value: 'N', help: 'columns of the screen' },
  },
  run(context) {
    const { on, value, print } = context;
    const lines = [...linesOf(context)].filter((line) => line !== '');
    if (on('table')) {
      const separators = value('separator');
      const rows = lines.map((line) =>
        separators === undefined
          ? line.trim().split(/\s+/)
          : line.split(new RegExp(`[${separators.replace(/[\\\]^-]/g, '\\$&')}]`)),
      );
      const widths: number[] = [];
      for (const row of rows) {
        for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, [...cell].length);
      }
      const between = value('output-separator') ?? '  ';
      for (const row of rows)
        print(
          `${row.map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - [...cell].length))).join(between)}\n`,
        );
      return 0;
    }
    const total = Number(value('columns') ?? context.columns());
    // As util-linux has it: columns are as wide as the longest text and end at tab stops.
    const width = (Math.floor(Math.max(0, ...lines.map((line) => [...line].length)) / 8) + 1) * 8;
    const count = Math.max(1, Math.floor(total / width));
    const rows = Math.ceil(lines.length / count);
    for (let row = 0; row < rows; row++) {
      const cells = lines.filter((_, index) => index % rows === row);
      print(
        `${cells.map((cell, index) => (index === cells.length - 1 ? cell : cell + '\t'.repeat(Math.ceil((width - [...cell].length) / 8)))).join('')}\n`,
      );
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
