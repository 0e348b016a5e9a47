/** A module written in JavaScript (ECMA-262, 16.2.1.7). */
import { evaluateScript } from './compiled_scripts.ts';
import { generateModuleCode, type ImportPlan, type ModuleServices } from './module_code.ts';
import { defaultLocalName, type LocalExport, type ParsedModule, parseModule } from './module_parser.ts';
import {
  type ExportName,
  type Getter,
  ModuleRecord,
  namespaceBinding,
  type Resolution,
  type ResolvedBinding,
  type UnsettledAwait,
} from './module_record.ts';
import { textServices } from './script_edits.ts';
import { lineAt, type ScriptPositions } from './source_edits.ts';
import { createModuleSyntaxError, locateSyntaxError } from './syntax_error.ts';

export interface SourceTextHost {
  importModuleDynamically: ModuleServices['i'];
  createImportMeta(): object;
  /** Evaluates the module's function elsewhere than in the main context. */
  evaluate?(code: string, name: string, positions: ScriptPositions): unknown;
}

type Evaluation = Generator<undefined, unknown> | AsyncGenerator<undefined, unknown>;
type ModuleFunction = (services: ModuleServices, imports: object, fast: object) => unknown;

export class SourceTextModule extends ModuleRecord {
  readonly #name: string;
  readonly #source: string;
  readonly #host: SourceTextHost;
  /** Released once the code is made. */
  #parsed: ParsedModule | undefined;
  readonly requests: ParsedModule['requests'];
  readonly hasTopLevelAwait: boolean;
  readonly #localExports: ParsedModule['localExports'];
  readonly #indirectExports: ParsedModule['indirectExports'];
  readonly #starExports: readonly number[];
  readonly #localIndexes: ReadonlyMap<string, number>;
  readonly #indirectByName: ReadonlyMap<string, ParsedModule['indirectExports'][number]>;
  readonly #changingNames: ReadonlySet<string>;
  #getters: Getter[] | undefined;
  #evaluation: Evaluation | undefined;
  #start: (() => unknown) | undefined;
  #isCyclic = false;
  #plan: ImportPlan | undefined;
  #recompile: ((plan: ImportPlan) => void) | undefined;
  #check: (() => void) | undefined;
  /** Where it waits or waited last. */
  #awaitPosition = -1;

  constructor(name: string, source: string, host: SourceTextHost) {
    super();
    this.#name = name;
    this.#source = source;
    this.#host = host;
    try {
      this.#parsed = parseModule(source);
    } catch (error) {
      throw createModuleSyntaxError(error, name, source);
    }
    const { requests, topLevelAwaits, localExports, indirectExports, starExports, assignedNames } = this.#parsed;
    this.requests = requests;
    this.hasTopLevelAwait = topLevelAwaits.length > 0;
    this.#localExports = localExports;
    this.#indirectExports = indirectExports;
    this.#starExports = starExports;
    this.#localIndexes = new Map(localExports.map(({ name }, index) => [name, index]));
    this.#indirectByName = new Map(indirectExports.map((entry) => [entry.name, entry]));
    this.#changingNames = new Set(localExports.map((entry) => entry.localName).filter((n) => assignedNames.has(n)));
  }

  override getExportedNames(exportStarSet: Set<ModuleRecord> = new Set()): string[] {
    if (exportStarSet.has(this)) return [];
    exportStarSet.add(this);
    const names = new Set<string>();
    for (const { name } of this.#localExports) names.add(name);
    for (const { name } of this.#indirectExports) names.add(name);
    for (const request of this.#starExports) {
      for (const name of this.#module(request).getExportedNames(exportStarSet)) {
        if (name !== 'default') names.add(name);
      }
    }
    return [...names];
  }

  #module(request: number): ModuleRecord {
    return this.loadedModules[request] as ModuleRecord;
  }

  override resolveExport(name: string, resolveSet: ExportName[] = []): Resolution {
    if (resolveSet.some((entry) => entry.module === this && entry.name === name)) return null;
    resolveSet.push({ module: this, name });
    const index = this.#localIndexes.get(name);
    if (index !== undefined) return this.#localBinding(index);
    const indirect = this.#indirectByName.get(name);
    if (indirect !== undefined) {
      const imported = this.#module(indirect.request);
      return indirect.isNamespace ? namespaceOf(imported) : imported.resolveExport(indirect.importName, resolveSet);
    }
    if (name === 'default') return null;
    let found: Resolution = null;
    for (const request of this.#starExports) {
      const resolution = this.#module(request).resolveExport(name, resolveSet);
      if (resolution === 'ambiguous') return resolution;
      if (resolution === null) continue;
      if (found === null) found = resolution;
      else if (resolution.module !== found.module || resolution.bindingName !== found.bindingName) return 'ambiguous';
    }
    return found;
  }

  #localBinding(index: number): Resolution {
    const { localName, isVar } = this.#localExports[index] as LocalExport;
    return {
      module: this,
      bindingName: localName,
      get: () => {
        const get = this.#getters?.[index];
        if (get === undefined && isVar) return undefined;
        if (get === undefined) throw new ReferenceError(`Cannot access '${localName}' before initialization`);
        return get();
      },
      direct: () => this.#getters?.[index],
      isConstant: localName === defaultLocalName || !this.#changingNames.has(localName),
    };
  }

