/** git cherry-pick and rebase: commits made again upon others, one after another, with stops where there are conflicts. */
import * as fs from 'node:fs';
import git from 'isomorphic-git';
import { hardReset } from './changes.ts';
import { Fatal, type Repository, readWords } from './repository.ts';
import {
  CHERRY_PICK_HEAD,
  isChanged,
  isConflict,
  MERGE_MSG,
  printConflicts,
  readState,
  removeState,
  unmerged,
  writeState,
} from './unfinished.ts';

/** Where a sequence keeps what is still to be done, below `.git`, as git does. */
interface Sequence {
  command: 'cherry-pick' | 'rebase';
  folder: string;
  todo: string;
  /** The commit to go back to. */
  before: string;
}

const picking: Sequence = {
  command: 'cherry-pick',
  folder: 'sequencer',
  todo: 'sequencer/todo',
  before: 'sequencer/head',
};
const rebasing: Sequence = {
  command: 'rebase',
  folder: 'rebase-merge',
  todo: 'rebase-merge/git-rebase-todo',
  before: 'rebase-merge/orig-head',
};
/** The branch that a rebase moves in the end. */
const headName = 'rebase-merge/head-name';

const subjectOf = async ({ dir }: Repository, oid: string): Promise<string> =>
  (await git.readCommit({ fs, dir, oid })).commit.message.split('\n')[0] ?? '';

const linesOf = (text: string | undefined): string[] => text?.split('\n').filter(Boolean) ?? [];

async function writeTodo(repository: Repository, { todo }: Sequence, commits: readonly string[]): Promise<void> {
  const lines: string[] = [];
  for (const oid of commits) lines.push(`pick ${oid} ${await subjectOf(repository, oid)}`);
  writeState(repository, todo, lines.join('\n'));
}

/** Makes the commit that CHERRY_PICK_HEAD names from what is in the index; undefined where that changes nothing. */
async function commitPicked(repository: Repository, oid: string): Promise<string | undefined> {
  const { dir } = repository;
  const { commit } = await git.readCommit({ fs, dir, oid });
  const made = await git
    .commit({
      fs,
      dir,
      message: readState(repository, MERGE_MSG) ?? commit.message,
      author: commit.author,
      committer: await repository.author(),
      disallowEmpty: true,
    })
    .catch((error: { code?: string }) => {
      if (error.code !== 'EmptyCommitError') throw error;
    });
  removeState(repository, CHERRY_PICK_HEAD, MERGE_MSG);
  return made ?? undefined;
}

async function printPicked(repository: Repository, made: string): Promise<void> {
  const branch = (await repository.branch()) ?? 'detached HEAD';
  console.log(`[${branch} ${made.slice(0, 7)}] ${await subjectOf(repository, made)}`);
}

/** Picks what is still to be done; false where a commit meets conflicts, which are left in the files. */
async function goOn(repository: Repository, sequence: Sequence): Promise<boolean> {
  const { dir } = repository;
  const committer = await repository.author();
  const commits = linesOf(readState(repository, sequence.todo)).map((line) => line.split(' ')[1] ?? '');
  for (let oid = commits.shift(); oid !== undefined; oid = commits.shift()) {
    await writeTodo(repository, sequence, commits);
    try {
      const made = await git.cherryPick({ fs, dir, oid, committer, abortOnConflict: false });
      if (sequence === picking) await printPicked(repository, made);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const subject = await subjectOf(repository, oid);
      const { commit } = await git.readCommit({ fs, dir, oid });
      writeState(repository, CHERRY_PICK_HEAD, oid);
      writeState(repository, MERGE_MSG, commit.message.trimEnd());
      printConflicts(repository, error, `${oid.slice(0, 7)} (${subject})`);
      console.error(
        `error: could not apply ${oid.slice(0, 7)}... ${subject}\nhint: Resolve all conflicts, mark them with "git add <file>", then run "git ${sequence.command} --continue".\nhint: "git ${sequence.command} --skip" leaves this commit out, "git ${sequence.command} --abort" goes back to before.`,
      );
      process.exitCode = 1;
      return false;
    }
  }
  removeState(repository, sequence.folder);
  return true;
}

/** `--continue`, `--skip`, `--abort` and `--quit`, which git takes alone; undefined where there is none of them. */
function actionOf(words: readonly string[]): 'continue' | 'skip' | 'abort' | 'quit' | undefined {
  for (const action of ['continue', 'skip', 'abort', 'quit'] as const)
    if (words.length === 1 && words[0] === `--${action}`) return action;
  return undefined;
}

/** Goes on after a stop; true when all commits are made. */
async function resume(repository: Repository, sequence: Sequence, action: 'continue' | 'skip'): Promise<boolean> {
  const stopped = readState(repository, CHERRY_PICK_HEAD);
  if (action === 'skip') {
    await hardReset(repository, 'HEAD');
    removeState(repository, CHERRY_PICK_HEAD, MERGE_MSG);
  } else {
    const files = [...unmerged(repository).keys()];
    if (files.length)
      throw new Fatal(`Committing is not possible because you have unmerged files: ${files.join(', ')}`);
    const made = stopped === undefined ? undefined : await commitPicked(repository, stopped);
    if (made !== undefined) await printPicked(repository, made);
    else if (stopped !== undefined && sequence === picking) {
      writeState(repository, CHERRY_PICK_HEAD, stopped);
      console.error(
        'The previous cherry-pick is now empty, possibly due to conflict resolution.\nUse "git cherry-pick --skip".',
      );
      process.exitCode = 1;
      return false;
    }
  }
  return goOn(repository, sequence);
}

