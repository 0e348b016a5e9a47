/**
 * The kernel as a process sees it: the typed face over the WebAssembly exports.
 *
 * Conventions, as in `syscalls(2)`:
 * - A number ≥ 0 is success; a negative number is `-errno` with Linux's numbers (`errno.ts`). Nothing here throws for
 *   an error of the file system, and nothing blocks unless its name says so: what would block answers `-EAGAIN`.
 * - A path is a string (encoded as UTF-8) or bytes, absolute or relative to the process's working directory. NUL inside
 *   a path is the caller's to refuse first (Node does); here it answers `-ENOENT`.
 * - Sizes and offsets are bytes as JavaScript numbers (up to 2^53); times are milliseconds since the epoch, fractional.
 * - Buffers may be views of private or of shared memory.
 */

export type Path = string | Uint8Array;

/** One readiness report of {@link SystemCalls.pollReady}: which descriptor, and which of `POLLIN|POLLOUT|POLLERR|POLLHUP`. */
export interface Readiness {
  fd: number;
  events: number;
}

/** What `wait4(2)` tells of a child. Exactly one of `exitCode`, `signal`, `stopSignal`, `continued` is meaningful. */
export interface ChildStatus {
  pid: number;
  /** 0–255, or -1 when the child did not exit by itself. */
  exitCode: number;
  /** Signal number that ended the child, or 0. */
  signal: number;
  /** Signal number that stopped the child (with `WUNTRACED`), or 0. */
  stopSignal: number;
  /** The child was continued (with `WCONTINUED`). */
  continued: boolean;
}

export interface SpawnRequest {
  /** Absolute or relative path of a file that is executable; PATH is not searched. `#!` lines are followed. */
  file: Path;
  argv: readonly string[];
  /** `NAME=value` strings. */
  env: readonly string[];
  cwd?: Path;
  /** `stdio[childFd] = parentFd`, or -1 for closed. All other descriptors are closed in the child. */
  stdio: readonly number[];
  /** -1: the parent's process group; 0: a new group led by the child; else that group. */
  pgid?: number;
  /** Start a new session (implies a new group). `stdio[0]`, when a pty, becomes the controlling terminal. */
  setsid?: boolean;
  /**
   * The caller's descriptor of its controlling terminal: the child's group is the one in its foreground from the start,
   * before the child can read it (posix_spawnattr_settcpgrp). -1, or left out: the foreground stays.
   */
  foreground?: number;
  /** Signals that the child ignores from the start, as execve(2) leaves them. All others have their default. */
  ignored?: readonly number[];
}

/** A pending order for the supervisor (pid 1), see {@link SupervisorCalls}. */
export interface SupervisorOrder {
  /** `start`: give this new process or thread a Worker. `terminate`: end its Worker and call `terminate`. */
  kind: 'start' | 'terminate';
  pid: number;
}

export interface ProcessInformation {
  pid: number;
  ppid: number;
  pgid: number;
  sid: number;
  state: 'embryo' | 'running' | 'stopped' | 'zombie';
  /** One of its threads runs at this moment. */
  busy: boolean;
  /** N of its controlling terminal /dev/pts/N; -1: it has none. */
  terminal: number;
  /** Its group is the one that the terminal's signals go to. */
  foreground: boolean;
  argv: string[];
  startTime: number;
  /** Milliseconds in which its Workers neither waited for the kernel nor slept in their event loops: see usage.ts. */
  cpuTime: number;
  /** Bytes that the browser last measured for its Workers; 0 before it did. */
  memory: number;
}

/** CPU time in milliseconds: of the process, of the calling thread, and of children that were waited for. */
export interface CpuTimes {
  process: number;
  thread: number;
  children: number;
}

export interface ThreadInformation {
  /** From 1, in the order in which the process made them. */
  number: number;
  /** The port that it was made with. */
  port: number;
  data: Uint8Array;
}

export interface PortMessage {
  message: Uint8Array;
  ports: number[];
}

