/** What a shell knows and a subshell inherits: variables, functions, options, positional parameters, open files. */
import type { CommandOf } from './syntax.ts';

export interface Variable {
  value: string;
  exported: boolean;
  readonly: boolean;
}

/** Options of `set`, by their long names. */
export interface Options {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  noglob: boolean;
  pipefail: boolean;
}

/** Which kernel descriptor stands behind each descriptor number of the command language. */
export type Files = ReadonlyMap<number, number>;

export class ShellState {
  readonly variables = new Map<string, Variable>();
  readonly functions = new Map<string, CommandOf<'FunctionDef'>>();
  readonly aliases = new Map<string, string>();
  readonly traps = new Map<string, string>();
  readonly options: Options = { errexit: false, nounset: false, xtrace: false, noglob: false, pipefail: false };
  /** `$0`, the name in error messages. */
  name = 'sh';
  /** `$1`, `$2`, … */
  positional: string[] = [];
  /** `$?` */
  status = 0;
  /** `$!` */
  lastBackground = 0;
  files: Files = new Map([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  /** Variables saved by `local`, one map per function call under way. */
  readonly locals: Map<string, Variable | undefined>[] = [];

  get(name: string): string | undefined {
    return this.variables.get(name)?.value;
  }

  /** Assigns; a readonly variable is an error of the shell's, by name. */
  set(name: string, value: string): void {
    const variable = this.variables.get(name);
    if (variable?.readonly) throw new ShellError(`${name}: is read only`, 1);
    if (variable) variable.value = value;
    else this.variables.set(name, { value, exported: false, readonly: false });
  }

  /** The exported variables as `NAME=value`, with `extra` (a command's own assignments) over them. */
  environment(extra: ReadonlyMap<string, string> = new Map()): string[] {
    const result = new Map<string, string>();
    for (const [name, { value, exported }] of this.variables) if (exported) result.set(name, value);
    for (const [name, value] of extra) result.set(name, value);
    return [...result].map(([name, value]) => `${name}=${value}`);
  }
}

/** An error that ends the command under way: printed as `sh: message`, and `$?` becomes `status`. */
export class ShellError extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** `break`, `continue`, `return` and `exit` on their way up through the interpreter. */
export class ControlFlow extends Error {
  readonly kind: 'break' | 'continue' | 'return' | 'exit';
  /** Loops still to leave, or the exit status. */
  count: number;
  constructor(kind: 'break' | 'continue' | 'return' | 'exit', count: number) {
    super(kind);
    this.kind = kind;
    this.count = count;
  }
}
