/** Writes bits, the lowest first, into bytes. */

const SMALLEST = 1024;
/** At once no more, so that what is held back stays within 32 bits. */
const PART = 16;

export class BitWriter {
  #bytes = new Uint8Array(SMALLEST);
  #length = 0;
  /** Fewer than eight bits that are not a byte yet. */
  #held = 0;
  #heldBits = 0;

  /** The lower `count` bits of `value`, at most 32. */
  write(value: number, count: number): void {
    if (count > PART) {
      this.write(value & 0xffff, PART);
      this.write(value >>> PART, count - PART);
      return;
    }
    let held = this.#held | (value << this.#heldBits);
    let bits = this.#heldBits + count;
    if (this.#length + 4 > this.#bytes.length) this.#reserve(4);
    while (bits >= 8) {
      this.#bytes[this.#length++] = held & 0xff;
      held >>>= 8;
      bits -= 8;
    }
    this.#held = held;
    this.#heldBits = bits;
  }

  get isAligned(): boolean {
    return this.#heldBits === 0;
  }

  /** Fills the last byte with zeros. */
  align(): void {
    if (this.#heldBits > 0) this.write(0, 8 - this.#heldBits);
  }

  /** Whole bytes, behind {@link align}. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Bits so far. */
  get position(): number {
    return this.#length * 8 + this.#heldBits;
  }

  /** Takes back all that was written behind `position`. */
  rewind(position: number): void {
    const bits = position & 7;
    const length = position >>> 3;
    const last = length < this.#length ? this.#bytes[length]! : this.#held;
    this.#length = length;
    this.#heldBits = bits;
    this.#held = last & ((1 << bits) - 1);
  }

  /** Gives away the whole bytes so far. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
