/** rm, rmdir, unlink. */
import { EISDIR, ENOENT, ENOTDIR } from '../../kernel/errno.ts';
import { errnoMessage } from '../system/errors.ts';
import { baseName, directoryName, isDirectory, isLink, isRoot, joinPath, list, lstat } from '../system/files.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { isAnsweredYes } from './questions.ts';

export const rm: Command = {
  name: 'rm',
  usage: 'FILE…',
  summary: 'Removes files and, with -r, directories.',
  flags: {
    recursive: { short: 'rR', help: 'directories and what they hold' },
    force: { short: 'f', help: 'do not complain of what is not there' },
    dir: { short: 'd', help: 'empty directories too' },
    verbose: { short: 'v', help: 'say what is done' },
    interactive: { short: 'i', value: 'WHEN', optional: 'long', help: 'ask: always, once or never' },
    once: { short: 'I', help: 'ask once, before more than three are removed, or directories' },
    'no-preserve-root': { help: 'accepted' },
    'one-file-system': { help: 'accepted' },
  },
  run(context) {
    const { operands, on, complain } = context;
    if (!operands.length && !on('force')) throw new UsageError('missing operand');
    const asks = whenToAsk(context);
    if (asks === 'once' && (operands.length > 3 || on('recursive'))) {
      const many = `${operands.length} argument${operands.length === 1 ? '' : 's'}`;
      if (!isAnsweredYes(context, `remove ${many}${on('recursive') ? ' recursively' : ''}?`)) return 0;
    }
    for (const path of operands) {
      const name = baseName(path);
      if (name === '.' || name === '..') complain(`refusing to remove '.' or '..' directory: skipping '${path}'`);
      else if (isRoot(path)) complain("it is dangerous to operate recursively on '/'");
      else remove(context, path, on('recursive'), asks === 'always');
    }
    return 0;
  },
};

/** Of the flags that say so the last one counts. */
function whenToAsk({ given }: CommandContext): 'always' | 'once' | 'never' {
  const [flag, when] = given.findLast(([name]) => ['interactive', 'once', 'force'].includes(name)) ?? ['force'];
  if (flag === 'once' || when === 'once') return 'once';
  return flag === 'force' || when === 'never' || when === 'no' ? 'never' : 'always';
}

function remove(context: CommandContext, path: string, recursive: boolean, asks: boolean): void {
  const { kernel, on, complain, print } = context;
  const found = lstat(kernel, path);
  const fail = (errno: number) => complain(`cannot remove '${path}': ${errnoMessage(errno)}`);
  if (typeof found === 'number') {
    if (!on('force') || (found !== -ENOENT && found !== -ENOTDIR)) fail(found);
    return;
  }
  const directory = isDirectory(found);
  if (directory && !recursive && !on('dir')) {
    fail(-EISDIR);
    return;
  }
  const isFilled = directory && recursive && !isEmpty(list(kernel, path));
  if (asks && isFilled && !isAnsweredYes(context, `descend into directory '${path}'?`)) return;
  if (directory && recursive) {
    const entries = list(kernel, path);
    if (typeof entries === 'number') fail(entries);
    else for (const { name } of entries) remove(context, joinPath(path, name), true, asks);
  }
  const kind = directory ? 'directory' : isLink(found) ? 'symbolic link' : `regular ${found.size ? '' : 'empty '}file`;
  if (asks && !isAnsweredYes(context, `remove ${kind} '${path}'?`)) return;
  const result = directory ? kernel.rmdir(path) : kernel.unlink(path);
  if (result < 0) fail(result);
  else if (on('verbose')) print(`removed ${directory ? 'directory ' : ''}'${path}'\n`);
}

const isEmpty = (entries: ReturnType<typeof list>): boolean => typeof entries === 'number' || entries.length === 0;

export const rmdir: Command = {
  name: 'rmdir',
  usage: 'DIRECTORY…',
  summary: 'Removes empty directories.',
  flags: {
    parents: { short: 'p', help: 'and those above that are empty then' },
    'ignore-fail-on-non-empty': { help: 'no message for one that is not empty' },
    verbose: { short: 'v', help: 'say what is done' },
  },
  run({ operands, on, kernel, complain, print }) {
    if (!operands.length) throw new UsageError('missing operand');
    for (const operand of operands) {
      for (let path = operand; ; path = directoryName(path)) {
        if (on('verbose')) print(`rmdir: removing directory, '${path}'\n`);
        const result = kernel.rmdir(path);
        if (result < 0 && !on('ignore-fail-on-non-empty'))
          complain(`failed to remove '${path}': ${errnoMessage(result)}`);
        if (result < 0 || !on('parents') || !path.includes('/') || directoryName(path) === '/') break;
      }
    }
    return 0;
  },
};

export const unlink: Command = {
  name: 'unlink',
  usage: 'FILE',
  summary: 'Removes one file.',
  flags: {},
  run({ operands, kernel, complain }) {
    const [path] = operands;
    if (path === undefined) throw new UsageError('missing operand');
    const result = kernel.unlink(path);
    if (result < 0) complain(`cannot unlink '${path}': ${errnoMessage(result)}`);
    return 0;
  },
};
