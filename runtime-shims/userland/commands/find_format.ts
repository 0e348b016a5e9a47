/** What find prints of a file: `-printf` and `-ls`. */
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { formatPrintf, strftime } from '../sh/printf.ts';
import { baseName, directoryName, type Stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import type { Found } from './find_expression.ts';
import { modeLetters } from './modes.ts';
import { userName } from './users.ts';

/** By the letters of `-type`. */
export const kinds: Record<string, number> = {
  f: S_IFREG,
  d: S_IFDIR,
  l: S_IFLNK,
  p: S_IFIFO,
  s: S_IFSOCK,
  c: S_IFCHR,
  b: S_IFBLK,
};

/** A line of `-ls`. */
export function listed(kernel: SystemCalls, path: string, found: Stat): string {
  const cells = [
    String(found.inode).padStart(9),
    String(found.blocks / 2).padStart(6),
    modeLetters(found.mode),
    String(found.links).padStart(3),
    userName(kernel, found.uid).padEnd(8),
    userName(kernel, found.gid).padEnd(8),
    String(found.size).padStart(8),
    strftime('%b %e %H:%M', new Date(found.modified)),
    path,
  ];
  return `${cells.join(' ')}\n`;
}

/** What `-printf` makes of a format. */
export function formatted(kernel: SystemCalls, format: string, { path, start, depth, stat: found }: Found): string {
  const target = () => {
    const link = kernel.readlink(path);
    return typeof link === 'number' ? '' : decode(link);
  };
  const letter = Object.entries(kinds).find(([, kind]) => kind === (found.mode & S_IFMT))?.[0] ?? '?';
  const values: Record<string, () => string> = {
    p: () => path,
    f: () => baseName(path),
    h: () => directoryName(path),
    P: () => (path === start ? '' : path.slice(start.endsWith('/') ? start.length : start.length + 1)),
    H: () => start,
    d: () => String(depth),
    s: () => String(found.size),
    k: () => String(found.blocks / 2),
    b: () => String(found.blocks),
    m: () => (found.mode & 0o7777).toString(8),
    M: () => modeLetters(found.mode),
    y: () => letter,
    l: target,
    n: () => String(found.links),
    i: () => String(found.inode),
    u: () => userName(kernel, found.uid),
    g: () => userName(kernel, found.gid),
    U: () => String(found.uid),
    G: () => String(found.gid),
    t: () => strftime('%a %b %e %H:%M:%S.%N %Y', new Date(found.modified)),
    '%': () => '%',
  };
  return formatPrintf(format.replaceAll('%', '%%'), []).text.replace(
    /%(-?\d*)(T(.)|.)/gs,
    (match, width: string, name: string, part?: string) => {
      if (part)
        return part === '@'
          ? `${Math.floor(found.modified / 1000)}.${String(Math.floor((found.modified % 1000) * 1e6)).padStart(9, '0')}0`
          : strftime(part === '+' ? '%F+%T' : `%${part}`, new Date(found.modified));
      const value = values[name]?.();
      if (value === undefined) return match;
      return width.startsWith('-') ? value.padEnd(Number(width.slice(1))) : value.padStart(Number(width || 0));
    },
  );
}
