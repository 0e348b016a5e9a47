/** Deflate, zlib and gzip (`ZlibContext` of src/node_zlib.cc) on pako, a port of zlib itself. */
import {
  Z_BUF_ERROR,
  Z_DATA_ERROR,
  Z_FINISH,
  Z_NEED_DICT,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateSetDictionary,
} from 'pako';
import { type Codec, type CompressionError, type Span, unexpectedEnd } from './codec.ts';

/** `node_zlib_mode`, which are the numbers of `zlib.constants` as well. */
export const mode = { deflate: 1, inflate: 2, gzip: 3, gunzip: 4, deflateRaw: 5, inflateRaw: 6, unzip: 7 } as const;

export interface DeflateOptions {
  mode: number;
  /** log2 of the window's bytes, 8 to 15; 0 when inflating: as the stream's header says. */
  windowBits: number;
  level: number;
  memLevel: number;
  strategy: number;
  dictionary: Uint8Array | null;
  /** A gzip member behind the first is garbage then. */
  rejectGarbageAfterEnd: boolean;
}

const Z_DEFLATED = 8;
/** Added to windowBits (zlib.h): the format is gzip, or what the first bytes say. */
const GZIP_FORMAT = 16;
const GZIP_ID1 = 0x1f;
const GZIP_ID2 = 0x8b;
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
  2: 'Z_NEED_DICT',
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
  /** Changes once for `unzip`, when the first bytes have told the format. */
  #mode: number;
  #gzipBytesSeen = 0;
  #ready = false;
  #status: number = Z_OK;

  constructor(options: DeflateOptions) {
    this.#options = options;
    this.#mode = options.mode;
  }

  get #deflates(): boolean {
    return this.#mode === mode.deflate || this.#mode === mode.gzip || this.#mode === mode.deflateRaw;
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
    if (this.#deflates) this.#status = zlibDeflate(stream, flush as Parameters<typeof zlibDeflate>[1]);
    else this.#inflate(flush as Parameters<typeof zlibInflate>[1]);
    input.next = stream.next_in;
    input.available = stream.avail_in;
    output.next = stream.next_out;
    output.available = stream.avail_out;
    return this.#errorAfter(flush);
  }

  #inflate(flush: Parameters<typeof zlibInflate>[1]): void {
    const stream = this.#stream;
    if (this.#mode === mode.unzip) this.#recognize();
    this.#status = zlibInflate(stream, flush);
    const { dictionary } = this.#options;
    if (this.#mode !== mode.inflateRaw && this.#status === Z_NEED_DICT && dictionary) {
      this.#status = zlibInflateSetDictionary(stream, dictionary);
      if (this.#status === Z_OK) this.#status = zlibInflate(stream, flush);
      // So that a bad dictionary is told from bad input.
      else if (this.#status === Z_DATA_ERROR) this.#status = Z_NEED_DICT;
    }
    while (
      this.#mode === mode.gunzip &&
      this.#status === Z_STREAM_END &&
      stream.avail_in > 0 &&
      // Zeros behind a member are padding.
      stream.input[stream.next_in] !== 0 &&
      !this.#options.rejectGarbageAfterEnd
    ) {
      this.reset();
      this.#status = zlibInflate(stream, flush);
    }
  }

  /** gzip begins with two bytes of its own, which may come in two writes; all else is taken for zlib's format. */
  #recognize(): void {
    const { input, next_in, avail_in } = this.#stream;
    let at = next_in;
    if (avail_in === 0) return;
    if (this.#gzipBytesSeen === 0) {
      if (input[at] !== GZIP_ID1) {
        this.#mode = mode.inflate;
        return;
      }
      this.#gzipBytesSeen = 1;
      at += 1;
      if (avail_in === 1) return;
    }
    this.#mode = input[at] === GZIP_ID2 ? mode.gunzip : mode.inflate;
  }

  #errorAfter(flush: number): CompressionError | null {
    switch (this.#status) {
      case Z_OK:
      case Z_BUF_ERROR:
        return this.#stream.avail_out !== 0 && flush === Z_FINISH ? unexpectedEnd : null;
      case Z_STREAM_END:
        return null;
      case Z_NEED_DICT:
        return this.#error(this.#options.dictionary ? 'Bad dictionary' : 'Missing dictionary');
      default:
        return this.#error('Zlib error');
    }
  }

  #error(message: string): CompressionError {
    // Of an inflated stream that lacks its dictionary there is nothing more to say.
    const told = this.#status === Z_NEED_DICT ? '' : this.#stream.msg;
    return { message: told || message, code: NAMES[this.#status] ?? '', errno: this.#status };
  }

  #initialize(): CompressionError | null {
    if (this.#ready) return null;
    const { windowBits, level, memLevel, strategy } = this.#options;
    const bits: Record<number, number> = {
      [mode.gzip]: windowBits + GZIP_FORMAT,
      [mode.gunzip]: windowBits + GZIP_FORMAT,
      [mode.unzip]: windowBits + 2 * GZIP_FORMAT,
      [mode.deflateRaw]: -windowBits,
      [mode.inflateRaw]: -windowBits,
    };
    const format = bits[this.#mode] ?? windowBits;
    this.#status = this.#deflates
      ? zlibDeflateInit2(
          this.#stream,
          level,
          Z_DEFLATED,
          format,
          memLevel,
          strategy as Parameters<typeof zlibDeflateInit2>[5],
        )
      : zlibInflateInit2(this.#stream, format);
    if (this.#status !== Z_OK) return this.#error('Init error');
    this.#ready = true;
    return this.#setDictionary();
  }

  #setDictionary(): CompressionError | null {
    const { dictionary } = this.#options;
    if (!dictionary) return null;
    if (this.#mode === mode.deflate || this.#mode === mode.deflateRaw) {
      this.#status = zlibDeflateSetDictionary(this.#stream, dictionary);
    } else if (this.#mode === mode.inflateRaw) {
      this.#status = zlibInflateSetDictionary(this.#stream, dictionary);
    }
    return this.#status === Z_OK ? null : this.#error('Failed to set dictionary');
  }

  reset(): CompressionError | null {
    const unready = this.#initialize();
    if (unready) return unready;
    this.#status = this.#deflates ? zlibDeflateReset(this.#stream) : zlibInflateReset(this.#stream);
    return this.#status === Z_OK ? this.#setDictionary() : this.#error('Failed to reset stream');
  }

  /** zlib's deflateParams behind a flush, as the library always makes one before. */
  params(level: number, strategy: number): CompressionError | null {
    const unready = this.#initialize();
    if (unready || !this.#deflates) return unready;
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
