/** `printf` (POSIX printf(1)): the format is used again while arguments remain. */
import { quoted } from './parameter_operators.ts';

const escapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** A byte as text: above ASCII in the form that stands for a single byte (system/text.ts). */
const byteText = (value: number): string => String.fromCharCode(value < 128 ? value : 0xdc00 + (value & 255));

/** Replaces escapes; `\c` ends the text. `zero`: octal numbers are written `\0ddd` (`%b`, echo -e). */
function unescape(text: string, zero: boolean): { text: string; stopped: boolean } {
  const octal = zero ? /^0?([0-7]{1,3})/ : /^([0-7]{1,3})/;
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character !== '\\') {
      result += character;
      continue;
    }
    const rest = text.slice(at + 1, at + 12);
    const hex = /^x([0-9A-Fa-f]{1,2})/.exec(rest);
    const code = /^(?:u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8}))/.exec(rest);
    const number = (zero && rest.startsWith('0') ? /^0([0-7]{0,3})/ : octal).exec(rest);
    if (rest.startsWith('c')) return { text: result, stopped: true };
    if (hex) result += byteText(Number.parseInt(hex[1] ?? '', 16));
    else if (code) result += String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '', 16));
    else if (number) result += byteText(Number.parseInt(number[1] || '0', 8) & 255);
    else if (escapes[rest[0] ?? ''] !== undefined) result += escapes[rest[0] ?? ''];
    else {
      result += '\\';
      continue;
    }
    at += hex?.[0].length ?? code?.[0].length ?? number?.[0].length ?? 1;
  }
  return { text: result, stopped: false };
}

const directive = /%(%|([-+ 0#']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:[hlLjzt]*)([diouxXcsbeEfFgGaAq]|\([^)]*\)T))/y;

export interface Formatted {
  text: string;
  errors: string[];
}

class Formatter {
  readonly #parameters: readonly string[];
  next = 0;
  readonly errors: string[] = [];
  stopped = false;

  constructor(parameters: readonly string[]) {
    this.#parameters = parameters;
  }

  #take(): string | undefined {
    return this.#parameters[this.next++];
  }

  once(format: string): string {
    let result = '';
    for (let at = 0; at < format.length && !this.stopped; ) {
      if (format[at] === '%') {
        directive.lastIndex = at;
        const match = directive.exec(format);
        if (match) {
          result += match[1] === '%' ? '%' : this.#convert(match);
          at += match[0].length;
          continue;
        }
        this.errors.push(`%${format[at + 1] ?? ''}: invalid directive`);
        this.stopped = true;
        return result;
      }
      const end = format.indexOf('%', at);
      const piece = unescape(format.slice(at, end < 0 ? undefined : end), false);
      result += piece.text;
      this.stopped ||= piece.stopped;
      at = end < 0 ? format.length : end;
    }
    return result;
  }

  #convert([, , flagText = '', width = '', precision, conversion = '']: RegExpExecArray): string {
    let flags = flagText;
    let columns = width === '*' ? Number(this.#take() ?? 0) : Number(width || 0);
    if (columns < 0) {
      flags += '-';
      columns = -columns;
    }
    const digits =
      precision === undefined ? -1 : precision === '*' ? Number(this.#take() ?? 0) : Number(precision || 0);
    const text = this.#body(conversion, this.#take(), digits, flags);
    if (flags.includes('-')) return text.padEnd(columns);
    const numeric = !'sbcq('.includes(conversion[0] ?? '');
    if (!flags.includes('0') || !numeric || (digits >= 0 && 'diouxX'.includes(conversion)))
      return text.padStart(columns);
    const sign = /^(?:[-+ ]|[-+ ]?0[xX])/.exec(text)?.[0] ?? '';
    return sign + text.slice(sign.length).padStart(columns - sign.length, '0');
  }

  #integer(text: string): bigint {
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|\d+)/.exec(text);
    if (!match) {
      if (text !== '') this.errors.push(`${text}: expected numeric value`);
      return 0n;
    }
    if (match[0].length < text.length) this.errors.push(`${text}: not completely converted`);
    const digits = match[2] ?? '0';
    const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return match[1] === '-' ? -value : value;
  }

  #body(conversion: string, argument: string | undefined, digits: number, flags: string): string {
    const text = argument ?? '';
    const code = /^['"]/.test(text) ? text.codePointAt(1) : undefined;
    switch (conversion) {
      case 's':
        return digits < 0 ? text : [...text].slice(0, digits).join('');
      case 'b': {
        const piece = unescape(text, true);
        this.stopped ||= piece.stopped;
        return digits < 0 ? piece.text : [...piece.text].slice(0, digits).join('');
      }
      case 'c':
        return [...text][0] ?? '';
      case 'q':
        if (text === '') return "''";
        if (/^[\w./:@%+=,^-]+$/.test(text)) return text;
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they ask for $'…'
        return /[\x00-\x1f]/.test(text) ? quoted(text) : text.replace(/[^\w./:@%+=,-]/g, '\\$&');
    }
    if (conversion.startsWith('(')) return formatTime(conversion.slice(1, -2), text);
    const sign = (negative: boolean) => (negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '');
    if ('diouxX'.includes(conversion)) {
      const value = code === undefined ? this.#integer(text) : BigInt(code);
      const signed = conversion === 'd' || conversion === 'i';
      const bits = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
      const base = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
      let number = bits.toString(base).padStart(Math.max(digits, 0), '0');
      if (flags.includes('#') && base === 8 && !number.startsWith('0')) number = `0${number}`;
      if (flags.includes('#') && base === 16 && bits !== 0n) number = `0x${number}`;
      if (conversion === 'X') number = number.toUpperCase();
      return (signed ? sign(value < 0n) : '') + number;
    }
    let value = code ?? Number(text || 0);
    if (Number.isNaN(value)) {
      value = Number.parseFloat(text);
      this.errors.push(`${text}: ${Number.isNaN(value) ? 'expected numeric value' : 'not completely converted'}`);
      if (Number.isNaN(value)) value = 0;
    }
    const magnitude = formatFloat(
      conversion.toLowerCase(),
      Math.abs(value),
      digits < 0 ? 6 : digits,
      flags.includes('#'),
    );
    const shown = conversion >= 'a' ? magnitude : magnitude.toUpperCase();
    return sign(value < 0 || Object.is(value, -0)) + shown;
  }
}

/** `e`, `f` and `g` as C's printf has them, for a value that is not negative. */
export function formatFloat(conversion: string, value: number, digits: number, alternative = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  const exponential = (places: number) => value.toExponential(Math.min(places, 100)).replace(/e([-+])(\d)$/, 'e$10$2');
  if (conversion === 'e') return exponential(digits);
  if (conversion === 'f')
    return value < 1e21
      ? value.toFixed(Math.min(digits, 100))
      : BigInt(value).toString() + (digits ? `.${'0'.repeat(digits)}` : '');
  const precision = digits || 1;
  const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(precision - 1, 100)).split('e')[1]);
  const text =
    exponent < -4 || exponent >= precision
      ? exponential(precision - 1)
      : value.toFixed(Math.min(100, precision - 1 - exponent));
  return alternative ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

