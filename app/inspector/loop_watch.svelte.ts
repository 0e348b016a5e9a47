/** Watches the event loops of the container's processes, while somebody looks. */
import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import { LoopTrace, type TraceEntry } from './loop_trace.ts';

/** Processes that find this folder tell what their loop does into files there. */
const folder = '/tmp/wardian-loops';
/** What terminals and Run give their programs. */
export const loopEnvironment = { WARDIAN_LOOP_TRACE: folder };
/** ms between looks for new processes, and between drawings of what came. */
const lookInterval = 500;
const drawInterval = 100;

export class LoopWatch {
  /** Programs that start now are watched. */
  watching = $state(false);
  /** Ids of the processes that told something, the newest first. */
  processes: number[] = $state.raw([]);
  chosen = $state(0);
  /** Counts up with what has come, so that views draw again: a trace itself is no state, for it is large. */
  version = $state(0);
  readonly traces = new Map<number, LoopTrace>();
  readonly #container: () => WebContainer;
  readonly #followers = new Map<number, WebContainerProcess>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #drawing: ReturnType<typeof setTimeout> | undefined;

  constructor(container: () => WebContainer) {
    this.#container = container;
  }

  get trace(): LoopTrace | undefined {
    return this.traces.get(this.chosen);
  }

  async start(): Promise<void> {
    if (this.watching) return;
    this.watching = true;
    await this.#container().fs.mkdir(folder, { recursive: true });
    this.#timer = setInterval(() => void this.#look(), lookInterval);
  }

  /** Programs that run go on telling; those that start do not. */
  async stop(): Promise<void> {
    this.watching = false;
    clearInterval(this.#timer);
    for (const follower of this.#followers.values()) follower.kill();
    this.#followers.clear();
    await this.#container().fs.rm(folder, { recursive: true, force: true });
  }

  clear(): void {
    for (const [pid, trace] of this.traces) {
      if (trace.ended) this.traces.delete(pid);
    }
    this.processes = this.processes.filter((pid) => this.traces.has(pid));
    if (!this.traces.has(this.chosen)) this.chosen = this.processes[0] ?? 0;
    this.version += 1;
  }

  async #look(): Promise<void> {
    const names = await this.#container()
      .fs.readdir(folder)
      .catch(() => []);
    for (const pid of names.map(Number)) if (!this.#followers.has(pid)) await this.#follow(pid);
  }

  async #follow(pid: number): Promise<void> {
    const follower = await this.#container().spawn('tail', ['-n', '+1', '-f', `${folder}/${pid}`], {
      terminal: { cols: 4000, rows: 24 },
    });
    if (!this.watching) {
      follower.kill();
      return;
    }
    this.#followers.set(pid, follower);
    const trace = new LoopTrace();
    this.traces.set(pid, trace);
    this.processes = [pid, ...this.processes];
    this.chosen = pid;
    let rest = '';
    const lines = new WritableStream<string>({
      write: (text) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) if (line.startsWith('[')) trace.add(JSON.parse(line) as TraceEntry);
        if (trace.ended) follower.kill();
        this.#draw();
      },
    });
    // A follower that is ended closes its output in the middle of things.
    void follower.output.pipeTo(lines).catch(() => {});
  }

  #draw(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.version += 1;
    }, drawInterval);
  }
}
