/**
 * Module records: linking and evaluation as ECMA-262 16.2.1.6–16.2.1.8 has them. The abstract operations keep the
 * specification's names. A host gives the requests their modules by {@link ModuleRecord.loadedModules}.
 */
import { createFastNamespace, createNamespace } from './module_namespace.ts';

export type Getter = () => unknown;

/** A ResolvedBinding record: where an exported name lives. */
export interface ResolvedBinding {
  module: ModuleRecord;
  /** The local name, or `*namespace*`. */
  bindingName: string;
  /** Reads the variable, by way of its module. */
  get: Getter;
  /** The variable's own getter, once its module has made it. */
  direct(): Getter | undefined;
  /** The value does not change once the module has been evaluated. */
  isConstant: boolean;
}
export type Resolution = ResolvedBinding | 'ambiguous' | null;
export type ModuleStatus = 'unlinked' | 'linking' | 'linked' | 'evaluating' | 'evaluating-async' | 'evaluated';
export interface ExportName {
  module: ModuleRecord;
  name: string;
}

interface Capability {
  promise: Promise<undefined>;
  resolve(value: undefined): void;
  reject(reason: unknown): void;
}

export const namespaceBinding = '*namespace*';

/** A place at which a module waits at its top level. */
export interface UnsettledAwait {
  /** The module's URL. */
  name: string;
  /** From 1. */
  line: number;
  /** In code units, from 0. */
  column: number;
  /** Its line. */
  text: string;
}

export abstract class ModuleRecord {
  status: ModuleStatus = 'unlinked';
  /** Wrapped, because any value can be thrown. */
  evaluationError: { value: unknown } | undefined;
  loadedModules: ModuleRecord[] = [];
  abstract readonly hasTopLevelAwait: boolean;

  dfsIndex = 0;
  dfsAncestorIndex = 0;
  cycleRoot: ModuleRecord | undefined;
  asyncEvaluationOrder: number | 'done' | undefined;
  topLevelCapability: Capability | undefined;
  asyncParentModules: ModuleRecord[] = [];
  pendingAsyncDependencies = 0;

  #namespace: object | undefined;
  #fastNamespace: Record<string, unknown> | undefined;
  #namespaceGetters: Map<string, Getter> | undefined;

  abstract getExportedNames(exportStarSet?: Set<ModuleRecord>): string[];
  abstract resolveExport(name: string, resolveSet?: ExportName[]): Resolution;
  /** Runs when the whole strongly connected component is known; throws for an import that cannot be resolved. */
  abstract initializeEnvironment(isCyclic: boolean): void;
  /** In a cycle: exports are registered and functions hoisted. */
  abstract hoist(): void;
  /** Undoes both after an error in the same component. */
  abstract uninitialize(): void;
  abstract executeModule(): void;
  abstract executeAsyncModule(): Promise<unknown>;

  get namespaceGetters(): Map<string, Getter> {
    if (this.#namespaceGetters === undefined) {
      const getters = new Map<string, Getter>();
      for (const name of this.getExportedNames()) {
        const resolution = this.resolveExport(name);
        if (resolution !== null && resolution !== 'ambiguous') {
          getters.set(name, () => {
            const direct = resolution.direct();
            if (direct === undefined) return resolution.get();
            getters.set(name, direct);
            return direct();
          });
        }
      }
      this.#namespaceGetters = getters;
    }
    return this.#namespaceGetters;
  }

  get namespace(): object {
    this.#namespace ??= createNamespace(this.namespaceGetters);
    return this.#namespace;
  }

