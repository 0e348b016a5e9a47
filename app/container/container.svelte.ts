import type { FileSystemTree } from '@webcontainer/api';
import { WebContainer } from '@webcontainer/api';
import { readOrigins } from './origins.ts';

/** A server that a program in the container listens with. */
export interface OpenPort {
  port: number;
  url: string;
}

export type BootStep = 'runtime' | 'files' | 'ready' | 'failed';

/** The container of this page: its boot as steps to show, and the ports that its programs listen on. */
export class Container {
  step: BootStep = $state('runtime');
  error = $state('');
  ports: OpenPort[] = $state([]);
  #instance: WebContainer | null = null;

  get instance(): WebContainer {
    if (!this.#instance) throw new Error('the container has not booted yet');
    return this.#instance;
  }

  /** Boots and mounts `files`; on failure `step` is 'failed' and `error` says why. */
  async boot(files: Promise<FileSystemTree>): Promise<boolean> {
    try {
      const origins = await readOrigins();
      Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: origins.runtime });
      const instance = await WebContainer.boot({ workdirName: 'project' });
      this.#instance = instance;
      instance.on('port', (port, type, url) => this.#portChanged(port, type, url));
      this.step = 'files';
      await instance.mount(await files);
      this.step = 'ready';
      return true;
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      this.step = 'failed';
      return false;
    }
  }

  #portChanged(port: number, type: 'open' | 'close', url: string): void {
    const others = this.ports.filter((open) => open.port !== port);
    this.ports = type === 'open' ? [...others, { port, url }] : others;
  }
}
