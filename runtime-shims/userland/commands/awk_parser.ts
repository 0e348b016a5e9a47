/** Syntax tree of awk programs. */
import { type Token, tokenize } from './awk_lexer.ts';
import { UsageError } from './command.ts';

export type Expression =
  | { type: 'number'; value: number }
  | { type: 'string'; value: string }
  | { type: 'regex'; source: string }
  | Target
  | { type: 'unary'; operator: string; operand: Expression }
  | { type: 'binary'; operator: string; left: Expression; right: Expression }
  | { type: 'and' | 'or'; left: Expression; right: Expression }
  | { type: 'conditional'; test: Expression; yes: Expression; no: Expression }
  | { type: 'assign'; operator: string; target: Target; value: Expression }
  | { type: 'step'; target: Target; by: 1 | -1; prefix: boolean }
  | { type: 'match'; negated: boolean; left: Expression; right: Expression }
  | { type: 'in'; key: Expression[]; array: string }
  | { type: 'call'; name: string; words: Expression[] }
  | { type: 'builtin'; name: string; words: Expression[] }
  | { type: 'group'; inner: Expression }
  | { type: 'getline'; target: Target | undefined; file: Expression | undefined; command: Expression | undefined };

export type Target =
  | { type: 'name'; name: string }
  | { type: 'field'; index: Expression }
  | { type: 'element'; name: string; key: Expression[] };

export type Statement =
  | { type: 'expression'; expression: Expression }
  | { type: 'print'; formatted: boolean; words: Expression[]; redirect: string; target: Expression | undefined }
  | { type: 'if'; test: Expression; yes: Statement; no: Statement | undefined }
  | { type: 'while'; test: Expression; body: Statement; first: boolean }
  | {
      type: 'for';
      start: Statement | undefined;
      test: Expression | undefined;
      step: Statement | undefined;
      body: Statement;
    }
  | { type: 'each'; name: string; array: string; body: Statement }
  | { type: 'block'; body: Statement[] }
  | { type: 'delete'; name: string; key: Expression[] | undefined }
  | { type: 'exit' | 'return'; value: Expression | undefined }
  | { type: 'break' | 'continue' | 'next' | 'nextfile' };

export interface Rule {
  /** BEGIN, END, a condition, a range, or every line. */
  kind: 'BEGIN' | 'END' | 'test' | 'range' | 'always';
  test?: Expression;
  until?: Expression;
  body: Statement | undefined;
}

export interface AwkFunction {
  name: string;
  parameters: string[];
  body: Statement;
}

export interface AwkProgram {
  rules: Rule[];
  functions: Map<string, AwkFunction>;
}

