/** The expressions of awk's grammar (POSIX awk, Grammar). */
import { type Token, tokenize } from './awk_lexer.ts';
import { type Expression, isTarget, type Target } from './awk_syntax.ts';
import { UsageError } from './command.ts';

export class AwkExpressionParser {
  protected readonly tokens: Token[];
  protected at = 0;
  /** `>` is a redirection and `in` no operator where these count. */
  protected noGreater = 0;
  #noIn = 0;

  constructor(source: string) {
    this.tokens = tokenize(source);
  }

  protected get token(): Token {
    return this.tokens[this.at] ?? { type: 'end', text: '', line: 0 };
  }

  protected fail(): never {
    const { text, line, type } = this.token;
    throw new UsageError(
      `line ${line}: syntax error at or near ${type === 'newline' ? 'end of line' : type === 'end' ? 'end of program' : text}`,
      2,
    );
  }

  protected is(text: string): boolean {
    const { type, text: own } = this.token;
    return (type === 'operator' || type === 'keyword') && own === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  protected newlines(): void {
    while (this.token.type === 'newline' || this.is(';')) this.at += 1;
  }

  protected optionalNewlines(): void {
    while (this.token.type === 'newline') this.at += 1;
  }

  protected expression(): Expression {
    const left = this.#conditional();
    if (!isTarget(left)) return left;
    for (const operator of ['=', '+=', '-=', '*=', '/=', '%=', '^=']) {
      if (!this.accept(operator)) continue;
      this.optionalNewlines();
      return { type: 'assign', operator: operator.slice(0, -1), target: left, value: this.expression() };
    }
    return left;
  }

  #conditional(): Expression {
    const test = this.#or();
    if (!this.accept('?')) return test;
    this.optionalNewlines();
    const yes = this.expression();
    this.optionalNewlines();
    this.expect(':');
    this.optionalNewlines();
    return { type: 'conditional', test, yes, no: this.expression() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.accept('||')) {
      this.optionalNewlines();
      left = { type: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.accept('&&')) {
      this.optionalNewlines();
      left = { type: 'and', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#matching();
    while (this.#noIn === 0 && this.is('in')) {
      this.at += 1;
      const key =
        left.type === 'group' && left.inner.type === 'in' && left.inner.array === '' ? left.inner.key : [left];
      left = { type: 'in', key, array: this.token.text };
      this.at += 1;
    }
    return left;
  }

  #matching(): Expression {
    let left = this.#comparison();
    for (;;) {
      const negated = this.is('!~');
      if (!negated && !this.is('~')) return left;
      this.at += 1;
      left = { type: 'match', negated, left, right: this.#comparison() };
    }
  }

  #comparison(): Expression {
    let left = this.concatenation();
    for (;;) {
      const operator = ['<', '<=', '==', '!=', '>=', '>'].find(
        (text) => this.is(text) && !(text === '>' && this.noGreater > 0),
      );
      if (operator) {
        this.at += 1;
        left = { type: 'binary', operator, left, right: this.concatenation() };
      } else if (this.is('|') && this.tokens[this.at + 1]?.text === 'getline') {
        this.at += 2;
        left = { type: 'getline', target: this.#getlineTarget(), file: undefined, command: left };
      } else return left;
    }
  }

  #startsOperand(): boolean {
    const { type, text } = this.token;
    if (
      type === 'number' ||
      type === 'string' ||
      type === 'regex' ||
      type === 'name' ||
      type === 'function' ||
      type === 'builtin'
    )
      return true;
    return type === 'operator' && ['(', '$', '!', '-', '+', '++', '--'].includes(text);
  }

  protected concatenation(): Expression {
    let left = this.#additive();
    // A sign there belongs to an addition, which has been read.
    while (this.#startsOperand() && !this.is('+') && !this.is('-') && !this.is('!')) {
      left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    }
    return left;
  }

  #leftAssociative(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((text) => this.is(text));
      if (!operator) return left;
      this.at += 1;
      left = { type: 'binary', operator, left, right: operand() };
    }
  }

