/** The memory of the browsers that this process started, read from Linux's /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** `pid (name) state parent …` of proc_pid_stat(5); the name may contain blanks and parentheses. */
const statLine = /^\d+ \((.*)\) \S (\d+) /s;

interface Process {
  name: string;
  parent: number;
}

function runningProcesses(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const pid of readdirSync('/proc').map(Number)) {
    if (!pid) continue;
    try {
      const [, name = '', parent] = statLine.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
      found.set(pid, { name, parent: Number(parent) });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** kB in proportional shares, so that what processes share counts once. */
function proportionalSize(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** MiB of all browser processes below this one; undefined where there is no /proc. */
export function browserMemory(): number | undefined {
  let processes: Map<number, Process>;
  try {
    processes = runningProcesses();
  } catch {
    return undefined;
  }
  const isBelow = (pid: number): boolean => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === process.pid) return true;
    return false;
  };
  let size = 0;
  for (const [pid, { name }] of processes) if (/chrom/i.test(name) && isBelow(pid)) size += proportionalSize(pid);
  return Math.round(size / 1024);
}
