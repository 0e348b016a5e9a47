/** Directories: entries in a hash table, and in a list that keeps the order in which they were made. */
import { ENOSPC } from './errno.ts';
import { allocate, release } from './heap.ts';
import {
  ENTRY_BUCKET_NEXT,
  ENTRY_HASH,
  ENTRY_INODE,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_NEXT,
  ENTRY_PARENT,
  ENTRY_PREVIOUS,
  INODE_COUNT,
  INODE_DATA,
  INODE_DATA_EXTENT,
  INODE_ENTRY,
  INODE_FIRST,
  INODE_LAST,
} from './layout.ts';
import { copyMemory, load8, load32, multiply32, store32 } from './primitives.ts';

const FIRST_BUCKETS: i32 = 8;

function hashOf(name: u32, length: i32): i32 {
  // FNV-1a
  let hash: i32 = -2128831035;
  for (let i: i32 = 0; i < length; i = (i + 1) | 0) hash = multiply32(hash ^ load8(name + i), 16777619);
  return hash;
}

function sameName(entry: u32, name: u32, length: i32): bool {
  if (load32(entry + ENTRY_LENGTH) !== length) return false;
  for (let i: i32 = 0; i < length; i = (i + 1) | 0) {
    if (load8(entry + ENTRY_NAME + i) !== load8(name + i)) return false;
  }
  return true;
}

function bucket(table: u32, count: i32, hash: i32): u32 {
  return table + ((hash & (count - 1)) << 2);
}

/** The entry of a name, or 0. */
export function lookUp(directory: u32, name: u32, length: i32): u32 {
  const table: u32 = load32(directory + INODE_DATA) >>> 0;
  if (table === 0) return 0;
  const hash: i32 = hashOf(name, length);
  let entry: u32 = load32(bucket(table, load32(directory + INODE_DATA_EXTENT), hash)) >>> 0;
  while (entry !== 0) {
    if (load32(entry + ENTRY_HASH) === hash && sameName(entry, name, length)) return entry;
    entry = load32(entry + ENTRY_BUCKET_NEXT) >>> 0;
  }
  return 0;
}

/** Makes the table larger when entries outnumber buckets. A table that cannot grow only gets slower. */
function widen(directory: u32): bool {
  const table: u32 = load32(directory + INODE_DATA) >>> 0;
  const buckets: i32 = load32(directory + INODE_DATA_EXTENT);
  if (table !== 0 && load32(directory + INODE_COUNT) < buckets) return true;
  const wanted: i32 = table === 0 ? FIRST_BUCKETS : buckets << 1;
  const next: u32 = allocate(wanted << 2);
  if (next === 0) return table !== 0;
  let entry: u32 = load32(directory + INODE_FIRST) >>> 0;
  while (entry !== 0) {
    const head: u32 = bucket(next, wanted, load32(entry + ENTRY_HASH));
    store32(entry + ENTRY_BUCKET_NEXT, load32(head));
    store32(head, entry);
    entry = load32(entry + ENTRY_NEXT) >>> 0;
  }
  store32(directory + INODE_DATA, next);
  store32(directory + INODE_DATA_EXTENT, wanted);
  if (table !== 0) release(table);
  return true;
}

/** Adds a name (that is not there yet) for an inode. 0 or -ENOSPC. Link counts are the caller's. */
export function addEntry(directory: u32, name: u32, length: i32, inode: u32): i32 {
  if (!widen(directory)) return -ENOSPC;
  const entry: u32 = allocate((ENTRY_NAME + length) | 0);
  if (entry === 0) return -ENOSPC;
  const hash: i32 = hashOf(name, length);
  const head: u32 = bucket(load32(directory + INODE_DATA) >>> 0, load32(directory + INODE_DATA_EXTENT), hash);
  const last: u32 = load32(directory + INODE_LAST) >>> 0;
  store32(entry + ENTRY_HASH, hash);
  store32(entry + ENTRY_INODE, inode);
  store32(entry + ENTRY_PARENT, directory);
  store32(entry + ENTRY_LENGTH, length);
  copyMemory(entry + ENTRY_NAME, name, length);
  store32(entry + ENTRY_PREVIOUS, last);
  if (last === 0) store32(directory + INODE_FIRST, entry);
  else store32(last + ENTRY_NEXT, entry);
  store32(directory + INODE_LAST, entry);
  store32(entry + ENTRY_BUCKET_NEXT, load32(head));
  store32(head, entry);
  store32(directory + INODE_COUNT, (load32(directory + INODE_COUNT) + 1) | 0);
  store32(inode + INODE_ENTRY, entry);
  return 0;
}

/** Takes an entry out of its directory and frees it. */
export function removeEntry(entry: u32): void {
  const directory: u32 = load32(entry + ENTRY_PARENT) >>> 0;
  const inode: u32 = load32(entry + ENTRY_INODE) >>> 0;
  const table: u32 = load32(directory + INODE_DATA) >>> 0;
  let slot: u32 = bucket(table, load32(directory + INODE_DATA_EXTENT), load32(entry + ENTRY_HASH));
  while (load32(slot) >>> 0 !== entry) slot = (load32(slot) >>> 0) + ENTRY_BUCKET_NEXT;
  store32(slot, load32(entry + ENTRY_BUCKET_NEXT));
  const next: u32 = load32(entry + ENTRY_NEXT) >>> 0;
  const previous: u32 = load32(entry + ENTRY_PREVIOUS) >>> 0;
  if (previous === 0) store32(directory + INODE_FIRST, next);
  else store32(previous + ENTRY_NEXT, next);
  if (next === 0) store32(directory + INODE_LAST, previous);
  else store32(next + ENTRY_PREVIOUS, previous);
  store32(directory + INODE_COUNT, (load32(directory + INODE_COUNT) - 1) | 0);
  if (load32(inode + INODE_ENTRY) >>> 0 === entry) store32(inode + INODE_ENTRY, 0);
  release(entry);
}

/** The directory that holds a directory; the root, and one that was removed, hold themselves. */
export function parentDirectory(directory: u32): u32 {
  const entry: u32 = load32(directory + INODE_ENTRY) >>> 0;
  return entry === 0 ? directory : load32(entry + ENTRY_PARENT) >>> 0;
}
