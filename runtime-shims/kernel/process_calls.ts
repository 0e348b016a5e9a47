/** The system calls of processes and signals as the kernel exports them: lock, work, unlock. */
import { currentProcess, currentThread } from './current.ts';
import { ENOTDIR } from './errno.ts';
import { isDirectory } from './inode.ts';
import { PROCESS_ARGV_LENGTH, PROCESS_BLOCK, PROCESS_BLOCK_LENGTH, PROCESS_PPID } from './layout.ts';
import { lock, unlock } from './lock.ts';
import { takeFirstOrder } from './order.ts';
import { walkExisting, walkedInode, workingDirectory } from './path.ts';
import { load32 } from './primitives.ts';
import {
  beginTermination,
  endTermination,
  execProcess,
  exitProcess,
  getGroup,
  getSession,
  outgoingBlock,
  releaseOutgoing,
  setGroup,
  spawnProcess,
  startedProcess,
} from './process.ts';
import { killProcesses, setDisposition, takePendingSignal } from './signal.ts';
import { waitForChild } from './wait.ts';

/** `cwd`: a path of `cwdLength` bytes, or none with length 0: the caller's directory. See {@link spawnProcess}. */
export function sysSpawn(
  block: u32,
  blockLength: i32,
  argvLength: i32,
  stdio: u32,
  count: i32,
  pgid: i32,
  setsid: i32,
  foreground: i32,
  ignored: i32,
  cwd: u32,
  cwdLength: i32,
): i32 {
  lock();
  let directory: u32 = workingDirectory();
  let result: i32 = cwdLength === 0 ? 0 : walkExisting(cwd, cwdLength, true);
  if (result === 0 && cwdLength !== 0) {
    directory = walkedInode();
    if (!isDirectory(directory)) result = -ENOTDIR;
  }
  if (result === 0)
    result = spawnProcess(block, blockLength, argvLength, stdio, count, pgid, setsid, foreground, ignored, directory);
  releaseOutgoing(currentThread());
  unlock();
  return result;
}

/** See execProcess; the block lies in the room of {@link sysOutgoing}. */
export function sysExec(block: u32, blockLength: i32, argvLength: i32): i32 {
  lock();
  const result: i32 = execProcess(block, blockLength, argvLength);
  releaseOutgoing(currentThread());
  unlock();
  return result;
}

/** Room for what {@link sysSpawn} is given: see outgoingBlock. */
export function sysOutgoing(length: i32): u32 {
  lock();
  const block: u32 = outgoingBlock(length);
  unlock();
  return block;
}

export function sysExit(status: i32): void {
  lock();
  exitProcess(status);
  unlock();
}

export function sysStarted(pid: i32): void {
  lock();
  startedProcess(pid);
  unlock();
}

/** Leaves the lock held when it answers 0; {@link sysEndTermination} gives it back. */
export function sysBeginTermination(pid: i32): i32 {
  lock();
  const result: i32 = beginTermination(pid);
  if (result !== 0) unlock();
  return result;
}

export function sysEndTermination(pid: i32, status: i32): void {
  endTermination(pid, status);
  unlock();
}

/** `pid << 2 | kind` (order.ts), or 0. */
export function sysTakeOrder(): i32 {
  lock();
  const result: i32 = takeFirstOrder();
  unlock();
  return result;
}

export function sysGetppid(): i32 {
  lock();
  const result: i32 = load32(currentProcess() + PROCESS_PPID);
  unlock();
  return result;
}

export function sysGetpgid(pid: i32): i32 {
  lock();
  const result: i32 = getGroup(pid);
  unlock();
  return result;
}

export function sysSetpgid(pid: i32, pgid: i32): i32 {
  lock();
  const result: i32 = setGroup(pid, pgid);
  unlock();
  return result;
}

export function sysGetsid(pid: i32): i32 {
  lock();
  const result: i32 = getSession(pid);
  unlock();
  return result;
}

export function sysKill(pid: i32, signal: i32): i32 {
  lock();
  const result: i32 = killProcesses(pid, signal);
  unlock();
  return result;
}

export function sysSigaction(signal: i32, disposition: i32): i32 {
  lock();
  const result: i32 = setDisposition(signal, disposition);
  unlock();
  return result;
}

export function sysTakeSignal(): i32 {
  lock();
  const result: i32 = takePendingSignal();
  unlock();
  return result;
}

export function sysWait4(pid: i32, options: i32, out: u32): i32 {
  lock();
  const result: i32 = waitForChild(pid, options, out);
  unlock();
  return result;
}

/** Where the caller's arguments lie, and how long they and the whole block are. The block lives as long as the caller. */
export function sysBlock(): u32 {
  return load32(currentProcess() + PROCESS_BLOCK) >>> 0;
}

export function sysBlockLength(): i32 {
  return load32(currentProcess() + PROCESS_BLOCK_LENGTH);
}

export function sysArgvLength(): i32 {
  return load32(currentProcess() + PROCESS_ARGV_LENGTH);
}
