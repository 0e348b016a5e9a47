/** Words for the faults that fsck.ts finds. */
import {
  FAULT_BOUND_SOCKET,
  FAULT_DATAGRAMS,
  FAULT_DESCRIPTOR,
  FAULT_ENTRY_COUNT,
  FAULT_ENTRY_PARENT,
  FAULT_HEAP,
  FAULT_LINKS,
  FAULT_LOCK,
  FAULT_OWN_ENTRY,
} from './fsck.ts';

export const FAULTS: readonly [bit: number, words: string][] = [
  [FAULT_HEAP, 'heap: the page map and the free lists disagree'],
  [FAULT_ENTRY_PARENT, 'directory: an entry does not know the directory that lists it'],
  [FAULT_ENTRY_COUNT, 'directory: the count of entries is wrong'],
  [FAULT_LINKS, 'inode: the count of links is wrong'],
  [FAULT_OWN_ENTRY, 'directory: it does not know its own entry'],
  [FAULT_DESCRIPTOR, 'process: a descriptor refers to no open file'],
  [FAULT_BOUND_SOCKET, 'socket: the list of bound sockets is broken'],
  [FAULT_DATAGRAMS, 'socket: a queue of datagrams is not whole'],
  [FAULT_LOCK, 'lock: it is not held during the check'],
];
