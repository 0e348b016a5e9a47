/**
 * Objects with internal slots (a Map's, a Date's, …) whose prototype a program changed. Asking for a slot throws where
 * there is none, and an exception costs a browser's Worker some 8 µs: so `util.types` first looks for the prototype that
 * such objects are born with, and here for those that lost it. (Not found is one whose class lost it, or that
 * Reflect.construct made for a class of another kind, unless the class ends in null as the library's SafeMap does.)
 */
import { proxyDetailsOf } from './tracked_proxy.ts';

const { getPrototypeOf } = Reflect;
const { prototype: plain } = Object;

/** The prototypes that objects with slots are born with, as far as {@link mayHold} is asked for them. */
const birthPrototypes = new Set<object | null>();
const displaced = new WeakSet<object>();
let someAreDisplaced = false;

/** Says that objects born with `prototype` have slots. */
export function countBirthPrototype(prototype: object): void {
  birthPrototypes.add(prototype);
}

/** May `value` have the slots of objects born with one of `prototypes`? Only where the answer is yes may asking throw. */
export function mayHold(value: object, prototypes: ReadonlySet<object | null>): boolean {
  if (someAreDisplaced && displaced.has(value)) return true;
  for (let current = value; ; ) {
    // A proxy's trap must not run; no proxy has slots.
    if (proxyDetailsOf(current) !== undefined) return current !== value;
    const prototype: object | null = getPrototypeOf(current);
    if (prototypes.has(prototype)) return true;
    if (prototype === plain) return false;
    if (prototype === null) return current !== value;
    current = prototype;
  }
}

function noteChange(object: unknown): void {
  if (typeof object !== 'object' || object === null || !mayHold(object, birthPrototypes)) return;
  someAreDisplaced = true;
  displaced.add(object);
}

/** Under the native function's name, length and text. */
function standIn<Wrapped extends (...parameters: never[]) => unknown>(native: Wrapped, own: Wrapped): Wrapped {
  const bound = own.bind(undefined) as Wrapped;
  Object.defineProperty(bound, 'name', { value: native.name, configurable: true });
  Object.defineProperty(bound, 'length', { value: native.length, configurable: true });
  return bound;
}

const nativeOfObject = Object.setPrototypeOf;
const nativeOfReflect = Reflect.setPrototypeOf;

/** Before `primordials` are filled, as `installTrackedProxy`. */
export function installSlotHolders(): void {
  if (Object.setPrototypeOf !== nativeOfObject) return;
  const define = (holder: object, name: string, value: unknown) =>
    Object.defineProperty(holder, name, { value, writable: true, enumerable: false, configurable: true });
  define(
    Object,
    'setPrototypeOf',
    standIn(nativeOfObject, (object: unknown, prototype: object | null) => {
      noteChange(object);
      return nativeOfObject(object, prototype);
    }),
  );
  define(
    Reflect,
    'setPrototypeOf',
    standIn(nativeOfReflect, (object: object, prototype: object | null) => {
      noteChange(object);
      return nativeOfReflect(object, prototype);
    }),
  );
  const { get, set } = Object.getOwnPropertyDescriptor(plain, '__proto__') ?? {};
  if (set !== undefined) {
    function setter(this: unknown, prototype: object | null): void {
      noteChange(this);
      Reflect.apply(set!, this, [prototype]);
    }
    Object.defineProperty(setter, 'name', { value: set.name, configurable: true });
    Object.defineProperty(plain, '__proto__', { get, set: setter, enumerable: false, configurable: true });
  }
}
