/** Insert-and-copy commands (RFC 7932, sections 4 and 5). */

/** First length of each code, and its extra bits. */
const INSERT_BASES = [
  ...[0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 18, 26],
  ...[34, 50, 66, 98, 130, 194, 322, 578, 1090, 2114, 6210, 22594],
];
const INSERT_EXTRA = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 24];
const COPY_BASES = [
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 18],
  ...[22, 30, 38, 54, 70, 102, 134, 198, 326, 582, 1094, 2118],
];
const COPY_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 24];

export const COMMAND_SYMBOLS = 704;
/** Sixteen that refer to recent distances, and 48 without postfix bits and direct ones. */
export const DISTANCE_SYMBOLS = 64;
/** Symbols below say by themselves that the last distance is used again. */
export const FIRST_WITH_DISTANCE = 128;

/** First symbol by insert code / 8 and copy code / 8, with a distance of its own. */
const CELLS = [
  [128, 192, 384],
  [256, 320, 512],
  [448, 576, 640],
] as const;

/** Codes of the lengths up to here are looked up. */
const TABLED = 256;
const insertCodes = codeTable(INSERT_BASES);
const copyCodes = codeTable(COPY_BASES);

function search(bases: readonly number[], length: number): number {
  let code = bases.length - 1;
  while (bases[code]! > length) code--;
  return code;
}

function codeTable(bases: readonly number[]): Uint8Array {
  const table = new Uint8Array(TABLED);
  for (let length = bases[0]!; length < TABLED; length++) table[length] = search(bases, length);
  return table;
}

const insertCode = (length: number) => (length < TABLED ? insertCodes[length]! : search(INSERT_BASES, length));
const copyCode = (length: number) => (length < TABLED ? copyCodes[length]! : search(COPY_BASES, length));

/** The symbol of a command; `repeats` the last distance. */
export function commandSymbol(insert: number, copy: number, repeats: boolean): number {
  const first = insertCode(insert);
  const second = copyCode(copy);
  const low = ((first & 7) << 3) | (second & 7);
  if (repeats && first < 8 && second < 16) return (second < 8 ? 0 : 64) + low;
  return CELLS[first >> 3]![second >> 3]! + low;
}

export interface ExtraBits {
  value: number;
  count: number;
}

export function insertExtra(length: number): ExtraBits {
  const code = insertCode(length);
  return { value: length - INSERT_BASES[code]!, count: INSERT_EXTRA[code]! };
}

export function copyExtra(length: number): ExtraBits {
  const code = copyCode(length);
  return { value: length - COPY_BASES[code]!, count: COPY_EXTRA[code]! };
}

/** Number of extra bits of a distance that is not a recent one. */
const distanceBits = (distance: number) => 30 - Math.clz32(distance + 3);

export function distanceSymbol(distance: number): number {
  const bits = distanceBits(distance);
  return 16 + 2 * (bits - 1) + (((distance + 3) >> bits) & 1);
}

export function distanceExtra(distance: number): ExtraBits {
  const count = distanceBits(distance);
  return { value: (distance + 3) & ((1 << count) - 1), count };
}
