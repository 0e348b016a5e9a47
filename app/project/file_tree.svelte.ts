import type { WebContainer } from '@webcontainer/api';
import { SvelteSet } from 'svelte/reactivity';
import { workdirName } from '../container/boot.ts';
import { type IgnoreRules, ignoreRules, isIgnored, rulesName } from './ignored_files.ts';

export interface TreeEntry {
  /** Path from the project's folder, without a leading slash. */
  path: string;
  name: string;
  directory: boolean;
  depth: number;
  /** Made by tools, such as node_modules, or ignored by Git. */
  dimmed: boolean;
}

/** Milliseconds to gather file events before the tree is read again: a build writes many files at once. */
const refreshDelay = 80;
/** What a person did not write themselves. */
const generated = /(?:^|\/)(?:node_modules|\.git|dist|build|coverage)(?:\/|$)/;

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path of the container as the project's own: those elsewhere stay whole. */
export function projectPath(path: string): string {
  const folder = `/home/${workdirName}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The project's folders and files as the tree shows them: folders are read when they are opened. */
export class FileTree {
  entries: TreeEntry[] = $state.raw([]);
  readonly expanded = new SvelteSet<string>();
  readonly selected = new SvelteSet<string>();
  /** Index of the entry that has the keyboard. */
  focused = $state(0);
  #anchor = 0;
  #container: WebContainer | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async attach(container: WebContainer, changed: (path: string) => void): Promise<void> {
    this.#container = container;
    container.fs.watch('.', { recursive: true }, (_event, name) => {
      if (name !== null) changed(String(name));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.refresh(), refreshDelay);
    });
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.entries = await this.#read('', 0, []);
    const known = new Set(this.entries.map(({ path }) => path));
    for (const path of this.selected) if (!known.has(path)) this.selected.delete(path);
    this.focused = Math.max(0, Math.min(this.focused, this.entries.length - 1));
  }

  async toggle(path: string): Promise<void> {
    if (!this.expanded.delete(path)) this.expanded.add(path);
    await this.refresh();
  }

  /** Opens the folders around `path`, selects it and gives it the keyboard. */
  async reveal(path: string): Promise<void> {
    for (let folder = parentOf(path); folder; folder = parentOf(folder)) this.expanded.add(folder);
    await this.refresh();
    this.select(
      this.entries.findIndex((entry) => entry.path === path),
      'only',
    );
  }

  /** `range`: from the last entry selected by itself; `toggle`: in or out of the selection. */
  select(index: number, how: 'only' | 'toggle' | 'range'): void {
    const entry = this.entries[index];
    if (!entry) return;
    this.focused = index;
    if (how === 'toggle') {
      if (!this.selected.delete(entry.path)) this.selected.add(entry.path);
      this.#anchor = index;
      return;
    }
    this.selected.clear();
    if (how === 'only') this.#anchor = index;
    const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
    for (const { path } of this.entries.slice(from, to + 1)) this.selected.add(path);
  }

  /** The paths to act on: the selection when `path` is in it, else `path`. What lies below another one is left out. */
  actedOn(path: string): string[] {
    const paths = this.selected.has(path) ? [...this.selected] : [path];
    return paths.filter((inner) => !paths.some((outer) => inner.startsWith(`${outer}/`)));
  }

  /** The folder that something new goes to: at the chosen entry, or in the project's own folder when none is chosen. */
  get newFolder(): string {
    const focused = this.entries[this.focused];
    return focused && this.selected.has(focused.path) ? this.folderAt(focused.path) : '';
  }

  /** The folder that something new beside `path` goes to: '' is the project's. */
  folderAt(path: string): string {
    const entry = this.entries.find((candidate) => candidate.path === path);
    if (!entry) return '';
    return entry.directory ? entry.path : parentOf(entry.path);
  }

  async #read(folder: string, depth: number, outer: readonly IgnoreRules[]): Promise<TreeEntry[]> {
    if (!this.#container) return [];
    let listing: { name: string; directory: boolean }[];
    try {
      const found = await this.#container.fs.readdir(folder || '.', { withFileTypes: true });
      listing = found.map((entry) => ({ name: entry.name, directory: entry.isDirectory() }));
    } catch {
      // The folder went away between the event and this read; its parent's next listing shows that.
      return [];
    }
    let rules = outer;
    if (listing.some(({ name, directory }) => name === rulesName && !directory)) {
      const file = folder ? `${folder}/${rulesName}` : rulesName;
      rules = [...outer, ignoreRules(folder, await this.#container.fs.readFile(file, 'utf-8').catch(() => ''))];
    }
    listing.sort((a, b) => Number(b.directory) - Number(a.directory) || a.name.localeCompare(b.name));
    const entries: TreeEntry[] = [];
    for (const { name, directory } of listing) {
      const path = folder ? `${folder}/${name}` : name;
      const dimmed = generated.test(path) || isIgnored(directory ? `${path}/` : path, rules);
      entries.push({ path, name, directory, depth, dimmed });
      if (directory && this.expanded.has(path)) entries.push(...(await this.#read(path, depth + 1, rules)));
    }
    return entries;
  }
}
