/** Reading deflate, zlib and gzip (`ZlibContext` of src/node_zlib.cc over zlib's inflate), on a decoder in WebAssembly. */
import { adler32 } from './adler32.ts';
import { type Codec, type CompressionError, type Span, unexpectedEnd } from './codec.ts';
import { crc32 } from './crc32.ts';
import { answers, Inflation, inflateErrors } from './inflate_module.ts';

// zlib.h
const Z_OK = 0;
const Z_STREAM_END = 1;
const Z_NEED_DICT = 2;
const Z_DATA_ERROR = -3;
const Z_FINISH = 4;
const Z_BLOCK = 5;

/** What surrounds the deflated data; `any` is gzip or zlib, as its first bytes say. */
export type Format = 'zlib' | 'gzip' | 'raw' | 'any';

export interface InflateOptions {
  format: Format;
  /** log2 of the window's bytes, 8 to 15; 0: as the stream's header says. */
  windowBits: number;
  dictionary: Uint8Array | null;
  /** gzip members follow one another, and what else follows is padding or garbage. */
  takesMembers: boolean;
}

const LONGEST_WINDOW = 15;
const GZIP_MAGIC = [0x1f, 0x8b] as const;
const DEFLATED = 8;
/** Flags of a gzip header (RFC 1952, section 2.3.1). */
const gzipFlags = { headerCrc: 2, extra: 4, name: 8, comment: 16, unknown: 0xe0 } as const;
/** Flag of a zlib header (RFC 1950): it names a dictionary. */
const NAMES_DICTIONARY = 0x20;

class DataError extends Error {}

/** What the parts of a stream are read by: yields for a byte, `undefined` when none is left for now. */
type ByteReader<Result> = Generator<undefined, Result, number>;

function* bytesOf(count: number, header: number[]): ByteReader<number[]> {
  const bytes: number[] = [];
  while (bytes.length < count) bytes.push(yield);
  header.push(...bytes);
  return bytes;
}

const bigEndian = (bytes: readonly number[]): number => bytes.reduce((value, byte) => value * 256 + byte, 0);
const littleEndian = (bytes: readonly number[]): number => bigEndian(bytes.toReversed());

interface Header {
  isGzip: boolean;
  /** log2 of the window's bytes. */
  windowBits: number;
  /** Checksum of the dictionary that is wanted. */
  dictionary?: number;
}

/** In the order in which zlib finds what is wrong. */
function* readHeader(format: Format, windowBits: number): ByteReader<Header> {
  const header: number[] = [];
  const [first, second] = (yield* bytesOf(2, header)) as [number, number];
  if (format !== 'zlib' && first === GZIP_MAGIC[0] && second === GZIP_MAGIC[1]) {
    yield* readGzipHeader(header);
    return { isGzip: true, windowBits: windowBits || LONGEST_WINDOW };
  }
  if (format === 'gzip' || (first * 256 + second) % 31) throw new DataError('incorrect header check');
  if ((first & 15) !== DEFLATED) throw new DataError('unknown compression method');
  const bits = (first >> 4) + 8;
  const most = windowBits || bits;
  if (bits > LONGEST_WINDOW || bits > most) throw new DataError('invalid window size');
  if (!(second & NAMES_DICTIONARY)) return { isGzip: false, windowBits: most };
  return { isGzip: false, windowBits: most, dictionary: bigEndian(yield* bytesOf(4, header)) };
}

function* readGzipHeader(header: number[]): ByteReader<void> {
  const [method, flags] = (yield* bytesOf(2, header)) as [number, number];
  if (method !== DEFLATED) throw new DataError('unknown compression method');
  if (flags & gzipFlags.unknown) throw new DataError('unknown header flags set');
  // Time, extra flags, operating system.
  yield* bytesOf(6, header);
  if (flags & gzipFlags.extra) yield* bytesOf(littleEndian(yield* bytesOf(2, header)), header);
  for (const flag of [gzipFlags.name, gzipFlags.comment]) {
    if (flags & flag) while ((yield* bytesOf(1, header))[0] !== 0);
  }
  if (!(flags & gzipFlags.headerCrc)) return;
  const expected = crc32(Uint8Array.from(header), 0) & 0xffff;
  if (littleEndian(yield* bytesOf(2, header)) !== expected) throw new DataError('header crc mismatch');
}

/** What follows the data of a stream: its checksum, and in gzip its length modulo 2 ** 32. */
function* readTrailer(isGzip: boolean, check: number, written: number): ByteReader<void> {
  const found = yield* bytesOf(4, []);
  if ((isGzip ? littleEndian(found) : bigEndian(found)) !== check) throw new DataError('incorrect data check');
  if (!isGzip) return;
  if (littleEndian(yield* bytesOf(4, [])) !== written % 2 ** 32) throw new DataError('incorrect length check');
}

type Status = typeof Z_OK | typeof Z_STREAM_END | typeof Z_NEED_DICT | typeof Z_DATA_ERROR;

export class InflateCodec implements Codec {
  readonly #options: InflateOptions;
  #inflation: Inflation | null = null;
  #state: 'header' | 'dictionary' | 'data' | 'trailer' | 'end' | 'bad' = 'header';
  /** Of the header or the trailer. */
  #reader: ByteReader<unknown> | null = null;
  #header: Header = { isGzip: false, windowBits: LONGEST_WINDOW };
  /** Bytes that matches may refer to. */
  #reach = 0;
  #written = 0;
  #check = 0;
  #message = '';

