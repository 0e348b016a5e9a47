/** git add, rm, mv, status, diff, commit, reset. */
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import git from 'isomorphic-git';
import { changes } from '../../commands/diff_lines.ts';
import { Fatal, type Repository, readWords } from './repository.ts';

type Row = [file: string, head: number, workdir: number, stage: number];

async function matrix(repository: Repository, paths: readonly string[] = []): Promise<Row[]> {
  const filepaths = paths.length ? paths.map((path) => repository.path(path)) : undefined;
  return (await git.statusMatrix({ fs, dir: repository.dir, ...(filepaths ? { filepaths } : {}) })) as Row[];
}

/** The two letters of `git status --short`: index against HEAD, working tree against index. */
function letters([, head, workdir, stage]: Row): string {
  if (head === 0 && stage === 0) return '??';
  const index = head === 0 ? 'A' : stage === 0 ? 'D' : stage === 1 ? ' ' : 'M';
  const tree = stage === 0 ? ' ' : workdir === 0 ? 'D' : (workdir === 2 && stage === 1) || stage === 3 ? 'M' : ' ';
  return index + tree;
}

export async function status(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, paths, operands, values } = readWords(words);
  const branch = (await repository.branch()) ?? 'HEAD (no branch)';
  const rows = (await matrix(repository, [...operands, ...paths]))
    .map((row) => [letters(row), row[0]] as const)
    .filter(([marks]) => marks !== '  ');
  if (flags.has('-s') || flags.has('--short') || flags.has('--porcelain') || values.has('--porcelain')) {
    if (flags.has('-b') || flags.has('--branch')) console.log(`## ${branch}`);
    const untracked = rows.filter(([marks]) => marks === '??');
    for (const [marks, file] of [...rows.filter(([each]) => each !== '??'), ...untracked])
      console.log(`${marks} ${file}`);
    return;
  }
  const kinds: Record<string, string> = { A: 'new file', M: 'modified', D: 'deleted' };
  const section = (title: string, hint: string, entries: readonly string[]) => {
    if (entries.length) console.log(`${title}:\n  (${hint})\n${entries.map((entry) => `\t${entry}\n`).join('')}`);
  };
  console.log(`On branch ${branch}`);
  if (!(await repository.head())) console.log('\nNo commits yet\n');
  const staged = rows
    .filter(([marks]) => /^[AMD]/.test(marks))
    .map(([marks, file]) => `${kinds[marks[0] ?? '']}:   ${file}`);
  const unstaged = rows
    .filter(([marks]) => /^.[MD]$/.test(marks))
    .map(([marks, file]) => `${kinds[marks[1] ?? '']}:   ${file}`);
  const untracked = rows.filter(([marks]) => marks === '??').map(([, file]) => file);
  section('Changes to be committed', 'use "git reset <file>..." to unstage', staged);
  section('Changes not staged for commit', 'use "git add <file>..." to update what will be committed', unstaged);
  section('Untracked files', 'use "git add <file>..." to include in what will be committed', untracked);
  if (!rows.length) console.log('nothing to commit, working tree clean');
  else if (!staged.length)
    console.log(
      unstaged.length
        ? 'no changes added to commit (use "git add" and/or "git commit -a")'
        : 'nothing added to commit but untracked files present (use "git add" to track)',
    );
}

async function stage(repository: Repository, rows: readonly Row[]): Promise<void> {
  const { dir } = repository;
  for (const [filepath, , workdir] of rows) {
    if (workdir === 0) await git.remove({ fs, dir, filepath });
    else await git.add({ fs, dir, filepath });
  }
}

export async function add(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, paths } = readWords(words);
  const all = flags.has('-A') || flags.has('--all') || flags.has('-u');
  const wanted = [...operands, ...paths];
  if (!wanted.length && !all) throw new Fatal('Nothing specified, nothing added.');
  for (const path of wanted) {
    const rows = await matrix(repository, [path]);
    if (!rows.length && !fs.existsSync(path)) throw new Fatal(`pathspec '${path}' did not match any files`);
    await stage(
      repository,
      rows.filter((row) => row[2] !== 1 || row[3] !== 1),
    );
  }
  if (!wanted.length)
    await stage(
      repository,
      (await matrix(repository)).filter(
        ([, head, workdir, own]) => !(flags.has('-u') && head === 0 && own === 0) && workdir !== 1,
      ),
    );
}

export async function remove(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, paths } = readWords(words);
  for (const path of [...operands, ...paths]) {
    const rows = await matrix(repository, [path]);
    if (!rows.length) throw new Fatal(`pathspec '${path}' did not match any files`);
    for (const [filepath] of rows) {
      await git.remove({ fs, dir: repository.dir, filepath });
      if (!flags.has('--cached')) fs.rmSync(join(repository.dir, filepath), { force: true });
      if (!flags.has('-q') && !flags.has('--quiet')) console.log(`rm '${filepath}'`);
    }
  }
}

