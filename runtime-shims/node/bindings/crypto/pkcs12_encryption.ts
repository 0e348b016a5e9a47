/** Password-based encryption of PKCS #12 (RFC 7292, appendices B and C): old bundles and keys have it. */

import { cipherAtOnce } from './ciphers.ts';
import { concatenate, type DerElement } from './der.ts';
import { type Algorithm, digestBytes, findAlgorithm } from './digests.ts';

const SCHEMES = '1.2.840.113549.1.12.1.';
/** Schemes with SHA-1 whose ciphers are here: by the last number. */
const ciphers: Readonly<Record<string, string>> = { 3: 'des-ede3-cbc', 4: 'des-ede-cbc' };

const schemeOf = (identifier: string): string | undefined =>
  identifier.startsWith(SCHEMES) ? ciphers[identifier.slice(SCHEMES.length)] : undefined;

export const isPkcs12Encryption = (identifier: string): boolean => schemeOf(identifier) !== undefined;

/** What the derived bytes are for. */
export const Purpose = { KEY: 1, IV: 2, MAC: 3 } as const;

/** A password as a BMPString with its terminator; `passphrase` is UTF-8. */
function bmpString(passphrase: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(passphrase);
  const bytes = new Uint8Array(2 * text.length + 2);
  for (let i = 0; i < text.length; i++) bytes.set([text.charCodeAt(i) >> 8, text.charCodeAt(i)], 2 * i);
  return bytes;
}

const repeatTo = (bytes: Uint8Array, length: number): Uint8Array =>
  Uint8Array.from({ length: bytes.length ? length : 0 }, (_, index) => bytes[index % bytes.length]!);

/** Appendix B.2. */
export function pkcs12Derive(
  hash: Algorithm,
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  purpose: number,
  length: number,
): Uint8Array {
  const block = hash.hash.blockLen;
  const roundedUp = (bytes: Uint8Array) => repeatTo(bytes, block * Math.ceil(bytes.length / block));
  const text = concatenate(roundedUp(salt), roundedUp(bmpString(passphrase)));
  const diversifier = new Uint8Array(block).fill(purpose);
  let output: Uint8Array = new Uint8Array(0);
  while (output.length < length) {
    let digest = digestBytes(hash, concatenate(diversifier, text));
    for (let i = 1; i < iterations; i++) digest = digestBytes(hash, digest);
    output = concatenate(output, digest);
    const addend = repeatTo(digest, block);
    for (let at = 0; at < text.length; at += block) {
      let carry = 1;
      for (let i = block - 1; i >= 0; i--) {
        carry += text[at + i]! + addend[i]!;
        text[at + i] = carry;
        carry >>= 8;
      }
    }
  }
  return output.subarray(0, length);
}

export function pkcs12Decrypt(
  identifier: string,
  parameters: DerElement,
  data: Uint8Array,
  passphrase: Uint8Array,
): Uint8Array {
  const cipher = schemeOf(identifier)!;
  const sha1 = findAlgorithm('sha1')!;
  const [salt, iterations] = [parameters.child(0).octets, parameters.child(1).number];
  const key = pkcs12Derive(sha1, passphrase, salt, iterations, Purpose.KEY, cipher === 'des-ede3-cbc' ? 24 : 16);
  const iv = pkcs12Derive(sha1, passphrase, salt, iterations, Purpose.IV, 8);
  return cipherAtOnce(cipher, key, iv, data, false);
}
