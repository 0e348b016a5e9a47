/** Paddings of RFC 8017: PKCS #1 v1.5, OAEP and PSS. */

import { concatenate } from './der.ts';
import { type Algorithm, digestBytes } from './digests.ts';
import { failures, opensslError } from './openssl_error.ts';
import { fillRandom, randomBytes } from './random_bytes.ts';

const PKCS1_OVERHEAD = 11;

/** EB for encryption (block type 2). */
export function padPkcs1Encryption(message: Uint8Array, length: number): Uint8Array {
  if (message.length > length - PKCS1_OVERHEAD) throw failures.dataTooLargeForKeySize();
  const padding = randomBytes(length - 3 - message.length);
  // No byte of it is zero.
  for (let i = 0; i < padding.length; i++) while (padding[i] === 0) fillRandom(padding.subarray(i, i + 1));
  return concatenate(Uint8Array.of(0, 2), padding, Uint8Array.of(0), message);
}

/** undefined when the block is none. */
export function unpadPkcs1Encryption(block: Uint8Array): Uint8Array | undefined {
  let end = 0;
  for (let i = block.length - 1; i >= 2; i--) if (block[i] === 0) end = i;
  const isValid = block[0] === 0 && block[1] === 2 && end >= PKCS1_OVERHEAD - 1;
  return isValid ? block.subarray(end + 1) : undefined;
}

/** EB for signatures (block type 1). */
export function padPkcs1Signature(message: Uint8Array, length: number): Uint8Array {
  if (message.length > length - PKCS1_OVERHEAD) throw failures.dataTooLargeForKeySize();
  const padding = new Uint8Array(length - 3 - message.length).fill(0xff);
  return concatenate(Uint8Array.of(0, 1), padding, Uint8Array.of(0), message);
}

export function unpadPkcs1Signature(block: Uint8Array): Uint8Array | undefined {
  if (block[0] !== 0 || block[1] !== 1) return undefined;
  let at = 2;
  while (block[at] === 0xff) at++;
  return block[at] === 0 && at >= PKCS1_OVERHEAD - 1 ? block.subarray(at + 1) : undefined;
}

function mgf1(hash: Algorithm, seed: Uint8Array, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let counter = 0, at = 0; at < length; counter++) {
    const block = digestBytes(
      hash,
      concatenate(seed, Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter)),
    );
    mask.set(block.subarray(0, length - at), at);
    at += block.length;
  }
  return mask;
}

function xorInto(target: Uint8Array, mask: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= mask[i]!;
}

const lengthOf = (hash: Algorithm): number => hash.hash.outputLen;

export function padOaep(message: Uint8Array, length: number, hash: Algorithm, mgf1Hash: Algorithm, label: Uint8Array) {
  const size = lengthOf(hash);
  if (message.length > length - 2 * size - 2) throw failures.dataTooLargeForKeySize();
  const data = new Uint8Array(length - size - 1);
  data.set(digestBytes(hash, label));
  data[data.length - message.length - 1] = 1;
  data.set(message, data.length - message.length);
  const seed = randomBytes(size);
  xorInto(data, mgf1(mgf1Hash, seed, data.length));
  xorInto(seed, mgf1(mgf1Hash, data, size));
  return concatenate(Uint8Array.of(0), seed, data);
}

export function unpadOaep(block: Uint8Array, hash: Algorithm, mgf1Hash: Algorithm, label: Uint8Array): Uint8Array {
  const size = lengthOf(hash);
  if (block.length < 2 * size + 2) throw oaepError();
  const seed = block.slice(1, 1 + size);
  const data = block.slice(1 + size);
  xorInto(seed, mgf1(mgf1Hash, data, size));
  xorInto(data, mgf1(mgf1Hash, seed, data.length));
  const expected = digestBytes(hash, label);
  let difference = block[0]!;
  for (let i = 0; i < size; i++) difference |= data[i]! ^ expected[i]!;
  let start = 0;
  for (let i = data.length - 1; i >= size; i--) if (data[i] !== 0) start = i;
  if (difference !== 0 || data[start] !== 1 || start < size) throw oaepError();
  return data.subarray(start + 1);
}

export const oaepError = (): Error => opensslError(0x02000079, 'oaep decoding error');

/** Lengths of the salt that are rules, not numbers (openssl/rsa.h). */
export const SaltLength = { DIGEST: -1, AUTO: -2, MAX: -3 } as const;

/** EMSA-PSS-ENCODE; `bits` is the length of the modulus less one. */
export function padPss(digest: Uint8Array, bits: number, hash: Algorithm, mgf1Hash: Algorithm, salt: Uint8Array) {
  const length = Math.ceil(bits / 8);
  const size = digest.length;
  if (length < size + salt.length + 2) throw failures.dataTooLargeForKeySize();
  const inner = digestBytes(hash, concatenate(new Uint8Array(8), digest, salt));
  const data = new Uint8Array(length - size - 1);
  data[data.length - salt.length - 1] = 1;
  data.set(salt, data.length - salt.length);
  xorInto(data, mgf1(mgf1Hash, inner, data.length));
  data[0]! &= 0xff >>> (8 * length - bits);
  return concatenate(data, inner, Uint8Array.of(0xbc));
}

/** EMSA-PSS-VERIFY; a negative `saltLength` takes whatever length the block has. */
export function verifyPss(
  block: Uint8Array,
  digest: Uint8Array,
  bits: number,
  hash: Algorithm,
  mgf1Hash: Algorithm,
  saltLength: number,
): boolean {
  const length = Math.ceil(bits / 8);
  const encoded = block.subarray(block.length - length);
  if (block.length > length && block[0] !== 0) return false;
  const size = digest.length;
  if (length < size + Math.max(saltLength, 0) + 2 || encoded[length - 1] !== 0xbc) return false;
  const data = encoded.slice(0, length - size - 1);
  const inner = encoded.subarray(length - size - 1, length - 1);
  const top = 0xff >>> (8 * length - bits);
  if (data[0]! & ~top) return false;
  xorInto(data, mgf1(mgf1Hash, inner, data.length));
  data[0]! &= top;
  let start = 0;
  while (start < data.length && data[start] === 0) start++;
  if (data[start] !== 1) return false;
  const salt = data.subarray(start + 1);
  if (saltLength >= 0 && salt.length !== saltLength) return false;
  const expected = digestBytes(hash, concatenate(new Uint8Array(8), digest, salt));
  return inner.every((byte, index) => byte === expected[index]);
}
