/** Reads words: quotes, expansions and what stands inside them (POSIX 2.2, 2.6). */
import { namePattern, Scanner } from './scanner.ts';
import type { Assignment, List, ParameterPart, Part, Word } from './syntax.ts';

const specialParameters = '@*#?-$!0123456789';
const assignmentStart = /[A-Za-z_][A-Za-z0-9_]*(?:\[(?:[^\]'"$]|\$[^(]|'[^']*'|"[^"]*"|\$\([^)]*\))*\])?\+?=/y;
const plainCharacters = /[^\s|&;()<>\\'"$`~{}?*+@!]+/y;
const parameterOperators = /:[-=?+]|[-=?+]|%%?|##?|\/\/|\/#|\/%|\/|\^\^?|,,?|:|@[A-Za-z]/y;

export function literalOf(word: Word): string | undefined {
  let text = '';
  for (const part of word.parts) {
    if (part.type !== 'text' || part.quoted) return undefined;
    text += part.text;
  }
  return word.parts.length ? text : undefined;
}

/** The text of a word where quotes count for nothing more: delimiters of here-documents, names of functions. */
export function textOf(word: Word): string {
  return word.parts
    .map((part) => (part.type === 'text' ? part.text : part.type === 'tilde' ? `~${part.user}` : ''))
    .join('');
}

const ansiEscapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export abstract class WordReader extends Scanner {
  /** A list of commands up to `)`, which stays; the grammar's, see parser.ts. */
  protected abstract commandList(end: string): List;
  /** A reader of the same kind over another text. */
  protected abstract over(source: string): WordReader;

  /** Commands of a text of its own: backquotes. */
  abstract wholeList(): List;

  /** A word, or undefined where none begins. `assignment`: a value, in which `~` counts after `:` too. */
  word(options: { assignment?: boolean } = {}): Word | undefined {
    const parts: Part[] = [];
    const start = this.position;
    for (;;) {
      const character = this.character;
      if (character === '' || ' \t\n|&;()'.includes(character)) {
        if (character !== '(' || !parts.length || !this.#extendedPattern(parts)) break;
        continue;
      }
      if (character === '<' || character === '>') {
        if (this.source[this.position + 1] !== '(' || parts.length) break;
        this.position += 2;
        parts.push({ type: 'process', direction: character, body: this.commandList(')') });
        if (!this.accept(')')) this.failAtEnd('process substitution');
        continue;
      }
      if (character === '~' && this.#tildeAllowed(start, options.assignment ?? false)) {
        this.position += 1;
        parts.push({ type: 'tilde', user: this.match(/[\w.-]*(?=[/:\s;&|)]|$)/y) ?? '' });
        continue;
      }
      this.#piece(parts);
    }
    return this.position === start ? undefined : { parts };
  }

  #tildeAllowed(start: number, assignment: boolean): boolean {
    if (!this.test(/~[\w.-]*(?=[/:\s;&|)]|$)/y)) return false;
    if (this.position === start) return true;
    return assignment && this.source[this.position - 1] === ':';
  }

  /** `@(a|b)` and its like: to the closing parenthesis as unquoted text of the pattern. */
  #extendedPattern(parts: Part[]): boolean {
    const before = this.source[this.position - 1] ?? '';
    const last = parts.at(-1);
    if (!'@?*+!'.includes(before) || last?.type !== 'text' || last.quoted) return false;
    if (before === '!' && last.text === '!' && parts.length === 1) return false;
    this.#append(parts, '(', false);
    this.position += 1;
    for (let depth = 1; depth > 0; ) {
      if (this.atEnd) this.failAtEnd('pattern');
      const character = this.character;
      if (character === '(' || character === ')' || character === '|' || character === ' ') {
        if (character === '(') depth += 1;
        if (character === ')') depth -= 1;
        this.#append(parts, character, false);
        this.position += 1;
      } else this.#piece(parts);
    }
    return true;
  }

  #append(parts: Part[], text: string, quoted: boolean): void {
    const last = parts.at(-1);
    if (last?.type === 'text' && last.quoted === quoted) last.text += text;
    else parts.push({ type: 'text', text, quoted });
  }

  /** One piece of an unquoted word. */
  #piece(parts: Part[]): void {
    const plain = this.match(plainCharacters);
    if (plain) {
      this.#append(parts, plain, false);
      return;
    }
    const character = this.character;
    this.position += 1;
    if (character === '\\') {
      const next = this.character;
      if (next === '\n') this.position += 1;
      else if (next === '') {
        if (this.atEnd) this.#append(parts, '\\', true);
      } else {
        const whole = String.fromCodePoint(this.source.codePointAt(this.position) ?? 0);
        this.position += whole.length;
        this.#append(parts, whole, true);
      }
    } else if (character === "'") {
      const end = this.source.indexOf("'", this.position);
      if (end < 0) this.failAtEnd('single quote');
      this.#append(parts, this.source.slice(this.position, end), true);
      this.position = end + 1;
    } else if (character === '"') this.#double(parts);
    else if (character === '`') parts.push(this.#backquotes(false));
    else if (character === '$') this.#dollar(parts, false);
    else this.#append(parts, character, false);
  }

  /** Behind `"`, to the closing one. */
  #double(parts: Part[]): void {
    const count = parts.length;
    this.#quotedText(parts, '"');
    // Between the quotes was nothing, and that is an empty field.
    if (parts.length === count && this.source[this.position - 2] === '"') this.#append(parts, '', true);
    else if (parts.length === count) this.#append(parts, '', true);
  }

  /** Text as between double quotes, up to `end`, which is taken; `''`: to the end of the text (a here-document). */
  #quotedText(parts: Part[], end: string): void {
    for (;;) {
      const plain = this.match(/[^"\\$`}]+/y);
      if (plain) this.#append(parts, plain, true);
      const character = this.character;
      if (character === '') {
        if (this.atEnd && end === '') return;
        if (this.atEnd) this.failAtEnd('double quote');
      }
      this.position += 1;
      if (character === end) return;
      if (character === '\\') {
        const next = this.character;
        if (next === '\n') this.position += 1;
        else if (next !== '' && ('$`\\'.includes(next) || (next === '"' && end === '"'))) {
          this.position += 1;
          this.#append(parts, next, true);
        } else this.#append(parts, '\\', true);
      } else if (character === '$') this.#dollar(parts, true);
      else if (character === '`') parts.push(this.#backquotes(true));
      else this.#append(parts, character, true);
    }
  }

  /** The whole text as a here-document's body, with expansions. */
  hereDocument(): Word {
    const parts: Part[] = [];
    this.#quotedText(parts, '');
    return { parts };
  }

  #backquotes(quoted: boolean): Part {
    let text = '';
    for (;;) {
      if (this.atEnd) this.failAtEnd('backquote');
      const character = this.character;
      this.position += 1;
      if (character === '`') break;
      const next = this.character;
      if (character === '\\' && (next === '`' || next === '\\' || next === '$' || (quoted && next === '"'))) {
        text += next;
        this.position += 1;
      } else text += character;
    }
    return { type: 'command', body: this.over(text).wholeList(), quoted };
  }

  /** Behind `$`. */
  #dollar(parts: Part[], quoted: boolean): void {
    const character = this.character;
    if (character === '{') {
      this.position += 1;
      parts.push(this.#braced(quoted));
    } else if (character === '(') {
      const expression = this.startsWith('((') ? this.#arithmeticText() : undefined;
      if (expression !== undefined) {
        parts.push({ type: 'arithmetic', expression: this.over(expression).hereDocument(), quoted });
        return;
      }
      this.position += 1;
      const body = this.commandList(')');
      if (!this.accept(')')) this.failAtEnd('command substitution');
      parts.push({ type: 'command', body, quoted });
    } else if (character === "'" && !quoted) {
      this.position += 1;
      this.#append(parts, this.#ansiQuoted(), true);
    } else if (character === '"' && !quoted) {
      this.position += 1;
      this.#double(parts);
    } else {
      const name = this.match(namePattern);
      if (name) parts.push({ type: 'parameter', name, quoted });
      else if (character !== '' && specialParameters.includes(character)) {
        this.position += 1;
        parts.push({ type: 'parameter', name: character, quoted });
      } else this.#append(parts, '$', quoted);
    }
  }

  /** At `((`: the text to the `))` that closes it, taken; undefined when it is no arithmetic. */
  #arithmeticText(): string | undefined {
    const start = this.position + 2;
    let depth = 0;
    for (let at = start; at < this.source.length; at++) {
      const character = this.source[at];
      if (character === '(') depth += 1;
      else if (character === ')' && depth > 0) depth -= 1;
      else if (character === ')') {
        if (this.source[at + 1] !== ')') return undefined;
        this.position = at + 2;
        return this.source.slice(start, at);
      }
    }
    return undefined;
  }

  /** `((…))` as a command; undefined when it is a subshell in a subshell. */
  protected arithmeticCommand(): Word | undefined {
    const text = this.#arithmeticText();
    return text === undefined ? undefined : this.over(text).hereDocument();
  }

  /** Behind `$'`. */
  #ansiQuoted(): string {
    let text = '';
    for (;;) {
      if (this.atEnd) this.failAtEnd('single quote');
      const character = this.character;
      this.position += 1;
      if (character === "'") return text;
      if (character !== '\\') {
        text += character;
        continue;
      }
      const number = this.match(/x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|c./y);
      if (number?.startsWith('c')) text += String.fromCharCode(number.charCodeAt(1) & 31);
      else if (number) {
        const digits = /^[0-7]/.test(number) ? Number.parseInt(number, 8) & 255 : Number.parseInt(number.slice(1), 16);
        text += String.fromCodePoint(digits);
      } else {
        const next = this.character;
        this.position += 1;
        text += ansiEscapes[next] ?? (/[\\'"?]/.test(next) ? next : `\\${next}`);
      }
    }
  }

  /** Behind `${`. */
  #braced(quoted: boolean): Part {
    const part: ParameterPart = { type: 'parameter', name: '', quoted };
    if (this.test(/#(?:[A-Za-z_]\w*(?:\[[^\]]*\])?|\d+|[@*#?$!-])\}/y)) {
      part.length = true;
      this.position += 1;
    } else if (this.test(/![A-Za-z_]/y)) {
      part.indirect = true;
      this.position += 1;
    }
    const name = this.match(namePattern) ?? this.match(/\d+|[@*#?$!-]/y);
    if (name === undefined) this.#badSubstitution();
    part.name = name;
    if (this.accept('[')) {
      part.index = this.#operand(quoted, ']', false);
      if (!this.accept(']')) this.#badSubstitution();
    }
    if (part.indirect && this.test(/[*@]\}/y)) {
      part.operator = 'names';
      this.position += 2;
      return part;
    }
    if (this.accept('}')) return part;
    const operator = this.match(parameterOperators);
    if (operator === undefined) this.#badSubstitution();
    part.operator = operator;
    if (operator.startsWith('/')) {
      part.operand = this.#operand(false, '/}', true);
      if (this.accept('/')) part.second = this.#operand(quoted, '}', true);
    } else if (operator === ':') {
      part.operand = this.#operand(true, ':}', false);
      if (this.accept(':')) part.second = this.#operand(true, '}', false);
    } else part.operand = this.#operand(quoted && !/^[%#^,]/.test(operator), '}', /^[%#^,]/.test(operator));
    if (!this.accept('}')) this.#badSubstitution();
    return part;
  }

  #badSubstitution(): never {
    if (this.atEnd) this.failAtEnd('parameter expansion');
    return this.fail('bad substitution');
  }

  /** A word inside braces, up to one of `ends`. `quoted`: single quotes stand for themselves. */
  #operand(quoted: boolean, ends: string, pattern: boolean): Word {
    const parts: Part[] = [];
    if (!quoted && this.character === '~' && this.test(/~[\w.-]*(?=[/}])/y)) {
      this.position += 1;
      parts.push({ type: 'tilde', user: this.match(/[\w.-]*/y) ?? '' });
    }
    // A slash that stands first belongs to the pattern.
    if (pattern && ends.includes('/') && this.character === '/') {
      this.position += 1;
      this.#append(parts, '/', false);
    }
    for (let depth = 0; ; ) {
      const character = this.character;
      if (character === '') {
        if (this.atEnd) this.failAtEnd('parameter expansion');
      }
      if (depth === 0 && ends.includes(character)) return { parts };
      if (quoted || character === '"') {
        this.position += 1;
        if (character === '"') this.#double(parts);
        else if (character === '\\') {
          const next = this.character;
          this.position += next === '' ? 0 : 1;
          if (next !== '\n') this.#append(parts, '$`"\\}'.includes(next) ? next : `\\${next}`, true);
        } else if (character === '$') this.#dollar(parts, true);
        else if (character === '`') parts.push(this.#backquotes(true));
        else {
          if (character === '{') depth += 1;
          if (character === '}') depth -= 1;
          this.#append(parts, character, true);
        }
      } else if (character === '{' || character === '}') {
        depth += character === '{' ? 1 : -1;
        this.position += 1;
        this.#append(parts, character, false);
      } else if ("\\'$`".includes(character)) this.#piece(parts);
      else {
        this.position += 1;
        this.#append(parts, character, false);
      }
    }
  }

  /** What stands between the brackets of an array's element. */
  #subscript(text: string): Word {
    return this.over(`${text}]`).#operand(false, ']', false);
  }

  /** `name=value`, `name+=value`, `name[index]=value` or `name=(…)`, if one comes next. */
  assignment(): Assignment | undefined {
    const start = this.match(assignmentStart);
    if (start === undefined) return undefined;
    const [, name = '', index, plus] = /^(\w+)(?:\[(.*)\])?(\+?)=$/s.exec(start) ?? [];
    const assignment: Assignment = { name, append: plus === '+', value: { parts: [] } };
    if (index !== undefined) assignment.index = this.#subscript(index);
    if (this.accept('(')) assignment.elements = this.#elements();
    else assignment.value = this.word({ assignment: true }) ?? { parts: [] };
    return assignment;
  }

  #elements(): { index?: Word; value: Word }[] {
    const elements: { index?: Word; value: Word }[] = [];
    for (;;) {
      this.match(/(?:\s|\\\n|#[^\n]*)+/y);
      if (this.accept(')')) return elements;
      if (this.atEnd) this.failAtEnd('array');
      const index = this.match(/\[(?:[^\]'"]|'[^']*'|"[^"]*")+\]=/y);
      const value = this.word();
      if (value === undefined && index === undefined) this.fail(`unexpected '${this.character}' in an array`);
      const element: { index?: Word; value: Word } = { value: value ?? { parts: [] } };
      if (index !== undefined) element.index = this.#subscript(index.slice(1, -2));
      elements.push(element);
    }
  }
}
