/** The tests of `test`, `[` (POSIX test(1)) and `[[`. */
import {
  R_OK,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  W_OK,
  X_OK,
} from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { compare, lstat, type Stat, stat } from '../system/files.ts';
import type { Interpreter } from './interpreter.ts';
import { compile, matches, patternSource } from './pattern.ts';
import { type Files, ShellError } from './state.ts';
import type { Condition } from './syntax.ts';

const kinds: Record<string, number> = {
  '-f': S_IFREG,
  '-d': S_IFDIR,
  '-p': S_IFIFO,
  '-S': S_IFSOCK,
  '-b': S_IFBLK,
  '-c': S_IFCHR,
};
const accesses: Record<string, number> = { '-r': R_OK, '-w': W_OK, '-x': X_OK };
const modeBits: Record<string, number> = { '-u': 0o4000, '-g': 0o2000, '-k': 0o1000 };

/** Undefined: no such operator. */
function unary(kernel: SystemCalls, files: Files, operator: string, operand: string): boolean | undefined {
  const kind = kinds[operator];
  const access = accesses[operator];
  const bit = modeBits[operator];
  const found = (): Stat | undefined => {
    const result = stat(kernel, operand);
    return typeof result === 'number' ? undefined : result;
  };
  if (kind !== undefined) return ((found()?.mode ?? 0) & S_IFMT) === kind;
  if (access !== undefined) return kernel.access(operand, access) >= 0;
  if (bit !== undefined) return ((found()?.mode ?? 0) & bit) !== 0;
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-a':
    case '-e':
      return found() !== undefined;
    case '-h':
    case '-L': {
      const result = lstat(kernel, operand);
      return typeof result !== 'number' && (result.mode & S_IFMT) === S_IFLNK;
    }
    case '-s':
      return (found()?.size ?? 0) > 0;
    case '-O':
      return found()?.uid === 0;
    case '-G':
      return found()?.gid === 0;
    case '-N': {
      const file = found();
      return file !== undefined && file.modified > file.accessed;
    }
    case '-t': {
      const fd = files.get(Number(operand));
      return fd !== undefined && kernel.isatty(fd);
    }
  }
  return undefined;
}

function integer(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ShellError(`test: Illegal number: ${text}`, 2);
  return BigInt(text.trim().replace(/^\+/, ''));
}

const binaryOperators = new Set('= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef'.split(' '));

function binary(
  kernel: SystemCalls,
  left: string,
  operator: string,
  right: string,
  number: (text: string) => bigint,
): boolean {
  const times = () => {
    const [a, b] = [stat(kernel, left), stat(kernel, right)];
    return [typeof a === 'number' ? undefined : a, typeof b === 'number' ? undefined : b] as const;
  };
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return compare(left, right) < 0;
    case '>':
      return compare(left, right) > 0;
    case '-nt': {
      const [a, b] = times();
      return a !== undefined && (b === undefined || a.modified > b.modified);
    }
    case '-ot': {
      const [a, b] = times();
      return b !== undefined && (a === undefined || a.modified < b.modified);
    }
    case '-ef': {
      const [a, b] = times();
      return a !== undefined && a.inode === b?.inode && a.dev === b.dev;
    }
  }
  const [a, b] = [number(left), number(right)];
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

/** `-v name` or `-v name[key]`. */
function isSet({ state, expansion }: Interpreter, name: string): boolean {
  const element = /^(\w+)\[(.*)\]$/s.exec(name);
  if (!element) return state.get(name) !== undefined;
  const [, array = '', index = ''] = element;
  if (index === '@' || index === '*') return state.elements(array).size > 0;
  return state.elements(array).has(expansion.key(array, { parts: [{ type: 'text', text: index, quoted: true }] }));
}

