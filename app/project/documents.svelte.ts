import type { WebContainer } from '@webcontainer/api';

export interface OpenDocument {
  path: string;
  /** Text as last read from or written to the container. */
  saved: string;
  text: string;
  /** The file changed in the container while this document had edits of its own. */
  conflict: boolean;
}

/** Milliseconds without typing after which edits are written to the container. */
const autosaveDelay = 300;

/** The files open in the editor. Edits are saved by themselves; changes from programs come in unless edits are unsaved. */
export class Documents {
  open: OpenDocument[] = $state([]);
  activePath = $state('');
  error = $state('');
  #container: WebContainer | null = null;
  #timers = new Map<string, ReturnType<typeof setTimeout>>();

  get active(): OpenDocument | undefined {
    return this.open.find((document) => document.path === this.activePath);
  }

  attach(container: WebContainer): void {
    this.#container = container;
  }

  async show(path: string): Promise<void> {
    if (!this.open.some((document) => document.path === path)) {
      const text = await this.#read(path);
      if (text === null) return;
      this.open.push({ path, saved: text, text, conflict: false });
    }
    this.activePath = path;
  }

  edit(path: string, text: string): void {
    const document = this.#find(path);
    if (!document || document.text === text) return;
    document.text = text;
    clearTimeout(this.#timers.get(path));
    this.#timers.set(
      path,
      setTimeout(() => void this.save(path), autosaveDelay),
    );
  }

  async save(path: string): Promise<void> {
    const document = this.#find(path);
    clearTimeout(this.#timers.get(path));
    if (!document || !this.#container || document.text === document.saved) return;
    const text = document.text;
    try {
      await this.#container.fs.writeFile(path, text);
      document.saved = text;
      document.conflict = false;
      this.error = '';
    } catch (error) {
      this.error = `${path} is not saved: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Writes all edits now: whoever leaves the editor may run what they edited at once. */
  async saveAll(): Promise<void> {
    await Promise.all(this.open.map(({ path }) => this.save(path)));
  }

  async close(path: string): Promise<void> {
    await this.save(path);
    const index = this.open.findIndex((document) => document.path === path);
    if (index < 0) return;
    this.open.splice(index, 1);
    if (this.activePath === path) this.activePath = this.open[Math.min(index, this.open.length - 1)]?.path ?? '';
  }

  /** A file changed in the container: bring its text in, but never over edits that are not saved. */
  async changedOutside(path: string): Promise<void> {
    const document = this.#find(path);
    if (!document) return;
    const text = await this.#read(path);
    if (text === null || text === document.saved) return;
    if (document.text !== document.saved) {
      document.conflict = text !== document.text;
      return;
    }
    document.saved = text;
    document.text = text;
  }

  #find(path: string): OpenDocument | undefined {
    return this.open.find((document) => document.path === path);
  }

  async #read(path: string): Promise<string | null> {
    try {
      return (await this.#container?.fs.readFile(path, 'utf-8')) ?? null;
    } catch {
      // Removed meanwhile: an open document keeps its text, so that nothing is lost.
      return null;
    }
  }
}
