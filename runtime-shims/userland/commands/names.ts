/** Commands about the names of files: basename, dirname, realpath, readlink, pwd. */
import { ENOENT } from '../../kernel/errno.ts';
import { errnoMessage } from '../system/errors.ts';
import {
  absolute,
  baseName,
  directoryName,
  isDirectory,
  joinPath,
  normalize,
  stat,
  workingDirectory,
} from '../system/files.ts';
import { decode } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';

const zero = { short: 'z', help: 'end each with NUL' };

export const basename: Command = {
  name: 'basename',
  usage: 'NAME [SUFFIX]',
  summary: 'Prints the last part of a path.',
  flags: {
    multiple: { short: 'a', help: 'several names' },
    suffix: { short: 's', value: 'SUFFIX', help: 'without this ending; implies -a' },
    zero,
  },
  run({ operands, on, value, print }) {
    if (!operands.length) throw new UsageError('missing operand');
    const many = on('multiple') || on('suffix');
    if (!many && operands.length > 2) throw new UsageError(`extra operand '${operands[2]}'`);
    const suffix = many ? (value('suffix') ?? '') : (operands[1] ?? '');
    for (const path of many ? operands : operands.slice(0, 1)) {
      const name = baseName(path);
      const short = suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
      print(short + (on('zero') ? '\0' : '\n'));
    }
    return 0;
  },
};

export const dirname: Command = {
  name: 'dirname',
  usage: 'NAME…',
  summary: 'Prints a path without its last part.',
  flags: { zero },
  run({ operands, on, print }) {
    if (!operands.length) throw new UsageError('missing operand');
    for (const path of operands) print(directoryName(path) + (on('zero') ? '\0' : '\n'));
    return 0;
  },
};

/** The path without links; what is missing may be its last part (`last`), anything, or nothing. -errno. */
function canonical(context: CommandContext, path: string, missing: 'any' | 'last' | 'none'): string | number {
  const { kernel } = context;
  const found = kernel.realpath(path);
  if (typeof found !== 'number') return decode(found);
  if (found !== -ENOENT || missing === 'none' || path === '') return found;
  const folder = directoryName(absolute(kernel, path));
  const parent = canonical(context, folder, missing === 'any' ? 'any' : 'none');
  if (typeof parent === 'number') return parent;
  if (missing === 'last' && !isDirectory(stat(kernel, parent))) return -20;
  const name = baseName(path);
  const link = kernel.readlink(path);
  if (typeof link !== 'number') return canonical(context, joinPath(parent, decode(link)), missing);
  return normalize(joinPath(parent, name));
}

function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => path.split('/').filter(Boolean)) as [string[], string[]];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/') || '.';
}

export const realpath: Command = {
  name: 'realpath',
  usage: 'FILE…',
  summary: 'Prints absolute paths without links.',
  flags: {
    'canonicalize-existing': { short: 'e', help: 'all parts must exist' },
    'canonicalize-missing': { short: 'm', help: 'no part need exist' },
    'no-symlinks': { short: 's', help: 'do not follow links' },
    'relative-to': { value: 'DIR', help: 'as seen from there' },
    quiet: { short: 'q', help: 'no messages' },
    zero,
  },
  run(context) {
    const { operands, on, value, print, complain, kernel } = context;
    if (!operands.length) throw new UsageError('missing operand');
    let status = 0;
    const missing = on('canonicalize-existing') ? 'none' : on('canonicalize-missing') ? 'any' : 'last';
    for (const path of operands) {
      const result = on('no-symlinks') ? normalize(absolute(kernel, path)) : canonical(context, path, missing);
      if (typeof result === 'number') {
        status = 1;
        if (!on('quiet')) complain(`${path}: ${errnoMessage(result)}`);
        continue;
      }
      const base = value('relative-to');
      const origin = base === undefined ? undefined : canonical(context, base, 'any');
      print((typeof origin === 'string' ? relative(origin, result) : result) + (on('zero') ? '\0' : '\n'));
    }
    return status;
  },
};

export const readlink: Command = {
  name: 'readlink',
  usage: 'FILE…',
  summary: 'Prints where links point, or canonical paths.',
  flags: {
    canonicalize: { short: 'f', help: 'the path without links; the last part may be missing' },
    'canonicalize-existing': { short: 'e', help: 'the same, all parts must exist' },
    'canonicalize-missing': { short: 'm', help: 'the same, no part need exist' },
    'no-newline': { short: 'n', help: 'no newline at the end' },
    quiet: { short: 'qs', help: 'no messages' },
    verbose: { short: 'v', help: 'messages' },
    zero,
  },
  run(context) {
    const { operands, on, print, kernel } = context;
    if (!operands.length) throw new UsageError('missing operand');
    let status = 0;
    for (const path of operands) {
      let result: string | number;
      if (on('canonicalize-missing')) result = canonical(context, path, 'any');
      else if (on('canonicalize-existing')) result = canonical(context, path, 'none');
      else if (on('canonicalize')) result = canonical(context, path, 'last');
      else {
        const target = kernel.readlink(path);
        result = typeof target === 'number' ? target : decode(target);
      }
      if (typeof result === 'number') {
        status = 1;
        if (on('verbose')) context.complain(`${path}: ${errnoMessage(result)}`);
      } else print(result + (on('no-newline') && operands.length === 1 ? '' : on('zero') ? '\0' : '\n'));
    }
    return status;
  },
};

export const pwd: Command = {
  name: 'pwd',
  usage: '',
  summary: 'Prints the working directory.',
  flags: { logical: { short: 'L', help: 'as PWD has it' }, physical: { short: 'P', help: 'without links' } },
  run({ print, kernel, environment, on }) {
    const logical = environment('PWD');
    const physical = workingDirectory(kernel);
    const same = logical !== undefined && decodePath(kernel.realpath(logical)) === physical;
    print(`${on('logical') && same ? logical : physical}\n`);
    return 0;
  },
};

const decodePath = (path: Uint8Array | number): string => (typeof path === 'number' ? '' : decode(path));
