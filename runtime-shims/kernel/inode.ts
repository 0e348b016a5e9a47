/** Inodes: making, holding, letting go, times and permission (inode(7)). */

import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from './constants.ts';
import { EACCES } from './errno.ts';
import { truncateData } from './file_data.ts';
import { allocate, release } from './heap.ts';
import { releaseWatches } from './inotify.ts';
import {
  INODE_ATIME,
  INODE_BIRTHTIME,
  INODE_CTIME,
  INODE_DATA,
  INODE_GID,
  INODE_HOLDS,
  INODE_LINKS,
  INODE_MODE,
  INODE_MTIME,
  INODE_NUMBER,
  INODE_RECORD_SIZE,
  INODE_UID,
  SUPERBLOCK_INODE_COUNT,
  SUPERBLOCK_NEXT_INODE,
  TIME_NANOSECONDS,
} from './layout.ts';
import { INODE_MAX } from './limits.ts';
import { clock, floor, load32, store32, storeF64, truncate32 } from './primitives.ts';

/** User and group of every process and of what it makes. */
export const USER: i32 = 1000;

export function setTime(inode: u32, which: u32, milliseconds: f64): void {
  const seconds: f64 = floor(milliseconds / 1000);
  storeF64(inode + which, seconds);
  store32(inode + which + TIME_NANOSECONDS, truncate32((milliseconds - seconds * 1000) * 1000000));
}

/** A new inode without links, 0 when memory or the number of inodes is out. */
export function newInode(mode: i32): u32 {
  if (load32(SUPERBLOCK_INODE_COUNT) >= INODE_MAX) return 0;
  const inode: u32 = allocate(INODE_RECORD_SIZE);
  if (inode === 0) return 0;
  const number: i32 = (load32(SUPERBLOCK_NEXT_INODE) + 1) | 0;
  store32(SUPERBLOCK_NEXT_INODE, number);
  store32(SUPERBLOCK_INODE_COUNT, (load32(SUPERBLOCK_INODE_COUNT) + 1) | 0);
  store32(inode + INODE_NUMBER, number);
  store32(inode + INODE_MODE, mode);
  store32(inode + INODE_UID, USER);
  store32(inode + INODE_GID, USER);
  const now: f64 = clock();
  setTime(inode, INODE_ATIME, now);
  setTime(inode, INODE_MTIME, now);
  setTime(inode, INODE_CTIME, now);
  setTime(inode, INODE_BIRTHTIME, now);
  return inode;
}

export function typeOf(inode: u32): i32 {
  return load32(inode + INODE_MODE) & S_IFMT;
}

export function isDirectory(inode: u32): bool {
  return typeOf(inode) === S_IFDIR;
}

export function touchModified(inode: u32): void {
  const now: f64 = clock();
  setTime(inode, INODE_MTIME, now);
  setTime(inode, INODE_CTIME, now);
}

export function touchChanged(inode: u32): void {
  setTime(inode, INODE_CTIME, clock());
}

export function holdInode(inode: u32): void {
  store32(inode + INODE_HOLDS, (load32(inode + INODE_HOLDS) + 1) | 0);
}

export function dropInode(inode: u32): void {
  store32(inode + INODE_HOLDS, (load32(inode + INODE_HOLDS) - 1) | 0);
  releaseIfUnused(inode);
}

export function addLink(inode: u32): void {
  store32(inode + INODE_LINKS, (load32(inode + INODE_LINKS) + 1) | 0);
}

export function removeLink(inode: u32): void {
  store32(inode + INODE_LINKS, (load32(inode + INODE_LINKS) - 1) | 0);
}

/** Frees an inode that has neither names nor holders. */
export function releaseIfUnused(inode: u32): void {
  if (load32(inode + INODE_LINKS) > 0 || load32(inode + INODE_HOLDS) > 0) return;
  const type: i32 = typeOf(inode);
  const data: u32 = load32(inode + INODE_DATA) >>> 0;
  if (type === S_IFREG) truncateData(inode, 0);
  else if ((type === S_IFLNK || type === S_IFDIR) && data !== 0) release(data);
  releaseWatches(inode);
  store32(SUPERBLOCK_INODE_COUNT, (load32(SUPERBLOCK_INODE_COUNT) - 1) | 0);
  release(inode);
}

/** 0 if the caller may do all of `want` (R_OK 4, W_OK 2, X_OK 1), else -EACCES. */
export function permission(inode: u32, want: i32): i32 {
  const mode: i32 = load32(inode + INODE_MODE);
  let shift: i32 = 0;
  if (load32(inode + INODE_UID) === USER) shift = 6;
  else if (load32(inode + INODE_GID) === USER) shift = 3;
  return ((mode >> shift) & want) === want ? 0 : -EACCES;
}
