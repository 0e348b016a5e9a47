/** `internalBinding('js_stream')` (src/js_stream.cc): a native stream whose bytes are a JavaScript stream's. */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';
import { NO_BYTES, type ShutdownWrap, StreamBase, streamClassesOf, type WriteWrap } from '../stream_base.ts';
import { UV_EOF, UV_EPROTO } from '../uv_numbers.ts';

interface Callbacks {
  onreadstart(): number;
  onreadstop(): number;
  onshutdown(request: ShutdownWrap): number;
  onwrite(request: WriteWrap, buffers: Uint8Array[]): number;
}

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const streams = streamClassesOf(environment);
  const { Buffer } = environment.requireBuiltin('buffer') as {
    Buffer: { from(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array };
  };

  class JavaScriptStream extends StreamBase {
    #call(name: keyof Callbacks, ...args: unknown[]): number {
      const callback = (this.wrap as unknown as Record<string, unknown>)[name];
      // MakeCallback finds nothing to call, and the status stays what it was.
      if (typeof callback !== 'function') return UV_EPROTO;
      return Number(AsyncWrap.call(this.wrap, callback, ...args)) | 0;
    }
    get fd(): number {
      return -1;
    }
    isAlive(): boolean {
      return true;
    }
    readStart(): number {
      return this.#call('onreadstart');
    }
    readStop(): number {
      return this.#call('onreadstop');
    }
    shutdown(request: ShutdownWrap): number {
      return this.#call('onshutdown', request);
    }
    /** JSStream has no try-write: every write is a request. */
    tryWrite(_chunks: Uint8Array[]): number {
      return 0;
    }
    write(request: WriteWrap, chunks: Uint8Array[]): number {
      const buffers = chunks.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
      return this.#call('onwrite', request, buffers);
    }
  }

  class JSStream extends AsyncWrap {
    readonly #stream: JavaScriptStream;

    constructor() {
      super('JSSTREAM');
      this.#stream = new JavaScriptStream(this, streams.emitToJavaScript);
      streams.register(this, this.#stream);
    }

    finishWrite(request: WriteWrap, status: number): void {
      streams.completeRequest(this.#stream, request, status);
    }

    finishShutdown(request: ShutdownWrap, status: number): void {
      streams.completeRequest(this.#stream, request, status);
    }

    /** Splits what comes into the listener's buffers, as a read would. */
    readBuffer(data: Uint8Array): void {
      for (let offset = 0; offset < data.byteLength; ) {
        const buffer = this.#stream.listener.onStreamAlloc();
        const part = data.subarray(offset, offset + buffer.byteLength);
        buffer.set(part);
        offset += part.byteLength;
        this.#stream.emitRead(part.byteLength, buffer);
      }
    }

    emitEOF(): void {
      this.#stream.emitRead(UV_EOF, NO_BYTES);
    }
  }
  streams.addMethods(JSStream.prototype);

  return { JSStream };
};
