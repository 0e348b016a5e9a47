/** Syntax tree of awk programs. */

export type Expression =
  | { type: 'number'; value: number }
  | { type: 'string'; value: string }
  | { type: 'regex'; source: string }
  | Target
  | { type: 'unary'; operator: string; operand: Expression }
  | { type: 'binary'; operator: string; left: Expression; right: Expression }
  | { type: 'and' | 'or'; left: Expression; right: Expression }
  | { type: 'conditional'; test: Expression; yes: Expression; no: Expression }
  | { type: 'assign'; operator: string; target: Target; value: Expression }
  | { type: 'step'; target: Target; by: 1 | -1; prefix: boolean }
  | { type: 'match'; negated: boolean; left: Expression; right: Expression }
  | { type: 'in'; key: Expression[]; array: string }
  | { type: 'call'; name: string; words: Expression[] }
  | { type: 'builtin'; name: string; words: Expression[] }
  | { type: 'group'; inner: Expression }
  | { type: 'getline'; target: Target | undefined; file: Expression | undefined; command: Expression | undefined };

export type Target =
  | { type: 'name'; name: string }
  | { type: 'field'; index: Expression }
  | { type: 'element'; name: string; key: Expression[] };

export type Statement =
  | { type: 'expression'; expression: Expression }
  | { type: 'print'; formatted: boolean; words: Expression[]; redirect: string; target: Expression | undefined }
  | { type: 'if'; test: Expression; yes: Statement; no: Statement | undefined }
  | { type: 'while'; test: Expression; body: Statement; first: boolean }
  | {
      type: 'for';
      start: Statement | undefined;
      test: Expression | undefined;
      step: Statement | undefined;
      body: Statement;
    }
  | { type: 'each'; name: string; array: string; body: Statement }
  | { type: 'block'; body: Statement[] }
  | { type: 'delete'; name: string; key: Expression[] | undefined }
  | { type: 'exit' | 'return'; value: Expression | undefined }
  | { type: 'break' | 'continue' | 'next' | 'nextfile' };

export interface Rule {
  /** BEGIN, END, a condition, a range, or every line. */
  kind: 'BEGIN' | 'END' | 'test' | 'range' | 'always';
  test?: Expression;
  until?: Expression;
  body: Statement | undefined;
}

export interface AwkFunction {
  name: string;
  parameters: string[];
  body: Statement;
}

export interface AwkProgram {
  rules: Rule[];
  functions: Map<string, AwkFunction>;
}

export function isTarget(expression: Expression): expression is Target {
  return expression.type === 'name' || expression.type === 'field' || expression.type === 'element';
}
