import type { WebContainer } from '@webcontainer/api';
import { SvelteMap } from 'svelte/reactivity';

/** Two texts beside each other: what was, and the file as it is. */
export interface Comparison {
  original: string;
  /** The file whose text stands at the right, as it is edited. */
  path: string;
}

/** A file of the project as the editor holds it. */
export class OpenDocument {
  readonly path: string;
  /** Text as last read from or written to the container. */
  saved: string = $state('');
  text: string = $state('');
  /** The file changed in the container while this document had edits of its own. */
  conflict = $state(false);
  /** Why the file is not shown as text, or ''. */
  unreadable: string = $state('');
  /** Takes no edits: it is locked, or no file of the container's. */
  readOnly = false;
  /** Shown instead of the text: its path is then the title of the tab. */
  comparison: Comparison | null = null;
  /** Of a picture, which is shown as such. */
  bytes: Uint8Array<ArrayBuffer> | null = $state.raw(null);

  constructor(path: string) {
    this.path = path;
  }

  get dirty(): boolean {
    return this.text !== this.saved;
  }
}

/** Tabs beside each other, and which of them is shown. */
export class EditorGroup {
  paths: string[] = $state([]);
  active = $state('');
  /** The tab that the next preview replaces, or ''. */
  preview = $state('');
}

/** Where the editor is to go once a document is shown; lines and columns from 1. */
export interface Place {
  line: number;
  column: number;
  /** Columns to select from there. */
  length?: number;
  /** Highlights whole lines up to this one instead. */
  toLine?: number;
}

/** Milliseconds without typing after which edits are written to the container. */
const autosaveDelay = 300;
/** Bytes above which a file is not opened as text: Monaco would hold several copies. */
const largestText = 8 * 1024 * 1024;
const picture = /\.(?:png|jpe?g|gif|webp|avif|ico|bmp)$/i;

/** The files open in the editor. Edits are saved by themselves; changes from programs come in unless edits are unsaved. */
export class Documents {
  readonly byPath = new SvelteMap<string, OpenDocument>();
  groups: EditorGroup[] = $state([new EditorGroup()]);
  activeGroup = $state(0);
  error = $state('');
  /** Paths that take no edits. */
  locked: ReadonlySet<string> = new Set();
  /** Set when a place is to be shown; the editor of the active group takes it. */
  place: Place | null = $state.raw(null);
  /** Called after edits, for whoever keeps the project. */
  onsaved: (path: string) => void = () => {};
  /** Text of files that are not the container's, such as the declarations that the language server brings. */
  readElsewhere: (path: string) => Promise<string | null> = async () => null;
  #container: WebContainer | null = null;
  #timers = new Map<string, ReturnType<typeof setTimeout>>();

  get group(): EditorGroup {
    return this.groups[this.activeGroup] ?? (this.groups[0] as EditorGroup);
  }

  get active(): OpenDocument | undefined {
    return this.byPath.get(this.group.active);
  }

  /** The file that the active tab is about, or ''. */
  get activePath(): string {
    return this.active?.comparison?.path ?? this.group.active;
  }

  attach(container: WebContainer): void {
    this.#container = container;
  }

  /** Shows `path` in the active group. A preview's tab is replaced by the next preview unless it is edited or kept. */
  async show(path: string, options: { preview?: boolean; place?: Place } = {}): Promise<boolean> {
    if (!this.byPath.has(path)) {
      const document = await this.#load(path);
      if (!document) return false;
      if (!this.byPath.has(path)) this.byPath.set(path, document);
    }
    this.#open(path, options);
    return true;
  }

  /** Shows what `path` was, `original`, beside what it is; `other` names the original in the tab. */
  async compare(path: string, original: string, other: string): Promise<boolean> {
    const file = this.byPath.get(path) ?? (await this.#load(path));
    if (!file) return false;
    const document = new OpenDocument(`${path} ↔ ${other}`);
    document.readOnly = true;
    document.comparison = { original, path };
    document.saved = file.text;
    document.text = file.text;
    this.byPath.set(document.path, document);
    this.#open(document.path, {});
    return true;
  }

  #open(path: string, options: { preview?: boolean; place?: Place }): void {
    const { group } = this;
    if (!group.paths.includes(path)) {
      const replaced = options.preview ? group.paths.indexOf(group.preview) : -1;
      if (replaced >= 0) {
        const [old = ''] = group.paths.splice(replaced, 1, path);
        this.#forget(old);
      } else group.paths.splice(group.paths.indexOf(group.active) + 1, 0, path);
      if (options.preview) group.preview = path;
    } else if (!options.preview && group.preview === path) group.preview = '';
    group.active = path;
    if (options.place) this.place = options.place;
  }

  /** Keeps the tab of a preview. */
  keep(path: string): void {
    for (const group of this.groups) if (group.preview === path) group.preview = '';
  }

  edit(path: string, text: string): void {
    const document = this.byPath.get(path);
    if (!document || document.text === text) return;
    document.text = text;
    this.keep(path);
    clearTimeout(this.#timers.get(path));
    this.#timers.set(
      path,
      setTimeout(() => void this.save(path), autosaveDelay),
    );
  }

