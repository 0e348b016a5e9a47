/** Commands over columns: paste, fold, expand, unexpand, join, column. */
import type { Command } from './command.ts';
import { linesOf } from './lines.ts';

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
