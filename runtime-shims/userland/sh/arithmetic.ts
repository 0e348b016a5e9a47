/** Arithmetic of the shell language (POSIX 2.6.4): signed 64-bit integers. */
import { parse } from 'just-bash';
import { ShellError, type ShellState } from './state.ts';
import type { ArithmeticNode } from './syntax.ts';

type Operation = (left: bigint, right: bigint) => bigint;

const truth = (value: boolean): bigint => (value ? 1n : 0n);
const nonZero = (value: bigint): bigint => {
  if (value === 0n) throw new ShellError('division by 0 in an arithmetic expression');
  return value;
};
const operations: Record<string, Operation> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / nonZero(b),
  '%': (a, b) => a % nonZero(b),
  '**': (a, b) => a ** b,
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  ',': (_, b) => b,
};

/** Deepest chain of variables that name variables, so that `a=a` ends. */
const maximumIndirection = 100;

export class Arithmetic {
  readonly #state: ShellState;
  /** Value of a parameter as `${name}` gives it, specials included. */
  readonly #parameter: (name: string) => string;

  constructor(state: ShellState, parameter: (name: string) => string) {
    this.#state = state;
    this.#parameter = parameter;
  }

  evaluate(node: ArithmeticNode, depth = 0): bigint {
    return BigInt.asIntN(64, this.#evaluate(node, depth));
  }

  #evaluate(node: ArithmeticNode, depth: number): bigint {
    switch (node.type) {
      case 'ArithNumber':
        return BigInt(Math.trunc(node.value));
      case 'ArithVariable':
      case 'ArithSpecialVar':
        return this.#variable(node.name, depth);
      case 'ArithBracedExpansion':
        return this.#text(this.#parameter(node.content), depth);
      case 'ArithGroup':
      case 'ArithNested':
        return this.evaluate(node.expression, depth);
      case 'ArithTernary':
        return this.evaluate(this.evaluate(node.condition, depth) ? node.consequent : node.alternate, depth);
      case 'ArithBinary': {
        const left = this.evaluate(node.left, depth);
        if (node.operator === '&&') return truth(left !== 0n && this.evaluate(node.right, depth) !== 0n);
        if (node.operator === '||') return truth(left !== 0n || this.evaluate(node.right, depth) !== 0n);
        return this.#apply(node.operator, left, this.evaluate(node.right, depth));
      }
      case 'ArithUnary':
        return this.#unary(node, depth);
      case 'ArithAssignment': {
        const value = this.evaluate(node.value, depth);
        const operator = node.operator.slice(0, -1);
        const result = operator ? this.#apply(operator, this.#variable(node.variable, depth), value) : value;
        this.#state.set(node.variable, String(BigInt.asIntN(64, result)));
        return result;
      }
      default:
        throw new ShellError(`arithmetic: ${node.type} is not supported`);
    }
  }

  #apply(operator: string, left: bigint, right: bigint): bigint {
    const operation = operations[operator];
    if (!operation) throw new ShellError(`arithmetic: operator ${operator} is not supported`);
    return operation(left, right);
  }

  #unary(node: Extract<ArithmeticNode, { type: 'ArithUnary' }>, depth: number): bigint {
    const value = this.evaluate(node.operand, depth);
    if (node.operator === '++' || node.operator === '--') {
      if (node.operand.type !== 'ArithVariable') throw new ShellError(`arithmetic: ${node.operator} needs a variable`);
      const next = node.operator === '++' ? value + 1n : value - 1n;
      this.#state.set(node.operand.name, String(BigInt.asIntN(64, next)));
      return node.prefix ? next : value;
    }
    if (node.operator === '-') return -value;
    if (node.operator === '!') return truth(value === 0n);
    if (node.operator === '~') return ~value;
    return value;
  }

  #variable(name: string, depth: number): bigint {
    return this.#text(this.#parameter(name), depth);
  }

  /** The value of a variable's text: an integer, or an expression in its turn. */
  #text(text: string, depth: number): bigint {
    const trimmed = text.trim();
    if (trimmed === '') return 0n;
    if (/^[-+]?(?:[1-9]\d*|0)$/.test(trimmed)) return BigInt(trimmed);
    if (depth > maximumIndirection) throw new ShellError(`arithmetic: ${trimmed}: expression recursion level exceeded`);
    const statement = parse(`((${trimmed}))`).statements[0]?.pipelines[0]?.commands[0];
    if (statement?.type !== 'ArithmeticCommand') throw new ShellError(`arithmetic: ${trimmed}: not an expression`);
    return this.evaluate(statement.expression.expression, depth + 1);
  }
}
