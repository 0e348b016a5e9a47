/** The grammar of the shell language (POSIX 2.10), one complete command at a time, so that aliases take effect. */
import { CompoundParser, reserved } from './compound_parser.ts';
import type { AndOr, Command, List, Pipeline, Redirection } from './syntax.ts';
import { literalOf, textOf, type WordReader } from './words.ts';

/** Words that end a list and are its owner's to take. */
const closing = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);
const declaring = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const redirectionOperators = /&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||<(?!\()|>(?!\()/y;

interface HereDocument {
  redirection: Redirection;
  delimiter: string;
  quoted: boolean;
  stripTabs: boolean;
}

/** An alias's text, by name. */
export type Aliases = ReadonlyMap<string, string>;

export class Parser extends CompoundParser {
  readonly #aliases: Aliases;
  #hereDocuments: HereDocument[] = [];
  /** Aliases under way at the text before this position: each is replaced once. */
  #expanded: { name: string; end: number }[] = [];

  constructor(source: string, aliases: Aliases = new Map(), firstLine = 1) {
    super(source, firstLine);
    this.#aliases = aliases;
  }

  protected override over(source: string): WordReader {
    return new Parser(source, this.#aliases, this.line);
  }

  /** The next complete command: a line, or more where a construct goes on. Undefined at the end. */
  next(): List | undefined {
    this.newlines();
    if (this.atEnd) return undefined;
    const list = this.list(true);
    if (!list.length) this.unexpected();
    if (!this.atEnd && this.character !== '\n') this.unexpected();
    if (this.character === '\n') this.newlines(1);
    else if (this.#hereDocuments.length) this.#readHereDocuments();
    return list;
  }

  override wholeList(): List {
    const list: List = [];
    for (let next = this.next(); next; next = this.next()) list.push(...next);
    return list;
  }

  protected override commandList(end: string): List {
    this.newlines();
    const list = this.list(false);
    if (this.character !== end) this.unexpected();
    return list;
  }

  /** Blanks, continued lines and comments. */
  protected override blanks(): void {
    for (;;) {
      const start = this.position;
      this.match(/(?:[ \t\r]|\\\n)+/y);
      if (this.character === '#') this.match(/[^\n]*/y);
      if (this.position === start) return;
    }
  }

  /** Newlines and blanks; behind a newline stand the here-documents of the line. */
  protected override newlines(most = Number.POSITIVE_INFINITY): void {
    for (let count = 0; ; count++) {
      this.blanks();
      if (this.character !== '\n' || count >= most) return;
      this.position += 1;
      if (this.#hereDocuments.length) this.#readHereDocuments();
    }
  }

  #readHereDocuments(): void {
    const documents = this.#hereDocuments;
    this.#hereDocuments = [];
    for (const { redirection, delimiter, quoted, stripTabs } of documents) {
      let text = '';
      for (;;) {
        // Many shells take the end of the text for the delimiter; the line editor must ask for more.
        if (this.atEnd) this.failAtEnd(`here-document up to '${delimiter}'`);
        const end = this.source.indexOf('\n', this.position);
        let line = this.source.slice(this.position, end < 0 ? undefined : end);
        this.position = end < 0 ? this.source.length : end + 1;
        if (stripTabs) line = line.replace(/^\t+/, '');
        if (line === delimiter) break;
        text += `${line}\n`;
      }
      redirection.target = quoted
        ? { parts: [{ type: 'text', text, quoted: true }] }
        : new Parser(text, this.#aliases, this.line).hereDocument();
    }
  }

  /** Commands up to a word that closes something, `)`, `;;` or, with `oneLine`, the end of the line. */
  protected override list(oneLine: boolean): List {
    const list: List = [];
    for (;;) {
      this.blanks();
      if (this.atEnd || this.character === ')' || this.startsWith(';;') || this.startsWith(';&')) return list;
      if (this.character === '\n') {
        if (oneLine) return list;
        this.newlines();
        continue;
      }
      if (closing.has(this.peekWord() ?? '')) return list;
      const start = this.position;
      const andOr = this.#andOr();
      andOr.source = this.source.slice(start, this.position).trim();
      list.push(andOr);
      this.blanks();
      if (this.character === '&' && !this.startsWith('&&')) {
        this.position += 1;
        andOr.background = true;
      } else if (this.character === ';' && !this.startsWith(';;') && !this.startsWith(';&')) this.position += 1;
      else if (this.character !== '\n') return list;
    }
  }

  #andOr(): AndOr {
    const result: AndOr = { first: this.#pipeline(), rest: [], background: false, source: '' };
    for (;;) {
      this.blanks();
      const operator = this.startsWith('&&') ? '&&' : this.startsWith('||') ? '||' : undefined;
      if (!operator) return result;
      this.position += 2;
      this.newlines();
      result.rest.push({ operator, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    const result: Pipeline = { commands: [], errorsToo: [], negated: false, timed: false };
    if (this.acceptWord('time')) {
      result.timed = true;
      this.acceptWord('-p');
    }
    while (this.acceptWord('!')) result.negated = !result.negated;
    this.blanks();
    if (result.timed && /^[\n;&|)]?$/.test(this.character)) {
      result.commands.push({ type: 'group', body: [], redirections: [] });
      return result;
    }
    for (;;) {
      result.commands.push(this.command());
      this.blanks();
      if (this.character !== '|' || this.startsWith('||')) return result;
      this.position += 1;
      result.errorsToo.push(this.accept('&'));
      this.newlines();
    }
  }

  protected override command(): Command {
    this.#replaceAlias();
    this.blanks();
    if (this.character === '(') return this.#parenthesis();
    const word = this.peekWord();
    if (word !== undefined && reserved.has(word)) {
      const start = this.position;
      const compound = this.compound(word, start);
      if (compound) return this.#withRedirections(compound);
      this.unexpected();
    }
    if (word !== undefined && this.test(/[^\s|&;()<>\\'"$`=]+[ \t]*\([ \t]*\)/y)) {
      const start = this.position;
      this.position += word.length;
      this.match(/[ \t]*\([ \t]*\)/y);
      return this.function(word, start);
    }
    return this.#simple();
  }

  #replaceAlias(): void {
    for (;;) {
      this.blanks();
      const word = this.peekWord();
      const text = word === undefined ? undefined : this.#aliases.get(word);
      this.#expanded = this.#expanded.filter(({ end }) => end > this.position);
      if (word === undefined || text === undefined || this.#expanded.some(({ name }) => name === word)) return;
      const rest = this.source.length - (this.position + word.length);
      this.source = this.source.slice(0, this.position) + text + this.source.slice(this.position + word.length);
      this.#expanded.push({ name: word, end: this.source.length - rest });
    }
  }

  #parenthesis(): Command {
    if (this.startsWith('((')) {
      const start = this.position;
      const expression = this.arithmeticCommand();
      if (expression) return this.#withRedirections({ type: 'arithmetic', expression, redirections: [] });
      this.position = start;
    }
    this.position += 1;
    const body = this.commandList(')');
    this.position += 1;
    if (!body.length) this.fail("syntax error: ')' unexpected");
    return this.#withRedirections({ type: 'subshell', body, redirections: [] });
  }

  #withRedirections<Kind extends Command>(command: Kind): Kind {
    for (let next = this.#redirection(); next; next = this.#redirection()) command.redirections.push(next);
    return command;
  }

  #simple(): Command {
    const command: Command = { type: 'simple', assignments: [], words: [], line: this.line, redirections: [] };
    let declares = false;
    for (;;) {
      this.blanks();
      const redirection = this.#redirection();
      if (redirection) {
        command.redirections.push(redirection);
        continue;
      }
      if (!command.words.length) {
        const assignment = this.assignment();
        if (assignment) {
          command.assignments.push(assignment);
          continue;
        }
      }
      const argument = declares ? this.assignment() : undefined;
      const word = argument ? { parts: [], assignment: argument } : this.word();
      if (!word) break;
      command.words.push(word);
      if (command.words.length === 1) {
        declares = declaring.has(literalOf(word) ?? '');
        this.#aliasAfter(literalOf(word));
      }
    }
    if (this.character === '(') this.unexpected();
    if (!command.words.length && !command.assignments.length && !command.redirections.length) this.unexpected();
    return command;
  }

  /** An alias whose text ends in a blank lets the word behind it be one too. */
  #aliasAfter(name: string | undefined): void {
    const whole = this.#expanded.find(({ end }) => end === this.position || end === this.position + 1);
    if (name === undefined || !whole || !/[ \t]$/.test(this.#aliases.get(whole.name) ?? '')) return;
    this.blanks();
    this.#replaceAlias();
  }

  #redirection(): Redirection | undefined {
    this.blanks();
    const digits = this.match(/\d+(?=[<>])/y);
    const named = digits === undefined ? this.match(/\{[A-Za-z_]\w*\}(?=[<>](?!\())/y) : undefined;
    const operator = this.match(redirectionOperators);
    if (operator === undefined) {
      this.position -= (digits ?? named ?? '').length;
      return undefined;
    }
    this.blanks();
    const target = this.word();
    if (!target) this.unexpected();
    const redirection: Redirection = { operator, target };
    if (digits !== undefined) redirection.fd = Number(digits);
    if (named !== undefined) redirection.variable = named.slice(1, -1);
    if (operator === '<<' || operator === '<<-') {
      const quoted = target.parts.some((part) => part.type !== 'text' || part.quoted);
      const delimiter = textOf(target);
      this.#hereDocuments.push({ redirection, delimiter, quoted, stripTabs: operator === '<<-' });
    }
    return redirection;
  }
}

/** All of a text. */
export function parse(source: string): List {
  return new Parser(source).wholeList();
}
