/**
 * What the browser's WebCrypto does beside this thread and faster than any script: digests, PBKDF2 and RSA key pairs, for
 * jobs that are told later. Where it is missing (no secure context) or refuses, the job does its work itself.
 */
import { webCrypto } from '../../web_crypto.ts';
import type { RsaKey } from './asymmetric_key.ts';
import type { Work } from './crypto_job.ts';
import { readPkcs8 } from './key_formats.ts';

/** Digests by OpenSSL's names and WebCrypto's. */
export const browserDigests: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** Fewer rounds are quicker done here than asked for. */
const WORTHWHILE_ITERATIONS = 1000;

type Beside = Pick<Work, 'beside'>;

export function browserPbkdf2(
  digest: string,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Beside {
  const hash = browserDigests[digest];
  const { subtle } = webCrypto;
  if (!subtle || hash === undefined || length === 0 || iterations < WORTHWHILE_ITERATIONS) return {};
  return {
    async beside() {
      const key = await subtle.importKey('raw', password as Uint8Array<ArrayBuffer>, 'PBKDF2', false, ['deriveBits']);
      const parameters = { name: 'PBKDF2', hash, salt: salt as Uint8Array<ArrayBuffer>, iterations };
      return subtle.deriveBits(parameters, key, 8 * length);
    },
  };
}

/** Shorter inputs are quicker digested here than handed over. */
const WORTHWHILE_BYTES = 65_536;

export function browserDigest(digest: string, data: Uint8Array): Beside {
  const hash = browserDigests[digest];
  const { subtle } = webCrypto;
  if (!subtle || hash === undefined || data.length < WORTHWHILE_BYTES) return {};
  return { beside: () => subtle.digest(hash, data as Uint8Array<ArrayBuffer>) };
}

/** The exponents that every browser takes. */
const exponents = [3, 65537];

export function browserRsaKey(
  bits: number,
  exponent: number,
  finish: (key: Pick<RsaKey, 'n' | 'e' | 'private'>) => unknown,
): Beside {
  const { subtle } = webCrypto;
  if (!subtle || !exponents.includes(exponent) || bits < 1024) return {};
  return {
    async beside() {
      const publicExponent = exponent === 3 ? Uint8Array.of(3) : Uint8Array.of(1, 0, 1);
      const parameters = { name: 'RSASSA-PKCS1-v1_5', modulusLength: bits, publicExponent, hash: 'SHA-256' };
      const { privateKey } = await subtle.generateKey(parameters, true, ['sign', 'verify']);
      const key = readPkcs8(new Uint8Array(await subtle.exportKey('pkcs8', privateKey)));
      if (!('e' in key)) throw new Error('not an RSA key');
      return finish(key);
    },
  };
}
