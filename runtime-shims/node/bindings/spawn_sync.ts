/**
 * `internalBinding('spawn_sync')` (src/spawn_sync.cc): a child whose end is waited for without the event loop. The
 * process blocks on its event word; what the child says is read meanwhile, so that its pipes never stay full.
 */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import type { BindingFactory } from '../environment.ts';
import { signalName } from '../signal_names.ts';
import { type ChildStdio, startChild } from '../spawn_child.ts';
import { READ_BUFFER_BYTES } from '../stream_base.ts';
import {
  POLLIN,
  POLLOUT,
  SHUT_WR,
  SIGKILL,
  SIGTERM,
  UV_EAGAIN,
  UV_EINVAL,
  UV_ENOBUFS,
  UV_ENOTCONN,
  UV_ESRCH,
  UV_ETIMEDOUT,
} from '../uv_numbers.ts';

const WNOHANG = 1;
/** Milliseconds: the longest single wait, in case the event that ends it was before the wait. */
const LONGEST_WAIT = 1000;

interface SyncStdioOption {
  type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd';
  readable?: boolean;
  writable?: boolean;
  input?: Uint8Array | null;
  fd?: number;
}

interface SyncOptions {
  file: string;
  args: readonly string[];
  cwd?: string | null;
  envPairs?: readonly string[] | null;
  uid?: number | null;
  gid?: number | null;
  detached?: boolean;
  timeout?: number | null;
  maxBuffer?: number | null;
  killSignal?: number | null;
  stdio: readonly SyncStdioOption[];
}

interface SyncResult {
  error?: number;
  status: number | null;
  signal: string | null;
  output: (Uint8Array | null)[] | null;
  pid: number;
}

/** Our end of one pipe of the child. */
class SyncPipe {
  readonly #kernel: SystemCalls;
  readonly #buffer: Uint8Array;
  readonly #chunks: Uint8Array[] = [];
  readonly writable: boolean;
  fd: number;
  #input: Uint8Array | null;
  #reading: boolean;

  constructor(kernel: SystemCalls, buffer: Uint8Array, fd: number, option: SyncStdioOption) {
    this.#kernel = kernel;
    this.#buffer = buffer;
    this.fd = fd;
    this.writable = Boolean(option.writable);
    this.#reading = this.writable;
    this.#input = option.readable ? (option.input ?? new Uint8Array(0)) : null;
  }

  get open(): boolean {
    return this.fd >= 0;
  }

  /** Writes input and reads output as far as it goes; tells bytes read, and errors other than the end. */
  pump(onBytes: (count: number) => void, onError: (error: number) => void): void {
    this.#pumpInput(onError);
    while (this.open && this.#reading) {
      const nread = this.#kernel.read(this.fd, this.#buffer, -1);
      if (nread === UV_EAGAIN) break;
      if (nread > 0) {
        this.#chunks.push(this.#buffer.slice(0, nread));
        onBytes(nread);
        continue;
      }
      if (nread < 0) onError(nread);
      this.#reading = false;
    }
    if (this.open && !this.#reading && this.#input === null) this.close();
    else this.#updateInterest();
  }

  #pumpInput(onError: (error: number) => void): void {
    while (this.open && this.#input !== null) {
      if (this.#input.byteLength > 0) {
        const written = this.#kernel.write(this.fd, this.#input, -1);
        if (written === UV_EAGAIN) return;
        if (written >= 0) {
          this.#input = this.#input.subarray(written);
          continue;
        }
        onError(written);
      }
      this.#input = null;
      const status = this.#kernel.shutdown(this.fd, SHUT_WR);
      if (status < 0 && status !== UV_ENOTCONN) onError(status);
    }
  }

