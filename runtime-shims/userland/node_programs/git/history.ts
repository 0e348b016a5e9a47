/** git log, show, branch, checkout, switch, restore, tag, rev-parse, ls-files, config. */
import * as fs from 'node:fs';
import { relative } from 'node:path';
import git, { type ReadCommitResult } from 'isomorphic-git';
import { printDiff } from './differences.ts';
import { Fatal, globalConfig, type Repository, readWords, setGlobalConfig } from './repository.ts';
import { indexEntries } from './unfinished.ts';

function dateOf({ timestamp, timezoneOffset }: { timestamp: number; timezoneOffset: number }): string {
  const local = new Date((timestamp - timezoneOffset * 60) * 1000);
  const [day, date, month, year, time] = local.toUTCString().replace(',', '').split(' ');
  const offset = Math.abs(timezoneOffset);
  const zone = `${timezoneOffset > 0 ? '-' : '+'}${String(Math.floor(offset / 60)).padStart(2, '0')}${String(offset % 60).padStart(2, '0')}`;
  return `${day} ${month} ${Number(date)} ${time} ${year} ${zone}`;
}

/** `%H`, `%h`, `%an`, `%s` and their like. */
function formatted(format: string, { oid, commit }: ReadCommitResult): string {
  const values: Record<string, string> = {
    H: oid,
    h: oid.slice(0, 7),
    T: commit.tree,
    P: commit.parent.join(' '),
    an: commit.author.name,
    ae: commit.author.email,
    ad: dateOf(commit.author),
    at: String(commit.author.timestamp),
    aI: new Date(commit.author.timestamp * 1000).toISOString(),
    cn: commit.committer.name,
    ce: commit.committer.email,
    ct: String(commit.committer.timestamp),
    cI: new Date(commit.committer.timestamp * 1000).toISOString(),
    s: commit.message.split('\n')[0] ?? '',
    b: commit.message.split('\n').slice(2).join('\n'),
    B: commit.message,
    n: '\n',
    '%': '%',
  };
  return format.replace(/%(a[neditI]|c[netI]|[HhTPsbBn%])/g, (match, key: string) => values[key] ?? match);
}

function print(entry: ReadCommitResult): void {
  const { oid, commit } = entry;
  const message = commit.message
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  const merge = commit.parent.length > 1 ? `Merge: ${commit.parent.map((each) => each.slice(0, 7)).join(' ')}\n` : '';
  console.log(
    `commit ${oid}\n${merge}Author: ${commit.author.name} <${commit.author.email}>\nDate:   ${dateOf(commit.author)}\n\n${message}`,
  );
}

export async function log(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, values, operands, paths } = readWords(words, ['-n', '--max-count', '--format', '--pretty']);
  const ref = await repository.commit(operands[0] ?? 'HEAD').catch(async (error: Error) => {
    if (!operands.length)
      throw new Fatal(`your current branch '${await repository.branch()}' does not have any commits yet`);
    throw error;
  });
  const count = values.get('-n') ?? values.get('--max-count');
  const [filepath] = paths;
  const entries = await git.log({
    fs,
    dir: repository.dir,
    ref,
    ...(count ? { depth: Number(count) } : {}),
    ...(filepath ? { filepath: repository.path(filepath), force: true } : {}),
  });
  const format = values.get('--format') ?? values.get('--pretty');
  entries.forEach((entry, index) => {
    if (flags.has('--oneline') || format === 'oneline')
      console.log(`${entry.oid.slice(0, 7)} ${entry.commit.message.split('\n')[0]}`);
    else if (format !== undefined) console.log(formatted(format.replace(/^t?format:/, ''), entry));
    else {
      if (index) console.log('');
      print(entry);
    }
  });
}

