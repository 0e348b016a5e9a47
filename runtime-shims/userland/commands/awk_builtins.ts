/** Functions that awk brings. */
import { strftime } from '../sh/printf.ts';
import type { AwkInterpreter } from './awk_interpreter.ts';
import { type Expression, isTarget } from './awk_syntax.ts';
import { compare, formatValues, fromInput, toNumber, type Value } from './awk_values.ts';
import { run } from './children.ts';
import { UsageError } from './command.ts';
import { parseDate } from './dates.ts';

const mathematics: Record<string, (value: number) => number> = {
  sin: Math.sin,
  cos: Math.cos,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  int: Math.trunc,
  compl: (value) => Number(BigInt.asUintN(53, ~BigInt(Math.trunc(value)))),
};

const bits: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  lshift: (a, b) => a << b,
  rshift: (a, b) => a >> b,
};

export function callBuiltin(awk: AwkInterpreter, name: string, words: readonly Expression[]): Value {
  const argument = (index: number): Value => {
    const word = words[index];
    return word && awk.value(word);
  };
  const text = (index: number): string => awk.text(argument(index));
  const number = (index: number): number => toNumber(argument(index));
  const arrayName = (index: number): string => {
    const word = words[index];
    if (word?.type !== 'name') throw new UsageError(`${name}: argument ${index + 1} must be an array`, 2);
    return word.name;
  };
  const mathematic = mathematics[name];
  if (mathematic) return mathematic(number(0));
  const bit = bits[name];
  if (bit) return Number(bit(BigInt(Math.trunc(number(0))), BigInt(Math.trunc(number(1)))));
  switch (name) {
    case 'length': {
      const [word] = words;
      if (!word) return [...awk.text(awk.records.field(0))].length;
      if (word.type === 'name' && awk.variables.isArray(word.name)) return awk.variables.array(word.name).size;
      return [...text(0)].length;
    }
    case 'substr':
      return substring(text(0), number(1), words.length > 2 ? number(2) : Number.POSITIVE_INFINITY);
    case 'index': {
      const [whole, part] = [text(0), text(1)];
      const at = whole.indexOf(part);
      return at < 0 ? 0 : [...whole.slice(0, at)].length + 1;
    }
    case 'split': {
      const whole = text(0);
      const word = words[2];
      const separator = word
        ? word.type === 'regex'
          ? awk.expression(word.source)
          : awk.text(awk.value(word))
        : awk.text(awk.variable('FS'));
      const pieces = awk.records.splitText(whole, separator);
      const array = awk.variables.array(arrayName(1));
      array.clear();
      for (const [index, piece] of pieces.entries()) array.set(String(index + 1), fromInput(piece));
      return pieces.length;
    }
    case 'sub':
    case 'gsub':
      return substitute(awk, words, name === 'gsub');
    case 'gensub':
      return generalSubstitute(awk, words);
    case 'match':
      return match(awk, words);
    case 'sprintf':
      return formatValues(
        text(0),
        words.slice(1).map((word) => awk.value(word)),
        '%.6g',
      );
    case 'atan2':
      return Math.atan2(number(0), number(1));
    case 'rand':
      return awk.random();
    case 'srand': {
      const before = awk.seed;
      awk.setSeed(words.length ? number(0) : Math.floor(Date.now() / 1000));
      return before;
    }
    case 'tolower':
      return text(0).toLowerCase();
    case 'toupper':
      return text(0).toUpperCase();
    case 'strtonum': {
      const digits = text(0);
      return /^0[xX]/.test(digits)
        ? Number.parseInt(digits, 16)
        : /^0\d/.test(digits)
          ? Number.parseInt(digits, 8)
          : toNumber(digits);
    }
    case 'system':
      awk.streams.flush();
      return run(awk.context, ['sh', '-c', text(0)]);
    case 'close':
      return awk.streams.close(text(0));
    case 'fflush':
      awk.streams.flush();
      return 0;
    case 'systime':
      return Math.floor(Date.now() / 1000);
    case 'mktime': {
      const [year, month, day, hour, minute, second] = text(0).split(/\s+/);
      const time = parseDate(`${year}-${month}-${day} ${hour}:${minute}:${second}`, awk.utc);
      return time === undefined ? -1 : Math.floor(time / 1000);
    }
    case 'strftime': {
      const time = words.length > 1 ? new Date(number(1) * 1000) : new Date();
      return strftime(words.length ? text(0) : '%a %b %e %H:%M:%S %Z %Y', time, awk.utc || number(2) !== 0);
    }
    case 'asort':
    case 'asorti': {
      const source = awk.variables.array(arrayName(0));
      const values = name === 'asort' ? [...source.values()] : [...source.keys()].map(fromInput);
      values.sort((a, b) => compare(a, b, '%.6g'));
      const target = words.length > 1 ? awk.variables.array(arrayName(1)) : source;
      target.clear();
      for (const [index, value] of values.entries()) target.set(String(index + 1), value);
      return values.length;
    }
  }
  throw new UsageError(`function ${name} is not supported`, 2);
}

