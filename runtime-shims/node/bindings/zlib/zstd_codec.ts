/** Zstandard (`ZstdContext` of src/node_zlib.cc). */
import { type Codec, type CompressionError, type Span, unexpectedEnd } from './codec.ts';
import { OUTPUT_BYTES, type ZstdModule } from './zstd_module.ts';

/** `zlib.constants`, of which the names of errors are taken. */
export type ZlibConstants = Readonly<Record<string, number>>;

const ZSTD_E_CONTINUE = 0;
const ZSTD_E_END = 2;
const SIZE_WRONG = 72;
/** A stream whose memory cannot be had. */
const MEMORY_ALLOCATION = 64;
/** At most this much of the input is in the module's memory at a time, in bytes. */
const LARGEST_STAGE = 8 * 1024 * 1024;
/** First four bytes of a frame, and of one to be skipped but for its last four bits. */
const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;

/** What of the input lies in the module's memory: a write that goes on where the last one stopped finds it there. */
class InputStage {
  readonly #module: ZstdModule;
  #address = 0;
  #capacity = 0;
  #source: ArrayBufferLike | null = null;
  /** Where in its buffer the staged part begins, and how much is staged. */
  #start = 0;
  #length = 0;
  /** What the next write has if it is the rest of this one. */
  #next = -1;
  #available = -1;

  constructor(module: ZstdModule) {
    this.#module = module;
  }

