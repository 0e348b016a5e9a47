/** DES thrice, EDE (NIST SP 800-67): old data and old encrypted keys still need it. */
import type { BlockCipher } from './block_cipher.ts';

const BLOCK = 8;

/** Positions of bits, counted from 1 at the most significant, as in the standard. */
const INITIAL = [2, 4, 6, 8, 1, 3, 5, 7].flatMap((column) => [7, 6, 5, 4, 3, 2, 1, 0].map((row) => 8 * row + column));
const PERMUTATION = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
const CHOICE_1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55,
  47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const CHOICE_2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];
/** The S-boxes, four rows each, a hexadecimal digit for an entry. */
const BOXES = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
];

/** An S-box and the permutation behind it, by the six bits that go in. */
const boxes = BOXES.map((digits, box) =>
  Uint32Array.from({ length: 64 }, (_, six) => {
    const row = ((six >> 4) & 2) | (six & 1);
    const nibble = Number.parseInt(digits[16 * row + ((six >> 1) & 15)]!, 16);
    const word = nibble << (28 - 4 * box);
    return PERMUTATION.reduce((permuted, from) => (permuted << 1) | ((word >>> (32 - from)) & 1), 0) >>> 0;
  }),
);

const bitsOf = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (byte >> shift) & 1));

/** Sixteen round keys of eight groups of six bits. */
function schedule(key: Uint8Array): Uint8Array[] {
  const bits = bitsOf(key);
  let halves = CHOICE_1.map((from) => bits[from - 1]!);
  return SHIFTS.map((shift) => {
    const [c, d] = [halves.slice(0, 28), halves.slice(28)];
    halves = [...c.slice(shift), ...c.slice(0, shift), ...d.slice(shift), ...d.slice(0, shift)];
    const chosen = CHOICE_2.map((from) => halves[from - 1]!);
    return Uint8Array.from({ length: 8 }, (_, group) =>
      chosen.slice(6 * group, 6 * group + 6).reduce((six, bit) => (six << 1) | bit, 0),
    );
  });
}

function round(half: number, key: Uint8Array): number {
  let mixed = 0;
  for (let box = 0; box < 8; box++) {
    // Six bits around the group of four: the expansion.
    const turn = (4 * box + 5) & 31;
    const six = ((half << turn) | (half >>> (32 - turn))) & 0x3f;
    mixed ^= boxes[box]![six ^ key[box]!]!;
  }
  return mixed;
}

function permuteInitially(bytes: Uint8Array, at: number): [left: number, right: number] {
  const bits = bitsOf(bytes.subarray(at, at + BLOCK));
  const words: [number, number] = [0, 0];
  INITIAL.forEach((from, index) => {
    words[index >> 5 === 0 ? 0 : 1] |= bits[from - 1]! << (31 - (index & 31));
  });
  return words;
}

function permuteFinally(left: number, right: number, target: Uint8Array, at: number): void {
  target.fill(0, at, at + BLOCK);
  INITIAL.forEach((to, index) => {
    const bit = ((index < 32 ? left : right) >>> (31 - (index & 31))) & 1;
    target[at + ((to - 1) >> 3)]! |= bit << (7 - ((to - 1) & 7));
  });
}

/** `key`: 16 bytes (the first part is used twice) or 24. */
export function createTripleDes(key: Uint8Array): BlockCipher {
  const parts = [0, 8, key.length > 16 ? 16 : 0].map((start) => schedule(key.subarray(start, start + 8)));
  const backwards = parts.map((part) => part.toReversed());
  const forwardKeys = [parts[0]!, backwards[1]!, parts[2]!];
  const backwardKeys = [backwards[2]!, parts[1]!, backwards[0]!];
  const run = (keys: Uint8Array[][], source: Uint8Array, sourceAt: number, target: Uint8Array, targetAt: number) => {
    let [left, right] = permuteInitially(source, sourceAt);
    for (const part of keys) {
      for (const roundKey of part) [left, right] = [right, left ^ round(right, roundKey)];
      [left, right] = [right, left];
    }
    permuteFinally(left, right, target, targetAt);
  };
  return {
    blockSize: BLOCK,
    encryptBlock: (source, sourceAt, target, targetAt) => run(forwardKeys, source, sourceAt, target, targetAt),
    decryptBlock: (source, sourceAt, target, targetAt) => run(backwardKeys, source, sourceAt, target, targetAt),
  };
}
