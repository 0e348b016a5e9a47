/** ES modules for the library's loader and `vm.SourceTextModule`: src/module_wrap.cc. */
import type { Binding, BindingFactory, Environment } from '../environment.ts';
import { interruptionsOf } from '../interruptions.ts';
import { kFulfilled, kRejected, recordPromise } from '../promise_states.ts';
import { isCachedDataOf, makeCachedData } from '../source_transform/code_cache.ts';
import { nameScript } from '../source_transform/compiled_scripts.ts';
import type { ModuleRequest } from '../source_transform/module_parser.ts';
import type { ModuleRecord, UnsettledAwait } from '../source_transform/module_record.ts';
import { textServices } from '../source_transform/script_edits.ts';
import { SourceTextModule } from '../source_transform/source_text_module.ts';
import { SourceObjectModule, SyntheticModule } from '../source_transform/synthetic_module.ts';
import { appendArrow, privateSymbols, setPrivate } from './arrow_message.ts';
import { contextOf, readable } from './contextify.ts';
import {
  dynamicImport,
  kDeferPhase,
  kEvaluationPhase,
  kSourcePhase,
  setImportModuleDynamicallyCallback,
} from './contextify_dynamic_import.ts';

/** v8::Module::Status */
const kUninstantiated = 0;
const kInstantiating = 1;
const kInstantiated = 2;
const kEvaluating = 3;
const kEvaluated = 4;
const kErrored = 5;
const statusNumbers = {
  unlinked: kUninstantiated,
  linking: kInstantiating,
  linked: kInstantiated,
  evaluating: kEvaluating,
  'evaluating-async': kEvaluated,
  evaluated: kEvaluated,
} as const;

type InitializeImportMeta = (idSymbol: symbol, meta: object, wrap: object) => void;
type ImportMetaResolveInitializer = (url: string) => unknown;
type EvaluationSteps = () => unknown;

function nativeError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function notInstantiated(): Error {
  return nativeError('ERR_MODULE_NOT_INSTANTIATED', 'Module is not instantiated');
}

/** One request in two phases is of one module (ModuleWrap::Link with its ModuleCacheKey). */
function checkSameModules(requests: readonly ModuleRequest[], modules: ArrayLike<object>): void {
  const first = new Map<string, number>();
  requests.forEach(({ specifier, attributes }, index) => {
    const pairs = Object.entries(attributes).map(([name, value]) => `${name}: ${value}`);
    const key = `ModuleCacheKey("${specifier}"${pairs.length > 0 ? `, {${pairs.join(', ')}}` : ''})`;
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    else if (modules[before] !== modules[index]) {
      const reason = `must be linked to the same module requested at index ${before}`;
      const message = `Module request '${key}' at index ${index} ${reason}`;
      throw Object.assign(new TypeError(message), { code: 'ERR_MODULE_LINK_MISMATCH' });
    }
  });
}

const records = new WeakMap<object, ModuleRecord>();
const recordOf = (wrap: object): ModuleRecord => records.get(wrap) as ModuleRecord;

/** Where a ModuleWrap's graph waits at its top level (ModuleWrap::CheckUnsettledTopLevelAwait). */
export function unsettledAwaitsOf(wrap: unknown): UnsettledAwait[] {
  return typeof wrap === 'object' && wrap !== null ? (records.get(wrap)?.unsettledAwaits ?? []) : [];
}

interface ImportMetaCallbacks {
  initialize: InitializeImportMeta | undefined;
  createResolve: ImportMetaResolveInitializer | undefined;
}

