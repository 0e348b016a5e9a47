/** What the git commands share: where the repository is, whose it is, and how errors are told. */
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import git from 'isomorphic-git';

/** Printed as `fatal: …`, status 128. */
export class Fatal extends Error {}

/** Words of a command line: flags with `-`, and the rest. */
export interface Words {
  flags: Set<string>;
  values: Map<string, string>;
  operands: string[];
  /** Behind `--`. */
  paths: string[];
}

/** `valued`: flags that take a value; `-m text`, `-mtext`, `--message=text`. */
export function readWords(words: readonly string[], valued: readonly string[] = []): Words {
  const result: Words = { flags: new Set(), values: new Map(), operands: [], paths: [] };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      result.paths = rest;
      break;
    }
    const long = /^(--[a-z-]+)(?:=(.*))?$/s.exec(word);
    const attached = valued.find((flag) => /^-[a-zA-Z]$/.test(flag) && word?.startsWith(flag) && word.length > 2);
    if (long && (valued.includes(long[1] ?? '') || long[2] !== undefined))
      result.values.set(long[1] ?? '', long[2] ?? rest.shift() ?? '');
    else if (attached) result.values.set(attached, word.slice(2));
    else if (valued.includes(word)) result.values.set(word, rest.shift() ?? '');
    else if (/^-\d+$/.test(word)) result.values.set('-n', word.slice(1));
    else if (/^-[a-zA-Z]{2,}$/.test(word)) {
      // Of letters together the last may take a value: `-am text`.
      for (const letter of word.slice(1)) {
        if (valued.includes(`-${letter}`)) result.values.set(`-${letter}`, rest.shift() ?? '');
        else result.flags.add(`-${letter}`);
      }
    } else if (word.startsWith('-') && word !== '-') result.flags.add(word);
    else result.operands.push(word);
  }
  return result;
}

export class Repository {
  readonly dir: string;
  readonly fs = fs;

  constructor(dir: string) {
    this.dir = dir;
  }

  static async find(folder: string): Promise<Repository> {
    try {
      return new Repository(await git.findRoot({ fs, filepath: folder }));
    } catch {
      throw new Fatal('not a git repository (or any of the parent directories): .git');
    }
  }

  /** A path of the command line, as seen from the top of the repository. */
  path(name: string, folder = process.cwd()): string {
    const absolute = join(folder, name);
    if (absolute !== this.dir && !absolute.startsWith(`${this.dir}/`))
      throw new Fatal(`${name}: '${name}' is outside repository at '${this.dir}'`);
    return absolute.slice(this.dir.length + 1) || '.';
  }

  async branch(): Promise<string | undefined> {
    return (await git.currentBranch({ fs, dir: this.dir })) ?? undefined;
  }

  /** The commit of HEAD; undefined before the first one. */
  async head(): Promise<string | undefined> {
    return git.resolveRef({ fs, dir: this.dir, ref: 'HEAD' }).catch(() => undefined);
  }

  /** A branch, a tag, a remote branch, the beginning of a commit's name, with ~n. */
  async commit(name: string): Promise<string> {
    const [, base = name, steps] = /^(.*?)(?:~(\d*)|\^)?$/.exec(name) ?? [];
    const own = base === '' || base === '@' ? 'HEAD' : base;
    let oid = await git
      .resolveRef({ fs, dir: this.dir, ref: own })
      .catch(() => git.expandOid({ fs, dir: this.dir, oid: own }).catch(() => undefined));
    const count = name === base ? 0 : steps === undefined || steps === '' ? 1 : Number(steps);
    for (let i = 0; i < count && oid; i++) {
      const read: Awaited<ReturnType<typeof git.readCommit>> = await git.readCommit({ fs, dir: this.dir, oid });
      [oid] = read.commit.parent;
    }
    if (!oid) throw new Fatal(`ambiguous argument '${name}': unknown revision or path not in the working tree.`);
    return oid;
  }

  async config(name: string): Promise<string | undefined> {
    const own: unknown = await git.getConfig({ fs, dir: this.dir, path: name });
    return own === undefined ? globalConfig().get(name.toLowerCase()) : String(own);
  }

  async author(): Promise<{ name: string; email: string }> {
    const name = process.env['GIT_AUTHOR_NAME'] ?? (await this.config('user.name'));
    const email = process.env['GIT_AUTHOR_EMAIL'] ?? (await this.config('user.email'));
    if (!name || !email) {
      throw new Fatal(
        'Author identity unknown\n\n*** Please tell me who you are.\n\nRun\n\n  git config --global user.email "you@example.com"\n  git config --global user.name "Your Name"',
      );
    }
    return { name, email };
  }
}

const globalFile = () => join(homedir(), '.gitconfig');

/** `section.key` → value of ~/.gitconfig. */
export function globalConfig(): Map<string, string> {
  const values = new Map<string, string>();
  if (!fs.existsSync(globalFile())) return values;
  let section = '';
  for (const line of fs.readFileSync(globalFile(), 'utf8').split('\n')) {
    const head = /^\s*\[([\w.-]+)(?:\s+"(.*)")?\]/.exec(line);
    const entry = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (head) section = head[2] === undefined ? (head[1] ?? '') : `${head[1]}.${head[2]}`;
    else if (entry) values.set(`${section}.${entry[1]}`.toLowerCase(), (entry[2] ?? '').replace(/^"(.*)"$/, '$1'));
  }
  return values;
}

export function setGlobalConfig(name: string, value: string | undefined): void {
  const values = globalConfig();
  if (value === undefined) values.delete(name.toLowerCase());
  else values.set(name.toLowerCase(), value);
  const sections = new Map<string, string[]>();
  for (const [key, text] of values) {
    const dot = key.lastIndexOf('.');
    const [first = '', ...rest] = key.slice(0, dot).split('.');
    const head = rest.length ? `[${first} "${rest.join('.')}"]` : `[${first}]`;
    sections.set(head, [...(sections.get(head) ?? []), `\t${key.slice(dot + 1)} = ${text}`]);
  }
  fs.writeFileSync(globalFile(), [...sections].map(([head, lines]) => `${head}\n${lines.join('\n')}\n`).join(''));
}
