/** cp, mv, install. */
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, S_IFLNK, S_IFMT } from '../../kernel/constants.ts';
import { EXDEV } from '../../kernel/errno.ts';
import { errnoMessage } from '../system/errors.ts';
import {
  absolute,
  baseName,
  directoryName,
  exists,
  isDirectory,
  joinPath,
  list,
  lstat,
  type Stat,
  stat,
} from '../system/files.ts';
import { backUp, backupFlags } from './backups.ts';
import { type Command, type CommandContext, type Flag, UsageError } from './command.ts';
import { changedMode } from './modes.ts';
import { isAnsweredYes } from './questions.ts';

/** Sources, and the path that each is to have. */
function places(context: CommandContext): [from: string, to: string][] {
  const { operands, on, value, kernel } = context;
  const folder = value('target-directory');
  if (!operands.length) throw new UsageError('missing file operand');
  if (operands.length < 2 && folder === undefined)
    throw new UsageError(`missing destination file operand after '${operands[0]}'`);
  const target = folder ?? operands.at(-1) ?? '.';
  const sources = folder === undefined ? operands.slice(0, -1) : operands;
  const into = !on('no-target-directory') && isDirectory(stat(kernel, target));
  if (!into && (sources.length > 1 || folder !== undefined))
    throw new UsageError(`target '${target}' is not a directory`);
  return sources.map((from) => [from, into ? joinPath(target, baseName(from)) : target]);
}

const common: Record<string, Flag> = {
  force: { short: 'f', help: 'overwrite without asking (as always)' },
  interactive: { short: 'i', help: 'ask before something is overwritten' },
  'no-clobber': { short: 'n', help: 'leave what is there' },
  update: { short: 'u', value: 'WHEN', optional: 'long', help: 'only where the source is newer' },
  verbose: { short: 'v', help: 'say what is done' },
  'target-directory': { short: 't', value: 'DIR', help: 'where to' },
  'no-target-directory': { short: 'T', help: 'the last operand is no directory to put things in' },
  ...backupFlags,
};

function isKept(context: CommandContext, from: string, to: string): boolean {
  const { kernel, given, on } = context;
  // Of these the last one counts.
  const said = given.findLast(([flag]) => ['no-clobber', 'interactive', 'force'].includes(flag))?.[0];
  if (said === 'no-clobber' && exists(kernel, to)) return true;
  if (said === 'interactive' && exists(kernel, to) && !isAnsweredYes(context, `overwrite '${to}'?`)) return true;
  if (!on('update')) return false;
  const [source, target] = [stat(kernel, from), stat(kernel, to)];
  return typeof source !== 'number' && typeof target !== 'number' && source.modified <= target.modified;
}

interface CopyOptions {
  recursive: boolean;
  /** Links are copied as links: never, those within a tree, or always. */
  links: 'never' | 'inner' | 'always';
  preserve: boolean;
}

class Copy {
  readonly #context: CommandContext;
  readonly #options: CopyOptions;

  constructor(context: CommandContext, options: CopyOptions) {
    this.#context = context;
    this.#options = options;
  }