  /** For code of importers; they run when the getters are there, except in cycles. */
  get fastNamespace(): Record<string, unknown> {
    if (this.#fastNamespace !== undefined) return this.#fastNamespace;
    const getters = new Map<string, Getter>();
    let isComplete = true;
    for (const [name, getter] of this.namespaceGetters) {
      const direct = (this.resolveExport(name) as ResolvedBinding).direct();
      if (direct === undefined) isComplete = false;
      getters.set(name, direct ?? getter);
    }
    const namespace = createFastNamespace(getters);
    if (isComplete) this.#fastNamespace = namespace;
    return namespace;
  }

  /** V8's `Module::IsGraphAsync`. */
  get isGraphAsync(): boolean {
    return [...this.#graph()].some((module) => module.hasTopLevelAwait);
  }

  /** Has the code of the graph that has not run yet ask whether it is to be interrupted. */
  askForInterruptions(check: () => void): void {
    for (const module of this.#graph()) module.askForOwnInterruptions(check);
  }

  protected askForOwnInterruptions(_check: () => void): void {}

  /** Where this module waits at its top level, while it does. */
  get ownUnsettledAwait(): UnsettledAwait | undefined {
    return undefined;
  }

  /** Those of the graph: V8's `Module::GetStalledTopLevelAwaitMessages`. */
  get unsettledAwaits(): UnsettledAwait[] {
    return [...this.#graph()].map((module) => module.ownUnsettledAwait).filter((place) => place !== undefined);
  }

  /** This module and all that it imports, in the order of evaluation. */
  #graph(found: Set<ModuleRecord> = new Set(), seen: Set<ModuleRecord> = new Set()): Set<ModuleRecord> {
    if (seen.has(this)) return found;
    seen.add(this);
    for (const module of this.loadedModules) module.#graph(found, seen);
    return found.add(this);
  }

  link(): void {
    const stack: ModuleRecord[] = [];
    try {
      innerModuleLinking(this, stack, 0);
    } catch (error) {
      for (const module of stack) {
        module.uninitialize();
        module.status = 'unlinked';
      }
      throw error;
    }
  }

  /** Runs the graph. The promise settles with it; for a graph without top-level await it has already. */
  evaluate(): Promise<undefined> {
    const module = this.#evaluationRoot();
    if (module.topLevelCapability === undefined) {
      module.topLevelCapability = Promise.withResolvers<undefined>();
      module.#evaluateOnce(module.topLevelCapability);
    }
    return module.topLevelCapability.promise;
  }

  /** As `evaluate`, for a graph that is not async: an error is thrown, and no promise is made that nobody awaits. */
  evaluateSync(): void {
    const module = this.#evaluationRoot();
    if (module.status === 'linked') module.#evaluateOnce(undefined);
    if (module.evaluationError !== undefined) throw module.evaluationError.value;
  }

  #evaluationRoot(): ModuleRecord {
    const isDone = this.status === 'evaluating-async' || this.status === 'evaluated';
    return isDone ? (this.cycleRoot ?? this) : this;
  }

  #evaluateOnce(capability: Capability | undefined): void {
    const stack: ModuleRecord[] = [];
    try {
      if (this.evaluationError !== undefined) throw this.evaluationError.value;
      innerModuleEvaluation(this, stack, 0);
      if (this.asyncEvaluationOrder === undefined || this.asyncEvaluationOrder === 'done') {
        capability?.resolve(undefined);
      }
    } catch (value) {
      for (const module of stack) {
        module.status = 'evaluated';
        module.evaluationError = { value };
        module.cycleRoot ??= module;
      }
      capability?.reject(value);
    }
  }
}

function innerModuleLinking(module: ModuleRecord, stack: ModuleRecord[], index: number): number {
  if (module.status !== 'unlinked') return index;
  module.status = 'linking';
  module.dfsIndex = module.dfsAncestorIndex = index++;
  stack.push(module);
  for (const required of module.loadedModules) {
    index = innerModuleLinking(required, stack, index);
    if (required.status === 'linking') {
      module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, required.dfsAncestorIndex);
    }
  }
  if (module.dfsAncestorIndex === module.dfsIndex) {
    const component = stack.slice(stack.indexOf(module));
    const isCyclic = component.length > 1 || module.loadedModules.includes(module);
    // Children first, as the specification's post-order would report their errors.
    component.reverse();
    for (const member of component) member.initializeEnvironment(isCyclic);
    for (const member of component) member.hoist();
    for (const member of component) member.status = 'linked';
    stack.length -= component.length;
  }
  return index;
}