/** Characters from 1; positions are rounded, and what lies outside counts for nothing (POSIX). */
function substring(text: string, from: number, length: number): string {
  if (Number.isNaN(from) || Number.isNaN(length)) return '';
  const characters = [...text];
  const start = Math.round(from);
  const end = length === Number.POSITIVE_INFINITY ? characters.length + 1 : start + Math.round(length);
  return characters.slice(Math.max(0, start - 1), Math.max(0, end - 1)).join('');
}

/** `&` is what matched, `\\&` the character. */
function replacement(text: string, matched: string): string {
  return text.replace(/\\\\&|\\&|&/g, (each) => (each === '&' ? matched : each === '\\&' ? '&' : `\\${matched}`));
}

function substitute(awk: AwkInterpreter, words: readonly Expression[], global: boolean): number {
  const [pattern, text, target] = words;
  if (!pattern || !text) throw new UsageError('sub: two arguments are needed', 2);
  const expression = awk.pattern(pattern);
  const by = awk.text(awk.value(text));
  const place: Expression = target ?? { type: 'field', index: { type: 'number', value: 0 } };
  const before = awk.text(awk.value(place));
  let count = 0;
  const after = before.replace(global ? new RegExp(expression.source, 'gu') : expression, (matched) => {
    count += 1;
    return replacement(by, matched);
  });
  if (count && isTarget(place)) awk.assign(place, after);
  return count;
}

function generalSubstitute(awk: AwkInterpreter, words: readonly Expression[]): string {
  const [pattern, text, how, target] = words;
  if (!pattern || !text || !how) throw new UsageError('gensub: three arguments are needed', 2);
  const expression = new RegExp(awk.pattern(pattern).source, 'gu');
  const by = awk.text(awk.value(text));
  const which = awk.text(awk.value(how));
  const all = /^[gG]/.test(which);
  let count = 0;
  return awk.text(target ? awk.value(target) : awk.records.field(0)).replace(expression, (...groups) => {
    count += 1;
    if (!all && count !== Math.max(1, Number(which) || 1)) return groups[0] as string;
    return by.replace(/\\(\d|&|\\)|&/g, (each, digit?: string) => {
      if (each === '&' || digit === '0') return groups[0] as string;
      return /^\d$/.test(digit ?? '') ? ((groups[Number(digit)] as string | undefined) ?? '') : (digit ?? '');
    });
  });
}

function match(awk: AwkInterpreter, words: readonly Expression[]): number {
  const [text, pattern, array] = words;
  if (!text || !pattern) throw new UsageError('match: two arguments are needed', 2);
  const whole = awk.text(awk.value(text));
  const found = awk.pattern(pattern).exec(whole);
  const start = found ? [...whole.slice(0, found.index)].length + 1 : 0;
  awk.setVariable('RSTART', start);
  awk.setVariable('RLENGTH', found ? [...found[0]].length : -1);
  if (array?.type === 'name') {
    const groups = awk.variables.array(array.name);
    groups.clear();
    for (const [index, group] of (found ?? []).entries())
      if (group !== undefined) groups.set(String(index), fromInput(group));
  }
  return start;
}
