/** Word expansion (POSIX 2.6): tilde, parameters, command substitution, arithmetic, field splitting, path names, quotes. */
import type { ScriptNode, WordNode } from 'just-bash';
import { Arithmetic } from './arithmetic.ts';
import { glob, hasPattern, type Piece, patternSource } from './pattern.ts';
import { ShellError, type ShellState } from './state.ts';
import type { PartOf, WordPart } from './syntax.ts';

/** A piece of an expanded word; `split`: from an unquoted expansion, so that IFS divides it. */
interface Segment extends Piece {
  split: boolean;
}
/** Between two segments: a new field begins here whatever the quotes (from `"$@"`). */
const fieldBreak = Symbol('field break');
type Expanded = (Segment | typeof fieldBreak)[];

type Operation = NonNullable<PartOf<'ParameterExpansion'>['operation']>;

export class Expansion {
  readonly arithmetic: Arithmetic;
  readonly #state: ShellState;
  readonly #substitute: (script: ScriptNode) => string;

  /** `substitute` runs a command substitution and answers its standard output. */
  constructor(state: ShellState, substitute: (script: ScriptNode) => string) {
    this.#state = state;
    this.#substitute = substitute;
    this.arithmetic = new Arithmetic(state, (name) => this.#value(name) ?? '');
  }

  /** All fields of the words of a command, after splitting and path names. */
  fields(words: readonly WordNode[]): string[] {
    return words.flatMap((word) => this.#braces(word).flatMap((plain) => this.#fieldsOf(plain)));
  }

  /** One word without splitting and path names: the right side of an assignment, a redirection's target, a here-doc. */
  text(word: WordNode): string {
    return this.#parts(word.parts, false)
      .map((segment) => (segment === fieldBreak ? ' ' : segment.text))
      .join('');
  }

  /** A word as a pattern: what was quoted in it matches itself. */
  pattern(word: WordNode): Piece[] {
    return this.#parts(word.parts, false).filter((segment) => segment !== fieldBreak);
  }

  #fieldsOf(word: WordNode): string[] {
    const fields = this.#split(this.#parts(word.parts, false));
    return fields.flatMap((pieces) => {
      if (!this.#state.options.noglob && hasPattern(pieces)) {
        const paths = glob(pieces);
        if (paths.length) return paths;
      }
      return [pieces.map((piece) => piece.text).join('')];
    });
  }

  #split(expanded: Expanded): Piece[][] {
    const separators = this.#state.get('IFS') ?? ' \t\n';
    const fields: Piece[][] = [];
    let current: Piece[] | null = null;
    const extend = (piece: Piece) => {
      current ??= [];
      current.push(piece);
    };
    const finish = () => {
      if (current) fields.push(current);
      current = null;
    };
    for (const segment of expanded) {
      if (segment === fieldBreak) {
        finish();
        continue;
      }
      if (!segment.split || separators === '') {
        if (segment.text || segment.quoted) extend(segment);
        continue;
      }
      let start = 0;
      for (let i = 0; i <= segment.text.length; i++) {
        const character = segment.text[i];
        if (character !== undefined && !separators.includes(character)) continue;
        if (i > start) extend({ text: segment.text.slice(start, i), quoted: false });
        // White space of IFS only ends a field; any other separator makes one, be it empty.
        if (character !== undefined) {
          if (!/\s/.test(character)) current ??= [];
          finish();
        }
        start = i + 1;
      }
    }
    finish();
    return fields;
  }

  #parts(parts: readonly WordPart[], quoted: boolean): Expanded {
    return parts.flatMap((part, index) => this.#part(part, quoted, index === 0));
  }

