/** System calls of every kind as data, made at random, for kernels that are compared or killed. */
import { O_CREAT, O_WRONLY, SIGKILL, SOCK_DGRAM } from './constants.ts';
import { NATIVE_MAGIC } from './executable.ts';
import { FilePlayer, randomFileOperation } from './file_operation.fixture.ts';
import type { Random } from './random.fixture.ts';
import type { SupervisorCalls, SystemCalls } from './system_calls.ts';

export type SomeCall = {
  [Name in keyof SystemCalls]: SystemCalls[Name] extends (...given: never[]) => unknown ? Name : never;
}[keyof SystemCalls];
export interface Call {
  call: SomeCall;
  given: unknown[];
}

const PATHS = [
  '.',
  '..',
  '/',
  '/tmp',
  '/tmp/fuzz',
  '/dev/null',
  '/dev/zero',
  '/dev/full',
  '/dev/tty',
  '/dev/pts/0',
  '/dev/pts/1',
  '/dev/pts',
  '/dev',
  '/proc',
  '/none',
];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/full', '/dev/tty'];
const UMASKS = [0, 0o022, 0o077];
const SIGNALS = [0, 1, 2, 3, 9, 10, 13, 15, 17, 18, 19, 20, 28, 31, 64, 99];
const IN_ALL_EVENTS = 0xfff;
/** File that the spawned processes run: it begins as a native program does (executable.ts). */
const PROGRAM = '/tmp/program';

function bytes(random: Random, most: number): Uint8Array {
  const seed = random.next();
  return Uint8Array.from({ length: random.below(most) }, (_, index) => seed + index);
}

/** Descriptors come from a small range, so that they are often open. */
const anyDescriptor = (random: Random): number =>
  random.oneIn(30) ? random.pick([-1, 4095, 4096, 70_000]) : random.below(14);

function fileCall(random: Random): Call {
  const operation = randomFileOperation(random);
  const inside = (path: string) => `/tmp/fuzz/${path}`;
  const at = (path: string) => (random.oneIn(25) ? random.pick(PATHS) : inside(path));
  // Of what lies outside only devices: fchmod could take the root's permissions away.
  const openable = (path: string) => (random.oneIn(25) ? random.pick(DEVICES) : inside(path));
  const fd = anyDescriptor(random);
  switch (operation.call) {
    case 'open':
      return { call: 'open', given: [openable(operation.path), operation.flags, operation.mode] };
    case 'read':
      return { call: 'read', given: [fd, new Uint8Array(operation.length), operation.position] };
    case 'write':
      return { call: 'write', given: [fd, bytes(random, operation.length), operation.position] };
    case 'ftruncate':
      return { call: 'ftruncate', given: [fd, operation.length] };
    case 'close':
    case 'fsync':
      return { call: operation.call, given: [fd] };
    case 'fstat':
      return { call: 'fstat', given: [fd, new Float64Array(18), 0] };
    case 'stat':
    case 'lstat':
      return { call: operation.call, given: [at(operation.path), new Float64Array(18), 0] };
    // Only inside: a root without permissions would end the game.
    case 'chmod':
    case 'mkdir':
      return { call: operation.call, given: [inside(operation.path), operation.mode] };
    case 'fchmod':
      return { call: 'fchmod', given: [fd, operation.mode] };
    case 'utimes':
    case 'lutimes':
      return { call: operation.call, given: [at(operation.path), operation.atime, operation.mtime] };
    case 'futimes':
      return { call: 'futimes', given: [fd, operation.atime, operation.mtime] };
    case 'rename':
    case 'link':
      return { call: operation.call, given: [inside(operation.path), inside(operation.to)] };
    case 'symlink':
      return { call: 'symlink', given: [operation.path, inside(operation.to)] };
    case 'unlink':
    case 'rmdir':
      return { call: operation.call, given: [inside(operation.path)] };
    // Not at every path: some devices have no end.
    case 'readFile':
      return { call: 'readFile', given: [`/tmp/fuzz/${operation.path}`] };
    default:
      return { call: operation.call, given: [at(operation.path)] };
  }
}

/** What earlier calls made, so that later ones have something to work on. */
export class Known {
  /** How many of each are remembered. */
  private static readonly most = 8;
  readonly pids: number[] = [];
  readonly sockets: number[] = [];
  readonly datagramSockets: number[] = [];
  readonly listeners: number[] = [];

