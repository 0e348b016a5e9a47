/** Compound commands of the grammar (POSIX 2.9.4 and bash's own), over lists that the grammar above reads. */
import { ConditionReader } from './condition_parser.ts';
import type { CaseClause, Command, List, Redirection, Word } from './syntax.ts';

export const reserved = new Set(
  'if then else elif fi do done case esac while until for in { } ! [[ function select coproc time'.split(' '),
);
const plainWord = /[^\s|&;()<>\\'"$`]+(?=[\s|&;()<>]|$)/y;

export abstract class CompoundParser extends ConditionReader {
  /** Newlines and blanks, at most so many newlines. */
  protected abstract newlines(most?: number): void;
  /** Commands up to a word that closes something, `)`, `;;` or, with `oneLine`, the end of the line. */
  protected abstract list(oneLine: boolean): List;
  protected abstract command(): Command;

  protected unexpected(): never {
    if (this.atEnd) this.failAtEnd('command');
    const token = this.match(/&&|\|\||;;|[|&;()<>]|\n|[^\s|&;()<>]+/y) ?? this.character;
    return this.fail(`syntax error: ${JSON.stringify(token === '\n' ? 'newline' : token)} unexpected`);
  }

  /** The plain word that comes next, not taken. */
  protected peekWord(): string | undefined {
    plainWord.lastIndex = this.position;
    return plainWord.exec(this.source)?.[0];
  }

  protected acceptWord(word: string): boolean {
    this.blanks();
    if (this.peekWord() !== word) return false;
    this.position += word.length;
    return true;
  }

  protected expectWord(word: string): void {
    this.newlines();
    if (!this.acceptWord(word)) this.unexpected();
  }

  /** A list that must not be empty, up to `end`, which is taken. */
  #body(end: string): List {
    this.newlines();
    const list = this.list(false);
    if (!list.length) this.unexpected();
    this.expectWord(end);
    return list;
  }

  protected compound(word: string, start: number): Command | undefined {
    this.position += word.length;
    const redirections: Redirection[] = [];
    switch (word) {
      case '{':
        return { type: 'group', body: this.#body('}'), redirections };
      case 'if':
        return this.#if();
      case 'while':
      case 'until': {
        const test = this.#body('do');
        return { type: 'while', until: word === 'until', test, body: this.#body('done'), redirections };
      }
      case 'for':
        return this.#for('for');
      case 'select':
        return this.#for('select');
      case 'coproc':
        return this.#coprocess(start);
      case 'case':
        return this.#case();
      case 'function': {
        this.blanks();
        const name = this.match(/[^\s|&;()<>\\'"$`]+/y) ?? this.unexpected();
        this.match(/[ \t]*\([ \t]*\)/y);
        return this.function(name, start);
      }
      case '[[':
        return { type: 'conditional', expression: this.condition(), redirections };
    }
    this.position = start;
    return undefined;
  }

  #if(): Command {
    const command: Command = { type: 'if', clauses: [], redirections: [] };
    for (;;) {
      const test = this.#body('then');
      this.newlines();
      const body = this.list(false);
      if (!body.length) this.unexpected();
      command.clauses.push({ test, body });
      this.newlines();
      if (this.acceptWord('elif')) continue;
      if (this.acceptWord('else')) command.otherwise = this.#body('fi');
      else this.expectWord('fi');
      return command;
    }
  }

  #for(type: 'for' | 'select'): Command {
    this.blanks();
    if (type === 'for' && this.startsWith('((')) return this.#count();
    const name = this.match(/[A-Za-z_]\w*/y) ?? this.unexpected();
    this.newlines();
    let words: Word[] | undefined;
    if (this.acceptWord('in')) {
      words = [];
      for (this.blanks(); !/^[;\n&|]?$/.test(this.character); this.blanks())
        words.push(this.word() ?? this.unexpected());
    }
    this.blanks();
    this.accept(';');
    return { type, name, ...(words ? { words } : {}), body: this.#loopBody(), redirections: [] };
  }

  /** `coproc NAME compound`, or `coproc command`. */
  #coprocess(start: number): Command {
    this.blanks();
    const here = this.position;
    let name = this.match(/[A-Za-z_]\w*(?=[ \t]+[{(]|[ \t]+(?:if|while|until|for|case|\[\[)\b)/y);
    if (name !== undefined && reserved.has(name)) {
      this.position = here;
      name = undefined;
    }
    this.blanks();
    const body = this.command();
    return {
      type: 'coprocess',
      name: name ?? 'COPROC',
      body,
      source: this.source.slice(start, this.position),
      redirections: [],
    };
  }

  #loopBody(): List {
    this.newlines();
    if (this.acceptWord('{')) return this.#body('}');
    this.expectWord('do');
    return this.#body('done');
  }

  #count(): Command {
    const whole = this.arithmeticCommand();
    const text = whole ? this.source.slice(0, this.position) : this.unexpected();
    const inner = text.slice(text.lastIndexOf('((') + 2, -2).split(';');
    if (inner.length !== 3) this.fail('syntax error: for (( needs three expressions');
    const [start, test, step] = inner.map((each) => this.over(each).hereDocument());
    this.blanks();
    this.accept(';');
    const nothing = { parts: [] };
    const body = this.#loopBody();
    return {
      type: 'count',
      start: start ?? nothing,
      test: test ?? nothing,
      step: step ?? nothing,
      body,
      redirections: [],
    };
  }

  #case(): Command {
    this.blanks();
    const word = this.word() ?? this.unexpected();
    this.expectWord('in');
    const clauses: CaseClause[] = [];
    for (;;) {
      this.newlines();
      if (this.acceptWord('esac')) return { type: 'case', word, clauses, redirections: [] };
      this.accept('(');
      const patterns: Word[] = [];
      do {
        this.blanks();
        patterns.push(this.word() ?? this.unexpected());
        this.blanks();
      } while (this.accept('|'));
      if (!this.accept(')')) this.unexpected();
      this.newlines();
      const body = this.list(false);
      this.newlines();
      const end = this.match(/;;&|;;|;&/y);
      clauses.push({ patterns, body, end: end ?? ';;' });
      if (end === undefined && this.peekWord() !== 'esac') this.unexpected();
    }
  }

  protected function(name: string, start: number): Command {
    this.newlines();
    const body = this.command();
    if (body.type === 'simple') this.unexpected();
    return { type: 'function', name, body, source: this.source.slice(start, this.position), redirections: [] };
  }
}
