/** Path names that match a pattern (POSIX 2.13.3). */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { compare, isDirectory, list, lstat, stat } from '../system/files.ts';
import { compile, hasPattern, type Piece, patternSource } from './pattern.ts';

export interface GlobOptions {
  /** Names that begin with a dot match `*`. */
  dots: boolean;
  /** `**` stands for any number of directories. */
  stars: boolean;
}

const plainText = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
/** What stands for itself in a component that is no pattern: its backslashes were quotes. */
const unescaped = (pieces: readonly Piece[]): string =>
  pieces.map(({ text, quoted }) => (quoted ? text : text.replace(/\\(.)/g, '$1'))).join('');

class Search {
  readonly #kernel: SystemCalls;
  readonly #options: GlobOptions;
  readonly found: string[] = [];

  constructor(kernel: SystemCalls, options: GlobOptions) {
    this.#kernel = kernel;
    this.#options = options;
  }

  /** `base`: a path that ends with `/`, or nothing. */
  walk(base: string, components: readonly (readonly Piece[])[]): void {
    const [component, ...rest] = components;
    if (!component) {
      if (base) this.found.push(base);
      return;
    }
    const last = !rest.length;
    if (this.#options.stars && plainText(component) === '**' && hasPattern(component)) {
      this.#walkTree(base, rest, last);
      return;
    }
    if (!hasPattern(component)) {
      const path = base + unescaped(component);
      if (!last) this.walk(`${path}/`, rest);
      else if (typeof lstat(this.#kernel, path) !== 'number') this.found.push(path);
      return;
    }
    const expression = compile(`^${patternSource(component, { path: true })}$`);
    const hidden = plainText(component).startsWith('.');
    for (const { name, directory, link } of this.#entries(base)) {
      if (name.startsWith('.') && !hidden && !this.#options.dots) continue;
      if (!expression.test(name)) continue;
      if (last) this.found.push(base + name);
      else if (directory || (link && isDirectory(stat(this.#kernel, base + name)))) this.walk(`${base}${name}/`, rest);
    }
  }

  #entries(base: string): ReturnType<typeof entriesOf> {
    return entriesOf(this.#kernel, base);
  }

  #walkTree(base: string, rest: readonly (readonly Piece[])[], last: boolean): void {
    this.walk(base, rest);
    for (const { name, directory } of this.#entries(base)) {
      if (name.startsWith('.') && !this.#options.dots) continue;
      if (last) this.found.push(base + name);
      if (directory) this.#walkTree(`${base}${name}/`, rest, last);
    }
  }
}

function entriesOf(kernel: SystemCalls, base: string) {
  const entries = list(kernel, base || '.');
  return typeof entries === 'number' ? [] : entries;
}

/** Sorted; none: an empty list. */
export function glob(kernel: SystemCalls, pieces: readonly Piece[], options: GlobOptions): string[] {
  const components: Piece[][] = [[]];
  for (const { text, quoted } of pieces) {
    text.split('/').forEach((part, index) => {
      if (index > 0) components.push([]);
      if (part) components.at(-1)?.push({ text: part, quoted });
    });
  }
  const absolute = components[0]?.length === 0 && components.length > 1;
  const search = new Search(kernel, options);
  const wanted = components.filter((component, index) => component.length > 0 || index === components.length - 1);
  // A slash at the end asks for directories.
  const folders = wanted.at(-1)?.length === 0;
  if (folders) wanted.pop();
  search.walk(absolute ? '/' : '', wanted);
  const found = folders
    ? search.found.filter((path) => isDirectory(stat(kernel, path))).map((path) => `${path}/`)
    : search.found;
  return [...new Set(found)].sort(compare);
}
