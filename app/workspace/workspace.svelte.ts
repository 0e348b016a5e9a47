/** All that the workbench shows, in one place: components read it from Svelte's context. */
import { getContext, setContext } from 'svelte';
import type { Command } from '../commands/command.ts';
import { workbenchCommands } from '../commands/commands.ts';
import { ConsoleLog } from '../console/console_log.svelte.ts';
import { ConsoleWatch, consoleEnvironment } from '../console/console_watch.svelte.ts';
import { previewScript } from '../console/preview_script.ts';
import { Container } from '../container/container.svelte.ts';
import { LoopWatch, loopEnvironment } from '../inspector/loop_watch.svelte.ts';
import { ProcessWatch } from '../processes/process_watch.svelte.ts';
import { committedText } from '../project/committed_text.ts';
import { Documents } from '../project/documents.svelte.ts';
import { Environment } from '../project/environment.svelte.ts';
import { FileOperations } from '../project/file_operations.ts';
import { FileTree, nameOf } from '../project/file_tree.svelte.ts';
import { FindInFiles } from '../project/find_in_files.svelte.ts';
import { Projects } from '../project/projects.svelte.ts';
import { RunSteps } from '../project/run_steps.svelte.ts';
import { type OpenedProject, openAddress } from '../project/source.ts';
import { readStart, startSteps } from '../project/start_command.ts';
import { Terminals } from '../terminal/terminals.svelte.ts';
import { Layout, type PanelView } from './layout.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Settings } from './settings.svelte.ts';

export type Dialog = 'commands' | 'files' | 'settings' | 'keys' | 'share' | 'projects' | 'rename';

export interface Problem {
  path: string;
  severity: 'error' | 'warning' | 'information';
  message: string;
  /** Who says so and by which rule, as in `eslint(no-var)`, or ''. */
  source: string;
  line: number;
  column: number;
}

/** A name being typed into the tree: of something new in `folder`, or of what is at `path`. */
export interface Naming {
  kind: 'file' | 'folder' | 'rename';
  folder: string;
  path: string;
}

const key = Symbol('workspace');

export interface WorkspaceOptions {
  /** Keep the project in this browser; true when left out. */
  keep?: boolean;
  /** The editor takes no edits. */
  readOnly?: boolean;
}

export class Workspace {
  readonly container = new Container();
  readonly documents = new Documents();
  readonly tree = new FileTree();
  readonly terminals = new Terminals();
  readonly projects = new Projects();
  readonly environment = new Environment();
  readonly runSteps = new RunSteps();
  readonly find = new FindInFiles();
  readonly console = new ConsoleLog();
  readonly consoleWatch = new ConsoleWatch(() => this.container.instance, this.console);
  readonly loops = new LoopWatch(() => this.container.instance);
  readonly processes = new ProcessWatch(() => this.container.instance);
  readonly layout = new Layout();
  readonly settings = new Settings();
  readonly notices = new Notices();
  readonly commands: Command[];
  /** Resolves when the first prompt is there: what is large loads after it. */
  readonly prompted = Promise.withResolvers<void>();
  dialog: Dialog | null = $state(null);
  naming: Naming | null = $state(null);
  /** Files that wait to be pasted. */
  taken: { paths: string[]; isCut: boolean } | null = $state.raw(null);
  problems: Problem[] = $state.raw([]);
  /** What Run runs. */
  startCommand = $state('');
  /** The project was written by someone else and nothing of it has run yet. */
  foreign = $state(false);
  /** Programs of the project may run unasked, such as the configurations of its tools. */
  trusted = false;
  /** How far the reading of the project is, where that takes long. */
  opening = $state('');
  /** The address cannot be opened: why. */
  cannotOpen = $state('');
  cursor = $state({ line: 1, column: 1 });
  language = $state('');
  /** The frame in which a part that was asked for gets the keyboard. */
  #focusFrame = 0;
  /** Milliseconds from the page's start to the prompt, once known. */
  bootTime = $state(0);
  operations: FileOperations | null = null;
  /**
   * What the editor does, once it is loaded: before a person's own save, and before a file moves, with what then is left
   * to do in other files and answers in how many.
   */
  readonly hooks: {
    beforeSave: () => Promise<void>;
    beforeMove: (from: string, to: string) => Promise<() => Promise<number>>;
  } = { beforeSave: async () => {}, beforeMove: async () => async () => 0 };
  /** Told of each path that changed in the project. */
  readonly onchange = new Set<(path: string) => void>();
  readonly readOnly: boolean;
  #chooser: HTMLInputElement | null = null;

