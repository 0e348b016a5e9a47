/** Which process an instance speaks for, its transfer area, and the check of the image. */
import { currentThread, setCurrentProcess } from './current.ts';
import { checkImage } from './fsck.ts';
import { allocate } from './heap.ts';
import { PROCESS_SCRATCH } from './layout.ts';
import { lock, unlock } from './lock.ts';
import { load32, store32 } from './primitives.ts';
import { findRecord, INIT_PID } from './process_table.ts';
import { endRest } from './usage.ts';

/** Makes this instance speak for a process or a thread; 0, or -1 when there is none with that id. */
export function adoptProcess(pid: i32): i32 {
  const process: u32 = findRecord(pid);
  if (process === 0) return -1;
  setCurrentProcess(process);
  // The supervisor is the system, not a program: its time is nobody's.
  if (pid !== INIT_PID) endRest(process);
  return 0;
}

/** The thread's transfer area of `bytes`, made at the first call; 0 when memory is out. It goes with the process. */
export function transferArea(bytes: i32): u32 {
  lock();
  const thread: u32 = currentThread();
  let area: u32 = load32(thread + PROCESS_SCRATCH) >>> 0;
  if (area === 0) {
    area = allocate(bytes);
    store32(thread + PROCESS_SCRATCH, area);
  }
  unlock();
  return area;
}

/** Bits of the faults of the image (fsck.ts). */
export function fsck(): i32 {
  lock();
  const faults: i32 = checkImage();
  unlock();
  return faults;
}