  async save(path: string): Promise<void> {
    const document = this.byPath.get(path);
    clearTimeout(this.#timers.get(path));
    if (!document || !this.#container || !document.dirty) return;
    const { text } = document;
    try {
      await this.#container.fs.writeFile(path, text);
      document.saved = text;
      document.conflict = false;
      this.error = '';
      this.onsaved(path);
    } catch (error) {
      this.error = `${path} is not saved: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Writes all edits now: whoever leaves the editor may run what they edited at once. */
  async saveAll(): Promise<void> {
    await Promise.all(Array.from(this.byPath.keys(), (path) => this.save(path)));
  }

  async close(path: string, group = this.group): Promise<void> {
    await this.save(path);
    const index = group.paths.indexOf(path);
    if (index < 0) return;
    group.paths.splice(index, 1);
    if (group.preview === path) group.preview = '';
    if (group.active === path) group.active = group.paths[Math.min(index, group.paths.length - 1)] ?? '';
    this.#forget(path);
    if (!group.paths.length && this.groups.length > 1) {
      this.groups = this.groups.filter((other) => other !== group);
      this.activeGroup = 0;
    }
  }

  /** Shows the active document in a group beside the first. */
  split(): void {
    const { active } = this.group;
    if (this.groups.length > 1 || !active) return;
    const group = new EditorGroup();
    group.paths = [active];
    group.active = active;
    this.groups.push(group);
    this.activeGroup = 1;
  }

  /** A file or folder was moved: its open documents follow. */
  async moved(from: string, to: string): Promise<void> {
    const renamed = (path: string) =>
      path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
    for (const path of [...this.byPath.keys()]) {
      const target = renamed(path);
      if (target === path) continue;
      const document = await this.#load(target);
      if (document) this.byPath.set(target, document);
    }
    for (const group of this.groups) {
      group.paths = group.paths.map(renamed);
      group.active = renamed(group.active);
      group.preview = renamed(group.preview);
    }
    for (const path of [...this.byPath.keys()]) this.#forget(path);
  }

  /** A file or folder was deleted by the person: its tabs close. */
  async removed(path: string): Promise<void> {
    for (const group of [...this.groups]) {
      for (const open of group.paths.filter((open) => open === path || open.startsWith(`${path}/`))) {
        const document = this.byPath.get(open);
        if (document) document.text = document.saved;
        await this.close(open, group);
      }
    }
  }

  /** Closes every tab without keeping edits: another project takes the place of this one. */
  closeAll(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.groups = [new EditorGroup()];
    this.activeGroup = 0;
    this.byPath.clear();
  }

  /** A file changed in the container: bring its text in, but never over edits that are not saved. */
  async changedOutside(path: string): Promise<void> {
    const document = this.byPath.get(path);
    if (!document) return;
    const fresh = await this.#load(path);
    if (!fresh) return;
    document.bytes = fresh.bytes;
    document.unreadable = fresh.unreadable;
    if (fresh.text === document.saved) return;
    if (document.dirty) {
      document.conflict = fresh.text !== document.text;
      return;
    }
    document.saved = fresh.text;
    document.text = fresh.text;
  }

  /** The text of `path` in the container, which edits may not have reached yet; null when there is none. */
  async textOnDisk(path: string): Promise<string | null> {
    const document = await this.#load(path);
    return document && !document.unreadable ? document.text : null;
  }

  /** Takes the container's text over the edits of a document in conflict. */
  async revert(path: string): Promise<void> {
    const document = this.byPath.get(path);
    const fresh = await this.#load(path);
    if (!document || !fresh) return;
    document.saved = fresh.text;
    document.text = fresh.text;
    document.conflict = false;
  }

  #forget(path: string): void {
    if (!this.groups.some((group) => group.paths.includes(path))) this.byPath.delete(path);
  }

  async #loadElsewhere(path: string): Promise<OpenDocument | null> {
    const text = path.startsWith('/') ? await this.readElsewhere(path) : null;
    if (text === null) return null;
    const document = new OpenDocument(path);
    document.readOnly = true;
    document.saved = text;
    document.text = text;
    return document;
  }

  /** Null when there is no such file: an open document then keeps its text, so that nothing is lost. */
  async #load(path: string): Promise<OpenDocument | null> {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      if (!this.#container) return null;
      bytes = (await this.#container.fs.readFile(path)) as Uint8Array<ArrayBuffer>;
    } catch {
      return this.#loadElsewhere(path);
    }
    const document = new OpenDocument(path);
    document.readOnly = this.locked.has(path);
    const size = `${bytes.length.toLocaleString('en')} bytes`;
    if (picture.test(path)) {
      document.bytes = bytes;
      document.unreadable = `A picture of ${size}`;
    } else if (bytes.length > largestText) document.unreadable = `This file is too large for the editor: ${size}`;
    else {
      try {
        document.saved = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        document.text = document.saved;
      } catch {
        document.unreadable = `This file is not text: ${size}`;
      }
    }
    return document;
  }
}
