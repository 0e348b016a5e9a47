/**
 * `WebAssembly.compileStreaming`: src/node_wasm_web_api.cc. V8 calls back into the library to read a Response; the
 * browser's own reads only its own Response, so the library's is read here and compiled whole.
 */
import type { BindingFactory } from '../environment.ts';

/** What the library's callback feeds. */
class WasmStreamingObject {
  readonly #chunks: Uint8Array[] = [];
  readonly #settle: PromiseWithResolvers<Uint8Array<ArrayBuffer>>;

  constructor(settle: PromiseWithResolvers<Uint8Array<ArrayBuffer>>) {
    this.#settle = settle;
  }

  setURL(_url: string): void {}

  push(chunk: ArrayBuffer | ArrayBufferView): void {
    const view = ArrayBuffer.isView(chunk)
      ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      : new Uint8Array(chunk);
    this.#chunks.push(view.slice());
  }

  finish(): void {
    const total = this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    const bytes = new Uint8Array(total);
    let position = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, position);
      position += chunk.byteLength;
    }
    this.#settle.resolve(bytes);
  }

  abort(reason: unknown): void {
    this.#settle.reject(reason);
  }
}

type Implementation = (stream: WasmStreamingObject, source: unknown) => void;

export const binding: BindingFactory = (environment) => ({
  setImplementation(implementation: Implementation): void {
    const webAssembly = environment.global.WebAssembly;
    const read = async (source: unknown): Promise<Uint8Array<ArrayBuffer>> => {
      const settle = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
      implementation(new WasmStreamingObject(settle), await source);
      return settle.promise;
    };
    const define = (name: string, value: unknown) =>
      Object.defineProperty(webAssembly, name, { value, writable: true, enumerable: true, configurable: true });
    define('compileStreaming', async (source: unknown) => webAssembly.compile(await read(source)));
    define('instantiateStreaming', async (source: unknown, imports?: WebAssembly.Imports) =>
      webAssembly.instantiate(await read(source), imports),
    );
  },
});
