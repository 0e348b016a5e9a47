/**
 * What all clones have in common (src/node_messaging.cc), whether they stay in the thread (structured_clone.ts) or leave
 * it (thread_message.ts): which objects are cloned in a way of their own, and what a transfer list may hold.
 */
import { types } from './bindings/types.ts';
import { constructorNameOf } from './call_sites.ts';
import type { Environment } from './environment.ts';
import { perContextExports } from './per_context.ts';
import { privateSymbols } from './private_symbols.ts';

export const kTransferable = 1;
export const kCloneable = 2;

const UNSUPPORTED = 'Cannot clone object of unsupported type.';
export const NOT_LISTED = 'Object that needs transfer was found in message but not listed in transferList';

/** What another thread needs to make a native object anew (native_objects.ts). */
export type NativeData =
  | { kind: 'blob' | 'secret key'; data: Uint8Array }
  /** DER: SubjectPublicKeyInfo, PKCS #8, X.509. */
  | { kind: 'public key' | 'private key' | 'certificate'; data: Uint8Array }
  /** Its handle. */
  | { kind: 'key object'; data: NativeData }
  /** A CryptoKey: its handle, algorithm, usages and whether it is extractable. */
  | { kind: 'crypto key'; data: [NativeData, object, number, boolean] }
  /** Address, port, family, flow label. */
  | { kind: 'socket address'; data: [string, number, number, number] }
  /** A FileHandle's descriptor. */
  | { kind: 'file handle'; data: number }
  /** Its rules. Natively the threads share one list; here each has its own from then on. */
  | { kind: 'block list'; data: string[] };

/** Objects of bindings (a Blob's handle, a key's) that a clone refers to as they are. */
const sharedNatives = new WeakMap<object, (() => NativeData) | undefined>();

/** `describe`: for threads, which share no objects. Without it the object does not leave its own. */
export function markNativeCloneable<T extends object>(object: T, describe?: () => NativeData): T {
  sharedNatives.set(object, describe);
  return object;
}

export const isSharedNative = (object: object): boolean => sharedNatives.has(object);
export const describeNative = (object: object): NativeData | undefined => sharedNatives.get(object)?.();

/** How a binding's object that is not cloned, but transferred, leaves its own. */
export interface TransferableNative {
  describe(): NativeData;
  /** What it had is the receiver's from now on; `isOtherThread`: who that is. */
  detach(isOtherThread: boolean): void;
}

const transferableNatives = new WeakMap<object, TransferableNative>();

export function markNativeTransferable(object: object, how: TransferableNative): void {
  transferableNatives.set(object, how);
}

export const transferableNativeOf = (object: object): TransferableNative | undefined => transferableNatives.get(object);

/** Things that leave their object when transferred: ports and what else a binding adds. */
export interface NativeTransfer {
  isTransferable(object: object): boolean;
  /** What it had is gone: it was transferred before, or closed. */
  isDetached(object: object): boolean;
  /** What the receiving side gets; the object itself is detached. */
  transfer(object: object): object;
}

interface MessagingSymbols {
  messaging_clone_symbol: symbol;
  messaging_transfer_symbol: symbol;
  messaging_transfer_list_symbol: symbol;
  messaging_deserialize_symbol: symbol;
}

export interface CloneContext {
  environment: Environment;
  ports: NativeTransfer;
  /** `new Ctor()` for `module:Ctor`. */
  createObject: ((deserializeInfo: string) => object) | null;
}

type Keyed = Record<PropertyKey, unknown>;

/** How an object of Node's classes is made again. */
export interface Description {
  data: unknown;
  deserializeInfo: string;
}

export function dataCloneError(environment: Environment, message: string): Error {
  const { DOMException } = perContextExports(environment);
  return DOMException === undefined ? new Error(message) : new DOMException(message, 'DataCloneError');
}

export function modeOf(object: object): number | undefined {
  return (object as Keyed)[privateSymbols['transfer_mode_private_symbol']!] as number | undefined;
}

export function messagingSymbolsOf({ environment }: CloneContext): MessagingSymbols {
  return environment.internalBinding('symbols') as unknown as MessagingSymbols;
}

