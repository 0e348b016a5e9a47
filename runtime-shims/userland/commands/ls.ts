import { lstatSync, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import type { Command, CommandContext } from './command.ts';

interface Entry {
  name: string;
  path: string;
  stats: Stats;
}

const permissionLetters = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx'];

function typeLetter(stats: Stats): string {
  if (stats.isDirectory()) return 'd';
  if (stats.isSymbolicLink()) return 'l';
  if (stats.isCharacterDevice()) return 'c';
  if (stats.isFIFO()) return 'p';
  return stats.isSocket() ? 's' : '-';
}

function permissions(stats: Stats): string {
  return typeLetter(stats) + [6, 3, 0].map((shift) => permissionLetters[(stats.mode >> shift) & 7]).join('');
}

/** Bytes with a unit of 1024, as `ls -h` and `du -h` write them. */
export function humanSize(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 || value >= 10
    ? `${Math.ceil(value)}${units[unit]}`
    : `${(Math.ceil(value * 10) / 10).toFixed(1)}${units[unit]}`;
}

function date(time: Date): string {
  const month = time.toLocaleString('en', { month: 'short' });
  const day = String(time.getDate()).padStart(2);
  const recent = Math.abs(Date.now() - time.getTime()) < 182 * 86_400_000;
  const clock = `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`;
  return `${month} ${day} ${recent ? clock : String(time.getFullYear()).padStart(5)}`;
}

function decorated({ name, path, stats }: Entry, { on }: CommandContext): string {
  const colour = process.stdout.isTTY;
  const directory = stats.isDirectory();
  const link = stats.isSymbolicLink();
  const executable = stats.isFile() && (stats.mode & 0o111) !== 0;
  const code = directory ? '1;34' : link ? '36' : executable ? '32' : '';
  const mark = !on('classify') ? '' : directory ? '/' : link ? '@' : executable ? '*' : '';
  const text = colour && code ? `\x1b[${code}m${name}\x1b[0m${mark}` : name + mark;
  return on('long') && link ? `${text} -> ${readlinkSync(path)}` : text;
}

function sort(entries: Entry[], { on }: CommandContext): Entry[] {
  entries.sort((a, b) => {
    if (on('time')) return b.stats.mtimeMs - a.stats.mtimeMs;
    if (on('size')) return b.stats.size - a.stats.size;
    return a.name < b.name ? -1 : 1;
  });
  return on('reverse') ? entries.reverse() : entries;
}

function show(entries: Entry[], context: CommandContext): void {
  const { on, print } = context;
  if (on('long')) {
    const sizes = entries.map(({ stats }) => (on('human-readable') ? humanSize(stats.size) : String(stats.size)));
    const width = Math.max(0, ...sizes.map((size) => size.length));
    const links = Math.max(0, ...entries.map(({ stats }) => String(stats.nlink).length));
    entries.forEach((entry, index) => {
      const { stats } = entry;
      const owner = `${stats.uid === 0 ? 'root' : 'user'} ${stats.gid === 0 ? 'root' : 'user'}`;
      print(
        `${permissions(stats)} ${String(stats.nlink).padStart(links)} ${owner} ${(sizes[index] ?? '').padStart(width)} ${date(stats.mtime)} ${decorated(entry, context)}\n`,
      );
    });
    return;
  }
  if (!process.stdout.isTTY || on('one')) {
    for (const entry of entries) print(`${decorated(entry, context)}\n`);
    return;
  }
  const width = Math.max(0, ...entries.map(({ name }) => name.length + (on('classify') ? 1 : 0))) + 2;
  const columns = Math.max(1, Math.floor((process.stdout.columns || 80) / width));
  const rows = Math.ceil(entries.length / columns);
  for (let row = 0; row < rows; row++) {
    const cells = entries.filter((_, index) => index % rows === row);
    const text = cells.map((entry, column) => {
      const shown = decorated(entry, context);
      const length = entry.name.length + (on('classify') && /[/@*]$/.test(shown) ? 1 : 0);
      return column === cells.length - 1 ? shown : shown + ' '.repeat(width - length);
    });
    print(`${text.join('')}\n`);
  }
}

function listFolder(path: string, title: boolean, context: CommandContext): void {
  const { on, print, complain } = context;
  let names: string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    complain(`cannot open directory '${path}': ${messageOf(error)}`);
    return;
  }
  const shown = names.filter((name) => on('all') || on('almost-all') || !name.startsWith('.'));
  if (on('all')) shown.push('.', '..');
  const base = path.endsWith('/') ? path : `${path}/`;
  const entries: Entry[] = [];
  for (const name of shown) {
    const stats = lstatSync(base + name, { throwIfNoEntry: false });
    if (stats) entries.push({ name, path: base + name, stats });
  }
  sort(entries, context);
  if (title) print(`${path}:\n`);
  if (on('long')) print(`total ${entries.reduce((sum, { stats }) => sum + stats.blocks / 2, 0)}\n`);
  show(entries, context);
  if (!on('recursive')) return;
  for (const { name, stats } of entries) {
    if (!stats.isDirectory() || name === '.' || name === '..') continue;
    print('\n');
    listFolder(base + name, true, context);
  }
}

export const ls: Command = {
  name: 'ls',
  usage: '[FILE]…',
  summary: 'Lists files and the contents of directories.',
  flags: {
    all: { short: 'a', type: 'boolean', help: 'names that begin with a dot too' },
    'almost-all': { short: 'A', type: 'boolean', help: 'the same without . and ..' },
    long: { short: 'l', type: 'boolean', help: 'mode, links, owner, size and time' },
    'human-readable': { short: 'h', type: 'boolean', help: 'with -l: sizes with units' },
    one: { short: '1', type: 'boolean', help: 'one name a line' },
    recursive: { short: 'R', type: 'boolean', help: 'directories within, too' },
    directory: { short: 'd', type: 'boolean', help: 'directories themselves, not what they hold' },
    classify: { short: 'F', type: 'boolean', help: 'mark directories, links and programs' },
    time: { short: 't', type: 'boolean', help: 'newest first' },
    size: { short: 'S', type: 'boolean', help: 'largest first' },
    reverse: { short: 'r', type: 'boolean', help: 'the other way round' },
    color: { type: 'string', help: 'accepted; colours show on terminals' },
  },
  run(context) {
    const files: Entry[] = [];
    const folders: string[] = [];
    for (const path of context.operands.length ? context.operands : ['.']) {
      try {
        const own = context.on('directory') || context.on('long') ? lstatSync(path) : statSync(path);
        if (own.isDirectory() && !context.on('directory')) folders.push(path);
        else files.push({ name: path, path, stats: own });
      } catch (error) {
        context.complain(`cannot access '${path}': ${messageOf(error)}`);
      }
    }
    if (files.length) show(sort(files, context), context);
    folders.forEach((folder, index) => {
      if (files.length || index > 0) context.print('\n');
      listFolder(folder, context.operands.length > 1 || context.on('recursive'), context);
    });
    return 0;
  },
};
