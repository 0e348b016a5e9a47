/**
 * POSIX regular expressions (basic and extended, with GNU's additions) as JavaScript's. One difference stays: of
 * alternatives JavaScript takes the first that fits, POSIX the longest.
 */
import { UsageError } from './command.ts';

export interface ExpressionOptions {
  extended: boolean;
  ignoreCase?: boolean;
  /** `^` and `$` match at lines within the text. */
  multiline?: boolean;
}

const classes: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: '\\x20-\\x7e\\u{a0}-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u{a1}-\\u{10ffff}',
};

const syntaxCharacters = '\\^$.*+?()[]{}|/';
const literal = (character: string): string => (syntaxCharacters.includes(character) ? `\\${character}` : character);
const escapes: Record<string, string> = {
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '\\s',
  S: '\\S',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=[\\p{L}\\p{N}_])',
  '>': '\\b(?<=[\\p{L}\\p{N}_])',
  '`': '(?<![^])',
  "'": '(?![^])',
  n: '\\n',
  t: '\\t',
  r: '\\r',
  f: '\\f',
  v: '\\v',
};

class Translator {
  readonly #source: string;
  readonly #extended: boolean;
  #at = 0;
  #depth = 0;
  #output = '';
  /** Length of the output in front of the last item that may be repeated; -1: there is none. */
  #item = -1;

  constructor(source: string, extended: boolean) {
    this.#source = source;
    this.#extended = extended;
  }