export async function cherryPick(repository: Repository, words: readonly string[]): Promise<void> {
  const action = actionOf(words);
  const before = readState(repository, picking.before);
  if (action) {
    if (before === undefined) throw new Fatal('no cherry-pick or revert in progress');
    if (action === 'continue' || action === 'skip') await resume(repository, picking, action);
    else {
      if (action === 'abort') await hardReset(repository, before);
      removeState(repository, picking.folder, CHERRY_PICK_HEAD, MERGE_MSG);
    }
    return;
  }
  const { operands, flags } = readWords(words);
  if (!operands.length || flags.size)
    throw new Fatal('cherry-pick takes commits here, or one of --continue, --skip, --abort and --quit');
  if (before !== undefined) throw new Fatal('cherry-pick is already in progress: "git cherry-pick --continue"');
  if (await isChanged(repository)) throw new Fatal('your local changes would be overwritten by cherry-pick.');
  const commits: string[] = [];
  for (const name of operands) commits.push(await repository.commit(name));
  const head = await repository.head();
  if (head === undefined) throw new Fatal('cherry-pick needs a commit to build upon');
  writeState(repository, picking.before, head);
  await writeTodo(repository, picking, commits);
  await goOn(repository, picking);
}

/** From the oldest, those of HEAD that are not of `base`. */
async function commitsSince({ dir }: Repository, head: string, base: string): Promise<string[]> {
  const commits: string[] = [];
  for (const { oid, commit } of await git.log({ fs, dir, ref: head })) {
    if (oid === base) break;
    if (commit.parent.length > 1) throw new Fatal(`${oid.slice(0, 7)} is a merge: rebase does not go over merges here`);
    commits.unshift(oid);
  }
  return commits;
}

/** HEAD is the branch again, which stands at `oid`. */
async function backToBranch(repository: Repository, oid: string): Promise<void> {
  const { dir } = repository;
  const ref = readState(repository, headName) ?? '';
  await git.writeRef({ fs, dir, ref, value: oid, force: true });
  await git.writeRef({ fs, dir, ref: 'HEAD', value: ref, symbolic: true, force: true });
}

async function finishRebase(repository: Repository, ref: string): Promise<void> {
  writeState(repository, headName, ref);
  await backToBranch(repository, (await repository.head()) ?? '');
  removeState(repository, rebasing.folder);
  console.error(`Successfully rebased and updated ${ref}.`);
}

async function unfinishedRebase(repository: Repository, action: 'continue' | 'skip' | 'abort' | 'quit'): Promise<void> {
  const ref = readState(repository, headName);
  const before = readState(repository, rebasing.before);
  if (ref === undefined || before === undefined) throw new Fatal('no rebase in progress');
  if (action === 'continue' || action === 'skip') {
    if (await resume(repository, rebasing, action)) await finishRebase(repository, ref);
    return;
  }
  if (action === 'abort') {
    await backToBranch(repository, before);
    await hardReset(repository, before);
  }
  removeState(repository, rebasing.folder, CHERRY_PICK_HEAD, MERGE_MSG);
}

export async function rebase(repository: Repository, words: readonly string[]): Promise<void> {
  const action = actionOf(words);
  if (action) return unfinishedRebase(repository, action);
  const { operands, flags } = readWords(words);
  const { dir } = repository;
  const [upstream] = operands;
  if (flags.size) throw new Fatal(`rebase ${[...flags].join(' ')} is not available here: git rebase <upstream> is`);
  if (upstream === undefined) throw new Fatal('There is no tracking information: git rebase <upstream>');
  if (readState(repository, headName) !== undefined)
    throw new Fatal('a rebase is in progress: "git rebase (--continue | --skip | --abort)"');
  const branch = await repository.branch();
  const head = await repository.head();
  if (!branch || !head) throw new Fatal('rebase needs a branch with commits');
  if (await isChanged(repository))
    throw new Fatal('cannot rebase: You have unstaged changes.\nPlease commit or stash them.');
  const onto = await repository.commit(upstream);
  const [base] = (await git.findMergeBase({ fs, dir, oids: [head, onto] })) as string[];
  if (base === onto) {
    console.log(`Current branch ${branch} is up to date.`);
    return;
  }
  if (base === undefined) throw new Fatal(`${branch} and ${upstream} have no commit in common`);
  const commits = await commitsSince(repository, head, base);
  const ref = `refs/heads/${branch}`;
  writeState(repository, headName, ref);
  writeState(repository, rebasing.before, head);
  await writeTodo(repository, rebasing, commits);
  await git.checkout({ fs, dir, ref: onto, force: true });
  if (await goOn(repository, rebasing)) await finishRebase(repository, ref);
}
