/** The names of ptys' terminal ends: /dev/pts/N (pts(4)), from the making of a pty until its controller end is closed. */
import { IN_CREATE, IN_DELETE, S_IFCHR } from './constants.ts';
import { addEntry, lookUp, removeEntry } from './directory.ts';
import { addLink, dropInode, holdInode, newInode, releaseIfUnused, removeLink } from './inode.ts';
import { notifyEntry } from './inotify.ts';
import {
  DEVICE_PTS,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_PARENT,
  INODE_DATA,
  INODE_DATA_EXTENT,
  INODE_ENTRY,
  SUPERBLOCK_NAME,
  SUPERBLOCK_TERMINALS,
} from './layout.ts';
import { MAX_TERMINALS } from './limits.ts';
import { load32, store8, store32 } from './primitives.ts';
import { PTY_INODE } from './pty_layout.ts';

/** Spells a number in decimal; the length. */
function spellNumber(number: i32): i32 {
  const length: i32 = number > 99 ? 3 : number > 9 ? 2 : 1;
  let rest: i32 = number;
  for (let at: i32 = length - 1; at >= 0; at = (at - 1) | 0) {
    const tens: i32 = (rest / 10) | 0;
    store8(SUPERBLOCK_NAME + at, 0x30 + rest - tens * 10);
    rest = tens;
  }
  return length;
}

/** Enters the pty under the lowest number that is free; 0 when there is none, or no memory. */
export function namePty(pty: u32): i32 {
  const directory: u32 = load32(SUPERBLOCK_TERMINALS) >>> 0;
  let number: i32 = 0;
  let length: i32 = spellNumber(0);
  while (lookUp(directory, SUPERBLOCK_NAME, length) !== 0) {
    number = (number + 1) | 0;
    if (number >= MAX_TERMINALS) return 0;
    length = spellNumber(number);
  }
  const inode: u32 = newInode(S_IFCHR | 0o620);
  if (inode === 0) return 0;
  if (addEntry(directory, SUPERBLOCK_NAME, length, inode) !== 0) {
    releaseIfUnused(inode);
    return 0;
  }
  addLink(inode);
  // The pty's own: programs may have it open after it has lost its name.
  holdInode(inode);
  store32(inode + INODE_DATA, DEVICE_PTS | number);
  store32(inode + INODE_DATA_EXTENT, pty);
  store32(pty + PTY_INODE, inode);
  notifyEntry(directory, IN_CREATE, 0, SUPERBLOCK_NAME, length);
  return 1;
}

/** The controller end is closed: nobody can open the terminal by its name any more. */
export function unnamePty(pty: u32): void {
  const inode: u32 = load32(pty + PTY_INODE) >>> 0;
  store32(inode + INODE_DATA_EXTENT, 0);
  const entry: u32 = load32(inode + INODE_ENTRY) >>> 0;
  if (entry === 0) return;
  notifyEntry(load32(entry + ENTRY_PARENT) >>> 0, IN_DELETE, 0, entry + ENTRY_NAME, load32(entry + ENTRY_LENGTH));
  removeEntry(entry);
  removeLink(inode);
}

/** The pty itself goes. */
export function releasePtyInode(pty: u32): void {
  dropInode(load32(pty + PTY_INODE) >>> 0);
}

/** The number of a pty's terminal end. */
export function ptyNumber(pty: u32): i32 {
  return load32((load32(pty + PTY_INODE) >>> 0) + INODE_DATA) & 255;
}
