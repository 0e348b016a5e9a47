/** Integers as big-endian bytes, and arithmetic modulo others. */
import { fillRandom } from './random_bytes.ts';

export function bytesToInteger(bytes: Uint8Array): bigint {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text === '' ? 0n : BigInt(`0x${text}`);
}

/** Big-endian; `length` in bytes pads on the left, by default it is as short as it can be (one byte for 0). */
export function integerToBytes(value: bigint, length?: number): Uint8Array {
  let text = value.toString(16);
  if (text.length % 2) text = `0${text}`;
  const own = text.length / 2;
  const size = length ?? own;
  if (own > size && value !== 0n) throw new RangeError('the integer does not fit');
  const bytes = new Uint8Array(size);
  for (let i = 0; i < own && i < size; i++)
    bytes[size - 1 - i] = Number.parseInt(text.slice(-2 * i - 2, text.length - 2 * i), 16);
  return bytes;
}

export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

export const byteLength = (value: bigint): number => Math.ceil(bitLength(value) / 8);

export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** Bits of the exponent taken at once. */
const WINDOW = 5;

/** base ** exponent mod modulus, with windows of fixed width: the same number of steps for exponents of one length. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (modulus === 1n) return 0n;
  const powers: bigint[] = [1n];
  const reduced = modulo(base, modulus);
  for (let i = 1; i < 1 << WINDOW; i++) powers.push((powers[i - 1]! * reduced) % modulus);
  const bits = exponent.toString(2);
  const padded = bits.padStart(Math.ceil(bits.length / WINDOW) * WINDOW, '0');
  let result = 1n;
  for (let at = 0; at < padded.length; at += WINDOW) {
    for (let i = 0; i < WINDOW; i++) result = (result * result) % modulus;
    result = (result * powers[Number.parseInt(padded.slice(at, at + WINDOW), 2)]!) % modulus;
  }
  return result;
}

/** Throws when there is none. */
export function modularInverse(value: bigint, modulus: bigint): bigint {
  let [old, rest] = [modulo(value, modulus), modulus];
  let [oldFactor, factor] = [1n, 0n];
  while (rest !== 0n) {
    const quotient = old / rest;
    [old, rest] = [rest, old - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  if (old !== 1n) throw new RangeError('the value has no inverse');
  return modulo(oldFactor, modulus);
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
}

/** At most `bits` bits. */
export function randomBits(bits: number): bigint {
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  fillRandom(bytes);
  return bytesToInteger(bytes) >> BigInt(bytes.length * 8 - bits);
}

/** Uniform in [1, limit). */
export function randomBelow(limit: bigint): bigint {
  const bits = bitLength(limit);
  for (;;) {
    const value = randomBits(bits);
    if (value !== 0n && value < limit) return value;
  }
}
