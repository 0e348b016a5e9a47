/** wait4(2): what became of children. Never blocks. */
import { WCONTINUED, WUNTRACED } from './constants.ts';
import { currentProcess } from './current.ts';
import { ECHILD } from './errno.ts';
import {
  PROCESS_CHANGED,
  PROCESS_CHILDREN_CPU,
  PROCESS_PGID,
  PROCESS_PID,
  PROCESS_PPID,
  PROCESS_STATE,
  PROCESS_STOP_SIGNAL,
  PROCESS_WAIT_STATUS,
  STATE_FREE,
  STATE_REAPED,
  STATE_ZOMBIE,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { load32, loadF64, store32, storeF64 } from './primitives.ts';
import { reapProcess } from './process.ts';
import { processSlot } from './process_table.ts';
import { CHANGED_CONTINUED, CHANGED_STOPPED } from './signal.ts';
import { cpuTime } from './usage.ts';

/** wait(2)'s status of a child that was continued. */
const STATUS_CONTINUED: i32 = 0xffff;
/** The low byte of the status of a stopped child. */
const STATUS_STOPPED: i32 = 0x7f;

/** `pid`: a child, -1 any, 0 the caller's group, below -1 that group. */
function matches(process: u32, pid: i32, group: i32): i32 {
  if (pid === -1) return 1;
  if (pid > 0) return load32(process + PROCESS_PID) === pid ? 1 : 0;
  return load32(process + PROCESS_PGID) === (pid === 0 ? group : -pid | 0) ? 1 : 0;
}

/** The child's pid with its wait status stored at `out`; 0 when no child has changed; -ECHILD. */
export function waitForChild(pid: i32, options: i32, out: u32): i32 {
  const self: u32 = currentProcess();
  const own: i32 = load32(self + PROCESS_PID);
  const group: i32 = load32(self + PROCESS_PGID);
  let children: i32 = 0;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    const state: i32 = load32(process + PROCESS_STATE);
    if (state === STATE_FREE || state === STATE_REAPED || load32(process + PROCESS_PPID) !== own) continue;
    if (matches(process, pid, group) === 0) continue;
    children = (children + 1) | 0;
    const child: i32 = load32(process + PROCESS_PID);
    const changed: i32 = load32(process + PROCESS_CHANGED);
    if (state === STATE_ZOMBIE) {
      store32(out, load32(process + PROCESS_WAIT_STATUS));
      const used: f64 = cpuTime(process) + loadF64(process + PROCESS_CHILDREN_CPU);
      storeF64(self + PROCESS_CHILDREN_CPU, loadF64(self + PROCESS_CHILDREN_CPU) + used);
      reapProcess(process);
      return child;
    }
    if (changed === CHANGED_STOPPED && (options & WUNTRACED) !== 0) {
      store32(out, (load32(process + PROCESS_STOP_SIGNAL) << 8) | STATUS_STOPPED);
      store32(process + PROCESS_CHANGED, 0);
      return child;
    }
    if (changed === CHANGED_CONTINUED && (options & WCONTINUED) !== 0) {
      store32(out, STATUS_CONTINUED);
      store32(process + PROCESS_CHANGED, 0);
      return child;
    }
  }
  return children > 0 ? 0 : -ECHILD;
}