/** strftime(3) of the local time, as far as scripts use it. */
export function formatTime(format: string, seconds: string): string {
  const time = seconds === '' || seconds === '-1' || seconds === '-2' ? new Date() : new Date(Number(seconds) * 1000);
  return strftime(format || '%X', time);
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(' ');

/** `utc`: the fields are those of UTC. */
export function strftime(format: string, time: Date, utc = false): string {
  const shifted = utc ? time : new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  const year = shifted.getUTCFullYear();
  const month = shifted.getUTCMonth();
  const day = shifted.getUTCDate();
  const weekday = shifted.getUTCDay();
  const hour = shifted.getUTCHours();
  const dayOfYear = Math.floor((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const offset = utc ? 0 : -time.getTimezoneOffset();
  const zone = (colon: string) =>
    `${offset < 0 ? '-' : '+'}${part(Math.floor(Math.abs(offset) / 60))}${colon}${part(Math.abs(offset) % 60)}`;
  const zoneName = () => {
    if (utc || offset === 0) return 'UTC';
    const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(time);
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone('');
  };
  const values: Record<string, () => string> = {
    Y: () => String(year),
    C: () => part(Math.floor(year / 100)),
    y: () => part(year % 100),
    m: () => part(month + 1),
    d: () => part(day),
    e: () => String(day).padStart(2),
    H: () => part(hour),
    k: () => String(hour).padStart(2),
    I: () => part(hour % 12 || 12),
    l: () => String(hour % 12 || 12).padStart(2),
    M: () => part(shifted.getUTCMinutes()),
    S: () => part(shifted.getUTCSeconds()),
    N: () => part(shifted.getUTCMilliseconds() * 1e6, 9),
    L: () => part(shifted.getUTCMilliseconds(), 3),
    j: () => part(dayOfYear, 3),
    u: () => String(weekday || 7),
    w: () => String(weekday),
    a: () => (days[weekday] ?? '').slice(0, 3),
    A: () => days[weekday] ?? '',
    b: () => (months[month] ?? '').slice(0, 3),
    h: () => (months[month] ?? '').slice(0, 3),
    B: () => months[month] ?? '',
    p: () => (hour < 12 ? 'AM' : 'PM'),
    P: () => (hour < 12 ? 'am' : 'pm'),
    s: () => String(Math.floor(time.getTime() / 1000)),
    z: () => zone(''),
    Z: zoneName,
    U: () => part(Math.floor((dayOfYear + 6 - weekday) / 7)),
    W: () => part(Math.floor((dayOfYear + 6 - ((weekday + 6) % 7)) / 7)),
    V: () => part(isoWeek(year, month, day)[1]),
    G: () => String(isoWeek(year, month, day)[0]),
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  };
  const whole: Record<string, string> = {
    F: '%Y-%m-%d',
    T: '%H:%M:%S',
    X: '%H:%M:%S',
    D: '%m/%d/%y',
    x: '%m/%d/%y',
    R: '%H:%M',
    r: '%I:%M:%S %p',
    c: '%a %b %e %H:%M:%S %Y',
  };
  return format.replace(/%([-_0^#]?)(\d*)(:?[a-zA-Z%])/g, (match, flag: string, width: string, letter: string) => {
    if (letter === ':z') return zone(':');
    const inner = whole[letter];
    let text = inner === undefined ? values[letter]?.() : strftime(inner, time, utc);
    if (text === undefined) return match;
    if (letter === 'N' && width) text = text.slice(0, Number(width));
    if (flag === '-') text = text.replace(/^[0 ]+(?=.)/, '');
    if (flag === '_') text = text.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
    if (flag === '^') text = text.toUpperCase();
    return text;
  });
}

/** Year and number of the week by ISO 8601. */
function isoWeek(year: number, month: number, day: number): [number, number] {
  const date = new Date(Date.UTC(year, month, day));
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [date.getUTCFullYear(), Math.ceil(((date.getTime() - first) / 86_400_000 + 1) / 7)];
}

export function formatPrintf(format: string, parameters: readonly string[]): Formatted {
  const formatter = new Formatter(parameters);
  let text = formatter.once(format);
  while (!formatter.stopped && formatter.next > 0 && formatter.next < parameters.length) {
    const before = formatter.next;
    text += formatter.once(format);
    if (formatter.next === before) break;
  }
  return { text, errors: formatter.errors };
}