  override initializeEnvironment(isCyclic: boolean): void {
    const parsed = this.#parsed as ParsedModule;
    const unlinked = this.requests[this.loadedModules.length];
    if (unlinked !== undefined) {
      const message = `request for '${unlinked.specifier}' can not be resolved on module '${this.#name}' that is not linked`;
      throw Object.assign(new Error(message), { code: 'ERR_VM_MODULE_LINK_FAILURE' });
    }
    for (const entry of this.#indirectExports) {
      if (!entry.isNamespace) this.#requireExport(entry.request, entry.importName, entry);
    }
    const live = new Set<string>();
    const constant: string[] = [];
    const namespaces = new Set<string>();
    const resolutions = new Map<string, ResolvedBinding>();
    for (const entry of parsed.imports) {
      const { localName, request } = entry;
      const imported = this.#module(request);
      const resolution = entry.isNamespace ? namespaceOf(imported) : this.#requireExport(request, entry.name, entry);
      resolutions.set(localName, resolution);
      if (entry.isNamespace) namespaces.add(localName);
      if (isCyclic || !resolution.isConstant) live.add(localName);
      else constant.push(localName);
    }
    this.#plan = { isCyclic, live, constant, namespaces };
    let moduleFunction = this.#compile(parsed, this.#plan);
    this.#recompile = (plan) => {
      moduleFunction = this.#compile(parseModule(this.#source), plan);
    };
    this.#start = () => {
      const imports = {};
      const fast = {};
      for (const [localName, { module, get, direct }] of resolutions) {
        Object.defineProperty(imports, localName, { get: direct() ?? get, set: assignToConstant });
        if (namespaces.has(localName)) Object.defineProperty(fast, localName, { get: () => module.fastNamespace });
      }
      return Reflect.apply(moduleFunction, undefined, [this.#services(), imports, fast]);
    };
    this.#isCyclic = isCyclic;
  }

  #compile(parsed: ParsedModule, plan: ImportPlan): ModuleFunction {
    const { code, positions } = generateModuleCode(this.#source, parsed, plan);
    const evaluate = this.#host.evaluate ?? evaluateScript;
    return evaluate(code, this.#name, positions) as ModuleFunction;
  }

  /** In a cycle the code runs already: it was begun to hoist its functions. */
  protected override askForOwnInterruptions(check: () => void): void {
    if (this.#start === undefined || this.#plan === undefined) return;
    this.#check = check;
    this.#recompile?.({ ...this.#plan, mayBeInterrupted: true });
  }

  override hoist(): void {
    this.#parsed = undefined;
    if (!this.#isCyclic) return;
    this.#evaluation = this.#start?.() as Evaluation;
    this.#evaluation.next();
    this.#start = undefined;
  }

  override uninitialize(): void {
    this.#start = undefined;
    this.#evaluation = undefined;
    this.#getters = undefined;
    this.#parsed ??= parseModule(this.#source);
  }

  override get ownUnsettledAwait(): UnsettledAwait | undefined {
    if (this.status !== 'evaluating-async' || this.#awaitPosition < 0) return undefined;
    return { name: this.#name, ...lineAt(this.#source, this.#awaitPosition) };
  }

  override executeModule(): void {
    this.#execute();
  }

  override executeAsyncModule(): Promise<unknown> {
    return this.#execute() as Promise<unknown>;
  }

  #execute(): unknown {
    const start = this.#start;
    const evaluation = this.#evaluation;
    this.#start = undefined;
    this.#recompile = undefined;
    this.#evaluation = undefined;
    return evaluation === undefined ? start?.() : evaluation.next();
  }

  #requireExport(request: number, name: string, place: { start: number; end: number }): ResolvedBinding {
    const resolution = this.#module(request).resolveExport(name);
    if (resolution !== null && resolution !== 'ambiguous') return resolution;
    const specifier = this.requests[request]?.specifier;
    const reason =
      resolution === null ? 'does not provide an export named' : 'contains conflicting star exports for name';
    const error = new SyntaxError(`The requested module '${specifier}' ${reason} '${name}'`);
    throw locateSyntaxError(error, this.#name, this.#source, place.start, place.end);
  }

  #services(): ModuleServices {
    const host = this.#host;
    let meta: object | undefined;
    return {
      i: host.importModuleDynamically,
      ...textServices,
      c: () => this.#check?.(),
      get m() {
        meta ??= host.createImportMeta();
        return meta;
      },
      x: (getters) => {
        this.#getters = getters;
      },
      n: (value) => {
        Object.defineProperty(value, 'name', { value: 'default', configurable: true });
      },
      w: (position, value) => {
        this.#awaitPosition = position;
        return value;
      },
    };
  }
}

function assignToConstant(): never {
  throw new TypeError('Assignment to constant variable.');
}

function namespaceOf(module: ModuleRecord): ResolvedBinding {
  const get = () => module.namespace;
  return { module, bindingName: namespaceBinding, get, direct: () => get, isConstant: true };
}
