import { compare } from '../system/files.ts';
import { type Command, UsageError } from './command.ts';
import { posixExpression } from './regular_expression.ts';

const levels: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];
const isInteger = (text: string) => /^-?\d+$/.test(text);
const isNull = (text: string) => text === '' || /^-?0+$/.test(text);

class Expression {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  run(): string {
    if (!this.#words.length) throw new UsageError('missing operand', 2);
    const value = this.#level(0);
    if (this.#at < this.#words.length)
      throw new UsageError(`syntax error: unexpected argument '${this.#words[this.#at]}'`, 2);
    return value;
  }

  #level(index: number): string {
    const operators = levels[index];
    if (!operators) return this.#primary();
    let left = this.#level(index + 1);
    for (;;) {
      const operator = this.#words[this.#at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at += 1;
      if (this.#at >= this.#words.length) throw new UsageError(`syntax error: missing argument after '${operator}'`, 2);
      left = apply(operator, left, this.#level(index + 1));
    }
  }

  #take(): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new UsageError('syntax error: missing argument', 2);
    this.#at += 1;
    return word;
  }

  #primary(): string {
    const word = this.#take();
    const more = this.#at < this.#words.length;
    if (word === '(') {
      const value = this.#level(0);
      if (this.#take() !== ')') throw new UsageError("syntax error: expecting ')'", 2);
      return value;
    }
    if (!more) return word;
    if (word === '+') return this.#take();
    if (word === 'length') return String([...this.#primary()].length);
    if (word === 'match') return match(this.#primary(), this.#primary());
    if (word === 'index') {
      const [text, set] = [this.#primary(), this.#primary()];
      return String([...text].findIndex((character) => set.includes(character)) + 1);
    }
    if (word === 'substr') {
      const [text, start, length] = [this.#primary(), Number(this.#primary()), Number(this.#primary())];
      return start > 0 && length > 0 ? [...text].slice(start - 1, start - 1 + length).join('') : '';
    }
    return word;
  }
}

function match(text: string, pattern: string): string {
  const expression = posixExpression(`^${pattern.replace(/^\^/, '')}`, { extended: false });
  const found = expression.exec(text);
  if (/\\\(/.test(pattern)) return found?.[1] ?? '';
  return String([...(found?.[0] ?? '')].length);
}

function apply(operator: string, left: string, right: string): string {
  if (operator === ':') return match(left, right);
  if (operator === '|') return isNull(left) ? (isNull(right) ? '0' : right) : left;
  if (operator === '&') return isNull(left) || isNull(right) ? '0' : left;
  if (/[<>=]/.test(operator)) {
    const numbers = isInteger(left) && isInteger(right);
    const order = numbers ? Number(BigInt(left) - BigInt(right)) : compare(left, right);
    const results: Record<string, boolean> = {
      '<': order < 0,
      '<=': order <= 0,
      '=': order === 0,
      '==': order === 0,
      '!=': order !== 0,
      '>=': order >= 0,
      '>': order > 0,
    };
    return results[operator] ? '1' : '0';
  }
  if (!isInteger(left) || !isInteger(right)) throw new UsageError('non-integer argument', 2);
  const [a, b] = [BigInt(left), BigInt(right)];
  if ('/%'.includes(operator) && b === 0n) throw new UsageError('division by zero', 2);
  return String(
    operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b,
  );
}

export const expr: Command = {
  name: 'expr',
  usage: 'EXPRESSION',
  summary: 'Computes an expression.',
  flags: {},
  plain: true,
  run({ operands, print }) {
    const value = new Expression(operands[0] === '--' ? operands.slice(1) : operands).run();
    print(`${value}\n`);
    return isNull(value) ? 1 : 0;
  },
};
