/** git init, clone, remote, fetch, pull, push. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { Fatal, globalConfig, type Repository, readWords } from './repository.ts';

/** Name and password: of the address, or a token of the environment. */
function onAuth(url: string): { username?: string; password?: string; cancel?: boolean } {
  const { username, password } = new URL(url);
  const token = process.env['GIT_TOKEN'] ?? process.env['GITHUB_TOKEN'];
  if (username) return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return token ? { username: 'x-access-token', password: token } : { cancel: true };
}

const transport = { fs, http, onAuth };

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
    throw error;
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

export async function fetch({ dir }: Repository, words: readonly string[]): Promise<void> {
  const { values, operands, flags } = readWords(words, ['--depth']);
  const depth = values.get('--depth');
  await git.fetch({
    ...transport,
    dir,
    remote: operands[0] ?? 'origin',
    ...(operands[1] ? { ref: operands[1] } : {}),
    ...(depth ? { depth: Number(depth) } : {}),
    prune: flags.has('--prune') || flags.has('-p'),
    tags: flags.has('--tags'),
  });
}

export async function pull(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, flags } = readWords(words);
  const before = await repository.head();
  await git.pull({
    ...transport,
    dir: repository.dir,
    author: await repository.author(),
    ...(operands[0] ? { remote: operands[0] } : {}),
    ...(operands[1] ? { remoteRef: operands[1] } : {}),
    fastForwardOnly: flags.has('--ff-only'),
  });
  const after = await repository.head();
  console.log(before === after ? 'Already up to date.' : `Updating ${before?.slice(0, 7)}..${after?.slice(0, 7)}`);
}

export async function push(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, flags } = readWords(words);
  const result = await git.push({
    ...transport,
    dir: repository.dir,
    remote: operands[0] ?? 'origin',
    ...(operands[1] ? { ref: operands[1] } : {}),
    force: flags.has('-f') || flags.has('--force'),
  });
  if (!result.ok) throw new Fatal(`failed to push some refs: ${result.error}`);
}
