/**
 * The index of a write-ahead log (https://sqlite.org/walformat.html) as one SQLite sees it. Connections are meant to have
 * it in memory that all processes map; here each module has memory of its own, so this copy of it and the file `-shm` are
 * made alike where SQLite takes or gives back a lock of the index, or asks for a memory barrier. Only words that were
 * changed here are written, for several processes may each hold another lock and change what that is for.
 */
import { O_CREAT, O_RDWR } from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import type { SqliteModule } from './module.ts';

const FILE_MODE = 0o644;
const STAT_SIZE = 8;
const STAT_VALUES = 18;
const WORD = 4;
/** The file begins with who wrote last (the SQLite, and how many times): an index with the same stamp has nothing new. */
const STAMP_WORDS = 2;
const STAMP_BYTES = STAMP_WORDS * WORD;

interface Region {
  address: number;
  /** What the file had when both were last made alike. */
  known: Uint32Array<ArrayBuffer>;
}

export class WalIndex {
  readonly path: Uint8Array;
  readonly #sqlite: SqliteModule;
  readonly #kernel: SystemCalls;
  readonly #fd: number;
  readonly #regions: Region[] = [];
  readonly #identity: number;
  #writes = 0;
  #stamp = new Uint32Array(STAMP_WORDS);

  /** `identity`: a number that no other SQLite of the container has. Throws where the file cannot be opened. */
  constructor(sqlite: SqliteModule, kernel: SystemCalls, path: Uint8Array, identity: number) {
    this.#sqlite = sqlite;
    this.#kernel = kernel;
    this.path = path;
    this.#identity = identity;
    this.#fd = kernel.open(path, O_RDWR | O_CREAT, FILE_MODE);
    if (this.#fd < 0) throw new Error('the index cannot be opened');
  }

  /** What a log's last users left means nothing to the next ones. */
  clear(): void {
    this.#kernel.ftruncate(this.#fd, 0);
  }

  /** Address of a region of `size` bytes; 0 where it is not there and not to be made. */
  region(number: number, size: number, extend: boolean): number {
    const end = STAMP_BYTES + (number + 1) * size;
    const stat = new Float64Array(STAT_VALUES);
    if (this.#kernel.fstat(this.#fd, stat, 0) < 0) return 0;
    if ((stat[STAT_SIZE] ?? 0) < end) {
      if (!extend || this.#kernel.ftruncate(this.#fd, end) < 0) return 0;
    }
    while (this.#regions.length <= number) {
      const address = this.#sqlite.allocate(size);
      this.#regions.push({ address, known: new Uint32Array(size / WORD) });
      this.#read(this.#regions.length - 1);
    }
    return this.#regions[number]?.address ?? 0;
  }

  #words({ address, known }: Region): Uint32Array {
    return new Uint32Array(this.#sqlite.bytes.buffer, address, known.length);
  }

  #place(number: number, { known }: Region): number {
    return STAMP_BYTES + number * known.byteLength;
  }

  #read(number: number): void {
    const region = this.#regions[number] as Region;
    this.#kernel.read(this.#fd, new Uint8Array(region.known.buffer), this.#place(number, region));
    this.#words(region).set(region.known);
  }

  /** Gives others what was changed here. */
  write(): void {
    let changes = 0;
    for (const [number, region] of this.#regions.entries()) changes += this.#writeChanges(number, region);
    if (changes === 0) return;
    this.#stamp = Uint32Array.of(this.#identity, ++this.#writes);
    this.#kernel.write(this.#fd, new Uint8Array(this.#stamp.buffer), 0);
  }

  #writeChanges(number: number, region: Region): number {
    const { known } = region;
    const words = this.#words(region);
    let changes = 0;
    for (let at = 0; at < words.length; at++) {
      if (words[at] === known[at]) continue;
      const start = at;
      while (at < words.length && words[at] !== known[at]) at++;
      known.set(words.subarray(start, at), start);
      const bytes = new Uint8Array(known.buffer, start * WORD, (at - start) * WORD);
      this.#kernel.write(this.#fd, bytes, this.#place(number, region) + start * WORD);
      changes++;
    }
    return changes;
  }

  /** Takes over what others have written. What was changed here must have been written. */
  read(): void {
    const stamp = new Uint32Array(STAMP_WORDS);
    this.#kernel.read(this.#fd, new Uint8Array(stamp.buffer), 0);
    if (stamp[0] === this.#stamp[0] && stamp[1] === this.#stamp[1]) return;
    this.#stamp = stamp;
    for (const number of this.#regions.keys()) this.#read(number);
  }

  close(): void {
    for (const { address } of this.#regions.splice(0)) this.#sqlite.exports.free(address);
    this.#kernel.close(this.#fd);
  }
}
