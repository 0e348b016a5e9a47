import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } from '../../kernel/constants.ts';
import { columnsOf } from '../sh/line_editor.ts';
import { quoted } from '../sh/parameter_operators.ts';
import { compile, patternSource } from '../sh/pattern.ts';
import { strftime } from '../sh/printf.ts';
import { errnoMessage } from '../system/errors.ts';
import { compare, isDirectory, joinPath, list, lstat, type Stat, stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import type { Command, CommandContext } from './command.ts';
import { modeLetters } from './modes.ts';
import { humanSize } from './sizes.ts';
import { userName } from './users.ts';
import { versionOrder } from './version_order.ts';

interface Entry {
  name: string;
  path: string;
  stat: Stat;
}

const halfYear = 15_778_476_000;

class Listing {
  readonly #context: CommandContext;
  readonly #colour: boolean;
  readonly #terminal: boolean;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#terminal = context.isTerminal(1);
    const colour = context.value('color');
    this.#colour = context.on('color')
      ? colour === 'always' || colour === '' || (colour === 'auto' && this.#terminal)
      : this.#terminal;
  }

  #sorted(entries: Entry[]): Entry[] {
    const { on, value } = this.#context;
    if (on('unsorted')) return entries;
    const order = value('sort');
    const time = ({ stat: found }: Entry) => this.#timeOf(found);
    entries.sort((a, b) => {
      if (on('t') || order === 'time') return time(b) - time(a) || compare(a.name, b.name);
      if (on('size') || order === 'size') return b.stat.size - a.stat.size || compare(a.name, b.name);
      if (on('extension') || order === 'extension')
        return compare(extension(a.name), extension(b.name)) || compare(a.name, b.name);
      if (on('v')) return versionOrder(a.name, b.name);
      return compare(a.name, b.name);
    });
    if (on('reverse')) entries.reverse();
    if (on('group-directories-first'))
      entries.sort((a, b) => Number(isDirectory(b.stat)) - Number(isDirectory(a.stat)));
    return entries;
  }

  #decorated({ name, path, stat: found }: Entry): string {
    const { on, kernel } = this.#context;
    const kind = found.mode & S_IFMT;
    const executable = kind === S_IFREG && (found.mode & 0o111) !== 0;
    const code = kind === S_IFDIR ? '1;34' : kind === S_IFLNK ? '1;36' : executable ? '1;32' : '';
    let mark = '';
    if (on('classify'))
      mark =
        kind === S_IFDIR
          ? '/'
          : kind === S_IFLNK
            ? '@'
            : kind === S_IFIFO
              ? '|'
              : kind === S_IFSOCK
                ? '='
                : executable
                  ? '*'
                  : '';
    else if (on('slash') && kind === S_IFDIR) mark = '/';
    const plain = on('quote-name')
      ? JSON.stringify(name)
      : this.#terminal && /[^\w./+:@%,=-]/.test(name) && !/^[\p{L}\p{N}._/+:@%,=~-]+$/u.test(name)
        ? quoted(name)
        : name;
    const text = this.#colour && code ? `\x1b[${code}m${plain}\x1b[0m` : plain;
    if (!on('long') || kind !== S_IFLNK) return text + mark;
    const target = kernel.readlink(path);
    return `${text} -> ${typeof target === 'number' ? '?' : decode(target)}`;
  }

  show(entries: Entry[]): void {
    this.#sorted(entries);
    const { on, print } = this.#context;
    if (on('long') || on('numeric') || on('no-owner') || on('no-group')) this.#long(entries);
    else if (on('commas')) print(`${entries.map((entry) => this.#decorated(entry)).join(', ')}\n`);
    else if ((this.#terminal || on('columns') || on('across')) && !on('one')) this.#columns(entries);
    else for (const entry of entries) print(this.#prefix(entry) + this.#decorated(entry) + (on('zero') ? '\0' : '\n'));
  }

  #prefix({ stat: found }: Entry): string {
    const { on } = this.#context;
    return (on('inode') ? `${found.inode} ` : '') + (on('blocks') ? `${found.blocks / 2} ` : '');
  }

  #long(entries: readonly Entry[]): void {
    const { on, print, kernel } = this.#context;
    const owner = (id: number) => (on('numeric') ? String(id) : userName(kernel, id));
    const rows = entries.map((entry) => {
      const { stat: found } = entry;
      const size = on('human-readable') ? humanSize(found.size) : String(found.size);
      return [
        this.#prefix(entry) + modeLetters(found.mode),
        String(found.links),
        ...(on('no-owner') ? [] : [owner(found.uid)]),
        ...(on('no-group') ? [] : [owner(found.gid)]),
        size,
        this.#time(this.#timeOf(found)),
      ];
    });
    const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
    entries.forEach((entry, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => {
        const left = column === 0 || (column >= 2 && !/^[\d.]+[KMGT]?$/.test(cell));
        return left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      });
      print(`${cells.join(' ')} ${this.#decorated(entry)}\n`);
    });
  }

  #timeOf(found: Stat): number {
    const { on, value } = this.#context;
    const which = value('time') ?? '';
    if (on('c') || which === 'ctime' || which === 'status') return found.changed;
    return on('access') || ['atime', 'access', 'use'].includes(which) ? found.accessed : found.modified;
  }

  #time(milliseconds: number): string {
    const { value, on } = this.#context;
    const style = on('full-time') ? 'full-iso' : value('time-style');
    const time = new Date(milliseconds);
    if (style === 'full-iso') return strftime('%Y-%m-%d %H:%M:%S.%N %z', time);
    if (style === 'long-iso') return strftime('%Y-%m-%d %H:%M', time);
    if (style?.startsWith('+')) return strftime(style.slice(1), time);
    const age = Date.now() - milliseconds;
    return strftime(age > halfYear || age < -3_600_000 ? '%b %e  %Y' : '%b %e %H:%M', time);
  }

  #columns(entries: readonly Entry[]): void {
    const { print, columns, on, value } = this.#context;
    const cells = entries.map((entry) => this.#decorated(entry));
    const widths = cells.map(columnsOf);
    const total = Number(value('width') ?? columns()) || Number.POSITIVE_INFINITY;
    // As many columns as fit, each as wide as its widest cell.
    for (let count = Math.max(1, Math.min(cells.length, Math.floor(total / 3))); count >= 1; count--) {
      const rows = Math.ceil(cells.length / count);
      const used = on('across') ? count : Math.ceil(cells.length / Math.max(1, rows));
      const columnOf = (index: number) => (on('across') ? index % used : Math.floor(index / rows));
      const wide = Array.from({ length: used }, (_, column) =>
        Math.max(...widths.filter((__, index) => columnOf(index) === column)),
      );
      if (count > 1 && wide.reduce((sum, width) => sum + width + 2, -2) > total) continue;
      for (let row = 0; row < rows; row++) {
        let line = '';
        for (let column = 0; column < used; column++) {
          const index = on('across') ? row * used + column : column * rows + row;
          if (index >= cells.length) break;
          const last = (on('across') ? index + 1 : index + rows) >= cells.length || column + 1 === used;
          line += (cells[index] ?? '') + (last ? '' : ' '.repeat((wide[column] ?? 0) + 2 - (widths[index] ?? 0)));
        }
        print(`${line}\n`);
      }
      return;
    }
  }

  folder(path: string, title: boolean): void {
    const { on, print, complain, kernel } = this.#context;
    const found = list(kernel, path);
    if (typeof found === 'number') {
      complain(`cannot open directory '${path}': ${errnoMessage(found)}`);
      return;
    }
    const all = on('all');
    const names = found.map(({ name }) => name).filter((name) => all || on('almost-all') || !name.startsWith('.'));
    if (all) names.unshift('.', '..');
    const { values } = this.#context;
    const ignored = [
      ...values('ignore'),
      ...(all || on('almost-all') ? [] : values('hide')),
      ...(on('ignore-backups') ? ['*~'] : []),
    ].map((text) => compile(`^${patternSource([{ text, quoted: false }])}$`));
    const entries = names
      .filter((name) => !ignored.some((each) => each.test(name)))
      .flatMap((name): Entry[] => {
        const result = (on('dereference') ? stat : lstat)(kernel, joinPath(path, name));
        return typeof result === 'number' ? [] : [{ name, path: joinPath(path, name), stat: result }];
      });
    if (title) print(`${path}:\n`);
    if (on('long') || on('blocks')) {
      const blocks = entries.reduce((sum, entry) => sum + entry.stat.blocks / 2, 0);
      print(`total ${on('human-readable') ? humanSize(blocks * 1024) : blocks}\n`);
    }
    this.show(entries);
    if (!on('recursive')) return;
    for (const entry of entries) {
      if (!isDirectory(entry.stat) || entry.name === '.' || entry.name === '..') continue;
      print('\n');
      this.folder(entry.path, true);
    }
  }
}

