/** Consistency of the file system (link counts, entries, holds) and of the sockets. The number of faults; each kind has its bit below. */
import { S_IFDIR, SOCK_DGRAM } from './constants.ts';
import { isQueueWhole } from './datagram.ts';
import { descriptorIn } from './descriptor.ts';
import { checkHeap } from './heap.ts';
import { isDirectory } from './inode.ts';
import {
  DESCRIPTION_KIND,
  DESCRIPTION_REFERENCES,
  ENTRY_INODE,
  ENTRY_NEXT,
  ENTRY_PARENT,
  INODE_COUNT,
  INODE_ENTRY,
  INODE_FIRST,
  INODE_LINKS,
  INODE_MODE,
  PROCESS_DESCRIPTOR_CAPACITY,
  PROCESS_STATE,
  STATE_FREE,
  SUPERBLOCK_BOUND_SOCKETS,
  SUPERBLOCK_LOCK,
  SUPERBLOCK_ROOT,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { atomicLoad32, load32 } from './primitives.ts';
import { processSlot } from './process_table.ts';
import { SOCKET_BOUND_NEXT, SOCKET_BOUND_PREVIOUS, SOCKET_TYPE } from './socket_layout.ts';

export const FAULT_HEAP: i32 = 1;
export const FAULT_ENTRY_PARENT: i32 = 2;
export const FAULT_ENTRY_COUNT: i32 = 4;
export const FAULT_LINKS: i32 = 8;
export const FAULT_OWN_ENTRY: i32 = 16;
export const FAULT_DESCRIPTOR: i32 = 32;
export const FAULT_LOCK: i32 = 64;
export const FAULT_BOUND_SOCKET: i32 = 128;
export const FAULT_DATAGRAMS: i32 = 256;

function checkDirectory(directory: u32): i32 {
  let faults: i32 = 0;
  let count: i32 = 0;
  let folders: i32 = 0;
  let entry: u32 = load32(directory + INODE_FIRST) >>> 0;
  while (entry !== 0) {
    count = (count + 1) | 0;
    if (load32(entry + ENTRY_PARENT) >>> 0 !== directory) faults = faults | FAULT_ENTRY_PARENT;
    const inode: u32 = load32(entry + ENTRY_INODE) >>> 0;
    if (load32(inode + INODE_LINKS) < 1) faults = faults | FAULT_LINKS;
    if (isDirectory(inode)) {
      folders = (folders + 1) | 0;
      if (load32(inode + INODE_ENTRY) >>> 0 !== entry) faults = faults | FAULT_OWN_ENTRY;
      faults = faults | checkDirectory(inode);
    }
    entry = load32(entry + ENTRY_NEXT) >>> 0;
  }
  if (count !== load32(directory + INODE_COUNT)) faults = faults | FAULT_ENTRY_COUNT;
  if (load32(directory + INODE_LINKS) !== ((folders + 2) | 0)) faults = faults | FAULT_LINKS;
  if ((load32(directory + INODE_MODE) & S_IFDIR) === 0) faults = faults | FAULT_ENTRY_PARENT;
  return faults;
}

function checkBoundSockets(): i32 {
  let faults: i32 = 0;
  let previous: u32 = 0;
  let socket: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  while (socket !== 0) {
    if (load32(socket + SOCKET_BOUND_PREVIOUS) >>> 0 !== previous) faults = faults | FAULT_BOUND_SOCKET;
    if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM && isQueueWhole(socket) === 0) faults = faults | FAULT_DATAGRAMS;
    previous = socket;
    socket = load32(socket + SOCKET_BOUND_NEXT) >>> 0;
  }
  return faults;
}

/** Bits of the faults found, 0 when all is well. The caller holds the lock. */
export function checkImage(): i32 {
  let faults: i32 = checkHeap() === 0 ? 0 : FAULT_HEAP;
  faults = faults | checkDirectory(load32(SUPERBLOCK_ROOT) >>> 0) | checkBoundSockets();
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (load32(process + PROCESS_STATE) === STATE_FREE) continue;
    const capacity: i32 = load32(process + PROCESS_DESCRIPTOR_CAPACITY);
    for (let fd: i32 = 0; fd < capacity; fd = (fd + 1) | 0) {
      const description: u32 = descriptorIn(process, fd);
      if (description === 0) continue;
      if (load32(description + DESCRIPTION_REFERENCES) < 1) faults = faults | FAULT_DESCRIPTOR;
      const kind: i32 = load32(description + DESCRIPTION_KIND);
      if (kind < 1 || kind > 8) faults = faults | FAULT_DESCRIPTOR;
    }
  }
  if (atomicLoad32(SUPERBLOCK_LOCK) === 0) faults = faults | FAULT_LOCK;
  return faults;
}
