/** Compiling scripts and functions, and `vm` contexts: src/node_contextify.cc. */
import { engineFlagsOf } from '../engine_flags.ts';
import type { BindingFactory, Environment } from '../environment.ts';
import { gc } from '../garbage_collection.ts';
import { interruptionsOf } from '../interruptions.ts';
import { sigintWatchdogOf } from '../sigint_watchdog.ts';
import { sourceLine } from '../source_line.ts';
import { isCachedDataOf, makeCachedData } from '../source_transform/code_cache.ts';
import {
  checkSyntax,
  evaluateScript,
  NativeFunction,
  nameScript,
  sourceMapUrl,
  withoutHashbang,
} from '../source_transform/compiled_scripts.ts';
import { withoutEngineHints } from '../source_transform/engine_hints.ts';
import { showText } from '../source_transform/function_text.ts';
import { globalServices, globalServicesName } from '../source_transform/global_services.ts';
import { scriptInterruptionEdits } from '../source_transform/interruption_checks.ts';
import { parseScript } from '../source_transform/module_parser.ts';
import { lexicalRegistration, mayDeclareLexically, scriptDeclarations } from '../source_transform/script_code.ts';
import { type ScriptServices, scriptEdits, textServices } from '../source_transform/script_edits.ts';
import { globalScriptScope, type ScriptScope } from '../source_transform/script_scope.ts';
import { applyEdits, type ScriptPositions } from '../source_transform/source_edits.ts';
import { locateEngineError } from '../source_transform/syntax_error.ts';
import { VmContext } from '../source_transform/vm_context.ts';
import { arrowOfStack } from '../throw_arrow.ts';
import { rememberThrow } from '../throw_position.ts';
import { decorateErrorStack, privateSymbols, setPrivate } from './arrow_message.ts';
import { dynamicImport } from './contextify_dynamic_import.ts';

/** As long as the keyword that it replaces, so that columns stay: `import(x)` → `$mod.i(x)`. */
const importServices = '$mod';
const commonJsParameters = ['exports', 'require', 'module', '__filename', '__dirname'];

function unusedName(source: string): string {
  let name = importServices;
  while (source.includes(name)) name += '$';
  return name;
}

/** Puts the author's text at its line and column, by white space: an `eval` has no offsets of its own. */
function withOffset(code: string, lineOffset: number, columnOffset: number): string {
  if (lineOffset <= 0 && columnOffset <= 0) return code;
  return '\n'.repeat(Math.max(0, lineOffset)) + ' '.repeat(Math.max(0, columnOffset)) + code;
}

interface FunctionRequest {
  source: string;
  name: string;
  parameters: readonly string[];
  services: ScriptServices;
  context?: VmContext | undefined;
  extensions?: readonly object[];
  lineOffset?: number;
}

/** Compiles a function body. The wrapper stands on the author's first line; {@link ScriptPositions} knows its length. */
function compileWrapped(request: FunctionRequest): unknown {
  const { source, name, parameters, services, context, extensions = [], lineOffset = 0 } = request;
  const imports = unusedName(source);
  const edits = scriptEdits(source, imports);
  const needsServices = edits.length > 0 || extensions.length > 0;
  const scopes = extensions.map((_extension, index) => `with(${imports}.extensions[${index}]){`).join('');
  const open = needsServices ? `(function(${imports}){${scopes}return ` : '(';
  const close = needsServices ? `${'}'.repeat(extensions.length)}})` : ')';
  const prefix = `${'\n'.repeat(Math.max(0, lineOffset))}${open}function (${parameters.join(',')}) {`;
  const body = withoutHashbang(edits.length > 0 ? applyEdits(source, edits) : source);
  const positions: ScriptPositions = { prefixLength: lineOffset > 0 ? 0 : prefix.length, source, edits };
  const code = `${prefix}${body}\n}${close}`;
  const compiled =
    context === undefined
      ? evaluateScript(code, name, positions)
      : context.compileFunction(nameScript(code, name, positions), services);
  return needsServices ? (compiled as (services: object) => unknown)({ ...services, extensions }) : compiled;
}

