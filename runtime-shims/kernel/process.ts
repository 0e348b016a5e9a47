/**
 * Life and death of processes: fork+execve in one (spawn), exit, and the relations between them (credentials(7)).
 *
 * embryo → running ⇄ stopped → zombie → reaped → free. A record is free again only when its parent has waited for it
 * *and* its Worker has ended, so that a Worker on its way out never shares a record with a successor.
 */
import { currentProcess, currentThread } from './current.ts';
import { closeDescriptors, descriptorOf, placeDescriptor } from './descriptor.ts';
import { EACCES, EAGAIN, EBADF, EINVAL, ENOMEM, ENOTTY, EPERM, ESRCH } from './errno.ts';
import { allocate, release } from './heap.ts';
import { dropInode, holdInode } from './inode.ts';
import {
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  KIND_PTY_TERMINAL,
  PROCESS_ARGV_LENGTH,
  PROCESS_BLOCK,
  PROCESS_BLOCK_LENGTH,
  PROCESS_CAUGHT,
  PROCESS_DEAD,
  PROCESS_DIRECTORY,
  PROCESS_DYING,
  PROCESS_FREED_TIME,
  PROCESS_IGNORED,
  PROCESS_ORPHAN,
  PROCESS_OUTGOING,
  PROCESS_PARTS,
  PROCESS_PGID,
  PROCESS_PID,
  PROCESS_PPID,
  PROCESS_SCRATCH,
  PROCESS_SID,
  PROCESS_SIZE,
  PROCESS_START_TIME,
  PROCESS_STATE,
  PROCESS_STATE_BEFORE_STOP,
  PROCESS_TERMINAL,
  PROCESS_UMASK,
  PROCESS_WAIT_STATUS,
  PROCESS_WORKER,
  STATE_EMBRYO,
  STATE_FREE,
  STATE_REAPED,
  STATE_RUNNING,
  STATE_STOPPED,
  STATE_ZOMBIE,
  SUPERBLOCK_NEXT_PID,
} from './layout.ts';
import { MAX_PROCESSES, PID_MAX } from './limits.ts';
import { releaseOutgoingParts } from './message_port.ts';
import { cancelOrder, ORDER_START, ORDER_TERMINATE, queueOrder } from './order.ts';
import { wakeThreads } from './poll.ts';
import { clock, copyMemory, fillMemory, load32, loadF64, store32, storeF64 } from './primitives.ts';
import {
  findProcess,
  findRecord,
  groupInSession,
  INIT_PID,
  isOrphanedGroup,
  isThread,
  parentOf,
  processSlot,
} from './process_table.ts';
import { abandonTerminal, adoptTerminal, setForeground } from './pty.ts';
import { notifyParent, signalGroup } from './signal.ts';
import { SIGCHLD, SIGCONT, SIGHUP, SIGKILL, SIGPIPE, SIGSTOP, signalBit } from './signal_numbers.ts';
import { endThreads, releaseThreadHoldings, threadWorkerEnded } from './thread.ts';
import { beginRest } from './usage.ts';

/** After a wrap, pids begin here, as on Linux: low ones stay those of the system's first processes. */
const RESERVED_PIDS: i32 = 300;
/** Milliseconds after `Worker.terminate()` in which its thread may still run: observed are a few. */
const WORKER_LINGER: f64 = 1000;
/** Whether a pid is that of a process, a group or a session. */
function isTaken(pid: i32): i32 {
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (load32(process + PROCESS_STATE) === STATE_FREE) continue;
    if (load32(process + PROCESS_PID) === pid || load32(process + PROCESS_PGID) === pid) return 1;
    if (load32(process + PROCESS_SID) === pid) return 1;
  }
  return 0;
}

export function nextPid(): i32 {
  let pid: i32 = load32(SUPERBLOCK_NEXT_PID);
  if (pid <= INIT_PID) pid = INIT_PID + 1;
  while (pid >= PID_MAX || isTaken(pid) !== 0) pid = pid >= PID_MAX ? RESERVED_PIDS : (pid + 1) | 0;
  store32(SUPERBLOCK_NEXT_PID, (pid + 1) | 0);
  return pid;
}

/** Gives back what a Worker wrote to without the lock, once it surely writes no more. */
export function releaseAreas(process: u32): void {
  releaseOutgoing(process);
  releaseOutgoingParts(process);
  const scratch: u32 = load32(process + PROCESS_SCRATCH) >>> 0;
  store32(process + PROCESS_SCRATCH, 0);
  if (scratch !== 0) release(scratch);
}

