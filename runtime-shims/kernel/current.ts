/** Which process this instance of the kernel speaks for: the one thing that instances do not share. */
import { PROCESS_PID } from './layout.ts';
import { load32 } from './primitives.ts';

let process: u32 = 0;
let identity: i32 = 0;

/** Address of the record of the process that calls, 0 before it has one. */
export function currentProcess(): u32 {
  return process;
}

/** The pid that the record had when this instance became its process: 0 before it has one. */
export function currentPid(): i32 {
  return identity;
}

export function setCurrentProcess(address: u32): void {
  process = address;
  identity = address === 0 ? 0 : load32(address + PROCESS_PID);
}
