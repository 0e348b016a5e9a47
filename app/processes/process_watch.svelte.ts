/** Watches the container's processes, while somebody looks. */
import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import { Blocks, type ListedProcess, listing, readProcess } from './process_list.ts';

/** The supervisor, which nobody can end. */
const INIT = 1;

export interface ShownProcess extends ListedProcess {
  /** Percent of one processor, between the last two looks. */
  share: number;
}

export class ProcessWatch {
  processes: ShownProcess[] = $state.raw([]);
  /** Pids that were asked to end and have not yet. */
  asked: ReadonlySet<number> = $state.raw(new Set());
  readonly #container: () => WebContainer;
  #lister: WebContainerProcess | null = null;
  #watching = false;
  #before = new Map<number, number>();
  #at = 0;

  constructor(container: () => WebContainer) {
    this.#container = container;
  }

  async start(): Promise<void> {
    this.#watching = true;
    const lister = await this.#container().spawn('sh', ['-c', listing]);
    if (!this.#watching) {
      lister.kill();
      return;
    }
    this.#lister = lister;
    const blocks = new Blocks();
    let own = 0;
    const lists = new WritableStream<string>({
      write: (text) => {
        for (const lines of blocks.add(text)) {
          // The first line of all is the pid of the lister itself.
          own ||= Number(lines.shift());
          this.#take(lines.flatMap((line) => readProcess(line) ?? []).filter(({ pid }) => pid !== INIT && pid !== own));
        }
      },
    });
    // It ends in the middle of things when it is stopped.
    await lister.output.pipeTo(lists).catch(() => {});
  }

  stop(): void {
    this.#watching = false;
    this.#lister?.kill();
    this.#lister = null;
    this.#before.clear();
  }

  /** Asks a process to end; one that was asked before is ended without asking. */
  async kill(pid: number): Promise<void> {
    const signal = this.asked.has(pid) ? '-KILL' : '-TERM';
    this.asked = new Set([...this.asked, pid]);
    const sender = await this.#container().spawn('kill', [signal, String(pid)]);
    await sender.exit;
  }

  #take(found: ListedProcess[]): void {
    const now = performance.now();
    const passed = now - this.#at;
    this.processes = found.map((process) => {
      const used = process.cpuTime - (this.#before.get(process.pid) ?? process.cpuTime);
      return { ...process, share: Math.min(100 * navigator.hardwareConcurrency, (100 * used) / passed) };
    });
    this.#before = new Map(found.map(({ pid, cpuTime }) => [pid, cpuTime]));
    this.#at = now;
    this.asked = new Set([...this.asked].filter((pid) => this.#before.has(pid)));
  }
}
