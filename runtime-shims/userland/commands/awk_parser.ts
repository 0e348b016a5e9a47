/** The statements, rules and functions of awk's grammar (POSIX awk, Grammar). */
import { AwkExpressionParser } from './awk_expression_parser.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from './awk_syntax.ts';

class AwkParser extends AwkExpressionParser {
  program(): AwkProgram {
    const program: AwkProgram = { rules: [], functions: new Map() };
    for (this.newlines(); this.token.type !== 'end'; this.newlines()) {
      if (this.accept('function')) {
        const definition = this.#function();
        program.functions.set(definition.name, definition);
      } else program.rules.push(this.#rule());
    }
    return program;
  }

  #function(): AwkFunction {
    const name = this.token.text;
    this.at += 1;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.accept(')')) {
      parameters.push(this.token.text);
      this.at += 1;
      this.accept(',');
      this.optionalNewlines();
    }
    this.optionalNewlines();
    return { name, parameters, body: this.#block() };
  }

  #rule(): Rule {
    if (this.accept('BEGIN')) return { kind: 'BEGIN', body: this.#block() };
    if (this.accept('END')) return { kind: 'END', body: this.#block() };
    if (this.is('{')) return { kind: 'always', body: this.#block() };
    const test = this.expression();
    let until: Expression | undefined;
    if (this.accept(',')) {
      this.optionalNewlines();
      until = this.expression();
    }
    const body = this.is('{') ? this.#block() : undefined;
    return { kind: until ? 'range' : 'test', test, ...(until ? { until } : {}), body };
  }

  #block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (this.newlines(); !this.accept('}'); this.newlines()) {
      if (this.token.type === 'end') this.fail();
      body.push(this.#statement());
    }
    return { type: 'block', body };
  }

  #endStatement(): void {
    if (this.token.type === 'newline' || this.is(';')) this.at += 1;
    else if (!this.is('}') && this.token.type !== 'end') this.fail();
  }

  #simpleStatement(): Statement {
    if (this.is('print') || this.is('printf')) return this.#print();
    if (this.accept('delete')) {
      const name = this.token.text;
      this.at += 1;
      return { type: 'delete', name, key: this.accept('[') ? this.subscript() : undefined };
    }
    return { type: 'expression', expression: this.expression() };
  }

  #body(): Statement {
    this.optionalNewlines();
    if (this.accept(';')) return { type: 'block', body: [] };
    return this.#statement();
  }

  #statement(): Statement {
    if (this.is('{')) return this.#block();
    if (this.accept('if')) {
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      const yes = this.#body();
      const before = this.at;
      this.newlines();
      if (this.accept('else')) return { type: 'if', test, yes, no: this.#body() };
      this.at = before;
      return { type: 'if', test, yes, no: undefined };
    }
    if (this.accept('while')) {
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      return { type: 'while', test, body: this.#body(), first: false };
    }
    if (this.accept('do')) {
      const body = this.#body();
      this.newlines();
      this.expect('while');
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      this.#endStatement();
      return { type: 'while', test, body, first: true };
    }
    if (this.accept('for')) return this.#for();
    for (const type of ['break', 'continue', 'next', 'nextfile'] as const) {
      if (!this.accept(type)) continue;
      this.#endStatement();
      return { type };
    }
    for (const type of ['exit', 'return'] as const) {
      if (!this.accept(type)) continue;
      const ends = this.token.type === 'newline' || this.token.type === 'end' || this.is(';') || this.is('}');
      const value = ends ? undefined : this.expression();
      this.#endStatement();
      return { type, value };
    }
    const statement = this.#simpleStatement();
    this.#endStatement();
    return statement;
  }

  #for(): Statement {
    this.expect('(');
    const [name, word, array, end] = this.tokens.slice(this.at, this.at + 4);
    if (name?.type === 'name' && word?.text === 'in' && array?.type === 'name' && end?.text === ')') {
      this.at += 4;
      return { type: 'each', name: name.text, array: array.text, body: this.#body() };
    }
    const start = this.is(';') ? undefined : this.#simpleStatement();
    this.expect(';');
    this.optionalNewlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.optionalNewlines();
    const step = this.is(')') ? undefined : this.#simpleStatement();
    this.expect(')');
    return { type: 'for', start, test, step, body: this.#body() };
  }

  #print(): Statement {
    const formatted = this.token.text === 'printf';
    this.at += 1;
    const words: Expression[] = [];
    const ends = () =>
      this.token.type === 'newline' ||
      this.token.type === 'end' ||
      [';', '}', '>', '>>', '|'].some((text) => this.is(text));
    this.noGreater += 1;
    if (!ends()) {
      do {
        this.optionalNewlines();
        words.push(this.expression());
      } while (this.accept(','));
    }
    this.noGreater -= 1;
    // `print (a, b) > "file"`: the list in parentheses is the list of arguments.
    const [only] = words;
    const list =
      words.length === 1 && only?.type === 'group' && only.inner.type === 'in' && only.inner.array === ''
        ? only.inner.key
        : words;
    for (const redirect of ['>', '>>', '|']) {
      if (!this.accept(redirect)) continue;
      this.noGreater += 1;
      const target = this.concatenation();
      this.noGreater -= 1;
      return { type: 'print', formatted, words: list, redirect, target };
    }
    return { type: 'print', formatted, words: list, redirect: '', target: undefined };
  }
}

export function parseAwk(source: string): AwkProgram {
  return new AwkParser(source).program();
}
