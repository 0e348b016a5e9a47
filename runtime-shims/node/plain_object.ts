/** A look at an object that costs less than asking for every kind of object that it is not. */
const { getPrototypeOf } = Reflect;
const { prototype: plain } = Object;
const { toString } = plain;

/**
 * Whether an object (no proxy) is one of an object literal. Kinds that only a slot tells (a Map whose prototype was
 * changed to Object.prototype) count as such.
 */
export function isPlainObject(object: object): boolean {
  const prototype = getPrototypeOf(object);
  if (prototype !== plain && prototype !== null) return false;
  return !(Symbol.toStringTag in object) && toString.call(object) === '[object Object]';
}
