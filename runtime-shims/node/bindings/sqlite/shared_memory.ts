/**
 * The methods of SQLite's files for the index of a write-ahead log (https://sqlite.org/c3ref/io_methods.html): its memory
 * (wal_index.ts) and its eight locks, which are records of the database's file. The record behind them is held by each
 * user, as the "dead man switch" of os_unix.c: whoever can have it alone is the first.
 */
import { F_OFD_SETLK } from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { webCrypto } from '../../web_crypto.ts';
import { SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_OK } from './exports.ts';
import type { SqliteModule } from './module.ts';
import { WalIndex } from './wal_index.ts';

const SQLITE_SHM_UNLOCK = 1;
const SQLITE_SHM_SHARED = 4;
/** The records of SQLite's eight locks, behind those of vfs.ts, and that of the users. */
const FIRST_RECORD = 3;
const LOCKS = 8;
const USER_RECORD = FIRST_RECORD + LOCKS;
const UNLOCK = 0;
const READ_LOCK = 1;
const WRITE_LOCK = 2;
const STAT_VALUES = 18;
const STAT_DEVICE = 0;
const STAT_INODE = 7;
/** Times to ask for the users' record, and ms between them: the first user has it alone for some system calls. */
const ATTEMPTS = 50;
const PAUSE = 1;
const SUFFIX = Uint8Array.from('-shm', (letter) => letter.charCodeAt(0));

/** A log that this SQLite has open. */
interface Log {
  key: string;
  index: WalIndex;
  /** Its connections' descriptors, each with the locks that it alone holds, a bit for each. */
  users: Map<number, number>;
}

export class SharedMemory {
  readonly #sqlite: SqliteModule;
  readonly #kernel: SystemCalls;
  readonly #logs = new Map<string, Log>();
  readonly #byDescriptor = new Map<number, Log>();
  readonly #identity = webCrypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

  constructor(sqlite: SqliteModule, kernel: SystemCalls) {
    this.#sqlite = sqlite;
    this.#kernel = kernel;
  }

  #set(fd: number, record: number, kind: number): boolean {
    return this.#kernel.fcntl(fd, F_OFD_SETLK, (record << 2) | kind) === 0;
  }

  /** Answers whether this is the first user of all processes; null: it could not become one. */
  #becomeUser(fd: number): { isFirst: boolean } | null {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#set(fd, USER_RECORD, WRITE_LOCK)) return { isFirst: true };
      if (this.#set(fd, USER_RECORD, READ_LOCK)) return { isFirst: false };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
    return null;
  }

  /** The log of the database with this descriptor and path; a number is an error. */
  #logOf(fd: number, database: Uint8Array): Log | number {
    const known = this.#byDescriptor.get(fd);
    if (known) return known;
    const stat = new Float64Array(STAT_VALUES);
    this.#kernel.fstat(fd, stat, 0);
    const key = `${stat[STAT_DEVICE]}:${stat[STAT_INODE]}`;
    const user = this.#becomeUser(fd);
    if (!user) return SQLITE_BUSY;
    let log = this.#logs.get(key);
    if (!log) {
      try {
        const path = Uint8Array.from([...database, ...SUFFIX]);
        log = { key, index: new WalIndex(this.#sqlite, this.#kernel, path, this.#identity), users: new Map() };
      } catch {
        this.#set(fd, USER_RECORD, UNLOCK);
        return SQLITE_CANTOPEN;
      }
      this.#logs.set(key, log);
    }
    if (user.isFirst) log.index.clear();
    this.#set(fd, USER_RECORD, READ_LOCK);
    log.users.set(fd, 0);
    this.#byDescriptor.set(fd, log);
    return log;
  }

  /** xShmMap. */
  map(fd: number, database: Uint8Array, region: number, size: number, extend: boolean, out: number): number {
    this.#sqlite.setWord(out, 0);
    const log = this.#logOf(fd, database);
    if (typeof log === 'number') return log;
    // First the region: its making may move the module's memory.
    const address = log.index.region(region, size, extend);
    this.#sqlite.setWord(out, address);
    return SQLITE_OK;
  }

  /** xShmLock: all of the locks or none. The index is changed only by who has one of them alone. */
  lock(fd: number, offset: number, count: number, flags: number): number {
    const log = this.#byDescriptor.get(fd);
    if (!log) return SQLITE_BUSY;
    const bits = ((1 << count) - 1) << offset;
    const own = log.users.get(fd) ?? 0;
    if (flags & SQLITE_SHM_UNLOCK) {
      if (own & bits) log.index.write();
      log.users.set(fd, own & ~bits);
      for (let i = 0; i < count; i++) this.#set(fd, FIRST_RECORD + offset + i, UNLOCK);
      return SQLITE_OK;
    }
    const kind = flags & SQLITE_SHM_SHARED ? READ_LOCK : WRITE_LOCK;
    for (let i = 0; i < count; i++) {
      if (this.#set(fd, FIRST_RECORD + offset + i, kind)) continue;
      for (let taken = 0; taken < i; taken++) this.#set(fd, FIRST_RECORD + offset + taken, UNLOCK);
      return SQLITE_BUSY;
    }
    this.#makeAlike(log);
    if (kind === WRITE_LOCK) log.users.set(fd, own | bits);
    return SQLITE_OK;
  }

  /** xShmBarrier. */
  barrier(fd: number): void {
    const log = this.#byDescriptor.get(fd);
    if (log) this.#makeAlike(log);
  }

  #makeAlike({ index, users }: Log): void {
    for (const locks of users.values()) {
      if (locks === 0) continue;
      index.write();
      break;
    }
    index.read();
  }

  /** xShmUnmap: the last user here closes the index, and removes it if SQLite says that it was the last of all. */
  unmap(fd: number, isLast: boolean): number {
    const log = this.#byDescriptor.get(fd);
    if (!log) return SQLITE_OK;
    this.#byDescriptor.delete(fd);
    log.users.delete(fd);
    if (log.users.size === 0) {
      log.index.close();
      this.#logs.delete(log.key);
      if (isLast) this.#kernel.unlink(log.index.path);
    }
    this.#set(fd, USER_RECORD, UNLOCK);
    return SQLITE_OK;
  }
}
