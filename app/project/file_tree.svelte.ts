import type { WebContainer } from '@webcontainer/api';

export interface TreeEntry {
  /** Path from the project's folder, without a leading slash. */
  path: string;
  name: string;
  directory: boolean;
  depth: number;
}

/** Milliseconds to gather file events before the tree is read again: a build writes many files at once. */
const refreshDelay = 80;

/** The project's folders and files as the tree shows them: folders are read when they are opened. */
export class FileTree {
  entries: TreeEntry[] = $state([]);
  expanded: Set<string> = $state(new Set());
  #container: WebContainer | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed: (path: string) => void = () => {};

  async attach(container: WebContainer, changed: (path: string) => void): Promise<void> {
    this.#container = container;
    this.#changed = changed;
    container.fs.watch('.', { recursive: true }, (_event, name) => {
      if (name !== null) this.#changed(String(name));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.refresh(), refreshDelay);
    });
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.entries = await this.#read('', 0);
  }

  async toggle(entry: TreeEntry): Promise<void> {
    const expanded = new Set(this.expanded);
    if (!expanded.delete(entry.path)) expanded.add(entry.path);
    this.expanded = expanded;
    await this.refresh();
  }

  async #read(folder: string, depth: number): Promise<TreeEntry[]> {
    if (!this.#container) return [];
    let listing: Awaited<ReturnType<typeof this.list>>;
    try {
      listing = await this.list(folder || '.');
    } catch {
      // The folder went away between the event and this read; its parent's next listing shows that.
      return [];
    }
    const sorted = listing.sort((a, b) => Number(b.directory) - Number(a.directory) || a.name.localeCompare(b.name));
    const entries: TreeEntry[] = [];
    for (const { name, directory } of sorted) {
      const path = folder ? `${folder}/${name}` : name;
      entries.push({ path, name, directory, depth });
      if (directory && this.expanded.has(path)) entries.push(...(await this.#read(path, depth + 1)));
    }
    return entries;
  }

  private async list(folder: string): Promise<{ name: string; directory: boolean }[]> {
    const entries = (await this.#container?.fs.readdir(folder, { withFileTypes: true })) ?? [];
    return entries.map((entry) => ({ name: entry.name, directory: entry.isDirectory() }));
  }
}
