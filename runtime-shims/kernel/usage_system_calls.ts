/** The typed face of what processes use: system_calls.ts over the exports of usage_calls.ts. */
import { STATE_EMBRYO, STATE_RUNNING, STATE_STOPPED, SUPERBLOCK_USAGE_ASKED } from './layout.ts';
import type { ProcessInformation, SupervisorCalls, SystemCalls } from './system_calls.ts';
import type * as usage from './usage_calls.ts';

export type UsageExports = Pick<typeof usage, Extract<keyof typeof usage, `sys${string}`>>;
export type UsageCalls = Pick<
  SystemCalls,
  'resting' | 'beginRest' | 'endRest' | 'cpuTimes' | 'processes' | 'portsOf' | 'measuredMemory' | 'setMemory'
> &
  Pick<SupervisorCalls, 'usageAsked' | 'limitedThreads'>;

/** Where the arguments begin in what sysProcessInformation stores. */
const ARGUMENTS = 60;
const decoder = new TextDecoder();

function stateName(state: number): ProcessInformation['state'] {
  if (state === STATE_EMBRYO) return 'embryo';
  if (state === STATE_RUNNING) return 'running';
  return state === STATE_STOPPED ? 'stopped' : 'zombie';
}

export function createUsageCalls(
  exports: UsageExports,
  memory: WebAssembly.Memory,
  scratch: () => { address: number; size: number },
): UsageCalls {
  const words = (address: number, count: number) => new Int32Array(memory.buffer, address, count);
  const doubles = (address: number, count: number) => new Float64Array(memory.buffer, address, count);
  return {
    resting(wait) {
      exports.sysBeginRest();
      try {
        return wait();
      } finally {
        exports.sysEndRest();
      }
    },
    beginRest: () => exports.sysBeginRest(),
    endRest: () => exports.sysEndRest(),
    cpuTimes() {
      const { address } = scratch();
      exports.sysCpuTimes(address);
      const [process = 0, thread = 0, children = 0] = doubles(address, 3);
      return { process, thread, children };
    },
    processes() {
      const found: ProcessInformation[] = [];
      const { address, size } = scratch();
      for (let index = 0; ; index++) {
        index = exports.sysProcessInformation(index, address, size - ARGUMENTS);
        if (index < 0) return found;
        const [startTime = 0, cpuTime = 0, memoryBytes = 0] = doubles(address, 3);
        const [pid = 0, ppid = 0, pgid = 0, sid = 0, state = 0, busy = 0, terminal = 0, foreground = 0, length = 0] =
          words(address + 24, 9);
        const text = decoder.decode(new Uint8Array(memory.buffer, address + ARGUMENTS, length).slice());
        const argv = text.split('\0').slice(0, -1);
        const numbers = { pid, ppid, pgid, sid, startTime, cpuTime, memory: memoryBytes };
        const flags = { busy: busy !== 0, foreground: foreground !== 0 };
        found.push({ ...numbers, ...flags, state: stateName(state), terminal, argv });
      }
    },
    portsOf(pid) {
      const { address, size } = scratch();
      const count = exports.sysPortsOf(pid, address, size >> 2);
      return count < 0 ? [] : [...new Set(words(address, count))].sort((a, b) => a - b);
    },
    measuredMemory() {
      const { address } = scratch();
      exports.sysMeasuredMemory(address);
      const [process = 0, thread = 0] = doubles(address, 2);
      return { process, thread };
    },
    limitedThreads: () => exports.sysLimitedThreads(),
    setMemory: (id, bytes) => exports.sysSetMemory(id, bytes),
    usageAsked: () => Atomics.load(words(0, (SUPERBLOCK_USAGE_ASKED >> 2) + 1), SUPERBLOCK_USAGE_ASKED >> 2),
  };
}
