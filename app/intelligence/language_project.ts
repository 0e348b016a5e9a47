/** One TypeScript project: its language service over the container's files. */
import ts from 'typescript';
import type { Configuration } from './configurations.ts';
import type { ContainerFiles } from './container_files.ts';
import { libraryFolder } from './library_folder.ts';
import { packageEntries } from './package_entries.ts';

export class LanguageProject {
  readonly service: ts.LanguageService;
  configuration: Configuration;
  readonly #named = new Set<string>();
  #version = 0;
  /** Files came or went since the program was made: what an import leads to may have changed. */
  #stale = false;

  constructor(configuration: Configuration, files: ContainerFiles, root: string, registry: ts.DocumentRegistry) {
    this.configuration = configuration;
    this.#name();
    const host: ts.LanguageServiceHost & ts.ModuleResolutionHost & { hasInvalidatedResolutions(): boolean } = {
      getCompilationSettings: () => this.configuration.options,
      // Beside the project's own, for what can be imported from its packages.
      getScriptFileNames: () => [...this.#named, ...packageEntries(root, this.configuration.options, host)],
      getScriptVersion: (path) => files.versionOf(path),
      getScriptSnapshot(path) {
        const text = files.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getProjectVersion: () => String(this.#version),
      getCurrentDirectory: () => root,
      getDefaultLibFileName: (options) => `${libraryFolder}/${ts.getDefaultLibFileName(options)}`,
      useCaseSensitiveFileNames: () => true,
      fileExists: (path) => files.fileExists(path),
      readFile: (path) => files.readFile(path),
      directoryExists: (path) => files.directoryExists(path),
      getDirectories: (path) => files.entries(path).directories,
      // Not in TypeScript's types: without it a program keeps what an import led to when it was first read.
      hasInvalidatedResolutions: () => this.#stale,
    };
    this.service = ts.createLanguageService(host, registry);
  }

  configure(configuration: Configuration): void {
    this.configuration = configuration;
    this.#name();
    this.invalidate();
  }

  names(path: string): boolean {
    return this.#named.has(path);
  }

  /** Does it have files at `path` or, where that is a folder, below it? */
  reaches(path: string): boolean {
    return this.#named.has(path) || [...this.#named].some((name) => name.startsWith(`${path}/`));
  }

  /** A text changed; `stale`: files came or went. */
  invalidate(stale = true): void {
    this.#version += 1;
    this.#stale ||= stale;
  }

  /** The program with all that is known now. */
  build(): void {
    this.service.getProgram();
    this.#stale = false;
  }

  #name(): void {
    this.#named.clear();
    for (const path of this.configuration.files) this.#named.add(path);
  }
}