export async function show(repository: Repository, words: readonly string[]): Promise<void> {
  const { operands, values, flags } = readWords(words, ['--format', '--pretty']);
  const [name = 'HEAD'] = operands;
  const colon = name.indexOf(':');
  if (colon >= 0) {
    const oid = await repository.commit(name.slice(0, colon) || 'HEAD');
    const { blob } = await git.readBlob({ fs, dir: repository.dir, oid, filepath: name.slice(colon + 1) });
    process.stdout.write(Buffer.from(blob));
    return;
  }
  const entry = await git.readCommit({ fs, dir: repository.dir, oid: await repository.commit(name) });
  const format = values.get('--format') ?? values.get('--pretty');
  if (format === undefined) print(entry);
  else console.log(formatted(format.replace(/^t?format:/, ''), entry));
  if (flags.has('-s') || flags.has('--no-patch')) return;
  console.log('');
  await printDiff(repository, entry.commit.parent[0] ?? '', entry.oid, { names: false, quiet: false, paths: [] });
}

export async function branch(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands } = readWords(words);
  const { dir } = repository;
  const current = await repository.branch();
  const [name, start] = operands;
  if (flags.has('--show-current')) console.log(current ?? '');
  else if (flags.has('-d') || flags.has('-D') || flags.has('--delete')) {
    for (const each of operands) {
      if (each === current) throw new Fatal(`Cannot delete branch '${each}' checked out at '${dir}'`);
      await git.deleteBranch({ fs, dir, ref: each });
      console.log(`Deleted branch ${each}.`);
    }
  } else if (flags.has('-m') || flags.has('-M') || flags.has('--move')) {
    await git.renameBranch({
      fs,
      dir,
      oldref: start ? (name ?? '') : (current ?? ''),
      ref: start ?? name ?? '',
      checkout: !start || name === current,
    });
  } else if (name)
    await git.branch({ fs, dir, ref: name, ...(start ? { object: await repository.commit(start) } : {}) });
  else {
    if (!flags.has('-r'))
      for (const each of await git.listBranches({ fs, dir })) console.log(`${each === current ? '*' : ' '} ${each}`);
    if (flags.has('-r') || flags.has('-a')) {
      for (const { remote } of await git.listRemotes({ fs, dir })) {
        for (const each of await git.listBranches({ fs, dir, remote })) {
          const symbolic = await git.resolveRef({ fs, dir, ref: `refs/remotes/${remote}/${each}`, depth: 2 });
          const target = symbolic.startsWith('refs/') ? ` -> ${symbolic.replace('refs/remotes/', '')}` : '';
          console.log(`  ${flags.has('-a') ? 'remotes/' : ''}${remote}/${each}${target}`);
        }
      }
    }
  }
}

export async function checkout(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, values, operands, paths } = readWords(words, ['-b', '-B', '-c', '-C']);
  const { dir } = repository;
  const created = values.get('-b') ?? values.get('-B') ?? values.get('-c') ?? values.get('-C');
  if (created !== undefined) {
    if (await repository.head())
      await git.branch({
        fs,
        dir,
        ref: created,
        ...(operands[0] ? { object: await repository.commit(operands[0]) } : {}),
        force: values.has('-B') || values.has('-C'),
      });
    await git.writeRef({ fs, dir, ref: 'HEAD', value: `refs/heads/${created}`, symbolic: true, force: true });
    if (operands[0]) await git.checkout({ fs, dir, ref: created });
    console.error(`Switched to a new branch '${created}'`);
    return;
  }
  const [name] = operands;
  const isBranch =
    name !== undefined &&
    !paths.length &&
    ((await git.listBranches({ fs, dir })).includes(name) || (await remoteHas(repository, name)));
  if (isBranch) {
    if ((await repository.branch()) === name) console.error(`Already on '${name}'`);
    else {
      await git.checkout({ fs, dir, ref: name, force: flags.has('-f') || flags.has('--force') });
      console.error(`Switched to branch '${name}'`);
    }
    return;
  }
  const oid = name === undefined || (fs.existsSync(name) && !paths.length) ? undefined : await repository.commit(name);
  const files = oid === undefined ? [...operands, ...paths] : paths;
  if (files.length) {
    await git.checkout({
      fs,
      dir,
      force: true,
      noUpdateHead: true,
      filepaths: files.map((path) => repository.path(path)),
      ...(oid ? { ref: oid } : {}),
    });
    return;
  }
  if (oid === undefined) throw new Fatal(`pathspec '${name ?? ''}' did not match any file(s) known to git`);
  await git.checkout({ fs, dir, ref: oid });
  const { commit } = await git.readCommit({ fs, dir, oid });
  console.error(`HEAD is now at ${oid.slice(0, 7)} ${commit.message.split('\n')[0]}`);
}

