/**
 * Trees of files in the form that the wire of `@webcontainer/api` 1.x mounts: a page that has one as bytes passes them on
 * without reading them.
 */
import type { FileSystemTree } from '@webcontainer/api';

export interface DirectoryTree {
  d: Record<string, TreeNode>;
}
export interface FileLeaf {
  /** `b`: each character of `c` is a byte. */
  f: { c: string; b?: boolean } | { l: string };
}
export type TreeNode = DirectoryTree | FileLeaf;

/** Bytes as the characters U+0000 to U+00FF. */
export function toLatin1(bytes: Uint8Array): string {
  let text = '';
  // In pieces: String.fromCharCode takes its arguments from the stack.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

export function wireTree(tree: FileSystemTree): DirectoryTree {
  const wire: DirectoryTree = { d: {} };
  for (const [name, entry] of Object.entries(tree)) {
    if ('directory' in entry) wire.d[name] = wireTree(entry.directory);
    else if ('symlink' in entry.file) wire.d[name] = { f: { l: entry.file.symlink } };
    else if (typeof entry.file.contents === 'string') wire.d[name] = { f: { c: entry.file.contents } };
    else wire.d[name] = { f: { c: toLatin1(entry.file.contents), b: true } };
  }
  return wire;
}

export function treeBytes(tree: TreeNode): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(tree));
}
