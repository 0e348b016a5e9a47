/** git, as far as isomorphic-git goes, over the container's files and its way to the outer network. */
import { add, commit, move, remove, reset, status } from './git/changes.ts';
import { diff } from './git/differences.ts';
import { branch, checkout, config, listFiles, log, revParse, show, tag } from './git/history.ts';
import { merge } from './git/merge.ts';
import { clone, fetch, init, pull, push, remote } from './git/remotes.ts';
import { cherryPick, rebase } from './git/replay.ts';
import { Fatal, Repository } from './git/repository.ts';
import { stash } from './git/stash.ts';

type Subcommand = (repository: Repository, words: readonly string[]) => Promise<void>;

const subcommands: Record<string, Subcommand> = {
  add,
  branch,
  checkout,
  'cherry-pick': cherryPick,
  commit,
  diff,
  fetch,
  log,
  'ls-files': listFiles,
  merge,
  mv: move,
  pull,
  push,
  rebase,
  remote,
  reset,
  restore: (repository, words) =>
    words.includes('--staged')
      ? reset(
          repository,
          words.filter((word) => word !== '--staged'),
        )
      : checkout(repository, ['--', ...words]),
  'rev-parse': revParse,
  rm: remove,
  show,
  stash,
  status,
  switch: checkout,
  tag,
};
const elsewhere = ['init', 'clone', 'config'];

const usage = `usage: git [-C <path>] <command> [<args>]

The commands of git that this container has:
  ${[...elsewhere, ...Object.keys(subcommands)].sort().join(' ')}
`;

async function main(): Promise<void> {
  // isomorphic-git's client still calls url.parse().
  process.noDeprecation = true;
  const words = process.argv.slice(2);
  while (words[0] === '-C' || words[0] === '-c' || words[0] === '--no-pager') {
    const [flag, value = ''] = words.splice(0, words[0] === '--no-pager' ? 1 : 2);
    if (flag === '-C') process.chdir(value);
  }
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(usage);
    process.exitCode = name === undefined ? 1 : 0;
    return;
  }
  if (name === '--version' || name === 'version') {
    console.log('git version 2.0.0 (isomorphic-git)');
    return;
  }
  const find = () => Repository.find(process.cwd());
  if (name === 'init') await init(rest);
  else if (name === 'clone') await clone(rest);
  else if (name === 'config') await config(find, rest);
  else {
    const subcommand = subcommands[name];
    if (!subcommand) {
      process.stderr.write(`git: '${name}' is not a git command of this container. See 'git --help'.\n`);
      process.exitCode = 1;
      return;
    }
    await subcommand(await find(), rest);
  }
}

main().catch((error: Error) => {
  const { code, caller } = error as { code?: string; caller?: string };
  process.stderr.write(
    `fatal: ${error instanceof Fatal || !caller ? error.message : `${caller.replace(/^git\./, '')}: ${error.message}${code === 'HttpError' ? '' : ` (${code})`}`}\n`,
  );
  process.exitCode = 128;
});