  #additive(): Expression {
    return this.#leftAssociative(['+', '-'], () => this.#leftAssociative(['*', '/', '%'], () => this.#unary()));
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+']) {
      if (this.accept(operator)) return { type: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Expression {
    const left = this.#postfix();
    if (!this.accept('^')) return left;
    // To the right, and tighter than a sign in front.
    const right = this.is('-') || this.is('+') || this.is('!') ? this.#unary() : this.#power();
    return { type: 'binary', operator: '^', left, right };
  }

  #postfix(): Expression {
    const operand = this.#primary();
    if (!isTarget(operand)) return operand;
    if (this.accept('++')) return { type: 'step', target: operand, by: 1, prefix: false };
    if (this.accept('--')) return { type: 'step', target: operand, by: -1, prefix: false };
    return operand;
  }

  protected subscript(): Expression[] {
    const key: Expression[] = [];
    do key.push(this.expression());
    while (this.accept(','));
    this.expect(']');
    return key;
  }

  #arguments(): Expression[] {
    const words: Expression[] = [];
    this.#inParentheses(() => {
      this.optionalNewlines();
      while (!this.is(')')) {
        words.push(this.expression());
        this.optionalNewlines();
        if (!this.accept(',')) break;
        this.optionalNewlines();
      }
    });
    this.expect(')');
    return words;
  }

  /** Within parentheses `>` and `in` have their own meaning again. */
  #inParentheses(action: () => void): void {
    const [greater, into] = [this.noGreater, this.#noIn];
    this.noGreater = 0;
    this.#noIn = 0;
    action();
    this.noGreater = greater;
    this.#noIn = into;
  }

  #getlineTarget(): Target | undefined {
    const { type } = this.token;
    if (type !== 'name' && !this.is('$')) return undefined;
    const target = this.#primary();
    return isTarget(target) ? target : undefined;
  }

  #primary(): Expression {
    const token = this.token;
    this.at += 1;
    switch (token.type) {
      case 'number':
        return { type: 'number', value: Number(token.text) };
      case 'string':
        return { type: 'string', value: token.text };
      case 'regex':
        return { type: 'regex', source: token.text };
      case 'name':
        return this.accept('[')
          ? { type: 'element', name: token.text, key: this.subscript() }
          : { type: 'name', name: token.text };
      case 'function':
        this.expect('(');
        return { type: 'call', name: token.text, words: this.#arguments() };
      case 'builtin':
        return { type: 'builtin', name: token.text, words: this.accept('(') ? this.#arguments() : [] };
      case 'keyword':
        if (token.text === 'getline') {
          const target = this.#getlineTarget();
          const file = this.accept('<') ? this.#postfix() : undefined;
          return { type: 'getline', target, file, command: undefined };
        }
        break;
      case 'operator':
        if (token.text === '$') {
          if (this.accept('++')) {
            const inner = this.#primary();
            if (isTarget(inner)) return { type: 'field', index: { type: 'step', target: inner, by: 1, prefix: true } };
          }
          return { type: 'field', index: this.is('-') ? this.#unary() : this.#primary() };
        }
        if (token.text === '++' || token.text === '--') {
          const target = this.#primary();
          if (isTarget(target)) return { type: 'step', target, by: token.text === '++' ? 1 : -1, prefix: true };
        }
        if (token.text === '(') return this.#group();
    }
    this.at -= 1;
    return this.fail();
  }

  #group(): Expression {
    let inner: Expression = { type: 'number', value: 0 };
    this.#inParentheses(() => {
      this.optionalNewlines();
      inner = this.expression();
      this.optionalNewlines();
      if (this.is(',')) {
        // A list: a key of several parts, or the arguments of print.
        const key = [inner];
        while (this.accept(',')) {
          this.optionalNewlines();
          key.push(this.expression());
        }
        inner = { type: 'in', key, array: '' };
      }
    });
    this.expect(')');
    return { type: 'group', inner };
  }
}