  /** Address of the input's next byte; `length` of it are there. */
  stage(input: Span): { address: number; length: number } {
    const { bytes, next, available } = input;
    const at = bytes.byteOffset + next;
    const goesOn = this.#source === bytes.buffer && this.#next === at && this.#available === available;
    if (!goesOn || at >= this.#start + this.#length) {
      const length = Math.min(available, LARGEST_STAGE);
      this.#reserve(length);
      this.#module.bytes.set(bytes.subarray(next, next + length), this.#address);
      this.#source = bytes.buffer;
      this.#start = at;
      this.#length = length;
    }
    return { address: this.#address + at - this.#start, length: this.#start + this.#length - at };
  }

  /** A buffer may be filled anew, so only the rest of a write is remembered. */
  remember(input: Span): void {
    this.#next = input.available > 0 ? input.bytes.byteOffset + input.next : -1;
    this.#available = input.available;
    if (input.available === 0) this.#source = null;
  }

  #reserve(length: number): void {
    if (length <= this.#capacity) return;
    const { exports } = this.#module;
    if (this.#address) exports.free(this.#address);
    this.#address = exports.malloc(length);
    if (this.#address === 0) throw new RangeError('Array buffer allocation failed');
    this.#capacity = length;
  }

  free(): void {
    if (this.#address) this.#module.exports.free(this.#address);
    this.#address = 0;
    this.#capacity = 0;
    this.#source = null;
  }
}

abstract class ZstdCodec implements Codec {
  protected readonly module: ZstdModule;
  protected readonly stage: InputStage;
  protected stream = 0;
  readonly #constants: ZlibConstants;

  constructor(module: ZstdModule, constants: ZlibConstants) {
    this.module = module;
    this.stage = new InputStage(module);
    this.#constants = constants;
  }

  abstract process(flush: number, input: Span, output: Span): CompressionError | null;
  abstract reset(): CompressionError | null;
  abstract close(): void;

  params(): CompressionError | null {
    return null;
  }

  protected error(errno: number, message: string): CompressionError {
    const found = Object.entries(this.#constants).find(
      ([name, value]) => value === errno && name.startsWith('ZSTD_error_'),
    );
    return { message, code: found?.[0] ?? 'ZSTD_error_GENERIC', errno };
  }

  protected failure(result: number): CompressionError {
    return this.error(-(result | 0), this.module.errorName(result));
  }

  /** What the module wrote. */
  protected take(output: Span): void {
    const { produced, output: from } = this.module;
    output.bytes.set(this.module.bytes.subarray(from, from + produced), output.next);
    output.next += produced;
    output.available -= produced;
  }
}

export class ZstdCompressor extends ZstdCodec {
  readonly #parameters: readonly (readonly [number, number])[];
  /** What the frame will hold in bytes, if that is promised. */
  readonly #pledged: number | undefined;
  #taken = 0;

  constructor(
    module: ZstdModule,
    constants: ZlibConstants,
    parameters: readonly (readonly [number, number])[],
    pledged: number | undefined,
  ) {
    super(module, constants);
    this.#parameters = parameters;
    this.#pledged = pledged;
    this.stream = module.exports.ZSTD_createCStream();
  }

  /** Were the parameters taken? */
  configure(): boolean {
    const { exports } = this.module;
    return this.#parameters.every(
      ([parameter, value]) => !this.module.isError(exports.ZSTD_CCtx_setParameter(this.stream, parameter, value)),
    );
  }

  process(flush: number, input: Span, output: Span): CompressionError | null {
    const { module } = this;
    const { exports } = module;
    if (this.stream === 0) return this.error(MEMORY_ALLOCATION, 'Could not initialize zstd instance');
    const total = this.#taken + input.available;
    if (this.#pledged !== undefined && (total > this.#pledged || (flush === ZSTD_E_END && total < this.#pledged))) {
      return this.error(SIZE_WRONG, 'Src size is incorrect');
    }
    while (output.available > 0) {
      const { address, length } = this.stage.stage(input);
      const operation = length < input.available ? ZSTD_E_CONTINUE : flush;
      module.rewind();
      const room = Math.min(output.available, OUTPUT_BYTES);
      const { positions, output: to } = module;
      const left = exports.ZSTD_compressStream2_simpleArgs(
        this.stream,
        to,
        room,
        positions,
        address,
        length,
        positions + 4,
        operation,
      );
      if (module.isError(left)) return this.failure(left);
      const { consumed, produced } = module;
      this.take(output);
      input.next += consumed;
      input.available -= consumed;
      this.#taken += consumed;
      this.stage.remember(input);
      const isDone = flush === ZSTD_E_CONTINUE ? input.available === 0 : left === 0 && input.available === 0;
      if (isDone || (consumed === 0 && produced === 0)) break;
    }
    return null;
  }

  reset(): CompressionError | null {
    const { exports } = this.module;
    exports.ZSTD_freeCStream(this.stream);
    this.stream = exports.ZSTD_createCStream();
    this.#taken = 0;
    return this.configure() ? null : this.error(MEMORY_ALLOCATION, 'Could not initialize zstd instance');
  }

  close(): void {
    this.module.exports.ZSTD_freeCStream(this.stream);
    this.stream = 0;
    this.stage.free();
  }
}

export class ZstdDecompressor extends ZstdCodec {
  #frameComplete = false;

  constructor(module: ZstdModule, constants: ZlibConstants) {
    super(module, constants);
    this.stream = module.exports.ZSTD_createDStream();
    module.exports.ZSTD_initDStream(this.stream);
  }

  process(flush: number, input: Span, output: Span): CompressionError | null {
    const { module } = this;
    const { exports } = module;
    if (this.stream === 0) return this.error(MEMORY_ALLOCATION, 'Could not initialize zstd instance');
    while (output.available > 0) {
      // Behind a frame only another frame is read; all else is left to the caller.
      if (this.#frameComplete && !startsFrame(input)) return null;
      const { address, length } = this.stage.stage(input);
      module.rewind();
      const room = Math.min(output.available, OUTPUT_BYTES);
      const { positions, output: to } = module;
      const left = exports.ZSTD_decompressStream_simpleArgs(
        this.stream,
        to,
        room,
        positions,
        address,
        length,
        positions + 4,
      );
      if (module.isError(left)) return this.failure(left);
      const { consumed, produced } = module;
      this.take(output);
      input.next += consumed;
      input.available -= consumed;
      this.stage.remember(input);
      this.#frameComplete = left === 0;
      if (this.#frameComplete) continue;
      // With room left in the output all that could be decoded has been.
      if (input.available === 0 && produced < room) break;
    }
    return flush === ZSTD_E_END && !this.#frameComplete && output.available > 0 ? unexpectedEnd : null;
  }

  reset(): CompressionError | null {
    this.module.exports.ZSTD_initDStream(this.stream);
    this.#frameComplete = false;
    return null;
  }

  close(): void {
    this.module.exports.ZSTD_freeDStream(this.stream);
    this.stream = 0;
    this.stage.free();
  }
}

function startsFrame({ bytes, next, available }: Span): boolean {
  if (available < 4) return false;
  const word = (bytes[next]! | (bytes[next + 1]! << 8) | (bytes[next + 2]! << 16) | (bytes[next + 3]! << 24)) >>> 0;
  return word === MAGIC || (word & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
}
