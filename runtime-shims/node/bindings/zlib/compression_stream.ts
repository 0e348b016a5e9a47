/** `CompressionStream` of src/node_zlib.cc: writes of a (de)compressor, synchronous or in the loop, one at a time. */
import { type AsyncWrap, asyncWrapOf } from '../../async_wrap.ts';
import type { Environment } from '../../environment.ts';
import { perEnvironment } from '../../per_environment.ts';
import type { Codec, CompressionError, Span } from './codec.ts';

/** What `init` of a kind of stream gives: its codec, made when the first byte comes. */
export interface Stream {
  /** Filled after each write: what is left of the output, then of the input, in bytes. */
  writeState: Uint32Array;
  /** The library's `processCallback`, called on the handle after a write in the loop. */
  callback: unknown;
  makeCodec(): Codec;
}

export interface CompressionStream extends AsyncWrap {
  init(...args: unknown[]): void;
}

export interface CompressionStreamClass {
  new (open: (args: unknown[]) => Stream): CompressionStream;
}

type Bytes = ArrayBufferView<ArrayBuffer> | null;

const NOTHING = new Uint8Array(0);

function spanOf(bytes: Bytes, offset: number, length: number): Span {
  if (bytes === null) return { bytes: NOTHING, next: 0, available: 0 };
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + length > view.length) throw new RangeError('a write reaches past its buffer');
  return { bytes: view, next: offset, available: length };
}

export const compressionStreamOf: (environment: Environment) => CompressionStreamClass = perEnvironment(
  (environment) => {
    const AsyncWrap = asyncWrapOf(environment);
    const { loop } = environment;

    return class CompressionStream extends AsyncWrap {
      readonly #open: (args: unknown[]) => Stream;
      #stream: Stream | null = null;
      #codec: Codec | null = null;
      #writing = false;
      #closed = false;

      constructor(open: (args: unknown[]) => Stream) {
        super('ZLIB');
        this.#open = open;
      }

      init(...args: unknown[]): void {
        this.#stream = this.#open(args);
      }

      write(flush: number, input: Bytes, from: number, length: number, output: Bytes, to: number, room: number): void {
        const stream = this.#begin();
        const source = spanOf(input, from, length);
        const target = spanOf(output, to, room);
        loop.complete(() => {
          const error = this.#process(stream, flush, source, target);
          if (error) this.#fail(error);
          else AsyncWrap.call(this, stream.callback);
          this.#end();
        });
      }

      writeSync(
        flush: number,
        input: Bytes,
        from: number,
        length: number,
        output: Bytes,
        to: number,
        room: number,
      ): void {
        const stream = this.#begin();
        const error = this.#process(stream, flush, spanOf(input, from, length), spanOf(output, to, room));
        if (error) this.#fail(error);
        this.#end();
      }

      params(level: number, strategy: number): void {
        const error = this.#running().params(level, strategy);
        if (error) this.#fail(error);
      }

      reset(): void {
        const error = this.#running().reset();
        if (error) this.#fail(error);
      }

      /** During a write in the loop it is closed after that. */
      close(): void {
        if (this.#closed) return;
        this.#closed = true;
        if (!this.#writing) this.#free();
      }

      /** Natively these are failed assertions, which end the process. */
      #begin(): Stream {
        if (this.#stream === null) throw new Error('write before init');
        if (this.#closed) throw new Error('already finalized');
        if (this.#writing) throw new Error('write already in progress');
        this.#writing = true;
        return this.#stream;
      }

      #running(): Codec {
        if (this.#stream === null) throw new Error('a compression stream that was not initialized');
        this.#codec ??= this.#stream.makeCodec();
        return this.#codec;
      }

      #process(stream: Stream, flush: number, input: Span, output: Span): CompressionError | null {
        const error = this.#running().process(flush, input, output);
        // A write is over for the library before its callback, which may write again.
        this.#writing = false;
        if (error) return error;
        stream.writeState[0] = output.available;
        stream.writeState[1] = input.available;
        return null;
      }

      #fail({ message, errno, code }: CompressionError): void {
        const { onerror } = this as { onerror?: unknown };
        AsyncWrap.call(this, onerror, message, errno, code);
      }

      #end(): void {
        if (this.#closed) this.#free();
      }

      #free(): void {
        this.#codec?.close();
        this.#codec = null;
      }
    } as unknown as CompressionStreamClass;
  },
);
