/** Variables and arrays of awk programs, and those of the function that runs. */
import { type AwkArray, fromInput, toText, type Value } from './awk_values.ts';
import { UsageError } from './command.ts';

/** A variable of a function that was given no value yet: it may become an array, the caller's with it. */
class Untyped {
  readonly become: (array: AwkArray) => void;
  constructor(become: (array: AwkArray) => void) {
    this.become = become;
  }
}

/** What a function's parameter may be. */
export type Local = Value | AwkArray | Untyped;

const defaults: Readonly<Record<string, Value>> = {
  FS: ' ',
  OFS: ' ',
  ORS: '\n',
  RS: '\n',
  NR: 0,
  FNR: 0,
  NF: 0,
  SUBSEP: '\x1c',
  CONVFMT: '%.6g',
  OFMT: '%.6g',
  RSTART: 0,
  RLENGTH: -1,
  FILENAME: '',
};

export class AwkVariables {
  readonly globals = new Map<string, Value>(Object.entries(defaults));
  readonly #arrays = new Map<string, AwkArray>();
  #frame: Map<string, Local> | undefined;

  /** `words`: the operands of the command line. */
  constructor(words: readonly string[], environment: ReadonlyMap<string, string>) {
    this.globals.set('ARGC', words.length + 1);
    const list = this.array('ARGV');
    list.set('0', 'awk');
    for (const [index, word] of words.entries()) list.set(String(index + 1), fromInput(word));
    const variables = this.array('ENVIRON');
    for (const [name, value] of environment) variables.set(name, fromInput(value));
  }

  /** How numbers become text. */
  get format(): string {
    const format = this.globals.get('CONVFMT');
    return typeof format === 'string' ? format : '%.6g';
  }

  text(value: Value): string {
    return toText(value, this.format);
  }

  /** A global variable as text. */
  textOf(name: string): string {
    return this.text(this.globals.get(name));
  }

  isLocal(name: string): boolean {
    return this.#frame?.has(name) ?? false;
  }

  isArray(name: string): boolean {
    if (this.#frame?.has(name)) return this.#frame.get(name) instanceof Map;
    return this.#arrays.has(name);
  }

  array(name: string): AwkArray {
    const local = this.#frame?.has(name) ? this.#frame.get(name) : undefined;
    if (this.#frame?.has(name)) {
      if (local instanceof Map) return local;
      const made: AwkArray = new Map();
      this.#frame.set(name, made);
      if (local instanceof Untyped) local.become(made);
      return made;
    }
    let array = this.#arrays.get(name);
    if (!array) {
      array = new Map();
      this.#arrays.set(name, array);
    }
    return array;
  }

  get(name: string): Value {
    if (!this.#frame?.has(name)) return this.globals.get(name);
    const local = this.#frame.get(name);
    if (local instanceof Map) throw new UsageError(`attempt to use array '${name}' in a scalar context`, 2);
    return local instanceof Untyped ? undefined : local;
  }

  set(name: string, value: Value): void {
    if (this.#frame?.has(name)) this.#frame.set(name, value);
    else this.globals.set(name, value);
  }

  /** What a name is to a function that is called with it: arrays are handed over as they are; a name without a value may be one yet. */
  argument(name: string): Local {
    const frame = this.#frame;
    if (frame?.has(name)) {
      const local = frame.get(name);
      if (local !== undefined && !(local instanceof Untyped)) return local;
      return new Untyped((array) => {
        frame.set(name, array);
        if (local instanceof Untyped) local.become(array);
      });
    }
    const array = this.#arrays.get(name);
    if (array) return array;
    return this.globals.get(name) ?? new Untyped((made) => void this.#arrays.set(name, made));
  }

  /** Runs `action` with a function's own variables. */
  within<Result>(frame: Map<string, Local>, action: () => Result): Result {
    const caller = this.#frame;
    this.#frame = frame;
    try {
      return action();
    } finally {
      this.#frame = caller;
    }
  }
}
