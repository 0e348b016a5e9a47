/**
 * A process that the page started: it runs on the terminal end of a pty of its own, in a session of its own; the
 * controller end is streamed to the page and back.
 */
import type { SupervisorCalls, SystemCalls } from '../kernel/system_calls.ts';
import type { Processes } from './processes.ts';
import type { Reactor, Watch } from './reactor.ts';
import { checked, spawnError } from './system_error.ts';

const POLLIN = 1;
const POLLOUT = 4;
const EAGAIN = 11;
const SIGHUP = 1;
const SIGKILL = 9;
const SIGTERM = 15;
const SIGCONT = 18;

/** Bytes read from the controller end at once. */
const CHUNK_SIZE = 65_536;
/** Chunks that the page may have received but not yet handled: reading stops there, so the program blocks. */
const CHUNKS_IN_FLIGHT = 4;
/** ms from SIGTERM to SIGKILL for what is still there. */
const KILL_DELAY = 400;
/** A terminal of this size when the page names none. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

export interface TerminalRequest {
  file: string;
  argv: readonly string[];
  env: readonly string[];
  cwd: string;
  columns?: number | undefined;
  rows?: number | undefined;
  /** Receives output and, at the end, null; resolves when the page has handled it. Null when nobody listens. */
  output: ((chunk: Uint8Array<ArrayBuffer> | null) => Promise<unknown>) | null;
}

export interface TerminalContext {
  kernel: SystemCalls & SupervisorCalls;
  reactor: Reactor;
  processes: Processes;
}

export class Terminal {
  readonly pid: number;
  /** Exit status, after all output has been handled. */
  readonly exit: Promise<number>;
  readonly #kernel: SystemCalls;
  readonly #controller: number;
  readonly #watch: Watch;
  readonly #output: TerminalRequest['output'];
  readonly #input: Uint8Array[] = [];
  readonly #buffer = new Uint8Array(CHUNK_SIZE);
  #inFlight = 0;
  #drained: (() => void) | null = null;
  #hungUp = false;
  #ended = false;

  /** Throws Node's `spawn FILE CODE` when the program cannot be started. */
  constructor({ kernel, reactor, processes }: TerminalContext, request: TerminalRequest) {
    this.#kernel = kernel;
    this.#output = request.output;
    const ends = kernel.openpty(request.rows ?? DEFAULT_ROWS, request.columns ?? DEFAULT_COLUMNS);
    if (typeof ends === 'number') throw spawnError(ends, request.argv[0] ?? '', request.argv.slice(1));
    const [controller, terminal] = ends;
    this.#controller = controller;
    const { file, argv, env, cwd } = request;
    this.pid = kernel.spawn({ file, argv, env, cwd, stdio: [terminal, terminal, terminal], setsid: true });
    kernel.close(terminal);
    if (this.pid < 0) {
      kernel.close(controller);
      throw spawnError(this.pid, argv[0] ?? file, argv.slice(1));
    }
    this.#watch = reactor.watch(controller, POLLIN, () => this.#ready());
    this.exit = new Promise((resolve) => {
      processes.onExit(this.pid, (status) => void this.#finish().then(() => resolve(status)));
    });
  }

  write(text: string): void {
    // An empty chunk would look like one that the pty has no room for.
    if (this.#ended || text === '') return;
    this.#input.push(new TextEncoder().encode(text));
    this.#writeInput();
    this.#setEvents();
  }

  resize(columns: number, rows: number): void {
    if (!this.#ended) checked(this.#kernel.setWindowSize(this.#controller, columns, rows), 'ioctl');
  }

  /** Ends the whole session: politely first, so that servers close, then without asking. */
  kill(): void {
    if (this.#ended) return;
    this.#signalSession(SIGTERM);
    this.#signalSession(SIGCONT);
    setTimeout(() => this.#signalSession(SIGKILL), KILL_DELAY);
  }

  #signalSession(signal: number): void {
    for (const { pid, sid, state } of this.#kernel.processes()) {
      if (sid === this.pid && state !== 'zombie') this.#kernel.kill(pid, signal);
    }
  }

  #setEvents(): void {
    if (this.#ended) return;
    const mayRead = this.#inFlight < CHUNKS_IN_FLIGHT && !this.#hungUp;
    this.#watch.setEvents((mayRead ? POLLIN : 0) | (this.#input.length ? POLLOUT : 0));
  }

  #ready(): void {
    this.#writeInput();
    this.#readOutput();
    this.#setEvents();
  }

  #writeInput(): void {
    for (let chunk = this.#input[0]; chunk; chunk = this.#input[0]) {
      const written = this.#kernel.write(this.#controller, chunk, -1);
      if (written === -EAGAIN || written === 0) return;
      if (written < 0) {
        this.#input.length = 0;
        return;
      }
      if (written < chunk.length) this.#input[0] = chunk.subarray(written);
      else this.#input.shift();
    }
  }

  /** One chunk for each turn: other terminals have theirs in between. False when there is nothing now. */
  #readOutput(): boolean {
    if (this.#inFlight >= CHUNKS_IN_FLIGHT || this.#hungUp) return false;
    const size = this.#kernel.read(this.#controller, this.#buffer, -1);
    if (size === -EAGAIN) return false;
    if (size <= 0) {
      // EIO: no terminal end is open any more.
      this.#hungUp = true;
      return false;
    }
    this.#send(this.#buffer.slice(0, size));
    return true;
  }

  #send(chunk: Uint8Array<ArrayBuffer> | null): void {
    if (!this.#output) return;
    this.#inFlight += 1;
    void this.#output(chunk).finally(() => {
      this.#inFlight -= 1;
      this.#setEvents();
      if (this.#inFlight < CHUNKS_IN_FLIGHT) this.#drained?.();
    });
  }

  async #finish(): Promise<void> {
    // What the process wrote lies in the pty, and the pty holds no more than its buffer.
    for (let rest = CHUNKS_IN_FLIGHT * CHUNKS_IN_FLIGHT; rest > 0; rest--) {
      if (this.#inFlight >= CHUNKS_IN_FLIGHT) {
        await new Promise<void>((resolve) => {
          this.#drained = resolve;
        });
      } else if (!this.#readOutput()) break;
    }
    this.#ended = true;
    this.#watch.stop();
    this.#signalSession(SIGHUP);
    this.#kernel.close(this.#controller);
    if (this.#output) await this.#output(null);
  }
}
