/** What `${name…}` does to a value: trimming, replacing, changing case, quoting. */
import { compile, hasPattern, type Piece, patternSource } from './pattern.ts';

export function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what needs the other kind of quotes
  if (/[\x00-\x1f\x7f]/.test(text)) {
    const escapes: Record<string, string> = {
      '\n': '\\n',
      '\t': '\\t',
      '\r': '\\r',
      '\x1b': '\\E',
      "'": "\\'",
      '\\': '\\\\',
    };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const inner = text.replace(/[\x00-\x1f\x7f'\\]/g, (character) => {
      return escapes[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
    });
    return `$'${inner}'`;
  }
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `#`, `##`, `%`, `%%`: the value without what matches at its beginning or end. */
export function trimmed(operator: string, value: string, pattern: readonly Piece[]): string {
  if (!hasPattern(pattern)) {
    const plain = pattern.map(({ text, quoted: fixed }) => (fixed ? text : text.replace(/\\(.)/g, '$1'))).join('');
    if (operator.startsWith('#')) return value.startsWith(plain) ? value.slice(plain.length) : value;
    return plain && value.endsWith(plain) ? value.slice(0, -plain.length) : value;
  }
  const source = patternSource(pattern, { lazy: operator === '#' });
  switch (operator) {
    case '#':
    case '##':
      return value.replace(compile(`^(?:${source})`), '');
    case '%%':
      return value.replace(compile(`(?:${source})$`), '');
    default:
      return compile(`^([^]*)(?:${source})$`).exec(value)?.[1] ?? value;
  }
}

/** `/`, `//`, `/#`, `/%`. In the replacement an unquoted `&` stands for what matched (bash 5.2). */
export function replaced(
  operator: string,
  value: string,
  pattern: readonly Piece[],
  replacement: readonly Piece[],
): string {
  const source = patternSource(pattern);
  if (source === '') return value;
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
  return value.replace(compile(anchored, operator === '//' ? 'gu' : 'u'), (match) =>
    replacement
      .map(({ text, quoted: fixed }) => (fixed ? text : text.replace(/\\&|&/g, (each) => (each === '&' ? match : '&'))))
      .join(''),
  );
}

/** `^`, `^^`, `,`, `,,`: upper and lower case of the first or of all characters that match. */
export function caseChanged(operator: string, value: string, pattern: readonly Piece[]): string {
  const change = (text: string) => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  const chosen = pattern.length ? compile(`^(?:${patternSource(pattern)})$`) : /[\s\S]/u;
  const characters = [...value];
  const count = operator.length === 2 ? characters.length : 1;
  return characters.map((each, index) => (index < count && chosen.test(each) ? change(each) : each)).join('');
}

/** `@Q`, `@U`, `@L`, `@u`. */
export function transformed(operator: string, value: string): string {
  switch (operator) {
    case '@Q':
      return quoted(value);
    case '@U':
      return value.toUpperCase();
    case '@L':
      return value.toLowerCase();
    case '@u':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    default:
      return value;
  }
}
