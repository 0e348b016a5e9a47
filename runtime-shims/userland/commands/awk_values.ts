/** Values of awk: numbers, texts, and texts from the input that look like numbers (POSIX awk(1), expressions). */
import { formatPrintf } from '../sh/printf.ts';
import { compare as compareTexts } from '../system/files.ts';

export class NumericText {
  readonly text: string;
  readonly number: number;
  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** Undefined: never assigned, the empty text and 0 at once. */
export type Value = number | string | NumericText | undefined;
export type AwkArray = Map<string, Value>;

const numberPattern = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const numberPrefix = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

/** A text that came from outside. */
export function fromInput(text: string): Value {
  return numberPattern.test(text) ? new NumericText(text, Number(text)) : text;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'string') return Number(numberPrefix.exec(value)?.[0] ?? 0);
  return value.number;
}

export function numberText(value: number, format: string): string {
  if (Number.isInteger(value))
    return Math.abs(value) < 1e16 ? String(value) : Math.abs(value) < 1e300 ? BigInt(value).toString() : String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return formatPrintf(format, [String(value)]).text;
}

export function toText(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return typeof value === 'number' ? numberText(value, format) : value.text;
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

export function compare(a: Value, b: Value, format: string): number {
  if (typeof a !== 'string' && typeof b !== 'string') return toNumber(a) - toNumber(b);
  return compareTexts(toText(a, format), toText(b, format));
}

/** printf of awk: arguments have kinds of their own. */
export function formatValues(format: string, values: readonly Value[], convert: string): string {
  let next = 0;
  const directive = /%(%|[-+ 0#]*(?:\*|\d+)?(?:\.(?:\*|\d*))?([diouxXcsbeEfFgGaA]))/g;
  return format.replace(directive, (whole, body: string, conversion: string) => {
    if (body === '%') return '%';
    const starred = whole.replaceAll('*', () => String(Math.trunc(toNumber(values[next++]))));
    const value = values[next++];
    if (conversion === 'c') {
      const text =
        typeof value === 'number' || value instanceof NumericText
          ? String.fromCodePoint(Math.max(0, Math.trunc(toNumber(value))))
          : toText(value, convert).slice(0, 1);
      return formatPrintf(`${starred.slice(0, -1)}s`, [text]).text;
    }
    if (conversion === 's') return formatPrintf(starred, [toText(value, convert)]).text;
    const number = toNumber(value);
    if ('diouxX'.includes(conversion)) {
      if (!Number.isFinite(number)) return numberText(number, convert);
      return formatPrintf(starred.replace('i', 'd'), [BigInt(Math.trunc(number)).toString()]).text;
    }
    return formatPrintf(starred, [String(number)]).text;
  });
}
