/** Commands over lines of text: head, tail, wc, grep, sort, uniq. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';

/** The texts of the operands, or of standard input; an unreadable one is complained of and left out. */
function inputs(paths: readonly string[], complain: CommandContext['complain']): { name: string; text: string }[] {
  const found: { name: string; text: string }[] = [];
  for (const path of paths.length ? paths : ['-']) {
    try {
      found.push({ name: path, text: readFileSync(path === '-' ? 0 : path, 'utf8') });
    } catch (error) {
      complain(`${path}: ${messageOf(error)}`);
    }
  }
  return found;
}

function lines(text: string): string[] {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return all;
}

const joined = (all: readonly string[]): string => (all.length ? `${all.join('\n')}\n` : '');

function count(text: string | undefined): number {
  if (text === undefined) return 10;
  if (!/^[-+]?\d+$/.test(text)) throw new UsageError(`invalid number of lines: '${text}'`);
  return Math.abs(Number(text));
}

function ends(name: 'head' | 'tail'): Command {
  return {
    name,
    usage: '[-n LINES] [FILE]…',
    summary: `Prints the ${name === 'head' ? 'first' : 'last'} lines, 10 unless told.`,
    flags: {
      lines: { short: 'n', type: 'string', help: 'how many' },
      bytes: { short: 'c', type: 'string', help: 'bytes in place of lines' },
    },
    run({ operands, value, print, complain }) {
      const texts = inputs(operands, complain);
      texts.forEach(({ name: file, text }, index) => {
        if (operands.length > 1) print(`${index ? '\n' : ''}==> ${file} <==\n`);
        const bytes = value('bytes');
        if (bytes !== undefined) {
          const data = Buffer.from(text);
          print(
            name === 'head' ? data.subarray(0, count(bytes)) : data.subarray(Math.max(0, data.length - count(bytes))),
          );
          return;
        }
        const all = lines(text);
        const wanted = count(value('lines'));
        print(joined(name === 'head' ? all.slice(0, wanted) : all.slice(Math.max(0, all.length - wanted))));
      });
      return 0;
    },
  };
}

const wc: Command = {
  name: 'wc',
  usage: '[FILE]…',
  summary: 'Counts lines, words and bytes.',
  flags: {
    lines: { short: 'l', type: 'boolean', help: 'lines only' },
    words: { short: 'w', type: 'boolean', help: 'words only' },
    bytes: { short: 'c', type: 'boolean', help: 'bytes only' },
  },
  run({ operands, on, print, complain }) {
    const wanted = ['lines', 'words', 'bytes'].map(on);
    const chosen = wanted.includes(true) ? wanted : [true, true, true];
    const rows = inputs(operands, complain).map(({ name, text }) => ({
      name: name === '-' ? '' : name,
      counts: [text.split('\n').length - 1, text.split(/\s+/).filter(Boolean).length, Buffer.byteLength(text)],
    }));
    if (rows.length > 1) {
      const sum = (index: number) => rows.reduce((total, { counts }) => total + (counts[index] ?? 0), 0);
      rows.push({ name: 'total', counts: [sum(0), sum(1), sum(2)] });
    }
    const single = chosen.filter(Boolean).length === 1 && rows.length === 1;
    for (const { name, counts } of rows) {
      const shown = counts.filter((_, index) => chosen[index]).map((value) => String(value).padStart(single ? 0 : 7));
      print(`${shown.join(' ')}${name ? ` ${name}` : ''}\n`);
    }
    return 0;
  },
};

function filesBelow(path: string): string[] {
  if (path === '-' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(`${path}/${name}`));
}

const grep: Command = {
  name: 'grep',
  usage: 'PATTERN [FILE]…',
  summary: 'Prints lines that match a regular expression.',
  flags: {
    'ignore-case': { short: 'i', type: 'boolean', help: 'large and small letters alike' },
    'invert-match': { short: 'v', type: 'boolean', help: 'lines that do not match' },
    'line-number': { short: 'n', type: 'boolean', help: 'with line numbers' },
    count: { short: 'c', type: 'boolean', help: 'how many only' },
    'files-with-matches': { short: 'l', type: 'boolean', help: 'names of files only' },
    recursive: { short: 'r', type: 'boolean', help: 'directories and what they hold' },
    quiet: { short: 'q', type: 'boolean', help: 'the exit status only' },
    'only-matching': { short: 'o', type: 'boolean', help: 'what matches only' },
    'extended-regexp': { short: 'E', type: 'boolean', help: 'extended expressions (always)' },
    'fixed-strings': { short: 'F', type: 'boolean', help: 'plain text' },
    'no-filename': { short: 'h', type: 'boolean', help: 'without names' },
  },
  run({ operands, on, print, complain }) {
    const [pattern, ...paths] = operands;
    if (pattern === undefined) throw new UsageError('missing pattern');
    const source = on('fixed-strings') ? RegExp.escape(pattern) : pattern;
    const expression = new RegExp(source, on('ignore-case') ? 'giu' : 'gu');
    const files = on('recursive') ? (paths.length ? paths : ['.']).flatMap(filesBelow) : paths;
    const named = (files.length > 1 || on('recursive')) && !on('no-filename');
    let matched = false;
    for (const { name, text } of inputs(files, complain)) {
      const prefix = named ? `${name}:` : '';
      let found = 0;
      lines(text).forEach((line, index) => {
        expression.lastIndex = 0;
        if (expression.test(line) === on('invert-match')) return;
        found += 1;
        if (on('quiet') || on('count') || on('files-with-matches')) return;
        const place = prefix + (on('line-number') ? `${index + 1}:` : '');
        if (on('only-matching')) for (const match of line.match(expression) ?? []) print(`${place}${match}\n`);
        else print(`${place}${line}\n`);
      });
      if (on('count')) print(`${prefix}${found}\n`);
      if (on('files-with-matches') && found) print(`${name}\n`);
      matched ||= found > 0;
    }
    return matched ? 0 : 1;
  },
};

const sort: Command = {
  name: 'sort',
  usage: '[FILE]…',
  summary: 'Sorts lines.',
  flags: {
    numeric: { short: 'n', type: 'boolean', help: 'by number' },
    reverse: { short: 'r', type: 'boolean', help: 'the other way round' },
    unique: { short: 'u', type: 'boolean', help: 'equal lines once' },
  },
  run({ operands, on, print, complain }) {
    const all = inputs(operands, complain).flatMap(({ text }) => lines(text));
    all.sort(
      (a, b) =>
        (on('numeric') ? (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0) : 0) || (a < b ? -1 : a > b ? 1 : 0),
    );
    if (on('reverse')) all.reverse();
    print(joined(on('unique') ? [...new Set(all)] : all));
    return 0;
  },
};

const uniq: Command = {
  name: 'uniq',
  usage: '[FILE]',
  summary: 'Leaves out lines that repeat the one before.',
  flags: { count: { short: 'c', type: 'boolean', help: 'with how often' } },
  run({ operands, on, print, complain }) {
    const groups: { line: string; times: number }[] = [];
    for (const line of inputs(operands, complain).flatMap(({ text }) => lines(text))) {
      const last = groups.at(-1);
      if (last?.line === line) last.times += 1;
      else groups.push({ line, times: 1 });
    }
    print(joined(groups.map(({ line, times }) => (on('count') ? `${String(times).padStart(7)} ${line}` : line))));
    return 0;
  },
};

export const textCommands: readonly Command[] = [ends('head'), ends('tail'), wc, grep, sort, uniq];
