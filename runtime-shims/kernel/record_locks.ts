/**
 * Advisory locks of open file descriptions (fcntl(2), F_OFD_SETLK). A file has sixteen records, numbered, each of which
 * several descriptions may lock for reading or one for writing; whoever locks knows what a record stands for. They end
 * with the description, and so with the last process that has it.
 */
import { descriptorIn } from './descriptor.ts';
import { EAGAIN, EINVAL } from './errno.ts';
import {
  DESCRIPTION_KIND,
  DESCRIPTION_LOCKS,
  DESCRIPTION_OBJECT,
  KIND_FILE,
  PROCESS_DESCRIPTOR_CAPACITY,
  PROCESS_STATE,
  STATE_FREE,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { load32, store32 } from './primitives.ts';
import { processSlot } from './process_table.ts';

const RECORDS: i32 = 16;
/** Kinds of locks, and the mask of one. */
const UNLOCKED: i32 = 0;
const READ_LOCKED: i32 = 1;
const WRITE_LOCKED: i32 = 2;
const MASK: i32 = 3;

/** The strongest lock that other descriptions of the same file have on a record: 0 none, 1 reading, 2 writing. */
export function foreignRecordLock(description: u32, record: i32): i32 {
  if (record < 0 || record >= RECORDS || load32(description + DESCRIPTION_KIND) !== KIND_FILE) return -EINVAL;
  const inode: i32 = load32(description + DESCRIPTION_OBJECT);
  let strongest: i32 = UNLOCKED;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (load32(process + PROCESS_STATE) === STATE_FREE) continue;
    const capacity: i32 = load32(process + PROCESS_DESCRIPTOR_CAPACITY);
    for (let fd: i32 = 0; fd < capacity; fd = (fd + 1) | 0) {
      const other: u32 = descriptorIn(process, fd);
      if (other === 0 || other === description) continue;
      if (load32(other + DESCRIPTION_KIND) !== KIND_FILE || load32(other + DESCRIPTION_OBJECT) !== inode) continue;
      const held: i32 = (load32(other + DESCRIPTION_LOCKS) >>> (record << 1)) & MASK;
      if (held > strongest) strongest = held;
    }
  }
  return strongest;
}

/** 0, or -EAGAIN when another description's lock stands against it. */
export function setRecordLock(description: u32, record: i32, kind: i32): i32 {
  if (kind > WRITE_LOCKED) return -EINVAL;
  const foreign: i32 = foreignRecordLock(description, record);
  if (foreign < 0) return foreign;
  if (kind === READ_LOCKED && foreign === WRITE_LOCKED) return -EAGAIN;
  if (kind === WRITE_LOCKED && foreign !== UNLOCKED) return -EAGAIN;
  const locks: i32 = load32(description + DESCRIPTION_LOCKS) & ~(MASK << (record << 1));
  store32(description + DESCRIPTION_LOCKS, locks | (kind << (record << 1)));
  return 0;
}
