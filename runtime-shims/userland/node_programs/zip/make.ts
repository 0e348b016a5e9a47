/** zip: makes archives and adds to them. */
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { type CommandLine, commandLine, reason, UsageError } from '../command_line.ts';
import { DEFLATED, makeEntry, readArchive, savedPercent, writeArchive, type ZipEntry } from './format.ts';
import { anyOf, type NameTest, takePatterns } from './patterns.ts';

const levels = Object.fromEntries(
  [...'0123456789'].map((digit) => [digit, { short: digit, help: digit === '0' ? 'store only' : `level ${digit}` }]),
);

const table = {
  name: 'zip',
  usage: '[-r] ARCHIVE FILE… [-x PATTERN…] [-i PATTERN…]',
  summary: 'Makes an archive of files, or adds to it; - is standard output or input.',
  flags: {
    'recurse-paths': { short: 'r', help: 'what is in directories too' },
    'junk-paths': { short: 'j', help: 'names without directories' },
    'no-dir-entries': { short: 'D', help: 'no entries for directories' },
    symlinks: { short: 'y', help: 'links as links' },
    move: { short: 'm', help: 'delete the files afterwards' },
    update: { short: 'u', help: 'only what is newer or not there' },
    freshen: { short: 'f', help: 'only what is there and older' },
    delete: { short: 'd', help: 'take entries out of the archive' },
    'names-stdin': { short: '@', help: 'names from standard input' },
    quiet: { short: 'q', help: 'say nothing' },
    verbose: { short: 'v', help: 'accepted' },
    'no-extra': { short: 'X', help: 'accepted' },
    ...levels,
  },
};

/** Statuses of zip(1). */
const NOTHING_TO_DO = 12;
const CANNOT_OPEN = 18;
const BROKEN = 3;

class Making {
  readonly #line: CommandLine;
  readonly #wanted: NameTest;
  readonly #level: number;
  readonly #entries = new Map<string, ZipEntry>();
  readonly #packed: string[] = [];
  #unread = false;

  constructor(line: CommandLine, wanted: NameTest) {
    this.#line = line;
    this.#wanted = wanted;
    this.#level = Number(line.given.findLast(([flag]) => /^\d$/.test(flag))?.[0] ?? 6);
  }

  run(): number {
    const [target = '', ...operands] = this.#line.operands;
    const archive = target === '-' || /\.[^/]+$/.test(basename(target)) ? target : `${target}.zip`;
    if (archive !== '-' && existsSync(archive)) {
      try {
        for (const entry of readArchive(readFileSync(archive))) this.#entries.set(entry.name, entry);
      } catch (error) {
        this.#warn(`zip error: Zip file structure invalid (${archive}): ${reason(error)}`);
        return BROKEN;
      }
    }
    const before = this.#entries.size;
    const names = this.#line.on('names-stdin') ? readFileSync(0, 'utf8').split('\n').filter(Boolean) : operands;
    let changed: boolean;
    if (this.#line.on('delete')) changed = this.#take(names);
    else {
      for (const name of names) this.#add(name, archive);
      changed = this.#packed.length > 0;
    }
    if (!changed) {
      // An archive that is up to date is no error.
      const current = before > 0 && (this.#line.on('update') || this.#line.on('freshen'));
      if (!current) this.#warn(`\nzip error: Nothing to do! (${archive})`);
      return NOTHING_TO_DO;
    }
    const bytes = writeArchive([...this.#entries.values()]);
    if (archive === '-') process.stdout.write(bytes);
    else if (this.#entries.size) writeFileSync(archive, bytes);
    else rmSync(archive);
    if (this.#line.on('move')) for (const path of this.#packed) rmSync(path, { recursive: true, force: true });
    return this.#unread ? CANNOT_OPEN : 0;
  }

  #say(text: string): void {
    if (!this.#line.on('quiet')) this.#warn(text);
  }

  /** Info-ZIP's zip warns on standard output too, where that is not the archive. */
  #warn(text: string): void {
    (this.#line.operands[0] === '-' ? process.stderr : process.stdout).write(`${text}\n`);
  }

  #take(patterns: readonly string[]): boolean {
    const isNamed = anyOf(patterns);
    let any = false;
    for (const pattern of patterns) {
      if (![...this.#entries.keys()].some(anyOf([pattern]))) this.#warn(`\tzip warning: name not matched: ${pattern}`);
    }
    for (const name of [...this.#entries.keys()]) {
      if (!isNamed(name) || !this.#wanted(name)) continue;
      this.#say(`deleting: ${name}`);
      any = this.#entries.delete(name);
    }
    return any;
  }

  #add(path: string, archive: string): void {
    if (path === '-') {
      this.#pack('-', { mode: 0o010600, mtime: new Date() }, readFileSync(0), path);
      return;
    }
    let found: Stats;
    try {
      found = this.#line.on('symlinks') ? lstatSync(path) : statSync(path);
    } catch {
      this.#warn(`\tzip warning: name not matched: ${path}`);
      return;
    }
    if (existsSync(archive) && found.ino === statSync(archive).ino) return;
    const name = this.#nameOf(path);
    if (found.isDirectory()) {
      if (name && !this.#line.on('no-dir-entries') && !this.#line.on('junk-paths'))
        this.#pack(`${name}/`, found, Buffer.alloc(0), path);
      if (this.#line.on('recurse-paths')) for (const each of readdirSync(path)) this.#add(join(path, each), archive);
      return;
    }
    try {
      const content = found.isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path);
      this.#pack(name, found, content, path);
    } catch (error) {
      this.#unread = true;
      this.#warn(`\tzip warning: could not open for reading: ${path}: ${reason(error)}`);
    }
  }

  /** Relative, without `.` and without leading `..`; empty for the folder itself. */
  #nameOf(path: string): string {
    if (this.#line.on('junk-paths')) return basename(path);
    const name = join('/', path).slice(1).replace(/\/$/, '');
    return path.startsWith('..') ? path.replace(/\/$/, '') : name;
  }

  #pack(name: string, found: Pick<Stats, 'mode' | 'mtime'>, content: Buffer, path: string): void {
    if (!this.#wanted(name)) return;
    const old = this.#entries.get(name);
    const { on } = this.#line;
    if ((on('freshen') && !old) || ((on('freshen') || on('update')) && old && old.modified >= found.mtime)) return;
    const entry = makeEntry(name, found.mode, found.mtime, content, this.#level);
    this.#entries.set(name, entry);
    this.#packed.push(path);
    const how = `${entry.method === DEFLATED ? 'deflated' : 'stored'} ${savedPercent(entry)}%`;
    this.#say(`${old ? 'updating:' : '  adding:'} ${name} (${how})`);
  }
}

export function zip(words: readonly string[]): number {
  const { rest, excluded, included } = takePatterns(words);
  const line = commandLine(table, rest);
  if (!line) return 0;
  if (!line.operands.length) throw new UsageError('nothing to do: no archive was named', 16);
  const [isExcluded, isIncluded] = [anyOf(excluded), anyOf(included)];
  return new Making(line, (name) => !isExcluded(name) && (!included.length || isIncluded(name))).run();
}
