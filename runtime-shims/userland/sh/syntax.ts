/**
 * The syntax tree of the shell language (POSIX XCU 2.10 and the parts of bash that scripts use). Plain data throughout:
 * it travels to a subshell in another process as JSON.
 */

/** One piece of a word. `quoted`: between quotes, so that its value is neither split nor a pattern. */
export type Part =
  | { type: 'text'; text: string; quoted: boolean }
  | { type: 'tilde'; user: string }
  | ParameterPart
  | { type: 'command'; body: List; quoted: boolean }
  | { type: 'arithmetic'; expression: Word; quoted: boolean }
  | { type: 'process'; direction: '<' | '>'; body: List };

export interface ParameterPart {
  type: 'parameter';
  name: string;
  quoted: boolean;
  /** `${#name}` */
  length?: boolean;
  /** `${!name}` */
  indirect?: boolean;
  /** Of an array's element: an expression, a key, `@` or `*`. */
  index?: Word;
  /** `-`, `:=`, `%%`, `//`, `:` (a piece, by offset and length) … */
  operator?: string;
  operand?: Word;
  /** The replacement of `/`, or the length of `:`. */
  second?: Word;
}

export interface Word {
  parts: Part[];
  /** An argument of `export`, `local` and their like that assigns. */
  assignment?: Assignment;
}

export interface Assignment {
  name: string;
  index?: Word;
  append: boolean;
  value: Word;
  /** `name=(…)` */
  elements?: { index?: Word; value: Word }[];
}

export interface Redirection {
  /** Undefined: the operator's own (0 or 1). */
  fd?: number;
  /** `{name}>file`: the variable that is told the descriptor, which is a free one. */
  variable?: string;
  operator: string;
  /** The file, the descriptor, or the text of a here-document. */
  target: Word;
}

export type Command = (
  | { type: 'simple'; assignments: Assignment[]; words: Word[]; line: number }
  | { type: 'group'; body: List }
  | { type: 'subshell'; body: List }
  | { type: 'if'; clauses: { test: List; body: List }[]; otherwise?: List }
  | { type: 'for'; name: string; words?: Word[]; body: List }
  | { type: 'select'; name: string; words?: Word[]; body: List }
  | { type: 'coprocess'; name: string; body: Command; source: string }
  | { type: 'count'; start: Word; test: Word; step: Word; body: List }
  | { type: 'while'; until: boolean; test: List; body: List }
  | { type: 'case'; word: Word; clauses: CaseClause[] }
  | { type: 'function'; name: string; body: Command; source: string }
  | { type: 'arithmetic'; expression: Word }
  | { type: 'conditional'; expression: Condition }
) & { redirections: Redirection[] };

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

export interface CaseClause {
  patterns: Word[];
  body: List;
  /** `;;` ends, `;&` runs the next one's body, `;;&` tests on. */
  end: string;
}

/** The expression of `[[ … ]]`. */
export type Condition =
  | { type: 'not'; operand: Condition }
  | { type: 'and' | 'or'; left: Condition; right: Condition }
  | { type: 'unary'; operator: string; operand: Word }
  | { type: 'binary'; operator: string; left: Word; right: Word }
  | { type: 'word'; word: Word };

export interface Pipeline {
  commands: Command[];
  /** For each `|` whether it is `|&`. */
  errorsToo: boolean[];
  negated: boolean;
  timed: boolean;
}

export interface AndOr {
  first: Pipeline;
  rest: { operator: '&&' | '||'; pipeline: Pipeline }[];
  background: boolean;
  source: string;
}

export type List = AndOr[];

/** `incomplete`: the text may go on in further lines. */
export class ShellSyntaxError extends Error {
  readonly incomplete: boolean;
  readonly line: number;
  constructor(message: string, line: number, incomplete: boolean) {
    super(message);
    this.line = line;
    this.incomplete = incomplete;
  }
}
