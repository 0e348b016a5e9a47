/** What a person does to files from the tree. Each throws Node's own error with its path. */
import type { FileSystemTree, WebContainer } from '@webcontainer/api';
import { programOutput } from '../container/program_output.ts';
import { nameOf, parentOf } from './file_tree.svelte.ts';
import { unzipTree } from './zip_tree.ts';

/** Where deleted files wait to be brought back, outside the project. */
const trash = '/tmp/wardian-trash';
let trashed = 0;

/** Undoes what it was returned for. */
export type Undo = () => Promise<void>;

export class FileOperations {
  readonly #container: WebContainer;

  constructor(container: WebContainer) {
    this.#container = container;
  }

  async exists(path: string): Promise<boolean> {
    try {
      return (await this.#container.fs.readdir(parentOf(path) || '.')).includes(nameOf(path));
    } catch {
      return false;
    }
  }

  async create(path: string, kind: 'file' | 'folder'): Promise<void> {
    if (await this.exists(path)) throw new Error(`${path} exists already`);
    const folder = kind === 'folder' ? path : parentOf(path);
    if (folder) await this.#container.fs.mkdir(folder, { recursive: true });
    if (kind === 'file') await this.#container.fs.writeFile(path, '');
  }

  async rename(from: string, to: string): Promise<void> {
    if (await this.exists(to)) throw new Error(`${to} exists already`);
    if (parentOf(to)) await this.#container.fs.mkdir(parentOf(to), { recursive: true });
    await this.#container.fs.rename(from, to);
  }

  /** Each path with its new one in `folder` ('' is the project's). */
  movesOf(paths: readonly string[], folder: string): [from: string, to: string][] {
    const moves: [string, string][] = [];
    for (const from of paths) {
      const to = folder ? `${folder}/${nameOf(from)}` : nameOf(from);
      if (to === from) continue;
      if (folder === from || folder.startsWith(`${from}/`)) throw new Error(`${from} cannot move into itself`);
      moves.push([from, to]);
    }
    return moves;
  }

  async move(moves: readonly (readonly [from: string, to: string])[]): Promise<void> {
    for (const [from, to] of moves) await this.rename(from, to);
  }

  /** Copies each into `folder` ('' is the project's), as "NAME copy" where the name is taken. Answers the new paths. */
  async copy(paths: readonly string[], folder: string): Promise<string[]> {
    const copies: string[] = [];
    for (const from of paths) {
      if (folder === from || folder.startsWith(`${from}/`)) throw new Error(`${from} cannot be copied into itself`);
      const to = await this.#freeName(folder ? `${folder}/${nameOf(from)}` : nameOf(from));
      const copier = await this.#container.spawn('cp', ['-R', `./${from}`, `./${to}`]);
      const { output, status } = await programOutput(copier);
      if (status !== 0) throw new Error(`${from} was not copied: ${output.trim()}`);
      copies.push(to);
    }
    return copies;
  }

  async #freeName(path: string): Promise<string> {
    const name = nameOf(path);
    const folder = path.slice(0, path.length - name.length);
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    for (let count = 0; ; count++) {
      const candidate = count ? `${folder}${stem} copy${count > 1 ? ` ${count}` : ''}${extension}` : path;
      if (!(await this.exists(candidate))) return candidate;
    }
  }

  /** The files go aside rather than away, so that the answer can bring them back as they were. */
  async remove(paths: readonly string[]): Promise<Undo> {
    const aside: [path: string, place: string][] = [];
    for (const path of paths) {
      trashed += 1;
      const place = `${trash}/${trashed}`;
      await this.#container.fs.mkdir(place, { recursive: true });
      await this.#container.fs.rename(path, `${place}/${nameOf(path)}`);
      aside.push([path, place]);
    }
    return async () => {
      for (const [path, place] of aside) {
        if (parentOf(path)) await this.#container.fs.mkdir(parentOf(path), { recursive: true });
        await this.#container.fs.rename(`${place}/${nameOf(path)}`, path);
      }
    };
  }

  /** Writes what was chosen or dropped below `folder`. A zip is unpacked there. */
  async upload(files: readonly { path: string; file: File }[], folder: string): Promise<number> {
    const base = folder ? `${folder}/` : '';
    let written = 0;
    for (const { path, file } of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (/\.zip$/i.test(path)) {
        const tree = await unzipTree(bytes);
        if (folder) await this.#container.fs.mkdir(folder, { recursive: true });
        await this.#container.mount(tree, folder ? { mountPoint: folder } : {});
        written += countFiles(tree);
        continue;
      }
      const parent = parentOf(base + path);
      if (parent) await this.#container.fs.mkdir(parent, { recursive: true });
      await this.#container.fs.writeFile(base + path, bytes);
      written += 1;
    }
    return written;
  }

  /** The project as a zip, without installed packages and Git's own files. */
  async zip(): Promise<Blob> {
    const bytes = await this.#container.export('.', { format: 'zip', excludes: ['node_modules', '.git'] });
    return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
  }
}

function countFiles(tree: FileSystemTree): number {
  return Object.values(tree).reduce((sum, entry) => sum + ('directory' in entry ? countFiles(entry.directory) : 1), 0);
}

/** The files of a drop with their paths, folders included. */
export async function droppedFiles(transfer: DataTransfer): Promise<{ path: string; file: File }[]> {
  // The entries must be taken before the first await: the drop's data is gone after it.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: { path: string; file: File }[] = [];
  const visit = async (entry: FileSystemEntry, path: string): Promise<void> => {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      found.push({ path, file });
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (!batch.length) return;
      for (const inner of batch) await visit(inner, `${path}/${inner.name}`);
    }
  };
  for (const entry of entries) await visit(entry, entry.name);
  return found;
}

/** The files of an `<input type=file>`, with their paths when a folder was chosen. */
export function chosenFiles(input: HTMLInputElement): { path: string; file: File }[] {
  return Array.from(input.files ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file }));
}