class AwkParser {
  readonly #tokens: Token[];
  #at = 0;
  /** `>` is a redirection and `in` no operator where these count. */
  #noGreater = 0;
  #noIn = 0;

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '', line: 0 };
  }

  #fail(): never {
    const { text, line, type } = this.#token;
    throw new UsageError(
      `line ${line}: syntax error at or near ${type === 'newline' ? 'end of line' : type === 'end' ? 'end of program' : text}`,
      2,
    );
  }

  #is(text: string): boolean {
    const { type, text: own } = this.#token;
    return (type === 'operator' || type === 'keyword') && own === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail();
  }

  #newlines(): void {
    while (this.#token.type === 'newline' || this.#is(';')) this.#at += 1;
  }

  #optionalNewlines(): void {
    while (this.#token.type === 'newline') this.#at += 1;
  }

  program(): AwkProgram {
    const program: AwkProgram = { rules: [], functions: new Map() };
    for (this.#newlines(); this.#token.type !== 'end'; this.#newlines()) {
      if (this.#accept('function')) {
        const definition = this.#function();
        program.functions.set(definition.name, definition);
      } else program.rules.push(this.#rule());
    }
    return program;
  }

  #function(): AwkFunction {
    const name = this.#token.text;
    this.#at += 1;
    this.#expect('(');
    const parameters: string[] = [];
    while (!this.#accept(')')) {
      parameters.push(this.#token.text);
      this.#at += 1;
      this.#accept(',');
      this.#optionalNewlines();
    }
    this.#optionalNewlines();
    return { name, parameters, body: this.#block() };
  }

  #rule(): Rule {
    if (this.#accept('BEGIN')) return { kind: 'BEGIN', body: this.#block() };
    if (this.#accept('END')) return { kind: 'END', body: this.#block() };
    if (this.#is('{')) return { kind: 'always', body: this.#block() };
    const test = this.#expression();
    let until: Expression | undefined;
    if (this.#accept(',')) {
      this.#optionalNewlines();
      until = this.#expression();
    }
    const body = this.#is('{') ? this.#block() : undefined;
    return { kind: until ? 'range' : 'test', test, ...(until ? { until } : {}), body };
  }

  #block(): Statement {
    this.#expect('{');
    const body: Statement[] = [];
    for (this.#newlines(); !this.#accept('}'); this.#newlines()) {
      if (this.#token.type === 'end') this.#fail();
      body.push(this.#statement());
    }
    return { type: 'block', body };
  }

  #endStatement(): void {
    if (this.#token.type === 'newline' || this.#is(';')) this.#at += 1;
    else if (!this.#is('}') && this.#token.type !== 'end') this.#fail();
  }

  #simpleStatement(): Statement {
    if (this.#is('print') || this.#is('printf')) return this.#print();
    if (this.#accept('delete')) {
      const name = this.#token.text;
      this.#at += 1;
      return { type: 'delete', name, key: this.#accept('[') ? this.#subscript() : undefined };
    }
    return { type: 'expression', expression: this.#expression() };
  }

  #body(): Statement {
    this.#optionalNewlines();
    if (this.#accept(';')) return { type: 'block', body: [] };
    return this.#statement();
  }

  #statement(): Statement {
    if (this.#is('{')) return this.#block();
    if (this.#accept('if')) {
      this.#expect('(');
      const test = this.#expression();
      this.#expect(')');
      const yes = this.#body();
      const before = this.#at;
      this.#newlines();
      if (this.#accept('else')) return { type: 'if', test, yes, no: this.#body() };
      this.#at = before;
      return { type: 'if', test, yes, no: undefined };
    }
    if (this.#accept('while')) {
      this.#expect('(');
      const test = this.#expression();
      this.#expect(')');
      return { type: 'while', test, body: this.#body(), first: false };
    }
    if (this.#accept('do')) {
      const body = this.#body();
      this.#newlines();
      this.#expect('while');
      this.#expect('(');
      const test = this.#expression();
      this.#expect(')');
      this.#endStatement();
      return { type: 'while', test, body, first: true };
    }
    if (this.#accept('for')) return this.#for();
    for (const type of ['break', 'continue', 'next', 'nextfile'] as const) {
      if (!this.#accept(type)) continue;
      this.#endStatement();
      return { type };
    }
    for (const type of ['exit', 'return'] as const) {
      if (!this.#accept(type)) continue;
      const ends = this.#token.type === 'newline' || this.#token.type === 'end' || this.#is(';') || this.#is('}');
      const value = ends ? undefined : this.#expression();
      this.#endStatement();
      return { type, value };
    }
    const statement = this.#simpleStatement();
    this.#endStatement();
    return statement;
  }

  #for(): Statement {
    this.#expect('(');
    const [name, word, array, end] = this.#tokens.slice(this.#at, this.#at + 4);
    if (name?.type === 'name' && word?.text === 'in' && array?.type === 'name' && end?.text === ')') {
      this.#at += 4;
      return { type: 'each', name: name.text, array: array.text, body: this.#body() };
    }
    const start = this.#is(';') ? undefined : this.#simpleStatement();
    this.#expect(';');
    this.#optionalNewlines();
    const test = this.#is(';') ? undefined : this.#expression();
    this.#expect(';');
    this.#optionalNewlines();
    const step = this.#is(')') ? undefined : this.#simpleStatement();
    this.#expect(')');
    return { type: 'for', start, test, step, body: this.#body() };
  }

  #print(): Statement {
    const formatted = this.#token.text === 'printf';
    this.#at += 1;
    const words: Expression[] = [];
    const ends = () =>
      this.#token.type === 'newline' ||
      this.#token.type === 'end' ||
      [';', '}', '>', '>>', '|'].some((text) => this.#is(text));
    this.#noGreater += 1;
    if (!ends()) {
      do {
        this.#optionalNewlines();
        words.push(this.#expression());
      } while (this.#accept(','));
    }
    this.#noGreater -= 1;
    // `print (a, b) > "file"`: the list in parentheses is the list of arguments.
    const [only] = words;
    const list =
      words.length === 1 && only?.type === 'group' && only.inner.type === 'in' && only.inner.array === ''
        ? only.inner.key
        : words;
    for (const redirect of ['>', '>>', '|']) {
      if (!this.#accept(redirect)) continue;
      this.#noGreater += 1;
      const target = this.#concatenation();
      this.#noGreater -= 1;
      return { type: 'print', formatted, words: list, redirect, target };
    }
    return { type: 'print', formatted, words: list, redirect: '', target: undefined };
  }

  #expression(): Expression {
    const left = this.#conditional();
    if (!isTarget(left)) return left;
    for (const operator of ['=', '+=', '-=', '*=', '/=', '%=', '^=']) {
      if (!this.#accept(operator)) continue;
      this.#optionalNewlines();
      return { type: 'assign', operator: operator.slice(0, -1), target: left, value: this.#expression() };
    }
    return left;
  }

  #conditional(): Expression {
    const test = this.#or();
    if (!this.#accept('?')) return test;
    this.#optionalNewlines();
    const yes = this.#expression();
    this.#optionalNewlines();
    this.#expect(':');
    this.#optionalNewlines();
    return { type: 'conditional', test, yes, no: this.#expression() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#accept('||')) {
      this.#optionalNewlines();
      left = { type: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.#accept('&&')) {
      this.#optionalNewlines();
      left = { type: 'and', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#matching();
    while (this.#noIn === 0 && this.#is('in')) {
      this.#at += 1;
      const key =
        left.type === 'group' && left.inner.type === 'in' && left.inner.array === '' ? left.inner.key : [left];
      left = { type: 'in', key, array: this.#token.text };
      this.#at += 1;
    }
    return left;
  }

  #matching(): Expression {
    let left = this.#comparison();
    for (;;) {
      const negated = this.#is('!~');
      if (!negated && !this.#is('~')) return left;
      this.#at += 1;
      left = { type: 'match', negated, left, right: this.#comparison() };
    }
  }

  #comparison(): Expression {
    let left = this.#concatenation();
    for (;;) {
      const operator = ['<', '<=', '==', '!=', '>=', '>'].find(
        (text) => this.#is(text) && !(text === '>' && this.#noGreater > 0),
      );
      if (operator) {
        this.#at += 1;
        left = { type: 'binary', operator, left, right: this.#concatenation() };
      } else if (this.#is('|') && this.#tokens[this.#at + 1]?.text === 'getline') {
        this.#at += 2;
        left = { type: 'getline', target: this.#getlineTarget(), file: undefined, command: left };
      } else return left;
    }
  }

  #startsOperand(): boolean {
    const { type, text } = this.#token;
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

  #concatenation(): Expression {
    let left = this.#additive();
    // A sign there belongs to an addition, which has been read.
    while (this.#startsOperand() && !this.#is('+') && !this.#is('-') && !this.#is('!')) {
      left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    }
    return left;
  }

  #leftAssociative(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((text) => this.#is(text));
      if (!operator) return left;
      this.#at += 1;
      left = { type: 'binary', operator, left, right: operand() };
    }
  }

  #additive(): Expression {
    return this.#leftAssociative(['+', '-'], () => this.#leftAssociative(['*', '/', '%'], () => this.#unary()));
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+']) {
      if (this.#accept(operator)) return { type: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Expression {
    const left = this.#postfix();
    if (!this.#accept('^')) return left;
    // To the right, and tighter than a sign in front.
    const right = this.#is('-') || this.#is('+') || this.#is('!') ? this.#unary() : this.#power();
    return { type: 'binary', operator: '^', left, right };
  }

  #postfix(): Expression {
    const operand = this.#primary();
    if (!isTarget(operand)) return operand;
    if (this.#accept('++')) return { type: 'step', target: operand, by: 1, prefix: false };
    if (this.#accept('--')) return { type: 'step', target: operand, by: -1, prefix: false };
    return operand;
  }

  #subscript(): Expression[] {
    const key: Expression[] = [];
    do key.push(this.#expression());
    while (this.#accept(','));
    this.#expect(']');
    return key;
  }

  #arguments(): Expression[] {
    const words: Expression[] = [];
    this.#inParentheses(() => {
      this.#optionalNewlines();
      while (!this.#is(')')) {
        words.push(this.#expression());
        this.#optionalNewlines();
        if (!this.#accept(',')) break;
        this.#optionalNewlines();
      }
    });
    this.#expect(')');
    return words;
  }

  /** Within parentheses `>` and `in` have their own meaning again. */
  #inParentheses(action: () => void): void {
    const [greater, into] = [this.#noGreater, this.#noIn];
    this.#noGreater = 0;
    this.#noIn = 0;
    action();
    this.#noGreater = greater;
    this.#noIn = into;
  }

  #getlineTarget(): Target | undefined {
    const { type } = this.#token;
    if (type !== 'name' && !this.#is('$')) return undefined;
    const target = this.#primary();
    return isTarget(target) ? target : undefined;
  }

  #primary(): Expression {
    const token = this.#token;
    this.#at += 1;
    switch (token.type) {
      case 'number':
        return { type: 'number', value: Number(token.text) };
      case 'string':
        return { type: 'string', value: token.text };
      case 'regex':
        return { type: 'regex', source: token.text };
      case 'name':
        return this.#accept('[')
          ? { type: 'element', name: token.text, key: this.#subscript() }
          : { type: 'name', name: token.text };
      case 'function':
        this.#expect('(');
        return { type: 'call', name: token.text, words: this.#arguments() };
      case 'builtin':
        return { type: 'builtin', name: token.text, words: this.#accept('(') ? this.#arguments() : [] };
      case 'keyword':
        if (token.text === 'getline') {
          const target = this.#getlineTarget();
          const file = this.#accept('<') ? this.#postfix() : undefined;
          return { type: 'getline', target, file, command: undefined };
        }
        break;
      case 'operator':
        if (token.text === '$') {
          if (this.#accept('++')) {
            const inner = this.#primary();
            if (isTarget(inner)) return { type: 'field', index: { type: 'step', target: inner, by: 1, prefix: true } };
          }
          return { type: 'field', index: this.#is('-') ? this.#unary() : this.#primary() };
        }
        if (token.text === '++' || token.text === '--') {
          const target = this.#primary();
          if (isTarget(target)) return { type: 'step', target, by: token.text === '++' ? 1 : -1, prefix: true };
        }
        if (token.text === '(') return this.#group();
    }
    this.#at -= 1;
    return this.#fail();
  }

  #group(): Expression {
    let inner: Expression = { type: 'number', value: 0 };
    this.#inParentheses(() => {
      this.#optionalNewlines();
      inner = this.#expression();
      this.#optionalNewlines();
      if (this.#is(',')) {
        // A list: a key of several parts, or the arguments of print.
        const key = [inner];
        while (this.#accept(',')) {
          this.#optionalNewlines();
          key.push(this.#expression());
        }
        inner = { type: 'in', key, array: '' };
      }
    });
    this.#expect(')');
    return { type: 'group', inner };
  }
}

export function isTarget(expression: Expression): expression is Target {
  return expression.type === 'name' || expression.type === 'field' || expression.type === 'element';
}

export function parseAwk(source: string): AwkProgram {
  return new AwkParser(source).program();
}
