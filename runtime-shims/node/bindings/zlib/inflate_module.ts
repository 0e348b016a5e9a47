/** The decoder of deflate streams (inflate.assembly): its memory, which all streams of a process share, and its contexts. */
import { Encoding, encodeString } from '../../bytes/encodings.ts';
import type { Span } from './codec.ts';
import { wasmBase64 } from './inflate_wasm.ts';

interface Exports {
  memory: WebAssembly.Memory;
  initialize(): void;
  reset(context: number): void;
  run(context: number, from: number, to: number, out: number, room: number, reach: number, stops: boolean): number;
  crc32(value: number, at: number, end: number): number;
}

/** What `run` answers; errors are negative. */
export const answers = { needsInput: 0, needsRoom: 1, ended: 2, atBlock: 3 } as const;

/** zlib's words for the errors, by the numbers of inflate_tables.assembly. */
export const inflateErrors: Readonly<Record<number, string>> = {
  [-1]: 'invalid block type',
  [-2]: 'invalid stored block lengths',
  [-3]: 'too many length or distance symbols',
  [-4]: 'invalid code lengths set',
  [-5]: 'invalid bit length repeat',
  [-6]: 'invalid code -- missing end-of-block',
  [-7]: 'invalid literal/lengths set',
  [-8]: 'invalid distances set',
  [-9]: 'invalid literal/length code',
  [-10]: 'invalid distance code',
  [-11]: 'invalid distance too far back',
};

/** How far back a match may reach (RFC 1951, section 2). */
const HISTORY = 32_768;
/** Where a piece of input lies, and how much it is at most. */
const INPUT = 32_768;
const PIECE = 32_768;
const SMALLEST_PIECE = 256;
const CONTEXTS = 65_536;
/** State and tables of a context. */
const STATE = 9216;
/** Of the state: where `run` stopped. */
const IN = 60;
const OUT = 64;
/** Output behind the history before both move to the front again. */
const OUTPUT = 65_536;
/** Bytes behind the output that the copying of a match may touch. */
const SLACK = 16;
const CONTEXT_SIZE = STATE + HISTORY + OUTPUT + SLACK;
const PAGE = 65_536;

let exports: Exports | undefined;
/** Places of contexts that nobody uses. */
const free: number[] = [];
let end = CONTEXTS;

function theModule(): Exports {
  if (!exports) {
    const module = new WebAssembly.Module(encodeString(wasmBase64, Encoding.BASE64));
    exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    exports.initialize();
  }
  return exports;
}

function place(memory: WebAssembly.Memory): number {
  const known = free.pop();
  if (known !== undefined) return known;
  const context = end;
  end += CONTEXT_SIZE;
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return context;
}

/** A stream of deflate data with the bytes that it may refer to. */
export class Inflation {
  readonly #module = theModule();
  readonly #context = place(this.#module.memory);
  readonly #start = this.#context + STATE;
  /** Where the next byte of output goes. */
  #out = this.#start + HISTORY;
  /** Bytes before that that were written. */
  #known = 0;
  #isOpen = true;

  constructor() {
    this.#module.reset(this.#context);
  }

  /** Most that one `run` can write. */
  static readonly room = OUTPUT - HISTORY;

  reset(): void {
    this.#module.reset(this.#context);
    this.#known = 0;
  }

  /** What a stream may refer to before its first byte. */
  setDictionary(bytes: Uint8Array): void {
    const tail = bytes.subarray(-HISTORY);
    this.#makeRoom(tail.length);
    new Uint8Array(this.#module.memory.buffer).set(tail, this.#out);
    this.#out += tail.length;
    this.#known = Math.min(HISTORY, this.#known + tail.length);
  }

  /**
   * Decodes from `input` to `output`, at most `room` bytes (and {@link Inflation.room}) and not always all that it could:
   * the answer says what it wants. `reach` bytes of what was written may be referred to; `stops` ends with each block.
   */
  run(input: Span, output: Span, room: number, reach: number, stops: boolean): { answer: number; written: number } {
    const { memory, run } = this.#module;
    this.#makeRoom(room);
    const bytes = new Uint8Array(memory.buffer);
    // Deflated data is seldom more than half of what it was: the rest would be copied in vain.
    const length = Math.min(input.available, PIECE, (room >> 1) + SMALLEST_PIECE);
    bytes.set(input.bytes.subarray(input.next, input.next + length), INPUT);
    const start = this.#out;
    const known = Math.min(reach, this.#known);
    const answer = run(this.#context, INPUT, INPUT + length, start, start + room, known, stops);
    const state = new DataView(memory.buffer, this.#context);
    const taken = state.getUint32(IN, true) - INPUT;
    input.next += taken;
    input.available -= taken;
    this.#out = state.getUint32(OUT, true);
    const written = this.#out - start;
    output.bytes.set(bytes.subarray(start, this.#out), output.next);
    output.next += written;
    output.available -= written;
    this.#known = Math.min(HISTORY, this.#known + written);
    return { answer, written };
  }

  /** The last `length` bytes that were written. */
  written(length: number): Uint8Array {
    return new Uint8Array(this.#module.memory.buffer, this.#out - length, length);
  }

  /** The checksum of what `value` is the checksum of, followed by those bytes. */
  crc32(value: number, length: number): number {
    return this.#module.crc32(value, this.#out - length, this.#out) >>> 0;
  }

  close(): void {
    if (this.#isOpen) free.push(this.#context);
    this.#isOpen = false;
  }

  #makeRoom(room: number): void {
    if (this.#out + room <= this.#start + HISTORY + OUTPUT) return;
    const bytes = new Uint8Array(this.#module.memory.buffer);
    bytes.copyWithin(this.#start, this.#out - HISTORY, this.#out);
    this.#out = this.#start + HISTORY;
  }
}
