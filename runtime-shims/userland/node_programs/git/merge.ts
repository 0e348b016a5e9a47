/** git merge. */
import * as fs from 'node:fs';
import git from 'isomorphic-git';
import { commit, hardReset } from './changes.ts';
import { Fatal, type Repository, readWords } from './repository.ts';
import { isConflict, MERGE_HEAD, MERGE_MSG, printConflicts, readState, removeState, writeState } from './unfinished.ts';

async function unfinishedMerge(repository: Repository, action: string): Promise<void> {
  if (readState(repository, MERGE_HEAD) === undefined)
    throw new Fatal('There is no merge in progress (MERGE_HEAD missing).');
  if (action === '--continue') return commit(repository, []);
  if (action === '--abort') await hardReset(repository, 'HEAD');
  removeState(repository, MERGE_HEAD, MERGE_MSG);
}

export async function merge(repository: Repository, words: readonly string[]): Promise<void> {
  if (['--abort', '--continue', '--quit'].includes(words[0] ?? '')) return unfinishedMerge(repository, words[0] ?? '');
  const { operands, values, flags } = readWords(words, ['-m']);
  const [theirs] = operands;
  if (theirs === undefined) throw new Fatal('No remote for the current branch.');
  if (readState(repository, MERGE_HEAD) !== undefined)
    throw new Fatal(
      'You have not concluded your merge (MERGE_HEAD exists).\nPlease, commit your changes before you merge.',
    );
  const message = values.get('-m');
  try {
    const result = await git.merge({
      fs,
      dir: repository.dir,
      theirs,
      author: await repository.author(),
      abortOnConflict: false,
      fastForward: !flags.has('--no-ff'),
      fastForwardOnly: flags.has('--ff-only'),
      ...(message ? { message } : {}),
    });
    if (result.alreadyMerged) console.log('Already up to date.');
    else {
      await git.checkout({ fs, dir: repository.dir, ref: (await repository.branch()) ?? 'HEAD' });
      console.log(result.fastForward ? 'Fast-forward' : "Merge made by the 'ort' strategy.");
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'FastForwardError')
      throw new Fatal('Not possible to fast-forward, aborting.');
    if (!isConflict(error)) throw error;
    writeState(repository, MERGE_HEAD, await repository.commit(theirs));
    writeState(repository, MERGE_MSG, message ?? `Merge branch '${theirs}'`);
    printConflicts(repository, error, theirs);
    console.log('Automatic merge failed; fix conflicts and then commit the result.');
    process.exitCode = 1;
  }
}
