/** What a shell knows and a subshell inherits: variables, functions, options, positional parameters, open files. */
import type { CommandOf } from './syntax.ts';

export interface Variable {
  value: string;
  /** Elements of an array, by index (decimal digits) or key; `value` counts for nothing then. */
  elements?: Map<string, string>;
  associative?: boolean;
  integer?: boolean;
  /** Named by `export` or `readonly` without ever having had a value. */
  unset?: boolean;
  exported: boolean;
  readonly: boolean;
}

/** Options of `set`, by their long names. */
export interface Options {
  allexport: boolean;
  errexit: boolean;
  monitor: boolean;
  noclobber: boolean;
  noexec: boolean;
  noglob: boolean;
  nounset: boolean;
  pipefail: boolean;
  verbose: boolean;
  xtrace: boolean;
  /** bash's `shopt`. */
  nullglob: boolean;
  dotglob: boolean;
  extglob: boolean;
  nocasematch: boolean;
  globstar: boolean;
  failglob: boolean;
  expand_aliases: boolean;
  inherit_errexit: boolean;
  lastpipe: boolean;
}

export const optionLetters: Record<string, keyof Options> = {
  a: 'allexport',
  e: 'errexit',
  m: 'monitor',
  C: 'noclobber',
  n: 'noexec',
  f: 'noglob',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
};
export const shoptNames: readonly (keyof Options)[] = [
  'nullglob',
  'dotglob',
  'extglob',
  'nocasematch',
  'globstar',
  'failglob',
  'expand_aliases',
  'inherit_errexit',
  'lastpipe',
];
export const setNames = Object.values(optionLetters).concat('pipefail').sort();

function initialOptions(): Options {
  const off = Object.fromEntries([...setNames, ...shoptNames].map((name) => [name, false]));
  return { ...(off as unknown as Options), expand_aliases: true };
}

/** Which kernel descriptor stands behind each descriptor number of the command language. */
export type Files = ReadonlyMap<number, number>;

/** `name[index]` as the target of an assignment, or nothing. */
const elementName = /^([A-Za-z_]\w*)\[(.*)\]$/s;

export class ShellState {
  variables = new Map<string, Variable>();
  functions = new Map<string, CommandOf<'function'>>();
  aliases = new Map<string, string>();
  /** By signal number as text, EXIT or ERR; an empty action ignores. */
  traps = new Map<string, string>();
  options: Options = initialOptions();
  /** `$0`, the name in error messages. */
  name = 'sh';
  /** `$1`, `$2`, … */
  positional: string[] = [];
  /** `$?` */
  status = 0;
  /** `$!` */
  lastBackground = 0;
  /** `$$`: a subshell's is its parent's. */
  pid = 0;
  line = 1;
  started = Date.now();
  pipeStatus: number[] = [0];
  /** Offset within a group of option letters, for `getopts`. */
  optionOffset = 0;
  /** Lines typed before, where there is somebody who types. */
  history: readonly string[] = [];
  files: Files = new Map();
  /** Variables saved by `local`, one map per function call under way. */
  locals: Map<string, Variable | undefined>[] = [];
  /** Names of the functions under way, the innermost first. */
  calls: string[] = [];

  get(name: string): string | undefined {
    const variable = this.variables.get(name);
    if (!variable || variable.unset) return this.#special(name);
    return variable.elements ? variable.elements.get('0') : variable.value;
  }

  #special(name: string): string | undefined {
    switch (name) {
      case 'LINENO':
        return String(this.line);
      case 'RANDOM':
        return String(Math.floor(Math.random() * 32_768));
      case 'SECONDS':
        return String(Math.floor((Date.now() - this.started) / 1000));
      case 'EPOCHSECONDS':
        return String(Math.floor(Date.now() / 1000));
      case 'EPOCHREALTIME':
        return (Date.now() / 1000).toFixed(6);
    }
    return undefined;
  }

  /** The elements of an array; a plain variable is one of one element. */
  elements(name: string): ReadonlyMap<string, string> {
    if (name === 'PIPESTATUS') return new Map(this.pipeStatus.map((status, index) => [String(index), String(status)]));
    if (name === 'FUNCNAME') return new Map(this.calls.map((call, index) => [String(index), call]));
    const variable = this.variables.get(name);
    if (variable?.elements) return variable.elements;
    const value = this.get(name);
    return value === undefined ? new Map() : new Map([['0', value]]);
  }

  /** Assigns; a readonly variable is an error of the shell's, by name. */
  set(name: string, value: string): void {
    const element = elementName.exec(name);
    if (element) {
      this.setElement(element[1] ?? '', element[2] ?? '', value);
      return;
    }
    const variable = this.variables.get(name);
    if (!variable) {
      this.variables.set(name, { value, exported: this.options.allexport, readonly: false });
      return;
    }
    this.assertWritable(name);
    variable.unset = false;
    if (this.options.allexport) variable.exported = true;
    if (variable.elements) variable.elements.set('0', value);
    else variable.value = value;
    if (name === 'OPTIND') this.optionOffset = 0;
  }

  assertWritable(name: string): void {
    if (this.variables.get(name)?.readonly) throw new ShellError(`${name}: is read only`, 2, true);
  }

  setElement(name: string, key: string, value: string): void {
    const variable = this.array(name);
    variable.elements?.set(key, value);
  }

  /** The variable as an array, made one where it is none. */
  array(name: string): Variable {
    this.assertWritable(name);
    let variable = this.variables.get(name);
    if (!variable) {
      variable = { value: '', exported: false, readonly: false, elements: new Map() };
      this.variables.set(name, variable);
    }
    variable.elements ??= new Map(variable.unset ? [] : [['0', variable.value]]);
    variable.unset = false;
    return variable;
  }

  /** The exported variables as `NAME=value`, with `extra` (a command's own assignments) over them. */
  environment(extra: ReadonlyMap<string, string> = new Map()): string[] {
    const result = new Map<string, string>();
    for (const [name, { value, exported, elements, unset }] of this.variables)
      if (exported && !elements && !unset) result.set(name, value);
    for (const [name, value] of extra) result.set(name, value);
    return [...result].map(([name, value]) => `${name}=${value}`);
  }

  /** A copy that the original does not feel: what a subshell begins with. */
  copy(): ShellState {
    const copy = Object.assign(new ShellState(), this);
    copy.variables = new Map();
    for (const [name, variable] of this.variables) {
      const { elements } = variable;
      copy.variables.set(name, elements ? { ...variable, elements: new Map(elements) } : { ...variable });
    }
    copy.functions = new Map(this.functions);
    copy.aliases = new Map(this.aliases);
    copy.traps = new Map(this.traps);
    copy.options = { ...this.options };
    copy.locals = this.locals.map((saved) => new Map(saved));
    return copy;
  }
}

/** An error that ends the command under way: printed as `sh: message`, and `$?` becomes `status`. */
export class ShellError extends Error {
  readonly status: number;
  /** A shell that is not interactive ends with it (POSIX 2.8.1). */
  readonly fatal: boolean;
  constructor(message: string, status = 1, fatal = false) {
    super(message);
    this.status = status;
    this.fatal = fatal;
  }
}

/** Ctrl-C at an interactive shell: back to the prompt. */
export class Interrupt extends Error {}

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
