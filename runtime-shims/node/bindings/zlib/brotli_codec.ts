/** Brotli (`BrotliContext` of src/node_zlib.cc): an encoder of our own, and the decoder of brotli-dec-wasm. */
import { BrotliStreamResultCode, DecompressStream, initSync } from 'brotli-dec-wasm/web';
import { BrotliStream } from './brotli/encoder.ts';
import { type Codec, type CompressionError, type Span, unexpectedEnd } from './codec.ts';
import type { ZlibConstants } from './zstd_codec.ts';

const BROTLI_OPERATION_FLUSH = 1;
const BROTLI_OPERATION_FINISH = 2;
const BROTLI_OPERATION_EMIT_METADATA = 3;
const HIGHEST_QUALITY = 11;
const SMALLEST_WINDOW = 10;
const LARGEST_WINDOW = 24;
/** Each call of the decoder copies what it is given. */
const INPUT_PART = 64 * 1024;

const NOTHING = new Uint8Array(0);
const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

export class BrotliCompressor implements Codec {
  readonly #quality: number;
  readonly #windowBits: number;
  #stream: BrotliStream;
  /** Output that is waiting for room. */
  #pending: Uint8Array = NOTHING;
  #isFinished = false;

  /** Values out of range are those at its end, as for the native encoder. */
  constructor(quality: number, windowBits: number) {
    this.#quality = clamp(quality, 0, HIGHEST_QUALITY);
    this.#windowBits = clamp(windowBits, SMALLEST_WINDOW, LARGEST_WINDOW);
    this.#stream = new BrotliStream(this.#quality, this.#windowBits);
  }

  process(operation: number, input: Span, output: Span): null {
    // A call after one that filled the output asks for the rest of it.
    const goesOn = this.#pending.length > 0;
    if (input.available > 0 && !this.#isFinished) {
      const bytes = input.bytes.subarray(input.next, input.next + input.available);
      if (operation === BROTLI_OPERATION_EMIT_METADATA) this.#stream.writeMetadata(bytes);
      else this.#stream.write(bytes);
      input.next += input.available;
      input.available = 0;
    } else if (goesOn) {
      this.#give(output);
      return null;
    }
    if (operation === BROTLI_OPERATION_FLUSH) this.#stream.flush();
    else if (operation === BROTLI_OPERATION_FINISH && !this.#isFinished) {
      this.#stream.finish();
      this.#isFinished = true;
    }
    this.#collect();
    this.#give(output);
    return null;
  }

  #collect(): void {
    const made = this.#stream.take();
    if (this.#pending.length === 0) {
      this.#pending = made;
      return;
    }
    const both = new Uint8Array(this.#pending.length + made.length);
    both.set(this.#pending);
    both.set(made, this.#pending.length);
    this.#pending = both;
  }

  #give(output: Span): void {
    const given = this.#pending.subarray(0, output.available);
    output.bytes.set(given, output.next);
    output.next += given.length;
    output.available -= given.length;
    this.#pending = this.#pending.subarray(given.length);
  }

  reset(): null {
    this.#stream = new BrotliStream(this.#quality, this.#windowBits);
    this.#pending = NOTHING;
    this.#isFinished = false;
    return null;
  }

  params(): null {
    return null;
  }

  close(): void {}
}

export class BrotliDecompressor implements Codec {
  readonly #constants: ZlibConstants;
  #stream: DecompressStream;
  #isDone = false;

  /** `loadModule` is called once in a process. */
  constructor(loadModule: () => Uint8Array<ArrayBuffer>, constants: ZlibConstants) {
    initializeDecoder(loadModule);
    this.#constants = constants;
    this.#stream = new DecompressStream();
  }

  process(operation: number, input: Span, output: Span): CompressionError | null {
    while (!this.#isDone && output.available > 0) {
      const part = input.bytes.subarray(input.next, input.next + Math.min(input.available, INPUT_PART));
      let code: number;
      let produced: number;
      try {
        const result = this.#stream.decompress(part, output.available);
        const { buf, input_offset } = result;
        code = result.code;
        produced = buf.length;
        result.free();
        output.bytes.set(buf, output.next);
        input.next += input_offset;
        input.available -= input_offset;
      } catch (error) {
        return this.#failure(error);
      }
      output.next += produced;
      output.available -= produced;
      if (code === BrotliStreamResultCode.ResultSuccess) this.#isDone = true;
      else if (code === BrotliStreamResultCode.NeedsMoreInput && input.available === 0) break;
    }
    const isCut = !this.#isDone && output.available > 0 && operation === BROTLI_OPERATION_FINISH;
    return isCut ? unexpectedEnd : null;
  }

  /** The decoder tells the number of an error in its message. */
  #failure(error: unknown): CompressionError {
    const errno = Number(/-\d+/.exec(String(error))?.[0] ?? this.#constants['BROTLI_DECODER_ERROR_UNREACHABLE']);
    const name = Object.keys(this.#constants).find(
      (key) => key.startsWith('BROTLI_DECODER_ERROR_') && this.#constants[key] === errno,
    );
    const code = `ERR_${(name ?? 'BROTLI_DECODER_ERROR_UNREACHABLE').slice('BROTLI_DECODER'.length)}`;
    return { message: 'Decompression failed', code, errno };
  }

  reset(): null {
    this.#stream.free();
    this.#stream = new DecompressStream();
    this.#isDone = false;
    return null;
  }

  params(): null {
    return null;
  }

  close(): void {
    this.#stream.free();
  }
}

let isInitialized = false;

function initializeDecoder(loadModule: () => Uint8Array<ArrayBuffer>): void {
  if (isInitialized) return;
  initSync({ module: new WebAssembly.Module(loadModule()) });
  isInitialized = true;
}
