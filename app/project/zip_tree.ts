/** Zip archives as trees of files. */
import type { DirectoryNode, FileSystemTree } from '@webcontainer/api';

/** Bytes that an archive may unpack to: beyond it a small file could fill the tab's memory. */
const largestArchive = 512 * 1024 * 1024;

/** Where `name` of an archive belongs, or null for what is none of a project's (and for names that lead out of it). */
function parts(name: string): string[] | null {
  const found = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || name.includes('\\') || name.includes('\0') || found.includes('..')) return null;
  return found[0] === '__MACOSX' ? null : found;
}

/** Puts `contents` at a path into `tree`, with the folders that lead there. */
export function put(tree: FileSystemTree, path: readonly string[], contents: string | Uint8Array): void {
  let folder = tree;
  for (const part of path.slice(0, -1)) {
    folder[part] ??= { directory: {} };
    const node = folder[part] as DirectoryNode;
    if (!node.directory) throw new Error(`the archive has '${part}' as a file and as a folder`);
    folder = node.directory;
  }
  folder[path.at(-1) ?? ''] = { file: { contents } };
}

/** Unpacks; a single folder around everything is left away, as archives of repositories have one. */
export async function unzipTree(bytes: Uint8Array): Promise<FileSystemTree> {
  const { unzip } = await import('fflate');
  let total = 0;
  const files = await new Promise<Record<string, Uint8Array>>((resolve, reject) =>
    unzip(
      bytes,
      {
        filter: ({ name, originalSize }) => {
          total += originalSize;
          return total <= largestArchive && !name.endsWith('/');
        },
      },
      (error, unpacked) => (error ? reject(new Error(`the zip cannot be read: ${error.message}`)) : resolve(unpacked)),
    ),
  );
  if (total > largestArchive) throw new Error(`the zip unpacks to more than ${largestArchive / 1024 / 1024} MB`);
  const tree: FileSystemTree = {};
  for (const [name, contents] of Object.entries(files)) {
    const path = parts(name);
    if (path?.length) put(tree, path, contents);
  }
  const [only, ...others] = Object.values(tree);
  return only && !others.length && 'directory' in only ? only.directory : tree;
}
