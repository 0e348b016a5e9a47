/** The expression of find: its tests and actions. */
import { O_CREAT, O_TRUNC, O_WRONLY, S_IFMT, S_IFREG } from '../../kernel/constants.ts';
import { compile, patternSource } from '../sh/pattern.ts';
import { errnoMessage } from '../system/errors.ts';
import { baseName, directoryName, isDirectory, list, type Stat, stat } from '../system/files.ts';
import { decode, encode } from '../system/text.ts';
import { run } from './children.ts';
import { type CommandContext, Exit, UsageError } from './command.ts';
import { parseDate } from './dates.ts';
import { formatted, kinds, listed } from './find_format.ts';
import { changedMode } from './modes.ts';
import { isAnsweredYes } from './questions.ts';
import { posixExpression } from './regular_expression.ts';
import { userId } from './users.ts';

export interface Found {
  path: string;
  /** The operand that it was found below. */
  start: string;
  depth: number;
  stat: Stat;
}

type Test = (found: Found) => boolean;

const day = 86_400_000;

/** `+n`, `-n`, `n` */
function comparison(text: string): (value: number) => boolean {
  const number = Number(text.replace(/^[-+]/, ''));
  if (text === '' || Number.isNaN(number)) throw new UsageError(`invalid argument '${text}'`);
  if (text.startsWith('+')) return (value) => value > number;
  if (text.startsWith('-')) return (value) => value < number;
  return (value) => value === number;
}

export class Expression {
  readonly #context: CommandContext;
  readonly #words: readonly string[];
  #at = 0;
  #acts = false;
  readonly #collected: { words: string[]; paths: string[] }[] = [];
  minimum = 0;
  maximum = Number.POSITIVE_INFINITY;
  depthFirst = false;
  prune = false;
  failed = false;

  constructor(context: CommandContext, words: readonly string[]) {
    this.#context = context;
    this.#words = words;
  }

  parse(): Test {
    const test = this.#words.length ? this.#or() : () => true;
    if (this.#at < this.#words.length) throw new UsageError(`unexpected '${this.#words[this.#at]}'`);
    if (this.#acts) return test;
    return (found) => {
      if (test(found)) this.#context.print(`${found.path}\n`);
      return true;
    };
  }

  #or(): Test {
    let left = this.#and();
    for (;;) {
      const word = this.#words[this.#at];
      if (word === ',') {
        this.#at += 1;
        const [first, second] = [left, this.#and()];
        left = (found) => {
          first(found);
          return second(found);
        };
      } else if (word === '-o' || word === '-or') {
        this.#at += 1;
        const [first, second] = [left, this.#and()];
        left = (found) => first(found) || second(found);
      } else return left;
    }
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const word = this.#words[this.#at];
      if (word === undefined || word === '-o' || word === '-or' || word === ')' || word === ',') return left;
      if (word === '-a' || word === '-and') this.#at += 1;
      const [first, second] = [left, this.#not()];
      left = (found) => first(found) && second(found);
    }
  }

  #not(): Test {
    const word = this.#words[this.#at];
    if (word === '!' || word === '-not') {
      this.#at += 1;
      const test = this.#not();
      return (found) => !test(found);
    }
    if (word === '(') {
      this.#at += 1;
      const test = this.#or();
      if (this.#words[this.#at] !== ')') throw new UsageError("missing ')'");
      this.#at += 1;
      return test;
    }
    this.#at += 1;
    return this.#primary(word ?? '');
  }

  #argument(name: string): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new UsageError(`missing argument to '${name}'`);
    this.#at += 1;
    return word;
  }

  #glob(text: string, ignoreCase: boolean): RegExp {
    return compile(`^${patternSource([{ text, quoted: false }])}$`, ignoreCase ? 'iu' : 'u');
  }

  #action(action: (found: Found) => boolean): Test {
    this.#acts = true;
    return action;
  }