let asyncEvaluationCounter = 0;

function innerModuleEvaluation(module: ModuleRecord, stack: ModuleRecord[], index: number): number {
  if (module.status === 'evaluating-async' || module.status === 'evaluated') {
    if (module.evaluationError !== undefined) throw module.evaluationError.value;
    return index;
  }
  if (module.status === 'evaluating') return index;
  module.status = 'evaluating';
  module.dfsIndex = module.dfsAncestorIndex = index++;
  module.pendingAsyncDependencies = 0;
  stack.push(module);
  for (let required of module.loadedModules) {
    index = innerModuleEvaluation(required, stack, index);
    if (required.status === 'evaluating') {
      module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, required.dfsAncestorIndex);
    } else {
      required = required.cycleRoot ?? required;
      if (required.evaluationError !== undefined) throw required.evaluationError.value;
    }
    if (typeof required.asyncEvaluationOrder === 'number') {
      module.pendingAsyncDependencies++;
      required.asyncParentModules.push(module);
    }
  }
  if (module.pendingAsyncDependencies > 0 || module.hasTopLevelAwait) {
    module.asyncEvaluationOrder = asyncEvaluationCounter++;
    if (module.pendingAsyncDependencies === 0) executeAsync(module);
  } else {
    module.executeModule();
  }
  if (module.dfsAncestorIndex === module.dfsIndex) {
    let member: ModuleRecord;
    do {
      member = stack.pop() as ModuleRecord;
      member.status = member.asyncEvaluationOrder === undefined ? 'evaluated' : 'evaluating-async';
      member.cycleRoot = module;
    } while (member !== module);
  }
  return index;
}

function executeAsync(module: ModuleRecord): void {
  module.executeAsyncModule().then(
    () => asyncModuleExecutionFulfilled(module),
    (error) => asyncModuleExecutionRejected(module, error),
  );
}

function gatherAvailableAncestors(module: ModuleRecord, ready: ModuleRecord[]): void {
  for (const parent of module.asyncParentModules) {
    if (ready.includes(parent) || parent.cycleRoot?.evaluationError !== undefined) continue;
    if (--parent.pendingAsyncDependencies === 0) {
      ready.push(parent);
      if (!parent.hasTopLevelAwait) gatherAvailableAncestors(parent, ready);
    }
  }
}

function asyncModuleExecutionFulfilled(module: ModuleRecord): void {
  if (module.status === 'evaluated') return;
  module.asyncEvaluationOrder = 'done';
  module.status = 'evaluated';
  module.topLevelCapability?.resolve(undefined);
  const ready: ModuleRecord[] = [];
  const order = new Map<ModuleRecord, number>();
  gatherAvailableAncestors(module, ready);
  for (const member of ready) order.set(member, member.asyncEvaluationOrder as number);
  ready.sort((a, b) => (order.get(a) as number) - (order.get(b) as number));
  for (const member of ready) {
    if (member.status === 'evaluated') continue;
    if (member.hasTopLevelAwait) {
      executeAsync(member);
      continue;
    }
    try {
      member.executeModule();
    } catch (error) {
      asyncModuleExecutionRejected(member, error);
      continue;
    }
    member.asyncEvaluationOrder = 'done';
    member.status = 'evaluated';
    member.topLevelCapability?.resolve(undefined);
  }
}

function asyncModuleExecutionRejected(module: ModuleRecord, value: unknown): void {
  if (module.status === 'evaluated') return;
  module.evaluationError = { value };
  module.status = 'evaluated';
  module.asyncEvaluationOrder = 'done';
  for (const parent of module.asyncParentModules) asyncModuleExecutionRejected(parent, value);
  module.topLevelCapability?.reject(value);
}
