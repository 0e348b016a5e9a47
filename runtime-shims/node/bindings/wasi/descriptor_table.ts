/** The descriptors of a WASI program: the kernel's, with what may be done with each and where directories stand. */
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { WasiError } from './guest.ts';
import { EBADF, ENOTCAPABLE, FILETYPE_UNKNOWN, FILETYPES, rightsOfType } from './numbers.ts';

export interface Descriptor {
  /** The kernel's. */
  fd: number;
  type: number;
  base: bigint;
  inheriting: bigint;
  /** Of a directory: its path for the program, and the kernel's. */
  guestPath: string;
  hostPath: string;
  isPreopened: boolean;
}

const STAT_MODE = 1;
export const STAT_VALUES = 18;

/** The type is in the mode's upper four bits of sixteen, which are the DT_* of readdir(3) as well. */
export const fileType = (stat: Float64Array): number => FILETYPES[(stat[STAT_MODE]! >> 12) & 15] ?? FILETYPE_UNKNOWN;

export class DescriptorTable {
  readonly #kernel: SystemCalls;
  readonly #entries: (Descriptor | undefined)[] = [];

  constructor(kernel: SystemCalls) {
    this.#kernel = kernel;
  }

  /** The program's number of the kernel's `fd`; the lowest free one. */
  insert(fd: number, paths?: { guest: string; host: string; isPreopened: boolean }): number {
    const stat = new Float64Array(STAT_VALUES);
    const type = this.#kernel.fstat(fd, stat, 0) < 0 ? FILETYPE_UNKNOWN : fileType(stat);
    let index = this.#entries.indexOf(undefined);
    if (index < 0) index = this.#entries.length;
    this.#entries[index] = {
      fd,
      type,
      ...rightsOfType(type),
      guestPath: paths?.guest ?? '',
      hostPath: paths?.host ?? '',
      isPreopened: paths?.isPreopened ?? false,
    };
    return index;
  }

  find(fd: number): Descriptor {
    const descriptor = this.#entries[fd];
    if (!descriptor) throw new WasiError(EBADF);
    return descriptor;
  }

  /** The descriptor, if it has these rights. */
  require(fd: number, base: bigint, inheriting = 0n): Descriptor {
    const descriptor = this.find(fd);
    if ((descriptor.base & base) !== base || (descriptor.inheriting & inheriting) !== inheriting) {
      throw new WasiError(ENOTCAPABLE);
    }
    return descriptor;
  }

  remove(fd: number): void {
    this.#entries[fd] = undefined;
  }

  /** fd_renumber: `to` becomes `from`. */
  move(from: number, to: number): void {
    this.#entries[to] = this.#entries[from];
    if (from !== to) this.#entries[from] = undefined;
  }
}