  constructor(options: InflateOptions) {
    this.#options = options;
    this.#begin();
  }

  process(flush: number, input: Span, output: Span): CompressionError | null {
    let status = this.#inflate(flush, input, output);
    const { dictionary, takesMembers } = this.#options;
    if (status === Z_NEED_DICT) {
      const isIt = dictionary !== null && adler32(dictionary, 1) === this.#header.dictionary;
      if (!isIt) {
        const message = dictionary ? 'Bad dictionary' : 'Missing dictionary';
        return { message, code: 'Z_NEED_DICT', errno: Z_NEED_DICT };
      }
      this.#setDictionary(dictionary);
      this.#state = 'data';
      status = this.#inflate(flush, input, output);
    }
    while (
      status === Z_STREAM_END &&
      takesMembers &&
      this.#header.isGzip &&
      input.available > 0 &&
      // Zeros behind a member are padding.
      input.bytes[input.next] !== 0
    ) {
      this.#begin();
      status = this.#inflate(flush, input, output);
    }
    if (status === Z_DATA_ERROR) return { message: this.#message, code: 'Z_DATA_ERROR', errno: Z_DATA_ERROR };
    return status === Z_OK && output.available !== 0 && flush === Z_FINISH ? unexpectedEnd : null;
  }

  reset(): null {
    this.#begin();
    return null;
  }

  /** Of what is read there is nothing to set. */
  params(): null {
    return null;
  }

  close(): void {
    this.#inflation?.close();
    this.#inflation = null;
  }

  #begin(): void {
    const { format, windowBits, dictionary } = this.#options;
    this.#inflation?.reset();
    this.#header = { isGzip: false, windowBits: windowBits || LONGEST_WINDOW };
    [this.#reach, this.#written, this.#check] = [0, 0, 0];
    if (format === 'raw') {
      this.#state = 'data';
      if (dictionary) this.#setDictionary(dictionary);
    } else {
      this.#state = 'header';
      this.#startReading(readHeader(format, windowBits));
    }
  }

  #startReading(reader: ByteReader<unknown>): void {
    // Up to where it takes its first byte.
    reader.next(0);
    this.#reader = reader;
  }

  #setDictionary(dictionary: Uint8Array): void {
    this.#inflation ??= new Inflation();
    this.#inflation.setDictionary(dictionary);
    this.#reach = Math.min(dictionary.length, 2 ** this.#header.windowBits);
  }

  #inflate(flush: number, input: Span, output: Span): Status {
    try {
      return this.#advance(flush, input, output);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#state = 'bad';
      this.#message = error.message;
      return Z_DATA_ERROR;
    }
  }

  #advance(flush: number, input: Span, output: Span): Status {
    while (true) {
      switch (this.#state) {
        case 'header': {
          const header = this.#read(input) as Header | undefined;
          if (!header) return Z_OK;
          this.#header = header;
          this.#check = header.isGzip ? 0 : 1;
          this.#state = header.dictionary === undefined ? 'data' : 'dictionary';
          if (flush === Z_BLOCK && this.#state === 'data') return Z_OK;
          break;
        }
        case 'dictionary':
          return Z_NEED_DICT;
        case 'data':
          if (!this.#readData(flush === Z_BLOCK, input, output)) return Z_OK;
          if (this.#options.format === 'raw') {
            this.#state = 'end';
          } else {
            this.#state = 'trailer';
            this.#startReading(readTrailer(this.#header.isGzip, this.#check, this.#written));
          }
          break;
        case 'trailer':
          if (this.#read(input) === undefined) return Z_OK;
          this.#state = 'end';
          break;
        case 'end':
          return Z_STREAM_END;
        case 'bad':
          return Z_DATA_ERROR;
      }
    }
  }

  /** What the reader has read when it is done. */
  #read(input: Span): unknown {
    while (input.available > 0) {
      input.available -= 1;
      const step = this.#reader!.next(input.bytes[input.next++]!);
      if (step.done) return step.value ?? true;
    }
    return undefined;
  }

  /** Whether the deflated data has ended. */
  #readData(stops: boolean, input: Span, output: Span): boolean {
    this.#inflation ??= new Inflation();
    const inflation = this.#inflation;
    const window = 2 ** this.#header.windowBits;
    // zlib's window is filled at the end of each call only: until then, what the call has written counts whole.
    const before = this.#reach;
    let written = 0;
    while (true) {
      const room = Math.min(output.available, Inflation.room);
      const taken = inflation.run(input, output, room, before + written, stops);
      written += taken.written;
      this.#reach = Math.min(window, before + written);
      this.#written += taken.written;
      if (this.#options.format !== 'raw') this.#check = this.#checked(taken.written);
      const { answer } = taken;
      if (answer === answers.ended) return true;
      if (answer < 0) throw new DataError(inflateErrors[answer]);
      if (answer === answers.atBlock) return false;
      if (answer === answers.needsRoom ? output.available === 0 : input.available === 0) return false;
    }
  }

  /** The checksum with what was written last. */
  #checked(length: number): number {
    const inflation = this.#inflation!;
    if (this.#header.isGzip) return inflation.crc32(this.#check, length);
    return adler32(inflation.written(length), this.#check);
  }
}
