/** Which thread of which process this instance of the kernel speaks for: the one thing that instances do not share. */
import { PROCESS_LEADER, PROCESS_PID } from './layout.ts';
import { load32 } from './primitives.ts';

let thread: u32 = 0;
let process: u32 = 0;
let identity: i32 = 0;

/** Address of the record of the process that calls, 0 before it has one: descriptors, directory, signals, relations. */
export function currentProcess(): u32 {
  return process;
}

/** Address of the record of the thread that calls: what it waits for, what it holds. A main thread's is its process's. */
export function currentThread(): u32 {
  return thread;
}

/** The pid (or thread id) that the record had when this instance became its thread: 0 before it has one. */
export function currentPid(): i32 {
  return identity;
}

/** `address`: a record of a process or of a thread. */
export function setCurrentProcess(address: u32): void {
  const leader: u32 = address === 0 ? 0 : load32(address + PROCESS_LEADER) >>> 0;
  thread = address;
  process = leader === 0 ? address : leader;
  identity = address === 0 ? 0 : load32(address + PROCESS_PID);
}
