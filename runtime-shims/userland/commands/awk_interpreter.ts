/** Runs awk programs. */

import type { Input } from '../system/io.ts';
import { decode } from '../system/text.ts';
import { callBuiltin } from './awk_builtins.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement, Target } from './awk_parser.ts';
import { AwkStreams } from './awk_streams.ts';
import {
  type AwkArray,
  compare,
  formatValues,
  fromInput,
  isTrue,
  numberText,
  toNumber,
  toText,
  type Value,
} from './awk_values.ts';
import { type CommandContext, UsageError } from './command.ts';
import { posixExpression } from './regular_expression.ts';

/** `next`, `exit` and the like on their way up. */
class Jump extends Error {
  readonly kind: string;
  readonly value: Value;
  constructor(kind: string, value?: Value) {
    super(kind);
    this.kind = kind;
    this.value = value;
  }
}

/** A variable of a function that was given no value yet: it may become an array, the caller's with it. */
class Untyped {
  readonly become: (array: AwkArray) => void;
  constructor(become: (array: AwkArray) => void) {
    this.become = become;
  }
}

type Local = Value | AwkArray | Untyped;

const maximumDepth = 1000;

export class AwkInterpreter {
  readonly #context: CommandContext;
  readonly #program: AwkProgram;
  readonly streams: AwkStreams;
  readonly #globals = new Map<string, Value>();
  readonly #arrays = new Map<string, AwkArray>();
  #frame: Map<string, Local> | undefined;
  #depth = 0;
  #record = '';
  #fields: string[] | undefined;
  #assigned: Value[] | undefined;
  /** Rules whose range is open. */
  readonly #ranges = new Set<Rule>();
  readonly #expressions = new Map<string, RegExp>();
  #input: Input | undefined;
  #arguments: number = 1;
  #readAny = false;
  /** Of `srand`. */
  seed = 0;
  #random = 0;

