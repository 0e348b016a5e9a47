/** git init, clone, remote, fetch, pull, push. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { rebase } from './replay.ts';
import { Fatal, globalConfig, type Repository, readWords } from './repository.ts';

/**
 * Asked when a server wants a name and a password: those of the address have been tried by then. A token of the
 * environment is left.
 */
function onAuth(url: string, tried: { username?: string }): { username?: string; password?: string } {
  if (tried.username) onAuthFailure(url);
  const token = process.env['GIT_TOKEN'] ?? process.env['GITHUB_TOKEN'];
  if (token) return { username: 'x-access-token', password: token };
  throw new Fatal(`could not read Username for '${new URL(url).origin}': set GIT_TOKEN, or write it into the address`);
}

function onAuthFailure(url: string): never {
  throw new Fatal(`Authentication failed for '${url}'`);
}

const transport = { fs, http, onAuth, onAuthFailure };

/** git's words for what a server may answer. */
export function remoteFailure(error: unknown, url: string): unknown {
  const { code, data } = error as { code?: string; data?: { statusCode?: number; response?: string } };
  if (code !== 'HttpError') return error;
  if (data?.statusCode === 404) return new Fatal(`repository '${url}/' not found`);
  const reason = data?.response?.split('\n')[0] ?? '';
  return new Fatal(`unable to access '${url}/': The requested URL returned error: ${data?.statusCode} ${reason}`);
}

async function urlOf({ dir }: Repository, name: string): Promise<string> {
  if (/^https?:/.test(name)) return name;
  const found = (await git.listRemotes({ fs, dir })).find(({ remote: each }) => each === name);
  if (!found) throw new Fatal(`'${name}' does not appear to be a git repository`);
  return found.url;
}

export async function init(words: readonly string[]): Promise<void> {
  const { flags, values, operands } = readWords(words, ['-b', '--initial-branch']);
  const dir = join(process.cwd(), operands[0] ?? '.');
  const again = fs.existsSync(join(dir, '.git'));
  fs.mkdirSync(dir, { recursive: true });
  const defaultBranch =
    values.get('-b') ?? values.get('--initial-branch') ?? globalConfig().get('init.defaultbranch') ?? 'main';
  await git.init({ fs, dir, defaultBranch, bare: flags.has('--bare') });
  if (!flags.has('-q') && !flags.has('--quiet'))
    console.log(`${again ? 'Reinitialized existing' : 'Initialized empty'} Git repository in ${dir}/.git/`);
}

export async function clone(words: readonly string[]): Promise<void> {
  const { flags, values, operands } = readWords(words, ['--depth', '-b', '--branch', '-o']);
  const [url, folder] = operands;
  if (url === undefined) throw new Fatal('You must specify a repository to clone.');
  if (!/^https?:\/\//.test(url)) throw new Fatal(`${url}: only http and https can be reached from here`);
  const name =
    folder ??
    url
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split('/')
      .at(-1) ??
    'repository';
  const dir = join(process.cwd(), name);
  if (fs.existsSync(dir) && fs.readdirSync(dir).length)
    throw new Fatal(`destination path '${name}' already exists and is not an empty directory.`);
  if (!flags.has('-q')) console.error(`Cloning into '${name}'...`);
  const depth = values.get('--depth');
  const ref = values.get('-b') ?? values.get('--branch');
  try {
    await git.clone({
      ...transport,
      dir,
      url,
      singleBranch: depth !== undefined || flags.has('--single-branch'),
      ...(depth ? { depth: Number(depth) } : {}),
      ...(ref ? { ref } : {}),
    });
  } catch (error) {
    fs.rmSync(dir, { recursive: true, force: true });
    throw remoteFailure(error, url);
  }
}

export async function remote({ dir }: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands } = readWords(words);
  const [action, name, url] = operands;
  const all = await git.listRemotes({ fs, dir });
  if (action === 'add' && name && url) await git.addRemote({ fs, dir, remote: name, url });
  else if ((action === 'remove' || action === 'rm') && name) await git.deleteRemote({ fs, dir, remote: name });
  else if (action === 'set-url' && name && url) await git.addRemote({ fs, dir, remote: name, url, force: true });
  else if (action === 'get-url' && name) {
    const found = all.find((each) => each.remote === name);
    if (!found) throw new Fatal(`No such remote '${name}'`);
    console.log(found.url);
  } else if (action !== undefined) throw new Fatal(`unknown subcommand: ${action}`);
  else
    for (const each of all)
      console.log(
        flags.has('-v') ? `${each.remote}\t${each.url} (fetch)\n${each.remote}\t${each.url} (push)` : each.remote,
      );
}

export async function fetch(repository: Repository, words: readonly string[]): Promise<void> {
  const { values, operands, flags } = readWords(words, ['--depth']);
  const depth = values.get('--depth');
  const url = await urlOf(repository, operands[0] ?? 'origin');
  try {
    await git.fetch({
      ...transport,
      dir: repository.dir,
      remote: operands[0] ?? 'origin',
      ...(operands[1] ? { ref: operands[1] } : {}),
      ...(depth ? { depth: Number(depth) } : {}),
      prune: flags.has('--prune') || flags.has('-p'),
      tags: flags.has('--tags'),
    });
  } catch (error) {
    throw remoteFailure(error, url);
  }
}