/** The expression of `[[ … ]]`. */
export function evaluateCondition(shell: Interpreter, node: Condition): boolean {
  const { expansion, kernel, state } = shell;
  switch (node.type) {
    case 'not':
      return !evaluateCondition(shell, node.operand);
    case 'and':
      return evaluateCondition(shell, node.left) && evaluateCondition(shell, node.right);
    case 'or':
      return evaluateCondition(shell, node.left) || evaluateCondition(shell, node.right);
    case 'word':
      return expansion.text(node.word) !== '';
    case 'unary': {
      const operand = expansion.text(node.operand);
      if (node.operator === '-v') return isSet(shell, operand);
      if (node.operator === '-o') return state.options[operand as 'errexit'] ?? false;
      const result = unary(kernel, state.files, node.operator, operand);
      if (result === undefined) throw new ShellError(`[[: ${node.operator}: unknown operator`, 2);
      return result;
    }
    case 'binary': {
      const left = expansion.text(node.left);
      const { nocasematch } = state.options;
      if (node.operator === '=' || node.operator === '==')
        return matches(left, expansion.pieces(node.right), nocasematch);
      if (node.operator === '!=') return !matches(left, expansion.pieces(node.right), nocasematch);
      if (node.operator === '=~') return matchExpression(shell, left, node.right);
      const number = (text: string) => expansion.evaluate(text);
      return binary(kernel, left, node.operator, expansion.text(node.right), number);
    }
  }
}

/** `=~`: a POSIX extended expression, whose quoted pieces stand for themselves; fills BASH_REMATCH. */
function matchExpression(
  shell: Interpreter,
  text: string,
  right: Extract<Condition, { type: 'binary' }>['right'],
): boolean {
  const { expansion, state } = shell;
  const source = expansion
    .pieces(right)
    .map((piece) => (piece.quoted ? patternSource([piece]) : piece.text))
    .join('')
    .replace(/\[\[:(\w+):\]\]/g, (_match, name: string) => patternSource([{ text: `[[:${name}:]]`, quoted: false }]));
  let found: RegExpExecArray | null;
  try {
    found = new RegExp(source, state.options.nocasematch ? 'iu' : 'u').exec(text);
  } catch {
    found = compile(source, '').exec(text);
  }
  const variable = state.array('BASH_REMATCH');
  variable.elements = new Map((found ?? []).map((group, index) => [String(index), group ?? '']));
  return found !== null;
}

/** `test`'s own arguments: by their number as POSIX says, `-a`, `-o`, `!` and parentheses beyond. */
export function test(kernel: SystemCalls, files: Files, operands: readonly string[]): boolean {
  const [first = '', second = '', third = '', fourth] = operands;
  const one = (text: string) => text !== '';
  const two = (operator: string, operand: string): boolean => {
    if (operator === '!') return !one(operand);
    const result = unary(kernel, files, operator, operand);
    if (result === undefined) throw new ShellError(`test: ${operator}: unexpected operator`, 2);
    return result;
  };
  const three = (left: string, operator: string, right: string): boolean => {
    if (binaryOperators.has(operator)) return binary(kernel, left, operator, right, integer);
    if (operator === '-a') return one(left) && one(right);
    if (operator === '-o') return one(left) || one(right);
    if (left === '!') return !two(operator, right);
    if (left === '(' && right === ')') return one(operator);
    throw new ShellError(`test: ${operator}: unexpected operator`, 2);
  };
  if (!operands.length) return false;
  if (operands.length === 1) return one(first);
  if (operands.length === 2) return two(first, second);
  if (operands.length === 3) return three(first, second, third);
  if (operands.length === 4 && first === '!') return !three(second, third, fourth ?? '');
  if (operands.length === 4 && first === '(' && fourth === ')') return two(second, third);
  return longTest(kernel, files, operands);
}

function longTest(kernel: SystemCalls, files: Files, operands: readonly string[]): boolean {
  let position = 0;
  const peek = () => operands[position];
  const either = (): boolean => {
    let value = both();
    while (peek() === '-o') {
      position += 1;
      value = both() || value;
    }
    return value;
  };
  const both = (): boolean => {
    let value = not();
    while (peek() === '-a') {
      position += 1;
      value = not() && value;
    }
    return value;
  };
  const not = (): boolean => {
    if (peek() !== '!' || position + 1 >= operands.length) return primary();
    position += 1;
    return !not();
  };
  const primary = (): boolean => {
    const [first = '', second, third] = operands.slice(position);
    if (second !== undefined && third !== undefined && binaryOperators.has(second)) {
      position += 3;
      return binary(kernel, first, second, third, integer);
    }
    if (first === '(' && second !== undefined) {
      position += 1;
      const value = either();
      if (peek() !== ')') throw new ShellError("test: missing ')'", 2);
      position += 1;
      return value;
    }
    const result = second === undefined ? undefined : unary(kernel, files, first, second);
    position += result === undefined ? 1 : 2;
    return result ?? first !== '';
  };
  const value = either();
  if (position < operands.length) throw new ShellError(`test: ${operands[position]}: unexpected operator`, 2);
  return value;
}
