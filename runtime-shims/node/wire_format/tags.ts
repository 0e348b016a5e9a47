/**
 * V8's serialization format (src/objects/value-serializer.cc): what `v8.serialize` writes, and what processes send each
 * other with `serialization: 'advanced'`.
 */
export const LATEST_VERSION = 15;

const code = (character: string): number => character.charCodeAt(0);

export const Tag = {
  Version: 0xff,
  Padding: 0,
  VerifyObjectCount: code('?'),
  TheHole: code('-'),
  Undefined: code('_'),
  Null: code('0'),
  True: code('T'),
  False: code('F'),
  /** ZigZag. */
  Int32: code('I'),
  Uint32: code('U'),
  Double: code('N'),
  BigInt: code('Z'),
  Utf8String: code('S'),
  OneByteString: code('"'),
  TwoByteString: code('c'),
  ObjectReference: code('^'),
  BeginObject: code('o'),
  EndObject: code('{'),
  BeginSparseArray: code('a'),
  EndSparseArray: code('@'),
  BeginDenseArray: code('A'),
  EndDenseArray: code('$'),
  Date: code('D'),
  TrueObject: code('y'),
  FalseObject: code('x'),
  NumberObject: code('n'),
  BigIntObject: code('z'),
  StringObject: code('s'),
  RegExp: code('R'),
  BeginMap: code(';'),
  EndMap: code(':'),
  BeginSet: code("'"),
  EndSet: code(','),
  ArrayBuffer: code('B'),
  ResizableArrayBuffer: code('~'),
  ArrayBufferTransfer: code('t'),
  ArrayBufferView: code('V'),
  SharedArrayBuffer: code('u'),
  HostObject: code('\\'),
  Error: code('r'),
} as const;

export const ErrorTag = { Message: code('m'), Cause: code('c'), Stack: code('s'), End: code('.') } as const;

const errorTypes: readonly (readonly [tag: number, constructor: ErrorConstructor])[] = [
  [code('E'), EvalError],
  [code('R'), RangeError],
  [code('F'), ReferenceError],
  [code('S'), SyntaxError],
  [code('T'), TypeError],
  [code('U'), URIError],
];
export const errorTagOf = new Map(errorTypes.map(([tag, constructor]) => [constructor.name, tag]));
export const errorByTag = new Map(errorTypes);

type ViewConstructor = new (buffer: ArrayBuffer, offset: number, length?: number) => ArrayBufferView;
const scope = globalThis as unknown as Record<string, ViewConstructor | undefined>;
const views: readonly (readonly [tag: number, name: string])[] = [
  [code('b'), 'Int8Array'],
  [code('B'), 'Uint8Array'],
  [code('C'), 'Uint8ClampedArray'],
  [code('w'), 'Int16Array'],
  [code('W'), 'Uint16Array'],
  [code('d'), 'Int32Array'],
  [code('D'), 'Uint32Array'],
  [code('h'), 'Float16Array'],
  [code('f'), 'Float32Array'],
  [code('F'), 'Float64Array'],
  [code('q'), 'BigInt64Array'],
  [code('Q'), 'BigUint64Array'],
  [code('?'), 'DataView'],
];
export const viewTagOf = new Map(views.map(([tag, name]) => [name, tag]));
/** Taken now: a program may put others in their place. */
export const viewByName = new Map(views.map(([, name]) => [name, scope[name]]));
export const viewByTag = new Map(views.map(([tag, name]) => [tag, scope[name]]));

export const ViewFlag = { LengthTracking: 1, ResizableBuffer: 2 } as const;

/** JSRegExp::Flag, in the order of its bits; the empty one is V8's own linear engine. */
export const REGEXP_FLAGS = ['g', 'i', 'm', 'y', 'u', 's', '', 'd', 'v'] as const;

const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!
  .get as (this: ArrayBufferView) => string | undefined;

/** The class of a view by its slots. */
export function viewName(view: ArrayBufferView): string {
  return Reflect.apply(typedArrayTag, view, []) ?? 'DataView';
}