/** Where {@link SystemCalls.receiveFrom} puts the sender of a datagram. */
export interface DatagramSender {
  address: string;
  port: number;
}

export interface SystemCalls {
  /** The shared memory; read `.buffer` anew after anything that may grow it. */
  readonly memory: WebAssembly.Memory;
  readonly pid: number;

  // — files: open(2) and friends —
  /** Lowest free fd. `flags`: Linux's O_* (constants.ts); the file created has mode `mode & ~umask`. */
  open(path: Path, flags: number, mode: number): number;
  close(fd: number): number;
  /**
   * Bytes read, 0 at end of file. `position` -1 uses and moves the description's offset. They go to `buffer[start…]`, at
   * most `length` of them: a view of a part would cost as much as a small read.
   */
  read(fd: number, buffer: Uint8Array, position: number, start?: number, length?: number): number;
  /** Bytes written of `data[start…]`, possibly fewer than given (a pipe that fills). */
  write(fd: number, data: Uint8Array, position: number, start?: number, length?: number): number;
  lseek(fd: number, offset: number, whence: number): number;
  ftruncate(fd: number, length: number): number;
  truncate(path: Path, length: number): number;
  fsync(fd: number): number;
  dup(fd: number): number;
  dup2(from: number, to: number): number;
  /**
   * F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD; F_OFD_SETLK and F_OFD_GETLK with a record's number and the kind of lock
   * in one: see record_locks.ts.
   */
  fcntl(fd: number, command: number, argument: number): number;
  /**
   * Writes 18 doubles at `out[offset…]` in the order of Node's `statValues` (node_file.h, FsStatsOffset): dev, mode,
   * nlink, uid, gid, rdev, blksize, ino, size, blocks, then atime, mtime, ctime, birthtime each as seconds, nanoseconds.
   */
  stat(path: Path, out: Float64Array, offset: number): number;
  lstat(path: Path, out: Float64Array, offset: number): number;
  fstat(fd: number, out: Float64Array, offset: number): number;
  /** 7 doubles: type, bsize, blocks, bfree, bavail, files, ffree. */
  statfs(path: Path, out: Float64Array): number;
  access(path: Path, mode: number): number;
  chmod(path: Path, mode: number): number;
  fchmod(fd: number, mode: number): number;
  chown(path: Path, uid: number, gid: number): number;
  lchown(path: Path, uid: number, gid: number): number;
  fchown(fd: number, uid: number, gid: number): number;
  /** Times in seconds since the epoch, fractional (as Node passes them). */
  utimes(path: Path, atime: number, mtime: number): number;
  lutimes(path: Path, atime: number, mtime: number): number;
  futimes(fd: number, atime: number, mtime: number): number;
  mkdir(path: Path, mode: number): number;
  rmdir(path: Path): number;
  unlink(path: Path): number;
  rename(from: Path, to: Path): number;
  link(from: Path, to: Path): number;
  symlink(target: Path, path: Path): number;
  /** The target's bytes, or -errno. */
  readlink(path: Path): Uint8Array | number;
  /** The canonical absolute path's bytes, or -errno. */
  realpath(path: Path): Uint8Array | number;
  /**
   * Entries of a directory without `.` and `..`, in the kernel's order: names as bytes joined by `/`, and their DT_*
   * types, one byte each; or -errno. (No name contains `/`, so splitting is exact.)
   */
  readdir(path: Path): { names: Uint8Array; types: Uint8Array } | number;
  /** Whole file in one call (open, read, close without a descriptor), or -errno. For loaders and readFileSync. */
  readFile(path: Path): Uint8Array<ArrayBuffer> | number;
  /**
   * The same into what `allocate` gives for its length, for regular files that the transfer area can hold; -ENOBUFS for
   * all others, of which nothing has been read.
   */
  readSmallFile(path: Path, allocate: (length: number) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | number;
  chdir(path: Path): number;
  getcwd(): Uint8Array | number;
  umask(mask: number): number;

  // — file-change notifications: inotify(7) —
  inotifyInit(): number;
  /** A watch descriptor; `mask`: IN_*. Reading the fd gives `struct inotify_event`s; it polls POLLIN. */
  inotifyAddWatch(fd: number, path: Path, mask: number): number;
  inotifyRemoveWatch(fd: number, watch: number): number;

  // — pipes, ptys, sockets —
  /** `[readEnd, writeEnd]` or -errno. */
  pipe(): [number, number] | number;
  /** A connected pair of stream sockets (Unix domain), both directions. */
  socketpair(): [number, number] | number;
  /** `[controller, terminal]` ends of a new pty: a program's stdio is the terminal end. */
  openpty(rows: number, columns: number): [number, number] | number;
  isatty(fd: number): boolean;
  /** `termios` as the four flag words c_iflag, c_oflag, c_cflag, c_lflag (constants.ts), or -errno. */
  tcgetattr(fd: number): [number, number, number, number] | number;
  tcsetattr(fd: number, iflag: number, oflag: number, cflag: number, lflag: number): number;
  /** `[columns, rows]` or -errno. */
  getWindowSize(fd: number): [number, number] | number;
  /** Sends SIGWINCH to the foreground group when it changed. */
  setWindowSize(fd: number, columns: number, rows: number): number;
  tcsetpgrp(fd: number, pgid: number): number;
  tcgetpgrp(fd: number): number;

  /**
   * `family` AF_INET or AF_INET6 (only loopback and wildcard addresses exist), or AF_UNIX; `type` SOCK_STREAM, which is
   * what is made when none is given, or SOCK_DGRAM.
   */
  socket(family: number, type?: number): number;
  /** SOCK_STREAM or SOCK_DGRAM (SO_TYPE); -ENOTSOCK. */
  socketType(fd: number): number;
  /** AF_UNIX: `address` is the path. Port 0 picks a free one. `options`: BIND_*. -EADDRINUSE, -EADDRNOTAVAIL, -EACCES. */
  bind(fd: number, address: string, port: number, options?: number): number;
  listen(fd: number, backlog: number): number;
  /** New fd or -EAGAIN. */
  accept(fd: number): number;
  /** 0 when connected at once (loopback with room in the backlog), -ECONNREFUSED, -EINPROGRESS then POLLOUT. */
  connect(fd: number, address: string, port: number): number;
  /** SHUT_RD 0, SHUT_WR 1, SHUT_RDWR 2. */
  shutdown(fd: number, how: number): number;
  getsockname(fd: number): { address: string; family: number; port: number } | number;
  getpeername(fd: number): { address: string; family: number; port: number } | number;
  /**
   * Sends one datagram; without an address, to the peer that connect(2) set. Its size; -EMSGSIZE, -EDESTADDRREQ,
   * -ENETUNREACH; a connected socket hears -ECONNREFUSED at the call after one that reached nobody. Never -EAGAIN: what
   * its receiver has no room for is lost.
   */
  sendTo(fd: number, data: Uint8Array, address?: string, port?: number): number;
  /** The first datagram: as much of it as `buffer` holds, its sender stored at `from`. Bytes stored, or -EAGAIN. */
  receiveFrom(fd: number, buffer: Uint8Array, from: DatagramSender): number;
  /** Forgets the peer of a datagram socket; -ENOTCONN. */
  disconnect(fd: number): number;
  /** SO_BROADCAST, SO_RCVBUF, IP_MULTICAST_LOOP; IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP (IPv4, host order). */
  setSocketOption(fd: number, option: number, value: number): number;
  /** SO_RCVBUF. */
  socketOption(fd: number, option: number): number;
  /** The pending error of a socket (SO_ERROR) as -errno, or 0; clears it. */
  socketError(fd: number): number;
  /** write(2) on a Unix socket (of one byte at least) that sends a descriptor along (SCM_RIGHTS). */
  sendDescriptor(fd: number, data: Uint8Array, sent: number): number;
  /** read(2) of a Unix socket; a descriptor that came with the bytes is appended to `received`. */
  receiveDescriptor(fd: number, buffer: Uint8Array, received: number[]): number;
  /** Bytes that can be read now (FIONREAD). */
  bytesReadable(fd: number): number;

  // — readiness: one implicit epoll(7) instance per process, level triggered —
  /** Sets the interest in `fd`: POLLIN|POLLOUT, 0 removes it. */
  pollInterest(fd: number, events: number): number;
  /** The descriptors of interest that are ready now; never blocks. POLLERR and POLLHUP are always reported. */
  pollReady(): Readiness[];
  /**
   * The process's event word: an index into `Int32Array(memory.buffer)` that the kernel increments and notifies at any
   * change that this process may wait for (readiness, signal, child, stop). Read it, check, then
   * `Atomics.wait`/`waitAsync` on the value read.
   */
  readonly eventWord: number;
  /** Blocks (Atomics.wait) until `fd` has one of `events`, a signal is pending (-EINTR) or `timeout` ms passed (0). */
  waitBlocking(fd: number, events: number, timeout: number): number;

  // — processes and signals —
  getppid(): number;
  getpgid(pid: number): number;
  setpgid(pid: number, pgid: number): number;
  getsid(pid: number): number;
  /** New pid or -errno (-ENOENT, -EACCES, -ENOEXEC, -EAGAIN at the process limit…), with everything in place to run. */
  spawn(request: SpawnRequest): number;
  /**
   * execve(2) as far as it is the kernel's: `#!` lines are followed, {@link argv} and {@link environment} are the new
   * program's, caught signals have their default again. The caller arranges its descriptors and goes over to the program
   * that `argv()[0]` names. 0 or -errno.
   */
  exec(file: Path, argv: readonly string[], env: readonly string[]): number;
  /** This process's own arguments, environment (`NAME=value`) and the file that runs it after `#!` resolution. */
  argv(): string[];
  environment(): string[];
  /** `kill(2)`: pid > 0 one process, 0 own group, -1 all, < -1 that group. Signal 0 only checks. */
  kill(pid: number, signal: number): number;
  /** SIG_DFL 0, SIG_IGN 1, caught 2. -EINVAL for SIGKILL and SIGSTOP. */
  sigaction(signal: number, disposition: 0 | 1 | 2): number;
  /** Takes one caught pending signal, or 0. */
  takeSignal(): number;
  /** `pid` -1: any child. Options WNOHANG (implied), WUNTRACED, WCONTINUED. null: none has changed; -ECHILD: no child. */
  wait4(pid: number, options: number): ChildStatus | null | number;
  /** Ends this process: descriptors closed, parent told, children re-parented to pid 1, the supervisor ends the Worker. */
  exit(status: number): void;
  // — threads of this process, and message ports between them: see thread.ts and message_port.ts —
  /**
   * A thread with `port` (one of the caller's) as its own and `data` to begin with; it runs once started. It is ended when
   * {@link setMemory} tells of more bytes than `memoryLimit`.
   */
  threadCreate(port: number, data: Uint8Array, memoryLimit?: number): { id: number; number: number } | number;
  threadStart(id: number): number;
  /** Ends a thread that the caller made. */
  threadTerminate(id: number): number;
  /** The exit code of a thread that the caller made; null while it runs; -ESRCH. Tells each end once. */
  threadWait(id: number): { exitCode: number; outOfMemory: boolean } | null | number;
  /** The calling thread, when it is not the main one. */
  thread(): ThreadInformation | null;
  /** Ends the calling thread, which is not the main one. */
  threadExit(exitCode: number): void;
  /** A descriptor is closed at the end of the thread that made it: `take` makes it the caller's, `leave` nobody's. */
  claimDescriptor(fd: number, how: 'take' | 'leave'): number;
  /** Two ports that hear each other. */
  portPair(): [number, number] | number;
  /** A port that hears all others of that name in the process; or -errno. */
  portJoin(name: string): number;
  /** Posts to the port's others; `ports` go with it and are the receiver's. How many receive it, or -errno. */
  portPost(port: number, message: Uint8Array, ports: readonly number[]): number;
  /** Thread or process id of the one that receives, now or when its port has arrived; 0 when it is not one. */
  portTarget(port: number): number;
  /** The first message; null: none is there; 'closed': and none will be. Never blocks. */
  portReceive(port: number): PortMessage | null | 'closed';
  /** Puts a message that was received back in front of the port's queue, with its ports. */
  portReturn(port: number, message: Uint8Array, ports: readonly number[]): number;
  /** The caller's ports for which {@link portReceive} would not answer null. Its event word is told of new ones. */
  portsReady(): { port: number; isClosed: boolean }[];
  portClose(port: number): number;

  // — what processes use —
  /** All processes, for `ps`, `top` and the process panel. */
  processes(): ProcessInformation[];
  /** TCP ports that a process listens on. */
  portsOf(pid: number): number[];
  cpuTimes(): CpuTimes;
  /** Bytes last measured for the caller's Workers and for the calling thread's; 0 before, and others are asked for. */
  measuredMemory(): { process: number; thread: number };
  /** What is known of the Worker of a process or thread (0: the caller), which a limit may end. 0 or -ESRCH. */
  setMemory(id: number, bytes: number): number;
  /** Runs `wait`, which blocks: its time is no CPU time. */
  resting<Result>(wait: () => Result): Result;
  /** The same for a wait that does not block the Worker. */
  beginRest(): void;
  endRest(): void;
  /** `memoryUsed` and `memoryLimit` are bytes of the image. */
  memoryUsed(): number;
  memoryLimit(): number;
}

/** What only the supervisor (pid 1) may call. */
export interface SupervisorCalls {
  /** Next order or null; its event word is told of new ones. */
  takeOrder(): SupervisorOrder | null;
  /** The Worker of `pid` runs its program now. */
  started(pid: number): void;
  /**
   * To be called around `Worker.terminate()`: takes the kernel lock, marks `pid` dead, calls `terminate`, mends what
   * the victim held, closes its descriptors, tells its parent (`waitStatus` as in wait(2)), unlocks.
   */
  terminate(pid: number, waitStatus: number, terminate: () => void): void;
  /** The TCP ports that are listened on. Its event word is told when they may have changed. */
  listeningPorts(): number[];
  /** Goes up whenever a program looks at the processes: only then is memory worth measuring. */
  usageAsked(): number;
  /** Threads with a limit of memory: it is to be measured for them. */
  limitedThreads(): number;
  /** The pid of the process that a thread's id belongs to; a pid itself for that pid; 0. */
  processOf(id: number): number;
  /** Consistency of heap, inodes, descriptors, processes: the faults found, in words. Empty when clean. */
  fsck(): string[];
}

/**
 * Implemented in `attach.ts`:
 * - `createKernel(module, options)`: allocates the shared memory, formats it (root directory, /dev, /proc, /tmp) and
 *   returns the calls of pid 1.
 * - `attachKernel(module, memory)`: for every other Worker; `adopt(pid)` makes it that process.
 * `module` is the compiled `WebAssembly.Module`, so that every Worker instantiates without compiling.
 */
export interface KernelOptions {
  /** Largest size of the memory image in bytes (rounded to pages); default 3 GiB. */
  maximumBytes?: number;
}
export type CreateKernel = (module: WebAssembly.Module, options?: KernelOptions) => SystemCalls & SupervisorCalls;
/**
 * A pooled Worker attaches before it has a process (pid 0: no call may be made yet) and adopts one when told to.
 */
export interface AttachedKernel extends SystemCalls {
  adopt(pid: number): void;
}
export type AttachKernel = (module: WebAssembly.Module, memory: WebAssembly.Memory) => AttachedKernel;
