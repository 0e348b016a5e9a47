/** Which process this instance of the kernel speaks for: the one thing that instances do not share. */
let process: u32 = 0;

/** Address of the record of the process that calls, 0 before it has one. */
export function currentProcess(): u32 {
  return process;
}

export function setCurrentProcess(address: u32): void {
  process = address;
}