function makeModuleWrap(environment: Environment, callbacks: ImportMetaCallbacks) {
  const symbols = environment.internalBinding('symbols') as Record<string, symbol>;

  class ModuleWrap {
    url: string;
    synthetic: boolean;
    declare isMain?: boolean;
    declare sourceMapURL?: string | undefined;
    declare sourceURL?: string | undefined;
    declare hasTopLevelAwait?: boolean;
    readonly #record: ModuleRecord;
    readonly #source: string = '';
    #isLinked = false;
    #sourceObject: unknown;

    /**
     * new ModuleWrap(url, context, source, lineOffset, columnOffset[, idSymbol | cachedData])
     * new ModuleWrap(url, context, exportNames, evaluationStepsCallback[, commonJsModule])
     */
    constructor(
      url: string,
      context: object | undefined,
      source: string | readonly string[],
      third: number | EvaluationSteps,
      fourth?: unknown,
      idOrCachedData?: unknown,
    ) {
      this.url = url;
      const idSymbol = typeof idOrCachedData === 'symbol' ? idOrCachedData : Symbol(url);
      setPrivate(this, privateSymbols(environment).host_defined_option_symbol, idSymbol);
      if (typeof source !== 'string') {
        this.synthetic = true;
        const isCommonJs = fourth !== undefined;
        this.#record = new SyntheticModule(source, () => Reflect.apply(third as EvaluationSteps, this, []), isCommonJs);
        records.set(this, this.#record);
        if (isCommonJs) Object.assign(this, { [symbols.imported_cjs_symbol as symbol]: fourth });
        return;
      }
      this.synthetic = false;
      this.#source = source;
      if (ArrayBuffer.isView(idOrCachedData) && !isCachedDataOf(idOrCachedData, source))
        throw nativeError('ERR_VM_MODULE_CACHED_DATA_REJECTED', 'cachedData buffer was rejected');
      const lineOffset = '\n'.repeat(Math.max(0, third as number));
      const offsetSource = `${lineOffset}${' '.repeat(Math.max(0, fourth as number))}${readable(environment, source)}`;
      try {
        const record = new SourceTextModule(url, offsetSource, {
          importModuleDynamically: dynamicImport(environment, idSymbol, url),
          createImportMeta: () => this.#createImportMeta(idSymbol),
          evaluate: context && ((code, name, positions) => evaluateIn(context, nameScript(code, name, positions))),
        });
        this.#record = record;
        records.set(this, record);
        this.hasTopLevelAwait = record.hasTopLevelAwait;
        this.sourceURL = /\n\/\/# sourceURL=(\S+)\s*$/.exec(source)?.[1];
        this.sourceMapURL = sourceMapUrlOf(source);
      } catch (error) {
        appendArrow(environment, error);
        throw error;
      }
    }

    #createImportMeta(idSymbol: symbol): object {
      const meta: Record<string, unknown> = Object.create(null);
      if (idSymbol !== symbols.source_text_module_default_hdo) {
        callbacks.initialize?.(idSymbol, meta, this);
        return meta;
      }
      const { url } = this;
      if (url.startsWith('file:')) {
        const { fileURLToPath } = environment.requireBuiltin('internal/url') as { fileURLToPath(url: string): string };
        const filename = fileURLToPath(url);
        meta.dirname = filename.slice(0, Math.max(1, filename.lastIndexOf('/')));
        meta.filename = filename;
      }
      meta.main = this.isMain === true;
      meta.resolve = callbacks.createResolve?.(url);
      meta.url = url;
      return meta;
    }

    get hasAsyncGraph(): boolean {
      if (this.getStatus() < kInstantiated) throw notInstantiated();
      return this.#record.isGraphAsync;
    }

    getModuleRequests(): object[] {
      if (!(this.#record instanceof SourceTextModule)) return [];
      return this.#record.requests.map(({ specifier, attributes, isSourcePhase }) =>
        Object.freeze({
          __proto__: null,
          specifier,
          attributes: Object.freeze({ __proto__: null, ...attributes }),
          phase: isSourcePhase ? kSourcePhase : kEvaluationPhase,
        }),
      );
    }

    link(modules: ArrayLike<ModuleWrap>): void {
      const requests = this.#record instanceof SourceTextModule ? this.#record.requests : [];
      checkSameModules(requests, modules);
      this.#record.loadedModules = Array.from(modules, (wrap, index) =>
        requests[index]?.isSourcePhase ? wrap.#sourceObjectModule() : wrap.#record,
      );
      this.#isLinked = true;
    }

    #sourceObjectModule(): ModuleRecord {
      return new SourceObjectModule(() => this.getModuleSourceObject());
    }

    instantiate(): void {
      if (!this.#isLinked && !this.synthetic) throw nativeError('ERR_VM_MODULE_LINK_FAILURE', 'module is not linked');
      try {
        this.#record.link();
      } catch (error) {
        appendArrow(environment, error);
        throw error;
      }
    }

    /** `timeout`: ms, or -1. */
    evaluate(timeout: number, breakOnSigint: boolean): Promise<undefined> {
      if (timeout < 0 && !breakOnSigint) return this.#evaluate();
      const interruptions = interruptionsOf(environment);
      this.#record.askForInterruptions(interruptions.check);
      return interruptions.run(timeout, breakOnSigint, () => {
        const promise = this.#evaluate();
        // An interruption rejects it, which is told in another way.
        promise.catch(() => undefined);
        return promise;
      });
    }

    #evaluate(): Promise<undefined> {
      const promise = this.#record.evaluate();
      const { status, evaluationError } = this.#record;
      if (evaluationError !== undefined) recordPromise(promise, kRejected, evaluationError.value);
      else if (status === 'evaluated') recordPromise(promise, kFulfilled, undefined);
      return promise;
    }

    evaluateSync(): object {
      if (this.#record.isGraphAsync) {
        const { codes } = environment.requireBuiltin('internal/errors') as {
          codes: Record<string, new (...values: unknown[]) => Error>;
        };
        const RequireAsyncModule = codes.ERR_REQUIRE_ASYNC_MODULE as new (...values: unknown[]) => Error;
        throw new RequireAsyncModule(this.url);
      }
      this.#record.evaluateSync();
      return this.#record.namespace;
    }

    setExport(name: string, value: unknown): void {
      (this.#record as SyntheticModule).setExport(name, value);
    }

    setModuleSourceObject(object: unknown): void {
      this.#sourceObject = object;
    }

    getModuleSourceObject(): unknown {
      if (this.#sourceObject === undefined) {
        const message = `Source phase import object is not defined for module '${this.url}'`;
        throw Object.assign(new SyntaxError(message), { code: 'ERR_SOURCE_PHASE_NOT_DEFINED' });
      }
      return this.#sourceObject;
    }

    createCachedData(): Uint8Array {
      if (this.getStatus() >= kEvaluating) {
        const message = 'Cached data cannot be created for a module which has been evaluated';
        throw nativeError('ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA', message);
      }
      return environment.global.Buffer.from(makeCachedData(this.#source));
    }

    getNamespace(): object {
      if (this.getStatus() < kInstantiated) throw notInstantiated();
      return this.#record.namespace;
    }

    getStatus(): number {
      return this.#record.evaluationError === undefined ? statusNumbers[this.#record.status] : kErrored;
    }

    getError(): unknown {
      return this.#record.evaluationError?.value;
    }
  }
  return ModuleWrap;
}

function sourceMapUrlOf(source: string): string | undefined {
  return /\/\/[#@] sourceMappingURL=([^\s'"]+)\s*$/.exec(source.slice(source.lastIndexOf('\n//') + 1))?.[1];
}

function evaluateIn(context: object, code: string): unknown {
  return contextOf(context).compileFunction(code, {
    i: () => Promise.reject(new TypeError('import() is not bound')),
    ...textServices,
  });
}

/** `export * from 'original'` with `__esModule`, for `require()` of a module with a default export. */
function makeRequiredModuleFacade(original: ModuleRecord): object {
  const source = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
  const facade = new SourceTextModule('node:internal/require_module_default_facade', source, {
    importModuleDynamically: () => Promise.reject(new TypeError('import() is not available in a facade')),
    createImportMeta: () => Object.create(null),
  });
  facade.loadedModules = [original];
  facade.link();
  facade.evaluateSync();
  return facade.namespace;
}

export const binding: BindingFactory = (environment): Binding => {
  const callbacks: ImportMetaCallbacks = { initialize: undefined, createResolve: undefined };
  const ModuleWrap = makeModuleWrap(environment, callbacks);
  return {
    ModuleWrap,
    setImportModuleDynamicallyCallback: (callback: Parameters<typeof setImportModuleDynamicallyCallback>[1]) =>
      setImportModuleDynamicallyCallback(environment, callback),
    setInitializeImportMetaObjectCallback: (callback: InitializeImportMeta) => {
      callbacks.initialize = callback;
    },
    setImportMetaResolveInitializer: (callback: ImportMetaResolveInitializer) => {
      callbacks.createResolve = callback;
    },
    createRequiredModuleFacade: (wrap: InstanceType<typeof ModuleWrap>) => makeRequiredModuleFacade(recordOf(wrap)),
    throwIfPromiseRejected(promise: Promise<unknown>): void {
      // Only a binding that sees V8's promise state can tell; without it the caller's own message follows.
      const { getPromiseDetails } = environment.internalBinding('util') as {
        getPromiseDetails?: (promise: Promise<unknown>) => [number, unknown] | undefined;
      };
      const kRejected = 2;
      const details = getPromiseDetails?.(promise);
      if (details?.[0] === kRejected) throw details[1];
    },
    kUninstantiated,
    kInstantiating,
    kInstantiated,
    kEvaluating,
    kEvaluated,
    kErrored,
    kSourcePhase,
    kDeferPhase,
    kEvaluationPhase,
  };
};