const extension = (name: string): string => /(\.[^.]*)$/.exec(name)?.[1] ?? '';

export const ls: Command = {
  name: 'ls',
  wrongUse: 2,
  usage: '[FILE]…',
  summary: 'Lists files and the contents of directories.',
  flags: {
    all: { short: 'a', help: 'names that begin with a dot too' },
    'almost-all': { short: 'A', help: 'the same without . and ..' },
    long: { short: 'l', help: 'mode, links, owner, size and time' },
    'human-readable': { short: 'h', help: 'sizes with units' },
    one: { short: '1', help: 'one name a line' },
    columns: { short: 'C', help: 'in columns' },
    across: { short: 'x', help: 'in columns, the next name beside' },
    width: { short: 'w', value: 'N', help: 'columns of the screen' },
    'quote-name': { short: 'Q', help: 'names in quotes' },
    'ignore-backups': { short: 'B', help: 'without names that end with ~' },
    hide: { value: 'PATTERN', help: 'without names that match, unless -a or -A' },
    H: { short: 'H', help: 'what links point to that are operands' },
    commas: { short: 'm', help: 'with commas between' },
    recursive: { short: 'R', help: 'directories within, too' },
    directory: { short: 'd', help: 'directories themselves, not what they hold' },
    classify: { short: 'F', value: 'WHEN', optional: 'long', help: 'mark directories, links and programs' },
    slash: { short: 'p', help: 'mark directories' },
    dereference: { short: 'L', help: 'what links point to' },
    t: { short: 't', help: 'newest first' },
    time: { value: 'WORD', help: 'of the last access or change (atime, ctime, mtime)' },
    size: { short: 'S', help: 'largest first' },
    extension: { short: 'X', help: 'by extension' },
    v: { short: 'v', help: 'numbers by their value' },
    unsorted: { short: 'Uf', help: 'in no order' },
    reverse: { short: 'r', help: 'the other way round' },
    inode: { short: 'i', help: 'with inode numbers' },
    blocks: { short: 's', help: 'with sizes in blocks' },
    c: { short: 'c', help: 'the time of the last change of status' },
    access: { short: 'u', help: 'the time of the last access' },
    numeric: { short: 'n', help: '-l with numbers of owners' },
    'no-owner': { short: 'g', help: '-l without owner' },
    'no-group': { short: 'oG', help: '-l without group' },
    zero: { help: 'end each with NUL' },
    sort: { value: 'WORD', help: 'by time, size or extension' },
    'time-style': { value: 'STYLE', help: 'long-iso, full-iso or +FORMAT' },
    'full-time': { help: 'the same as -l --time-style=full-iso' },
    'group-directories-first': { help: 'directories before files' },
    ignore: { short: 'I', value: 'PATTERN', help: 'without names that match' },
    color: { value: 'WHEN', optional: true, help: 'always, auto or never' },
  },
  run(context) {
    const { operands, on, complain, kernel, print } = context;
    const listing = new Listing(context);
    const files: Entry[] = [];
    const folders: string[] = [];
    let status = 0;
    for (const path of operands.length ? operands : ['.']) {
      const asLink = (on('directory') || on('long') || on('classify')) && !on('H') && !on('dereference');
      const own = asLink ? lstat(kernel, path) : stat(kernel, path);
      const found = typeof own === 'number' ? lstat(kernel, path) : own;
      if (typeof found === 'number') {
        complain(`cannot access '${path}': ${errnoMessage(found)}`);
        status = 2;
      } else if (isDirectory(found) && !on('directory')) folders.push(path);
      else files.push({ name: path, path, stat: found });
    }
    if (files.length) listing.show(files);
    folders.sort(compare).forEach((folder, index) => {
      if (files.length || index > 0) print('\n');
      listing.folder(folder, operands.length > 1 || on('recursive'));
    });
    return status;
  },
};
