/** A module whose exports are set by its host: CommonJS, JSON, builtins (ECMA-262, 16.2.1.8). */
import { sourceExport } from './module_parser.ts';
import { type ExportName, ModuleRecord, type Resolution } from './module_record.ts';

export class SyntheticModule extends ModuleRecord {
  readonly hasTopLevelAwait = false;
  readonly #cells = new Map<string, { value: unknown }>();
  readonly #evaluationSteps: () => unknown;
  readonly #isConstant: boolean;

  /** `isConstant`: no export is set after the evaluation, so importers may keep the values. */
  constructor(exportNames: readonly string[], evaluationSteps: () => unknown, isConstant: boolean) {
    super();
    for (const name of exportNames) this.#cells.set(name, { value: undefined });
    this.#evaluationSteps = evaluationSteps;
    this.#isConstant = isConstant;
  }

  setExport(name: string, value: unknown): void {
    const cell = this.#cells.get(name);
    if (cell === undefined) throw new ReferenceError(`Export '${name}' is not defined in module`);
    cell.value = value;
  }

  override getExportedNames(): string[] {
    return [...this.#cells.keys()];
  }

  override resolveExport(name: string, _resolveSet?: ExportName[]): Resolution {
    const cell = this.#cells.get(name);
    if (cell === undefined) return null;
    const get = () => cell.value;
    return { module: this, bindingName: name, get, direct: () => get, isConstant: this.#isConstant };
  }

  override initializeEnvironment(): void {}
  override hoist(): void {}
  override uninitialize(): void {}

  override executeModule(): void {
    this.#evaluationSteps();
  }

  override async executeAsyncModule(): Promise<unknown> {
    return this.#evaluationSteps();
  }
}

/** What `import source x from …` imports from: the module's source object, without the module being linked or run. */
export class SourceObjectModule extends SyntheticModule {
  readonly #read: () => unknown;

  /** `read` throws for a module that has no source object. */
  constructor(read: () => unknown) {
    super([sourceExport], () => undefined, true);
    this.#read = read;
  }

  override initializeEnvironment(): void {
    this.setExport(sourceExport, this.#read());
  }
}
