/** A value of a program or of a previewed page, as it is sent to be shown (bindings/console_value.ts, preview_script.ts). */
export type ConsoleValue =
  | string
  | number
  | boolean
  | null
  /** What is no plain data and has no parts: `undefined`, a bigint, a function, an error's stack. */
  | { text: string }
  /** `more`: parts that are left out. */
  | { name: string; entries: [key: string, value: ConsoleValue][]; more: number };

export type ConsoleParts = Extract<ConsoleValue, { entries: unknown }>;

export const hasParts = (value: ConsoleValue): value is ConsoleParts =>
  typeof value === 'object' && value !== null && 'entries' in value;

/** On one line; `quoted` texts are parts of something. */
export function lineOf(value: ConsoleValue, quoted = true): string {
  if (typeof value === 'string') return quoted ? JSON.stringify(value) : value;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('text' in value) return value.text;
  const isList = /\(\d+\)$/.test(value.name) && !/^Map/.test(value.name);
  const shown = value.entries.slice(0, 5).map(([key, part]) => {
    const text = hasParts(part) ? part.name : lineOf(part).slice(0, 60);
    return isList ? text : `${key}: ${text}`;
  });
  if (value.entries.length + value.more > shown.length) shown.push('…');
  const name = value.name === 'Object' ? '' : `${value.name} `;
  return isList ? `${name}[${shown.join(', ')}]` : `${name}{${shown.join(', ')}}`;
}

/**
 * What the console makes of its arguments where the first has places for the others (the Console Standard's formatter):
 * `%s %d %i %f %c %%`; `%o` and `%O` stay values behind the text.
 */
export function formatted(values: readonly ConsoleValue[]): ConsoleValue[] {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || !first.includes('%') || (!rest.length && !first.includes('%%'))) return [...values];
  const objects: ConsoleValue[] = [];
  const text = first.replace(/%([sdifcoO%])/g, (whole, kind: string) => {
    if (kind === '%') return '%';
    if (!rest.length) return whole;
    const value = rest.shift() as ConsoleValue;
    if (kind === 'c') return '';
    if (kind === 's') return lineOf(value, false);
    if (kind === 'o' || kind === 'O') {
      objects.push(value);
      return '';
    }
    const number = typeof value === 'object' ? Number.NaN : Number(value);
    return String(kind === 'i' || (kind === 'd' && Number.isInteger(number)) ? Math.trunc(number) : number);
  });
  return [text.trimEnd(), ...objects, ...rest];
}
