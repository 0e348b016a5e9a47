/**
 * For tests: the plain-JavaScript build of the kernel over a private image, with several processes on one thread. The
 * kernel speaks for one process at a time; `as(pid)` chooses which.
 */
import { O_CREAT, O_TRUNC, O_WRONLY } from './constants.ts';
import { currentThread, setCurrentProcess } from './current.ts';
import { createDatagramCalls, type DatagramCalls } from './datagram_calls.ts';
import * as files from './file_exports.ts';
import { format } from './format.ts';
import { transferArea } from './instance.ts';
import * as ipc from './ipc.ts';
import { createIpcCalls, type IpcCalls } from './ipc_calls.ts';
import { bindMemory } from './primitives.ts';
import * as processes from './process_calls.ts';
import { findProcess } from './process_table.ts';
import * as sockets from './socket_exports.ts';
import type { SystemCalls } from './system_calls.ts';
import { Transfer } from './transfer.ts';
import * as usage from './usage_calls.ts';
import { createUsageCalls, type UsageCalls } from './usage_system_calls.ts';

const SCRATCH_SIZE = 1 << 20;
const INITIAL_PAGES = 128;
const MAXIMUM_PAGES = 4096;
const EXECUTABLE = 0o755;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface TestKernel extends IpcCalls, DatagramCalls, UsageCalls {
  /** From here on the calls are that process's. */
  as(pid: number): void;
  write(fd: number, data: string | Uint8Array): number;
  read(fd: number, length?: number): Uint8Array | number;
  /** What can be read now, as text; a negative number is an error. */
  text(fd: number, length?: number): string | number;
  close(fd: number): number;
  mkdir(path: string): number;
  /** Writes a whole file. */
  file(path: string, content: string, mode?: number): void;
  unlink(path: string): number;
  open(path: string, flags: number): number;
  dup2(from: number, to: number): number;
  /** A child of the caller that runs the native program, started. */
  child(request?: { stdio?: number[]; pgid?: number; setsid?: boolean; foreground?: number }): number;
  memoryUsed(): number;
}

export function createTestKernel(): TestKernel {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES, shared: true });
  bindMemory(memory);
  format(MAXIMUM_PAGES);
  const scratch = transferArea(SCRATCH_SIZE);
  const put = (data: string | Uint8Array): number => {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    new Uint8Array(memory.buffer).set(bytes, scratch);
    return bytes.length;
  };
  const read = (fd: number, length = SCRATCH_SIZE): Uint8Array | number => {
    const size = files.read(fd, scratch, length, -1);
    return size < 0 ? size : new Uint8Array(memory.buffer, scratch, size).slice();
  };
  const fileCalls: Pick<SystemCalls, 'open' | 'read' | 'close' | 'stat' | 'access'> = {
    open: (path, flags, mode) => files.open(scratch, put(path), flags, mode),
    read(fd, buffer, position) {
      const size = files.read(fd, scratch, buffer.length, position);
      if (size > 0) buffer.set(new Uint8Array(memory.buffer, scratch, size));
      return size;
    },
    close: (fd) => files.close(fd),
    stat(path, out, offset) {
      const result = files.stat(scratch, put(path), 1, scratch + SCRATCH_SIZE / 2);
      if (result === 0) out.set(new Float64Array(memory.buffer, scratch + SCRATCH_SIZE / 2, 18), offset);
      return result;
    },
    access: (path, mode) => files.access(scratch, put(path), mode),
  };
  const exports = { ...ipc, ...processes, ...sockets, ...usage, currentThread };
  const transfer = new Transfer(memory, () => scratch);
  const area = () => ({ address: scratch, size: SCRATCH_SIZE });
  const calls = createIpcCalls({ memory, exports, scratch: area, files: fileCalls });
  const kernel: TestKernel = {
    ...calls,
    ...createDatagramCalls(exports, transfer),
    ...createUsageCalls(exports, memory, area),
    as: (pid) => setCurrentProcess(findProcess(pid)),
    write: (fd, data) => files.write(fd, scratch, put(data), -1),
    read,
    text(fd, length) {
      const bytes = read(fd, length);
      return typeof bytes === 'number' ? bytes : decoder.decode(bytes);
    },
    close: (fd) => files.close(fd),
    mkdir: (path) => files.mkdir(scratch, put(path), EXECUTABLE),
    file(path, content, mode = EXECUTABLE) {
      const fd = files.open(scratch, put(path), O_CREAT | O_TRUNC | O_WRONLY, mode);
      files.write(fd, scratch, put(content), -1);
      files.close(fd);
    },
    unlink: (path) => files.unlink(scratch, put(path)),
    open: (path, flags) => files.open(scratch, put(path), flags, 0),
    dup2: (from, to) => files.dup2(from, to),
    child({ stdio = [], pgid, setsid, foreground } = {}) {
      const request = { file: '/bin/node', argv: ['node'], env: [], stdio, pgid, setsid, foreground };
      const pid = calls.spawn(request);
      if (pid < 0) throw new Error(`spawn: ${pid}`);
      calls.takeOrder();
      calls.started(pid);
      return pid;
    },
    memoryUsed: () => files.memoryUsed(),
  };
  kernel.mkdir('/bin');
  kernel.file('/bin/node', '\x7fWARDIAN');
  return kernel;
}
