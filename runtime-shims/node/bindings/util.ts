/** src/node_util.cc: what util.inspect and Node's library ask of the engine. */

import { captureFrames, constructorNameOf, isRuntimeFrame } from '../call_sites.ts';
import { parseDotenv } from '../dotenv.ts';
import type { BindingFactory, Environment } from '../environment.ts';
import { externalAddress } from '../external.ts';
import { guessHandleType } from '../guess_handle.ts';
import { previewEntries } from '../preview_entries.ts';
import { privateSymbols } from '../private_symbols.ts';
import { kFulfilled, kPending, kRejected, promiseDetailsOf } from '../promise_states.ts';
import { installTrackedProxy, proxyDetailsOf } from '../tracked_proxy.ts';
import { types } from './types.ts';

const ALL_PROPERTIES = 0;
const ONLY_WRITABLE = 1;
const ONLY_ENUMERABLE = 2;
const ONLY_CONFIGURABLE = 4;
const SKIP_STRINGS = 8;
const SKIP_SYMBOLS = 16;

const constants = {
  kPending,
  kFulfilled,
  kRejected,
  // Indexes of process[exit_info_private_symbol].
  kExiting: 0,
  kExitCode: 1,
  kHasExitCode: 2,
  ALL_PROPERTIES,
  ONLY_WRITABLE,
  ONLY_ENUMERABLE,
  ONLY_CONFIGURABLE,
  SKIP_STRINGS,
  SKIP_SYMBOLS,
  // BaseObject::TransferMode.
  kDisallowCloneAndTransfer: 0,
  kTransferable: 1,
  kCloneable: 2,
};

const promiseThen = Promise.prototype.then;
const NativeSharedArrayBuffer = SharedArrayBuffer;
const growable = Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, 'growable')?.get;
const ignore = (): void => {};

/** Frames that isInsideNodeModules looks at when not told. */
const DEFAULT_FRAMES = 10;
/** Frames of the runtime itself lie between those of the program, and are not counted. */
const RUNTIME_FRAMES = 20;

const MAX_ARRAY_INDEX = 2 ** 32 - 2;
function isArrayIndex(key: PropertyKey): boolean {
  if (typeof key !== 'string') return false;
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index <= MAX_ARRAY_INDEX && String(index) === key;
}

function getOwnNonIndexProperties(object: object, filter: number): PropertyKey[] {
  const keys = Reflect.ownKeys(object);
  // Indexes come first, in order, so one that ends them is the last of all.
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isArrayIndex(keys[middle]!)) low = middle + 1;
    else high = middle;
  }
  return keys.slice(low).filter((key) => {
    if (filter === ALL_PROPERTIES) return true;
    if (filter & SKIP_SYMBOLS && typeof key === 'symbol') return false;
    if (filter & SKIP_STRINGS && typeof key === 'string') return false;
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return false;
    if (filter & ONLY_ENUMERABLE && descriptor.enumerable !== true) return false;
    if (filter & ONLY_CONFIGURABLE && descriptor.configurable !== true) return false;
    return !(filter & ONLY_WRITABLE) || descriptor.writable !== false;
  });
}

function getConstructorName(object: object): string {
  return constructorNameOf(object) ?? inheritedConstructorName(object);
}

/** By reflection only the constructors that an object inherits from are found, not the one that made it. */
function inheritedConstructorName(object: object): string {
  for (let current: object | null = object; current !== null; current = Reflect.getPrototypeOf(current)) {
    const constructor: unknown = Reflect.getOwnPropertyDescriptor(current, 'constructor')?.value;
    if (typeof constructor === 'function' && typeof constructor.name === 'string' && constructor.name !== '') {
      return constructor.name;
    }
  }
  return typeof object === 'function' ? 'Function' : 'Object';
}

function getProxyDetails(value: unknown, showProxy?: boolean): unknown {
  const details = proxyDetailsOf(value);
  if (details === undefined) return undefined;
  return showProxy === undefined || showProxy ? [details.target, details.handler] : details.target;
}

function getCallerLocation(): [number, number, string] | undefined {
  const caller = captureFrames(2, getCallerLocation)[1];
  if (caller === undefined || caller.scriptName === '') return undefined;
  return [caller.lineNumber, caller.columnNumber, caller.scriptName];
}

