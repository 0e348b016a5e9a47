/** Arithmetic expressions (POSIX 2.6.4; C's operators on 64-bit integers), read and evaluated in one pass. */
import { ShellError, type ShellState } from './state.ts';

const numberPattern = /0[xX][0-9a-fA-F]+|\d+#[0-9a-zA-Z@_]+|\d+/y;
const nameInExpression = /[A-Za-z_]\w*(?:\[(?:[^[\]]|\[[^\]]*\])*\])?/y;
const assignmentOperator = /(?:\*\*|<<|>>|[-+*/%&|^])?=(?!=)/y;
/** Binary operators, loosest first; `&&` and `||` are apart, because they leave out their right side. */
const levels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
/** Deepest chain of variables that hold expressions. */
const maximumIndirection = 100;

const truth = (value: boolean): bigint => (value ? 1n : 0n);
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

function apply(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
    case '%':
      if (right === 0n) throw new ShellError('arithmetic: division by zero', 2, true);
      return operator === '/' ? wrap(left / right) : left % right;
    case '**':
      if (right < 0n) throw new ShellError('arithmetic: exponent less than 0', 2, true);
      return wrap(left ** right);
    case '<<':
      return wrap(left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '>':
      return truth(left > right);
    case '<=':
      return truth(left <= right);
    default:
      return truth(left >= right);
  }
}

/** What arithmetic needs of the shell. `key` makes of the text between brackets an element's key. */
export interface ArithmeticScope {
  state: ShellState;
  key(name: string, index: string): string;
}

