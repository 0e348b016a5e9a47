/** The WebAssembly build of zstd in @oneidentity/zstd-js, used by its C names. */

/** Addresses are of the module's memory; size_t is 32 bits; a result above the last size is an error. */
interface ZstdExports {
  memory: WebAssembly.Memory;
  __wasm_call_ctors(): void;
  malloc(size: number): number;
  free(address: number): void;
  ZSTD_isError(result: number): number;
  /** Address of a zero-terminated text. */
  ZSTD_getErrorName(result: number): number;
  ZSTD_createCStream(): number;
  ZSTD_freeCStream(stream: number): number;
  ZSTD_CCtx_setParameter(stream: number, parameter: number, value: number): number;
  ZSTD_compressStream2_simpleArgs(
    stream: number,
    output: number,
    outputSize: number,
    outputPosition: number,
    input: number,
    inputSize: number,
    inputPosition: number,
    end: number,
  ): number;
  ZSTD_createDStream(): number;
  ZSTD_freeDStream(stream: number): number;
  ZSTD_initDStream(stream: number): number;
  ZSTD_decompressStream_simpleArgs(
    stream: number,
    output: number,
    outputSize: number,
    outputPosition: number,
    input: number,
    inputSize: number,
    inputPosition: number,
  ): number;
}

const PAGE = 65536;
/** What one call may write at most; the streams' own chunks are of this size by default. */
export const OUTPUT_BYTES = 64 * 1024;
const WORD = 4;

export class ZstdModule {
  readonly exports: ZstdExports;
  /** One output buffer and two positions serve all streams, as no two calls overlap. */
  readonly output: number;
  readonly positions: number;
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: {
        emscripten_resize_heap: (size: number) => this.#grow(size >>> 0),
        emscripten_memcpy_big: (to: number, from: number, length: number) => {
          this.bytes.copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (length >>> 0));
        },
        setTempRet0(): void {},
      },
    });
    this.exports = exports as unknown as ZstdExports;
    this.#bytes = new Uint8Array(this.exports.memory.buffer);
    this.exports.__wasm_call_ctors();
    this.output = this.exports.malloc(OUTPUT_BYTES);
    this.positions = this.exports.malloc(2 * WORD);
  }

  /** The module's memory, anew after it has grown. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const { buffer } = this.exports.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  #grow(size: number): number {
    const { memory } = this.exports;
    try {
      memory.grow(Math.ceil((size - memory.buffer.byteLength) / PAGE));
      return 1;
    } catch {
      return 0;
    }
  }

  /** Sets the output's position, then the input's, to zero. */
  rewind(): void {
    this.bytes.fill(0, this.positions, this.positions + 2 * WORD);
  }

  #word(address: number): number {
    return new DataView(this.exports.memory.buffer).getUint32(address, true);
  }

  get produced(): number {
    return this.#word(this.positions);
  }

  get consumed(): number {
    return this.#word(this.positions + WORD);
  }

  isError(result: number): boolean {
    return this.exports.ZSTD_isError(result) !== 0;
  }

  errorName(result: number): string {
    const { bytes } = this;
    let at = this.exports.ZSTD_getErrorName(result);
    let text = '';
    for (; bytes[at] !== 0; at++) text += String.fromCharCode(bytes[at]!);
    return text;
  }
}
