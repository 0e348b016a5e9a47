import { compile, patternSource } from '../sh/pattern.ts';
import { compare, isDirectory, joinPath, list, readText, stat } from '../system/files.ts';
import type { Input } from '../system/io.ts';
import { encode } from '../system/text.ts';
import { type Command, type CommandContext, Exit, UsageError } from './command.ts';
import { translate } from './regular_expression.ts';

/** The lines that match, whatever of its patterns a command line names. */
function expressionOf(context: CommandContext, patterns: readonly string[]): RegExp {
  const { on, given } = context;
  // Of -E, -F, -G and -P the last one counts.
  const kind = given.findLast(([flag]) =>
    ['extended-regexp', 'fixed-strings', 'basic-regexp', 'perl-regexp'].includes(flag),
  )?.[0];
  const name = context.program.name.replace(/^.*\//, '');
  const mode = kind ?? (name === 'egrep' ? 'extended-regexp' : name === 'fgrep' ? 'fixed-strings' : 'basic-regexp');
  const sources = patterns.map((pattern) => {
    if (mode === 'fixed-strings') return pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return mode === 'perl-regexp' ? pattern : translate(pattern, mode === 'extended-regexp');
  });
  let source = sources.length === 1 ? (sources[0] ?? '') : sources.map((each) => `(?:${each})`).join('|');
  if (on('line-regexp')) source = `^(?:${source})$`;
  else if (on('word-regexp')) source = `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
  const flags = `g${on('ignore-case') && !on('no-ignore-case') ? 'i' : ''}`;
  try {
    return new RegExp(source, `${flags}u`);
  } catch (error) {
    if (mode !== 'perl-regexp') throw new UsageError(`Invalid regular expression: ${patterns.join('\n')}`, 2);
    try {
      return new RegExp(source, flags);
    } catch {
      throw new UsageError(error instanceof Error ? error.message : String(error), 2);
    }
  }
}

class Search {
  readonly #context: CommandContext;
  readonly #expression: RegExp;
  readonly #named: boolean;
  readonly #before: number;
  readonly #after: number;
  readonly #most: number;
  readonly #colour: boolean;
  matched = false;

  constructor(context: CommandContext, expression: RegExp, named: boolean) {
    this.#context = context;
    this.#expression = expression;
    this.#named = named;
    const { value } = context;
    const around = value('context');
    this.#before = Number(value('before-context') ?? around ?? 0);
    this.#after = Number(value('after-context') ?? around ?? 0);
    this.#most = Number(value('max-count') ?? Number.POSITIVE_INFINITY);
    const colour = value('color');
    this.#colour = context.on('color') && (colour === 'always' || (colour !== 'never' && context.isTerminal(1)));
  }

  /** `offset`: bytes of the input in front of what is printed. */
  #prefix(name: string, number: number, offset: number, separator: string): string {
    const { on } = this.#context;
    const end = this.#paint(separator, '36');
    const numbers = [...(on('line-number') ? [number] : []), ...(on('byte-offset') ? [offset] : [])];
    const prefix =
      (this.#named ? this.#paint(name, '35') + (on('null') ? '\0' : end) : '') +
      numbers.map((each) => this.#paint(String(each), '32') + end).join('');
    return on('initial-tab') && prefix ? `${prefix}\t` : prefix;
  }

  /** With the erasure to the end of the line that GNU's has too. */
  #paint(text: string, code: string): string {
    return this.#colour ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text;
  }

  #painted(line: string): string {
    if (!this.#colour || this.#context.on('invert-match')) return line;
    return line.replace(this.#expression, (match) => (match ? this.#paint(match, '01;31') : ''));
  }

  search(name: string, input: Input): void {
    const { on, print } = this.#context;
    const quiet = on('quiet');
    const namesOnly = on('files-with-matches') || on('files-without-match');
    const counting = on('count');
    const kept: { line: string; offset: number }[] = [];
    let after = 0;
    let number = 0;
    let last = 0;
    let count = 0;
    const delimiter = on('null-data') ? 0 : 10;
    let binary = false;
    let next = 0;
    if (this.#most === 0) return;
    for (const line of input.lines(delimiter)) {
      number += 1;
      const offset = next;
      if (on('byte-offset')) next += encode(line).length + 1;
      binary ||= line.includes('\0') && delimiter === 10 && !on('text');
      this.#expression.lastIndex = 0;
      if (this.#expression.test(line) === on('invert-match')) {
        if (after > 0 && !counting && !namesOnly) {
          print(`${this.#prefix(name, number, offset, '-')}${line}\n`);
          after -= 1;
          last = number;
        } else if (this.#before) {
          kept.push({ line, offset });
          if (kept.length > this.#before) kept.shift();
        }
        continue;
      }
      if (binary && on('no-binary')) return;
      count += 1;
      this.matched = true;
      if (quiet) throw new Exit(0);
      if (namesOnly) break;
      if (!counting) {
        if (binary) {
          this.#context.flush();
          this.#context.warn(`grep: ${name}: binary file matches\n`);
          return;
        }
        if ((this.#before || this.#after) && last && number - kept.length > last + 1) print('--\n');
        for (const [index, each] of kept.entries())
          print(`${this.#prefix(name, number - kept.length + index, each.offset, '-')}${each.line}\n`);
        kept.length = 0;
        this.#expression.lastIndex = 0;
        if (on('only-matching')) {
          for (const match of line.matchAll(this.#expression))
            if (match[0]) {
              const at = on('byte-offset') ? offset + encode(line.slice(0, match.index)).length : 0;
              print(`${this.#prefix(name, number, at, ':')}${match[0]}\n`);
            }
        } else print(`${this.#prefix(name, number, offset, ':')}${this.#painted(line)}${delimiter ? '\n' : '\0'}`);
        last = number;
        after = this.#after;
      }
      if (count >= this.#most) break;
    }
    if (on('files-with-matches') && count) print(`${name}${on('null') ? '\0' : '\n'}`);
    if (on('files-without-match') && !count) print(`${name}\n`);
    if (counting && !namesOnly) print(`${this.#named ? `${name}:` : ''}${count}\n`);
  }
}

function* filesBelow(
  context: CommandContext,
  path: string,
  chosen: (name: string) => boolean,
  kept: (name: string) => boolean,
): Generator<string> {
  const { kernel } = context;
  const entries = list(kernel, path || '.');
  if (typeof entries === 'number') return;
  for (const { name, directory, link } of entries.sort((a, b) => compare(a.name, b.name))) {
    const inner = path === '' ? name : joinPath(path, name);
    if (directory) {
      if (kept(name)) yield* filesBelow(context, inner, chosen, kept);
    } else if (chosen(name) && !(link && isDirectory(stat(kernel, inner)))) yield inner;
  }
}

const glob = (pattern: string) => compile(`^${patternSource([{ text: pattern, quoted: false }])}$`);

export const grep: Command = {
  name: 'grep',
  wrongUse: 2,
  usage: 'PATTERN [FILE]…',
  summary: 'Prints lines that match a regular expression.',
  flags: {
    'extended-regexp': { short: 'E', help: 'extended expressions' },
    'fixed-strings': { short: 'F', help: 'plain texts' },
    'basic-regexp': { short: 'G', help: 'basic expressions (as always)' },
    'perl-regexp': { short: 'P', help: "JavaScript's expressions" },
    regexp: { short: 'e', value: 'PATTERN', help: 'a pattern' },
    file: { short: 'f', value: 'FILE', help: 'patterns, one a line' },
    'ignore-case': { short: 'iy', help: 'large and small letters alike' },
    'no-ignore-case': { help: 'not so' },
    'invert-match': { short: 'v', help: 'lines that do not match' },
    'word-regexp': { short: 'w', help: 'whole words' },
    'line-regexp': { short: 'x', help: 'whole lines' },
    'line-number': { short: 'n', help: 'with line numbers' },
    'with-filename': { short: 'H', help: 'with names' },
    'no-filename': { short: 'h', help: 'without names' },
    count: { short: 'c', help: 'how many only' },
    'files-with-matches': { short: 'l', help: 'names of files only' },
    'files-without-match': { short: 'L', help: 'names of files without' },
    'only-matching': { short: 'o', help: 'what matches only' },
    quiet: { short: 'q', help: 'the exit status only' },
    silent: { help: 'the same' },
    'no-messages': { short: 's', help: 'no messages of files' },
    recursive: { short: 'r', help: 'directories and what they hold' },
    'dereference-recursive': { short: 'R', help: 'the same' },
    include: { value: 'GLOB', help: 'with -r: these names only' },
    exclude: { value: 'GLOB', help: 'with -r: not these names' },
    'exclude-dir': { value: 'GLOB', help: 'with -r: not these directories' },
    'max-count': { short: 'm', value: 'N', help: 'no more lines of a file' },
    'after-context': { short: 'A', value: 'N', help: 'lines behind' },
    'before-context': { short: 'B', value: 'N', help: 'lines in front' },
    context: { short: 'C', value: 'N', help: 'lines around' },
    text: { short: 'a', help: 'take binary files for text' },
    'no-binary': { short: 'I', help: 'pass over binary files' },
    null: { short: 'Z', help: 'NUL behind names' },
    'null-data': { short: 'z', help: 'lines end with NUL' },
    color: { value: 'WHEN', optional: true, help: 'paint what matches' },
    colour: { value: 'WHEN', optional: true, help: 'the same' },
    'line-buffered': { help: 'accepted' },
    'byte-offset': { short: 'b', help: 'with the offset in bytes' },
    'initial-tab': { short: 'T', help: 'with a tab in front of lines' },
  },
  number: 'context',
  run(context) {
    const { on, values, kernel, open } = context;
    const operands = [...context.operands];
    const patterns: string[] = [
      ...values('regexp'),
      ...values('file').map((path) =>
        (path === '-' ? context.input.text() : readText(kernel, path)).replace(/\n$/, ''),
      ),
    ].flatMap((text) => text.split('\n'));
    if (!on('regexp') && !on('file')) {
      const first = operands.shift();
      if (first === undefined) throw new UsageError('missing pattern', 2);
      patterns.push(...first.split('\n'));
    }
    const recursive = on('recursive') || on('dereference-recursive');
    const expression = patterns.length ? expressionOf(context, patterns) : /(?!)/g;
    const named = on('with-filename') || ((operands.length > 1 || recursive) && !on('no-filename'));
    const search = new Search(context, expression, named);
    const [included, excluded, folders] = ['include', 'exclude', 'exclude-dir'].map((flag) =>
      values(flag).map(glob),
    ) as [RegExp[], RegExp[], RegExp[]];
    const chosen = (name: string) =>
      (!included.length || included.some((each) => each.test(name))) && !excluded.some((each) => each.test(name));
    const kept = (name: string) => !folders.some((each) => each.test(name));
    let failed = false;
    const one = (path: string, name: string) => {
      const found = path === '-' ? undefined : stat(kernel, path);
      if (typeof found === 'number' && on('no-messages')) {
        failed = true;
        return;
      }
      const input = open(path);
      if (!input) failed = true;
      else search.search(name, input);
    };
    for (const operand of operands.length ? operands : recursive ? [''] : ['-']) {
      if (operand === '-') one('-', '(standard input)');
      else if (isDirectory(stat(kernel, operand || '.'))) {
        if (!recursive) {
          context.warn(`grep: ${operand}: Is a directory\n`);
          failed = true;
        } else for (const path of filesBelow(context, operand, chosen, kept)) one(path, path);
      } else one(operand, operand);
    }
    const success = on('files-without-match') ? !search.matched : search.matched;
    return failed ? 2 : success ? 0 : 1;
  },
};
