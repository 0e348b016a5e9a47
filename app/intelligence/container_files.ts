/**
 * The container's files as TypeScript wants them: synchronously. The page can only be asked, so what is not known yet is
 * answered as missing and noted; `fetch` brings what was noted, and the question is asked again until nothing is.
 */
import type { DirectoryEntry, FileSource } from './protocol.ts';

interface CachedFile {
  text: string | null;
  version: number;
}

const parentOf = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf('/')));
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

export class ContainerFiles {
  readonly #source: FileSource;
  readonly #directories = new Map<string, Map<string, DirectoryEntry['kind']> | null>();
  readonly #files = new Map<string, CachedFile>();
  /** The editor's texts. */
  readonly #open = new Map<string, CachedFile>();
  /** Files that come with the page, and their folders. */
  readonly #bundled = new Map<string, string>();
  readonly #bundledFolders = new Map<string, Map<string, DirectoryEntry['kind']>>();
  readonly #wantedDirectories = new Set<string>();
  readonly #wantedFiles = new Set<string>();
  #version = 1;

  constructor(source: FileSource) {
    this.#source = source;
  }

  /** Files that are there when the container has none of that name. */
  bundle(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      this.#bundled.set(path, text);
      let kind: DirectoryEntry['kind'] = 'file';
      for (let inner = path; inner !== '/'; inner = parentOf(inner)) {
        const parent = parentOf(inner);
        const folder = this.#bundledFolders.get(parent) ?? new Map<string, DirectoryEntry['kind']>();
        folder.set(nameOf(inner), kind);
        this.#bundledFolders.set(parent, folder);
        kind = 'directory';
      }
    }
  }

  update(path: string, text: string | null): void {
    if (text === null) this.#open.delete(path);
    else if (this.#open.get(path)?.text !== text) this.#open.set(path, { text, version: ++this.#version });
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  openPaths(): string[] {
    return [...this.#open.keys()];
  }

  /** Forgets what is known of `paths`, of what lies below them and of the folders around them. */
  changed(paths: readonly string[]): void {
    const gone = new Set(paths);
    const isGone = (path: string) => {
      for (let outer = path; outer.length > 1; outer = parentOf(outer)) if (gone.has(outer)) return true;
      return false;
    };
    for (const path of this.#files.keys()) if (isGone(path)) this.#files.delete(path);
    for (const path of this.#directories.keys()) if (isGone(path)) this.#directories.delete(path);
    for (const path of paths) this.#forgetListings(path);
  }

  /** Of the folder around `path`, and of those around it that did not have it. */
  #forgetListings(path: string): void {
    if (path === '/') return;
    const listing = this.#directories.get(parentOf(path));
    this.#directories.delete(parentOf(path));
    if (!listing?.has(nameOf(path))) this.#forgetListings(parentOf(path));
  }

  get isWanting(): boolean {
    return this.#wantedDirectories.size > 0 || this.#wantedFiles.size > 0;
  }

  async fetch(): Promise<void> {
    const directories = [...this.#wantedDirectories];
    const files = [...this.#wantedFiles];
    this.#wantedDirectories.clear();
    this.#wantedFiles.clear();
    const found = await this.#source.read({ directories, files });
    for (const [index, path] of directories.entries()) {
      const entries = found.directories[index];
      this.#directories.set(path, entries ? new Map(entries.map(({ name, kind }) => [name, kind])) : null);
    }
    for (const [index, path] of files.entries()) {
      this.#files.set(path, { text: found.files[index] ?? null, version: ++this.#version });
    }
  }

  fileExists(path: string): boolean {
    if (this.#open.has(path) || this.#bundled.has(path)) return true;
    const kind = this.#kindOf(path);
    return kind === 'file' || (kind === 'link' && this.readFile(path) !== undefined);
  }

  readFile(path: string): string | undefined {
    const open = this.#open.get(path);
    if (open) return open.text ?? undefined;
    const kind = this.#kindOf(path);
    if (kind !== 'file' && kind !== 'link') return this.#bundled.get(path);
    const cached = this.#files.get(path);
    if (!cached) this.#wantedFiles.add(path);
    return cached?.text ?? undefined;
  }

  /** Changes with the text; '' for what is not known. */
  versionOf(path: string): string {
    const known = this.#open.get(path) ?? this.#files.get(path);
    return known ? String(known.version) : this.#bundled.has(path) ? 'bundled' : '';
  }

  directoryExists(path: string): boolean {
    if (path === '/' || this.#bundledFolders.has(path)) return true;
    const kind = this.#kindOf(path);
    if (kind === 'link') return this.#listing(path) !== null;
    return kind === 'directory';
  }

  entries(path: string): { files: string[]; directories: string[] } {
    const files: string[] = [];
    const directories: string[] = [];
    for (const [name, kind] of this.#listing(path) ?? []) {
      const isFile = kind === 'file' || (kind === 'link' && !this.directoryExists(`${path}/${name}`));
      (isFile ? files : directories).push(name);
    }
    return { files, directories };
  }

  /** In the container. */
  #kindOf(path: string): DirectoryEntry['kind'] | undefined {
    return this.#known(parentOf(path))?.get(nameOf(path));
  }

  /** The container's and the bundled; null: there is no such folder, or it is not known yet. */
  #listing(path: string): Map<string, DirectoryEntry['kind']> | null {
    const bundled = this.#bundledFolders.get(path);
    const known = this.#known(path);
    return bundled && known ? new Map([...bundled, ...known]) : (known ?? bundled ?? null);
  }

  #known(path: string): Map<string, DirectoryEntry['kind']> | null {
    const known = this.#directories.get(path);
    if (known === undefined && this.#mayExist(path)) this.#wantedDirectories.add(path);
    return known ?? null;
  }

  /** Of a path in a folder that is known not to have it, nothing needs to be asked. */
  #mayExist(path: string): boolean {
    if (path === '/') return true;
    const parent = this.#directories.get(parentOf(path));
    if (parent === undefined) return this.#mayExist(parentOf(path));
    return parent?.has(nameOf(path)) ?? false;
  }
}
