/**
 * The area of the image through which one Worker hands bytes to the kernel and takes them back. Its first part is for
 * paths, the rest for data; only its own Worker writes there.
 */
import { PATH_MAX } from './limits.ts';

/** Bytes for each of two paths. A longer one is the kernel's to refuse, so it gets one byte more than fits. */
const PATH_AREA = PATH_MAX + 16;
/** Bytes of the whole area: one large read in one call, without costing an idle process more than a page of a heap. */
export const TRANSFER_BYTES = 131_072;
/** Offset and size of the data part. */
const DATA_OFFSET = 2 * PATH_AREA;
export const DATA_BYTES = TRANSFER_BYTES - DATA_OFFSET;
/** Strings up to this length are encoded in a loop: below it the encoder's own call costs more. */
const SHORT_STRING = 192;

const encoder = new TextEncoder();

export class Transfer {
  readonly #memory: WebAssembly.Memory;
  readonly #area: () => number;
  #bytes: Uint8Array = new Uint8Array(0);
  #doubles: Float64Array = new Float64Array(0);
  #address = 0;
  /** Length in bytes of the path that was put last. */
  pathLength = 0;

  /** `area` answers the area's address, 0 when memory is out. */
  constructor(memory: WebAssembly.Memory, area: () => number) {
    this.#memory = memory;
    this.#area = area;
  }

  /** Forgets the area: the instance speaks for another process from now on. */
  reset(): void {
    this.#address = 0;
  }

  get address(): number {
    return this.#address === 0 ? this.#acquire() : this.#address;
  }

  #acquire(): number {
    this.#address = this.#area();
    if (this.#address === 0) throw new RangeError('the memory image of this container is full');
    this.#refresh();
    return this.#address;
  }

  #refresh(): void {
    const { buffer } = this.#memory;
    this.#bytes = new Uint8Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }

  /** All bytes of the image, anew after it has grown. */
  bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#refresh();
    return this.#bytes;
  }

  /**
   * Bytes that reach over the transfer area, once its address has been asked for. Views of shared memory stay good when
   * it grows, and asking the memory for its present buffer costs more than many a call.
   */
  areaBytes(): Uint8Array {
    return this.#bytes;
  }

  get data(): number {
    return this.address + DATA_OFFSET;
  }

  /** Puts a path into the first (or second) path area; its address. Its length is in `pathLength`. */
  putPath(path: string | Uint8Array, second = false): number {
    const address = this.address + (second ? PATH_AREA : 0);
    const bytes = this.areaBytes();
    if (typeof path === 'string') {
      const { length } = path;
      if (length <= SHORT_STRING) {
        let i = 0;
        for (; i < length; i++) {
          const code = path.charCodeAt(i);
          if (code >= 128) break;
          bytes[address + i] = code;
        }
        if (i === length) {
          this.pathLength = length;
          return address;
        }
      }
      path = encoder.encode(path);
    }
    const length = Math.min(path.length, PATH_AREA);
    bytes.set(length === path.length ? path : path.subarray(0, length), address);
    this.pathLength = length;
    return address;
  }

  /** A private copy of `length` bytes of the image. */
  copyOut(address: number, length: number): Uint8Array<ArrayBuffer> {
    return this.bytes().slice(address, address + length) as Uint8Array<ArrayBuffer>;
  }

  /** Copies the data part's first `count` doubles. */
  doublesOut(out: Float64Array, offset: number, count: number): void {
    const start = this.data / 8;
    const doubles = this.#doubles;
    for (let i = 0; i < count; i++) out[offset + i] = doubles[start + i] as number;
  }
}
