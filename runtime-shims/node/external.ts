/**
 * v8::External: what natively is a pointer to a C++ object, handed to JavaScript to be handed back. Nothing can be done
 * with it but to look at its address, which here is a number that no other has.
 */
const addresses = new WeakMap<object, bigint>();
const externals = new WeakMap<object, object>();

/** Like those of V8's heap: aligned, and not small. */
let nextAddress = 0x5500_0000_0000n;
const ALIGNMENT = 16n;

/** The one external that stands for `target`. */
export function externalOf(target: object): object {
  let external = externals.get(target);
  if (external === undefined) {
    external = Object.freeze({ __proto__: null }) as object;
    addresses.set(external, nextAddress);
    nextAddress += ALIGNMENT;
    externals.set(target, external);
  }
  return external;
}

export const isExternal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && addresses.has(value);

/** Undefined for what is no external. */
export const externalAddress = (value: unknown): bigint | undefined =>
  isExternal(value) ? addresses.get(value as object) : undefined;
