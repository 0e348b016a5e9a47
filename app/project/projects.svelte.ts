import type { WebContainer } from '@webcontainer/api';
import { tellProject } from './project_key.ts';
import { deleteProject, listProjects, type ProjectRecord, storeProject } from './project_store.ts';
import type { OpenedProject } from './source.ts';

/** ms after a change until the project is kept: what a program writes in bursts is kept once. */
const keepDelay = 800;

export type Keeping = 'unchanged' | 'pending' | 'kept' | 'failed';

/** The project of this page as this browser keeps it, and the others there. */
export class Projects {
  name = $state('');
  id = $state('');
  example = $state('');
  keeping: Keeping = $state('unchanged');
  error = $state('');
  /** Whether changes are kept in this browser. */
  keeps = true;
  recent: ProjectRecord[] = $state.raw([]);
  /** Called when the project cannot be kept, after it could. */
  onfailure: (error: unknown) => void = () => {};
  #environment: Record<string, string> = {};
  #container: WebContainer | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.keeping === 'pending') void this.keep();
    });
  }

  attach(container: WebContainer, opened: OpenedProject): void {
    this.#container = container;
    this.id = opened.id;
    this.name = opened.name;
    this.example = opened.example;
    this.#environment = opened.environment;
  }

  /** Something in the project changed; what only installs or builds write does not count. */
  changed(path: string): void {
    if (!/(?:^|\/)node_modules(?:\/|$)/.test(path)) this.#keepSoon();
  }

  environmentChanged(environment: Record<string, string>): void {
    this.#environment = environment;
    this.#keepSoon();
  }

  #keepSoon(): void {
    if (!this.#container || !this.keeps) return;
    this.keeping = 'pending';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), keepDelay);
  }

  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#container || !this.keeps) return;
    try {
      const files = await this.#container.export('.', { format: 'binary', excludes: ['node_modules'] });
      const bytes = files as Uint8Array<ArrayBuffer>;
      const isNew = this.id === '';
      const id = this.id || crypto.randomUUID();
      if (isNew) await tellProject(this.#container, id);
      await storeProject(this.#record(id, bytes.length), bytes);
      this.id = id;
      this.keeping = 'kept';
      this.error = '';
      // A reload, a bookmark and the browser's history lead back to this project.
      if (isNew) history.replaceState(history.state, '', `?project=${this.id}`);
    } catch (error) {
      const isFirst = !this.error;
      this.keeping = 'failed';
      this.error = error instanceof Error ? error.message : String(error);
      if (isFirst) this.onfailure(error);
    }
  }

  async rename(name: string): Promise<void> {
    this.name = name;
    await this.keep();
  }

  /** Goes on in a copy; what there was stays as it is. */
  async fork(): Promise<void> {
    this.id = '';
    this.name = `${this.name} copy`;
    await this.keep();
  }

  async refresh(): Promise<void> {
    this.recent = await listProjects();
  }

  async remove(id: string): Promise<void> {
    await deleteProject(id);
    if (id === this.id) this.id = '';
    await this.refresh();
  }

  #record(id: string, size: number): ProjectRecord {
    const { name, example } = this;
    return { id, name, example, updated: Date.now(), size, environment: this.#environment };
  }
}
