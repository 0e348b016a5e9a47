/** The typed face of threads and message ports: system_calls.ts over the exports of thread_calls.ts. */
import { ENOMEM } from './errno.ts';
import { MESSAGE_HEADER, PART_BYTES, PART_HEADER } from './message_port.ts';
import type { SupervisorCalls, SystemCalls } from './system_calls.ts';
import type * as threads from './thread_calls.ts';
import { DATA_BYTES, type Transfer } from './transfer.ts';

export type ThreadExports = Pick<typeof threads, Extract<keyof typeof threads, `sys${string}`>> & {
  sysOutgoing(length: number): number;
};

export type ThreadCalls = Pick<
  SystemCalls,
  | 'threadCreate'
  | 'threadStart'
  | 'threadTerminate'
  | 'threadWait'
  | 'thread'
  | 'threadExit'
  | 'claimDescriptor'
  | 'portPair'
  | 'portJoin'
  | 'portPost'
  | 'portReturn'
  | 'portTarget'
  | 'portReceive'
  | 'portsReady'
  | 'portClose'
> &
  Pick<SupervisorCalls, 'processOf'>;

const encoder = new TextEncoder();
/** An answer of portReceive that is no address. */
const CLOSED = 1;

export function createThreadCalls(exports: ThreadExports, transfer: Transfer, memory: WebAssembly.Memory): ThreadCalls {
  // Views of shared memory stay good when it grows, and asking for its present buffer costs more than many a call: they
  // are made anew only for what lies behind their end.
  let words = new Uint32Array(memory.buffer);
  let bytes = new Uint8Array(memory.buffer);
  const reach = (end: number): void => {
    if (end <= bytes.length) return;
    words = new Uint32Array(memory.buffer);
    bytes = new Uint8Array(memory.buffer);
  };
  const word = (address: number): number => {
    reach(address + 4);
    return words[address >>> 2]!;
  };

  /** Writes a message into the outgoing block and parts behind it, the last one first; false when memory is out. */
  function layDown(message: Uint8Array, ports: readonly number[]): boolean {
    const before = MESSAGE_HEADER + 4 * ports.length;
    const first = Math.max(0, Math.min(message.length, PART_BYTES - before));
    const step = PART_BYTES - PART_HEADER;
    for (let from = first + Math.floor((message.length - first - 1) / step) * step; from >= first; from -= step) {
      const part = message.subarray(from, from + step);
      if (part.length === 0) continue;
      const address = exports.sysPortPart(part.length) >>> 0;
      if (address === 0) {
        exports.sysPortForget();
        return false;
      }
      reach(address + PART_HEADER + part.length);
      bytes.set(part, address + PART_HEADER);
    }
    const start = exports.sysOutgoing(before + first) >>> 0;
    if (start === 0) {
      exports.sysPortForget();
      return false;
    }
    reach(start + before + first);
    const index = start >>> 2;
    words[index + 1] = ports.length;
    words[index + 2] = first;
    for (let i = 0; i < ports.length; i++) words[index + MESSAGE_HEADER / 4 + i] = ports[i]!;
    bytes.set(first === message.length ? message : message.subarray(0, first), start + before);
    return true;
  }

  /** The bytes of a message and of the parts behind it. */
  function collect(start: number, before: number): Uint8Array {
    const first = word(start + 8);
    reach(start + before + first);
    if (word(start + 12) === 0) return bytes.slice(start + before, start + before + first);
    let length = first;
    for (let part = word(start + 12); part !== 0; part = word(part)) length += word(part + 4);
    const whole = new Uint8Array(length);
    whole.set(bytes.subarray(start + before, start + before + first));
    let at = first;
    for (let part = word(start + 12); part !== 0; part = word(part)) {
      const partLength = word(part + 4);
      reach(part + PART_HEADER + partLength);
      whole.set(bytes.subarray(part + PART_HEADER, part + PART_HEADER + partLength), at);
      at += partLength;
    }
    return whole;
  }

  return {
    threadCreate(port, data, memoryLimit = 0) {
      const block = exports.sysOutgoing(data.length + 1) >>> 0;
      if (block === 0) return -ENOMEM;
      transfer.bytes().set(data, block);
      const id = exports.sysThreadCreate(port, data.length, memoryLimit, transfer.data);
      return id < 0 ? id : { id, number: word(transfer.data) };
    },
    threadStart: (id) => exports.sysThreadStart(id),
    threadTerminate: (id) => exports.sysThreadTerminate(id),
    threadWait(id) {
      const result = exports.sysThreadWait(id, transfer.data);
      if (result <= 0) return result === 0 ? null : result;
      return { exitCode: word(transfer.data) | 0, outOfMemory: word(transfer.data + 4) !== 0 };
    },
    thread() {
      const number = exports.sysThreadNumber();
      if (number === 0) return null;
      const data = transfer.copyOut(exports.sysThreadBlock() >>> 0, exports.sysThreadBlockLength());
      return { number, port: exports.sysThreadPort() >>> 0, data };
    },
    threadExit: (exitCode) => exports.sysThreadExit(exitCode),

    claimDescriptor: (fd, how) => exports.sysClaimDescriptor(fd, how === 'leave' ? 1 : 0),

    portPair() {
      const result = exports.sysPortPair(transfer.data);
      return result < 0 ? result : [word(transfer.data), word(transfer.data + 4)];
    },
    portJoin(name) {
      const bytes = encoder.encode(name).subarray(0, DATA_BYTES);
      transfer.bytes().set(bytes, transfer.data);
      const result = exports.sysPortJoin(transfer.data, bytes.length, transfer.data);
      return result < 0 ? result : word(transfer.data);
    },
    portPost: (port, message, ports) => (layDown(message, ports) ? exports.sysPortPost(port) : -ENOMEM),
    portReturn: (port, message, ports) => (layDown(message, ports) ? exports.sysPortReturn(port) : -ENOMEM),
    portTarget: (port) => exports.sysPortTarget(port),
    portReceive(port) {
      const start = exports.sysPortReceive(port) >>> 0;
      if (start === 0) return null;
      if (start === CLOSED) return 'closed';
      const count = word(start + 4);
      const ports: number[] = [];
      for (let i = 0; i < count; i++) ports.push(word(start + MESSAGE_HEADER + 4 * i));
      const message = collect(start, MESSAGE_HEADER + 4 * count);
      exports.sysPortReceived();
      return { message, ports };
    },
    portsReady() {
      const count = exports.sysPortReady(transfer.data, DATA_BYTES >>> 2);
      if (count === 0) return [];
      const found: { port: number; isClosed: boolean }[] = [];
      // The kernel lists the newest first.
      for (let i = count - 1; i >= 0; i--) {
        const entry = word(transfer.data + 4 * i);
        found.push({ port: (entry & ~1) >>> 0, isClosed: (entry & 1) !== 0 });
      }
      return found;
    },
    portClose: (port) => exports.sysPortClose(port),
    processOf: (id) => exports.sysThreadProcess(id),
  };
}
