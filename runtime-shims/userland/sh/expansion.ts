/** Expansion of words (POSIX 2.6): tilde, parameters, commands, arithmetic, fields, path names, quotes. */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { evaluate } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { FieldSink, PieceSink, type Sink } from './fields.ts';
import { glob } from './glob.ts';
import { caseChanged, quoted, replaced, transformed, trimmed } from './parameter_operators.ts';
import { hasPattern, type Piece } from './pattern.ts';
import { ShellError, type ShellState } from './state.ts';
import type { Assignment, List, ParameterPart, Part, Word } from './syntax.ts';

/** What expansion needs of the interpreter. */
export interface ExpansionHost {
  readonly kernel: SystemCalls;
  state: ShellState;
  /** Runs commands in a subshell; what they wrote, without the newlines at its end. */
  substitute(body: List): string;
  /** Path of a file that gives what the commands write. */
  processFile(direction: '<' | '>', body: List): string;
}

interface Values {
  values: readonly string[];
  /** `$@` gives one field each, `$*` one field of all. */
  list: 'none' | 'at' | 'star';
  set: boolean;
}

const optionFlags: readonly [string, string][] = [
  ['allexport', 'a'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  ['monitor', 'm'],
  ['nounset', 'u'],
  ['verbose', 'v'],
  ['xtrace', 'x'],
  ['noclobber', 'C'],
];

export class Expansion {
  readonly #host: ExpansionHost;
  /** `i` and `s` of `$-`. */
  flags = '';

  constructor(host: ExpansionHost) {
    this.#host = host;
  }

  get #state(): ShellState {
    return this.#host.state;
  }

  get #ifs(): string {
    return this.#state.get('IFS') ?? ' \t\n';
  }

  /** Arguments of a command. */
  fields(words: readonly Word[]): string[] {
    const result: string[] = [];
    for (const word of words) {
      if (word.assignment) result.push(...this.#assignmentArgument(word.assignment));
      else for (const each of expandBraces(word)) this.#fieldsOf(each, result);
    }
    return result;
  }

  #fieldsOf(word: Word, result: string[]): void {
    // Most words are one plain text.
    const [only] = word.parts;
    if (word.parts.length === 1 && only?.type === 'text' && (only.quoted || !/[*?[\\(]/.test(only.text))) {
      result.push(only.text);
      return;
    }
    const sink = new FieldSink(this.#ifs);
    this.#emit(word.parts, sink, false);
    for (const field of sink.finish()) result.push(...this.#pathNames(field));
  }

  #pathNames(field: readonly Piece[]): string[] {
    const { options } = this.#state;
    if (!options.noglob && hasPattern(field)) {
      const found = glob(this.#host.kernel, field, { dots: options.dotglob, stars: options.globstar });
      if (found.length) return found;
      if (options.failglob) throw new ShellError(`no match: ${field.map(({ text }) => text).join('')}`);
      if (options.nullglob) return [];
    }
    return [field.map(({ text }) => text).join('')];
  }

  /** `name=value` of `export` and its like: neither split nor a pattern. Arrays are the builtin's to assign. */
  #assignmentArgument(assignment: Assignment): string[] {
    if (assignment.elements) return [assignment.name];
    const index = assignment.index ? `[${this.text(assignment.index)}]` : '';
    return [`${assignment.name}${index}${assignment.append ? '+' : ''}=${this.text(assignment.value)}`];
  }

  /** A word as one text, neither split nor a pattern. */
  text(word: Word): string {
    const [only] = word.parts;
    if (word.parts.length === 1 && only?.type === 'text') return only.text;
    return this.#single(word.parts).text;
  }

  /** A word as a pattern. */
  pieces(word: Word): readonly Piece[] {
    return this.#single(word.parts).pieces;
  }

  #single(parts: readonly Part[]): PieceSink {
    const sink = new PieceSink();
    this.#emit(parts, sink, false);
    return sink;
  }

  arithmetic(word: Word): bigint {
    return this.evaluate(this.text(word));
  }

  evaluate(text: string): bigint {
    return evaluate(text, { state: this.#state, key: (name, index) => this.#keyOf(name, index) });
  }

  /** The key of an element: text for associative arrays, an index from the end where negative. */
  key(name: string, index: Word): string {
    return this.#keyOf(name, this.text(index));
  }

  #keyOf(name: string, index: string): string {
    if (this.#state.variables.get(name)?.associative) return index.replace(/^(["'])(.*)\1$/s, '$2');
    const value = Number(this.evaluate(index));
    if (value >= 0) return String(value);
    const last = Math.max(-1, ...[...this.#state.elements(name).keys()].map(Number));
    return String(last + 1 + value);
  }

  #emit(parts: readonly Part[], sink: Sink, splitText: boolean): void {
    for (const part of parts) {
      switch (part.type) {
        case 'text':
          if (part.quoted || !splitText) sink.add(part.text, part.quoted);
          else sink.split(part.text);
          break;
        case 'tilde':
          sink.add(this.#home(part.user), true);
          break;
        case 'parameter':
          this.#parameter(part, sink);
          break;
        case 'command':
          this.#value(this.#host.substitute(part.body), part.quoted, sink);
          break;
        case 'arithmetic':
          this.#value(String(this.arithmetic(part.expression)), part.quoted, sink);
          break;
        case 'process':
          sink.add(this.#host.processFile(part.direction, part.body), true);
      }
    }
  }

  #value(text: string, isQuoted: boolean, sink: Sink): void {
    if (isQuoted) sink.add(text, true);
    else sink.split(text);
  }

  #home(user: string): string {
    const state = this.#state;
    if (user === '' || user === 'root') return state.get('HOME') ?? '/home';
    if (user === '+') return state.get('PWD') ?? '~+';
    if (user === '-') return state.get('OLDPWD') ?? '~-';
    return `~${user}`;
  }

  #parameter(part: ParameterPart, sink: Sink): void {
    if (part.operator === 'names') {
      const names = [...this.#state.variables.keys()].filter((name) => name.startsWith(part.name)).sort();
      this.#put({ values: names, list: 'at', set: true }, part.quoted, sink);
      return;
    }
    const found = this.#lookup(part);
    const { operator = '', operand } = part;
    if (part.length) {
      if (!found.set && this.#state.options.nounset) this.#unset(part.name);
      const count = found.list === 'none' ? [...(found.values[0] ?? '')].length : found.values.length;
      this.#value(String(count), part.quoted, sink);
      return;
    }
    if (/^:?[-+=?]$/.test(operator) && operand) {
      this.#conditional(part, found, operator, operand, sink);
      return;
    }
    if (!found.set && found.list === 'none' && this.#state.options.nounset) this.#unset(part.name);
    const values = operator === '' || !operand ? found.values : this.#operate(part, found, operator, operand);
    this.#put(
      { ...found, values: operator && !operand ? found.values.map((value) => transformed(operator, value)) : values },
      part.quoted,
      sink,
    );
  }

  #unset(name: string): never {
    throw new ShellError(`${name}: parameter not set`, 2, true);
  }

  #put({ values, list }: Values, isQuoted: boolean, sink: Sink): void {
    if (list === 'star' && (isQuoted || sink instanceof PieceSink)) {
      const ifs = this.#state.get('IFS');
      const separator = ifs === undefined ? ' ' : ([...ifs][0] ?? '');
      this.#value(values.join(separator), isQuoted, sink);
      return;
    }
    values.forEach((value, index) => {
      if (index > 0) sink.boundary();
      if (list === 'none' || isQuoted || value !== '') this.#value(value, isQuoted, sink);
    });
  }

  #lookup(part: ParameterPart): Values {
    const { name, index } = part;
    const subscript = index && index.parts.length === 1 && index.parts[0]?.type === 'text' ? index.parts[0].text : '';
    if (part.indirect && (subscript === '@' || subscript === '*')) {
      return { values: [...this.#state.elements(name).keys()], list: subscript === '@' ? 'at' : 'star', set: true };
    }
    if (part.indirect) {
      const target = this.#scalar(name, index) ?? '';
      const element = /^(\w+)\[(.*)\]$/s.exec(target);
      return this.#named(
        element?.[1] ?? target,
        element ? { parts: [{ type: 'text', text: element[2] ?? '', quoted: true }] } : undefined,
      );
    }
    return this.#named(name, index);
  }

  #named(name: string, index: Word | undefined): Values {
    const subscript = index?.parts.length === 1 && index.parts[0]?.type === 'text' ? index.parts[0].text : '';
    if (name === '@' || name === '*' || subscript === '@' || subscript === '*') {
      const positional = name === '@' || name === '*';
      const values = positional ? this.#state.positional : [...sorted(this.#state, name)];
      return { values, list: (positional ? name : subscript) === '@' ? 'at' : 'star', set: values.length > 0 };
    }
    const value = this.#scalar(name, index);
    return { values: [value ?? ''], list: 'none', set: value !== undefined };
  }

  #scalar(name: string, index: Word | undefined): string | undefined {
    if (index) return this.#state.elements(name).get(this.key(name, index));
    return this.parameter(name);
  }

  /** The value of `$name`, special parameters included. */
  parameter(name: string): string | undefined {
    const state = this.#state;
    switch (name) {
      case '?':
        return String(state.status);
      case '#':
        return String(state.positional.length);
      case '$':
        return String(state.pid);
      case '!':
        return state.lastBackground ? String(state.lastBackground) : undefined;
      case '0':
        return state.name;
      case '-':
        return (
          optionFlags
            .filter(([option]) => state.options[option as 'errexit'])
            .map(([, letter]) => letter)
            .join('') + this.flags
        );
      case 'BASHPID':
        return String(this.#host.kernel.pid);
      case 'PPID':
        return String(this.#host.kernel.getppid());
    }
    if (/^\d/.test(name)) return state.positional[Number(name) - 1];
    if (name === 'PIPESTATUS' || name === 'FUNCNAME') return state.elements(name).get('0');
    return state.get(name);
  }

  /** `-`, `=`, `?`, `+`, with `:` or without. */
  #conditional(part: ParameterPart, found: Values, operator: string, operand: Word, sink: Sink): void {
    const empty = found.values.join('') === '';
    const present = found.set && !(operator.startsWith(':') && empty);
    const kind = operator.at(-1);
    const emitOperand = () => {
      if (part.quoted && !operand.parts.length) sink.add('', true);
      this.#emit(operand.parts, sink, true);
    };
    if (kind === '+') {
      if (present) emitOperand();
      else if (part.quoted) sink.add('', true);
    } else if (present) this.#put(found, part.quoted, sink);
    else if (kind === '-') emitOperand();
    else if (kind === '=') {
      if (!/^[A-Za-z_]/.test(part.name)) throw new ShellError(`${part.name}: cannot assign in this way`, 2, true);
      const text = this.text(operand);
      if (part.index) this.#state.setElement(part.name, this.key(part.name, part.index), text);
      else this.#state.set(part.name, text);
      this.#value(text, part.quoted, sink);
    } else {
      const words = this.text(operand) || (operator === '?' ? 'parameter not set' : 'parameter not set or null');
      throw new ShellError(`${part.name}: ${words}`, 2, true);
    }
  }

  #operate(part: ParameterPart, found: Values, operator: string, operand: Word): readonly string[] {
    if (operator === ':') return this.#slice(part, found, operand);
    const pattern = this.pieces(operand);
    if (operator.startsWith('/')) {
      const replacement = part.second ? this.pieces(part.second) : [];
      return found.values.map((value) => replaced(operator, value, pattern, replacement));
    }
    if (operator.startsWith('^') || operator.startsWith(',')) {
      return found.values.map((value) => caseChanged(operator, value, pattern));
    }
    if (operator.startsWith('@')) return found.values.map((value) => transformed(operator, value));
    return found.values.map((value) => trimmed(operator, value, pattern));
  }

  /** `${name:offset:length}`. */
  #slice(part: ParameterPart, { values, list }: Values, operand: Word): readonly string[] {
    const offset = Number(this.arithmetic(operand));
    const length = part.second ? Number(this.arithmetic(part.second)) : undefined;
    const positional = part.name === '@' || part.name === '*';
    const items = list === 'none' ? [...(values[0] ?? '')] : positional ? [this.#state.name, ...values] : values;
    const start = offset < 0 ? items.length + offset : offset;
    if (start < 0) return list === 'none' ? [''] : [];
    const end = length === undefined ? items.length : length < 0 ? items.length + length : start + length;
    if (end < start && length !== undefined && length < 0)
      throw new ShellError(`${part.name}: substring expression < 0`);
    const chosen = items.slice(start, end);
    return list === 'none' ? [chosen.join('')] : chosen;
  }

  /** The text of a parameter's value that the shell could read again. */
  static quote(text: string): string {
    return quoted(text);
  }
}

/** Elements in the order of their indices. */
function* sorted(state: ShellState, name: string): Generator<string> {
  const elements = state.elements(name);
  if (state.variables.get(name)?.associative) yield* elements.values();
  else for (const key of [...elements.keys()].sort((a, b) => Number(a) - Number(b))) yield elements.get(key) ?? '';
}