/** A free record, the one that has been free for longest, so that a Worker on its way out meets no successor; or 0. */
export function freeSlot(): u32 {
  const now: f64 = clock();
  let oldest: u32 = 0;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (load32(process + PROCESS_STATE) !== STATE_FREE) continue;
    if (now - loadF64(process + PROCESS_FREED_TIME) > WORKER_LINGER) releaseAreas(process);
    if (oldest === 0 || loadF64(process + PROCESS_FREED_TIME) < loadF64(oldest + PROCESS_FREED_TIME)) oldest = process;
  }
  return oldest;
}

/**
 * A new process in state embryo, with an order to start its Worker. `block`: arguments and environment, each ended by
 * NUL, `argvLength` bytes of arguments first. `stdio`: `count` words, the caller's descriptor for each of the child's, or -1.
 * `foreground`: the caller's descriptor of the terminal whose foreground its group is to be, or -1. `directory`: inode of
 * its working directory. `ignored`: bits of the signals that it ignores.
 */
export function spawnProcess(
  block: u32,
  blockLength: i32,
  argvLength: i32,
  stdio: u32,
  count: i32,
  pgid: i32,
  setsid: i32,
  foreground: i32,
  ignored: i32,
  directory: u32,
): i32 {
  const parent: u32 = currentProcess();
  const terminal: u32 = foreground < 0 ? 0 : terminalOf(foreground);
  if (foreground >= 0 && descriptorOf(foreground) === 0) return -EBADF;
  if (foreground >= 0 && (terminal === 0 || setsid !== 0)) return -ENOTTY;
  for (let fd: i32 = 0; fd < count; fd = (fd + 1) | 0) {
    const from: i32 = load32(stdio + (fd << 2));
    if (from >= 0 && descriptorOf(from) === 0) return -EBADF;
  }
  if (setsid === 0 && pgid > 0 && groupInSession(pgid, load32(parent + PROCESS_SID)) === 0) return -EPERM;
  const process: u32 = freeSlot();
  if (process === 0) return -EAGAIN;
  const copy: u32 = allocate(blockLength) >>> 0;
  if (copy === 0) return -ENOMEM;
  copyMemory(copy, block, blockLength);
  releaseAreas(process);
  fillMemory(process, 0, PROCESS_SIZE);
  const pid: i32 = nextPid();
  const leads: i32 = setsid !== 0 || pgid === 0 ? 1 : 0;
  store32(process + PROCESS_PID, pid);
  store32(process + PROCESS_STATE, STATE_EMBRYO);
  store32(process + PROCESS_WORKER, 1);
  store32(process + PROCESS_PPID, load32(parent + PROCESS_PID));
  store32(process + PROCESS_PGID, leads !== 0 ? pid : pgid > 0 ? pgid : load32(parent + PROCESS_PGID));
  store32(process + PROCESS_SID, setsid !== 0 ? pid : load32(parent + PROCESS_SID));
  store32(process + PROCESS_TERMINAL, setsid !== 0 ? 0 : load32(parent + PROCESS_TERMINAL));
  store32(process + PROCESS_UMASK, load32(parent + PROCESS_UMASK));
  store32(process + PROCESS_BLOCK, copy);
  store32(process + PROCESS_BLOCK_LENGTH, blockLength);
  store32(process + PROCESS_ARGV_LENGTH, argvLength);
  // The one native program is Node, which ignores SIGPIPE before anything else (PlatformInit in src/node.cc).
  store32(process + PROCESS_IGNORED, (ignored & ~(signalBit(SIGKILL) | signalBit(SIGSTOP))) | signalBit(SIGPIPE));
  storeF64(process + PROCESS_START_TIME, clock());
  store32(process + PROCESS_DIRECTORY, directory);
  holdInode(directory);
  for (let fd: i32 = 0; fd < count; fd = (fd + 1) | 0) {
    const from: i32 = load32(stdio + (fd << 2));
    if (from < 0) continue;
    const placed: i32 = placeDescriptor(process, fd, descriptorOf(from));
    if (placed < 0) {
      discard(process);
      return placed;
    }
  }
  if (setsid !== 0 && count > 0) adoptStandardInput(process, load32(stdio));
  if (terminal !== 0) setForeground(terminal, load32(process + PROCESS_PGID));
  queueOrder(process, ORDER_START);
  return pid;
}

/**
 * execve(2) for the caller: other arguments and environment (as in {@link spawnProcess}), signals as at the start of a
 * program. The program itself the Worker changes; descriptors are the caller's to arrange.
 */
