/** chmod, chown, stat, truncate. */
import {
  O_CREAT,
  O_WRONLY,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFSOCK,
} from '../../kernel/constants.ts';
import { strftime } from '../sh/printf.ts';
import { errnoMessage } from '../system/errors.ts';
import { isDirectory, isLink, joinPath, list, lstat, type Stat, stat as statOf } from '../system/files.ts';
import { decode } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { amount } from './head_tail.ts';
import { changedMode, modeLetters } from './modes.ts';
import { userId, userName } from './users.ts';

/** False where the path is not there. */
function each(context: CommandContext, path: string, action: (path: string, found: Stat) => void): boolean {
  const { kernel, on } = context;
  const found = statOf(kernel, path);
  if (typeof found === 'number') {
    if (!on('quiet')) context.complain(`cannot access '${path}': ${errnoMessage(found)}`);
    return false;
  }
  action(path, found);
  if (!on('recursive') || !isDirectory(found) || isLink(lstat(kernel, path))) return true;
  const entries = list(kernel, path);
  if (typeof entries !== 'number')
    for (const { name, link } of entries) if (!link) each(context, joinPath(path, name), action);
  return true;
}

const common = {
  recursive: { short: 'R', help: 'directories and what they hold' },
  verbose: { short: 'v', help: 'say what is done' },
  changes: { short: 'c', help: 'say what is changed' },
  quiet: { short: 'f', help: 'no messages' },
  reference: { value: 'FILE', help: 'as that file has it' },
};

export const chmod: Command = {
  name: 'chmod',
  usage: 'MODE FILE…',
  summary: 'Changes permissions.',
  flags: common,
  // `chmod -x file` has a mode that looks like a flag.
  plain: true,
  run(outer) {
    const words: string[] = [];
    const given = new Set<string>();
    let ended = false;
    let reference: string | undefined;
    for (const word of outer.operands) {
      if (word === '--' && !ended) ended = true;
      else if (word.startsWith('--reference=')) reference = word.slice(12);
      else if (!ended && /^-[RvcfL]+$/.test(word))
        for (const letter of word.slice(1))
          given.add({ R: 'recursive', v: 'verbose', c: 'changes', f: 'quiet' }[letter] ?? letter);
      else if (!ended && /^--(?:recursive|verbose|changes|quiet|silent)$/.test(word)) given.add(word.slice(2));
      else words.push(word);
    }
    const context: CommandContext = { ...outer, input: outer.input, on: (flag) => given.has(flag) };
    const { kernel, complain, print } = context;
    const source = reference === undefined ? undefined : statOf(kernel, reference);
    if (typeof source === 'number')
      throw new UsageError(`failed to get attributes of '${reference}': ${errnoMessage(source)}`);
    const text = source ? (source.mode & 0o7777).toString(8) : words.shift();
    if (text === undefined || !words.length) throw new UsageError('missing operand');
    // Refused before anything is changed.
    changedMode(0, text, false, kernel);
    let status = 0;
    for (const path of words) {
      const isThere = each(context, path, (inner, found) => {
        const mode = changedMode(found.mode, text, isDirectory(found), kernel);
        const result = kernel.chmod(inner, mode);
        if (result < 0) complain(`changing permissions of '${inner}': ${errnoMessage(result)}`);
        else if (given.has('verbose') || (given.has('changes') && mode !== (found.mode & 0o7777))) {
          const [from, to] = [found.mode & 0o7777, mode].map(
            (bits) => `${bits.toString(8).padStart(4, '0')} (${modeLetters(bits).slice(1)})`,
          );
          print(`mode of '${inner}' ${from === to ? `retained as ${to}` : `changed from ${from} to ${to}`}\n`);
        }
      });
      if (!isThere) status = 1;
    }
    return status;
  },
};

export const chown: Command = {
  name: 'chown',
  usage: 'OWNER[:GROUP] FILE…',
  summary: 'Changes owners.',
  flags: { ...common, 'no-dereference': { short: 'h', help: 'accepted' } },
  run(context) {
    const [owner, ...paths] = context.operands;
    if (owner === undefined || !paths.length) throw new UsageError('missing operand');
    const [user = '', group = ''] = owner.split(/[:.]/);
    const number = (text: string, before: number) => {
      const id = text === '' ? before : userId(context.kernel, text);
      if (id === undefined) throw new UsageError(`invalid user: '${owner}'`);
      return id;
    };
    for (const path of paths) {
      each(context, path, (inner, found) => {
        const result = context.kernel.chown(inner, number(user, found.uid), number(group, found.gid));
        if (result < 0) context.complain(`changing ownership of '${inner}': ${errnoMessage(result)}`);
      });
    }
    return 0;
  },
};

const typeNames: Record<number, string> = {
  [S_IFDIR]: 'directory',
  [S_IFLNK]: 'symbolic link',
  [S_IFCHR]: 'character special file',
  [S_IFBLK]: 'block special file',
  [S_IFIFO]: 'fifo',
  [S_IFSOCK]: 'socket',
};

/** What `-t` prints. */
const terse = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o';

