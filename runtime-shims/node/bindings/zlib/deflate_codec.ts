/** Writing deflate, zlib and gzip (`ZlibContext` of src/node_zlib.cc) on pako, a port of zlib itself. */
import {
  Z_BUF_ERROR,
  Z_FINISH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
} from 'pako';
import { type Codec, type CompressionError, type Span, unexpectedEnd } from './codec.ts';

export interface DeflateOptions {
  format: 'zlib' | 'gzip' | 'raw';
  /** log2 of the window's bytes, 8 to 15. */
  windowBits: number;
  level: number;
  memLevel: number;
  strategy: number;
  dictionary: Uint8Array | null;
}

const Z_DEFLATED = 8;
/** Added to windowBits (zlib.h): the format is gzip. */
const GZIP_FORMAT = 16;
const HIGHEST_STRATEGY = 4;
const HIGHEST_LEVEL = 9;
const DEFAULT_LEVEL = 6;

/** zlib's configuration_table: good length, lazy length, nice length, chain length; by level. */
const CONFIGURATIONS = [
  [0, 0, 0, 0],
  [4, 4, 8, 4],
  [4, 5, 16, 8],
  [4, 6, 32, 32],
  [4, 4, 16, 16],
  [8, 16, 32, 32],
  [8, 16, 128, 128],
  [8, 32, 128, 256],
  [32, 128, 258, 1024],
  [32, 258, 258, 4096],
] as const;

/** What is set of pako's `DeflateState`. */
interface DeflateState {
  level: number;
  strategy: number;
  matches: number;
  head: Uint16Array;
  good_match: number;
  max_lazy_match: number;
  nice_match: number;
  max_chain_length: number;
}

const NAMES: Readonly<Record<number, string>> = {
  1: 'Z_STREAM_END',
  [-1]: 'Z_ERRNO',
  [-2]: 'Z_STREAM_ERROR',
  [-3]: 'Z_DATA_ERROR',
  [-4]: 'Z_MEM_ERROR',
  [-5]: 'Z_BUF_ERROR',
  [-6]: 'Z_VERSION_ERROR',
};
const Z_STREAM_ERROR = -2;

export class DeflateCodec implements Codec {
  readonly #options: DeflateOptions;
  readonly #stream = new ZStream();
  #ready = false;
  #status: number = Z_OK;

  constructor(options: DeflateOptions) {
    this.#options = options;
  }

  process(flush: number, input: Span, output: Span): CompressionError | null {
    const unready = this.#initialize();
    if (unready) return unready;
    const stream = this.#stream;
    stream.input = input.bytes;
    stream.next_in = input.next;
    stream.avail_in = input.available;
    stream.output = output.bytes as Uint8Array<ArrayBuffer>;
    stream.next_out = output.next;
    stream.avail_out = output.available;
    this.#status = zlibDeflate(stream, flush as Parameters<typeof zlibDeflate>[1]);
    input.next = stream.next_in;
    input.available = stream.avail_in;
    output.next = stream.next_out;
    output.available = stream.avail_out;
    return this.#errorAfter(flush);
  }

  #errorAfter(flush: number): CompressionError | null {
    switch (this.#status) {
      case Z_OK:
      case Z_BUF_ERROR:
        return this.#stream.avail_out !== 0 && flush === Z_FINISH ? unexpectedEnd : null;
      case Z_STREAM_END:
        return null;
      default:
        return this.#error('Zlib error');
    }
  }

  #error(message: string): CompressionError {
    return { message: this.#stream.msg || message, code: NAMES[this.#status] ?? '', errno: this.#status };
  }

  #initialize(): CompressionError | null {
    if (this.#ready) return null;
    const { format, windowBits, level, memLevel, strategy } = this.#options;
    const bits = { zlib: windowBits, gzip: windowBits + GZIP_FORMAT, raw: -windowBits }[format];
    type Strategy = Parameters<typeof zlibDeflateInit2>[5];
    this.#status = zlibDeflateInit2(this.#stream, level, Z_DEFLATED, bits, memLevel, strategy as Strategy);
    if (this.#status !== Z_OK) return this.#error('Init error');
    this.#ready = true;
    return this.#setDictionary();
  }

  #setDictionary(): CompressionError | null {
    const { dictionary, format } = this.#options;
    // gzip has no place for one.
    if (!dictionary || format === 'gzip') return null;
    this.#status = zlibDeflateSetDictionary(this.#stream, dictionary);
    return this.#status === Z_OK ? null : this.#error('Failed to set dictionary');
  }

  reset(): CompressionError | null {
    const unready = this.#initialize();
    if (unready) return unready;
    this.#status = zlibDeflateReset(this.#stream);
    return this.#status === Z_OK ? this.#setDictionary() : this.#error('Failed to reset stream');
  }

  /** zlib's deflateParams behind a flush, as the library always makes one before. */
  params(level: number, strategy: number): CompressionError | null {
    const unready = this.#initialize();
    if (unready) return unready;
    const wanted = level === -1 ? DEFAULT_LEVEL : level;
    const configuration = CONFIGURATIONS[wanted];
    if (!configuration || wanted > HIGHEST_LEVEL || strategy < 0 || strategy > HIGHEST_STRATEGY) {
      this.#status = Z_STREAM_ERROR;
      return this.#error('Failed to set parameters');
    }
    const state = this.#stream.state as DeflateState;
    if (state.level !== wanted) {
      if (state.level === 0 && state.matches !== 0) {
        // What was stored was not hashed: its places are stale.
        state.head.fill(0);
        state.matches = 0;
      }
      state.level = wanted;
      [state.good_match, state.max_lazy_match, state.nice_match, state.max_chain_length] = configuration;
    }
    state.strategy = strategy;
    this.#status = Z_OK;
    return null;
  }

  close(): void {}
}