  constructor(context: CommandContext, program: AwkProgram, words: readonly string[]) {
    this.#context = context;
    this.#program = program;
    this.streams = new AwkStreams(context);
    const defaults: Record<string, Value> = {
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
    for (const [name, value] of Object.entries(defaults)) this.#globals.set(name, value);
    this.#globals.set('ARGC', words.length + 1);
    const list = this.array('ARGV');
    list.set('0', 'awk');
    for (const [index, word] of words.entries()) list.set(String(index + 1), fromInput(word));
    const environment = this.array('ENVIRON');
    for (const [name, value] of context.program.environment) environment.set(name, fromInput(value));
  }

  /** Times are in UTC. */
  get utc(): boolean {
    return /^(?:UTC0?|GMT)$/.test(this.#context.environment('TZ') ?? '');
  }

  setSeed(seed: number): void {
    this.seed = seed;
    this.#random = seed >>> 0;
  }

  /** From 0 to 1, the same sequence for the same seed (a linear congruential generator). */
  random(): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#random / 4_294_967_296;
  }

  isArray(name: string): boolean {
    if (this.#frame?.has(name)) return this.#frame.get(name) instanceof Map;
    return this.#arrays.has(name);
  }

  get context(): CommandContext {
    return this.#context;
  }

  text(value: Value): string {
    return toText(value, this.#format);
  }

  get #format(): string {
    const format = this.#globals.get('CONVFMT');
    return typeof format === 'string' ? format : '%.6g';
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

  variable(name: string): Value {
    if (this.#frame?.has(name)) {
      const local = this.#frame.get(name);
      if (local instanceof Map) throw new UsageError(`attempt to use array '${name}' in a scalar context`, 2);
      return local instanceof Untyped ? undefined : local;
    }
    if (name === 'NF') this.#split();
    return this.#globals.get(name);
  }

  setVariable(name: string, value: Value): void {
    if (this.#frame?.has(name)) {
      this.#frame.set(name, value);
      return;
    }
    if (name === 'NF') {
      this.#split();
      this.#resize(Math.max(0, Math.trunc(toNumber(value))));
      this.#rebuild();
      return;
    }
    this.#globals.set(name, value);
  }

  // — records and fields —

  setRecord(text: string): void {
    this.#record = text;
    this.#fields = undefined;
    this.#assigned = undefined;
  }

  #split(): string[] {
    if (!this.#fields) {
      this.#fields = this.splitText(this.#record, this.text(this.#globals.get('FS')));
      this.#globals.set('NF', this.#fields.length);
    }
    return this.#fields;
  }

  splitText(text: string, separator: string | RegExp): string[] {
    if (text === '') return [];
    if (typeof separator !== 'string') return text.split(this.#withoutGroups(separator));
    // With an empty RS newlines part fields as well.
    const lines = this.#globals.get('RS') === '';
    if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? [];
    if (separator === '') return [...text];
    if (separator.length === 1 && !lines && separator !== '\\') return text.split(separator);
    const source = separator.length === 1 ? `[${separator}]` : separator;
    return text.split(this.#withoutGroups(this.expression(lines ? `(${source})|\n` : source)));
  }

  /** split() would hand out what groups match. */
  #withoutGroups(expression: RegExp): RegExp {
    return new RegExp(expression.source.replace(/((?:^|[^\\])(?:\\\\)*)\((?!\?)/g, '$1(?:'), 'u');
  }

  field(index: number): Value {
    if (index < 0) throw new UsageError(`attempt to access field ${index}`, 2);
    if (index === 0) return fromInput(this.#record);
    const fields = this.#split();
    const assigned = this.#assigned?.[index];
    if (assigned !== undefined) return assigned;
    const text = fields[index - 1];
    return text === undefined ? undefined : fromInput(text);
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.setRecord(this.text(value));
      return;
    }
    const fields = this.#split();
    if (index > fields.length) this.#resize(index);
    fields[index - 1] = this.text(value);
    this.#assigned ??= [];
    this.#assigned[index] = value;
    this.#rebuild();
  }

  #resize(count: number): void {
    const fields = this.#split();
    while (fields.length < count) fields.push('');
    fields.length = count;
    this.#globals.set('NF', count);
  }

  #rebuild(): void {
    this.#record = (this.#fields ?? []).join(this.text(this.#globals.get('OFS')));
  }

  /** The next record of an input; undefined at its end. */
  #readRecord(input: Input): string | undefined {
    const separator = this.text(this.#globals.get('RS'));
    if (separator === '\n') {
      const line = input.lineBytes();
      return line === null ? undefined : decode(line.at(-1) === 10 ? line.subarray(0, -1) : line);
    }
    if (separator.length === 1 && separator.charCodeAt(0) < 128) {
      const code = separator.charCodeAt(0);
      const line = input.lineBytes(code);
      if (line === null) return undefined;
      const ended = line.at(-1) === code;
      const text = decode(ended ? line.subarray(0, -1) : line);
      return text;
    }
    return this.#readByExpression(input, separator);
  }

  readonly #pending = new Map<Input, { text: string; at: number }>();

  #readByExpression(input: Input, separator: string): string | undefined {
    let rest = this.#pending.get(input);
    if (!rest) {
      rest = { text: input.text(), at: 0 };
      if (separator === '') rest.text = rest.text.replace(/^\n+/, '');
      this.#pending.set(input, rest);
    }
    if (rest.at >= rest.text.length) return undefined;
    const expression = separator === '' ? /\n\n+/g : new RegExp(this.expression(separator).source, 'gu');
    expression.lastIndex = rest.at;
    const found = expression.exec(rest.text);
    const record = rest.text.slice(rest.at, found?.index ?? undefined);
    rest.at = found ? found.index + Math.max(1, found[0].length) : rest.text.length;
    return found ? record : record.replace(/\n$/, '');
  }

  /** The next record of the program's own input. */
  #nextRecord(): string | undefined {
    for (;;) {
      this.#input ??= this.#nextInput();
      if (!this.#input) return undefined;
      const record = this.#readRecord(this.#input);
      if (record !== undefined) return record;
      this.#input = undefined;
    }
  }

  #nextInput(): Input | undefined {
    const list = this.array('ARGV');
    while (this.#arguments < toNumber(this.#globals.get('ARGC'))) {
      const word = this.text(list.get(String(this.#arguments)));
      this.#arguments += 1;
      if (word === '') continue;
      if (/^[A-Za-z_]\w*=/.test(word)) {
        this.assignWord(word);
        continue;
      }
      this.#readAny = true;
      const input = this.#context.open(word);
      if (!input) continue;
      this.#globals.set('FILENAME', word);
      this.#globals.set('FNR', 0);
      return input;
    }
    if (this.#readAny) return undefined;
    this.#readAny = true;
    return this.#context.input;
  }

  /** `name=value` on the command line. */
  assignWord(word: string): void {
    const equals = word.indexOf('=');
    const text = word
      .slice(equals + 1)
      .replace(/\\([nt\\"/])/g, (_match, each: string) => ({ n: '\n', t: '\t' })[each] ?? each);
    this.#globals.set(word.slice(0, equals), fromInput(text));
  }

  // — the program —

  run(): number {
    const { rules } = this.#program;
    let status = 0;
    const guarded = (action: () => void): boolean => {
      try {
        action();
        return true;
      } catch (error) {
        if (!(error instanceof Jump) || error.kind !== 'exit') throw error;
        if (error.value !== undefined) status = toNumber(error.value) & 255;
        return false;
      }
    };
    const ends = rules.filter(({ kind }) => kind === 'END');
    const each = rules.filter(({ kind }) => kind !== 'BEGIN' && kind !== 'END');
    const begun = guarded(() => {
      for (const rule of rules) if (rule.kind === 'BEGIN') this.#execute(rule.body);
    });
    if (begun && (each.length || ends.length)) guarded(() => this.#readAll(each));
    // exit in BEGIN or in a rule still runs END; in END itself it ends.
    if (begun || ends.length)
      guarded(() => {
        for (const { body } of ends) this.#execute(body);
      });
    this.streams.closeAll();
    return status;
  }

  #readAll(rules: readonly Rule[]): void {
    for (let record = this.#nextRecord(); record !== undefined; record = this.#nextRecord()) {
      this.#count();
      this.setRecord(record);
      try {
        for (const rule of rules) if (this.#selects(rule)) this.#execute(rule.body);
      } catch (error) {
        if (!(error instanceof Jump) || (error.kind !== 'next' && error.kind !== 'nextfile')) throw error;
        if (error.kind === 'nextfile') this.#input = undefined;
      }
    }
  }

  #count(): void {
    this.#globals.set('NR', toNumber(this.#globals.get('NR')) + 1);
    this.#globals.set('FNR', toNumber(this.#globals.get('FNR')) + 1);
  }

  #selects(rule: Rule): boolean {
    if (!rule.test) return true;
    if (!rule.until) return isTrue(this.value(rule.test));
    if (!this.#ranges.has(rule)) {
      if (!isTrue(this.value(rule.test))) return false;
      this.#ranges.add(rule);
    }
    if (isTrue(this.value(rule.until))) this.#ranges.delete(rule);
    return true;
  }

  #execute(statement: Statement | undefined): void {
    if (!statement) {
      this.#context.print(this.#record + this.text(this.#globals.get('ORS')));
      return;
    }
    switch (statement.type) {
      case 'expression':
        this.value(statement.expression);
        return;
      case 'print':
        this.#print(statement);
        return;
      case 'block':
        for (const each of statement.body) this.#execute(each);
        return;
      case 'if':
        if (isTrue(this.value(statement.test))) this.#execute(statement.yes);
        else if (statement.no) this.#execute(statement.no);
        return;
      case 'while':
        if (statement.first && !this.#runBody(statement.body)) return;
        while (isTrue(this.value(statement.test))) if (!this.#runBody(statement.body)) return;
        return;
      case 'for':
        if (statement.start) this.#execute(statement.start);
        while (!statement.test || isTrue(this.value(statement.test))) {
          if (!this.#runBody(statement.body)) return;
          if (statement.step) this.#execute(statement.step);
        }
        return;
      case 'each':
        for (const key of [...this.array(statement.array).keys()]) {
          this.setVariable(statement.name, fromInput(key));
          if (!this.#runBody(statement.body)) return;
        }
        return;
      case 'delete':
        if (statement.key) this.array(statement.name).delete(this.key(statement.key));
        else this.array(statement.name).clear();
        return;
      case 'exit':
      case 'return':
        throw new Jump(statement.type, statement.value && this.value(statement.value));
      default:
        throw new Jump(statement.type);
    }
  }

  /** False: `break`. */
  #runBody(body: Statement): boolean {
    try {
      this.#execute(body);
    } catch (error) {
      if (!(error instanceof Jump) || (error.kind !== 'break' && error.kind !== 'continue')) throw error;
      return error.kind === 'continue';
    }
    return true;
  }

  #print({ formatted, words, redirect, target }: Extract<Statement, { type: 'print' }>): void {
    const values = words.map((word) => this.value(word));
    const output = this.#globals.get('OFMT');
    let text: string;
    if (formatted) text = formatValues(this.text(values[0]), values.slice(1), this.#format);
    else {
      const shown = (value: Value) =>
        typeof value === 'number' ? numberText(value, typeof output === 'string' ? output : '%.6g') : this.text(value);
      const ends = this.text(this.#globals.get('ORS'));
      text = (values.length ? values.map(shown).join(this.text(this.#globals.get('OFS'))) : this.#record) + ends;
    }
    if (target) this.streams.write(redirect, this.text(this.value(target)), text);
    else this.#context.print(text);
  }

  // — expressions —

  key(parts: readonly Expression[]): string {
    const [only] = parts;
    if (parts.length === 1 && only) return this.text(this.value(only));
    return parts.map((part) => this.text(this.value(part))).join(this.text(this.#globals.get('SUBSEP')));
  }

  /** A compiled expression for a text. */
  expression(source: string): RegExp {
    let found = this.#expressions.get(source);
    if (!found) {
      found = posixExpression(source, { extended: true });
      this.#expressions.set(source, found);
    }
    return found;
  }

  /** What an operand of `~` or an argument of sub() is: a regular expression, or a text that is one. */
  pattern(expression: Expression): RegExp {
    return this.expression(expression.type === 'regex' ? expression.source : this.text(this.value(expression)));
  }

  value(expression: Expression): Value {
    switch (expression.type) {
      case 'number':
      case 'string':
        return expression.value;
      case 'regex':
        return this.expression(expression.source).test(this.#record) ? 1 : 0;
      case 'group':
        return this.value(expression.inner);
      case 'name':
        return this.variable(expression.name);
      case 'field':
        return this.field(Math.trunc(toNumber(this.value(expression.index))));
      case 'element': {
        const array = this.array(expression.name);
        const key = this.key(expression.key);
        // Looking at an element makes it.
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case 'unary': {
        const operand = this.value(expression.operand);
        if (expression.operator === '!') return isTrue(operand) ? 0 : 1;
        return expression.operator === '-' ? -toNumber(operand) : toNumber(operand);
      }
      case 'binary':
        return this.#binary(expression.operator, this.value(expression.left), this.value(expression.right));
      case 'and':
        return isTrue(this.value(expression.left)) && isTrue(this.value(expression.right)) ? 1 : 0;
      case 'or':
        return isTrue(this.value(expression.left)) || isTrue(this.value(expression.right)) ? 1 : 0;
      case 'conditional':
        return this.value(isTrue(this.value(expression.test)) ? expression.yes : expression.no);
      case 'assign': {
        const value = this.value(expression.value);
        const result = expression.operator
          ? this.#binary(expression.operator, this.value(expression.target), value)
          : value;
        this.assign(expression.target, result);
        return result;
      }
      case 'step': {
        const before = toNumber(this.value(expression.target));
        this.assign(expression.target, before + expression.by);
        return expression.prefix ? before + expression.by : before;
      }
      case 'match':
        return this.pattern(expression.right).test(this.text(this.value(expression.left))) === expression.negated
          ? 0
          : 1;
      case 'in':
        return this.array(expression.array).has(this.key(expression.key)) ? 1 : 0;
      case 'call':
        return this.#call(expression.name, expression.words);
      case 'builtin':
        return callBuiltin(this, expression.name, expression.words);
      case 'getline':
        return this.#getline(expression);
    }
  }

  #binary(operator: string, left: Value, right: Value): Value {
    switch (operator) {
      case ' ':
        return this.text(left) + this.text(right);
      case '+':
        return toNumber(left) + toNumber(right);
      case '-':
        return toNumber(left) - toNumber(right);
      case '*':
        return toNumber(left) * toNumber(right);
      case '/':
      case '%':
        if (toNumber(right) === 0) throw new UsageError('division by zero', 2);
        return operator === '/' ? toNumber(left) / toNumber(right) : toNumber(left) % toNumber(right);
      case '^':
        return toNumber(left) ** toNumber(right);
    }
    const order = compare(left, right, this.#format);
    const results: Record<string, boolean> = {
      '<': order < 0,
      '<=': order <= 0,
      '==': order === 0,
      '!=': order !== 0,
      '>=': order >= 0,
      '>': order > 0,
    };
    return results[operator] ? 1 : 0;
  }

  assign(target: Target, value: Value): void {
    if (target.type === 'name') this.setVariable(target.name, value);
    else if (target.type === 'field') this.setField(Math.trunc(toNumber(this.value(target.index))), value);
    else this.array(target.name).set(this.key(target.key), value);
  }

  #call(name: string, words: readonly Expression[]): Value {
    const definition: AwkFunction | undefined = this.#program.functions.get(name);
    if (!definition) throw new UsageError(`function '${name}' not defined`, 2);
    if (this.#depth >= maximumDepth) throw new UsageError(`function '${name}': too deeply nested`, 2);
    const frame = new Map<string, Local>();
    const caller = this.#frame;
    for (const [index, parameter] of definition.parameters.entries()) {
      const word = words[index];
      frame.set(parameter, word ? this.#argument(word) : undefined);
    }
    this.#frame = frame;
    this.#depth += 1;
    try {
      this.#execute(definition.body);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'return') throw error;
      return error.value;
    } finally {
      this.#frame = caller;
      this.#depth -= 1;
    }
    return undefined;
  }

  /** Arrays are handed over as they are; a name without a value may be one yet. */
  #argument(word: Expression): Local {
    if (word.type !== 'name') return this.value(word);
    const frame = this.#frame;
    if (frame?.has(word.name)) {
      const local = frame.get(word.name);
      if (local !== undefined && !(local instanceof Untyped)) return local;
      return new Untyped((array) => {
        frame.set(word.name, array);
        if (local instanceof Untyped) local.become(array);
      });
    }
    const array = this.#arrays.get(word.name);
    if (array) return array;
    const value = this.variable(word.name);
    if (value !== undefined) return value;
    return new Untyped((made) => void this.#arrays.set(word.name, made));
  }

  /** 1: a record was read; 0 at the end; -1 on an error. */
  #getline({ target, file, command }: Extract<Expression, { type: 'getline' }>): number {
    let record: string | undefined;
    if (file || command) {
      const name = this.text(this.value((file ?? command) as Expression));
      const input = this.streams.reader(file ? 'file' : 'command', name);
      if (!input) return -1;
      record = this.#readRecord(input);
      if (record !== undefined && command) this.#globals.set('NR', toNumber(this.#globals.get('NR')) + 1);
    } else {
      record = this.#nextRecord();
      if (record !== undefined) this.#count();
    }
    if (record === undefined) return 0;
    if (target) this.assign(target, fromInput(record));
    else this.setRecord(record);
    return 1;
  }
}