/** A stack frame has the name that its function was written with, not the one that V8 infers for stack traces. */
const debugName = (name: string): string => (name === 'eval' || name.includes('.') ? '' : name);

function getCallSites(count: number): object[] {
  // The first frame is util.getCallSites itself.
  const frames = captureFrames(count + 1 + RUNTIME_FRAMES, getCallSites).slice(1);
  return frames
    .filter((frame) => !isRuntimeFrame(frame))
    .slice(0, count)
    .map(({ functionName, scriptName, lineNumber, columnNumber }) =>
      Object.assign(Object.create(null) as object, {
        functionName: debugName(functionName),
        // V8 does not tell a script's number to JavaScript; 0 is none's.
        scriptId: '0',
        scriptName,
        lineNumber,
        columnNumber,
        column: columnNumber,
      }),
    );
}

function isInsideNodeModules(limit = DEFAULT_FRAMES): boolean {
  const frames = captureFrames(limit + RUNTIME_FRAMES, isInsideNodeModules).filter((frame) => !isRuntimeFrame(frame));
  const caller = frames.slice(0, limit).find(({ scriptName }) => !scriptName.startsWith('node:'));
  return caller !== undefined && /[\\/]node_modules[\\/]/.test(caller.scriptName);
}

function defineLazyProperties(environment: Environment, target: object, id: string, keys: string[], enumerable = true) {
  for (const key of keys) {
    let value: unknown;
    let isLoaded = false;
    // Natively a data property whose value is fetched on first access; the nearest to it is an accessor that goes away.
    const replace = (receiver: unknown, replacement: unknown): void => {
      if (receiver !== target) return;
      Object.defineProperty(target, key, { value: replacement, writable: true, enumerable, configurable: true });
    };
    const get = function (this: unknown): unknown {
      if (!isLoaded) {
        value = (environment.requireBuiltin(id) as Record<string, unknown>)[key];
        isLoaded = true;
        replace(this, value);
      }
      return value;
    };
    const set = function (this: unknown, replacement: unknown): void {
      value = replacement;
      isLoaded = true;
      replace(target, replacement);
    };
    Object.defineProperty(get, 'name', { value: key, configurable: true });
    Object.defineProperty(set, 'name', { value: key, configurable: true });
    Object.defineProperty(target, key, { get, set, enumerable, configurable: true });
  }
}

export const binding: BindingFactory = (environment) => {
  installTrackedProxy(environment.global);
  const sleepWord = new Int32Array(new NativeSharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  return {
    constants,
    privateSymbols,
    shouldAbortOnUncaughtToggle: new Uint32Array([1]),
    isInsideNodeModules,
    defineLazyProperties: (target: object, id: string, keys: string[], enumerable?: boolean) =>
      defineLazyProperties(environment, target, id, keys, enumerable),
    getPromiseDetails: (promise: unknown) =>
      types.isPromise(promise) ? promiseDetailsOf(promise as object) : undefined,
    getProxyDetails,
    getCallerLocation,
    previewEntries(value: unknown, withKind?: boolean) {
      if (typeof value !== 'object' || value === null) return undefined;
      const preview = previewEntries(value) ?? { entries: [], isKeyValue: false };
      return withKind === undefined ? preview.entries : [preview.entries, preview.isKeyValue];
    },
    getOwnNonIndexProperties,
    getConstructorName,
    getExternalValue: externalAddress,
    getCallSites,
    sleep: (milliseconds: number) => void environment.kernel.resting(() => Atomics.wait(sleepWord, 0, 0, milliseconds)),
    parseEnv: (content: string) => Object.assign(Object.create(null) as object, parseDotenv(content)),
    // Every view of JavaScript's making has one; V8 puts small ones off.
    arrayBufferViewHasBuffer: () => true,
    constructSharedArrayBuffer: (length: number) => new NativeSharedArrayBuffer(length),
    getSharedArrayBufferGrowable: growable,
    /** A reaction is what makes a rejection handled. */
    markPromiseAsHandled(promise: Promise<unknown>) {
      Reflect.apply(promiseThen, promise, [undefined, ignore]);
    },
    guessHandleType: (fd: number) => guessHandleType(environment.kernel, fd),
  };
};
