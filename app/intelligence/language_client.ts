/** The page's side of the language server: gives it the editor's texts and the container's files, and shows its markers. */
import type { WebContainer } from '@webcontainer/api';
import { proxy, type Remote, wrap } from 'comlink';
import type { editor } from 'monaco-editor';
import { monaco } from '../editor/monaco.ts';
import type { Workspace } from '../workspace/workspace.svelte.ts';
import type { Language } from './language_worker.ts';
import LanguageWorker from './language_worker.ts?worker';
import type { Diagnostic, DirectoryEntry, FileEdits, FileSource, LanguageServer } from './protocol.ts';

/** ms without a change after which the open files are looked at again. */
const diagnosticsDelay = 300;
/** ms to gather changes of files: an install writes thousands. */
const changesDelay = 200;

function sourceOf({ fs }: WebContainer): FileSource['read'] {
  const list = async (folder: string): Promise<DirectoryEntry[] | null> => {
    try {
      const entries = await fs.readdir(folder, { withFileTypes: true });
      return entries.map((entry) => ({
        name: entry.name,
        kind: entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'link',
      }));
    } catch {
      return null;
    }
  };
  const text = (path: string) => fs.readFile(path, 'utf-8').catch(() => null);
  return async ({ directories, files }) => ({
    directories: await Promise.all(directories.map(list)),
    files: await Promise.all(files.map(text)),
  });
}

export class LanguageClient {
  readonly server: Promise<Remote<LanguageServer>>;
  readonly #workspace: Workspace;
  readonly #root: string;
  readonly #models = new Map<string, editor.ITextModel>();
  /** Models of files that only an answer leads to: Monaco shows places in models alone. */
  readonly #visited = new Map<string, editor.ITextModel>();
  #changes = new Set<string>();
  #changesTimer: ReturnType<typeof setTimeout> | undefined;
  #diagnosticsTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(workspace: Workspace, root: string) {
    this.#workspace = workspace;
    this.#root = root;
    const language = wrap<Language>(new LanguageWorker({ name: 'language server' }));
    const read = proxy(sourceOf(workspace.container.instance));
    this.server = language.start(read, root) as unknown as Promise<Remote<LanguageServer>>;
    workspace.onchange.add((path) => this.#changed(`${root}/${path}`));
  }

  /** From here on the server takes the text of `model` for its file. */
  async open(model: editor.ITextModel): Promise<void> {
    const path = model.uri.path;
    const server = await this.server;
    if (model.isDisposed()) return;
    this.#models.set(path, model);
    const update = () => {
      void server.update(path, model.getValue());
      this.#look();
    };
    update();
    model.onDidChangeContent(update);
    model.onWillDispose(() => {
      this.#models.delete(path);
      void server.update(path, null);
    });
  }

  /** Makes sure that Monaco has a model of `path`: a place in it is to be shown. */
  async visit(path: string): Promise<void> {
    const uri = monaco.Uri.file(path);
    if (monaco.editor.getModel(uri)) return;
    const text = await this.text(path);
    if (text !== null && !monaco.editor.getModel(uri)) {
      this.#visited.set(path, monaco.editor.createModel(text, undefined, uri));
    }
  }

  async text(path: string): Promise<string | null> {
    return (await this.server).text(path);
  }

  /** Edits files: open ones in the editor, others in the container. Answers how many. */
  async apply(files: readonly FileEdits[]): Promise<number> {
    for (const { path, edits } of files) {
      const model = this.#models.get(path);
      if (model) model.pushEditOperations(null, [...edits], () => null);
      else await this.applyToClosed({ path, edits });
    }
    return files.length;
  }

  /** What a move changes in the imports of files, as a step to take once the files are where they go. */
  async moving(from: string, to: string): Promise<() => Promise<number>> {
    const edits = await (await this.server).moved(from, to);
    const placed = edits.map(({ path, edits: own }) => {
      const isMoved = path === from || path.startsWith(`${from}/`);
      return { path: isMoved ? to + path.slice(from.length) : path, edits: own };
    });
    return () => this.apply(placed);
  }

  isOpen(path: string): boolean {
    return this.#models.has(path);
  }

  async applyToClosed({ path, edits }: FileEdits): Promise<void> {
    const text = await this.text(path);
    if (text === null) return;
    const model = monaco.editor.createModel(text);
    model.pushEditOperations(null, edits, () => null);
    const edited = model.getValue();
    model.dispose();
    await this.#workspace.container.instance.fs.writeFile(path, edited);
  }

  #changed(path: string): void {
    this.#visited.get(path)?.dispose();
    this.#visited.delete(path);
    // What the editor holds, the server has from the editor.
    if (this.#models.has(path)) return;
    this.#changes.add(path);
    clearTimeout(this.#changesTimer);
    this.#changesTimer = setTimeout(async () => {
      const paths = [...this.#changes];
      this.#changes = new Set();
      await (await this.server).changed(paths);
      this.#look();
    }, changesDelay);
  }

  #look(): void {
    clearTimeout(this.#diagnosticsTimer);
    this.#diagnosticsTimer = setTimeout(() => void this.#diagnose(), diagnosticsDelay);
  }

  async #diagnose(): Promise<void> {
    const server = await this.server;
    for (const [path, model] of this.#models) {
      // Whoever wrote a package is not here to mend it.
      if (path.includes('/node_modules/') || !path.startsWith(this.#root)) continue;
      const version = model.getVersionId();
      const found = await server.diagnostics(path);
      if (model.isDisposed() || model.getVersionId() !== version) continue;
      monaco.editor.setModelMarkers(model, 'typescript', found.map(markerOf));
    }
    performance.mark('diagnosed');
  }
}

function markerOf(diagnostic: Diagnostic): editor.IMarkerData {
  const { MarkerSeverity, MarkerTag } = monaco;
  const severities = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, suggestion: MarkerSeverity.Hint };
  return {
    ...diagnostic.range,
    message: diagnostic.message,
    severity: severities[diagnostic.severity],
    code: String(diagnostic.code),
    source: 'TypeScript',
    tags: [
      ...(diagnostic.unnecessary ? [MarkerTag.Unnecessary] : []),
      ...(diagnostic.deprecated ? [MarkerTag.Deprecated] : []),
    ],
  };
}