export function execProcess(block: u32, blockLength: i32, argvLength: i32): i32 {
  const process: u32 = currentProcess();
  const copy: u32 = allocate(blockLength) >>> 0;
  if (copy === 0) return -ENOMEM;
  copyMemory(copy, block, blockLength);
  const before: u32 = load32(process + PROCESS_BLOCK) >>> 0;
  store32(process + PROCESS_BLOCK, copy);
  store32(process + PROCESS_BLOCK_LENGTH, blockLength);
  store32(process + PROCESS_ARGV_LENGTH, argvLength);
  if (before !== 0) release(before);
  store32(process + PROCESS_CAUGHT, 0);
  store32(process + PROCESS_IGNORED, load32(process + PROCESS_IGNORED) | signalBit(SIGPIPE));
  return 0;
}

/**
 * Room in which the caller lays down arguments, environment and the like for {@link spawnProcess}. It belongs to the
 * caller's record, so that nothing is lost when the caller is killed before it spawns. 0 when memory is out.
 */
export function outgoingBlock(length: i32): u32 {
  releaseOutgoing(currentThread());
  const block: u32 = allocate(length) >>> 0;
  store32(currentThread() + PROCESS_OUTGOING, block);
  return block;
}

export function releaseOutgoing(process: u32): void {
  const block: u32 = load32(process + PROCESS_OUTGOING) >>> 0;
  store32(process + PROCESS_OUTGOING, 0);
  if (block !== 0) release(block);
}

/** The pty of a descriptor of the caller's controlling terminal, or 0. */
function terminalOf(fd: i32): u32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0 || load32(description + DESCRIPTION_KIND) !== KIND_PTY_TERMINAL) return 0;
  const pty: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  return load32(currentProcess() + PROCESS_TERMINAL) >>> 0 === pty ? pty : 0;
}

function adoptStandardInput(process: u32, fd: i32): void {
  if (fd < 0) return;
  const description: u32 = descriptorOf(fd);
  if (load32(description + DESCRIPTION_KIND) !== KIND_PTY_TERMINAL) return;
  adoptTerminal(load32(description + DESCRIPTION_OBJECT) >>> 0, process);
}

/** Gives back what a process holds outside its record. */
function releaseHoldings(process: u32): void {
  releaseThreadHoldings(process);
  closeDescriptors(process);
  const directory: u32 = load32(process + PROCESS_DIRECTORY) >>> 0;
  store32(process + PROCESS_DIRECTORY, 0);
  if (directory !== 0) dropInode(directory);
  const block: u32 = load32(process + PROCESS_BLOCK) >>> 0;
  store32(process + PROCESS_BLOCK, 0);
  store32(process + PROCESS_BLOCK_LENGTH, 0);
  store32(process + PROCESS_ARGV_LENGTH, 0);
  if (block !== 0) release(block);
}

/** A spawn that failed half way. */
function discard(process: u32): void {
  releaseHoldings(process);
  store32(process + PROCESS_STATE, STATE_FREE);
  store32(process + PROCESS_PID, 0);
}

/** The Worker runs the program now. */
export function startedProcess(pid: i32): void {
  const process: u32 = findProcess(pid);
  if (process === 0) return;
  if (load32(process + PROCESS_STATE) === STATE_EMBRYO) store32(process + PROCESS_STATE, STATE_RUNNING);
  else if (load32(process + PROCESS_STATE) === STATE_STOPPED)
    store32(process + PROCESS_STATE_BEFORE_STOP, STATE_RUNNING);
}

// — death —

export function freeIfDone(process: u32): void {
  if (load32(process + PROCESS_STATE) !== STATE_REAPED || load32(process + PROCESS_WORKER) !== 0) return;
  cancelOrder(process);
  const scratch: u32 = load32(process + PROCESS_SCRATCH) >>> 0;
  const outgoing: u32 = load32(process + PROCESS_OUTGOING) >>> 0;
  const parts: u32 = load32(process + PROCESS_PARTS) >>> 0;
  fillMemory(process, 0, PROCESS_SIZE);
  // These the Worker's thread may be writing to until it is really gone: see releaseAreas.
  store32(process + PROCESS_DEAD, 1);
  store32(process + PROCESS_SCRATCH, scratch);
  store32(process + PROCESS_OUTGOING, outgoing);
  store32(process + PROCESS_PARTS, parts);
  storeF64(process + PROCESS_FREED_TIME, clock());
}

/** The parent knows of the zombie's end. */
export function reapProcess(process: u32): void {
  store32(process + PROCESS_STATE, STATE_REAPED);
  freeIfDone(process);
}

