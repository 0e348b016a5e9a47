/** src/node_blob.cc: immutable bytes in parts, and the store behind object URLs. */

import { markNativeCloneable } from '../clone_context.ts';
import type { BindingFactory, Environment } from '../environment.ts';

/** Status of a pull: bytes come, or the end. */
const STATUS_CONTINUE = 1;
const STATUS_EOS = 0;

type Pulled = (status: number, buffer?: ArrayBuffer) => void;

/** What BlobReader gives at once; the library asks again. */
const CHUNK_BYTES = 65536;

class BlobHandle {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    markNativeCloneable(this, () => ({ kind: 'blob', data: this.#bytes }));
  }

  static bytesOf(handle: BlobHandle): Uint8Array {
    return handle.#bytes;
  }

  slice(start: number, end: number): BlobHandle {
    return new BlobHandle(this.#bytes.subarray(start, end));
  }

  getReader(): { pull(callback: Pulled): void; setWakeup(): void } {
    const bytes = this.#bytes;
    let at = 0;
    return {
      pull(callback) {
        if (at >= bytes.length) {
          callback(STATUS_EOS);
          return;
        }
        const chunk = bytes.slice(at, at + CHUNK_BYTES);
        at += chunk.length;
        callback(STATUS_CONTINUE, chunk.buffer as ArrayBuffer);
      },
      // All is in memory, so no pull ever waits.
      setWakeup(): void {},
    };
  }
}

function concat(parts: readonly (ArrayBuffer | ArrayBufferView)[]): ArrayBuffer {
  const views = parts.map((part) =>
    ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(part),
  );
  const whole = new Uint8Array(views.reduce((length, view) => length + view.length, 0));
  let at = 0;
  for (const view of views) {
    whole.set(view, at);
    at += view.length;
  }
  return whole.buffer;
}

function createBlob(sources: readonly (BlobHandle | ArrayBufferView | ArrayBuffer)[]): BlobHandle {
  return new BlobHandle(
    new Uint8Array(concat(sources.map((part) => (part instanceof BlobHandle ? BlobHandle.bytesOf(part) : part)))),
  );
}

/** Read now: natively the file is read when the blob is, and fails when it has changed since. */
function createBlobFromFilePath(environment: Environment, path: string): [BlobHandle, number] | undefined {
  const bytes = environment.kernel.readFile(path);
  return typeof bytes === 'number' ? undefined : [new BlobHandle(bytes), bytes.length];
}

export const binding: BindingFactory = (environment) => {
  const store = new Map<string, [BlobHandle, number, string]>();
  return {
    createBlob,
    concat,
    createBlobFromFilePath: (path: string) => createBlobFromFilePath(environment, path),
    storeDataObject(id: string, handle: BlobHandle, length: number, type: string): void {
      store.set(id, [handle, length, type]);
    },
    getDataObject: (id: string) => store.get(id),
    revokeObjectURL(input: string): void {
      // blob:nodedata:<id>
      const [scheme, base, id] = input.split(':');
      if (scheme === 'blob' && base === 'nodedata' && id !== undefined) store.delete(id);
    },
  };
};