  #primary(name: string): Test {
    const { kernel, print, complain } = this.#context;
    switch (name) {
      case '-name':
      case '-iname': {
        const expression = this.#glob(this.#argument(name), name === '-iname');
        return ({ path }) => expression.test(baseName(path));
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const expression = this.#glob(this.#argument(name), name === '-ipath');
        return ({ path }) => expression.test(path);
      }
      case '-regex':
      case '-iregex': {
        const expression = posixExpression(`^\\(${this.#argument(name)}\\)$`, {
          extended: false,
          ignoreCase: name === '-iregex',
        });
        return ({ path }) => expression.test(path);
      }
      case '-type': {
        const wanted = this.#argument(name)
          .split(',')
          .map((letter) => kinds[letter]);
        if (wanted.includes(undefined)) throw new UsageError(`Unknown argument to -type: ${this.#words[this.#at - 1]}`);
        return ({ stat: { mode } }) => wanted.includes(mode & S_IFMT);
      }
      case '-size': {
        const text = this.#argument(name);
        const unit = { c: 1, w: 2, b: 512, k: 1024, M: 1_048_576, G: 1_073_741_824 }[text.at(-1) ?? ''] ?? 512;
        const compare = comparison(text.replace(/[cwbkMG]$/, ''));
        return ({ stat: { size } }) => compare(Math.ceil(size / unit));
      }
      case '-empty':
        return ({ path, stat: found }) => {
          if (!isDirectory(found)) return (found.mode & S_IFMT) === S_IFREG && found.size === 0;
          const entries = list(kernel, path);
          return typeof entries !== 'number' && entries.length === 0;
        };
      case '-mtime':
      case '-atime':
      case '-ctime': {
        const compare = comparison(this.#argument(name));
        return ({ stat: found }) => compare(Math.floor((Date.now() - timeOf(found, name)) / day));
      }
      case '-mmin':
      case '-amin':
      case '-cmin': {
        const compare = comparison(this.#argument(name));
        return ({ stat: found }) => compare(Math.ceil((Date.now() - timeOf(found, name)) / 60_000));
      }
      case '-newer': {
        const reference = this.#reference(name);
        return ({ stat: { modified } }) => modified > reference.modified;
      }
      case '-perm': {
        const text = this.#argument(name);
        const mode = changedMode(0, text.replace(/^[-/]/, ''), false, kernel);
        return ({ stat: found }) => {
          const bits = found.mode & 0o7777;
          if (text.startsWith('-')) return (bits & mode) === mode;
          return text.startsWith('/') ? mode === 0 || (bits & mode) !== 0 : bits === mode;
        };
      }
      case '-executable':
      case '-readable':
      case '-writable': {
        const access = { '-executable': 1, '-writable': 2, '-readable': 4 }[name];
        return ({ path }) => kernel.access(path, access) >= 0;
      }
      case '-links': {
        const compare = comparison(this.#argument(name));
        return ({ stat: { links } }) => compare(links);
      }
      case '-inum': {
        const compare = comparison(this.#argument(name));
        return ({ stat: { inode } }) => compare(inode);
      }
      case '-user':
      case '-group': {
        const id = userId(kernel, this.#argument(name));
        if (id === undefined) throw new UsageError(`'${this.#words[this.#at - 1]}' is not the name of a known user`);
        return ({ stat: found }) => (name === '-user' ? found.uid : found.gid) === id;
      }
      case '-samefile': {
        const { inode, dev } = this.#reference(name);
        return ({ stat: found }) => found.inode === inode && found.dev === dev;
      }
      case '-xtype': {
        const kind = kinds[this.#argument(name)];
        return ({ path, stat: found }) => {
          const target = stat(kernel, path);
          return ((typeof target === 'number' ? found : target).mode & S_IFMT) === kind;
        };
      }
      case '-lname': {
        const expression = this.#glob(this.#argument(name), false);
        return ({ path }) => {
          const target = kernel.readlink(path);
          return typeof target !== 'number' && expression.test(decode(target));
        };
      }
      case '-true':
        return () => true;
      case '-false':
        return () => false;
      case '-maxdepth':
        this.maximum = Number(this.#argument(name));
        return () => true;
      case '-mindepth':
        this.minimum = Number(this.#argument(name));
        return () => true;
      case '-depth':
        this.depthFirst = true;
        return () => true;
      case '-mount':
      case '-xdev':
      case '-noleaf':
      case '-follow':
        return () => true;
      case '-prune':
        return () => {
          this.prune = true;
          return true;
        };
      case '-quit':
        return this.#action(() => {
          this.finish();
          throw new Exit(this.failed ? 1 : 0);
        });
      case '-print':
        return this.#action(({ path }) => {
          print(`${path}\n`);
          return true;
        });
      case '-fprint': {
        const fd = kernel.open(this.#argument(name), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
        if (fd < 0) throw new UsageError(`'${this.#words[this.#at - 1]}': ${errnoMessage(fd)}`);
        return this.#action(({ path }) => kernel.write(fd, encode(`${path}\n`), -1) >= 0);
      }
      case '-print0':
        return this.#action(({ path }) => {
          print(`${path}\0`);
          return true;
        });
      case '-printf': {
        const format = this.#argument(name);
        return this.#action((found) => {
          print(formatted(kernel, format, found));
          return true;
        });
      }
      case '-ls':
        return this.#action(({ path, stat: found }) => {
          print(listed(kernel, path, found));
          return true;
        });
      case '-delete':
        this.depthFirst = true;
        return this.#action(({ path, stat: found }) => {
          if (path === '.') return true;
          const result = isDirectory(found) ? kernel.rmdir(path) : kernel.unlink(path);
          if (result < 0) complain(`cannot delete '${path}': ${errnoMessage(result)}`);
          return result >= 0;
        });
      case '-exec':
      case '-execdir':
      case '-ok':
        return this.#exec(name);
    }
    const newer = /^-newer([amc])([amct])$/.exec(name);
    if (newer) return this.#newer(name, newer[1] ?? '', newer[2] ?? '');
    throw new UsageError(
      name.startsWith('-') ? `unknown predicate '${name}'` : `paths must precede expression: '${name}'`,
    );
  }

  /** The file that the word behind `name` names. */
  #reference(name: string): Stat {
    const path = this.#argument(name);
    const found = stat(this.#context.kernel, path);
    if (typeof found === 'number') throw new UsageError(`'${path}': ${errnoMessage(found)}`);
    return found;
  }

  /** `-newerXY`: time X of a file against time Y of another, or with `t` against a date. */
  #newer(name: string, own: string, other: string): Test {
    const time = other === 't' ? parseDate(this.#argument(name)) : timeOf(this.#reference(name), `-${other}`);
    if (time === undefined) throw new UsageError(`I cannot figure out how to interpret '${this.#words[this.#at - 1]}'`);
    return ({ stat: found }) => timeOf(found, `-${own}`) > Number(time);
  }

  #exec(name: string): Test {
    const words: string[] = [];
    for (;;) {
      const word = this.#argument(name);
      if (word === ';') break;
      if (word === '+' && words.at(-1) === '{}') {
        words.pop();
        const group = { words, paths: [] as string[] };
        this.#collected.push(group);
        return this.#action(({ path }) => {
          group.paths.push(path);
          if (group.paths.length >= 1000) this.#runGroup(group);
          return true;
        });
      }
      words.push(word);
    }
    return this.#action(({ path }) => {
      if (name === '-ok' && !isAnsweredYes(this.#context, `< ${words[0]} ... ${path} > ?`)) return false;
      if (name !== '-execdir')
        return (
          run(
            this.#context,
            words.map((word) => word.replaceAll('{}', path)),
          ) === 0
        );
      const { kernel } = this.#context;
      const before = kernel.getcwd();
      kernel.chdir(directoryName(path));
      const status = run(
        this.#context,
        words.map((word) => word.replaceAll('{}', `./${baseName(path)}`)),
      );
      if (typeof before !== 'number') kernel.chdir(before);
      return status === 0;
    });
  }

  #runGroup(group: { words: string[]; paths: string[] }): void {
    if (run(this.#context, [...group.words, ...group.paths.splice(0)]) !== 0) this.failed = true;
  }

  /** Runs what `-exec … +` has gathered. */
  finish(): void {
    for (const group of this.#collected) if (group.paths.length) this.#runGroup(group);
  }
}

function timeOf(found: Stat, name: string): number {
  return name[1] === 'm' ? found.modified : name[1] === 'a' ? found.accessed : found.changed;
}