  copy(from: string, to: string, top = true): void {
    const { kernel, complain, on, print } = this.#context;
    const { links, recursive } = this.#options;
    const asLink = links === 'always' || (links === 'inner' && !top);
    const found = asLink ? lstat(kernel, from) : stat(kernel, from);
    if (typeof found === 'number') complain(`cannot stat '${from}': ${errnoMessage(found)}`);
    else if (isDirectory(found)) {
      if (!recursive) complain(`-r not specified; omitting directory '${from}'`);
      else this.#directory(from, to, found);
    } else {
      const target = stat(kernel, to);
      if (isDirectory(target)) complain(`cannot overwrite directory '${to}' with non-directory '${from}'`);
      else if (typeof target !== 'number' && target.inode === found.inode && target.dev === found.dev && !asLink) {
        complain(`'${from}' and '${to}' are the same file`);
      } else if (!isKept(this.#context, from, to)) {
        backUp(this.#context, to);
        const result =
          (found.mode & S_IFMT) === S_IFLNK
            ? this.#link(from, to)
            : on('link')
              ? kernel.link(from, to)
              : on('symbolic-link')
                ? kernel.symlink(from, to)
                : this.#file(from, to, found);
        if (result < 0) complain(`cannot create regular file '${to}': ${errnoMessage(result)}`);
        else if (on('verbose')) print(`'${from}' -> '${to}'\n`);
      }
    }
  }

  #link(from: string, to: string): number {
    const { kernel } = this.#context;
    const target = kernel.readlink(from);
    if (typeof target === 'number') return target;
    kernel.unlink(to);
    return kernel.symlink(target, to);
  }

  #file(from: string, to: string, found: Stat): number {
    const { kernel, on } = this.#context;
    const input = kernel.open(from, O_RDONLY, 0);
    if (input < 0) return input;
    if (on('remove-destination')) kernel.unlink(to);
    let output = kernel.open(to, O_WRONLY | O_CREAT | O_TRUNC, found.mode & 0o777);
    if (output < 0 && on('force')) {
      kernel.unlink(to);
      output = kernel.open(to, O_WRONLY | O_CREAT | O_TRUNC, found.mode & 0o777);
    }
    const buffer = new Uint8Array(131_072);
    let result = output;
    while (result >= 0) {
      const count = kernel.read(input, buffer, -1);
      result = count;
      if (count <= 0) break;
      for (let at = 0; at < count && result >= 0; ) {
        result = kernel.write(output, buffer.subarray(at, count), -1);
        at += Math.max(0, result);
      }
    }
    kernel.close(input);
    if (output >= 0) kernel.close(output);
    if (result >= 0) this.#attributes(to, found);
    return result;
  }

  #attributes(path: string, found: Stat): void {
    if (!this.#options.preserve) return;
    const { kernel } = this.#context;
    kernel.chmod(path, found.mode & 0o7777);
    kernel.chown(path, found.uid, found.gid);
    kernel.utimes(path, found.accessed / 1000, found.modified / 1000);
  }

  #directory(from: string, to: string, found: Stat): void {
    const { kernel, complain, on, print } = this.#context;
    const [source, target] = [absolute(kernel, from), absolute(kernel, to)];
    if (`${target}/`.startsWith(`${source.replace(/\/+$/, '')}/`)) {
      complain(`cannot copy a directory, '${from}', into itself, '${to}'`);
      return;
    }
    const there = stat(kernel, to);
    if (typeof there === 'number') {
      const made = kernel.mkdir(to, (found.mode & 0o777) | 0o700);
      if (made < 0) {
        complain(`cannot create directory '${to}': ${errnoMessage(made)}`);
        return;
      }
      if (on('verbose')) print(`'${from}' -> '${to}'\n`);
    } else if (!isDirectory(there)) {
      complain(`cannot overwrite non-directory '${to}' with directory '${from}'`);
      return;
    }
    const entries = list(kernel, from);
    if (typeof entries === 'number') complain(`cannot access '${from}': ${errnoMessage(entries)}`);
    else for (const { name } of entries) this.copy(joinPath(from, name), joinPath(to, name), false);
    this.#attributes(to, found);
  }
}

