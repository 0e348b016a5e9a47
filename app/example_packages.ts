/** Packs the packages that an example's package.json asks for, so that it runs before anything is installed. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DirectoryNode, FileSystemTree } from '@webcontainer/api';
import { packageTree } from '../scripts/package_tree.ts';

/** Documentation and tests of packages, which no program loads. */
const unneeded = /(?:^|\/)(?:test|tests|docs|\.github)\/|\.(?:md|markdown|map|d\.ts|d\.cts|d\.mts)$/i;

/** The `node_modules` tree for an example's dependencies, from the packages installed at `root`. */
export function examplePackages(example: string, root: string): FileSystemTree | undefined {
  const manifest = join(example, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { dependencies }: { dependencies?: Record<string, string> } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (!dependencies) return undefined;
  const tree: FileSystemTree = {};
  const base = join(root, 'node_modules');
  for (const { folder } of packageTree(Object.keys(dependencies), root)) {
    for (const file of globSync('**/*', { cwd: folder, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      const inside = path.slice(folder.length + 1);
      if (!file.isFile() || unneeded.test(inside) || inside.startsWith('node_modules/')) continue;
      put(tree, ['node_modules', ...path.slice(base.length + 1).split(/[/\\]/)], readFileSync(path, 'utf8'));
    }
  }
  return tree;
}

function put(tree: FileSystemTree, path: string[], contents: string): void {
  const name = path.pop() ?? '';
  let folder = tree;
  for (const part of path) {
    folder[part] ??= { directory: {} };
    folder = (folder[part] as DirectoryNode).directory;
  }
  folder[name] = { file: { contents } };
}

/** Writes `EXAMPLE.json` into `outDirectory` for each example that has dependencies. */
export function packExamples(root: string, outDirectory: string): void {
  mkdirSync(outDirectory, { recursive: true });
  for (const manifest of globSync('examples/*/package.json', { cwd: root })) {
    const folder = dirname(join(root, manifest));
    const tree = examplePackages(folder, root);
    if (tree) writeFileSync(join(outDirectory, `${folder.split(/[/\\]/).at(-1)}.json`), JSON.stringify(tree));
  }
}
