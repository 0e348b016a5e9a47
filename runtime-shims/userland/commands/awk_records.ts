/** Records and fields of awk programs, and the inputs that they come from. */
import type { Input } from '../system/io.ts';
import { decode } from '../system/text.ts';
import { fromInput, toNumber, type Value } from './awk_values.ts';
import type { AwkVariables } from './awk_variables.ts';
import { type CommandContext, UsageError } from './command.ts';

export class AwkRecords {
  readonly #context: CommandContext;
  readonly #variables: AwkVariables;
  readonly #expression: (source: string) => RegExp;
  #text = '';
  #fields: string[] | undefined;
  #assigned: Value[] | undefined;
  #input: Input | undefined;
  /** The next of the command line's words. */
  #arguments = 1;
  #readAny = false;
  /** What is left of inputs that are read as a whole. */
  readonly #pending = new Map<Input, { text: string; at: number }>();

  /** `expression` compiles a regular expression. */
  constructor(context: CommandContext, variables: AwkVariables, expression: (source: string) => RegExp) {
    this.#context = context;
    this.#variables = variables;
    this.#expression = expression;
  }

  /** $0 */
  get text(): string {
    return this.#text;
  }

  /** NF, which is known once the fields are. */
  get count(): Value {
    this.#split();
    return this.#variables.globals.get('NF');
  }

  set count(value: Value) {
    this.#split();
    this.#resize(Math.max(0, Math.trunc(toNumber(value))));
    this.#rebuild();
  }

  /** Goes on with the next file. */
  skipFile(): void {
    this.#input = undefined;
  }

  /** NR and FNR of the record that was read. */
  countRecord(): void {
    const { globals } = this.#variables;
    globals.set('NR', toNumber(globals.get('NR')) + 1);
    globals.set('FNR', toNumber(globals.get('FNR')) + 1);
  }

  set(text: string): void {
    this.#text = text;
    this.#fields = undefined;
    this.#assigned = undefined;
  }

  #split(): string[] {
    if (!this.#fields) {
      this.#fields = this.splitText(this.#text, this.#variables.textOf('FS'));
      this.#variables.globals.set('NF', this.#fields.length);
    }
    return this.#fields;
  }

  splitText(text: string, separator: string | RegExp): string[] {
    if (text === '') return [];
    if (typeof separator !== 'string') return text.split(this.#withoutGroups(separator));
    // With an empty RS newlines part fields as well.
    const lines = this.#variables.globals.get('RS') === '';
    if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? [];
    if (separator === '') return [...text];
    if (separator.length === 1 && !lines && separator !== '\\') return text.split(separator);
    const source = separator.length === 1 ? `[${separator}]` : separator;
    return text.split(this.#withoutGroups(this.#expression(lines ? `(${source})|\n` : source)));
  }

  /** split() would hand out what groups match. */
  #withoutGroups(expression: RegExp): RegExp {
    return new RegExp(expression.source.replace(/((?:^|[^\\])(?:\\\\)*)\((?!\?)/g, '$1(?:'), 'u');
  }

  field(index: number): Value {
    if (index < 0) throw new UsageError(`attempt to access field ${index}`, 2);
    if (index === 0) return fromInput(this.#text);
    const fields = this.#split();
    const assigned = this.#assigned?.[index];
    if (assigned !== undefined) return assigned;
    const text = fields[index - 1];
    return text === undefined ? undefined : fromInput(text);
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.set(this.#variables.text(value));
      return;
    }
    const fields = this.#split();
    if (index > fields.length) this.#resize(index);
    fields[index - 1] = this.#variables.text(value);
    this.#assigned ??= [];
    this.#assigned[index] = value;
    this.#rebuild();
  }

  #resize(count: number): void {
    const fields = this.#split();
    while (fields.length < count) fields.push('');
    fields.length = count;
    this.#variables.globals.set('NF', count);
  }

  #rebuild(): void {
    this.#text = (this.#fields ?? []).join(this.#variables.textOf('OFS'));
  }

  /** The next record of an input; undefined at its end. */
  read(input: Input): string | undefined {
    const separator = this.#variables.textOf('RS');
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

  #readByExpression(input: Input, separator: string): string | undefined {
    let rest = this.#pending.get(input);
    if (!rest) {
      rest = { text: input.text(), at: 0 };
      if (separator === '') rest.text = rest.text.replace(/^\n+/, '');
      this.#pending.set(input, rest);
    }
    if (rest.at >= rest.text.length) return undefined;
    const expression = separator === '' ? /\n\n+/g : new RegExp(this.#expression(separator).source, 'gu');
    expression.lastIndex = rest.at;
    const found = expression.exec(rest.text);
    const record = rest.text.slice(rest.at, found?.index ?? undefined);
    rest.at = found ? found.index + Math.max(1, found[0].length) : rest.text.length;
    return found ? record : record.replace(/\n$/, '');
  }

  /** The next record of the program's own input. */
  next(): string | undefined {
    for (;;) {
      this.#input ??= this.#nextInput();
      if (!this.#input) return undefined;
      const record = this.read(this.#input);
      if (record !== undefined) return record;
      this.#input = undefined;
    }
  }

  #nextInput(): Input | undefined {
    const list = this.#variables.array('ARGV');
    while (this.#arguments < toNumber(this.#variables.globals.get('ARGC'))) {
      const word = this.#variables.text(list.get(String(this.#arguments)));
      this.#arguments += 1;
      if (word === '') continue;
      if (/^[A-Za-z_]\w*=/.test(word)) {
        this.assignWord(word);
        continue;
      }
      this.#readAny = true;
      const input = this.#context.open(word);
      if (!input) continue;
      this.#variables.globals.set('FILENAME', word);
      this.#variables.globals.set('FNR', 0);
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
    this.#variables.globals.set(word.slice(0, equals), fromInput(text));
  }
}