/** With `--allow-natives-syntax`: as far as a browser can read it. */
export function readable(environment: Environment, source: string): string {
  return engineFlagsOf(environment).has('allow-natives-syntax') ? withoutEngineHints(source) : source;
}

function isModuleSource(source: string): boolean {
  try {
    parseScript(source, 'module');
    return true;
  } catch {
    return false;
  }
}

/** Can only a module contain this? Decided when it does not compile as CommonJS. */
function containsModuleSyntax(source: string, parameters: readonly string[]): boolean {
  if (!/\b(?:import|export|await)\b/.test(source)) return false;
  try {
    checkSyntaxOfFunction(source, parameters);
    return false;
  } catch {
    return isModuleSource(source);
  }
}

function checkSyntaxOfFunction(source: string, parameters: readonly string[]): void {
  try {
    new NativeFunction(...parameters, withoutHashbang(source));
  } catch (error) {
    // What `Function` says of a body that ends its function is said of the brace where there is a body alone.
    if ((error as Error).message !== 'Single function literal required') throw error;
    throw new SyntaxError("Unexpected token '}'");
  }
}

/** `delete name`, of no property. */
const deletesNames = /\bdelete\s+[\w$]+\s*(?![\w$\s.[(?])/;

/** Variables of a script cannot be deleted, but those of an `eval` can, unless they are there already. */
function keepVariables(global: object, names: readonly string[]): void {
  for (const name of names) {
    if (Object.hasOwn(global, name)) continue;
    Object.defineProperty(global, name, { value: undefined, writable: true, enumerable: true, configurable: false });
  }
}

function makeContextifyScript(environment: Environment, scriptScope: ScriptScope) {
  const interruptions = interruptionsOf(environment);
  return class ContextifyScript {
    declare cachedDataRejected?: boolean;
    declare cachedDataProduced?: boolean;
    declare cachedData?: Uint8Array;
    sourceMapURL: string | undefined;
    sourceURL: string | undefined;
    readonly #source: string;
    readonly #code: string;
    readonly #columnOffset: number;
    readonly #name: string;
    readonly #services: ScriptServices;
    /** A property of the global object, so of its own for each script: an import() may come much later. */
    readonly #servicesName: string;

    constructor(
      code: string,
      filename: string,
      lineOffset = 0,
      columnOffset = 0,
      cachedData?: Uint8Array,
      produceCachedData?: boolean,
      _parsingContext?: object,
      idSymbol: symbol = Symbol(filename),
    ) {
      const source = withOffset(withoutHashbang(readable(environment, code)), lineOffset, columnOffset);
      this.#code = code;
      this.#source = source;
      this.#columnOffset = Math.max(0, columnOffset);
      this.#name = filename;
      this.#services = { i: dynamicImport(environment, idSymbol, filename), ...textServices, c: interruptions.check };
      this.#servicesName = globalServicesName(source);
      try {
        checkSyntax(source);
        if (/\breturn\b/.test(source)) refuseReturn(source);
      } catch (error) {
        const located = locateEngineError(error, filename, source, 'script');
        decorateErrorStack(environment, located);
        throw located;
      }
      this.sourceMapURL = sourceMapUrl(code);
      this.sourceURL = undefined;
      setPrivate(this, privateSymbols(environment).host_defined_option_symbol, idSymbol);
      Object.assign(this, cacheAnswers(environment, code, cachedData, produceCachedData));
    }

    /** `timeout`: ms, or -1. */
    runInContext(contextified: object | null, timeout = -1, displayErrors = false, breakOnSigint = false): unknown {
      const mayBeInterrupted = timeout >= 0 || breakOnSigint;
      const context = contextified === null ? undefined : contextOf(contextified);
      const runFreely = (): unknown => {
        if (context === undefined) return this.#runInThisContext(mayBeInterrupted);
        return context.runScript(this.#source, this.#name, this.#services, mayBeInterrupted);
      };
      // No frame more than that without a limit, for V8 counts them.
      const run = mayBeInterrupted ? () => interruptions.run(timeout, breakOnSigint, runFreely) : runFreely;
      // What `-e` runs is caught at the top alone, which knows the place (main.ts), and has the frames that V8 counts.
      if (!displayErrors || this.#name.startsWith('[eval]')) return run();
      try {
        let result: unknown;
        // What is caught here is thrown from here, as the browser sees it.
        rememberThrow(() => {
          result = run();
        });
        return result;
      } catch (error) {
        this.#decorate(error);
        throw error;
      }
    }

    /** DecorateErrorStack of src/node_contextify.cc. */
    #decorate(error: unknown): void {
      if (!(error instanceof Error) || typeof error.stack !== 'string') return;
      const lines = this.#source.split('\n');
      const lineOf = (name: string, line: number) =>
        name === this.#name ? lines[line - 1] : sourceLine(environment, name, line);
      const arrow = arrowOfStack(error.stack, true, lineOf);
      // The text's own first line is quoted without the blanks of its offset.
      const offset = ' '.repeat(this.#columnOffset);
      decorateErrorStack(environment, error, (offset && arrow?.replaceAll(`\n${offset}`, '\n')) || arrow);
    }

    #runInThisContext(mayBeInterrupted: boolean): unknown {
      const source = this.#source;
      if (deletesNames.test(source)) keepVariables(environment.global, scriptDeclarations(source)?.variables ?? []);
      const edits = scriptEdits(source, this.#servicesName);
      if (mayBeInterrupted) edits.push(...scriptInterruptionEdits(source, this.#servicesName));
      if (mayDeclareLexically(source)) {
        const declarations = scriptDeclarations(source);
        if (declarations !== undefined && declarations.lexical.length > 0) {
          const { lexical, variables, functions, bodyStart } = declarations;
          scriptScope.checkRedeclaration([...lexical.map((item) => item.name), ...variables, ...functions]);
          const text = lexicalRegistration(lexical, `${this.#servicesName}.lexical`);
          edits.push({ start: bodyStart, end: bodyStart, text });
        }
      }
      if (edits.length === 0) return evaluateScript(source, this.#name);
      const services = { ...this.#services, lexical: scriptScope.add };
      globalServices(environment.global, services, this.#servicesName);
      return evaluateScript(applyEdits(source, edits), this.#name, { prefixLength: 0, source, edits });
    }

    createCachedData(): Uint8Array {
      return cachedDataOf(environment, this.#code);
    }
  };
}

function cachedDataOf(environment: Environment, code: string): Uint8Array {
  return environment.global.Buffer.from(makeCachedData(code));
}

interface CacheAnswers {
  cachedDataRejected?: boolean;
  cachedDataProduced?: boolean;
  cachedData?: Uint8Array;
}

function cacheAnswers(
  environment: Environment,
  code: string,
  given: ArrayBufferView | undefined,
  isWanted: boolean | undefined,
): CacheAnswers {
  return {
    ...(given && { cachedDataRejected: !isCachedDataOf(given, code) }),
    ...(isWanted && { cachedDataProduced: true, cachedData: cachedDataOf(environment, code) }),
  };
}

function refuseReturn(source: string): void {
  try {
    parseScript(source);
  } catch (error) {
    if ((error as Error).message.startsWith("'return' outside")) throw new SyntaxError('Illegal return statement');
  }
}

const contexts = new WeakMap<object, VmContext>();

export function contextOf(contextified: object): VmContext {
  const context = contexts.get(contextified);
  if (context === undefined) throw new TypeError('sandbox argument must have been converted to a context.');
  return context;
}

export const binding: BindingFactory = (environment) => {
  const symbols = environment.internalBinding('symbols') as Record<string, symbol>;
  const scriptScope = globalScriptScope(environment.global);
  const sigint = sigintWatchdogOf(environment);

  function makeContext(
    contextObject: object | symbol,
    _name: string,
    _origin: string | undefined,
    strings: boolean,
    wasm: boolean,
    _ownMicrotaskQueue: boolean,
    idSymbol: symbol,
  ): object {
    const isVanilla = contextObject === symbols.vm_context_no_contextify;
    const sandbox = isVanilla ? undefined : (contextObject as object);
    const context = new VmContext(sandbox, { strings: strings !== false, wasm: wasm !== false });
    if (engineFlagsOf(environment).has('expose-gc')) context.addGlobal('gc', gc);
    // With DONT_CONTEXTIFY the caller gets the context's global object itself.
    const handle = isVanilla ? context.global : (contextObject as object);
    contexts.set(handle, context);
    const { contextify_context_private_symbol, host_defined_option_symbol } = privateSymbols(environment);
    setPrivate(handle, contextify_context_private_symbol, handle);
    setPrivate(handle, host_defined_option_symbol, idSymbol);
    return handle;
  }

  function compileFunction(
    code: string,
    filename: string,
    lineOffset: number,
    _columnOffset: number,
    cachedData: Uint8Array | undefined,
    produceCachedData: boolean,
    parsingContext: object | undefined,
    extensions: object[] | undefined,
    parameters: string[] | undefined,
    idSymbol: symbol,
  ): object {
    const services = { i: dynamicImport(environment, idSymbol, filename), ...textServices };
    const context = parsingContext === undefined ? undefined : contextOf(parsingContext);
    const source = readable(environment, code);
    const request = { source, name: filename, parameters: parameters ?? [], services, context };
    let compiled: object;
    try {
      checkSyntaxOfFunction(source, request.parameters);
      compiled = compileWrapped({ ...request, extensions: extensions ?? [], lineOffset }) as object;
    } catch (error) {
      const located = locateEngineError(error, filename, code, 'commonjs');
      decorateErrorStack(environment, located);
      throw located;
    }
    setPrivate(compiled, privateSymbols(environment).host_defined_option_symbol, idSymbol);
    // ScriptCompiler::CompileFunction begins the body on a line of its own, which its positions do not count.
    showText(compiled, `function (${request.parameters.join(', ')}) {\n${code}\n}`);
    return {
      function: compiled,
      sourceURL: filename,
      sourceMapURL: sourceMapUrl(code),
      ...cacheAnswers(environment, code, cachedData, produceCachedData),
    };
  }

  function compileFunctionForCJSLoader(code: string, filename: string, _isSeaMain: boolean, detectModule: boolean) {
    const idSymbol = symbols.vm_dynamic_import_default_internal as symbol;
    const services = { i: dynamicImport(environment, idSymbol, filename), ...textServices };
    let compiled: object | undefined;
    let canParseAsESM = false;
    try {
      const source = readable(environment, code);
      compiled = compileWrapped({ source, name: filename, parameters: commonJsParameters, services }) as object;
      setPrivate(compiled, privateSymbols(environment).host_defined_option_symbol, idSymbol);
    } catch (error) {
      canParseAsESM = isModuleSource(code);
      if (!canParseAsESM || !detectModule) {
        const located = locateEngineError(error, filename, code, 'commonjs');
        decorateErrorStack(environment, located);
        throw located;
      }
    }
    return {
      cachedDataRejected: false,
      sourceMapURL: compiled && sourceMapUrl(code),
      sourceURL: compiled && filename,
      function: compiled,
      canParseAsESM,
    };
  }

  return {
    makeContext,
    ContextifyScript: makeContextifyScript(environment, scriptScope),
    compileFunction,
    compileFunctionForCJSLoader,
    containsModuleSyntax: (code: string, _filename: string, _resourceName?: string, variables?: string) =>
      containsModuleSyntax(code, variables === undefined ? commonJsParameters : []),
    startSigintWatchdog(): boolean {
      sigint.start();
      return true;
    },
    stopSigintWatchdog: () => sigint.stop(),
    watchdogHasPendingSigint: () => sigint.isPending,
    measureMemory: () => environment.unimplemented('contextify.measureMemory'),
    constants: { measureMemory: { mode: { SUMMARY: 0, DETAILED: 1 }, execution: { DEFAULT: 0, EAGER: 1 } } },
  };
};
