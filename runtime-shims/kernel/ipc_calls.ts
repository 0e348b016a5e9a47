/**
 * The typed face of pipes, ptys, sockets, readiness, processes and signals: system_calls.ts over the exports of ipc.ts
 * and process_calls.ts.
 */
import { AF_UNIX, SOCK_STREAM } from './constants.ts';
import { E2BIG, EBADF, EINTR, EINVAL, ENAMETOOLONG, ENOMEM } from './errno.ts';
import { resolveExecutable } from './executable.ts';
import type * as ipc from './ipc.ts';
import { PROCESS_EVENT_WORD } from './layout.ts';
import { ORDER_START } from './order.ts';
import type * as processes from './process_calls.ts';
import { signalBit } from './signal_numbers.ts';
import type * as sockets from './socket_exports.ts';
import { formatAddress, type KernelAddress, parseAddress } from './socket_text.ts';
import type { ChildStatus, Path, Readiness, SpawnRequest, SupervisorCalls, SystemCalls } from './system_calls.ts';

/** Largest sum of arguments and environment in bytes: Linux's ARG_MAX with the usual stack limit. */
const ARG_MAX = 2_097_152;
/** sizeof(sockaddr_un.sun_path). */
const UNIX_PATH_MAX = 108;

export type IpcExports = Pick<typeof ipc, Extract<keyof typeof ipc, `sys${string}`>> &
  Pick<typeof processes, Extract<keyof typeof processes, `sys${string}`>> &
  Pick<typeof sockets, Extract<keyof typeof sockets, `sys${string}`>> & {
    sysBeginRest(): void;
    sysEndRest(): void;
    /** Address of the calling thread's record. */
    currentThread(): number;
  };

/** What these calls need of the instance that they speak for. */
export interface IpcInstance {
  readonly memory: WebAssembly.Memory;
  readonly exports: IpcExports;
  /** An area of the image that only this Worker writes, and its size in bytes. */
  scratch(): { address: number; size: number };
  readonly files: Pick<SystemCalls, 'open' | 'read' | 'close' | 'stat' | 'access'>;
}

type IpcNames =
  | 'pipe'
  | 'socketpair'
  | 'openpty'
  | 'isatty'
  | 'tcgetattr'
  | 'tcsetattr'
  | 'getWindowSize'
  | 'setWindowSize'
  | 'tcsetpgrp'
  | 'tcgetpgrp'
  | 'socket'
  | 'socketType'
  | 'bind'
  | 'listen'
  | 'accept'
  | 'connect'
  | 'shutdown'
  | 'getsockname'
  | 'getpeername'
  | 'socketError'
  | 'sendDescriptor'
  | 'receiveDescriptor'
  | 'bytesReadable'
  | 'pollInterest'
  | 'pollReady'
  | 'waitBlocking'
  | 'getppid'
  | 'getpgid'
  | 'setpgid'
  | 'getsid'
  | 'spawn'
  | 'exec'
  | 'argv'
  | 'environment'
  | 'kill'
  | 'sigaction'
  | 'takeSignal'
  | 'wait4'
  | 'exit';
export type IpcCalls = Pick<SystemCalls, IpcNames> & {
  /** Index of the caller's event word, see {@link SystemCalls.eventWord}. */
  eventWordIndex(): number;
} & Pick<SupervisorCalls, 'takeOrder' | 'started' | 'terminate' | 'listeningPorts'>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function encodePath(path: Path): Uint8Array {
  return typeof path === 'string' ? encoder.encode(path) : path;
}

/** Strings each ended by NUL. */
function encodeStrings(strings: readonly string[]): Uint8Array {
  return encoder.encode(strings.map((string) => `${string}\0`).join(''));
}

function decodeStrings(bytes: Uint8Array): string[] {
  return decoder.decode(bytes).split('\0').slice(0, -1);
}

/** wait(2)'s status, taken apart. */
export function decodeStatus(pid: number, status: number): ChildStatus {
  const result: ChildStatus = { pid, exitCode: -1, signal: 0, stopSignal: 0, continued: false };
  if (status === 0xffff) result.continued = true;
  else if ((status & 0xff) === 0x7f) result.stopSignal = (status >> 8) & 0xff;
  else if ((status & 0x7f) === 0) result.exitCode = (status >> 8) & 0xff;
  else result.signal = status & 0x7f;
  return result;
}