export const stat: Command = {
  name: 'stat',
  usage: 'FILE…',
  summary: 'Prints what is known of files.',
  flags: {
    dereference: { short: 'L', help: 'follow links' },
    format: { short: 'c', value: 'FORMAT', help: 'by a format; a newline behind each' },
    printf: { value: 'FORMAT', help: 'by a format with escapes' },
    terse: { short: 't', help: 'in one line' },
    'file-system': { short: 'f', help: 'of the file system' },
  },
  run(context) {
    const { operands, on, value, kernel, print, complain } = context;
    if (!operands.length) throw new UsageError('missing operand');
    for (const path of operands) {
      const found = (on('dereference') ? statOf : lstat)(kernel, path);
      if (typeof found === 'number') {
        complain(`cannot statx '${path}': ${errnoMessage(found)}`);
        continue;
      }
      const format = value('format') ?? (on('terse') ? terse : undefined);
      const escaped = value('printf');
      if (format !== undefined) print(`${formatted(context, format, path, found)}\n`);
      else if (escaped !== undefined)
        print(formatted(context, escaped.replaceAll('\\n', '\n').replaceAll('\\t', '\t'), path, found));
      else {
        const shown = formatted(context, isLink(found) ? '%N' : '%n', path, found);
        print(
          formatted(
            context,
            `  File: ${shown.replaceAll('%', '%%')}\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %d\tInode: %-11i Links: %h\nAccess: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w\n`,
            path,
            found,
          ),
        );
      }
    }
    return 0;
  },
};

function formatted({ kernel }: CommandContext, format: string, path: string, found: Stat): string {
  const time = (milliseconds: number) => strftime('%Y-%m-%d %H:%M:%S.%N %z', new Date(milliseconds));
  const seconds = (milliseconds: number) => String(Math.floor(milliseconds / 1000));
  const values: Record<string, () => string> = {
    n: () => path,
    N: () => {
      const target = kernel.readlink(path);
      return typeof target === 'number' ? `'${path}'` : `'${path}' -> '${decode(target)}'`;
    },
    s: () => String(found.size),
    b: () => String(found.blocks),
    B: () => '512',
    o: () => String(found.blockSize),
    f: () => found.mode.toString(16),
    F: () => typeNames[found.mode & S_IFMT] ?? (found.size ? 'regular file' : 'regular empty file'),
    a: () => (found.mode & 0o7777).toString(8),
    A: () => modeLetters(found.mode),
    u: () => String(found.uid),
    g: () => String(found.gid),
    U: () => userName(kernel, found.uid),
    G: () => userName(kernel, found.gid),
    h: () => String(found.links),
    i: () => String(found.inode),
    d: () => String(found.dev),
    D: () => found.dev.toString(16),
    x: () => time(found.accessed),
    y: () => time(found.modified),
    z: () => time(found.changed),
    w: () => time(found.born),
    X: () => seconds(found.accessed),
    Y: () => seconds(found.modified),
    Z: () => seconds(found.changed),
    W: () => seconds(found.born),
    m: () => '/',
    t: () => (found.rdev >> 8).toString(16),
    T: () => (found.rdev & 255).toString(16),
    '%': () => '%',
  };
  return format.replace(/%([-0]?)(\d*)(.)/g, (match, flag: string, width: string, letter: string) => {
    const text = values[letter]?.();
    if (text === undefined) return match;
    if (flag === '-') return text.padEnd(Number(width));
    return text.padStart(Number(width || 0), flag === '0' ? '0' : ' ');
  });
}

export const truncate: Command = {
  name: 'truncate',
  usage: '-s SIZE FILE…',
  summary: 'Makes files shorter or longer.',
  flags: {
    size: { short: 's', value: 'SIZE', help: 'to that size; with + or - by that size' },
    'no-create': { short: 'c', help: 'make none' },
    reference: { short: 'r', value: 'FILE', help: 'to the size of that file' },
  },
  run({ operands, value, on, kernel, complain }) {
    const reference = value('reference');
    const text = value('size');
    if (text === undefined && reference === undefined)
      throw new UsageError("you must specify either '--size' or '--reference'");
    for (const path of operands) {
      const before = statOf(kernel, path);
      if (typeof before === 'number') {
        if (on('no-create')) continue;
        const fd = kernel.open(path, O_WRONLY | O_CREAT, 0o666);
        if (fd < 0) {
          complain(`cannot open '${path}' for writing: ${errnoMessage(fd)}`);
          continue;
        }
        kernel.close(fd);
      }
      const old = typeof before === 'number' ? 0 : before.size;
      const other = reference === undefined ? 0 : statOf(kernel, reference);
      const { sign, count } =
        text === undefined ? { sign: '', count: typeof other === 'number' ? 0 : other.size } : amount(text, 'bytes');
      const result = kernel.truncate(
        path,
        sign === '+' ? old + count : sign === '-' ? Math.max(0, old - count) : count,
      );
      if (result < 0) complain(`failed to truncate '${path}': ${errnoMessage(result)}`);
    }
    return 0;
  },
};