/** Hands the children over to init, which has no use for their status. */
function orphanChildren(process: u32): void {
  const pid: i32 = load32(process + PROCESS_PID);
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const child: u32 = processSlot(i);
    const state: i32 = load32(child + PROCESS_STATE);
    if (state === STATE_FREE || state === STATE_REAPED || load32(child + PROCESS_PPID) !== pid) continue;
    store32(child + PROCESS_PPID, INIT_PID);
    store32(child + PROCESS_ORPHAN, 1);
    if (state === STATE_ZOMBIE) reapProcess(child);
    else if (state === STATE_STOPPED) {
      // POSIX: a stopped group that becomes orphaned is hung up, for nobody could continue it. It becomes so only when
      // the parent that ends stood in another group of the session.
      const group: i32 = load32(child + PROCESS_PGID);
      const session: i32 = load32(child + PROCESS_SID);
      const guarded: bool = load32(process + PROCESS_PGID) !== group && load32(process + PROCESS_SID) === session;
      if (guarded && isOrphanedGroup(group, session) !== 0) {
        signalGroup(group, SIGHUP);
        signalGroup(group, SIGCONT);
      }
    }
  }
}

/** Turns a living process into a zombie: everything that it held is given back, its relations are told. */
function die(process: u32, status: i32): void {
  const pid: i32 = load32(process + PROCESS_PID);
  store32(process + PROCESS_DEAD, 1);
  store32(process + PROCESS_WAIT_STATUS, status);
  store32(process + PROCESS_STATE, STATE_ZOMBIE);
  beginRest(process);
  endThreads(process, process);
  releaseHoldings(process);
  const terminal: u32 = load32(process + PROCESS_TERMINAL) >>> 0;
  if (terminal !== 0 && load32(process + PROCESS_SID) === pid) abandonTerminal(terminal);
  store32(process + PROCESS_TERMINAL, 0);
  orphanChildren(process);
  const parent: u32 = parentOf(process);
  const ignored: i32 = parent === 0 ? 0 : load32(parent + PROCESS_IGNORED) & signalBit(SIGCHLD);
  if (parent === 0 || ignored !== 0 || load32(process + PROCESS_ORPHAN) !== 0) reapProcess(process);
  else notifyParent(process);
  // A parent that ignores SIGCHLD learns only that none is left.
  if (parent !== 0 && ignored !== 0) wakeThreads(parent);
}

/** exit(2) of the caller. Its Worker is ended by the supervisor. */
export function exitProcess(status: i32): void {
  const process: u32 = currentProcess();
  if (load32(process + PROCESS_STATE) === STATE_ZOMBIE) return;
  queueOrder(process, ORDER_TERMINATE);
  die(process, (status & 0xff) << 8);
}

/** First half of a termination: from now on the victim's calls park. 0 or -ESRCH. */
export function beginTermination(pid: i32): i32 {
  const process: u32 = findRecord(pid);
  if (process === 0) return -ESRCH;
  store32(process + PROCESS_DEAD, 1);
  return 0;
}

/** Second half, once the Worker is gone. A signal that was to end it, or its own exit, gives the status. */
export function endTermination(pid: i32, status: i32): void {
  const process: u32 = findRecord(pid);
  if (process === 0) return;
  cancelOrder(process);
  store32(process + PROCESS_WORKER, 0);
  if (isThread(process)) {
    threadWorkerEnded(process);
    return;
  }
  const state: i32 = load32(process + PROCESS_STATE);
  if (state === STATE_ZOMBIE || state === STATE_REAPED) freeIfDone(process);
  else die(process, load32(process + PROCESS_DYING) !== 0 ? load32(process + PROCESS_WAIT_STATUS) : status);
}

// — groups and sessions —

/** `pid` 0: the caller. */
function processOrSelf(pid: i32): u32 {
  return pid === 0 ? currentProcess() : findProcess(pid);
}

export function getGroup(pid: i32): i32 {
  const process: u32 = processOrSelf(pid);
  return process === 0 ? -ESRCH : load32(process + PROCESS_PGID);
}

export function getSession(pid: i32): i32 {
  const process: u32 = processOrSelf(pid);
  return process === 0 ? -ESRCH : load32(process + PROCESS_SID);
}

export function setGroup(pid: i32, pgid: i32): i32 {
  if (pgid < 0) return -EINVAL;
  const self: u32 = currentProcess();
  const process: u32 = processOrSelf(pid);
  if (process === 0) return -ESRCH;
  const target: i32 = load32(process + PROCESS_PID);
  if (process !== self && load32(process + PROCESS_PPID) !== load32(self + PROCESS_PID)) return -ESRCH;
  if (load32(process + PROCESS_SID) === target) return -EPERM;
  if (load32(process + PROCESS_SID) !== load32(self + PROCESS_SID)) return -EPERM;
  // setpgid(2): not after the child's execve; here that is the start of its Worker.
  if (process !== self && load32(process + PROCESS_STATE) !== STATE_EMBRYO) return -EACCES;
  const group: i32 = pgid === 0 ? target : pgid;
  if (group !== target && groupInSession(group, load32(self + PROCESS_SID)) === 0) return -EPERM;
  store32(process + PROCESS_PGID, group);
  return 0;
}
