/**
 * Values as whoever looks on gets them, without running any of the program's code: getters, proxies and own `toString`s
 * are left alone.
 */
export type ConsoleValue =
  | string
  | number
  | boolean
  | null
  /** What is no plain data and has no parts: `undefined`, a bigint, a function, an error's stack. */
  | { text: string }
  /** `more`: parts that are left out. */
  | { name: string; entries: [key: string, value: ConsoleValue][]; more: number };

/** Parts of a value, levels of parts, and characters of a text that are told. */
const MOST_PARTS = 100;
const DEEPEST = 4;
const LONGEST_TEXT = 10_000;

export interface Inspection {
  types: typeof import('node:util').types;
  /** `util.inspect`, for what is shown as text. */
  inspect(value: unknown): string;
}

const shortened = (text: string) => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return '[Object: null prototype]';
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  const name: unknown = typeof maker === 'function' ? Object.getOwnPropertyDescriptor(maker, 'name')?.value : undefined;
  return typeof name === 'string' && name ? name : 'Object';
}

export function consoleValue(value: unknown, inspection: Inspection, depth = 0): ConsoleValue {
  const { types, inspect } = inspection;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return shortened(value);
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { text: inspect(value) };
  if (typeof value !== 'object') return { text: inspect(value) };
  const isText =
    types.isNativeError(value) || types.isDate(value) || types.isRegExp(value) || types.isBoxedPrimitive(value);
  if (isText || types.isProxy(value)) return { text: shortened(inspect(value)) };
  if (depth >= DEEPEST) return { text: Array.isArray(value) ? `Array(${value.length})` : `${className(value)} {…}` };
  const inner = (part: unknown) => consoleValue(part, inspection, depth + 1);
  const name = className(value);
  if (Array.isArray(value) || types.isTypedArray(value)) {
    const { length } = value as ArrayLike<unknown>;
    const entries = Array.from({ length: Math.min(length, MOST_PARTS) }, (_, index): [string, ConsoleValue] => {
      const part = Object.getOwnPropertyDescriptor(value, index);
      return [String(index), part && 'value' in part ? inner(part.value) : { text: part ? '(…)' : 'empty' }];
    });
    return { name: `${name}(${length})`, entries, more: Math.max(0, length - MOST_PARTS) };
  }
  if (types.isMap(value)) {
    const entries = [...Map.prototype.entries.call(value)].slice(0, MOST_PARTS);
    const key = (of: unknown) => (typeof of === 'string' ? of : inspect(of));
    return {
      name: `${name}(${value.size})`,
      entries: entries.map(([of, part]) => [key(of), inner(part)]),
      more: Math.max(0, value.size - MOST_PARTS),
    };
  }
  if (types.isSet(value)) {
    const parts = [...Set.prototype.values.call(value)].slice(0, MOST_PARTS);
    return {
      name: `${name}(${value.size})`,
      entries: parts.map((part, index) => [String(index), inner(part)]),
      more: Math.max(0, value.size - MOST_PARTS),
    };
  }
  const keys = Object.keys(value);
  const entries = keys.slice(0, MOST_PARTS).map((key): [string, ConsoleValue] => {
    const part = Object.getOwnPropertyDescriptor(value, key);
    return [key, part && 'value' in part ? inner(part.value) : { text: '(…)' }];
  });
  return { name, entries, more: Math.max(0, keys.length - MOST_PARTS) };
}