async function remoteHas({ dir }: Repository, name: string): Promise<boolean> {
  for (const { remote } of await git.listRemotes({ fs, dir }))
    if ((await git.listBranches({ fs, dir, remote })).includes(name)) return true;
  return false;
}

export async function tag(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, values, operands } = readWords(words, ['-m']);
  const { dir } = repository;
  const [name, target] = operands;
  if (flags.has('-d')) for (const each of operands) await git.deleteTag({ fs, dir, ref: each });
  else if (name === undefined || flags.has('-l')) for (const each of await git.listTags({ fs, dir })) console.log(each);
  else {
    const object = await repository.commit(target ?? 'HEAD');
    const message = values.get('-m');
    if (flags.has('-a') || message !== undefined)
      await git.annotatedTag({ fs, dir, ref: name, object, message: message ?? '', tagger: await repository.author() });
    else await git.tag({ fs, dir, ref: name, object });
  }
}

export async function revParse(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, values } = readWords(words);
  const { dir } = repository;
  if (flags.has('--show-toplevel')) console.log(dir);
  if (flags.has('--git-dir') || flags.has('--absolute-git-dir'))
    console.log(flags.has('--git-dir') && dir === process.cwd() ? '.git' : `${dir}/.git`);
  if (flags.has('--is-inside-work-tree')) console.log('true');
  if (flags.has('--show-prefix')) console.log(relative(dir, process.cwd()) && `${relative(dir, process.cwd())}/`);
  for (const name of operands) {
    if (flags.has('--abbrev-ref')) console.log((await repository.branch()) ?? 'HEAD');
    else {
      const oid = await repository.commit(name);
      console.log(
        flags.has('--short') || values.has('--short') ? oid.slice(0, Number(values.get('--short') ?? 7)) : oid,
      );
    }
  }
}

export async function listFiles(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags } = readWords(words);
  const { dir } = repository;
  const conflicts = flags.has('-u') || flags.has('--unmerged');
  if (conflicts || flags.has('-s') || flags.has('--stage')) {
    for (const { mode, oid, stage, path } of indexEntries(repository))
      if (stage || !conflicts) console.log(`${mode} ${oid} ${stage}\t${path}`);
  } else if (flags.has('-o') || flags.has('--others')) {
    for (const [file, head, , stage] of await git.statusMatrix({ fs, dir }))
      if (head === 0 && stage === 0) console.log(file);
  } else if (flags.has('-m') || flags.has('--modified')) {
    for (const [file, , tree, stage] of await git.statusMatrix({ fs, dir }))
      if (stage !== 0 && tree !== stage && tree !== 1) console.log(file);
  } else for (const file of await git.listFiles({ fs, dir })) console.log(file);
}

export async function config(find: () => Promise<Repository>, words: readonly string[]): Promise<void> {
  const { flags, operands } = readWords(words);
  const isGlobal = flags.has('--global') || flags.has('--system');
  const names = operands[0] === 'get' || operands[0] === 'set' ? operands.slice(1) : operands;
  const [name, value] = names;
  if (flags.has('-l') || flags.has('--list')) {
    for (const [key, text] of globalConfig()) console.log(`${key}=${text}`);
  } else if (name === undefined) throw new Fatal('usage: git config [--global] <name> [<value>]');
  else if (flags.has('--unset')) {
    if (isGlobal) setGlobalConfig(name, undefined);
    else await git.setConfig({ fs, dir: (await find()).dir, path: name, value: undefined });
  } else if (value !== undefined) {
    if (isGlobal) setGlobalConfig(name, value);
    else await git.setConfig({ fs, dir: (await find()).dir, path: name, value });
  } else {
    const found = isGlobal
      ? globalConfig().get(name.toLowerCase())
      : await find().then(
          (repository) => repository.config(name),
          () => globalConfig().get(name.toLowerCase()),
        );
    if (found === undefined) process.exitCode = 1;
    else console.log(found);
  }
}