export async function move(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, paths } = readWords(words);
  const names = [...operands, ...paths];
  const target = names.pop();
  if (target === undefined || !names.length) throw new Fatal('usage: git mv <source>... <destination>');
  const isFolder = fs.existsSync(target) && fs.statSync(target).isDirectory();
  if (names.length > 1 && !isFolder) throw new Fatal(`destination '${target}' is not a directory`);
  for (const name of names) {
    const rows = await matrix(repository, [name]);
    if (!rows.some(([, head, , own]) => head || own))
      throw new Fatal(`not under version control, source=${name}, destination=${target}`);
    const to = isFolder ? join(target, basename(name)) : target;
    if (fs.existsSync(to)) throw new Fatal(`destination exists, source=${name}, destination=${to}`);
    fs.renameSync(name, to);
    for (const [filepath] of rows) await git.remove({ fs, dir: repository.dir, filepath });
    await git.add({ fs, dir: repository.dir, filepath: repository.path(to) });
  }
}

export async function commit(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, values } = readWords(words, ['-m', '--message', '-F', '--file', '--author']);
  const file = values.get('-F') ?? values.get('--file');
  const message =
    values.get('-m') ??
    values.get('--message') ??
    (file === undefined ? undefined : fs.readFileSync(file === '-' ? 0 : file, 'utf8'));
  const amend = flags.has('--amend');
  const before = await repository.head();
  const text =
    message ??
    (amend && before ? (await git.readCommit({ fs, dir: repository.dir, oid: before })).commit.message : undefined);
  if (text === undefined) throw new Fatal('there is no editor here: give the message with -m');
  if (!text.trim()) throw new Fatal('Aborting commit due to empty commit message.');
  if (flags.has('-a') || flags.has('--all'))
    await stage(
      repository,
      (await matrix(repository)).filter(([, head, workdir]) => head === 1 && workdir !== 1),
    );
  const staged = (await matrix(repository)).filter((row) => /^[AMD]/.test(letters(row)));
  if (!staged.length && !flags.has('--allow-empty') && !amend) {
    await status(repository, []);
    process.exitCode = 1;
    return;
  }
  const author = await repository.author();
  const oid = await git.commit({ fs, dir: repository.dir, message: text, author, ...(amend ? { amend } : {}) });
  if (flags.has('-q') || flags.has('--quiet')) return;
  const root = before ? '' : ' (root-commit)';
  console.log(
    `[${(await repository.branch()) ?? 'detached HEAD'}${root} ${oid.slice(0, 7)}] ${text.split('\n')[0]}\n ${staged.length} file${staged.length === 1 ? '' : 's'} changed`,
  );
}

/** A folder in which nothing is left goes, and its parents with it, as git does. */
function removeEmptyFolders(dir: string, folder: string): void {
  for (let path = folder; path !== '.'; path = dirname(path)) {
    const full = join(dir, path);
    if (fs.existsSync(full) && fs.readdirSync(full).length) return;
    fs.rmSync(full, { recursive: true, force: true });
  }
}

export async function reset(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, paths } = readWords(words);
  const { dir } = repository;
  if (flags.has('--hard') || flags.has('--soft') || flags.has('--mixed')) {
    const oid = await repository.commit(operands[0] ?? 'HEAD');
    const branch = await repository.branch();
    if (branch) await git.writeRef({ fs, dir, ref: `refs/heads/${branch}`, value: oid, force: true });
    if (flags.has('--hard')) {
      const before = await git.listFiles({ fs, dir });
      await git.checkout({ fs, dir, force: true, ...(branch ? { ref: branch } : { ref: oid }) });
      for (const file of before) removeEmptyFolders(dir, dirname(file));
      if (!flags.has('-q') && !flags.has('--quiet')) {
        const { commit: made } = await git.readCommit({ fs, dir, oid });
        console.log(`HEAD is now at ${oid.slice(0, 7)} ${made.message.split('\n')[0]}`);
      }
    } else if (flags.has('--mixed'))
      for (const filepath of await git.listFiles({ fs, dir })) await git.resetIndex({ fs, dir, filepath });
    return;
  }
  const wanted = [...operands.filter((word) => word !== 'HEAD'), ...paths];
  const rows = await matrix(repository, wanted);
  for (const [filepath] of rows) await git.resetIndex({ fs, dir, filepath });
}

interface Side {
  text: string;
  oid: string;
}

const missing: Side = { text: '', oid: '0000000' };

