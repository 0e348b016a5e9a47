/** Tokens of awk's language (POSIX awk(1)). */
import { UsageError } from './command.ts';

export interface Token {
  type: 'number' | 'string' | 'regex' | 'name' | 'function' | 'builtin' | 'keyword' | 'operator' | 'newline' | 'end';
  text: string;
  line: number;
}

const keywords = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);
const builtins = new Set(
  'length substr index split sub gsub gensub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush strftime systime mktime and or xor lshift rshift compl strtonum asort asorti'.split(
    ' ',
  ),
);
const operators = /\*\*=|\*\*|&&|\|\||\+\+|--|[-+*/%^!<>=]=|!~|>>|[-+*/%^!<>|?:~$=,;(){}[\]]/y;
const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** The text between quotes with its escapes replaced. */
export function unescape(text: string): string {
  return text.replace(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|[\s\S])/g, (match, inner: string) => {
    if (/^[0-7]/.test(inner)) return String.fromCharCode(Number.parseInt(inner, 8));
    if (/^x./.test(inner)) return String.fromCharCode(Number.parseInt(inner.slice(1), 16));
    return inner === '\n' ? '' : (escapes[inner] ?? match);
  });
}

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const match = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const found = expression.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const push = (type: Token['type'], text: string) => tokens.push({ type, text, line });
  /** A slash begins an expression where no value stands in front of it. */
  const regexAllowed = () => {
    const last = tokens.at(-1);
    if (!last) return true;
    if (['number', 'string', 'regex', 'name', 'builtin'].includes(last.type)) return false;
    if (last.type === 'keyword') return last.text !== 'getline';
    return !(last.type === 'operator' && [')', ']', '$', '++', '--'].includes(last.text));
  };
  while (at < source.length) {
    if (match(/(?:[ \t\r]|\\\r?\n)+/y) !== undefined) continue;
    if (match(/#[^\n]*/y) !== undefined) continue;
    if (source[at] === '\n') {
      push('newline', '\n');
      at += 1;
      line += 1;
      continue;
    }
    const text = match(/"(?:[^"\\\n]|\\[\s\S])*"/y);
    if (text !== undefined) {
      push('string', unescape(text.slice(1, -1)));
      continue;
    }
    const number = match(/0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y);
    if (number !== undefined) {
      push('number', number);
      continue;
    }
    const name = match(/[A-Za-z_]\w*/y);
    if (name !== undefined) {
      if (keywords.has(name)) push('keyword', name === 'func' ? 'function' : name);
      else if (builtins.has(name)) push('builtin', name);
      else push(source[at] === '(' ? 'function' : 'name', name);
      continue;
    }
    if (source[at] === '/' && regexAllowed()) {
      const regex = match(/\/(?:[^/\\\n[]|\\.|\[\^?\]?(?:\[:\w+:\]|[^\]\\\n]|\\.)*\])*\//y);
      if (regex === undefined) throw new UsageError(`line ${line}: unterminated regular expression`, 2);
      push('regex', regex.slice(1, -1).replace(/\\\//g, '/').replace(/\\"/g, '"'));
      continue;
    }
    const operator = match(operators);
    if (operator === undefined) throw new UsageError(`line ${line}: syntax error at '${source[at]}'`, 2);
    push('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator);
  }
  push('newline', '\n');
  push('end', '');
  return tokens;
}
