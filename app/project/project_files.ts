import type { FileSystemTree, WebContainer } from '@webcontainer/api';

/** What belongs to no project's own text: installed packages, Git's objects, and output of builds. */
export const generatedFolders = ['node_modules', '.git', 'dist', 'coverage'];

export type ProjectFiles = Map<string, string | Uint8Array>;

export function flattenTree(tree: FileSystemTree, files: ProjectFiles = new Map(), base = ''): ProjectFiles {
  for (const [name, entry] of Object.entries(tree)) {
    if ('directory' in entry) flattenTree(entry.directory, files, `${base}${name}/`);
    else if (!('symlink' in entry.file)) files.set(base + name, entry.file.contents);
  }
  return files;
}

/** All files of the project in one message: text as strings, the rest as bytes. */
export async function projectFiles(container: WebContainer, excludes = generatedFolders): Promise<ProjectFiles> {
  return flattenTree((await container.export('.', { format: 'json', excludes })) as FileSystemTree);
}