export const cp: Command = {
  name: 'cp',
  usage: 'SOURCE… TARGET',
  summary: 'Copies files and, with -r, directories.',
  flags: {
    recursive: { short: 'rR', help: 'directories and what they hold' },
    archive: { short: 'a', help: 'the same as -dR --preserve' },
    preserve: { short: 'p', value: 'WHAT', optional: 'long', help: 'mode, owner and times' },
    dereference: { short: 'L', help: 'follow links' },
    'no-dereference': { short: 'Pd', help: 'copy links as links' },
    H: { short: 'H', help: 'follow links that are operands' },
    link: { short: 'l', help: 'link in place of copying' },
    'symbolic-link': { short: 's', help: 'make symbolic links in place of copying' },
    parents: { help: 'keep the whole path of the source' },
    'remove-destination': { help: 'remove what is there first' },
    ...common,
  },
  run(context) {
    const { on, value, kernel, operands } = context;
    const recursive = on('recursive') || on('archive');
    const links = on('dereference')
      ? 'never'
      : on('no-dereference') || on('archive')
        ? 'always'
        : recursive
          ? on('H')
            ? 'inner'
            : 'always'
          : 'never';
    const copy = new Copy(context, { recursive, links, preserve: on('archive') || on('preserve') });
    if (on('parents')) {
      const target = value('target-directory') ?? operands.at(-1) ?? '.';
      for (const from of operands.slice(0, -1)) {
        const to = joinPath(target, from);
        for (const [index, character] of [...directoryName(to), '/'].entries()) {
          if (character === '/' && index > 0) kernel.mkdir(directoryName(to).slice(0, index), 0o777);
        }
        copy.copy(from, to);
      }
      return 0;
    }
    for (const [from, to] of places(context)) copy.copy(from, to);
    return 0;
  },
};

export const mv: Command = {
  name: 'mv',
  usage: 'SOURCE… TARGET',
  summary: 'Renames or moves.',
  flags: common,
  run(context) {
    const { kernel, complain, on, print } = context;
    for (const [from, to] of places(context)) {
      const found = lstat(kernel, from);
      if (typeof found === 'number') {
        complain(`cannot stat '${from}': ${errnoMessage(found)}`);
        continue;
      }
      if (isKept(context, from, to)) continue;
      const target = lstat(kernel, to);
      if (typeof target !== 'number' && target.inode === found.inode && target.dev === found.dev) {
        complain(`'${from}' and '${to}' are the same file`);
        continue;
      }
      if (isDirectory(target) && !isDirectory(found)) {
        complain(`cannot overwrite directory '${to}' with non-directory`);
        continue;
      }
      backUp(context, to);
      const result = kernel.rename(from, to);
      if (result === -EXDEV) throw new UsageError(`cannot move '${from}' to '${to}': ${errnoMessage(result)}`);
      if (result === -22) complain(`cannot move '${from}' to a subdirectory of itself, '${to}'`);
      else if (result < 0) complain(`cannot move '${from}' to '${to}': ${errnoMessage(result)}`);
      else if (on('verbose')) print(`renamed '${from}' -> '${to}'\n`);
    }
    return 0;
  },
};

export const install: Command = {
  name: 'install',
  usage: 'SOURCE… TARGET',
  summary: 'Copies files and sets their modes.',
  flags: {
    directory: { short: 'd', help: 'make directories' },
    mode: { short: 'm', value: 'MODE', help: 'permissions (755)' },
    D: { short: 'D', help: 'make the directories above the target' },
    compare: { short: 'C', help: 'accepted' },
    owner: { short: 'o', value: 'NAME', help: 'accepted' },
    group: { short: 'g', value: 'NAME', help: 'accepted' },
    ...common,
  },
  run(context) {
    const { kernel, on, value, operands, complain } = context;
    const mode = changedMode(0, value('mode') ?? '755', false, kernel);
    const make = (path: string): void => {
      if (isDirectory(stat(kernel, path))) return;
      make(directoryName(path));
      const result = kernel.mkdir(path, 0o755);
      if (result < 0) complain(`cannot create directory '${path}': ${errnoMessage(result)}`);
    };
    if (on('directory')) {
      for (const path of operands) make(path);
      return 0;
    }
    if (on('D')) make(directoryName(operands.at(-1) ?? '.'));
    const copy = new Copy(context, { recursive: false, links: 'never', preserve: false });
    for (const [from, to] of places(context)) {
      copy.copy(from, to);
      kernel.chmod(to, mode);
    }
    return 0;
  },
};
