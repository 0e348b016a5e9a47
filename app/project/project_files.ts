import type { FileSystemTree, WebContainer } from '@webcontainer/api';
import { nameOf, parentOf } from './file_tree.svelte.ts';
import { ignoreRules, isIgnored, rulesName } from './ignored_files.ts';

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

/** The text files of the project, without what Git ignores. */
export async function projectTexts(container: WebContainer): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, contents] of await projectFiles(container)) {
    if (typeof contents === 'string') texts.set(path, contents);
  }
  const rules = [...texts]
    .filter(([path]) => nameOf(path) === rulesName)
    .map(([path, text]) => ignoreRules(parentOf(path), text));
  if (rules.length) for (const path of texts.keys()) if (isIgnored(path, rules)) texts.delete(path);
  return texts;
}
