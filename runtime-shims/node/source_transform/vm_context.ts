/**
 * A context of `vm` in one realm: the sandbox seen through `with` and a Proxy. It isolates variables, not intrinsics
 * (`vm` is not a security boundary in Node either): `Array` is the same inside and outside.
 */
import { NativeFunction, nameScript } from './compiled_scripts.ts';
import {
  lexicalRegistration,
  mayDeclareLexically,
  type ScriptDeclarations,
  scriptDeclarations,
} from './script_code.ts';
import { type ScriptServices, scriptEdits } from './script_edits.ts';
import { assignToConstant, ScriptScope } from './script_scope.ts';
import { applyEdits } from './source_edits.ts';

const NativeProxy = Proxy;

/** Globals of ECMAScript: all that a new context has. */
const intrinsicNames = new Set([
  ...['Array', 'ArrayBuffer', 'AsyncDisposableStack', 'AggregateError', 'Atomics', 'BigInt', 'BigInt64Array', 'Map'],
  ...['BigUint64Array', 'Boolean', 'DataView', 'Date', 'DisposableStack', 'Error', 'EvalError', 'FinalizationRegistry'],
  ...['Float16Array', 'Float32Array', 'Float64Array', 'Function', 'Infinity', 'Int16Array', 'Int32Array', 'Int8Array'],
  ...['Intl', 'Iterator', 'JSON', 'Math', 'NaN', 'Number', 'Object', 'Promise', 'Proxy', 'RangeError', 'String'],
  ...['ReferenceError', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer', 'SuppressedError', 'Symbol', 'SyntaxError'],
  ...['TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef'],
  ...['WeakSet', 'WebAssembly', 'Temporal', 'console', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'undefined'],
  ...['encodeURIComponent', 'escape', 'eval', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'unescape'],
]);

/** The wrapper's own names, which must not be looked up in the sandbox. */
const codeParameter = '$vm_code';
const scopeParameter = '$vm_scope';
const servicesParameter = '$vm';

interface RunServices extends ScriptServices {
  lexical: ScriptScope['add'];
  /** From here until `declare`, names mean the wrapper's variables, where `eval` has hoisted functions. */
  suspend(): void;
  declare(functions: Record<string, unknown>): void;
}

export class VmContext {
  readonly sandbox: Record<PropertyKey, unknown>;
  /** `globalThis` inside. */
  readonly global: object;
  readonly #scope: object;
  readonly #lexical = new ScriptScope(() => undefined);
  #assigned: ReadonlySet<string> = new Set();
  #isSuspended = false;

  constructor(sandbox: object) {
    this.sandbox = sandbox as Record<PropertyKey, unknown>;
    const target = this.sandbox;
    this.global = new NativeProxy(target, {
      get: (_target, key) => {
        if (key === 'globalThis' && !(key in target)) return this.global;
        if (key in target) return Reflect.get(target, key);
        return typeof key === 'string' && intrinsicNames.has(key) ? Reflect.get(globalThis, key) : undefined;
      },
      has: (_target, key) => key in target || (typeof key === 'string' && intrinsicNames.has(key)),
      set: (_target, key, value) => Reflect.set(target, key, value),
    });
    this.#scope = new NativeProxy(target, {
      has: (_target, key) => this.#has(key),
      get: (_target, key) => this.#get(key),
      set: (_target, key, value) => this.#set(key, value),
    });
  }

  #has(key: PropertyKey): boolean {
    if (this.#isSuspended || typeof key !== 'string') return false;
    if (key === codeParameter || key === scopeParameter || key === servicesParameter || key === 'arguments')
      return false;
    if (this.#lexical.get(key) || key in this.sandbox || key === 'globalThis') return true;
    if (key === 'eval') return false;
    // A name of the outer global object would otherwise be found there; an assigned one would be created there.
    return !intrinsicNames.has(key) && (this.#assigned.has(key) || key in globalThis);
  }

  #get(key: PropertyKey): unknown {
    if (typeof key === 'symbol') return undefined;
    const accessor = this.#lexical.get(String(key));
    if (accessor !== undefined) return accessor[1]();
    if (key === 'globalThis' && !(key in this.sandbox)) return this.global;
    return this.sandbox[key];
  }

  #set(key: PropertyKey, value: unknown): boolean {
    const accessor = this.#lexical.get(String(key));
    if (accessor !== undefined) {
      (accessor[2] ?? assignToConstant)(value);
      return true;
    }
    return Reflect.set(this.sandbox, key, value);
  }

  runScript(source: string, name: string, services: ScriptServices): unknown {
    const declarations = scriptDeclarations(source);
    const prologue = declarations === undefined ? '' : this.#declare(source, declarations);
    const edits = scriptEdits(source, servicesParameter);
    const at = declarations?.bodyStart ?? 0;
    if (prologue !== '') edits.push({ start: at, end: at, text: prologue });
    const code = nameScript(applyEdits(source, edits), name, { prefixLength: 0, source, edits });
    const run = {
      ...services,
      lexical: this.#lexical.add,
      suspend: () => {
        this.#isSuspended = true;
      },
      declare: (functions: Record<string, unknown>) => {
        this.#isSuspended = false;
        Object.assign(this.sandbox, functions);
      },
    } satisfies RunServices;
    return this.#wrap(`return eval(${codeParameter})`)(this.#scope, code, run);
  }

  #declare(source: string, declarations: ScriptDeclarations): string {
    const { lexical, variables, functions, assigned } = declarations;
    const names = [...lexical.map((item) => item.name), ...variables, ...functions];
    this.#lexical.checkRedeclaration(names);
    // As with Node's interceptors, a variable is no property of the sandbox before it is assigned.
    this.#assigned = new Set([...this.#assigned, ...assigned, ...variables]);
    let prologue = '';
    if (functions.length > 0) {
      prologue += `;${servicesParameter}.suspend();${servicesParameter}.declare({${[...new Set(functions)].join(',')}});`;
    }
    if (lexical.length > 0 && mayDeclareLexically(source)) {
      prologue += lexicalRegistration(lexical, `${servicesParameter}.lexical`);
    }
    return prologue;
  }

  /** Compiles `body` as a function whose free names are the context's. */
  compileFunction(functionSource: string, services: ScriptServices): unknown {
    return this.#wrap(`return eval(${codeParameter})`)(this.#scope, functionSource, services);
  }

  #wrap(body: string): (scope: object, code: string, services: object) => unknown {
    const parameters = [scopeParameter, codeParameter, servicesParameter];
    const wrapper = new NativeFunction(...parameters, `with(${scopeParameter}){${body}}`);
    return (scope, code, services) => Reflect.apply(wrapper, this.global, [scope, code, services]);
  }
}
