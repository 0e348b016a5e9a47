/** Packs each example as a page mounts it: its files, and the packages that its package.json asks for. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { DirectoryNode, FileSystemTree } from '@webcontainer/api';
import { packageTree } from '../scripts/package_tree.ts';
import { type TreeNode, wireTree } from './project/wire_tree.ts';

/** Documentation and tests of packages, which no program loads. */
const unneeded = /(?:^|\/)(?:test|tests|docs|\.github)\/|\.(?:md|markdown|map|d\.ts|d\.cts|d\.mts)$/i;

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/**
 * None for an example with tools of its own (`devDependencies`) or ranges of versions: that one installs from the
 * registry, as projects do.
 */
function dependenciesOf(example: string): Record<string, string> | undefined {
  const manifest = join(example, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const exact = Object.values(dependencies ?? {}).every((version) => /^\d/.test(version));
  return devDependencies || !exact ? undefined : dependencies;
}

export function hasPackages(example: string): boolean {
  return dependenciesOf(example) !== undefined;
}

/** The `node_modules` tree for an example's dependencies, from the packages installed at `root`. */
export function examplePackages(example: string, root: string): FileSystemTree | undefined {
  const dependencies = dependenciesOf(example);
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

/** The text files below `folder`. */
export function folderFiles(folder: string): FileSystemTree {
  const tree: FileSystemTree = {};
  for (const file of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    put(tree, relative(folder, path).split(/[/\\]/), readFileSync(path, 'utf8'));
  }
  return tree;
}

/** Writes `NAME.json` for each example into `outDirectory`, and `NAME.packages.json` for its packages alone. */
export function packExamples(root: string, outDirectory: string): void {
  mkdirSync(outDirectory, { recursive: true });
  const write = (name: string, tree: TreeNode) => writeFileSync(join(outDirectory, name), JSON.stringify(tree));
  for (const name of exampleFolders(root)) {
    const folder = join(root, 'examples', name);
    const packages = examplePackages(folder, root);
    write(`${name}.json`, wireTree({ ...folderFiles(folder), ...packages }));
    if (packages) write(`${name}.packages.json`, wireTree(packages));
  }
}

/** Names of the folders of `examples/`. */
export function exampleFolders(root: string): string[] {
  const entries = globSync('examples/*/*', { cwd: root });
  return [...new Set(entries.map((path) => dirname(path).split(/[/\\]/).at(-1) ?? ''))].sort();
}