  #updateInterest(): void {
    if (!this.open) return;
    this.#kernel.pollInterest(this.fd, (this.#reading ? POLLIN : 0) | (this.#input !== null ? POLLOUT : 0));
  }

  close(): void {
    if (!this.open) return;
    this.#kernel.pollInterest(this.fd, 0);
    this.#kernel.close(this.fd);
    this.fd = -1;
  }

  output(): Uint8Array {
    let length = 0;
    for (const chunk of this.#chunks) length += chunk.byteLength;
    const bytes = new Uint8Array(length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  }
}

function stdioOf(option: SyncStdioOption): ChildStdio {
  if (option.type === 'ignore') return { type: 'ignore' };
  if (option.type === 'inherit' || option.type === 'fd') return { type: 'descriptor', fd: option.fd ?? -1 };
  return { type: 'pipe' };
}

function run(kernel: SystemCalls, options: SyncOptions): SyncResult {
  if (!Array.isArray(options.stdio) || !Array.isArray(options.args)) {
    return { error: UV_EINVAL, status: null, signal: null, output: null, pid: 0 };
  }
  const started = startChild(kernel, {
    file: options.file,
    args: options.args,
    cwd: options.cwd ?? undefined,
    env: options.envPairs ?? undefined,
    stdio: options.stdio.map(stdioOf),
    detached: Boolean(options.detached),
    uid: options.uid ?? undefined,
    gid: options.gid ?? undefined,
  });
  const pid = started.status;
  if (pid < 0) {
    for (const fd of started.pipes) if (fd >= 0) kernel.close(fd);
    return { error: pid, status: null, signal: null, output: null, pid: 0 };
  }

  const buffer = new Uint8Array(READ_BUFFER_BYTES);
  const pipes = started.pipes.map((fd, i) => (fd < 0 ? null : new SyncPipe(kernel, buffer, fd, options.stdio[i]!)));
  const deadline = (options.timeout ?? 0) > 0 ? performance.now() + options.timeout! : Number.POSITIVE_INFINITY;
  const maxBuffer = options.maxBuffer ?? 0;
  let error = 0;
  let pipeError = 0;
  let buffered = 0;
  let killed = false;
  let exit: { exitCode: number; signal: number } | null = null;

  const kill = () => {
    if (killed) return;
    killed = true;
    if (exit === null) {
      const status = kernel.kill(pid, options.killSignal ?? SIGTERM);
      if (status < 0 && status !== UV_ESRCH) {
        error ||= status;
        kernel.kill(pid, SIGKILL);
      }
    }
    for (const pipe of pipes) pipe?.close();
  };
  const onBytes = (count: number) => {
    buffered += count;
    if (maxBuffer > 0 && buffered > maxBuffer) {
      error ||= UV_ENOBUFS;
      kill();
    }
  };
  const onError = (status: number) => {
    pipeError ||= status;
  };

  for (;;) {
    const before = Atomics.load(new Int32Array(kernel.memory.buffer), kernel.eventWord);
    // The end of the child first: whatever it wrote before is then in the pipes to be read.
    if (exit === null) {
      const status = kernel.wait4(pid, WNOHANG);
      if (typeof status === 'number') exit = { exitCode: 0, signal: 0 };
      else if (status !== null) exit = { exitCode: Math.max(status.exitCode, 0), signal: status.signal };
    }
    for (const pipe of pipes) pipe?.pump(onBytes, onError);
    if (exit !== null && pipes.every((pipe) => pipe === null || !pipe.open)) break;
    const left = deadline - performance.now();
    if (left <= 0 && !killed) {
      error ||= UV_ETIMEDOUT;
      kill();
      continue;
    }
    const wait = killed ? LONGEST_WAIT : Math.min(left, LONGEST_WAIT);
    kernel.resting(() => Atomics.wait(new Int32Array(kernel.memory.buffer), kernel.eventWord, before, wait));
  }

  const result: SyncResult = {
    status: exit.signal > 0 ? null : exit.exitCode,
    signal: exit.signal > 0 ? signalName(exit.signal) : null,
    output: pipes.map((pipe) => (pipe?.writable ? pipe.output() : null)),
    pid,
  };
  const failure = error !== 0 ? error : pipeError;
  return failure === 0 ? result : { error: failure, ...result };
}

export const binding: BindingFactory = (environment) => ({
  spawn(options: SyncOptions): SyncResult {
    const result = run(environment.kernel, options);
    if (result.output !== null) {
      const { Buffer } = environment.requireBuiltin('buffer') as { Buffer: { from(bytes: ArrayBuffer): Uint8Array } };
      result.output = result.output.map((bytes) => bytes && Buffer.from(bytes.buffer as ArrayBuffer));
    }
    return result;
  },
});
