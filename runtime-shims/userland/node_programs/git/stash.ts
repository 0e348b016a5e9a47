/** git stash. */
import * as fs from 'node:fs';
import git from 'isomorphic-git';
import { Fatal, type Repository, readWords } from './repository.ts';

const operations = ['push', 'pop', 'apply', 'drop', 'list', 'clear'] as const;
type Operation = (typeof operations)[number];

const isOperation = (word: string): word is Operation => (operations as readonly string[]).includes(word);

export async function stash(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, values, flags } = readWords(words, ['-m', '--message']);
  const [first = 'push', which = '0'] = operands;
  const op = first === 'save' ? 'push' : first;
  if (!isOperation(op)) throw new Fatal(`stash ${first} is not available here: ${operations.join(', ')} are`);
  if (flags.has('-u') || flags.has('--include-untracked') || flags.has('-a'))
    throw new Fatal('stash keeps no untracked files here: git add them first');
  const { dir } = repository;
  // isomorphic-git asks the repository's own configuration alone.
  const author = await repository.author();
  await git.setConfig({ fs, dir, path: 'user.name', value: author.name });
  await git.setConfig({ fs, dir, path: 'user.email', value: author.email });
  const refIdx = Number(/\d+/.exec(which)?.[0] ?? 0);
  const head = await repository.head();
  const subject = head ? (await git.readCommit({ fs, dir, oid: head })).commit.message.split('\n')[0] : '';
  const message = values.get('-m') ?? values.get('--message') ?? (first === 'save' ? operands.slice(1).join(' ') : '');
  const branch = (await repository.branch()) ?? '(no branch)';
  const label = message ? `On ${branch}: ${message}` : `WIP on ${branch}: ${head?.slice(0, 7)} ${subject}`;
  const kept = listed(await git.stash({ fs, dir, op: 'list' }));
  if (['pop', 'apply', 'drop'].includes(op) && refIdx >= kept.length) {
    console.error(kept.length ? `error: stash@{${refIdx}} is not a valid reference` : 'No stash entries found.');
    process.exitCode = 1;
    return;
  }
  try {
    await git.stash({ fs, dir, op, refIdx, ...(op === 'push' ? { message: label } : {}) });
    if (op === 'list') for (const line of kept) console.log(line);
    else if (op === 'push') console.log(`Saved working directory and index state ${label}`);
    else if (op !== 'clear') console.log(`${op === 'drop' ? 'Dropped' : 'Applied'} stash@{${refIdx}}`);
  } catch (error) {
    const { code, message: text } = error as { code?: string; message: string };
    if (op !== 'push' || code !== 'NotFoundError') throw new Fatal(text);
    console.log('No local changes to save');
  }
}

const listed = (result: unknown): string[] =>
  (Array.isArray(result) ? result.map(String) : String(result ?? '').split('\n')).filter(Boolean);
