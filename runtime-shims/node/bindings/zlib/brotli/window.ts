/** The bytes that a brotli stream may refer back to, and where in them the next ones have been before. */

/** A copy found: what is gained by it decides. */
export interface Match {
  length: number;
  distance: number;
  /** Sixteenths of a bit, about, that the copy saves against literals. */
  gain: number;
}

const HASH_BITS = 16;
const HASHED_BYTES = 4;
const MULTIPLIER = 0x9e3779b1;
/** What one literal takes, and what a command without and with a new distance takes, in sixteenths of a bit. */
const LITERAL_COST = 92;
const COMMAND_COST = 140;
const DISTANCE_COST = 40;
const DISTANCE_BIT_COST = 16;
const SHORTEST_REPEATED = 3;
/** No copy is looked for behind one of this length. */
const LONG_ENOUGH = 512;
const NOWHERE = -1;

export class Window {
  /** Position p of the stream is at `bytes[p - base]`. */
  bytes: Uint8Array;
  base = 0;
  end = 0;
  readonly #size: number;
  readonly #blockSize: number;
  readonly #head: Int32Array;
  #previous: Int32Array;
  readonly #depth: number;

  /** `size`, a power of two, in bytes; `depth` candidates are tried for each copy. */
  constructor(size: number, blockSize: number, depth: number) {
    this.#size = size;
    this.#blockSize = blockSize;
    this.#depth = depth;
    this.bytes = new Uint8Array(Math.min(size, blockSize));
    this.#head = new Int32Array(1 << HASH_BITS).fill(NOWHERE);
    this.#previous = new Int32Array(this.bytes.length);
  }

  append(more: Uint8Array): void {
    const needed = this.end - this.base + more.length;
    if (needed > this.bytes.length) this.#makeRoom(more.length);
    this.bytes.set(more, this.end - this.base);
    this.end += more.length;
  }

  #makeRoom(more: number): void {
    // What a copy may refer to, and a block that is not compressed yet.
    const kept = this.#size + this.#blockSize;
    const most = 2 * kept;
    const held = this.end - this.base;
    if (held + more > most) {
      this.bytes.copyWithin(0, held - kept, held);
      this.base += held - kept;
    }
    const needed = this.end - this.base + more;
    if (needed <= this.bytes.length) return;
    let length = this.bytes.length;
    while (length < needed) length *= 2;
    const larger = new Uint8Array(Math.min(length, most));
    larger.set(this.bytes.subarray(0, this.end - this.base));
    this.bytes = larger;
    if (this.#previous.length === this.#size) return;
    const links = new Int32Array(Math.min(this.#size, 1 << Math.ceil(Math.log2(larger.length))));
    // Positions have not wrapped around yet, for all so far fitted.
    links.set(this.#previous);
    this.#previous = links;
  }

  #hash(at: number): number {
    const { bytes } = this;
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    return Math.imul(word, MULTIPLIER) >>> (32 - HASH_BITS);
  }

  /** Makes position `at` findable. */
  insert(at: number): void {
    if (at + HASHED_BYTES > this.end) return;
    const hash = this.#hash(at - this.base);
    this.#previous[at & (this.#previous.length - 1)] = this.#head[hash]!;
    this.#head[hash] = at;
  }

  #lengthAt(candidate: number, at: number, limit: number): number {
    const { bytes } = this;
    let length = 0;
    while (length < limit && bytes[candidate + length] === bytes[at + length]) length++;
    return length;
  }

  /** The copy for position `at`, ending before `end`, that gains most, or null. */
  find(at: number, end: number, lastDistance: number): Match | null {
    const { bytes, base } = this;
    const limit = end - at;
    const here = at - base;
    const furthest = Math.min(here, this.#size - 16);
    let length = 0;
    let distance = 0;
    let gain = 0;
    if (lastDistance <= furthest) {
      const repeated = this.#lengthAt(here - lastDistance, here, limit);
      if (repeated >= SHORTEST_REPEATED) {
        length = repeated;
        distance = lastDistance;
        gain = repeated * LITERAL_COST - COMMAND_COST;
      }
    }
    if (limit >= HASHED_BYTES && length < LONG_ENOUGH) {
      const mask = this.#previous.length - 1;
      let candidate = this.#head[this.#hash(here)]!;
      for (let tries = this.#depth; tries > 0 && candidate >= base; tries--) {
        const far = at - candidate;
        if (far > furthest) break;
        const place = candidate - base;
        if (bytes[place + length] === bytes[here + length]) {
          const found = this.#lengthAt(place, here, limit);
          if (found >= HASHED_BYTES && found > length) {
            const cost = COMMAND_COST + DISTANCE_COST + DISTANCE_BIT_COST * (31 - Math.clz32(far));
            const saved = found * LITERAL_COST - cost;
            if (saved > gain) {
              length = found;
              distance = far;
              gain = saved;
              if (length >= LONG_ENOUGH) break;
            }
          }
        }
        const next = this.#previous[candidate & mask]!;
        // A link that was written over leads forward.
        if (next >= candidate) break;
        candidate = next;
      }
    }
    return gain > 0 ? { length, distance, gain } : null;
  }
}
