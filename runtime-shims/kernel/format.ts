/** A fresh image: root directory, /dev, the process record of pid 1. Runs once, before any other instance exists. */
import { S_IFCHR, S_IFDIR } from './constants.ts';
import { setCurrentProcess } from './current.ts';
import { addEntry } from './directory.ts';
import { formatHeap } from './heap.ts';
import { addLink, holdInode, newInode } from './inode.ts';
import {
  DEVICE_DESCRIPTOR,
  DEVICE_FULL,
  DEVICE_NULL,
  DEVICE_RANDOM,
  DEVICE_TTY,
  DEVICE_URANDOM,
  DEVICE_ZERO,
  INODE_DATA,
  INODE_GID,
  INODE_UID,
  MAGIC,
  NAMED_DESCRIPTORS,
  PROCESS_DIRECTORY,
  PROCESS_PGID,
  PROCESS_PID,
  PROCESS_SID,
  PROCESS_START_TIME,
  PROCESS_STATE,
  PROCESS_TABLE,
  PROCESS_UMASK,
  PROCESS_WORKER,
  STATE_RUNNING,
  SUPERBLOCK_DESCRIPTORS,
  SUPERBLOCK_MAGIC,
  SUPERBLOCK_NAME,
  SUPERBLOCK_NEXT_PID,
  SUPERBLOCK_ROOT,
  SUPERBLOCK_TERMINALS,
} from './layout.ts';
import { clock, store32, storeF64 } from './primitives.ts';

/** Spells up to eight characters, given as two numbers of four bytes each, lowest byte first; the length. */
function spell(first: i32, second: i32): i32 {
  store32(SUPERBLOCK_NAME, first);
  store32(SUPERBLOCK_NAME + 4, second);
  let length: i32 = 0;
  for (let i: i32 = 0; i < 8; i = (i + 1) | 0) {
    const byte: i32 = i < 4 ? (first >>> (i << 3)) & 255 : (second >>> ((i - 4) << 3)) & 255;
    if (byte !== 0) length = (i + 1) | 0;
  }
  return length;
}

function directory(parent: u32, first: i32, second: i32, mode: i32): u32 {
  const inode: u32 = newInode(S_IFDIR | mode);
  addEntry(parent, SUPERBLOCK_NAME, spell(first, second), inode);
  addLink(inode);
  addLink(inode);
  addLink(parent);
  return inode;
}

function device(parent: u32, first: i32, second: i32, number: i32): void {
  const inode: u32 = newInode(S_IFCHR | 0o666);
  store32(inode + INODE_DATA, number);
  addEntry(parent, SUPERBLOCK_NAME, spell(first, second), inode);
  addLink(inode);
}

/** `maximumPages`: most pages of 64 KiB that the image may have. */
export function format(maximumPages: i32): void {
  formatHeap(maximumPages);
  const root: u32 = newInode(S_IFDIR | 0o755);
  addLink(root);
  addLink(root);
  store32(SUPERBLOCK_ROOT, root);
  const dev: u32 = directory(root, 0x766564, 0, 0o755); // dev
  device(dev, 0x6c6c756e, 0, DEVICE_NULL); // null
  device(dev, 0x6f72657a, 0, DEVICE_ZERO); // zero
  device(dev, 0x6c6c7566, 0, DEVICE_FULL); // full
  device(dev, 0x646e6172, 0x6d6f, DEVICE_RANDOM); // random
  device(dev, 0x6e617275, 0x6d6f64, DEVICE_URANDOM); // urandom
  device(dev, 0x797474, 0, DEVICE_TTY); // tty
  const terminals: u32 = directory(dev, 0x737470, 0, 0o555); // pts
  // It is root's, as in Linux: what stands in it is the kernel's to enter and to take away.
  store32(terminals + INODE_UID, 0);
  store32(terminals + INODE_GID, 0);
  holdInode(terminals);
  store32(SUPERBLOCK_TERMINALS, terminals);
  const proc: u32 = directory(root, 0x636f7270, 0, 0o555); // proc
  const self: u32 = directory(proc, 0x666c6573, 0, 0o555); // self
  const descriptors: u32 = directory(self, 0x6466, 0, 0o500); // fd
  for (let fd: i32 = 0; fd < NAMED_DESCRIPTORS; fd = (fd + 1) | 0) {
    const tens: i32 = (fd / 10) | 0;
    const ones: i32 = 0x30 + fd - tens * 10;
    device(descriptors, tens === 0 ? ones : (ones << 8) | (0x30 + tens), 0, DEVICE_DESCRIPTOR + fd);
  }
  store32(SUPERBLOCK_DESCRIPTORS, descriptors);
  directory(root, 0x706d74, 0, 0o1777); // tmp
  const init: u32 = PROCESS_TABLE;
  store32(init + PROCESS_PID, 1);
  store32(init + PROCESS_PGID, 1);
  store32(init + PROCESS_SID, 1);
  store32(init + PROCESS_STATE, STATE_RUNNING);
  store32(init + PROCESS_WORKER, 1);
  store32(init + PROCESS_UMASK, 0o022);
  store32(init + PROCESS_DIRECTORY, root);
  storeF64(init + PROCESS_START_TIME, clock());
  holdInode(root);
  store32(SUPERBLOCK_NEXT_PID, 2);
  setCurrentProcess(init);
  store32(SUPERBLOCK_MAGIC, MAGIC);
}
