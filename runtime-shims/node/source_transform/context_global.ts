/**
 * The global object of a `vm` context: an object of its own with the language's globals, and in front of it the sandbox,
 * asked first and written to, as by the interceptors of src/node_contextify.cc. The intrinsics are those of the one
 * realm: `Array` is the same inside and outside.
 */
const NativeProxy = Proxy;

/** Globals of ECMAScript: all that a new context has. */
const intrinsicNames = [
  ...['Array', 'ArrayBuffer', 'AsyncDisposableStack', 'AggregateError', 'Atomics', 'BigInt', 'BigInt64Array', 'Map'],
  ...['BigUint64Array', 'Boolean', 'DataView', 'Date', 'DisposableStack', 'Error', 'EvalError', 'FinalizationRegistry'],
  ...['Float16Array', 'Float32Array', 'Float64Array', 'Function', 'Infinity', 'Int16Array', 'Int32Array', 'Int8Array'],
  ...['Intl', 'Iterator', 'JSON', 'Math', 'NaN', 'Number', 'Object', 'Promise', 'Proxy', 'RangeError', 'String'],
  ...['ReferenceError', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer', 'SuppressedError', 'Symbol', 'SyntaxError'],
  ...['TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef'],
  ...['WeakSet', 'WebAssembly', 'Temporal', 'console', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'undefined'],
  ...['encodeURIComponent', 'escape', 'eval', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'unescape'],
];
const constants: readonly string[] = ['Infinity', 'NaN', 'undefined'];

/** May the context's code compile text, and WebAssembly? */
export interface CodeGeneration {
  strings: boolean;
  wasm: boolean;
}

function refuseStrings(): never {
  throw new EvalError('Code generation from strings disallowed for this context');
}

/** What stands in a context for globals that compile. */
function restricted({ strings, wasm }: CodeGeneration): Record<string, unknown> {
  const instead: Record<string, unknown> = {};
  if (!strings) {
    instead['eval'] = refuseStrings;
    instead['Function'] = new NativeProxy(Function, { construct: refuseStrings, apply: refuseStrings });
  }
  if (!wasm) {
    const refuse = (): never => {
      throw new WebAssembly.CompileError('WebAssembly.Module(): Wasm code generation disallowed by embedder');
    };
    const Module = new NativeProxy(WebAssembly.Module, { construct: refuse });
    instead['WebAssembly'] = Object.create(WebAssembly, { Module: { value: Module, writable: true } });
  }
  return instead;
}

export class ContextGlobal {
  /** Undefined in a vanilla context (`vm.constants.DONT_CONTEXTIFY`). */
  readonly #sandbox: object | undefined;
  readonly #inner: object = {};
  /** `globalThis` inside. */
  readonly object: object;

  constructor(sandbox: object | undefined, codeGeneration: CodeGeneration) {
    this.#sandbox = sandbox;
    this.object = sandbox === undefined ? this.#inner : this.#proxy(sandbox);
    const instead = restricted(codeGeneration);
    for (const name of intrinsicNames) {
      const value = name in instead ? instead[name] : Reflect.get(globalThis, name);
      if (value !== undefined || name === 'undefined') this.addHidden(name, value, !constants.includes(name));
    }
    this.addHidden('globalThis', this.object);
  }

  /** A property that no enumeration shows. */
  addHidden(name: string, value: unknown, writable = true): void {
    Reflect.defineProperty(this.#inner, name, { value, writable, enumerable: false, configurable: true });
  }

  has(key: PropertyKey): boolean {
    return (this.#sandbox !== undefined && key in this.#sandbox) || key in this.#inner;
  }

  get(key: PropertyKey): unknown {
    const sandbox = this.#sandbox;
    if (sandbox === undefined || !(key in sandbox)) return Reflect.get(this.#inner, key);
    const value: unknown = Reflect.get(sandbox, key);
    return value === sandbox ? this.object : value;
  }

  /** False when the property cannot be written. */
  set(key: PropertyKey, value: unknown): boolean {
    const sandbox = this.#sandbox;
    const own = Reflect.getOwnPropertyDescriptor(this.#inner, key);
    if (sandbox === undefined) return Reflect.set(this.#inner, key, value);
    const isOnSandbox = Object.hasOwn(sandbox, key);
    if (!isOnSandbox && own?.writable === false) return false;
    // PropertySetterCallback: a symbol that is new stays with the context.
    if (typeof key === 'symbol' && !isOnSandbox) return Reflect.set(this.#inner, key, value);
    return Reflect.set(sandbox, key, value);
  }

  delete(key: PropertyKey): boolean {
    if (this.#sandbox !== undefined && !Reflect.deleteProperty(this.#sandbox, key)) return false;
    return Reflect.deleteProperty(this.#inner, key);
  }

  /** `delete` of a variable: only the interceptor's part of it goes. */
  takeFromSandbox(name: string): void {
    const value = this.get(name);
    if (this.#sandbox !== undefined && Reflect.deleteProperty(this.#sandbox, name)) this.addHidden(name, value);
  }

  #proxy(sandbox: object): object {
    return new NativeProxy(this.#inner, {
      has: (_inner, key) => this.has(key),
      get: (_inner, key) => this.get(key),
      set: (_inner, key, value) => this.set(key, value),
      deleteProperty: (_inner, key) => this.delete(key),
      // "Cannot freeze": what is behind interceptors cannot be.
      preventExtensions: () => false,
      ownKeys: (inner) => [...new Set([...Reflect.ownKeys(inner), ...Reflect.ownKeys(sandbox)])],
      getOwnPropertyDescriptor: (inner, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(sandbox, key);
        if (descriptor === undefined) return Reflect.getOwnPropertyDescriptor(inner, key);
        mirror(inner, key, descriptor);
        return descriptor;
      },
      defineProperty: (inner, key, descriptor) => {
        // In the engine's words for an object that is no proxy.
        if (!Reflect.defineProperty(sandbox, key, descriptor))
          throw new TypeError(`Cannot redefine property: ${String(key)}`);
        const defined = Reflect.getOwnPropertyDescriptor(sandbox, key);
        if (defined !== undefined) mirror(inner, key, defined);
        return true;
      },
    });
  }
}

/** A proxy may tell of a property that is not configurable only when its target has one as well (ECMA-262 10.5.5). */
function mirror(inner: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  if (descriptor.configurable === false) Reflect.defineProperty(inner, key, descriptor);
}
