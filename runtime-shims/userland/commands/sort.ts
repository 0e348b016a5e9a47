import { compare, writeFile } from '../system/files.ts';
import { encode } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { versionOrder } from './version_order.ts';

interface Key {
  /** Field and character, from 1; of the end 0 characters means the whole field. */
  start: [field: number, character: number];
  end: [field: number, character: number] | undefined;
  options: string;
}

const orderFlags: Record<string, string> = {
  'numeric-sort': 'n',
  'general-numeric-sort': 'g',
  'human-numeric-sort': 'h',
  'version-sort': 'V',
  'month-sort': 'M',
  'ignore-case': 'f',
  'ignore-leading-blanks': 'b',
  'dictionary-order': 'd',
  'ignore-nonprinting': 'i',
  reverse: 'r',
  'random-sort': 'R',
};

function parseKey(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*))?$/.exec(text);
  if (!match || match[1] === '0') throw new UsageError(`invalid field specification '${text}'`, 2);
  return {
    start: [Number(match[1]), Number(match[2] ?? 1)],
    end: match[4] === undefined ? undefined : [Number(match[4]), Number(match[5] ?? 0)],
    options: (match[3] ?? '') + (match[6] ?? ''),
  };
}

/** Where each field of a line begins and ends. */
function fieldsOf(line: string, separator: string | undefined): [number, number][] {
  const fields: [number, number][] = [];
  if (separator !== undefined) {
    let start = 0;
    for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, start)) {
      fields.push([start, at]);
      start = at + separator.length;
    }
    fields.push([start, line.length]);
    return fields;
  }
  // A field has the blanks in front of it.
  const expression = /[ \t]*[^ \t]+|[ \t]+$/g;
  for (const match of line.matchAll(expression)) fields.push([match.index, match.index + match[0].length]);
  return fields;
}

