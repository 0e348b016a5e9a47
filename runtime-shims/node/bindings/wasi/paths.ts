/**
 * Paths of a WASI program (uvwasi's path_resolver.c): each stands below a directory that the program has; one that leads
 * out of it, also through a link at its end, is refused.
 */

import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts';
import type { Descriptor } from './descriptor_table.ts';
import { WasiError } from './guest.ts';
import { ELOOP, ENOTCAPABLE } from './numbers.ts';

const LONGEST_CHAIN = 32;
export const LOOKUP_SYMLINK_FOLLOW = 1;

/** Parts of an absolute path without `.` and `..`. */
function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A relative path below a directory; refused where it leaves that on the way. */
function below(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) throw new WasiError(ENOTCAPABLE);
      parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length ? `${directory === '/' ? '' : directory}/${parts.join('/')}` : directory;
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

export class PathResolver {
  readonly #kernel: SystemCalls;

  constructor(kernel: SystemCalls) {
    this.#kernel = kernel;
  }

  /** The kernel's path of `path` below `directory`, and the program's own absolute one. */
  resolve(directory: Descriptor, path: Uint8Array, follow: boolean): { host: string; guest: string } {
    const guestRoot = normalize(directory.guestPath);
    const { hostPath } = directory;
    let guest = this.#guestPath(guestRoot, decodeUtf8(path, 0, path.length));
    for (let links = 0; ; links++) {
      const rest = guest === guestRoot ? '.' : guest.slice(guestRoot === '/' ? 1 : guestRoot.length + 1);
      const host = below(hostPath, rest);
      if (!follow) return { host, guest };
      const target = this.#kernel.readlink(encodeUtf8(host));
      if (typeof target === 'number') return { host, guest };
      if (links === LONGEST_CHAIN) throw new WasiError(ELOOP);
      const text = decodeUtf8(target, 0, target.length);
      const folder = guest.slice(0, Math.max(guest.lastIndexOf('/'), guestRoot.length)) || '/';
      guest = text.startsWith('/') ? this.#guestPath(guestRoot, text) : this.#relative(guestRoot, folder, text);
    }
  }

  #guestPath(root: string, path: string): string {
    if (!path.startsWith('/')) return below(root, path);
    const absolute = normalize(path);
    if (!isWithin(root, absolute)) throw new WasiError(ENOTCAPABLE);
    return absolute;
  }

  #relative(root: string, folder: string, path: string): string {
    const absolute = normalize(`${folder}/${path}`);
    if (!isWithin(root, absolute)) throw new WasiError(ENOTCAPABLE);
    return absolute;
  }
}