export function createIpcCalls(instance: IpcInstance): IpcCalls {
  const { memory, exports, files } = instance;
  // Views of shared memory stay good when it grows: one is made anew only for an address that it does not reach.
  let words = new Int32Array(memory.buffer);
  const view = (address: number): Int32Array => {
    if (address >>> 2 >= words.length) words = new Int32Array(memory.buffer);
    return words;
  };
  const word = (address: number): number => view(address)[address >>> 2]!;
  const bytesAt = (address: number, length: number): Uint8Array =>
    new Uint8Array(memory.buffer, address, length).slice();
  const out = (): number => instance.scratch().address;
  const eventWordIndex = (): number => ((exports.currentThread() >>> 0) + PROCESS_EVENT_WORD) >>> 2;

  const pairOf = (call: (address: number) => number): [number, number] | number => {
    const address = out();
    const result = call(address);
    return result < 0 ? result : [word(address), word(address + 4)];
  };

  const withPath = (path: string, call: (address: number, length: number) => number): number => {
    const bytes = encoder.encode(path);
    if (bytes.length >= UNIX_PATH_MAX) return -ENAMETOOLONG;
    const address = out();
    new Uint8Array(memory.buffer).set(bytes, address);
    return call(address, bytes.length);
  };

  const withAddress = (family: number, text: string, call: (address: KernelAddress) => number): number => {
    const address = parseAddress(family, text);
    return address === undefined ? -EINVAL : call(address);
  };

  const nameOf = (fd: number, peer: number): { address: string; family: number; port: number } | number => {
    const address = out();
    const result = exports.sysSocketName(fd, peer, address);
    if (result < 0) return result;
    const family = word(address);
    if (family === AF_UNIX)
      return { address: decoder.decode(bytesAt(address + 20, word(address + 16))), family, port: 0 };
    return { address: formatAddress(family, word(address + 4), word(address + 8)), family, port: word(address + 12) };
  };

  const block = (from: number, to: number): Uint8Array => bytesAt((exports.sysBlock() >>> 0) + from, to - from);

  return {
    eventWordIndex,

    pipe: () => pairOf((address) => exports.sysPipe(address)),
    socketpair: () => pairOf((address) => exports.sysSocketpair(address)),
    openpty: (rows, columns) => pairOf((address) => exports.sysOpenpty(rows, columns, address)),
    isatty: (fd) => exports.sysIsatty(fd) === 1,
    tcgetattr(fd) {
      const address = out();
      const result = exports.sysTcgetattr(fd, address);
      if (result < 0) return result;
      return [word(address), word(address + 4), word(address + 8), word(address + 12)];
    },
    tcsetattr: (fd, iflag, oflag, cflag, lflag) => exports.sysTcsetattr(fd, iflag, oflag, cflag, lflag),
    getWindowSize: (fd) => pairOf((address) => exports.sysGetWindowSize(fd, address)),
    setWindowSize: (fd, columns, rows) => exports.sysSetWindowSize(fd, columns, rows),
    tcsetpgrp: (fd, pgid) => exports.sysTcsetpgrp(fd, pgid),
    tcgetpgrp: (fd) => exports.sysTcgetpgrp(fd),

    socket: (family, type = SOCK_STREAM) => exports.sysSocket(family, type),
    socketType: (fd) => exports.sysSocketType(fd),
    bind(fd, address, port, options = 0) {
      const family = exports.sysSocketFamily(fd);
      if (family < 0) return family;
      if (family === AF_UNIX) return withPath(address, (path, length) => exports.sysBindUnix(fd, path, length));
      return withAddress(family, address, ({ kind, ipv4 }) => exports.sysBind(fd, kind, ipv4, port, options));
    },
    listen: (fd, backlog) => exports.sysListen(fd, backlog),
    accept: (fd) => exports.sysAccept(fd),
    connect(fd, address, port) {
      const family = exports.sysSocketFamily(fd);
      if (family < 0) return family;
      if (family === AF_UNIX) return withPath(address, (path, length) => exports.sysConnectUnix(fd, path, length));
      return withAddress(family, address, ({ kind, ipv4 }) => exports.sysConnect(fd, kind, ipv4, port));
    },
    shutdown: (fd, how) => exports.sysShutdown(fd, how),
    getsockname: (fd) => nameOf(fd, 0),
    getpeername: (fd) => nameOf(fd, 1),
    socketError: (fd) => exports.sysSocketError(fd),
    sendDescriptor(fd, data, sent) {
      const { address, size } = instance.scratch();
      const part = data.subarray(0, size);
      new Uint8Array(memory.buffer).set(part, address);
      return exports.sysSendDescriptor(fd, address, part.length, sent);
    },
    receiveDescriptor(fd, buffer, received) {
      const { address, size } = instance.scratch();
      // The word for the descriptor comes first.
      const result = exports.sysReceiveDescriptor(fd, address + 8, Math.min(buffer.length, size - 8), address);
      const descriptor = word(address);
      if (descriptor >= 0) received.push(descriptor);
      if (result > 0) buffer.set(new Uint8Array(memory.buffer, address + 8, result));
      return result;
    },
    bytesReadable: (fd) => exports.sysBytesReadable(fd),

    pollInterest: (fd, events) => exports.sysPollInterest(fd, events),
    pollReady() {
      const { address, size } = instance.scratch();
      const count = exports.sysPollReady(address, Math.floor(size / 8));
      const ready: Readiness[] = [];
      for (let i = 0; i < count; i++) ready.push({ fd: word(address + i * 8), events: word(address + i * 8 + 4) });
      return ready;
    },
    waitBlocking(fd, events, timeout) {
      const begun = fd < 0 ? -EBADF : exports.sysBeginBlocking(fd);
      if (begun < 0) return begun;
      const deadline = timeout < 0 ? Number.POSITIVE_INFINITY : performance.now() + timeout;
      const index = eventWordIndex();
      try {
        for (;;) {
          const seen = Atomics.load(words, index);
          const ready = exports.sysReadyEvents(fd, events);
          if (ready !== 0) return ready;
          if (exports.sysIsInterrupted() !== 0) return -EINTR;
          const remaining = deadline - performance.now();
          if (remaining <= 0) return 0;
          exports.sysBeginRest();
          Atomics.wait(words, index, seen, remaining);
          exports.sysEndRest();
        }
      } finally {
        exports.sysEndBlocking();
      }
    },

    getppid: () => exports.sysGetppid(),
    getpgid: (pid) => exports.sysGetpgid(pid),
    setpgid: (pid, pgid) => exports.sysSetpgid(pid, pgid),
    getsid: (pid) => exports.sysGetsid(pid),
    spawn(request: SpawnRequest) {
      const executable = resolveExecutable(files, request.file, request.argv, request.env);
      if (typeof executable === 'number') return executable;
      const argv = encodeStrings(executable.argv);
      const env = encodeStrings(request.env);
      if (argv.length + env.length > ARG_MAX) return -E2BIG;
      const cwd = request.cwd === undefined ? new Uint8Array(0) : encodePath(request.cwd);
      const count = request.stdio.length;
      // One block: descriptors, arguments, environment, directory.
      const start = exports.sysOutgoing(count * 4 + argv.length + env.length + cwd.length) >>> 0;
      if (start === 0) return -ENOMEM;
      const bytes = new Uint8Array(memory.buffer);
      const strings = start + count * 4;
      const directory = strings + argv.length + env.length;
      request.stdio.forEach((fd, i) => {
        view(start + i * 4)[(start >>> 2) + i] = fd;
      });
      bytes.set(argv, strings);
      bytes.set(env, strings + argv.length);
      bytes.set(cwd, directory);
      const length = argv.length + env.length;
      const pgid = request.pgid ?? -1;
      const setsid = request.setsid ? 1 : 0;
      const foreground = request.foreground ?? -1;
      const ignored = (request.ignored ?? []).reduce((bits, signal) => bits | signalBit(signal), 0);
      return exports.sysSpawn(
        strings,
        length,
        argv.length,
        start,
        count,
        pgid,
        setsid,
        foreground,
        ignored,
        directory,
        cwd.length,
      );
    },
    exec(file, argv, env) {
      const executable = resolveExecutable(files, file, argv, env);
      if (typeof executable === 'number') return executable;
      const words = encodeStrings(executable.argv);
      const variables = encodeStrings(env);
      const length = words.length + variables.length;
      if (length > ARG_MAX) return -E2BIG;
      const start = exports.sysOutgoing(length) >>> 0;
      if (start === 0) return -ENOMEM;
      const bytes = new Uint8Array(memory.buffer);
      bytes.set(words, start);
      bytes.set(variables, start + words.length);
      return exports.sysExec(start, length, words.length);
    },
    argv: () => decodeStrings(block(0, exports.sysArgvLength())),
    environment: () => decodeStrings(block(exports.sysArgvLength(), exports.sysBlockLength())),
    kill(pid, signal) {
      const result = exports.sysKill(pid, signal);
      // Whoever killed or stopped itself goes no further than here.
      exports.sysIsInterrupted();
      return result;
    },
    sigaction: (signal, disposition) => exports.sysSigaction(signal, disposition),
    takeSignal: () => exports.sysTakeSignal(),
    wait4(pid, options) {
      const address = out();
      const result = exports.sysWait4(pid, options, address);
      if (result <= 0) return result === 0 ? null : result;
      return decodeStatus(result, word(address));
    },
    exit: (status) => exports.sysExit(status),
    takeOrder() {
      const order = exports.sysTakeOrder();
      if (order === 0) return null;
      return { kind: (order & 3) === ORDER_START ? 'start' : 'terminate', pid: order >> 2 };
    },
    started: (pid) => exports.sysStarted(pid),
    listeningPorts() {
      const { address, size } = instance.scratch();
      const count = exports.sysListeningPorts(address, size >> 2);
      const first = address >>> 2;
      return [...new Set(view(address + size).subarray(first, first + count))];
    },
    terminate(pid, waitStatus, terminate) {
      if (exports.sysBeginTermination(pid) < 0) {
        terminate();
        return;
      }
      try {
        terminate();
      } finally {
        exports.sysEndTermination(pid, waitStatus);
      }
    },
  };
}