function keyText(line: string, key: Key, separator: string | undefined, blanks: boolean): string {
  const fields = fieldsOf(line, separator);
  const skip = (at: number) => (blanks ? at + (/^[ \t]*/.exec(line.slice(at))?.[0].length ?? 0) : at);
  const first = fields[key.start[0] - 1];
  if (!first) return '';
  const start = Math.min(skip(first[0]) + key.start[1] - 1, line.length);
  if (!key.end) return line.slice(start);
  const last = fields[key.end[0] - 1];
  if (!last) return line.slice(start);
  const end = key.end[1] === 0 ? last[1] : Math.min(skip(last[0]) + key.end[1], line.length);
  return line.slice(start, Math.max(start, end));
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const sizeUnits = ' KMGTPEZY';

function valueOf(text: string, options: string): number {
  if (options.includes('M')) return months.indexOf(text.trim().slice(0, 3).toUpperCase());
  if (options.includes('g')) {
    const value = Number.parseFloat(text);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  }
  const match = /^\s*(-?(?:\d+(?:\.\d*)?|\.\d+))([KMGTPEZY]?)/i.exec(text);
  const number = Number(match?.[1] ?? 0);
  if (!options.includes('h')) return number;
  const unit = sizeUnits.indexOf((match?.[2] || ' ').toUpperCase());
  // Units count before numbers.
  return number === 0 ? 0 : Math.sign(number) * (unit * 1e15 + Math.abs(number));
}

function compareBy(options: string): (a: string, b: string) => number {
  if (/[nghM]/.test(options)) return (a, b) => Math.sign(valueOf(a, options) - valueOf(b, options)) || 0;
  if (options.includes('V')) return versionOrder;
  const change = (text: string) => {
    let result = options.includes('b') ? text.trimStart() : text;
    if (options.includes('d')) result = result.replace(/[^\p{L}\p{N}\s]/gu, '');
    return options.includes('f') ? result.toUpperCase() : result;
  };
  return /[bdf]/.test(options) ? (a, b) => compare(change(a), change(b)) : compare;
}

type Order = (a: string, b: string) => number;

function orderOf({ values, value, given }: CommandContext): { order: Order; keyed: Order } {
  const global = given.map(([flag]) => orderFlags[flag] ?? '').join('');
  const keys = values('key').map(parseKey);
  const separator = value('field-separator')?.replace('\\t', '\t').replace('\\0', '\0');
  const keyed: Order = (a, b) => {
    for (const key of keys) {
      const options =
        key.options.replace('b', '') === '' && !key.options.includes('r') ? global + key.options : key.options;
      const blanks = key.options.includes('b') || global.includes('b');
      const result = compareBy(options)(keyText(a, key, separator, blanks), keyText(b, key, separator, blanks));
      if (result) return options.includes('r') ? -result : result;
    }
    return 0;
  };
  if (keys.length) return { order: keyed, keyed };
  const by = compareBy(global);
  const plain: Order = global.includes('r') ? (a, b) => -by(a, b) : by;
  return { order: plain, keyed: plain };
}

export const sort: Command = {
  name: 'sort',
  wrongUse: 2,
  usage: '[FILE]…',
  summary: 'Sorts lines.',
  flags: {
    'numeric-sort': { short: 'n', help: 'by number' },
    'general-numeric-sort': { short: 'g', help: 'by floating-point number' },
    'human-numeric-sort': { short: 'h', help: 'by sizes such as 2K and 1G' },
    'version-sort': { short: 'V', help: 'numbers within text by their value' },
    'month-sort': { short: 'M', help: 'by names of months' },
    'random-sort': { short: 'R', help: 'in no order' },
    'ignore-case': { short: 'f', help: 'large and small letters alike' },
    'ignore-leading-blanks': { short: 'b', help: 'blanks in front count for nothing' },
    'dictionary-order': { short: 'd', help: 'letters, digits and blanks only' },
    'ignore-nonprinting': { short: 'i', help: 'accepted' },
    reverse: { short: 'r', help: 'the other way round' },
    unique: { short: 'u', help: 'of equal lines the first' },
    stable: { short: 's', help: 'equal lines stay as they came' },
    key: { short: 'k', value: 'KEY', help: 'by fields: F[.C][OPTIONS][,F[.C][OPTIONS]]' },
    'field-separator': { short: 't', value: 'CHAR', help: 'between fields' },
    output: { short: 'o', value: 'FILE', help: 'write there' },
    check: { short: 'cC', value: 'HOW', optional: 'long', help: 'is it sorted?' },
    merge: { short: 'm', help: 'accepted: files are sorted anyway' },
    'zero-terminated': { short: 'z', help: 'lines end with NUL' },
    parallel: { value: 'N', help: 'accepted' },
    'buffer-size': { short: 'S', value: 'SIZE', help: 'accepted' },
    'temporary-directory': { short: 'T', value: 'DIR', help: 'accepted' },
  },
  run(context) {
    const { operands, on, value, open, print, kernel } = context;
    const delimiter = on('zero-terminated') ? 0 : 10;
    let lines: string[] = [];
    let status = 0;
    for (const path of operands.length ? operands : ['-']) {
      const input = open(path);
      if (!input) status = 2;
      else for (const line of input.lines(delimiter)) lines.push(line);
    }
    const { order, keyed } = orderOf(context);
    // Lines with equal keys are in the order of their bytes, unless that is not wanted.
    const reverse = on('reverse') && !on('stable');
    const last: Order = on('stable') || on('unique') ? () => 0 : (a, b) => (reverse ? compare(b, a) : compare(a, b));
    const whole: Order = (a, b) => order(a, b) || last(a, b);
    if (on('check')) {
      for (let i = 1; i < lines.length; i++) {
        const result = whole(lines[i - 1] ?? '', lines[i] ?? '');
        if (result > 0 || (result === 0 && on('unique'))) {
          if (value('check') !== 'quiet') context.complain(`${operands[0] ?? '-'}:${i + 1}: disorder: ${lines[i]}`);
          return 1;
        }
      }
      return 0;
    }
    if (on('random-sort'))
      for (const [i, line] of lines.entries()) {
        const j = Math.floor(Math.random() * lines.length);
        lines[i] = lines[j] ?? '';
        lines[j] = line;
      }
    else lines.sort(whole);
    if (on('unique')) lines = lines.filter((line, index) => index === 0 || keyed(lines[index - 1] ?? '', line) !== 0);
    const end = String.fromCharCode(delimiter);
    const file = value('output');
    if (file !== undefined) writeFile(kernel, file, encode(lines.map((line) => line + end).join('')));
    else for (const line of lines) print(line + end);
    return status;
  },
};
