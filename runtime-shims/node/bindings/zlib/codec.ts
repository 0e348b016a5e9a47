/** What the streams of `zlib` stand on: one (de)compressor with zlib's way of telling what it took and gave. */

/** Node's `CompressionError` (src/node_zlib.cc). */
export interface CompressionError {
  message: string;
  code: string;
  errno: number;
}

/** The part of `bytes` that a call may read or write; the call moves `next` on and lowers `available`. */
export interface Span {
  bytes: Uint8Array;
  next: number;
  available: number;
}

export interface Codec {
  /**
   * Takes from `input` and gives to `output` until one of them is used up or all that `flush` asks for is done. `flush`
   * is the library's own number: Z_NO_FLUSH …, BROTLI_OPERATION_… or ZSTD_e_….
   */
  process(flush: number, input: Span, output: Span): CompressionError | null;
  /** Back to how it was when made. */
  reset(): CompressionError | null;
  /** Another level and strategy from here on; only deflate has it. */
  params(level: number, strategy: number): CompressionError | null;
  /** Frees what does not free itself. */
  close(): void;
}

export const Z_BUF_ERROR = -5;

/** All formats tell a stream that is cut off in these words. */
export const unexpectedEnd: CompressionError = {
  message: 'unexpected end of file',
  code: 'Z_BUF_ERROR',
  errno: Z_BUF_ERROR,
};