  constructor(options: WorkspaceOptions = {}) {
    this.readOnly = options.readOnly ?? false;
    this.projects.keeps = options.keep ?? true;
    this.commands = workbenchCommands(this);
    this.onchange.add((path) => void this.documents.changedOutside(path)).add((path) => this.projects.changed(path));
    this.terminals.environment = () => ({
      ...this.environment.record(),
      ...loopEnvironment,
      ...consoleEnvironment,
    });
    this.environment.onchange = (record) => this.projects.environmentChanged(record);
    this.projects.onfailure = (error) =>
      this.notices.fail(error, { label: 'Download as zip', run: () => void this.download() });
    this.terminals.fontSize = this.settings.values.fontSize;
  }

  /** Opens what the address names; for an address that names nothing there, `cannotOpen` says why. */
  async open(opening: Promise<OpenedProject> = this.#openAddress()): Promise<boolean> {
    let opened: OpenedProject;
    try {
      opened = await opening;
    } catch (error) {
      this.cannotOpen = error instanceof Error ? error.message : String(error);
      return false;
    }
    this.projects.name = opened.name;
    this.foreign = opened.foreign;
    this.trusted = !opened.foreign;
    this.environment.load(opened.environment);
    if (!(await this.container.boot(opened.snapshots, opened.id))) return false;
    const { instance } = this.container;
    this.operations = new FileOperations(instance);
    this.documents.attach(instance);
    this.find.attach(instance);
    this.terminals.attach(instance, () => this.#prompted());
    const start = await readStart(instance);
    this.startCommand = opened.start ?? start.command;
    this.projects.attach(instance, opened);
    await this.tree.attach(instance, (path) => {
      for (const tell of this.onchange) tell(path);
    });
    for (const path of opened.open ? [opened.open] : start.open) await this.documents.show(path);
    void instance.setPreviewScript(previewScript);
    return true;
  }

  #openAddress(): Promise<OpenedProject> {
    return openAddress(new URL(location.href), (progress) => {
      this.opening = progress;
    }).finally(() => {
      this.opening = '';
    });
  }

  ask(dialog: Dialog): void {
    this.dialog = dialog;
  }

  /** Saves and starts the project's program; what it was told about a foreign project counts as its consent. */
  async runProject(panel: PanelView = 'terminal'): Promise<number | null> {
    await this.documents.saveAll();
    if (!this.startCommand) {
      this.startCommand = (await readStart(this.container.instance)).command;
    }
    if (!this.startCommand) {
      this.notices.tell('Nothing here looks like a program: name one in package.json ("scripts": {"start": …}).');
      return null;
    }
    this.foreign = false;
    this.trusted = true;
    this.layout.showPanel(panel);
    const hasPackages = (await this.container.instance.fs.readdir('.')).includes('node_modules');
    const steps = startSteps(this.startCommand, hasPackages);
    this.runSteps.begin(steps);
    return this.terminals.run(
      steps.map(({ command }) => command),
      this.runSteps,
    );
  }

  newTerminal(): void {
    this.terminals.open();
    this.focusTerminal();
  }

  splitTerminal(): void {
    this.terminals.split();
    this.focusTerminal();
  }

  stepTerminal(by: 1 | -1): void {
    this.terminals.step(by);
    this.focusTerminal();
  }

  focusTerminal(): void {
    this.layout.showPanel('terminal');
    this.#focusSoon(() => this.terminals.active?.screen.focus());
  }

  focusFiles(): void {
    this.layout.showSide('files');
    this.#focusSoon(() => document.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus());
  }

  /** When the part that may just have come to be is there, unless the keyboard was led elsewhere meanwhile. */
  #focusSoon(focus: () => void): void {
    cancelAnimationFrame(this.#focusFrame);
    this.#focusFrame = requestAnimationFrame(focus);
  }

  /** F6, as in desktop programs: from part to part, in the order in which they stand. */
  focusNext(step: 1 | -1): void {
    cancelAnimationFrame(this.#focusFrame);
    const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')].filter(
      (part) => part.offsetParent !== null,
    );
    const current = parts.findIndex((part) => part.contains(document.activeElement));
    const next = parts[(current + step + parts.length) % parts.length];
    next
      ?.querySelector<HTMLElement>(
        'textarea, [role=treeitem][tabindex="0"], button:not(:disabled), input, [tabindex="0"]',
      )
      ?.focus();
  }

  async save(): Promise<void> {
    // A text that Prettier cannot read is saved as it is.
    await this.hooks.beforeSave().catch((error: unknown) => this.notices.fail(error));
    await this.documents.saveAll();
    await this.projects.keep();
  }

