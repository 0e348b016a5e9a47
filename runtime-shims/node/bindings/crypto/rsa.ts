/** RSA itself (RFC 8017): the primitives and the making of keys. Paddings are in rsa_padding.ts. */
import type { RsaKey, RsaPrivatePart } from './asymmetric_key.ts';
import {
  bitLength,
  bytesToInteger,
  greatestCommonDivisor,
  integerToBytes,
  modularInverse,
  modularPower,
  modulo,
  randomBelow,
} from './big_integer.ts';
import { opensslError } from './openssl_error.ts';
import { randomPrime } from './prime.ts';

/** Bytes of a modulus, and so of signatures and ciphertexts. */
export const modulusLength = ({ n }: RsaKey): number => Math.ceil(bitLength(n) / 8);

/** RSAEP and RSAVP1. */
export function rsaPublic(key: RsaKey, input: Uint8Array): Uint8Array {
  const value = bytesToInteger(input);
  if (value >= key.n) throw opensslError(0x02000084, 'data too large for modulus');
  return integerToBytes(modularPower(value, key.e, key.n), modulusLength(key));
}

/** RSADP and RSASP1: by the Chinese remainder theorem, blinded against a watch on its time. */
export function rsaPrivate(key: RsaKey, input: Uint8Array): Uint8Array {
  const part = key.private;
  if (!part) throw new Error('not a private key');
  const value = bytesToInteger(input);
  if (value >= key.n) throw opensslError(0x02000084, 'data too large for modulus');
  const blind = invertibleBelow(key.n);
  const blinded = (value * modularPower(blind, key.e, key.n)) % key.n;
  const power = part.p === 0n ? modularPower(blinded, part.d, key.n) : remainderPower(part, blinded);
  return integerToBytes((power * modularInverse(blind, key.n)) % key.n, modulusLength(key));
}

function remainderPower({ p, q, dp, dq, qi }: RsaPrivatePart, value: bigint): bigint {
  const first = modularPower(value, dp, p);
  const second = modularPower(value, dq, q);
  return second + q * modulo((first - second) * qi, p);
}

function invertibleBelow(limit: bigint): bigint {
  for (;;) {
    const value = randomBelow(limit);
    if (greatestCommonDivisor(value, limit) === 1n) return value;
  }
}

const MINIMUM_MODULUS = 512;

/** `bits` of the modulus. Throws as OpenSSL for sizes and exponents that it refuses. */
export function generateRsaKey(bits: number, exponent: number): Pick<RsaKey, 'n' | 'e' | 'private'> {
  refuseRsaParameters(bits, exponent);
  const e = BigInt(exponent);
  for (;;) {
    const p = primeFor(Math.ceil(bits / 2), e);
    const q = primeFor(Math.floor(bits / 2), e);
    if (p === q || bitLength(p * q) !== bits) continue;
    return rsaKeyOf(p > q ? p : q, p > q ? q : p, e);
  }
}

export function refuseRsaParameters(bits: number, exponent: number): void {
  if (bits < MINIMUM_MODULUS) throw opensslError(0x1c8000ab, 'key size too small');
  if (exponent < 3 || exponent % 2 === 0) throw opensslError(0x020000b2, 'pub exponent out of range');
}

function primeFor(bits: number, e: bigint): bigint {
  for (;;) {
    const prime = randomPrime(bits);
    if (greatestCommonDivisor(prime - 1n, e) === 1n) return prime;
  }
}

function rsaKeyOf(p: bigint, q: bigint, e: bigint): Pick<RsaKey, 'n' | 'e' | 'private'> {
  const [p1, q1] = [p - 1n, q - 1n];
  const d = modularInverse(e, (p1 * q1) / greatestCommonDivisor(p1, q1));
  return { n: p * q, e, private: { d, p, q, dp: d % p1, dq: d % q1, qi: modularInverse(q, p) } };
}
