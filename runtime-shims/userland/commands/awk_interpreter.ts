/** Runs awk programs: rules, statements, expressions, functions. */
import { callBuiltin } from './awk_builtins.ts';
import { AwkRecords } from './awk_records.ts';
import { AwkStreams } from './awk_streams.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement, Target } from './awk_syntax.ts';
import { compare, formatValues, fromInput, isTrue, numberText, toNumber, type Value } from './awk_values.ts';
import { AwkVariables, type Local } from './awk_variables.ts';
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

const maximumDepth = 1000;

export class AwkInterpreter {
  readonly #context: CommandContext;
  readonly #program: AwkProgram;
  readonly streams: AwkStreams;
  readonly variables: AwkVariables;
  readonly records: AwkRecords;
  #depth = 0;
  /** Rules whose range is open. */
  readonly #ranges = new Set<Rule>();
  readonly #expressions = new Map<string, RegExp>();
  /** Of `srand`. */
  seed = 0;
  #random = 0;

  constructor(context: CommandContext, program: AwkProgram, words: readonly string[]) {
    this.#context = context;
    this.#program = program;
    this.streams = new AwkStreams(context);
    this.variables = new AwkVariables(words, context.program.environment);
    this.records = new AwkRecords(context, this.variables, (source) => this.expression(source));
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

  get context(): CommandContext {
    return this.#context;
  }

  text(value: Value): string {
    return this.variables.text(value);
  }

  variable(name: string): Value {
    return name === 'NF' && !this.variables.isLocal(name) ? this.records.count : this.variables.get(name);
  }

  setVariable(name: string, value: Value): void {
    if (name === 'NF' && !this.variables.isLocal(name)) this.records.count = value;
    else this.variables.set(name, value);
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
    for (let record = this.records.next(); record !== undefined; record = this.records.next()) {
      this.records.countRecord();
      this.records.set(record);
      try {
        for (const rule of rules) if (this.#selects(rule)) this.#execute(rule.body);
      } catch (error) {
        if (!(error instanceof Jump) || (error.kind !== 'next' && error.kind !== 'nextfile')) throw error;
        if (error.kind === 'nextfile') this.records.skipFile();
      }
    }
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
      this.#context.print(this.records.text + this.variables.textOf('ORS'));
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
        for (const key of [...this.variables.array(statement.array).keys()]) {
          this.setVariable(statement.name, fromInput(key));
          if (!this.#runBody(statement.body)) return;
        }
        return;
      case 'delete':
        if (statement.key) this.variables.array(statement.name).delete(this.key(statement.key));
        else this.variables.array(statement.name).clear();
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
    const output = this.variables.globals.get('OFMT');
    let text: string;
    if (formatted) text = formatValues(this.text(values[0]), values.slice(1), this.variables.format);
    else {
      const shown = (value: Value) =>
        typeof value === 'number' ? numberText(value, typeof output === 'string' ? output : '%.6g') : this.text(value);
      const ends = this.variables.textOf('ORS');
      text = (values.length ? values.map(shown).join(this.variables.textOf('OFS')) : this.records.text) + ends;
    }
    if (target) this.streams.write(redirect, this.text(this.value(target)), text);
    else this.#context.print(text);
  }

  // — expressions —

  key(parts: readonly Expression[]): string {
    const [only] = parts;
    if (parts.length === 1 && only) return this.text(this.value(only));
    return parts.map((part) => this.text(this.value(part))).join(this.variables.textOf('SUBSEP'));
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
        return this.expression(expression.source).test(this.records.text) ? 1 : 0;
      case 'group':
        return this.value(expression.inner);
      case 'name':
        return this.variable(expression.name);
      case 'field':
        return this.records.field(Math.trunc(toNumber(this.value(expression.index))));
      case 'element': {
        const array = this.variables.array(expression.name);
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
        return this.variables.array(expression.array).has(this.key(expression.key)) ? 1 : 0;
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
    const order = compare(left, right, this.variables.format);
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
    else if (target.type === 'field') this.records.setField(Math.trunc(toNumber(this.value(target.index))), value);
    else this.variables.array(target.name).set(this.key(target.key), value);
  }

  #call(name: string, words: readonly Expression[]): Value {
    const definition: AwkFunction | undefined = this.#program.functions.get(name);
    if (!definition) throw new UsageError(`function '${name}' not defined`, 2);
    if (this.#depth >= maximumDepth) throw new UsageError(`function '${name}': too deeply nested`, 2);
    const frame = new Map<string, Local>();
    for (const [index, parameter] of definition.parameters.entries()) {
      const word = words[index];
      frame.set(parameter, word && (word.type === 'name' ? this.variables.argument(word.name) : this.value(word)));
    }
    this.#depth += 1;
    try {
      this.variables.within(frame, () => this.#execute(definition.body));
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'return') throw error;
      return error.value;
    } finally {
      this.#depth -= 1;
    }
    return undefined;
  }

  /** 1: a record was read; 0 at the end; -1 on an error. */
  #getline({ target, file, command }: Extract<Expression, { type: 'getline' }>): number {
    let record: string | undefined;
    if (file || command) {
      const name = this.text(this.value((file ?? command) as Expression));
      const input = this.streams.reader(file ? 'file' : 'command', name);
      if (!input) return -1;
      record = this.records.read(input);
      if (record !== undefined && command)
        this.variables.globals.set('NR', toNumber(this.variables.globals.get('NR')) + 1);
    } else {
      record = this.records.next();
      if (record !== undefined) this.records.countRecord();
    }
    if (record === undefined) return 0;
    if (target) this.assign(target, fromInput(record));
    else this.records.set(record);
    return 1;
  }
}
