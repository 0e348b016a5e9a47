/** du, df, tree, file, free. */
import { S_IFDIR, S_IFLNK, S_IFMT } from '../../kernel/constants.ts';
import { compile, patternSource } from '../sh/pattern.ts';
import { errnoMessage } from '../system/errors.ts';
import { isDirectory, joinPath, list, lstat, stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { humanSize } from './sizes.ts';

export const du: Command = {
  name: 'du',
  usage: '[FILE]…',
  summary: 'Adds up what files take.',
  flags: {
    'human-readable': { short: 'h', help: 'with units' },
    summarize: { short: 's', help: 'only a sum for each operand' },
    all: { short: 'a', help: 'files too, not directories alone' },
    total: { short: 'c', help: 'a sum of all' },
    'max-depth': { short: 'd', value: 'N', help: 'no deeper than that' },
    bytes: { short: 'b', help: 'bytes, as files are long' },
    'apparent-size': { help: 'as files are long' },
    kilobytes: { short: 'k', help: 'in units of 1024 (as always)' },
    megabytes: { short: 'm', help: 'in units of 1024²' },
    exclude: { value: 'GLOB', help: 'without these names' },
    'one-file-system': { short: 'x', help: 'accepted' },
  },
  run(context) {
    const { operands, on, value, values, kernel, print, complain } = context;
    const deepest = on('summarize') ? 0 : Number(value('max-depth') ?? Number.POSITIVE_INFINITY);
    const apparent = on('bytes') || on('apparent-size');
    const unit = on('megabytes') ? 1_048_576 : on('bytes') ? 1 : 1024;
    const shown = (bytes: number) => (on('human-readable') ? humanSize(bytes) : String(Math.ceil(bytes / unit)));
    const excluded = values('exclude').map((text) => compile(`^${patternSource([{ text, quoted: false }])}$`));
    const seen = new Set<number>();
    const measure = (path: string, depth: number, operand: boolean): number => {
      const found = lstat(kernel, path);
      if (typeof found === 'number') {
        complain(`cannot access '${path}': ${errnoMessage(found)}`);
        return 0;
      }
      if (found.links > 1 && !isDirectory(found)) {
        if (seen.has(found.inode)) return 0;
        seen.add(found.inode);
      }
      let sum = apparent ? found.size : found.blocks * 512;
      if (isDirectory(found)) {
        const entries = list(kernel, path);
        if (typeof entries !== 'number') {
          for (const { name } of entries)
            if (!excluded.some((each) => each.test(name))) sum += measure(joinPath(path, name), depth + 1, false);
        }
      }
      if (operand || ((isDirectory(found) || on('all')) && depth <= deepest)) print(`${shown(sum)}\t${path}\n`);
      return sum;
    };
    let total = 0;
    for (const path of operands.length ? operands : ['.']) total += measure(path, 0, true);
    if (on('total')) print(`${shown(total)}\ttotal\n`);
    return 0;
  },
};

export const df: Command = {
  name: 'df',
  usage: '[FILE]…',
  summary: 'Prints what is free.',
  flags: {
    'human-readable': { short: 'h', help: 'with units' },
    kilobytes: { short: 'k', help: 'accepted' },
    inodes: { short: 'i', help: 'inodes in place of blocks' },
    portability: { short: 'P', help: "POSIX's format" },
    type: { short: 'T', help: 'with the type' },
    all: { short: 'a', help: 'accepted' },
  },
  run({ on, print, kernel }) {
    const out = new Float64Array(7);
    kernel.statfs('/', out);
    const [, size = 0, blocks = 0, free = 0, available = 0, files = 0, filesFree = 0] = out;
    const [total, left] = on('inodes') ? [files, filesFree] : [blocks * size, available * size];
    const used = on('inodes') ? files - filesFree : (blocks - free) * size;
    const shown = (value: number) =>
      on('human-readable') ? humanSize(value) : on('inodes') ? String(value) : String(Math.ceil(value / 1024));
    const heads = on('inodes')
      ? ['Inodes', 'IUsed', 'IFree', 'IUse%']
      : [on('human-readable') ? 'Size' : '1K-blocks', 'Used', on('human-readable') ? 'Avail' : 'Available', 'Use%'];
    const percent = `${Math.ceil((100 * used) / Math.max(1, used + left))}%`;
    const cells = [shown(total), shown(used), shown(left), percent];
    const row = (name: string, type: string, columns: readonly string[], place: string) =>
      `${name.padEnd(12)} ${on('type') ? type.padEnd(6) : ''}${columns.map((cell, index) => cell.padStart(index === 3 ? 5 : 10)).join(' ')} ${place}\n`;
    print(row('Filesystem', 'Type', heads, 'Mounted on') + row('memory', 'tmpfs', cells, '/'));
    return 0;
  },
};

export const free: Command = {
  name: 'free',
  usage: '',
  summary: "Prints what of the container's memory is free.",
  flags: {
    human: { short: 'h', help: 'with units' },
    mebi: { short: 'm', help: 'in units of 1024²' },
    gibi: { short: 'g', help: 'in units of 1024³' },
    bytes: { short: 'b', help: 'in bytes' },
  },
  run({ on, print, kernel }) {
    const unit = on('bytes') ? 1 : on('mebi') ? 1_048_576 : on('gibi') ? 1_073_741_824 : 1024;
    const shown = (value: number) =>
      (on('human') ? `${humanSize(value)}i` : String(Math.floor(value / unit))).padStart(12);
    const [total, used] = [kernel.memoryLimit(), kernel.memoryUsed()];
    print(
      `               total        used        free\nMem:    ${shown(total)}${shown(used)}${shown(total - used)}\n`,
    );
    return 0;
  },
};

export const tree: Command = {
  name: 'tree',
  usage: '[DIRECTORY]…',
  summary: 'Shows directories as a tree.',
  flags: {
    all: { short: 'a', help: 'names that begin with a dot too' },
    directories: { short: 'd', help: 'directories only' },
    full: { short: 'f', help: 'with the whole path' },
    level: { short: 'L', value: 'N', help: 'no deeper than that' },
    ignore: { short: 'I', value: 'PATTERNS', help: 'without names that match, parted by |' },
    pattern: { short: 'P', value: 'PATTERN', help: 'only files that match' },
    classify: { short: 'F', help: 'mark directories, links and programs' },
    noreport: { help: 'no counts at the end' },
    dirsfirst: { help: 'directories before files' },
    color: { short: 'C', help: 'with colours' },
    nocolor: { short: 'n', help: 'without' },
  },
  run(context) {
    const { operands, on, value, kernel, print, isTerminal } = context;
    const deepest = Number(value('level') ?? Number.POSITIVE_INFINITY);
    const glob = (text: string) =>
      text.split('|').map((each) => compile(`^${patternSource([{ text: each, quoted: false }])}$`));
    const ignored = glob(value('ignore') ?? '').filter(() => value('ignore') !== undefined);
    const wanted = value('pattern') === undefined ? undefined : glob(value('pattern') ?? '');
    const colour = on('color') || (isTerminal(1) && !on('nocolor'));
    const counts = { directories: 0, files: 0 };
    const shown = (path: string, name: string): string => {
      const found = lstat(kernel, path);
      if (typeof found === 'number') return name;
      const kind = found.mode & S_IFMT;
      const executable = (found.mode & 0o111) !== 0 && kind !== S_IFDIR && kind !== S_IFLNK;
      const code = kind === S_IFDIR ? '1;34' : kind === S_IFLNK ? '1;36' : executable ? '1;32' : '';
      const text = colour && code ? `\x1b[${code}m${name}\x1b[0m` : name;
      if (kind === S_IFLNK) {
        const target = kernel.readlink(path);
        return `${text} -> ${typeof target === 'number' ? '?' : decode(target)}`;
      }
      return text + (on('classify') ? (kind === S_IFDIR ? '/' : executable ? '*' : '') : '');
    };
    const walk = (folder: string, front: string, depth: number): void => {
      if (depth > deepest) return;
      const all = list(kernel, folder);
      if (typeof all === 'number') return;
      const entries = all.filter(({ name, directory }) => {
        if (!on('all') && name.startsWith('.')) return false;
        if (ignored.some((each) => each.test(name)) || (on('directories') && !directory)) return false;
        return directory || !wanted || wanted.some((each) => each.test(name));
      });
      if (on('dirsfirst')) entries.sort((a, b) => Number(b.directory) - Number(a.directory));
      entries.forEach(({ name, directory }, index) => {
        const last = index === entries.length - 1;
        const path = joinPath(folder, name);
        print(`${front}${last ? '└── ' : '├── '}${shown(path, on('full') ? path : name)}\n`);
        counts[directory ? 'directories' : 'files'] += 1;
        if (directory) walk(path, `${front}${last ? '    ' : '│\u00a0\u00a0 '}`, depth + 1);
      });
    };
    for (const folder of operands.length ? operands : ['.']) {
      if (!isDirectory(stat(kernel, folder))) {
        print(`${folder}  [error opening dir]\n`);
        continue;
      }
      counts.directories += 1;
      print(`${shown(folder, folder)}\n`);
      walk(folder, '', 1);
    }
    if (!on('noreport')) {
      const files = on('directories') ? '' : `, ${counts.files} file${counts.files === 1 ? '' : 's'}`;
      print(`\n${counts.directories} director${counts.directories === 1 ? 'y' : 'ies'}${files}\n`);
    }
    return 0;
  },
};

const magics: readonly [start: string, kind: string][] = [
  ['\x7fELF', 'ELF executable'],
  ['\x89PNG', 'PNG image data'],
  ['GIF8', 'GIF image data'],
  ['\xff\xd8\xff', 'JPEG image data'],
  ['PK\x03\x04', 'Zip archive data'],
  ['\x1f\x8b', 'gzip compressed data'],
  ['%PDF', 'PDF document'],
  ['\0asm', 'WebAssembly (wasm) binary module'],
  ['#!', 'script, ASCII text executable'],
];

export const file: Command = {
  name: 'file',
  usage: 'FILE…',
  summary: 'Says what kind of file it is.',
  flags: {
    brief: { short: 'b', help: 'without the name' },
    mime: { short: 'i', help: 'accepted' },
    dereference: { short: 'L', help: 'follow links' },
  },
  run(context) {
    const { operands, print } = context;
    if (!operands.length) throw new UsageError('missing operand');
    const width = Math.max(...operands.map((path) => path.length)) + 1;
    for (const path of operands)
      print(`${context.on('brief') ? '' : `${`${path}:`.padEnd(width)} `}${kindOf(context, path)}\n`);
    return 0;
  },
};

function kindOf({ kernel, on }: CommandContext, path: string): string {
  const found = (on('dereference') ? stat : lstat)(kernel, path);
  if (typeof found === 'number') return `cannot open \`${path}' (${errnoMessage(found)})`;
  const kind = found.mode & S_IFMT;
  if (kind === S_IFDIR) return 'directory';
  if (kind === S_IFLNK) {
    const target = kernel.readlink(path);
    return `symbolic link to ${typeof target === 'number' ? '?' : decode(target)}`;
  }
  if (!found.size) return 'empty';
  const content = kernel.readFile(path);
  if (typeof content === 'number') return errnoMessage(content);
  const head = String.fromCharCode(...content.subarray(0, 64));
  const magic = magics.find(([start]) => head.startsWith(start));
  if (magic) {
    const interpreter = /^#!\s*(\S+)/.exec(head)?.[1];
    return interpreter ? `${interpreter} ${magic[1]}` : magic[1];
  }
  if (content.includes(0)) return 'data';
  const text = decode(content);
  if (/[\udc80-\udcff]/.test(text)) return 'ISO-8859 text';
  try {
    JSON.parse(text);
    return 'JSON text data';
  } catch {
    return /\P{ASCII}/u.test(text) ? 'Unicode text, UTF-8 text' : 'ASCII text';
  }
}