  #part(part: WordPart, quoted: boolean, first: boolean): Expanded {
    const plain = (text: string): Expanded => [{ text, quoted, split: false }];
    switch (part.type) {
      case 'Literal':
        return plain(part.value);
      case 'Glob':
        return plain(part.pattern);
      case 'SingleQuoted':
      case 'Escaped':
        return [{ text: part.value, quoted: true, split: false }];
      case 'DoubleQuoted': {
        const inner = this.#parts(part.parts, true);
        // An empty "" is a field; an empty "$@" is none.
        const onlyAt =
          part.parts.length === 1 && part.parts[0]?.type === 'ParameterExpansion' && part.parts[0].parameter === '@';
        return inner.length || onlyAt ? inner : [{ text: '', quoted: true, split: false }];
      }
      case 'TildeExpansion':
        if (!first || quoted || part.user) return plain(`~${part.user ?? ''}`);
        return [{ text: this.#state.get('HOME') ?? '~', quoted: true, split: false }];
      case 'ParameterExpansion':
        return this.#parameter(part, quoted);
      case 'CommandSubstitution':
        return [{ text: this.#substitute(part.body).replace(/\n+$/, ''), quoted, split: !quoted }];
      case 'ArithmeticExpansion':
        return [{ text: String(this.arithmetic.evaluate(part.expression.expression)), quoted, split: !quoted }];
      default:
        throw new ShellError(`${part.type} is not supported`, 2);
    }
  }

  /** The value of a parameter, or undefined when it is not set. */
  #value(name: string): string | undefined {
    const state = this.#state;
    if (/^\d+$/.test(name)) return name === '0' ? state.name : state.positional[Number(name) - 1];
    switch (name) {
      case '?':
        return String(state.status);
      case '$':
        return String(process.pid);
      case '!':
        return state.lastBackground ? String(state.lastBackground) : undefined;
      case '#':
        return String(state.positional.length);
      case '*':
        return state.positional.join((state.get('IFS') ?? ' ').slice(0, 1));
      case '@':
        return state.positional.join(' ');
      case '-':
        return Object.entries({
          e: state.options.errexit,
          u: state.options.nounset,
          x: state.options.xtrace,
          f: state.options.noglob,
        })
          .filter(([, on]) => on)
          .map(([letter]) => letter)
          .join('');
      case 'PPID':
        return String(process.ppid);
      case 'RANDOM':
        return state.get(name) ?? String(Math.floor(Math.random() * 32768));
      default:
        return state.get(name);
    }
  }

  #parameter({ parameter, operation }: PartOf<'ParameterExpansion'>, quoted: boolean): Expanded {
    if ((parameter === '@' || parameter === '*') && !operation && (parameter === '@' || !quoted)) {
      const result: Expanded = [];
      this.#state.positional.forEach((text, index) => {
        if (index > 0) result.push(fieldBreak);
        result.push({ text, quoted, split: !quoted });
      });
      return result;
    }
    if (parameter.includes('[')) throw new ShellError(`${parameter}: arrays are not supported`, 2);
    const value = this.#value(parameter);
    if (operation) return this.#operate(parameter, value, operation, quoted);
    if (value === undefined && this.#state.options.nounset && parameter !== '@' && parameter !== '*') {
      throw new ShellError(`${parameter}: parameter not set`, 1);
    }
    return [{ text: value ?? '', quoted, split: !quoted }];
  }

  #operate(name: string, value: string | undefined, operation: Operation, quoted: boolean): Expanded {
    const result = (text: string): Expanded => [{ text, quoted, split: !quoted }];
    const text = value ?? '';
    switch (operation.type) {
      case 'DefaultValue':
        return lacks(value, operation.checkEmpty) ? this.#parts(operation.word.parts, quoted) : result(text);
      case 'AssignDefault':
        if (!lacks(value, operation.checkEmpty)) return result(text);
        this.#state.set(name, this.text(operation.word));
        return result(this.#state.get(name) ?? '');
      case 'ErrorIfUnset':
        if (!lacks(value, operation.checkEmpty)) return result(text);
        throw new ShellError(`${name}: ${operation.word ? this.text(operation.word) : 'parameter not set'}`, 1);
      case 'UseAlternative':
        return lacks(value, operation.checkEmpty) ? result('') : this.#parts(operation.word.parts, quoted);
      case 'Length':
        return result(String(name === '@' || name === '*' ? this.#state.positional.length : [...text].length));
      case 'Substring': {
        const offset = Number(this.arithmetic.evaluate(operation.offset.expression));
        const start = offset < 0 ? Math.max(0, text.length + offset) : offset;
        if (!operation.length) return result(text.slice(start));
        const length = Number(this.arithmetic.evaluate(operation.length.expression));
        return result(text.slice(start, length < 0 ? text.length + length : start + length));
      }
      case 'PatternRemoval':
        return result(removePattern(text, this.pattern(operation.pattern), operation.side, operation.greedy));
      case 'PatternReplacement': {
        const source = patternSource(this.pattern(operation.pattern));
        const anchored =
          operation.anchor === 'start' ? `^${source}` : operation.anchor === 'end' ? `${source}$` : source;
        const replacement = operation.replacement ? this.text(operation.replacement) : '';
        return result(text.replace(new RegExp(anchored, operation.all ? 'gu' : 'u'), () => replacement));
      }
      case 'CaseModification': {
        const change = (part: string) => (operation.direction === 'upper' ? part.toUpperCase() : part.toLowerCase());
        return result(operation.all ? change(text) : change(text.slice(0, 1)) + text.slice(1));
      }
      case 'Indirection':
        return result(this.#value(text) ?? '');
      default:
        throw new ShellError(`\${${name}}: ${operation.type} is not supported`, 2);
    }
  }

  /** Brace expansion (not POSIX, but in every interactive shell): one word becomes several. */
  #braces(word: WordNode): WordNode[] {
    const index = word.parts.findIndex((part) => part.type === 'BraceExpansion');
    const part = word.parts[index];
    if (part?.type !== 'BraceExpansion') return [word];
    const before = word.parts.slice(0, index);
    const after = word.parts.slice(index + 1);
    return part.items.flatMap((item) => {
      const middles: WordPart[][] =
        item.type === 'Word' ? [item.word.parts] : range(item).map((value) => [{ type: 'Literal', value }]);
      return middles.flatMap((middle) => this.#braces({ type: 'Word', parts: [...before, ...middle, ...after] }));
    });
  }
}

function lacks(value: string | undefined, orEmpty: boolean): boolean {
  return value === undefined || (orEmpty && value === '');
}

function removePattern(text: string, pieces: readonly Piece[], side: 'prefix' | 'suffix', greedy: boolean): string {
  const expression = new RegExp(`^${patternSource(pieces)}$`, 'u');
  const lengths = Array.from({ length: text.length + 1 }, (_, index) => (greedy ? text.length - index : index));
  for (const length of lengths) {
    const part = side === 'prefix' ? text.slice(0, length) : text.slice(text.length - length);
    if (expression.test(part)) return side === 'prefix' ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

type Range = Extract<PartOf<'BraceExpansion'>['items'][number], { type: 'Range' }>;

function range({ start, end, step }: Range): string[] {
  const letters = typeof start === 'string' && typeof end === 'string';
  const from = letters ? (String(start).codePointAt(0) ?? 0) : Number(start);
  const to = letters ? (String(end).codePointAt(0) ?? 0) : Number(end);
  const stride = Math.abs(step ?? 1) || 1;
  const values: string[] = [];
  for (let i = 0; i <= Math.abs(to - from); i += stride) {
    const value = from <= to ? from + i : from - i;
    values.push(letters ? String.fromCodePoint(value) : String(value));
  }
  return values;
}
