/** Reads the expression of `[[ … ]]`. */
import type { Condition, Part, Word } from './syntax.ts';
import { WordReader } from './words.ts';

const unaryOperators = /-[a-zA-Z](?=\s)/y;
const binaryOperators = /(?:==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))(?=\s)/y;

export abstract class ConditionReader extends WordReader {
  protected abstract blanks(): void;

  /** Behind `[[`, to `]]`, which is taken. */
  protected condition(): Condition {
    const expression = this.#either();
    this.#space();
    if (!this.accept(']]')) this.#unexpected();
    return expression;
  }

  #unexpected(): never {
    if (this.atEnd) this.failAtEnd('[[');
    return this.fail(
      `syntax error in conditional expression near '${this.source.slice(this.position, this.position + 12)}'`,
    );
  }

  #space(): void {
    do this.blanks();
    while (this.accept('\n'));
  }

  #either(): Condition {
    let left = this.#both();
    for (this.#space(); this.accept('||'); this.#space()) left = { type: 'or', left, right: this.#both() };
    return left;
  }

  #both(): Condition {
    let left = this.#one();
    for (this.#space(); this.accept('&&'); this.#space()) left = { type: 'and', left, right: this.#one() };
    return left;
  }

  #one(): Condition {
    this.#space();
    if (this.match(/!(?=\s)/y)) return { type: 'not', operand: this.#one() };
    if (this.accept('(')) {
      const inner = this.#either();
      this.#space();
      if (!this.accept(')')) this.#unexpected();
      return inner;
    }
    const start = this.position;
    const unary = this.match(unaryOperators);
    if (unary !== undefined) {
      this.blanks();
      if (!this.test(/\]\]|&&|\|\||=|!=/y)) return { type: 'unary', operator: unary, operand: this.#operand() };
      this.position = start;
    }
    const left = this.#operand();
    this.blanks();
    const operator = this.match(binaryOperators);
    if (operator === undefined) return { type: 'word', word: left };
    this.blanks();
    return { type: 'binary', operator, left, right: operator === '=~' ? this.#expression() : this.#operand() };
  }

  #operand(): Word {
    return this.word() ?? this.#unexpected();
  }

  /** A regular expression: parentheses and bars in it are no operators; blanks end it outside of parentheses. */
  #expression(): Word {
    const parts: Part[] = [];
    for (let depth = 0; ; ) {
      const character = this.character;
      if (character === '' || character === '\n' || (depth === 0 && (character === ' ' || character === '\t'))) break;
      if (depth === 0 && (character === ')' || this.startsWith('&&'))) break;
      const operator = this.match(/[|&;()<> \t]/y);
      if (operator !== undefined) {
        depth += operator === '(' ? 1 : operator === ')' ? -1 : 0;
        parts.push({ type: 'text', text: operator, quoted: false });
        continue;
      }
      const bracket = this.match(/\[\^?\]?(?:\[:\w+:\]|[^\]'"$\\])*\]/y);
      if (bracket !== undefined) parts.push({ type: 'text', text: bracket, quoted: false });
      else parts.push(...(this.word()?.parts ?? this.#unexpected()));
    }
    return parts.length ? { parts } : this.#unexpected();
  }
}
