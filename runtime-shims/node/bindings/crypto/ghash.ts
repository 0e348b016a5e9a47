/**
 * GHASH (NIST SP 800-38D, section 6.4): products by tables of four bits, one for each place of a nibble in a block, so
 * that a block costs 32 look-ups and no shift.
 */
const BLOCK = 16;
const NIBBLES = 32;
/** Words of an element, and of the table of one nibble. */
const WORDS = 4;
const TABLE = 16 * WORDS;
/** The field's polynomial in the standard's order of bits, as the first word of x^128. */
const POLYNOMIAL = 0xe1000000;

/** Products of the key with each nibble in each place. */
function tablesOf(key: Uint8Array): Uint32Array {
  const view = new DataView(key.buffer, key.byteOffset, BLOCK);
  const tables = new Uint32Array(NIBBLES * TABLE);
  let [a, b, c, d] = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  for (let place = 0; place < NIBBLES; place++) {
    const table = tables.subarray(place * TABLE, (place + 1) * TABLE);
    for (let bit = 8; bit > 0; bit >>= 1) {
      table.set([a, b, c, d], bit * WORDS);
      const carry = d & 1 ? POLYNOMIAL : 0;
      d = (d >>> 1) | (c << 31);
      c = (c >>> 1) | (b << 31);
      b = (b >>> 1) | (a << 31);
      a = (a >>> 1) ^ carry;
    }
    for (let nibble = 3; nibble < 16; nibble++) {
      const [lowest, rest] = [nibble & -nibble, nibble & (nibble - 1)];
      if (rest === 0) continue;
      for (let word = 0; word < WORDS; word++) {
        table[nibble * WORDS + word] = table[lowest * WORDS + word]! ^ table[rest * WORDS + word]!;
      }
    }
  }
  return tables;
}

export class Ghash {
  readonly #tables: Uint32Array;
  readonly #state = new Uint32Array(WORDS);
  /** What is not a whole block yet. */
  readonly #pending = new Uint8Array(BLOCK);
  #used = 0;

  constructor(key: Uint8Array) {
    this.#tables = tablesOf(key);
  }

  update(bytes: Uint8Array): void {
    let at = 0;
    if (this.#used > 0) {
      at = Math.min(BLOCK - this.#used, bytes.length);
      this.#pending.set(bytes.subarray(0, at), this.#used);
      this.#used += at;
      if (this.#used < BLOCK) return;
      this.#blocks(this.#pending);
    }
    const end = bytes.length - ((bytes.length - at) % BLOCK);
    if (end > at) this.#blocks(bytes.subarray(at, end));
    this.#pending.set(bytes.subarray(end));
    this.#used = bytes.length - end;
  }

  #blocks(bytes: Uint8Array): void {
    const tables = this.#tables;
    const state = this.#state;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += BLOCK) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let word = 0, table = 0; word < WORDS; word++) {
        const factor = state[word]! ^ view.getUint32(at + 4 * word);
        for (let shift = 28; shift >= 0; shift -= 4, table += TABLE) {
          const entry = table + ((factor >>> shift) & 15) * WORDS;
          a ^= tables[entry]!;
          b ^= tables[entry + 1]!;
          c ^= tables[entry + 2]!;
          d ^= tables[entry + 3]!;
        }
      }
      state[0] = a;
      state[1] = b;
      state[2] = c;
      state[3] = d;
    }
  }

  /** Of whole blocks: what a caller leaves over is filled with zeros. */
  digest(): Uint8Array {
    if (this.#used > 0) this.update(new Uint8Array(BLOCK - this.#used));
    const digest = new Uint8Array(BLOCK);
    const view = new DataView(digest.buffer);
    for (const [index, word] of this.#state.entries()) view.setUint32(4 * index, word);
    return digest;
  }
}
