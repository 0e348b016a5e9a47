import type { WebContainer } from '@webcontainer/api';
import { tellProject } from '../project/project_key.ts';
import { bootContainer } from './boot.ts';

/** A server that a program in the container listens with. */
export interface OpenPort {
  port: number;
  url: string;
}

export type BootStep = 'runtime' | 'files' | 'ready' | 'failed';

/** ms between questions whether the container is there, and after which one counts as unanswered. */
const heartbeat = 5_000;
const patience = 20_000;

/** A tree of files as `mount` takes it: the wire's own bytes. */
export type Snapshot = Uint8Array<ArrayBuffer>;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first port that the system chooses for who names none (Linux's ip_local_port_range). */
const firstEphemeral = 32_768;

/** The container of this page: its boot as steps to show, and the ports that its programs listen on. */
export class Container {
  step: BootStep = $state('runtime');
  error = $state('');
  ports: OpenPort[] = $state([]);
  /** The port that opened last: the one that a person wants to see. */
  newestPort = $state(0);
  /** It answers no more: the browser ended it for want of memory, or it is stuck. */
  lost = $state(false);
  #instance: WebContainer | null = null;

  get instance(): WebContainer {
    if (!this.#instance) throw new Error('the container has not booted yet');
    return this.#instance;
  }

  /** Boots and mounts `snapshots` of the project `id` (if it has one) in their order; on failure `step` is 'failed' and `error` says why. */
  async boot(snapshots: readonly Snapshot[], id: string): Promise<boolean> {
    try {
      const instance = await bootContainer();
      this.#instance = instance;
      instance.on('port', (port, type, url) => this.#portChanged(port, type, url));
      instance.on('error', ({ message }) => console.error(`the runtime reports: ${message}`));
      this.step = 'files';
      await tellProject(instance, id);
      for (const snapshot of snapshots) await instance.mount(snapshot);
      performance.mark('files-mounted');
      this.step = 'ready';
      void this.#watch(instance);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  async #watch({ fs }: WebContainer): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, heartbeat));
      // In a tab that nobody sees timers come late, and nobody is to be told.
      if (document.hidden) continue;
      const timer = setTimeout(() => {
        this.lost = true;
      }, patience);
      await fs.readdir('/').catch(() => {});
      clearTimeout(timer);
      this.lost = false;
    }
  }

  /** The runtime host found that this browser lacks something: `error` says what. */
  get unsupported(): boolean {
    return this.step === 'failed' && this.error.startsWith('This browser or page lacks');
  }

  fail(error: unknown): void {
    this.error = messageOf(error);
    this.step = 'failed';
  }

  #portChanged(port: number, type: 'open' | 'close', url: string): void {
    const others = this.ports.filter((open) => open.port !== port);
    this.ports = type === 'open' ? [...others, { port, url }].sort((a, b) => a.port - b.port) : others;
    if (type === 'open') {
      // Servers inside of tools listen where the system lets them; the page is not theirs.
      if (port < firstEphemeral || !this.newestPort) this.newestPort = port;
    } else if (this.newestPort === port) {
      this.newestPort = (others.findLast((open) => open.port < firstEphemeral) ?? others.at(-1))?.port ?? 0;
    }
  }
}
