/** Node's library in a process: its sources, by the files that the build made, and its compiled functions. */
import type { Environment } from './environment.ts';
import { readLibraryFile } from './library/library_file.ts';
import type { NativeFacts } from './library/native_facts.ts';
import { unwrap } from './library/wrapper.ts';

/** How a process Worker (or a test) gets scripts of the build. */
export interface ProcessAssets {
  /** The library's first file, node-boot.txt. */
  library: string;
  /** Another text of the build, synchronously. */
  loadText(name: string): string;
  /** Runs a script of the build, synchronously: importScripts. */
  loadScript(name: string): void;
  /** The bytes of another file of the build (a WebAssembly module), synchronously. */
  loadBytes(name: string): Uint8Array<ArrayBuffer>;
  /** Has a Worker started that serves this memory (digest_memory.ts), if that is possible here. */
  startDigestWorker(memory: SharedArrayBuffer): void;
  /** Has another Worker go on with this process, by the arguments that the kernel has of it by now; ends this one. */
  startAnew(): void;
}

type Compiled = (...values: unknown[]) => unknown;

// biome-ignore lint/security/noGlobalEval: the one way to compile a text under a name of its own, synchronously
const indirectEval: (code: string) => unknown = globalThis.eval;

export class Library {
  readonly facts: NativeFacts;
  readonly #assets: ProcessAssets;
  readonly #sources: Record<string, string>;
  readonly #loaded = new Set<string>();
  internalBinding: (name: string) => object = () => {
    throw new Error('internal/bootstrap/realm has not run yet');
  };
  requireBuiltin: (id: string) => unknown = this.internalBinding;

  constructor(assets: ProcessAssets) {
    this.#assets = assets;
    const { facts, sources } = readLibraryFile<NativeFacts>(assets.library);
    if (!facts) throw new Error("the library's first file has no facts about the natives");
    this.#sources = sources;
    this.facts = facts;
  }

  #load(file: string): void {
    if (this.#loaded.has(file)) return;
    this.#loaded.add(file);
    Object.assign(this.#sources, readLibraryFile(this.#assets.loadText(file)).sources);
  }

  /** Runs another script of the build, synchronously. */
  loadScript(name: string): void {
    this.#assets.loadScript(name);
  }

  /** Code of a module's function; `unwrap` takes the module's text out of it. */
  #wrapped(id: string): string {
    const file = this.facts.places[id];
    if (file) this.#load(file);
    const source = this.#sources[id];
    if (source === undefined) throw new Error(`No such built-in module: ${id}`);
    return source;
  }

  loadBytes(name: string): Uint8Array<ArrayBuffer> {
    return this.#assets.loadBytes(name);
  }

  startAnew(): void {
    this.#assets.startAnew();
  }

  startDigestWorker(memory: SharedArrayBuffer): void {
    this.#assets.startDigestWorker(memory);
  }

  source(id: string): string {
    return unwrap(id, this.#wrapped(id));
  }

  /** All sources by id, each read when it is looked at (`process.binding('natives')`). */
  sources(): Record<string, string> {
    const table = {};
    for (const id of this.facts.ids) {
      Object.defineProperty(table, id, { enumerable: true, configurable: true, get: () => this.source(id) });
    }
    return table;
  }

  compile(id: string): Compiled {
    return indirectEval(this.#wrapped(id)) as Compiled;
  }

  setLoaders(internalBinding: (name: string) => object, requireBuiltin: (id: string) => unknown): void {
    this.internalBinding = internalBinding;
    this.requireBuiltin = requireBuiltin;
  }
}

const libraries = new WeakMap<Environment, Library>();

export function libraryOf(environment: Environment): Library {
  const library = libraries.get(environment);
  if (!library) throw new Error('this environment has no library');
  return library;
}

export function setLibrary(environment: Environment, library: Library): void {
  libraries.set(environment, library);
}
