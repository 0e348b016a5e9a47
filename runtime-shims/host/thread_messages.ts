/** What the Workers of processes and threads and the supervisor say to each other. */
import type { SharedObject } from '../node/thread_link.ts';

/** To a Worker that is ready: what it becomes, and what came for it before. */
export interface Start {
  id: number;
  shared: SharedObject[];
}

/** From a Worker, to be passed on; and to the one it is for. `to` as for `ThreadChannel.post`. */
export interface Shared {
  to: number;
  shared: SharedObject;
  /** Counts up what the supervisor has passed on. */
  passedOn: Int32Array;
}

/** From a Worker that wants large inputs digested beside it: the memory that they share (digest_memory.ts). */
export interface DigestOrder {
  digestMemory: SharedArrayBuffer;
}

/** From a process that has called execve(2): the kernel has its new arguments, another Worker is to go on with them. */
export interface Replacement {
  startsAnew: true;
}
