/** Patterns of the shell language (POSIX 2.13, and bash's extended ones) as regular expressions. */

/** A piece of a field: quoted pieces match themselves only. */
export interface Piece {
  text: string;
  quoted: boolean;
}

const special = /[*?[]|[@+!]\(/;

export function hasPattern(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => !piece.quoted && special.test(piece.text));
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

export interface PatternOptions {
  /** `*` and `?` do not match `/`. */
  path?: boolean;
  /** The shortest match. */
  lazy?: boolean;
}

/** Pieces as one sequence of characters with the mark of each whether it is quoted. */
interface Characters {
  text: string[];
  quoted: boolean[];
}

function charactersOf(pieces: readonly Piece[]): Characters {
  const result: Characters = { text: [], quoted: [] };
  for (const { text, quoted } of pieces) {
    for (const character of text) {
      const last = result.text.length - 1;
      // A backslash that came out of an expansion quotes what follows it.
      if (!quoted && result.text[last] === '\\' && result.quoted[last] === false) {
        result.text[last] = character;
        result.quoted[last] = true;
        continue;
      }
      result.text.push(character);
      result.quoted.push(quoted);
    }
  }
  return result;
}

class Translation {
  readonly #characters: Characters;
  readonly #any: string;
  readonly #star: string;
  #position = 0;

  constructor(characters: Characters, options: PatternOptions) {
    this.#characters = characters;
    this.#any = options.path ? '[^/]' : '[^]';
    this.#star = options.lazy ? '*?' : '*';
  }

  /** To the end, or to a `|` or `)` that is not quoted when `nested`. */
  run(nested: boolean): string {
    const { text, quoted } = this.#characters;
    let source = '';
    while (this.#position < text.length) {
      const character = text[this.#position] ?? '';
      if (quoted[this.#position]) {
        source += escape(character);
        this.#position += 1;
        continue;
      }
      if (nested && (character === '|' || character === ')')) return source;
      if ('?*+@!'.includes(character) && text[this.#position + 1] === '(' && !quoted[this.#position + 1]) {
        source += this.#extended(character);
        continue;
      }
      this.#position += 1;
      if (character === '*') source += this.#any + this.#star;
      else if (character === '?') source += this.#any;
      else if (character === '[') source += this.#set();
      else source += escape(character);
    }
    return source;
  }

  #extended(kind: string): string {
    const start = this.#position;
    this.#position += 2;
    const alternatives: string[] = [];
    for (;;) {
      alternatives.push(this.run(true));
      const end = this.#characters.text[this.#position];
      this.#position += 1;
      if (end === '|') continue;
      if (end === ')') break;
      this.#position = start + 1;
      return escape(kind);
    }
    const group = `(?:${alternatives.join('|')})`;
    if (kind === '@') return group;
    if (kind === '!') return `(?:(?!${group}$)${this.#any}${this.#star})`;
    return group + kind;
  }

  /** Behind `[`. */
  #set(): string {
    const { text, quoted } = this.#characters;
    let at = this.#position;
    const negated = (text[at] === '!' || text[at] === '^') && !quoted[at];
    if (negated) at += 1;
    const first = at;
    let source = '';
    for (; at < text.length; at++) {
      const character = text[at] ?? '';
      if (!quoted[at] && character === ']' && at > first) {
        this.#position = at + 1;
        return `[${negated ? '^' : ''}${source}]`;
      }
      const name = !quoted[at] && character === '[' ? /^\[:(\w+):\]/.exec(text.slice(at, at + 12).join('')) : null;
      if (name) {
        source += classes[name[1] ?? ''] ?? '';
        at += name[0].length - 1;
      } else if (character === '-' && !quoted[at] && at > first && text[at + 1] !== ']') source += '-';
      else source += character === '-' ? '\\-' : escape(character);
    }
    return '\\[';
  }
}

const classes: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: '\\x20-\\x7e\\u{a0}-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u{a1}-\\u{10ffff}',
  word: '\\w',
};

const neverMatches = '(?!)';

/** The source of a regular expression with flag `u` for a pattern, without anchors. */
export function patternSource(pieces: readonly Piece[], options: PatternOptions = {}): string {
  return new Translation(charactersOf(pieces), options).run(false);
}

/** A set like `[z-a]` is no valid expression, and matches nothing. */
export function compile(source: string, flags = 'u'): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return new RegExp(neverMatches, flags);
  }
}

export function matches(text: string, pieces: readonly Piece[], ignoreCase = false): boolean {
  if (!hasPattern(pieces) && !ignoreCase) return text === charactersOf(pieces).text.join('');
  return compile(`^${patternSource(pieces)}$`, ignoreCase ? 'iu' : 'u').test(text);
}