  /** Takes note of a call's result; answers a process that is forgotten for it, or 0. */
  learn({ call, given }: Call, result: string): number {
    const value = Number(/^\[(\d+)/.exec(result)?.[1] ?? 0);
    if (call === 'listen' && result.startsWith('[0')) this.listeners.unshift(given[0] as number);
    this.listeners.splice(2);
    if (value === 0) return 0;
    const sockets = given[1] === SOCK_DGRAM ? this.datagramSockets : this.sockets;
    if (call === 'socket') sockets.unshift(value);
    sockets.splice(Known.most);
    if (call === 'spawn') this.pids.unshift(value);
    return this.pids.length > Known.most ? this.pids.pop()! : 0;
  }
}

type Maker = (random: Random, fd: number, other: number, known: Known) => Call;
const make = (call: SomeCall, ...given: unknown[]): Call => ({ call, given });
const port = (random: Random): number => (random.oneIn(4) ? 0 : 3000 + random.below(4));
const host = (random: Random): string =>
  random.pick(['127.0.0.1', '0.0.0.0', '::1', '::', '10.0.0.1', '/tmp/fuzz/socket']);
/** Stands for an object of each call's own, which a call may write to. */
const SENDER = Object.freeze({});
/** 224.0.0.1, as a socket's option has it. */
const GROUP = -0x20000000 + 1;
/** Where datagrams go: groups and the broadcast address as well. */
const target = (random: Random): string =>
  random.oneIn(4) ? random.pick(['224.0.0.1', '224.0.0.2', '255.255.255.255', '::ffff:127.0.0.1']) : host(random);
const anyPid = (random: Random, { pids }: Known): number =>
  random.oneIn(8) ? random.pick([0, -2, 1, 99_999]) : (pids[random.below(pids.length + 1)] ?? 2);
/** Mostly a descriptor that is, or was, a socket. */
const socketIn = (random: Random, { sockets }: Known, fd: number): number =>
  random.oneIn(4) || sockets.length === 0 ? fd : random.pick(sockets);

const datagramSocketIn = (random: Random, { datagramSockets }: Known, fd: number): number =>
  random.oneIn(8) || datagramSockets.length === 0 ? fd : random.pick(datagramSockets);
const anySocketIn = (random: Random, known: Known, fd: number): number =>
  random.oneIn(4) ? datagramSocketIn(random, known, fd) : socketIn(random, known, fd);

const MAKERS: readonly Maker[] = [
  (random, fd) => make('lseek', fd, random.below(50_000) - 1000, random.below(4)),
  (_, fd) => make('dup', fd),
  (_, fd, other) => make('dup2', fd, other),
  (random, fd) => make('fcntl', fd, random.below(6), random.pick([0, 1, 0o2000, 0o4000, 20])),
  (random) => make('truncate', '/tmp/fuzz/a', random.below(100_000)),
  (random) => make('statfs', random.pick(PATHS), new Float64Array(7)),
  (random) => make('access', random.pick(PATHS), random.below(9)),
  (random) => make('chdir', random.pick([...PATHS, '/tmp/fuzz/a', '/tmp/fuzz/b'])),
  () => make('getcwd'),
  (random) => make('umask', random.pick(UMASKS)),
  (random) => make('readdir', random.pick(PATHS)),
  () => make('inotifyInit'),
  (random, fd) => make('inotifyAddWatch', fd, random.pick(['/tmp/fuzz', '/tmp/fuzz/a', '/tmp/fuzz/b']), IN_ALL_EVENTS),
  (random, fd) => make('inotifyRemoveWatch', fd, random.below(4)),
  () => make('pipe'),
  () => make('socketpair'),
  () => make('openpty', 24, 80),
  (_, fd) => make('isatty', fd),
  (_, fd) => make('tcgetattr', fd),
  (random, fd) => make('tcsetattr', fd, random.below(0o1000), random.below(8), 0o277, random.below(0o100000)),
  (_, fd) => make('getWindowSize', fd),
  (random, fd) => make('setWindowSize', fd, 80 + random.below(3), 24),
  (random, fd, _, known) => make('tcsetpgrp', fd, anyPid(random, known)),
  (_, fd) => make('tcgetpgrp', fd),
  (random) => make('socket', random.pick([1, 2, 10, 99]), random.pick([1, 1, 1, 1, 2, 2, 3])),
  (_, fd) => make('socketType', fd),
  (random, fd, _, known) =>
    make('bind', anySocketIn(random, known, fd), host(random), port(random), random.oneIn(3) ? random.below(8) : 0),
  (random, fd, _, known) =>
    make(
      'sendTo',
      datagramSocketIn(random, known, fd),
      bytes(random, random.oneIn(10) ? 70_000 : 200),
      ...(random.oneIn(4) ? [] : [target(random), port(random)]),
    ),
  (random, fd, _, known) =>
    make(
      'receiveFrom',
      datagramSocketIn(random, known, fd),
      new Uint8Array(random.below(random.oneIn(5) ? 70_000 : 200)),
      SENDER,
    ),
  (random, fd, _, known) => make('disconnect', datagramSocketIn(random, known, fd)),
  (random, fd, _, known) =>
    make(
      'setSocketOption',
      datagramSocketIn(random, known, fd),
      random.pick([6, 8, 34, 35, 36, 99]),
      random.pick([0, 1, 5000, 1_000_000, GROUP, GROUP + 1]),
    ),
  (random, fd, _, known) => make('socketOption', datagramSocketIn(random, known, fd), random.pick([8, 8, 6])),
  (random) => make('socket', random.pick([1, 2, 10]), 1),
  (random, fd, _, known) => make('listen', socketIn(random, known, fd), random.below(4)),
  (random, fd, _, known) => make('accept', random.oneIn(3) ? socketIn(random, known, fd) : (known.listeners[0] ?? fd)),
  (random, fd, _, known) => make('connect', anySocketIn(random, known, fd), host(random), port(random)),
  (random, fd) => make('shutdown', fd, random.below(4)),
  (_, fd) => make('getsockname', fd),
  (_, fd) => make('getpeername', fd),
  (_, fd) => make('socketError', fd),
  (_, fd) => make('bytesReadable', fd),
  (random, fd) => make('pollInterest', fd, random.pick([0, 1, 4, 5])),
  () => make('pollReady'),
  (random, fd) => make('read', fd, new Uint8Array(random.below(70_000)), -1),
  (random, fd) => make('write', fd, bytes(random, random.oneIn(10) ? 70_000 : 200), -1),
  () => make('getppid'),
  (random, _fd, _other, known) => make('getpgid', anyPid(random, known)),
  (random, _fd, _other, known) => make('setpgid', anyPid(random, known), anyPid(random, known)),
  (random, _fd, _other, known) => make('getsid', anyPid(random, known)),
  (random, fd, other, known) =>
    make('spawn', {
      file: random.oneIn(5) ? random.pick(['/none', '/tmp', '/dev/null']) : PROGRAM,
      argv: ['program', String(random.below(10))],
      env: ['A=1'],
      stdio: [fd, other, random.oneIn(2) ? -1 : fd],
      ...(random.oneIn(3) ? { pgid: random.oneIn(2) ? 0 : anyPid(random, known) } : {}),
      ...(random.oneIn(4) ? { setsid: true } : {}),
      ...(random.oneIn(4) ? { cwd: random.pick(PATHS) } : {}),
    }),
  (random, _fd, _other, known) => make('kill', anyPid(random, known), random.pick(SIGNALS)),
  (random) => make('sigaction', random.pick(SIGNALS), random.below(3)),
  () => make('takeSignal'),
  (random, _fd, _other, known) =>
    make('wait4', random.oneIn(2) ? -1 : anyPid(random, known), random.pick([0, 1, 2, 8, 11])),
  () => make('processes'),
  () => make('memoryUsed'),
];

/** A call at random: half of them on files. */
export function randomCall(random: Random, known: Known): Call {
  if (random.oneIn(2)) return fileCall(random);
  return random.pick(MAKERS)(random, anyDescriptor(random), anyDescriptor(random), known);
}

type Buffer = Uint8Array | Float64Array;
const isBuffer = (value: unknown): value is Buffer => ArrayBuffer.isView(value);
/** Longer buffers are not shown whole. */
const SHOWN = 100;

/** Performs a call; its result and what it wrote into the buffers and the object that it was given, as one text. */
export function performCall(calls: SystemCalls, { call, given }: Call): string {
  const sender = {};
  const own = given.map((value) => (value === SENDER ? sender : isBuffer(value) ? value.slice() : value));
  const result = (calls[call] as (...given: unknown[]) => unknown)(...own);
  const buffers = own.filter(isBuffer).map((buffer) => (buffer.length <= SHOWN ? buffer : sumOf(buffer)));
  return JSON.stringify([result, ...buffers, sender], (_, value) => (isBuffer(value) ? value.join() : value));
}

function sumOf(buffer: Buffer): number {
  let sum = 0;
  for (const value of buffer) sum = (Math.imul(sum, 31) + value) | 0;
  return sum;
}

/** Descriptors that a process may have. */
const DESCRIPTORS = 4096;

/** Before the calls, and every some thousands: an empty `/tmp/fuzz`, a program to spawn, no open descriptors or children. */
export function startAfresh(calls: SystemCalls & SupervisorCalls): void {
  calls.kill(-1, SIGKILL);
  carryOutOrders(calls);
  while (typeof calls.wait4(-1, 0) === 'object') {}
  for (let fd = 0; fd < DESCRIPTORS; fd++) calls.close(fd);
  calls.umask(0o022);
  calls.chdir('/');
  calls.mkdir('/tmp/fuzz', 0o755);
  new FilePlayer(calls, '/tmp/fuzz').removeTree();
  const fd = calls.open(PROGRAM, O_WRONLY | O_CREAT, 0o755);
  calls.write(fd, new TextEncoder().encode(NATIVE_MAGIC), -1);
  calls.close(fd);
}

/** What a supervisor does: carries out all orders. How many there were. */
export function carryOutOrders(supervisor: SystemCalls & SupervisorCalls): number {
  let orders = 0;
  for (let order = supervisor.takeOrder(); order !== null; order = supervisor.takeOrder()) {
    if (order.kind === 'start') {
      supervisor.started(order.pid);
    } else supervisor.terminate(order.pid, 9, () => {});
    orders++;
  }
  return orders;
}
