/** Prefix codes of a brotli stream (RFC 7932, section 3): made from counts of symbols, and written before the data. */
import type { BitWriter } from './bit_writer.ts';

/** Lengths and bits, the latter in the order in which they are written, by symbol. */
export interface PrefixCode {
  lengths: Uint8Array;
  bits: Uint16Array;
}

const LONGEST = 15;
/** Codes of code lengths are shorter. */
const LONGEST_OF_LENGTHS = 5;
const LENGTH_SYMBOLS = 18;
const REPEAT_PREVIOUS = 16;
const REPEAT_ZERO = 17;
/** What a repetition repeats before there was a length. */
const INITIAL_LENGTH = 8;
const LENGTH_ORDER = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/** How the length of a code of a code length is written: bits and their number. */
const LENGTH_BITS = [
  [0, 2],
  [7, 4],
  [3, 3],
  [2, 2],
  [1, 2],
  [15, 4],
] as const;
const MOST_OF_SIMPLE = 4;

/** Huffman's lengths for `counts`, none above `longest`; zero for symbols that do not occur. */
function codeLengths(counts: ArrayLike<number>, longest: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const symbols: number[] = [];
  for (let symbol = 0; symbol < counts.length; symbol++) if (counts[symbol]!) symbols.push(symbol);
  if (symbols.length < 2) {
    for (const symbol of symbols) lengths[symbol] = 1;
    return lengths;
  }
  // With rare symbols counted higher the tree gets flatter.
  for (let least = 1; ; least *= 2) {
    const weight = (symbol: number) => Math.max(counts[symbol]!, least);
    const leaves = [...symbols].sort((a, b) => weight(a) - weight(b) || a - b);
    if (assignDepths(leaves, leaves.map(weight), lengths) <= longest) return lengths;
  }
}

/** Two queues: leaves by weight, and the inner nodes, which come in order by themselves. Answers the greatest depth. */
function assignDepths(leaves: readonly number[], weights: readonly number[], lengths: Uint8Array): number {
  const count = leaves.length;
  const total = new Float64Array(2 * count - 1);
  const parent = new Int32Array(2 * count - 1);
  total.set(weights);
  let leaf = 0;
  let inner = count;
  for (let node = count; node < 2 * count - 1; node++) {
    for (let child = 0; child < 2; child++) {
      const takesLeaf = leaf < count && (inner >= node || total[leaf]! <= total[inner]!);
      const taken = takesLeaf ? leaf++ : inner++;
      total[node]! += total[taken]!;
      parent[taken] = node;
    }
  }
  const depths = new Uint8Array(2 * count - 1);
  let deepest = 0;
  for (let node = 2 * count - 3; node >= 0; node--) {
    depths[node] = depths[parent[node]!]! + 1;
    if (node < count) {
      lengths[leaves[node]!] = depths[node]!;
      deepest = Math.max(deepest, depths[node]!);
    }
  }
  return deepest;
}

/** Canonical codes, reversed for a stream whose lowest bits come first. */
function canonicalBits(lengths: Uint8Array): Uint16Array {
  const bits = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    code <<= 1;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) reversed |= ((code >>> bit) & 1) << (length - 1 - bit);
      bits[symbol] = reversed;
      code++;
    }
  }
  return bits;
}

/** Makes a code for `counts`, one for each symbol of the alphabet, and writes it. */
export function writePrefixCode(writer: BitWriter, counts: ArrayLike<number>): PrefixCode {
  const lengths = codeLengths(counts, LONGEST);
  const bits = canonicalBits(lengths);
  const used: number[] = [];
  for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol]) used.push(symbol);
  if (used.length <= MOST_OF_SIMPLE) writeSimple(writer, lengths, used);
  else writeLengths(writer, lengths);
  // A symbol that is alone needs no bits.
  if (used.length < 2) lengths.fill(0);
  return { lengths, bits };
}

function writeSimple(writer: BitWriter, lengths: Uint8Array, used: number[]): void {
  const symbols = used.length ? used : [0];
  const symbolBits = Math.ceil(Math.log2(lengths.length));
  writer.write(1, 2);
  writer.write(symbols.length - 1, 2);
  symbols.sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  for (const symbol of symbols) writer.write(symbol, symbolBits);
  if (symbols.length === MOST_OF_SIMPLE) writer.write(lengths[symbols[0]!] === 1 ? 1 : 0, 1);
}

interface LengthSymbol {
  symbol: number;
  extra: number;
  extraBits: number;
}

/** The lengths as symbols, with runs; what follows the last symbol that occurs is left out. */
function runLengths(lengths: Uint8Array): LengthSymbol[] {
  const runs: LengthSymbol[] = [];
  let end = lengths.length;
  while (end > 0 && lengths[end - 1] === 0) end--;
  let previous = INITIAL_LENGTH;
  for (let at = 0; at < end; ) {
    const length = lengths[at]!;
    let run = 1;
    while (at + run < end && lengths[at + run] === length) run++;
    at += run;
    const plain = { symbol: length, extra: 0, extraBits: 0 };
    if (length !== 0 && length !== previous) {
      runs.push(plain);
      previous = length;
      run--;
    }
    if (run < 3) {
      for (; run > 0; run--) runs.push(plain);
      continue;
    }
    // Repetitions in a row multiply: the digits of the count, highest first.
    const [symbol, extraBits] = length === 0 ? [REPEAT_ZERO, 3] : [REPEAT_PREVIOUS, 2];
    const digits: LengthSymbol[] = [];
    for (let rest = run - 3; ; rest--) {
      digits.push({ symbol, extra: rest & ((1 << extraBits) - 1), extraBits });
      rest >>= extraBits;
      if (rest === 0) break;
    }
    runs.push(...digits.reverse());
  }
  return runs;
}

function writeLengths(writer: BitWriter, lengths: Uint8Array): void {
  const runs = runLengths(lengths);
  const counts = new Uint32Array(LENGTH_SYMBOLS);
  for (const { symbol } of runs) counts[symbol]!++;
  const depths = codeLengths(counts, LONGEST_OF_LENGTHS);
  const bits = canonicalBits(depths);
  const isAlone = counts.filter((count) => count > 0).length === 1;
  let end = LENGTH_SYMBOLS;
  // The reader knows by itself when a code is complete, which that of one symbol never is.
  if (!isAlone) while (depths[LENGTH_ORDER[end - 1]!] === 0) end--;
  const leading = LENGTH_ORDER.findIndex((symbol) => depths[symbol] !== 0);
  const skipped = leading >= 3 ? 3 : leading === 2 ? 2 : 0;
  writer.write(skipped, 2);
  for (let at = skipped; at < end; at++) {
    const [value, count] = LENGTH_BITS[depths[LENGTH_ORDER[at]!]!]!;
    writer.write(value, count);
  }
  for (const { symbol, extra, extraBits } of runs) {
    if (!isAlone) writer.write(bits[symbol]!, depths[symbol]!);
    writer.write(extra, extraBits);
  }
}
