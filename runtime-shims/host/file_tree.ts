/**
 * Trees of files as `@webcontainer/api` sends and receives them: `{d: {name: …}}` for a directory, `{f: {c, b}}` for a
 * file (`b`: `c` is Latin-1), `{f: {l}}` for a symbolic link; as JSON, or as MessagePack with bytes for contents.
 */
import { decode, encode } from './encodings.ts';
import type { Files } from './files.ts';
import { type Packed, pack, unpack } from './message_pack.ts';
import { type ZipEntry, zip } from './zip.ts';

interface DirectoryNode {
  d: Record<string, TreeNode>;
}
interface LeafNode {
  f: { c: string | Uint8Array<ArrayBuffer>; b?: boolean } | { l: string };
}
export type TreeNode = DirectoryNode | LeafNode;

export interface ExportOptions {
  format?: 'json' | 'binary' | 'zip';
  includes?: string[] | undefined;
  excludes?: string[] | undefined;
}

const DT_DIR = 4;
const DT_LNK = 10;
const OPENING_BRACE = 0x7b;

export function parseTree(payload: Uint8Array<ArrayBuffer>): TreeNode {
  if (payload[0] === OPENING_BRACE) return JSON.parse(decode(payload, 'utf8'));
  return unpack(payload) as unknown as TreeNode;
}

function checkName(name: string): void {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw new Error(`'${name}' cannot be the name of a file`);
  }
}

/** Writes `tree` at the directory `path`, over what is there. */
export function mountTree(files: Files, path: string, tree: TreeNode): void {
  if (!('d' in tree)) throw new Error('a tree of files begins with a directory');
  files.mkdirRecursive(path);
  for (const [name, node] of Object.entries(tree.d)) {
    checkName(name);
    const inner = `${path}/${name}`;
    if ('d' in node) mountTree(files, inner, node);
    else if ('l' in node.f) files.symlink(node.f.l, inner);
    else {
      const { c, b } = node.f;
      files.writeFile(inner, typeof c === 'string' ? encode(c, b ? 'latin1' : 'utf8') : c);
    }
  }
}

/** A glob as a regular expression over relative paths: `*`, `**`, `?`, `[…]`, `{a,b}`; without a slash, over any name. */
export function globExpression(glob: string): RegExp {
  const anchored = glob.replace(/^\.?\//, '').replace(/\/$/, '');
  let source = '';
  for (let i = 0; i < anchored.length; i++) {
    const character = anchored[i] ?? '';
    if (anchored.startsWith('**/', i)) {
      source += '(?:.*/)?';
      i += 2;
    } else if (anchored.startsWith('**', i)) {
      source += '.*';
      i += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{') source += '(?:';
    else if (character === '}') source += ')';
    else if (character === ',' && source.includes('(?:')) source += '|';
    else if (character === '[' || character === ']' || character === '-') source += character;
    else source += character.replace(/[.+^$()|\\]/g, '\\$&');
  }
  return new RegExp(`^${anchored.includes('/') ? '' : '(?:.*/)?'}${source}(?:/.*)?$`);
}

type Chosen = (relative: string) => boolean;

function chooser({ includes = [], excludes = [] }: ExportOptions): Chosen {
  const included = includes.map(globExpression);
  const excluded = excludes.map(globExpression);
  return (relative) =>
    included.some((pattern) => pattern.test(relative)) || !excluded.some((pattern) => pattern.test(relative));
}

function isText(bytes: Uint8Array<ArrayBuffer>): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The tree at `path`; empty directories that only excluded files were in are left out. */
function readTree(files: Files, path: string, relative: string, chosen: Chosen, bytes: boolean): DirectoryNode {
  const tree: DirectoryNode = { d: Object.create(null) };
  for (const { name, type } of files.readdir(path)) {
    const inner = `${path}/${name}`;
    const shown = relative ? `${relative}/${name}` : name;
    if (type === DT_DIR) {
      const child = readTree(files, inner, shown, chosen, bytes);
      if (Object.keys(child.d).length || chosen(shown)) tree.d[name] = child;
    } else if (!chosen(shown)) continue;
    else if (type === DT_LNK) tree.d[name] = { f: { l: files.readlink(inner) } };
    else if (files.type(inner) === 'file') {
      const content = files.readFile(inner);
      const text = bytes ? null : isText(content);
      if (bytes) tree.d[name] = { f: { c: content } };
      else tree.d[name] = text === null ? { f: { c: decode(content, 'latin1'), b: true } } : { f: { c: text } };
    }
  }
  return tree;
}

function zipEntries(files: Files, base: string, prefix: string, tree: DirectoryNode, entries: ZipEntry[]): void {
  for (const [name, node] of Object.entries(tree.d)) {
    const path = `${base}/${name}`;
    const shown = prefix + name;
    if ('d' in node) {
      entries.push({ name: `${shown}/`, content: new Uint8Array(), mode: 0o040000 | files.mode(path) });
      zipEntries(files, path, `${shown}/`, node, entries);
    } else if ('l' in node.f) entries.push({ name: shown, content: encode(node.f.l, 'utf8'), mode: 0o120777 });
    else {
      const { c } = node.f;
      entries.push({
        name: shown,
        content: typeof c === 'string' ? encode(c, 'utf8') : c,
        mode: 0o100000 | files.mode(path),
      });
    }
  }
}

export async function exportTree(files: Files, path: string, options: ExportOptions): Promise<Uint8Array<ArrayBuffer>> {
  const chosen = chooser(options);
  const format = options.format ?? 'json';
  const bytes = format !== 'json';
  if (files.type(path) === 'file') {
    const content = files.readFile(path);
    const leaf: LeafNode = { f: { c: content } };
    if (format === 'binary') return pack(leaf as unknown as Packed);
    if (format === 'zip') return zip([{ name: path.slice(path.lastIndexOf('/') + 1), content, mode: 0o100644 }]);
    return encode(JSON.stringify({ f: { c: decode(content, 'latin1'), b: true } }), 'utf8');
  }
  const tree = readTree(files, path, '', chosen, bytes);
  if (format === 'binary') return pack(tree as unknown as Packed);
  if (format === 'zip') {
    const entries: ZipEntry[] = [];
    zipEntries(files, path, '', tree, entries);
    return zip(entries);
  }
  return encode(JSON.stringify(tree), 'utf8');
}