  /** Shows the file of the container beside the edits that are not saved. */
  compareWithDisk(path: string): Promise<void> {
    return this.#compare(path, "the program's", async () => (await this.documents.textOnDisk(path)) ?? '');
  }

  compareWithCommit(path: string): Promise<void> {
    return this.#compare(path, 'the last commit', () => committedText(this.container.instance, path));
  }

  compareFiles(path: string, other: string): Promise<void> {
    return this.#compare(path, nameOf(other), async () => {
      const text = await this.documents.textOnDisk(other);
      if (text === null) throw new Error(`${other} is not text`);
      return text;
    });
  }

  async #compare(path: string, other: string, original: () => Promise<string>): Promise<void> {
    try {
      if (!(await this.documents.compare(path, await original(), other))) throw new Error(`${path} is not there`);
    } catch (error) {
      this.notices.fail(error);
    }
  }

  startNaming(kind: 'file' | 'folder'): void {
    this.layout.showSide('files');
    this.naming = { kind, folder: this.tree.newFolder, path: '' };
  }

  /** Runs a change of files and tells its error. */
  async change(action: (operations: FileOperations) => Promise<unknown>): Promise<void> {
    if (!this.operations) return;
    try {
      await action(this.operations);
      await this.tree.refresh();
    } catch (error) {
      this.notices.fail(error);
    }
  }

  async endNaming(name: string): Promise<void> {
    const { naming } = this;
    this.naming = null;
    const trimmed = name.trim().replace(/\/+$/, '');
    if (!naming || !trimmed) return;
    await this.change(async (operations) => {
      const target = naming.folder ? `${naming.folder}/${trimmed}` : trimmed;
      if (naming.kind === 'rename') {
        if (target === naming.path) return;
        await this.#moving([[naming.path, target]], () => operations.rename(naming.path, target));
      } else {
        await operations.create(target, naming.kind);
      }
      await this.tree.reveal(target);
      if (naming.kind === 'file') await this.documents.show(target, { place: { line: 1, column: 1 } });
      else this.focusFiles();
    });
  }

  async remove(paths: string[]): Promise<void> {
    await this.change(async (operations) => {
      const undo = await operations.remove(paths);
      for (const path of paths) await this.documents.removed(path);
      const what = paths.length === 1 ? (paths[0] ?? '') : `${paths.length} files`;
      this.notices.tell(`${what} deleted`, { label: 'Undo', run: () => void this.change(undo) });
    });
  }

  /** Remembers files of the tree until they are pasted. */
  take(paths: string[], isCut: boolean): void {
    this.taken = { paths, isCut };
  }

  async paste(folder: string): Promise<void> {
    const { taken } = this;
    if (!taken) return;
    if (taken.isCut) {
      this.taken = null;
      await this.move(taken.paths, folder);
      return;
    }
    await this.change(async (operations) => {
      const [first] = await operations.copy(taken.paths, folder);
      if (first) await this.tree.reveal(first);
      this.focusFiles();
    });
  }

  async move(paths: string[], folder: string): Promise<void> {
    await this.change(async (operations) => {
      const moves = operations.movesOf(paths, folder);
      await this.#moving(moves, () => operations.move(moves));
    });
  }

  /** Imports follow the files. */
  async #moving(moves: readonly (readonly [from: string, to: string])[], move: () => Promise<void>): Promise<void> {
    const steps: (() => Promise<number>)[] = [];
    for (const [from, to] of moves) steps.push(await this.hooks.beforeMove(from, to));
    await move();
    for (const [from, to] of moves) await this.documents.moved(from, to);
    let files = 0;
    for (const step of steps) files += await step();
    if (files) this.notices.tell(files === 1 ? 'Imports updated in 1 file' : `Imports updated in ${files} files`);
  }

  async upload(files: { path: string; file: File }[], folder: string): Promise<void> {
    await this.change(async (operations) => {
      const count = await operations.upload(files, folder);
      this.notices.tell(count === 1 ? '1 file uploaded' : `${count} files uploaded`);
    });
  }

  chooseFiles(folder: boolean): void {
    if (this.#chooser) {
      this.#chooser.webkitdirectory = folder;
      this.#chooser.click();
    }
  }

  setChooser(element: HTMLInputElement): void {
    this.#chooser = element;
  }

  async download(): Promise<void> {
    await this.change(async (operations) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await operations.zip());
      link.download = `${this.projects.name || 'project'}.zip`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  }

  #prompted(): void {
    this.bootTime = performance.now();
    this.prompted.resolve();
  }
}

export function provideWorkspace(options: WorkspaceOptions = {}): Workspace {
  return setContext(key, new Workspace(options));
}

export function useWorkspace(): Workspace {
  return getContext<Workspace>(key);
}
