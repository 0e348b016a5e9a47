/** Instances of the kernel: the first one, which makes the image, and one for each Worker that joins it. */
import { createDatagramCalls } from './datagram_calls.ts';
import { createFileCalls, type FileExports } from './file_calls.ts';
import { FAULTS } from './fsck_faults.ts';
import { createIpcCalls, type IpcExports } from './ipc_calls.ts';
import { DEFAULT_MAXIMUM_BYTES } from './limits.ts';
import { clock } from './primitives.ts';
import type { AttachedKernel, KernelOptions, SupervisorCalls } from './system_calls.ts';
import { createThreadCalls, type ThreadExports } from './thread_system_calls.ts';
import { TRANSFER_BYTES, Transfer } from './transfer.ts';
import { createUsageCalls, type UsageExports } from './usage_system_calls.ts';

export type KernelExports = FileExports &
  IpcExports &
  ThreadExports &
  UsageExports & {
    format(maximumPages: number): void;
    adoptProcess(pid: number): number;
    transferArea(bytes: number): number;
    fsck(): number;
  };

const PAGE_BYTES = 65_536;
/** The module's own import: memory of 8 MiB at first and 4 GiB at the most, whatever the image may use of it. */
const INITIAL_PAGES = 128;
const LARGEST_PAGES = 65_536;
/** Maxima to try where a browser refuses to reserve more addresses, in pages. */
const SMALLER_MAXIMA = [32_768, 16_384, 8_192];

function reserve(): WebAssembly.Memory {
  let refusal: unknown;
  for (const maximum of [LARGEST_PAGES, ...SMALLER_MAXIMA]) {
    try {
      return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared: true });
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory, clock } }).exports as unknown as KernelExports;
}

type WholeKernel = AttachedKernel & SupervisorCalls;

/** All calls over a set of exports, WebAssembly's or the plain-JavaScript build's. */
export function createCalls(exports: KernelExports, memory: WebAssembly.Memory): WholeKernel {
  const transfer = new Transfer(memory, () => exports.transferArea(TRANSFER_BYTES) >>> 0);
  const files = createFileCalls(exports, transfer);
  const scratch = () => ({ address: transfer.data, size: TRANSFER_BYTES - (transfer.data - transfer.address) });
  const ipc = createIpcCalls({ memory, exports, scratch, files });
  const datagrams = createDatagramCalls(exports, transfer);
  const threads = createThreadCalls(exports, transfer, memory);
  const usage = createUsageCalls(exports, memory, scratch);
  let pid = 0;
  const kernel = {
    ...files,
    ...ipc,
    ...datagrams,
    ...threads,
    ...usage,
    memory,
    get pid() {
      return pid;
    },
    get eventWord() {
      return ipc.eventWordIndex();
    },
    adopt(next: number) {
      if (exports.adoptProcess(next) < 0) throw new Error(`there is no process ${next} to adopt`);
      pid = exports.sysThreadProcess(next);
      transfer.reset();
    },
    fsck() {
      const faults = exports.fsck();
      return FAULTS.filter(([bit]) => (faults & bit) !== 0).map(([, words]) => words);
    },
  };
  return kernel;
}

/** Formats a memory for `exports`; answers the calls of pid 1. */
export function formatKernel(
  exports: KernelExports,
  memory: WebAssembly.Memory,
  options: KernelOptions = {},
): WholeKernel {
  const maximum = Math.min(options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES, LARGEST_PAGES * PAGE_BYTES);
  exports.format(Math.floor(maximum / PAGE_BYTES));
  const kernel = createCalls(exports, memory);
  kernel.adopt(1);
  return kernel;
}

/** See `CreateKernel` in system_calls.ts. */
export function createKernel(module: WebAssembly.Module, options: KernelOptions = {}): WholeKernel {
  const memory = reserve();
  return formatKernel(instantiate(module, memory), memory, options);
}

/** See `AttachKernel` in system_calls.ts. */
export function attachKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): AttachedKernel {
  return createCalls(instantiate(module, memory), memory);
}