export async function pull(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, flags } = readWords(words);
  if (flags.has('--rebase') || flags.has('-r')) {
    const branch = operands[1] ?? (await repository.branch());
    if (branch === undefined) throw new Fatal('You are not currently on a branch.');
    await fetch(repository, operands);
    await rebase(repository, [`${operands[0] ?? 'origin'}/${branch}`]);
    return;
  }
  const before = await repository.head();
  const url = await urlOf(repository, operands[0] ?? 'origin');
  try {
    await git.pull({
      ...transport,
      dir: repository.dir,
      author: await repository.author(),
      ...(operands[0] ? { remote: operands[0] } : {}),
      ...(operands[1] ? { remoteRef: operands[1] } : {}),
      fastForwardOnly: flags.has('--ff-only'),
    });
  } catch (error) {
    throw remoteFailure(error, url);
  }
  const after = await repository.head();
  console.log(before === after ? 'Already up to date.' : `Updating ${before?.slice(0, 7)}..${after?.slice(0, 7)}`);
}

interface Pushed {
  /** What is pushed; empty where the remote one is deleted. */
  from: string;
  to: string;
  force: boolean;
}

async function refsToPush(
  repository: Repository,
  flags: ReadonlySet<string>,
  named: readonly string[],
): Promise<Pushed[]> {
  const { dir } = repository;
  const force = flags.has('-f') || flags.has('--force') || flags.has('--force-with-lease');
  if (flags.has('--tags'))
    return (await git.listTags({ fs, dir })).map((tag) => ({ from: tag, to: `refs/tags/${tag}`, force }));
  if (flags.has('--all')) return (await git.listBranches({ fs, dir })).map((each) => ({ from: each, to: each, force }));
  const branch = await repository.branch();
  if (!named.length && branch === undefined) throw new Fatal('You are not currently on a branch.');
  return (named.length ? named : [branch ?? '']).map((word) => {
    const plain = word.replace(/^\+/, '');
    const [from = '', to = from] = plain.split(':');
    const isOwn = from === 'HEAD';
    const own = isOwn ? (branch ?? 'HEAD') : from;
    return {
      from: flags.has('-d') || flags.has('--delete') ? '' : own,
      to: to === 'HEAD' ? own : to,
      force: force || word.startsWith('+'),
    };
  });
}

/** Pushes one ref; what git prints of it, and whether it was taken. */
async function pushOne(
  repository: Repository,
  remote: string,
  { from, to, force }: Pushed,
): Promise<[boolean, string]> {
  const { dir } = repository;
  const name = to.replace(/^refs\/(?:heads|tags)\//, '');
  const tracking = `refs/remotes/${remote}/${name}`;
  const before = await git.resolveRef({ fs, dir, ref: tracking }).catch(() => undefined);
  const after = from ? await repository.commit(from) : undefined;
  const what = from ? `${from} -> ${name}` : name;
  try {
    const result = await git.push({
      ...transport,
      dir,
      remote,
      ref: from || to,
      remoteRef: to,
      force: force || !from,
      delete: !from,
    });
    const refused = Object.values(result.refs).find(({ ok }) => !ok);
    if (!result.ok || refused) return [false, ` ! [remote rejected] ${what} (${refused?.error ?? result.error})`];
  } catch (error) {
    if ((error as { code?: string }).code !== 'PushRejectedError') throw error;
    return [
      false,
      ` ! [rejected]        ${what} (${(error as { data?: { reason?: string } }).data?.reason === 'tag-exists' ? 'already exists' : 'non-fast-forward'})`,
    ];
  }
  if (!after) {
    await git.deleteRef({ fs, dir, ref: tracking });
    return [true, ` - [deleted]         ${what}`];
  }
  if (before === after) return [true, ''];
  const kind = to.startsWith('refs/tags/') ? 'tag' : 'branch';
  return [
    true,
    before ? `   ${before.slice(0, 7)}..${after.slice(0, 7)}  ${what}` : ` * [new ${kind}]`.padEnd(21) + what,
  ];
}

export async function push(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, flags } = readWords(words);
  const { dir } = repository;
  const [remote = 'origin', ...named] = operands;
  const url = await urlOf(repository, remote);
  const lines: string[] = [];
  let refused = false;
  for (const each of await refsToPush(repository, flags, named)) {
    const [taken, line] = await pushOne(repository, remote, each).catch((error: unknown) => {
      throw remoteFailure(error, url);
    });
    refused ||= !taken;
    if (line) lines.push(line);
    if (taken && each.from && (flags.has('-u') || flags.has('--set-upstream'))) {
      await git.setConfig({ fs, dir, path: `branch.${each.from}.remote`, value: remote });
      await git.setConfig({ fs, dir, path: `branch.${each.from}.merge`, value: `refs/heads/${each.to}` });
    }
  }
  if (refused || !(flags.has('-q') || flags.has('--quiet')))
    console.error(lines.length ? `To ${url}\n${lines.join('\n')}` : 'Everything up-to-date');
  if (!refused) return;
  console.error(`error: failed to push some refs to '${url}'`);
  process.exitCode = 1;
}
