/**
 * A thread's `resourceLimits.maxOldGenerationSizeMb`, as far as it can be seen from within: no native of Node's. A browser
 * measures a Worker's memory only while that is idle, and a heap that fills up takes the whole page with it; what fills
 * one within a single callback is mostly an array, a Map or a Set that grows. Those are looked at as they grow.
 */
import type { BindingFactory } from '../environment.ts';

/** Elements that are looked at. */
const SAMPLES = 64;
/** Values within one element that are looked at. */
const VALUES_OF_ELEMENT = 100;
/** A container is looked at whenever it has grown by so many elements. */
const STEP = 4096;

/** What V8 takes natively, in bytes: a word, an object without its properties, an array's header. */
const WORD = 8;
const OBJECT = 24;
const NUMBER = 16;

/** Bytes of a value that lie in the heap, without what `seen` has already; roughly. */
function sizeOf(value: unknown, seen: Set<unknown>): number {
  let bytes = 0;
  const left: unknown[] = [value];
  for (let i = 0; i < left.length && i < VALUES_OF_ELEMENT; i++) {
    const each = left[i];
    if (typeof each === 'string') bytes += OBJECT + each.length;
    else if (typeof each === 'number') bytes += Number.isInteger(each) ? 0 : NUMBER;
    else if (typeof each === 'object' && each !== null && !seen.has(each)) {
      seen.add(each);
      bytes += OBJECT;
      // What a buffer holds lies outside of the heap.
      if (ArrayBuffer.isView(each)) continue;
      const values = Array.isArray(each) ? each : ownValues(each);
      bytes += values.length * WORD;
      for (let at = 0; at < values.length && left.length < VALUES_OF_ELEMENT; at++) left.push(values[at]);
    }
  }
  return bytes;
}

/** Values of an object's own properties; no getter is called. */
function ownValues(object: object): unknown[] {
  return Object.values(Object.getOwnPropertyDescriptors(object)).map(({ value }) => value);
}

function sizeOfAll(count: number, sample: readonly unknown[]): number {
  const seen = new Set<unknown>();
  const half = sample.length >> 1;
  // What all elements share is in the first half already, and counts for none of the others.
  for (const element of sample.slice(0, half)) sizeOf(element, seen);
  const bytes = sample.slice(half).reduce((sum: number, element) => sum + sizeOf(element, seen), 0);
  return count * (WORD + bytes / Math.max(sample.length - half, 1));
}

const spread = (array: readonly unknown[]): unknown[] =>
  Array.from({ length: SAMPLES }, (_, i) => array[Math.floor((i * array.length) / SAMPLES)]);

/** The first elements: a Map has no others at hand. */
function first(elements: Iterator<unknown>): unknown[] {
  const found: unknown[] = [];
  for (let next = elements.next(); !next.done && found.length < SAMPLES; next = elements.next()) found.push(next.value);
  return found;
}

/** Puts `after` behind each call of a method, whose name and length stay. */
function follow<Holder extends object>(prototype: Holder, name: string, after: (holder: Holder) => void): void {
  const native = Reflect.get(prototype, name) as (...values: unknown[]) => unknown;
  const method = new Proxy(native, {
    apply(target, self: Holder, values: unknown[]) {
      const result = Reflect.apply(target, self, values);
      after(self);
      return result;
    },
  });
  Object.defineProperty(prototype, name, { ...Object.getOwnPropertyDescriptor(prototype, name), value: method });
}

export const binding: BindingFactory = ({ kernel }) => ({
  /** From here on the calling thread tells the kernel of what is larger than `limit` bytes, and is ended by that. */
  watch(limit: number): void {
    const look = (count: number, sample: () => readonly unknown[]): void => {
      if (count % STEP !== 0 || count === 0) return;
      const bytes = sizeOfAll(count, sample());
      if (bytes <= limit) return;
      kernel.setMemory(0, bytes);
      // The Worker is ended: it must not grow on until it is.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(WORD)), 0, 0);
    };
    follow(Array.prototype, 'push', (array) => look(array.length, () => spread(array)));
    follow(Map.prototype, 'set', (map) => look(map.size, () => first(map.entries())));
    follow(Set.prototype, 'add', (set) => look(set.size, () => first(set.values())));
  },
});
