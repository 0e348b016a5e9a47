/** AES (FIPS 197) by tables of 32-bit words. */
import type { BlockCipher } from './block_cipher.ts';

const BLOCK = 16;

const sbox = new Uint8Array(256);
const inverseSbox = new Uint8Array(256);
/** MixColumns of a substituted byte, for the byte in each place of its word; and the inverse. */
const [e0, e1, e2, e3] = tables();
const [d0, d1, d2, d3] = tables();

function tables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  return [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
}

const double = (byte: number): number => ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;

function multiply(a: number, b: number): number {
  let [product, factor] = [0, a];
  for (let rest = b; rest; rest >>= 1) {
    if (rest & 1) product ^= factor;
    factor = double(factor);
  }
  return product;
}

function makeTables(): void {
  // 3 generates the field: p runs through all elements, q through their inverses (FIPS 197, section 5.1.1).
  let [p, q] = [1, 1];
  do {
    p ^= double(p);
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q &= 0xff;
    if (q & 0x80) q ^= 0x09;
    const rotations = q ^ (q << 1) ^ (q << 2) ^ (q << 3) ^ (q << 4);
    sbox[p] = ((rotations ^ (rotations >>> 8)) & 0xff) ^ 0x63;
  } while (p !== 1);
  sbox[0] = 0x63;
  for (let byte = 0; byte < 256; byte++) inverseSbox[sbox[byte]!] = byte;
  for (let byte = 0; byte < 256; byte++) {
    const s = sbox[byte]!;
    let word = ((multiply(s, 2) << 24) | (s << 16) | (s << 8) | multiply(s, 3)) >>> 0;
    const i = inverseSbox[byte]!;
    let inverse = ((multiply(i, 14) << 24) | (multiply(i, 9) << 16) | (multiply(i, 13) << 8) | multiply(i, 11)) >>> 0;
    for (let place = 0; place < 4; place++) {
      [e0, e1, e2, e3][place]![byte] = word;
      [d0, d1, d2, d3][place]![byte] = inverse;
      word = ((word >>> 8) | (word << 24)) >>> 0;
      inverse = ((inverse >>> 8) | (inverse << 24)) >>> 0;
    }
  }
}
makeTables();

const substituteWord = (word: number): number =>
  (sbox[word >>> 24]! << 24) |
  (sbox[(word >>> 16) & 0xff]! << 16) |
  (sbox[(word >>> 8) & 0xff]! << 8) |
  sbox[word & 0xff]!;

function expandKey(key: Uint8Array): Uint32Array {
  const words = key.length / 4;
  const schedule = new Uint32Array(4 * (words + 7));
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  for (let i = 0; i < words; i++) schedule[i] = view.getUint32(4 * i);
  let constant = 1;
  for (let i = words; i < schedule.length; i++) {
    let word = schedule[i - 1]!;
    if (i % words === 0) {
      word = substituteWord((word << 8) | (word >>> 24)) ^ (constant << 24);
      constant = double(constant);
    } else if (words > 6 && i % words === 4) {
      word = substituteWord(word);
    }
    schedule[i] = schedule[i - words]! ^ word;
  }
  return schedule;
}

/** The schedule of the equivalent inverse cipher (section 5.3.5): rounds backwards, the inner ones mixed. */
function invertSchedule(schedule: Uint32Array): Uint32Array {
  const rounds = schedule.length / 4 - 1;
  const inverse = new Uint32Array(schedule.length);
  for (let round = 0; round <= rounds; round++) {
    for (let i = 0; i < 4; i++) {
      const word = schedule[4 * (rounds - round) + i]!;
      const isInner = round > 0 && round < rounds;
      inverse[4 * round + i] = isInner
        ? d0[sbox[word >>> 24]!]! ^
          d1[sbox[(word >>> 16) & 0xff]!]! ^
          d2[sbox[(word >>> 8) & 0xff]!]! ^
          d3[sbox[word & 0xff]!]!
        : word;
    }
  }
  return inverse;
}

