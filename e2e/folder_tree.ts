/** A folder of the disk as `@webcontainer/api` mounts it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSystemTree } from '@webcontainer/api';

export function folderTree(folder: string): FileSystemTree {
  const tree: FileSystemTree = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) tree[entry.name] = { directory: folderTree(path) };
    else tree[entry.name] = { file: { contents: readFileSync(path, 'utf8') } };
  }
  return tree;
}
