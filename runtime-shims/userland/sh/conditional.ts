/** The tests of `test`, `[` (POSIX test(1)) and `[[`. */
import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Expansion } from './expansion.ts';
import { matches } from './pattern.ts';
import { ShellError } from './state.ts';
import type { ConditionalNode } from './syntax.ts';

function stat(path: string, follow = true): Stats | undefined {
  try {
    return follow ? statSync(path) : lstatSync(path);
  } catch {
    return undefined;
  }
}

function accessible(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

const unary: Record<string, (operand: string) => boolean> = {
  '-n': (text) => text !== '',
  '-z': (text) => text === '',
  '-a': (path) => stat(path) !== undefined,
  '-e': (path) => stat(path) !== undefined,
  '-f': (path) => stat(path)?.isFile() ?? false,
  '-d': (path) => stat(path)?.isDirectory() ?? false,
  '-h': (path) => stat(path, false)?.isSymbolicLink() ?? false,
  '-L': (path) => stat(path, false)?.isSymbolicLink() ?? false,
  '-p': (path) => stat(path)?.isFIFO() ?? false,
  '-S': (path) => stat(path)?.isSocket() ?? false,
  '-b': (path) => stat(path)?.isBlockDevice() ?? false,
  '-c': (path) => stat(path)?.isCharacterDevice() ?? false,
  '-s': (path) => (stat(path)?.size ?? 0) > 0,
  '-r': (path) => accessible(path, constants.R_OK),
  '-w': (path) => accessible(path, constants.W_OK),
  '-x': (path) => accessible(path, constants.X_OK),
  '-t': (fd) => isatty(Number(fd)),
};

function integer(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ShellError(`test: ${text}: integer expression expected`, 2);
  return Number(text);
}

const binary: Record<string, (left: string, right: string) => boolean> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '-eq': (a, b) => integer(a) === integer(b),
  '-ne': (a, b) => integer(a) !== integer(b),
  '-lt': (a, b) => integer(a) < integer(b),
  '-le': (a, b) => integer(a) <= integer(b),
  '-gt': (a, b) => integer(a) > integer(b),
  '-ge': (a, b) => integer(a) >= integer(b),
  '-nt': (a, b) => (stat(a)?.mtimeMs ?? -1) > (stat(b)?.mtimeMs ?? -1),
  '-ot': (a, b) => (stat(a)?.mtimeMs ?? -1) < (stat(b)?.mtimeMs ?? -1),
  '-ef': (a, b) => stat(a) !== undefined && stat(a)?.ino === stat(b)?.ino,
};

/** The expression of `[[ … ]]`. */
export function conditional(expansion: Expansion, node: ConditionalNode): boolean {
  switch (node.type) {
    case 'CondNot':
      return !conditional(expansion, node.operand);
    case 'CondAnd':
      return conditional(expansion, node.left) && conditional(expansion, node.right);
    case 'CondOr':
      return conditional(expansion, node.left) || conditional(expansion, node.right);
    case 'CondGroup':
      return conditional(expansion, node.expression);
    case 'CondWord':
      return expansion.text(node.word) !== '';
    case 'CondUnary':
      return applyUnary(node.operator, expansion.text(node.operand));
    case 'CondBinary': {
      const left = expansion.text(node.left);
      if (node.operator === '=' || node.operator === '==') return matches(left, expansion.pattern(node.right));
      if (node.operator === '!=') return !matches(left, expansion.pattern(node.right));
      if (node.operator === '=~') return new RegExp(expansion.text(node.right)).test(left);
      return binary[node.operator]?.(left, expansion.text(node.right)) ?? false;
    }
  }
}

function applyUnary(operator: string, operand: string): boolean {
  const test = unary[operator];
  if (!test) throw new ShellError(`test: ${operator}: unary operator expected`, 2);
  return test(operand);
}

/** `test`'s own arguments: by their number as POSIX says, `-a`, `-o`, `!` and parentheses beyond. */
export function test(operands: readonly string[]): boolean {
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
    if (peek() === '!' && position + 1 < operands.length) {
      position += 1;
      return !not();
    }
    return primary();
  };
  const primary = (): boolean => {
    const [first = '', second, third] = operands.slice(position);
    const operation = second === undefined ? undefined : binary[second];
    if (operation && third !== undefined) {
      position += 3;
      return operation(first, third);
    }
    if (first === '(' && second !== undefined) {
      position += 1;
      const value = either();
      if (peek() !== ')') throw new ShellError("test: missing ')'", 2);
      position += 1;
      return value;
    }
    if (second !== undefined && /^-[a-zA-Z]$/.test(first)) {
      position += 2;
      return applyUnary(first, second);
    }
    position += 1;
    return first !== '';
  };
  if (!operands.length) return false;
  const value = either();
  if (position < operands.length) throw new ShellError(`test: ${operands[position]}: unexpected operator`, 2);
  return value;
}