/** The `transfer` of a postMessage or structuredClone, looked through once. */
export class TransferList {
  readonly buffers = new Set<ArrayBuffer>();
  readonly ports = new Set<object>();
  readonly transferables = new Set<object>();
  readonly natives = new Map<object, TransferableNative>();
  readonly #context: CloneContext;

  constructor(context: CloneContext, entries: readonly unknown[]) {
    this.#context = context;
    for (const entry of entries) this.#add(entry);
  }

  #fail(message: string): never {
    throw dataCloneError(this.#context.environment, message);
  }

  #failOnDuplicate(object: object): never {
    return this.#fail(`Transfer list contains duplicate ${constructorNameOf(object) ?? 'object'}`);
  }

  /** `isNested`: of the list that an object in the list brought; it is looked at when it is written. */
  #add(entry: unknown, isNested = false): void {
    if (typeof entry !== 'object' || entry === null) this.#fail('Found invalid value in transferList.');
    const object = entry as Keyed;
    if (object[privateSymbols['untransferable_object_private_symbol']!] !== undefined) {
      this.#fail('Cannot transfer object of unsupported type.');
    }
    if (types.isArrayBuffer(object)) {
      const buffer = entry as ArrayBuffer;
      if (buffer.detached) this.#fail('Cannot transfer object of unsupported type.');
      if (this.buffers.has(buffer)) this.#fail('Transfer list contains duplicate ArrayBuffer');
      this.buffers.add(buffer);
    } else if (this.#context.ports.isTransferable(object)) {
      if (this.ports.has(object)) this.#fail('Transfer list contains duplicate MessagePort');
      if (!isNested && this.#context.ports.isDetached(object))
        this.#fail('MessagePort in transfer list is already detached');
      this.ports.add(object);
    } else if ((modeOf(object) ?? 0) & kTransferable) {
      if (this.transferables.has(object)) this.#failOnDuplicate(object);
      this.transferables.add(object);
      const nested = object[messagingSymbolsOf(this.#context).messaging_transfer_list_symbol];
      if (typeof nested === 'function') {
        for (const inner of Reflect.apply(nested, object, []) as Iterable<unknown>) this.#add(inner, true);
      }
    } else {
      const native = transferableNativeOf(object) ?? this.#fail('Found invalid value in transferList.');
      if (this.natives.has(object)) this.#failOnDuplicate(object);
      this.natives.set(object, native);
    }
  }

  /** What another object is made of that takes the place of `object`; undefined for what is no such native object. */
  describeNative(object: object): NativeData | undefined {
    if (transferableNativeOf(object) === undefined) return undefined;
    return (this.natives.get(object) ?? this.#fail(NOT_LISTED)).describe();
  }

  /** To be called when the message is sure to go. */
  detachNatives(isOtherThread: boolean): void {
    for (const native of this.natives.values()) native.detach(isOtherThread);
  }

  /** Asks an object of one of Node's classes, whose mode is `mode`, how it is cloned or transferred. */
  describe(object: object, mode: number): Description {
    const { messaging_clone_symbol, messaging_transfer_symbol } = messagingSymbolsOf(this.#context);
    let describe: unknown;
    if (this.transferables.has(object)) describe = (object as Keyed)[messaging_transfer_symbol];
    else if (mode & kCloneable) describe = (object as Keyed)[messaging_clone_symbol];
    else if (mode & kTransferable) this.#fail(NOT_LISTED);
    if (typeof describe !== 'function') return this.#fail(UNSUPPORTED);
    return Reflect.apply(describe, object, []) as Description;
  }
}

/** A message was sent, and its receiver is to hear that it cannot be read. */
export class UnreadableMessage extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('the message cannot be read');
    this.reason = reason;
  }
}

/** An object of one of Node's classes, still empty, and what fills it. */
export function createDescribed(
  context: CloneContext,
  deserializeInfo: string,
): { object: object; fill(data: unknown): void } {
  if (context.createObject === null) throw dataCloneError(context.environment, UNSUPPORTED);
  let object: Keyed;
  try {
    object = context.createObject(deserializeInfo) as Keyed;
  } catch (reason) {
    throw new UnreadableMessage(reason);
  }
  const deserialize = object[messagingSymbolsOf(context).messaging_deserialize_symbol] as (data: unknown) => void;
  return { object, fill: (data) => Reflect.apply(deserialize, object, [data]) };
}
