/** The language of sed(1): from text to commands. */
import { UsageError } from './command.ts';
import { posixExpression } from './regular_expression.ts';

export type Address =
  | { kind: 'line'; number: number }
  | { kind: 'last' }
  | { kind: 'expression'; expression: RegExp | null }
  | { kind: 'step'; first: number; step: number }
  /** As second address: so many lines more, or up to a multiple. */
  | { kind: 'plus'; count: number }
  | { kind: 'multiple'; of: number };

export interface SedCommand {
  from?: Address;
  to?: Address;
  negated: boolean;
  /** The range is open, and ends with that line. */
  active: boolean;
  end: number;
  name: string;
  /** Of `{`: the index behind the `}`; of a branch: the index to go to. */
  target: number;
  text: string;
  expression?: RegExp | null;
  replacement?: ReplacementPart[];
  global: boolean;
  occurrence: number;
  print: boolean;
  map?: Map<string, string>;
}

/** `case`: \U, \L, \u, \l, \E. */
export type ReplacementPart = { text: string } | { group: number } | { case: string };

class ScriptReader {
  readonly #source: string;
  readonly #extended: boolean;
  #at = 0;
  readonly commands: SedCommand[] = [];
  readonly #labels = new Map<string, number>();
  readonly #open: number[] = [];

  constructor(source: string, extended: boolean) {
    this.#source = source;
    this.#extended = extended;
  }