class Evaluation {
  readonly #text: string;
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  #position = 0;
  /** In a branch that is not taken: nothing is assigned or looked up. */
  #skipping = 0;

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
  }

  run(): bigint {
    this.#blanks();
    if (this.#position >= this.#text.length) return 0n;
    const value = this.#comma();
    if (this.#position < this.#text.length) this.#fail();
    return value;
  }

  #fail(): never {
    throw new ShellError(`arithmetic expression: syntax error: "${this.#text.trim()}"`, 2, true);
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#position] ?? '')) this.#position += 1;
  }

  #accept(operator: string): boolean {
    if (!this.#text.startsWith(operator, this.#position)) return false;
    this.#position += operator.length;
    this.#blanks();
    return true;
  }

  #match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#position;
    const found = expression.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#position += found.length;
    this.#blanks();
    return found;
  }

  #comma(): bigint {
    let value = this.#conditional();
    while (this.#accept(',')) value = this.#conditional();
    return value;
  }

  #skip(when: boolean, action: () => bigint): bigint {
    if (when) this.#skipping += 1;
    try {
      return action();
    } finally {
      if (when) this.#skipping -= 1;
    }
  }

  #conditional(): bigint {
    const test = this.#or();
    if (!this.#accept('?')) return test;
    const first = this.#skip(test === 0n, () => this.#conditional());
    if (!this.#accept(':')) this.#fail();
    const second = this.#skip(test !== 0n, () => this.#conditional());
    return test ? first : second;
  }

  #or(): bigint {
    let left = this.#and();
    while (this.#accept('||')) {
      const right = this.#skip(left !== 0n, () => this.#and());
      left = truth(left !== 0n || right !== 0n);
    }
    return left;
  }

  #and(): bigint {
    let left = this.#binary(0);
    while (this.#accept('&&')) {
      const right = this.#skip(left === 0n, () => this.#binary(0));
      left = truth(left !== 0n && right !== 0n);
    }
    return left;
  }

  #binary(level: number): bigint {
    const operators = levels[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.#isOperator(each));
      if (!operator) return left;
      this.#accept(operator);
      const right = this.#binary(level + 1);
      left = this.#skipping ? 0n : apply(operator, left, right);
    }
  }

  /** Not the beginning of a longer operator, nor of an assignment. */
  #isOperator(operator: string): boolean {
    if (!this.#text.startsWith(operator, this.#position)) return false;
    const next = this.#text[this.#position + operator.length] ?? '';
    if (next === '=' && !/^[<>=!]=$/.test(operator)) return false;
    return !(operator.length === 1 && '&|<>*'.includes(operator) && next === operator);
  }

  #power(): bigint {
    const base = this.#unary();
    if (!this.#accept('**')) return base;
    const exponent = this.#power();
    return this.#skipping ? 0n : apply('**', base, exponent);
  }

  #unary(): bigint {
    const step = this.#match(/\+\+|--/y);
    if (step) {
      const name = this.#match(nameInExpression);
      if (name) return this.#assign(name, this.#value(name) + (step === '++' ? 1n : -1n));
      const value = this.#unary();
      return value;
    }
    if (this.#accept('-')) return wrap(-this.#unary());
    if (this.#accept('+')) return this.#unary();
    if (this.#text[this.#position + 1] !== '=' && this.#accept('!')) return truth(this.#unary() === 0n);
    if (this.#accept('~')) return ~this.#unary();
    return this.#primary();
  }

  #primary(): bigint {
    if (this.#accept('(')) {
      const value = this.#comma();
      if (!this.#accept(')')) this.#fail();
      return value;
    }
    const number = this.#match(numberPattern);
    if (number !== undefined) return this.#number(number);
    const name = this.#match(nameInExpression);
    if (name === undefined) this.#fail();
    const step = this.#match(/\+\+|--/y);
    if (step) {
      const before = this.#value(name);
      this.#assign(name, before + (step === '++' ? 1n : -1n));
      return before;
    }
    const operator = this.#match(assignmentOperator);
    if (operator === undefined) return this.#value(name);
    const right = this.#conditional();
    if (operator === '=') return this.#assign(name, right);
    return this.#skipping ? 0n : this.#assign(name, apply(operator.slice(0, -1), this.#value(name), right));
  }

  #number(text: string): bigint {
    if (/^0[xX]/.test(text)) return wrap(BigInt(text));
    const hash = text.indexOf('#');
    if (hash > 0) {
      const base = Number(text.slice(0, hash));
      let value = 0n;
      for (const digit of text.slice(hash + 1)) {
        const worth = '0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(base <= 36 ? digit.toLowerCase() : digit);
        if (worth < 0 || worth >= base) this.#fail();
        value = value * BigInt(base) + BigInt(worth);
      }
      return wrap(value);
    }
    if (text.length > 1 && text.startsWith('0')) {
      if (/[89]/.test(text)) this.#fail();
      return wrap(BigInt(`0o${text.slice(1)}`));
    }
    return wrap(BigInt(text));
  }

  #parts(name: string): [string, string | undefined] {
    const bracket = name.indexOf('[');
    if (bracket < 0) return [name, undefined];
    const variable = name.slice(0, bracket);
    return [variable, this.#scope.key(variable, name.slice(bracket + 1, -1))];
  }

  #value(name: string): bigint {
    if (this.#skipping) return 0n;
    const { state } = this.#scope;
    const [variable, key] = this.#parts(name);
    const text = key === undefined ? state.get(variable) : state.elements(variable).get(key);
    if (text === undefined && state.options.nounset) throw new ShellError(`${name}: parameter not set`, 2, true);
    return evaluate(text ?? '', this.#scope, this.#depth + 1);
  }

  #assign(name: string, value: bigint): bigint {
    const wrapped = wrap(value);
    if (this.#skipping) return wrapped;
    const [variable, key] = this.#parts(name);
    if (key === undefined) this.#scope.state.set(variable, String(wrapped));
    else this.#scope.state.setElement(variable, key, String(wrapped));
    return wrapped;
  }
}

/** The value of an expression whose `$` expansions have been made. */
export function evaluate(text: string, scope: ArithmeticScope, depth = 0): bigint {
  if (/^\s*[1-9]\d{0,17}\s*$/.test(text)) return BigInt(text.trim());
  if (depth > maximumIndirection) throw new ShellError('arithmetic: expression recursion level exceeded', 2, true);
  return new Evaluation(text, scope, depth).run();
}
