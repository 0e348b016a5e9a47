/** git add, rm, mv, status, commit, reset. */
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import git from 'isomorphic-git';
import { Fatal, type Repository, readWords } from './repository.ts';
import {
  CHERRY_PICK_HEAD,
  MERGE_HEAD,
  MERGE_MSG,
  readState,
  removeState,
  unmerged,
  unmergedLetters,
} from './unfinished.ts';

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

const unmergedWords: Readonly<Record<string, string>> = {
  DD: 'both deleted',
  AU: 'added by us',
  UD: 'deleted by them',
  UA: 'added by them',
  DU: 'deleted by us',
  AA: 'both added',
  UU: 'both modified',
};

export async function status(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, paths, operands, values } = readWords(words);
  const branch = (await repository.branch()) ?? 'HEAD (no branch)';
  const inConflict = unmerged(repository);
  const rows = (await matrix(repository, [...operands, ...paths]))
    .map((row) => [unmergedLetters[inConflict.get(row[0]) ?? ''] ?? letters(row), row[0]] as const)
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
  const merging = readState(repository, MERGE_HEAD) !== undefined;
  const conflicts = rows.filter(([, file]) => inConflict.has(file));
  if (merging)
    console.log(
      conflicts.length
        ? 'You have unmerged paths.\n  (fix conflicts and run "git commit")\n  (use "git merge --abort" to abort the merge)\n'
        : 'All conflicts fixed but you are still merging.\n  (use "git commit" to conclude merge)\n',
    );
  const staged = rows
    .filter(([marks, file]) => /^[AMD]/.test(marks) && !inConflict.has(file))
    .map(([marks, file]) => `${kinds[marks[0] ?? '']}:   ${file}`);
  const unstaged = rows
    .filter(([marks, file]) => /^.[MD]$/.test(marks) && !inConflict.has(file))
    .map(([marks, file]) => `${kinds[marks[1] ?? '']}:   ${file}`);
  const untracked = rows.filter(([marks]) => marks === '??').map(([, file]) => file);
  section('Changes to be committed', 'use "git reset <file>..." to unstage', staged);
  section(
    'Unmerged paths',
    'use "git add <file>..." to mark resolution',
    conflicts.map(([marks, file]) => `${unmergedWords[marks]}:   ${file}`),
  );
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
  const theirs = readState(repository, MERGE_HEAD);
  const picked = readState(repository, CHERRY_PICK_HEAD);
  const message =
    values.get('-m') ??
    values.get('--message') ??
    (file === undefined ? readState(repository, MERGE_MSG) : fs.readFileSync(file === '-' ? 0 : file, 'utf8'));
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
  const conflicts = [...unmerged(repository).keys()];
  if (conflicts.length) {
    for (const path of conflicts) console.log(`U\t${path}`);
    console.error('error: Committing is not possible because you have unmerged files.');
    throw new Fatal('Exiting because of an unresolved conflict.');
  }
  const staged = (await matrix(repository)).filter((row) => /^[AMD]/.test(letters(row)));
  if (!staged.length && !flags.has('--allow-empty') && !amend && !theirs) {
    await status(repository, []);
    process.exitCode = 1;
    return;
  }
  const author = await repository.author();
  const oid = await git.commit({
    fs,
    dir: repository.dir,
    message: text,
    author: picked ? (await git.readCommit({ fs, dir: repository.dir, oid: picked })).commit.author : author,
    committer: author,
    ...(amend ? { amend } : {}),
    ...(theirs && before ? { parent: [before, theirs] } : {}),
  });
  removeState(repository, MERGE_HEAD, CHERRY_PICK_HEAD, MERGE_MSG);
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

/** Puts the branch that is checked out, or a detached HEAD, at a commit. */
async function moveHead(repository: Repository, oid: string): Promise<void> {
  const branch = await repository.branch();
  const ref = branch === undefined ? 'HEAD' : `refs/heads/${branch}`;
  await git.writeRef({ fs, dir: repository.dir, ref, value: oid, force: true });
}

/** HEAD, index and files become those of a commit. */
export async function hardReset(repository: Repository, name: string): Promise<void> {
  const { dir } = repository;
  const oid = await repository.commit(name);
  const before = await git.listFiles({ fs, dir });
  await moveHead(repository, oid);
  await git.checkout({ fs, dir, force: true, ref: (await repository.branch()) ?? oid });
  for (const file of before) removeEmptyFolders(dir, dirname(file));
}

export async function reset(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, paths } = readWords(words);
  const { dir } = repository;
  if (flags.has('--hard') || flags.has('--soft') || flags.has('--mixed')) {
    const oid = await repository.commit(operands[0] ?? 'HEAD');
    await moveHead(repository, oid);
    removeState(repository, MERGE_HEAD, CHERRY_PICK_HEAD, MERGE_MSG);
    if (flags.has('--hard')) {
      await hardReset(repository, oid);
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