  #fail(message: string): never {
    throw new UsageError(`-e expression #1, char ${this.#at}: ${message}`);
  }

  #character(): string {
    return this.#source[this.#at] ?? '';
  }

  #match(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#source)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  read(): SedCommand[] {
    for (;;) {
      this.#match(/[\s;]+/y);
      if (this.#at >= this.#source.length) break;
      if (this.#character() === '#') {
        this.#match(/[^\n]*/y);
        continue;
      }
      this.#command();
    }
    if (this.#open.length) this.#fail("unmatched `{'");
    for (const command of this.commands) {
      if (!'btT'.includes(command.name)) continue;
      if (command.text === '') command.target = this.commands.length;
      else
        command.target =
          this.#labels.get(command.text) ?? this.#fail(`can't find label for jump to \`${command.text}'`);
    }
    return this.commands;
  }

  #address(second: boolean): Address | undefined {
    const digits = this.#match(/\d+/y);
    if (digits) {
      if (!second && this.#character() === '~') {
        this.#at += 1;
        return { kind: 'step', first: Number(digits), step: Number(this.#match(/\d+/y) || 0) };
      }
      return { kind: 'line', number: Number(digits) };
    }
    const character = this.#character();
    if (character === '$') {
      this.#at += 1;
      return { kind: 'last' };
    }
    if (second && (character === '+' || character === '~')) {
      this.#at += 1;
      const count = Number(this.#match(/\d+/y));
      return character === '+' ? { kind: 'plus', count } : { kind: 'multiple', of: count };
    }
    if (character !== '/' && character !== '\\') return undefined;
    this.#at += character === '\\' ? 2 : 1;
    const source = this.#delimited(character === '\\' ? (this.#source[this.#at - 1] ?? '/') : '/', true);
    const flags = this.#match(/[IM]+/y);
    return { kind: 'expression', expression: this.#expression(source, flags) };
  }

  /** An empty expression stands for the one used last. */
  #expression(source: string, flags: string): RegExp | null {
    if (source === '') return null;
    return posixExpression(
      source,
      { extended: this.#extended, ignoreCase: /[iI]/.test(flags), multiline: /[mM]/.test(flags) },
      'g',
    );
  }

  /** To the delimiter, which is taken. */
  #delimited(delimiter: string, expression: boolean): string {
    let text = '';
    let bracket = false;
    for (;;) {
      if (this.#at >= this.#source.length) this.#fail('unterminated address regex or command');
      const character = this.#character();
      this.#at += 1;
      if (character === '\\') {
        const next = this.#character();
        this.#at += 1;
        if (next === delimiter && !(expression && '|()'.includes(delimiter)))
          text += expression && '.*[]^$+?{}'.includes(next) ? `\\${next}` : next;
        else text += `\\${next}`;
        continue;
      }
      if (expression && bracket) {
        if (character === ']' && !/\[\^?$/.test(text)) bracket = false;
        else if (character === '[' && /[:.=]/.test(this.#character())) {
          const kind = this.#character();
          const end = this.#source.indexOf(`${kind}]`, this.#at + 1);
          if (end > 0) {
            text += this.#source.slice(this.#at - 1, end + 2);
            this.#at = end + 2;
            continue;
          }
        }
      } else if (expression && character === '[') bracket = true;
      else if (character === delimiter) return text;
      text += character;
    }
  }

  #command(): void {
    const from = this.#address(false);
    let to: Address | undefined;
    this.#match(/[ \t]+/y);
    if (from && this.#character() === ',') {
      this.#at += 1;
      this.#match(/[ \t]+/y);
      to = this.#address(true) ?? this.#fail("unexpected `,'");
    }
    this.#match(/[ \t]+/y);
    const negated = this.#match(/(?:![ \t]*)+/y) !== '';
    const name = this.#character();
    this.#at += 1;
    const command: SedCommand = {
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      negated,
      active: false,
      end: 0,
      name,
      target: 0,
      text: '',
      global: false,
      occurrence: 1,
      print: false,
    };
    if (name === '}') {
      const open = this.#open.pop();
      if (open === undefined) this.#fail("unexpected `}'");
      const opening = this.commands[open];
      if (opening) opening.target = this.commands.length;
      return;
    }
    if (name === ':') {
      this.#labels.set(this.#match(/[ \t]*[^\s;]+/y).trim(), this.commands.length);
      return;
    }
    this.commands.push(command);
    this.#arguments(command);
  }

  #arguments(command: SedCommand): void {
    switch (command.name) {
      case '{':
        this.#open.push(this.commands.length - 1);
        return;
      case 's':
        this.#substitution(command);
        break;
      case 'y': {
        const delimiter = this.#character();
        this.#at += 1;
        const plain = (text: string) => [
          ...text.replace(/\\(n|\\)/g, (_match, each: string) => (each === 'n' ? '\n' : '\\')),
        ];
        const source = plain(this.#delimited(delimiter, false));
        const target = plain(this.#delimited(delimiter, false));
        if (source.length !== target.length) this.#fail("strings for `y' command are different lengths");
        command.map = new Map(source.map((character, index) => [character, target[index] ?? '']));
        break;
      }
      case 'a':
      case 'i':
      case 'c':
        command.text = this.#textArgument();
        return;
      case 'b':
      case 't':
      case 'T':
        command.text = this.#match(/[ \t]*[^\s;}]*/y).trim();
        break;
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        command.text = this.#match(/[ \t]*[^\n]*/y).trimStart();
        return;
      case 'q':
      case 'Q':
      case 'l':
      case 'L':
        command.text = this.#match(/[ \t]*\d*/y).trim();
        break;
      default:
        if (!'=dDgGhHnNpPxzFe'.includes(command.name) || command.name === '')
          this.#fail(`unknown command: \`${command.name}'`);
    }
    this.#match(/[ \t]+/y);
    if (!/^[;\n}#]?$/.test(this.#character())) this.#fail('extra characters after command');
  }

  #textArgument(): string {
    this.#match(/[ \t]*/y);
    if (this.#match(/\\[ \t]*\n/y) === '') this.#match(/\\(?=[^\n])/y);
    let text = '';
    for (; this.#at < this.#source.length; this.#at++) {
      const character = this.#character();
      if (character === '\n') break;
      if (character === '\\') {
        this.#at += 1;
        const next = this.#character();
        text += next === 't' ? '\t' : next;
      } else text += character;
    }
    return `${text}\n`;
  }

  #substitution(command: SedCommand): void {
    const delimiter = this.#character();
    this.#at += 1;
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') this.#fail("unterminated `s' command");
    const source = this.#delimited(delimiter, true);
    const replacement = this.#delimited(delimiter, false);
    const flags = this.#match(/[gpiImMe0-9]*/y);
    if (flags.includes('e')) this.#fail('the e flag is not supported');
    command.global = flags.includes('g');
    command.print = flags.includes('p');
    command.occurrence = Number(/\d+/.exec(flags)?.[0] ?? 1);
    command.expression = this.#expression(source, flags);
    command.replacement = replacementParts(replacement);
    if (this.#character() === 'w') {
      this.#at += 1;
      command.text = this.#match(/[ \t]*[^\n]*/y).trimStart();
    }
  }
}

const controls: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

function replacementParts(source: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let text = '';
  const flush = () => {
    if (text) parts.push({ text });
    text = '';
  };
  for (let i = 0; i < source.length; i++) {
    const character = source[i] ?? '';
    const next = source[i + 1] ?? '';
    if (character === '&') {
      flush();
      parts.push({ group: 0 });
    } else if (character !== '\\') text += character;
    else {
      i += 1;
      if (/\d/.test(next)) {
        flush();
        parts.push({ group: Number(next) });
      } else if ('ULulE'.includes(next) && next) {
        flush();
        parts.push({ case: next });
      } else text += controls[next] ?? next;
    }
  }
  flush();
  return parts;
}

export function parseSed(source: string, extended: boolean): SedCommand[] {
  return new ScriptReader(source, extended).read();
}
