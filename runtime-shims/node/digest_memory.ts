/**
 * The memory that a process and its digest Worker share: a few words, then the bytes to be digested. A process that has
 * to answer at once waits here for the browser's own digests, which only answer later.
 */

/** The browser's digests, in the order of their numbers. */
export const BROWSER_DIGESTS: readonly string[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

/** Indices of 32-bit words. */
export const Word = {
  /** 1: the Worker listens. */
  READY: 0,
  /** Counted up when there is something new in the following words. */
  NEWS: 1,
  /** Counts inputs. Changed before the data of the former one is written over. */
  INPUT: 2,
  /** Bytes of the input that are there. */
  LENGTH: 3,
  /** Counts the digests that the process has asked for, each of the whole input. */
  REQUEST: 4,
  /** The number of the request that was answered last. */
  ANSWER: 5,
  /** Index in {@link BROWSER_DIGESTS}. */
  DIGEST: 6,
  /** Bytes of the result; 0: the browser refused. */
  RESULT_LENGTH: 7,
} as const;

/** Where the result lies, in bytes, and where the data. */
const RESULT = 64;
const DATA = 128;

/** More at once is digested by the process itself: both Workers keep as much memory as the longest input needs. */
export const LARGEST_INPUT = 32 * 1024 * 1024;

export interface DigestMemory {
  /** Grows with the longest input. */
  buffer: SharedArrayBuffer;
  words: Int32Array;
  result: Uint8Array;
  /** As long as the buffer has grown. */
  data: Uint8Array;
}

export function createDigestMemory(): DigestMemory {
  return digestMemoryIn(new SharedArrayBuffer(DATA, { maxByteLength: DATA + LARGEST_INPUT }));
}

export function digestMemoryIn(buffer: SharedArrayBuffer): DigestMemory {
  return {
    buffer,
    words: new Int32Array(buffer, 0, RESULT / Int32Array.BYTES_PER_ELEMENT),
    result: new Uint8Array(buffer, RESULT, DATA - RESULT),
    data: new Uint8Array(buffer, DATA),
  };
}

/** Makes room for `length` bytes of data. */
export function growDigestMemory({ buffer }: DigestMemory, length: number): void {
  if (buffer.byteLength < DATA + length) buffer.grow(DATA + length);
}