/** `key`: 16, 24 or 32 bytes. */
export function createAes(key: Uint8Array): BlockCipher {
  const schedule = expandKey(key);
  let inverse: Uint32Array | undefined;
  return {
    blockSize: BLOCK,
    encryptBlock: (source, sourceAt, target, targetAt) => encryptBlock(schedule, source, sourceAt, target, targetAt),
    decryptBlock(source, sourceAt, target, targetAt) {
      inverse ??= invertSchedule(schedule);
      decryptBlock(inverse, source, sourceAt, target, targetAt);
    },
  };
}

const readWord = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function encryptBlock(keys: Uint32Array, source: Uint8Array, from: number, target: Uint8Array, to: number): void {
  const last = keys.length - 4;
  let a = readWord(source, from) ^ keys[0]!;
  let b = readWord(source, from + 4) ^ keys[1]!;
  let c = readWord(source, from + 8) ^ keys[2]!;
  let d = readWord(source, from + 12) ^ keys[3]!;
  for (let k = 4; k < last; k += 4) {
    const e = e0[a >>> 24]! ^ e1[(b >>> 16) & 0xff]! ^ e2[(c >>> 8) & 0xff]! ^ e3[d & 0xff]! ^ keys[k]!;
    const f = e0[b >>> 24]! ^ e1[(c >>> 16) & 0xff]! ^ e2[(d >>> 8) & 0xff]! ^ e3[a & 0xff]! ^ keys[k + 1]!;
    const g = e0[c >>> 24]! ^ e1[(d >>> 16) & 0xff]! ^ e2[(a >>> 8) & 0xff]! ^ e3[b & 0xff]! ^ keys[k + 2]!;
    d = e0[d >>> 24]! ^ e1[(a >>> 16) & 0xff]! ^ e2[(b >>> 8) & 0xff]! ^ e3[c & 0xff]! ^ keys[k + 3]!;
    a = e;
    b = f;
    c = g;
  }
  writeWord(target, to, lastRound(sbox, a, b, c, d) ^ keys[last]!);
  writeWord(target, to + 4, lastRound(sbox, b, c, d, a) ^ keys[last + 1]!);
  writeWord(target, to + 8, lastRound(sbox, c, d, a, b) ^ keys[last + 2]!);
  writeWord(target, to + 12, lastRound(sbox, d, a, b, c) ^ keys[last + 3]!);
}

function decryptBlock(keys: Uint32Array, source: Uint8Array, from: number, target: Uint8Array, to: number): void {
  const last = keys.length - 4;
  let a = readWord(source, from) ^ keys[0]!;
  let b = readWord(source, from + 4) ^ keys[1]!;
  let c = readWord(source, from + 8) ^ keys[2]!;
  let d = readWord(source, from + 12) ^ keys[3]!;
  for (let k = 4; k < last; k += 4) {
    const e = d0[a >>> 24]! ^ d1[(d >>> 16) & 0xff]! ^ d2[(c >>> 8) & 0xff]! ^ d3[b & 0xff]! ^ keys[k]!;
    const f = d0[b >>> 24]! ^ d1[(a >>> 16) & 0xff]! ^ d2[(d >>> 8) & 0xff]! ^ d3[c & 0xff]! ^ keys[k + 1]!;
    const g = d0[c >>> 24]! ^ d1[(b >>> 16) & 0xff]! ^ d2[(a >>> 8) & 0xff]! ^ d3[d & 0xff]! ^ keys[k + 2]!;
    d = d0[d >>> 24]! ^ d1[(c >>> 16) & 0xff]! ^ d2[(b >>> 8) & 0xff]! ^ d3[a & 0xff]! ^ keys[k + 3]!;
    a = e;
    b = f;
    c = g;
  }
  writeWord(target, to, lastRound(inverseSbox, a, d, c, b) ^ keys[last]!);
  writeWord(target, to + 4, lastRound(inverseSbox, b, a, d, c) ^ keys[last + 1]!);
  writeWord(target, to + 8, lastRound(inverseSbox, c, b, a, d) ^ keys[last + 2]!);
  writeWord(target, to + 12, lastRound(inverseSbox, d, c, b, a) ^ keys[last + 3]!);
}

const lastRound = (box: Uint8Array, a: number, b: number, c: number, d: number): number =>
  (box[a >>> 24]! << 24) | (box[(b >>> 16) & 0xff]! << 16) | (box[(c >>> 8) & 0xff]! << 8) | box[d & 0xff]!;