/** The file of a commit, of the index (`null`) or of the working tree (`undefined`). */
async function contents(repository: Repository, tree: string | null | undefined): Promise<Map<string, Side>> {
  const { dir } = repository;
  const result = new Map<string, Side>();
  if (tree === undefined) {
    for (const filepath of await git.listFiles({ fs, dir })) {
      const file = join(dir, filepath);
      if (!fs.existsSync(file)) continue;
      const bytes = fs.readFileSync(file);
      const { oid } = await git.hashBlob({ object: bytes });
      result.set(filepath, { text: bytes.toString('utf8'), oid: oid.slice(0, 7) });
    }
    return result;
  }
  const walker = tree === null ? git.STAGE() : git.TREE({ ref: tree });
  await git.walk({
    fs,
    dir,
    trees: [walker],
    map: async (filepath, [entry]) => {
      if (!entry || (await entry.type()) !== 'blob') return;
      const oid = await entry.oid();
      if (!oid) return;
      const { blob } = await git.readBlob({ fs, dir, oid });
      result.set(filepath, { text: Buffer.from(blob).toString('utf8'), oid: oid.slice(0, 7) });
    },
  });
  return result;
}

/** Lines around a change. */
const around = 3;

function hunks(from: string, to: string): string {
  const split = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  const [left, right] = [split(from), split(to)];
  let text = '';
  let open: { start: number; end: number; other: number; otherEnd: number; lines: string[] } | undefined;
  const flush = () => {
    if (!open) return;
    const tail = left.slice(open.end, open.end + around);
    const range = (start: number, end: number) =>
      `${end > start ? start + 1 : start}${end - start === 1 ? '' : `,${end - start}`}`;
    text += `@@ -${range(open.start, open.end + tail.length)} +${range(open.other, open.otherEnd + tail.length)} @@\n`;
    text += [...open.lines, ...tail.map((line) => ` ${line}`)].map((line) => `${line}\n`).join('');
    open = undefined;
  };
  for (const change of changes(left, right)) {
    if (open && change.fromStart - open.end > 2 * around) flush();
    if (!open) {
      const before = Math.min(around, change.fromStart);
      open = {
        start: change.fromStart - before,
        end: change.fromStart - before,
        other: change.toStart - before,
        otherEnd: change.toStart - before,
        lines: [],
      };
    }
    for (const line of left.slice(open.end, change.fromStart)) open.lines.push(` ${line}`);
    for (const line of left.slice(change.fromStart, change.fromEnd)) open.lines.push(`-${line}`);
    for (const line of right.slice(change.toStart, change.toEnd)) open.lines.push(`+${line}`);
    open.end = change.fromEnd;
    open.otherEnd = change.toEnd;
  }
  flush();
  return text;
}

export async function printDiff(
  repository: Repository,
  from: string | null | undefined,
  to: string | null | undefined,
  options: { names: boolean; quiet: boolean; paths: readonly string[] },
): Promise<boolean> {
  const [left, right] = [
    from === '' ? new Map<string, Side>() : await contents(repository, from),
    await contents(repository, to),
  ];
  const files = [...new Set([...left.keys(), ...right.keys()])].sort();
  const wanted = options.paths.map((path) => repository.path(path));
  let any = false;
  for (const file of files) {
    if (wanted.length && !wanted.some((path) => path === '.' || file === path || file.startsWith(`${path}/`))) continue;
    const [a, b] = [left.get(file) ?? missing, right.get(file) ?? missing];
    if (a.oid === b.oid) continue;
    any = true;
    if (options.quiet) continue;
    if (options.names) console.log(file);
    else {
      const kind = a === missing ? 'new file mode 100644\n' : b === missing ? 'deleted file mode 100644\n' : '';
      process.stdout.write(`diff --git a/${file} b/${file}\n${kind}index ${a.oid}..${b.oid}${kind ? '' : ' 100644'}\n`);
      process.stdout.write(
        `--- ${a === missing ? '/dev/null' : `a/${file}`}\n+++ ${b === missing ? '/dev/null' : `b/${file}`}\n${hunks(a.text, b.text)}`,
      );
    }
  }
  return any;
}

export async function diff(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, paths } = readWords(words);
  const commits: string[] = [];
  const files = [...paths];
  for (const word of operands.flatMap((each) => each.split('..').filter(Boolean))) {
    const oid = await repository.commit(word).catch(() => undefined);
    if (oid === undefined || fs.existsSync(word)) files.push(word);
    else commits.push(oid);
  }
  const cached = flags.has('--cached') || flags.has('--staged');
  const from = commits[0] ?? (cached ? ((await repository.head()) ?? '') : null);
  const to = commits[1] ?? (cached ? null : undefined);
  const quiet = flags.has('--quiet');
  const any = await printDiff(repository, from, to, { names: flags.has('--name-only'), quiet, paths: files });
  if (any && (quiet || flags.has('--exit-code'))) process.exitCode = 1;
}
