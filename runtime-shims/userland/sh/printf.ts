/** `printf` (POSIX printf(1)): the format is used again while arguments remain. */
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
};

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|0?([0-7]{1,3})|([abefnrtv\\]))/g,
    (match, hex, code, octal, letter) => {
      if (hex ?? code) return String.fromCodePoint(Number.parseInt(hex ?? code, 16));
      if (octal) return String.fromCodePoint(Number.parseInt(octal, 8));
      return escapes[letter] ?? match;
    },
  );
}

const directive = /%(%|([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([diouxXcsbeEfgGq]))/g;

export function formatPrintf(format: string, parameters: readonly string[]): string {
  let next = 0;
  const take = () => parameters[next++] ?? '';
  let result = '';
  do {
    const before = next;
    result += unescape(format).replace(
      directive,
      (_match, body: string, flags = '', width = '', precision = '', conversion = '') => {
        if (body === '%') return '%';
        const columns = width === '*' ? Number(take()) : Number(width || 0);
        const digits = precision === '*' ? Number(take()) : precision === '' ? -1 : Number(precision);
        const text = convert(conversion, take(), digits, flags);
        if (flags.includes('-')) return text.padEnd(columns);
        return flags.includes('0') && !'sbcq'.includes(conversion)
          ? text.padStart(columns, '0')
          : text.padStart(columns);
      },
    );
    if (next === before) break;
  } while (next < parameters.length);
  return result;
}

function convert(conversion: string, text: string, digits: number, flags: string): string {
  const value = /^['"]/.test(text) ? (text.codePointAt(1) ?? 0) : Number(text || 0);
  const sign = flags.includes('+') && value >= 0 ? '+' : '';
  switch (conversion) {
    case 's':
      return digits < 0 ? text : text.slice(0, digits);
    case 'b':
      return unescape(text);
    case 'c':
      return text.slice(0, 1);
    case 'q':
      return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
    case 'd':
    case 'i':
      return sign + String(Math.trunc(value)).padStart(Math.max(digits, 0), '0');
    case 'o':
      return (flags.includes('#') ? '0' : '') + Math.trunc(value).toString(8);
    case 'u':
      return String(BigInt.asUintN(64, BigInt(Math.trunc(value))));
    case 'x':
      return (flags.includes('#') ? '0x' : '') + Math.trunc(value).toString(16);
    case 'X':
      return Math.trunc(value).toString(16).toUpperCase();
    case 'e':
    case 'E':
      return value.toExponential(digits < 0 ? 6 : digits).replace(/e([-+])(\d)$/, 'e$10$2');
    case 'f':
      return sign + value.toFixed(digits < 0 ? 6 : digits);
    default:
      return String(Number(value.toPrecision(digits < 0 ? 6 : digits || 1)));
  }
}
