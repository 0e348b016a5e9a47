/**
 * The index of a write-ahead log (https://sqlite.org/walformat.html), which connections share in memory. Those of one
 * process have SQLite's own memory in common; another process cannot reach it, so it finds the database busy as long as
 * the first has the log open.
 */
import { F_OFD_SETLK } from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { SQLITE_BUSY, SQLITE_OK } from './exports.ts';
import type { SqliteModule } from './module.ts';

const SQLITE_SHM_UNLOCK = 1;
const SQLITE_SHM_SHARED = 4;
/** The records of SQLite's eight locks, behind those of vfs.ts, and that of the process. */
const FIRST_RECORD = 3;
const LOCKS = 8;
const PROCESS_RECORD = FIRST_RECORD + LOCKS;
const READ_LOCK = 1;
const WRITE_LOCK = 2;
const STAT_VALUES = 18;
const STAT_DEVICE = 0;
const STAT_INODE = 7;

interface Index {
  key: string;
  regions: number[];
  users: Set<number>;
  /** The descriptor that keeps other processes out. */
  owner: number;
}

export class SharedMemory {
  readonly #sqlite: SqliteModule;
  readonly #kernel: SystemCalls;
  readonly #indexes = new Map<string, Index>();
  readonly #byDescriptor = new Map<number, Index>();

  constructor(sqlite: SqliteModule, kernel: SystemCalls) {
    this.#sqlite = sqlite;
    this.#kernel = kernel;
  }

  #set(fd: number, record: number, kind: number): boolean {
    return this.#kernel.fcntl(fd, F_OFD_SETLK, (record << 2) | kind) === 0;
  }

  #indexOf(fd: number): Index | null {
    const known = this.#byDescriptor.get(fd);
    if (known) return known;
    const stat = new Float64Array(STAT_VALUES);
    this.#kernel.fstat(fd, stat, 0);
    const key = `${stat[STAT_DEVICE]}:${stat[STAT_INODE]}`;
    let index = this.#indexes.get(key);
    if (!index) {
      if (!this.#set(fd, PROCESS_RECORD, WRITE_LOCK)) return null;
      index = { key, regions: [], users: new Set(), owner: fd };
      this.#indexes.set(key, index);
    }
    index.users.add(fd);
    this.#byDescriptor.set(fd, index);
    return index;
  }

  /** xShmMap. */
  map(fd: number, region: number, size: number, extend: boolean, out: number): number {
    const index = this.#indexOf(fd);
    this.#sqlite.setWord(out, 0);
    if (!index) return SQLITE_BUSY;
    while (extend && index.regions.length <= region) {
      const address = this.#sqlite.allocate(size);
      this.#sqlite.bytes.fill(0, address, address + size);
      index.regions.push(address);
    }
    this.#sqlite.setWord(out, index.regions[region] ?? 0);
    return SQLITE_OK;
  }

  /** xShmLock: all of the locks or none. */
  lock(fd: number, offset: number, count: number, flags: number): number {
    if (flags & SQLITE_SHM_UNLOCK) {
      for (let i = 0; i < count; i++) this.#set(fd, FIRST_RECORD + offset + i, 0);
      return SQLITE_OK;
    }
    const kind = flags & SQLITE_SHM_SHARED ? READ_LOCK : WRITE_LOCK;
    for (let i = 0; i < count; i++) {
      if (this.#set(fd, FIRST_RECORD + offset + i, kind)) continue;
      for (let taken = 0; taken < i; taken++) this.#set(fd, FIRST_RECORD + offset + taken, 0);
      return SQLITE_BUSY;
    }
    return SQLITE_OK;
  }

  /** xShmUnmap: the last user frees the index. */
  unmap(fd: number): number {
    const index = this.#byDescriptor.get(fd);
    if (!index) return SQLITE_OK;
    this.#byDescriptor.delete(fd);
    index.users.delete(fd);
    if (index.owner === fd) {
      this.#set(fd, PROCESS_RECORD, 0);
      const [next] = index.users;
      if (next !== undefined && this.#set(next, PROCESS_RECORD, WRITE_LOCK)) index.owner = next;
    }
    if (index.users.size > 0) return SQLITE_OK;
    for (const region of index.regions) this.#sqlite.exports.free(region);
    this.#indexes.delete(index.key);
    return SQLITE_OK;
  }
}
