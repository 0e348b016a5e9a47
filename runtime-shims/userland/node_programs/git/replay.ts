/** git cherry-pick and rebase: commits made again upon others. */
import * as fs from 'node:fs';
import git from 'isomorphic-git';
import { Fatal, type Repository, readWords } from './repository.ts';

async function pick({ dir }: Repository, oid: string, committer: { name: string; email: string }): Promise<string> {
  const made = await git.cherryPick({ fs, dir, oid, committer });
  const ref = (await git.currentBranch({ fs, dir })) ?? made;
  await git.checkout({ fs, dir, ref, force: true });
  return made;
}

const subjectOf = async ({ dir }: Repository, oid: string): Promise<string> =>
  (await git.readCommit({ fs, dir, oid })).commit.message.split('\n')[0] ?? '';

const isConflict = (error: unknown): error is Error & { data?: { filepaths?: string[] } } =>
  ['MergeConflictError', 'MergeNotSupportedError'].includes((error as { code?: string }).code ?? '');

export async function cherryPick(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, flags } = readWords(words);
  if (!operands.length || flags.size)
    throw new Fatal('cherry-pick takes commits here, and no flags: after a conflict nothing is left to go on with');
  const committer = await repository.author();
  for (const name of operands) {
    const oid = await repository.commit(name);
    try {
      const made = await pick(repository, oid, committer);
      console.log(
        `[${(await repository.branch()) ?? 'detached HEAD'} ${made.slice(0, 7)}] ${await subjectOf(repository, oid)}`,
      );
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw new Fatal(
        `could not apply ${oid.slice(0, 7)}: conflicts in ${error.data?.filepaths?.join(', ')}; nothing was changed`,
      );
    }
  }
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

export async function rebase(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, flags } = readWords(words);
  const { dir } = repository;
  const [upstream] = operands;
  if (flags.size) throw new Fatal(`rebase ${[...flags].join(' ')} is not available here: git rebase <upstream> is`);
  if (upstream === undefined) throw new Fatal('There is no tracking information: git rebase <upstream>');
  const branch = await repository.branch();
  const head = await repository.head();
  if (!branch || !head) throw new Fatal('rebase needs a branch with commits');
  const changed = (await git.statusMatrix({ fs, dir })).some(
    ([, committed, tree, own]) => committed && (tree !== 1 || own !== 1),
  );
  if (changed) throw new Fatal('cannot rebase: You have unstaged changes.\nPlease commit or stash them.');
  const onto = await repository.commit(upstream);
  const [base] = (await git.findMergeBase({ fs, dir, oids: [head, onto] })) as string[];
  if (base === onto) {
    console.log(`Current branch ${branch} is up to date.`);
    return;
  }
  if (base === undefined) throw new Fatal(`${branch} and ${upstream} have no commit in common`);
  const commits = await commitsSince(repository, head, base);
  const moveTo = async (oid: string) => {
    await git.writeRef({ fs, dir, ref: `refs/heads/${branch}`, value: oid, force: true });
    await git.checkout({ fs, dir, ref: branch, force: true });
  };
  const committer = await repository.author();
  await moveTo(onto);
  for (const oid of commits) {
    try {
      await pick(repository, oid, committer);
    } catch (error) {
      await moveTo(head);
      if (!isConflict(error)) throw error;
      const files = error.data?.filepaths?.join(', ');
      throw new Fatal(
        `could not apply ${oid.slice(0, 7)} (${await subjectOf(repository, oid)}): conflicts in ${files}; ${branch} is as it was. git merge ${upstream} leaves conflicts in the files`,
      );
    }
  }
  console.log(`Successfully rebased and updated refs/heads/${branch}.`);
}
