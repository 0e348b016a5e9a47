/** Files of environment variables as `--env-file` and util.parseEnv read them (src/node_dotenv.cc). */

/** A key up to `=`, optionally behind `export`; keys that are comments end at the line. */
const EXPORT = 'export ';
const QUOTES = '"\'`';
const BLANKS = ' \t\n';

export function parseDotenv(content: string): Record<string, string> {
  const lines = content.replace(/\r\n?/g, '\n').trim();
  const variables: Record<string, string> = {};
  let at = 0;
  while (at < lines.length) {
    const lineEnd = endOfLine(lines, at);
    const first = lines.charAt(at);
    if (first === '\n' || first === '#') {
      at = lineEnd + 1;
      continue;
    }
    const equals = lines.indexOf('=', at);
    if (equals < 0) break;
    if (equals > lineEnd) {
      at = lineEnd + 1;
      continue;
    }
    const key = keyOf(lines.slice(at, equals));
    if (key === '') {
      at = lineEnd + 1;
      continue;
    }
    const value = readValue(lines, equals + 1);
    variables[key] = value.text;
    at = value.next;
  }
  return variables;
}

function keyOf(text: string): string {
  const key = text.trim();
  return key.startsWith(EXPORT) ? key.slice(EXPORT.length).trim() : key;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function readValue(text: string, from: number): { text: string; next: number } {
  // Only a line's end right behind `=` makes the value empty: blanks are skipped together with the lines they end.
  let start = from;
  if (text[start] !== '\n') while (start < text.length && BLANKS.includes(text.charAt(start))) start++;
  const lineEnd = endOfLine(text, start);
  const quote = text.charAt(start);
  if (quote !== '' && QUOTES.includes(quote)) {
    const close = text.indexOf(quote, start + 1);
    if (close >= 0) {
      const quoted = text.slice(start + 1, close);
      return {
        text: quote === '"' ? quoted.replaceAll('\\n', '\n') : quoted,
        // Whatever follows the closing quote on its line is dropped.
        next: endOfLine(text, close + 1) + 1,
      };
    }
    // An opening quote without its closing one is part of the value, and so ends at the line.
  }
  const line = text.slice(start, lineEnd);
  const comment = line.indexOf('#');
  return { text: (comment < 0 ? line : line.slice(0, comment)).trim(), next: lineEnd + 1 };
}