  #put(text: string): void {
    this.#item = this.#output.length;
    this.#output += text;
  }

  #repeat(text: string): void {
    // A repetition of a repetition needs a group in JavaScript.
    if (/[*+?}]$/.test(this.#output) && !/\\.$/.test(this.#output)) {
      this.#output = `${this.#output.slice(0, this.#item)}(?:${this.#output.slice(this.#item)})`;
    }
    this.#output += text;
  }

  #isStart(): boolean {
    return this.#output === '' || /(?:^|[^\\])(?:\\\\)*(?:\(|\||\(\?:)$/.test(this.#output);
  }

  run(): string {
    while (this.#at < this.#source.length) {
      const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
      this.#at += character.length;
      if (character === '\\') this.#escape();
      else if (character === '[') this.#bracket();
      else if (character === '.') this.#put('[^\\n]');
      else if (character === '*') this.#isStart() || this.#item < 0 ? this.#put('\\*') : this.#repeat('*');
      else if (character === '^') this.#caret();
      else if (character === '$') this.#dollar();
      else if (this.#extended && '+?'.includes(character))
        this.#item < 0 ? this.#put(`\\${character}`) : this.#repeat(character);
      else if (this.#extended && character === '{') this.#interval('}');
      else if (this.#extended && character === '(') this.#open();
      else if (this.#extended && character === ')' && this.#depth > 0) this.#close();
      else if (this.#extended && character === '|') this.#bar();
      else this.#put(literal(character));
    }
    if (this.#depth > 0) throw new UsageError('Unmatched ( or \\(', 2);
    return this.#output;
  }

  #caret(): void {
    const rest = this.#source.slice(this.#at);
    if (this.#extended || this.#isStart()) {
      this.#output += '^';
      this.#item = -1;
    } else this.#put(rest === '' ? '\\^' : '\\^');
  }

  #dollar(): void {
    const rest = this.#source.slice(this.#at);
    if (this.#extended || rest === '' || rest.startsWith('\\)') || rest.startsWith('\\|')) {
      this.#output += '$';
      this.#item = -1;
    } else this.#put('\\$');
  }

  #open(): void {
    this.#depth += 1;
    this.#output += '(';
    this.#item = -1;
  }

  #close(): void {
    this.#depth -= 1;
    this.#output += ')';
    // The group is the item: find its beginning.
    let level = 0;
    for (let i = this.#output.length - 1; i >= 0; i--) {
      if (this.#output[i - 1] === '\\' && this.#output[i - 2] !== '\\') continue;
      if (this.#output[i] === ')') level += 1;
      else if (this.#output[i] === '(' && --level === 0) {
        this.#item = i;
        return;
      }
    }
  }

  #bar(): void {
    this.#output += '|';
    this.#item = -1;
  }

  #interval(end: string): void {
    const close = this.#source.indexOf(end, this.#at);
    const match = /^(\d*)(,?)(\d*)$/.exec(close < 0 ? 'x' : this.#source.slice(this.#at, close));
    if (!match || this.#item < 0) {
      if (end !== '}' || this.#item < 0) this.#put('\\{');
      else this.#put('\\{');
      return;
    }
    this.#at = close + end.length;
    this.#repeat(`{${match[1] || '0'}${match[2]}${match[3]}}`);
  }

  #escape(): void {
    const character = this.#source[this.#at] ?? '';
    this.#at += 1;
    if (character === '') throw new UsageError('Trailing backslash', 2);
    const escape = escapes[character];
    if (!this.#extended && '(){|+?'.includes(character)) this.#basicOperator(character);
    else if (/[1-9]/.test(character)) this.#put(`(?:\\${character})`);
    else this.#put(escape ?? literal(character));
  }

  /** What is an operator with a backslash in basic expressions. */
  #basicOperator(character: string): void {
    if (character === '(') this.#open();
    else if (character === ')') {
      if (this.#depth === 0) throw new UsageError('Unmatched ) or \\)', 2);
      this.#close();
    } else if (character === '{') this.#interval('\\}');
    else if (character === '|') this.#bar();
    else if (character === '}' || this.#item < 0) this.#put(`\\${character}`);
    else this.#repeat(character);
  }

  /** Behind `[`. */
  #bracket(): void {
    let negated = '';
    if (this.#source[this.#at] === '^') {
      negated = '^';
      this.#at += 1;
    }
    let set = '';
    for (let first = true; ; first = false) {
      const rest = this.#source.slice(this.#at);
      if (rest === '') throw new UsageError('Unmatched [, [^, [:, [., or [=', 2);
      const named = /^\[:(\w+):\]/.exec(rest);
      const equal = /^\[([=.])(.)\1\]/su.exec(rest);
      if (named) {
        const inner = classes[named[1] ?? ''];
        if (inner === undefined) throw new UsageError('Invalid character class name', 2);
        set += inner;
        this.#at += named[0].length;
      } else if (equal) {
        set += escapeInSet(equal[2] ?? '');
        this.#at += equal[0].length;
      } else if (rest.startsWith(']') && !first) {
        this.#at += 1;
        break;
      } else {
        const range = /^(.)-([^\]])/su.exec(rest);
        const [character = ''] = rest;
        if (range && !/^\[[:=.]/.test(rest)) {
          if ((range[1] ?? '') > (range[2] ?? '')) throw new UsageError('Invalid range end', 2);
          set += `${escapeInSet(range[1] ?? '')}-${escapeInSet(range[2] ?? '')}`;
          this.#at += range[0].length;
        } else {
          const whole = String.fromCodePoint(rest.codePointAt(0) ?? 0);
          // GNU's tools take \n and \t in a set for what they mean elsewhere.
          const pair = character === '\\' ? /^\\([nt\]\\])/.exec(rest) : null;
          if (pair && pair[1] !== ']' && pair[1] !== '\\') {
            set += `\\${pair[1]}`;
            this.#at += 2;
          } else {
            set += escapeInSet(whole);
            this.#at += whole.length;
          }
        }
      }
    }
    this.#put(negated ? `[^${set}]` : set === '' ? '(?!)' : `[${set}]`);
  }
}

function escapeInSet(character: string): string {
  return '\\]^[-/{}()|*+?.$'.includes(character) ? `\\${character}` : character;
}

/** The source of the JavaScript expression, for flag `u`. */
export function translate(source: string, extended: boolean): string {
  return new Translator(source, extended).run();
}

export function posixExpression(
  source: string,
  { extended, ignoreCase, multiline }: ExpressionOptions,
  flags = '',
): RegExp {
  const translated = translate(source, extended);
  try {
    return new RegExp(translated, `u${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${flags}`);
  } catch {
    throw new UsageError(`Invalid regular expression: ${source}`, 2);
  }
}
