/** Jobs that make bytes of bytes: random bytes, digests, MACs and the derivation of keys (src/crypto/crypto_pbkdf2.cc, …). */
import { argon2d, argon2i, argon2id } from '@noble/hashes/argon2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import {
  cshake128,
  cshake256,
  kmac128,
  kmac256,
  kt128,
  kt256,
  turboshake128,
  turboshake256,
} from '@noble/hashes/sha3-addons.js';
import { nativeError } from '../../native_error.ts';
import { browserDigest, browserPbkdf2 } from './browser_crypto.ts';
import { bytesOf } from './bytes.ts';
import { bufferOf, JobFailure, type PrepareWork } from './crypto_job.ts';
import { type Algorithm, createDigest, createHmac, findAlgorithm, nameOfAlgorithm, outputLengthOf } from './digests.ts';
import { keyBytes } from './keys.ts';
import { opensslError } from './openssl_error.ts';
import { fillRandom } from './random_bytes.ts';

export function algorithmOf(name: string): Algorithm {
  const algorithm = findAlgorithm(name);
  if (algorithm === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return algorithm;
}

/** kSignJobMode… */
const VERIFY = 1;

/** The MAC, or whether the one given is it. */
function signOrVerify(mode: number, mac: () => Uint8Array, signature: Uint8Array | undefined) {
  return () => {
    const result = mac();
    if (mode !== VERIFY) return bufferOf(result);
    if (!signature || signature.length !== result.length) return false;
    let difference = 0;
    for (let i = 0; i < result.length; i++) difference |= result[i]! ^ signature[i]!;
    return difference === 0;
  };
}

const copyOf = (value: unknown): Uint8Array => bytesOf(value).slice();
const copyIfGiven = (value: unknown): Uint8Array | undefined => (value === undefined ? undefined : copyOf(value));

/** Bytes: OpenSSL's SCRYPT_MAX_MEM. */
const DEFAULT_SCRYPT_MEMORY = 32 * 1024 * 1024;
/** Bytes: all that the library can address. */
const MAX_ARGON2_MEMORY = 2 ** 32 - 1;
/** Numbers of kTypeArgon2… */
const argon2Types = [argon2d, argon2i, argon2id] as const;

/** Output of a job that has to be cut to bits; the rest of the last byte is zero. */
function cutToBits(bytes: Uint8Array, bits: number): Uint8Array {
  const rest = bits % 8;
  if (rest) bytes[bytes.length - 1]! &= 0xff << (8 - rest);
  return bytes;
}

export const derivations: Readonly<Record<string, PrepareWork>> = {
  RandomBytesJob: (_mode, target: unknown, offset: number, size: number) => () => {
    fillRandom(bytesOf(target).subarray(offset, offset + size));
    return undefined;
  },

  PBKDF2Job: (_mode, password: unknown, salt: unknown, iterations: number, length: number, digest: string) => {
    const algorithm = algorithmOf(digest);
    const [secret, salted] = [keyBytes(password).slice(), copyOf(salt)];
    const work = () => {
      if (algorithm.extendable) throw pbkdf2Refusal();
      if (length === 0) return new ArrayBuffer(0);
      return bufferOf(pbkdf2(algorithm.hash, secret, salted, { c: iterations, dkLen: length }));
    };
    return Object.assign(work, browserPbkdf2(nameOfAlgorithm(algorithm), secret, salted, iterations, length));
  },

  ScryptJob: (
    _mode,
    password: unknown,
    salt: unknown,
    N: number,
    r: number,
    p: number,
    maxmem: number,
    length: number,
  ) => {
    const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
    if (!isPowerOfTwo) throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
    // As OpenSSL reckons it: the blocks of p lanes, then N + 2 of one.
    const isTooLarge = p > (2 ** 30 - 1) / r || (16 * r <= 31 && N >= 2 ** (16 * r));
    if (isTooLarge || 128 * r * p + 32 * r * (N + 2) * 4 > (maxmem || DEFAULT_SCRYPT_MEMORY)) {
      throw nativeError(
        RangeError,
        'ERR_CRYPTO_INVALID_SCRYPT_PARAMS',
        'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded',
      );
    }
    const [secret, salted] = [keyBytes(password).slice(), copyOf(salt)];
    const options = { N, r, p, dkLen: length, maxmem: Number.MAX_SAFE_INTEGER };
    return () => (length === 0 ? new ArrayBuffer(0) : bufferOf(scrypt(secret, salted, options)));
  },

  HKDFJob: (_mode, digest: string, key: unknown, salt: unknown, info: unknown, length: number) => {
    const { hash, extendable } = algorithmOf(digest);
    const MAX_BLOCKS = 255;
    if (!extendable && length > MAX_BLOCKS * hash.outputLen) {
      throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    }
    const [secret, salted, label] = [keyBytes(key).slice(), copyOf(salt), copyOf(info)];
    return () => {
      if (extendable) throw new Error('HKDF derivation failed');
      return length === 0 ? new ArrayBuffer(0) : bufferOf(hkdf(hash, secret, salted, label, length));
    };
  },

  Argon2Job: (
    _mode,
    message: unknown,
    nonce: unknown,
    lanes: number,
    length: number,
    memory: number,
    passes: number,
    secret: unknown,
    data: unknown,
    type: number,
  ) => {
    const [password, salt] = [keyBytes(message).slice(), copyOf(nonce)];
    const options = {
      t: passes,
      m: memory,
      p: lanes,
      dkLen: length,
      key: copyOf(secret),
      personalization: copyOf(data),
    };
    const derive = argon2Types[type]!;
    return () => bufferOf(derive(password, salt, { ...options, maxmem: MAX_ARGON2_MEMORY }));
  },

  HashJob: (_mode, digest: string, data: unknown, bits?: number) => {
    const algorithm = algorithmOf(digest);
    const given = bytesOf(data);
    const browser = given.buffer instanceof ArrayBuffer ? browserDigest(nameOfAlgorithm(algorithm), given) : {};
    if (browser.beside) {
      // The browser copies when it is asked; what it refused might have been changed since.
      const refused = () => {
        throw new JobFailure('Hash job failed');
      };
      return Object.assign(refused, browser);
    }
    const input = given.slice();
    return () => {
      if (bits === 0) return new ArrayBuffer(0);
      const hash = createDigest(algorithm, bits === undefined ? outputLengthOf(algorithm) : bits / 8);
      hash.update(input);
      return bufferOf(hash.digest());
    };
  },

  CShakeJob: (_mode, name: string, data: unknown, functionName: unknown, customization: unknown, bits: number) => {
    const shake = name.endsWith('128') ? cshake128 : cshake256;
    const options = {
      dkLen: Math.ceil(bits / 8),
      NISTfn: copyIfGiven(functionName) ?? new Uint8Array(0),
      personalization: copyIfGiven(customization) ?? new Uint8Array(0),
    };
    const input = copyOf(data);
    return () => bufferOf(bits === 0 ? new Uint8Array(0) : cutToBits(shake(input, options), bits));
  },

  TurboShakeJob: (_mode, name: string, domain: number, length: number, data: unknown) => {
    const shake = name.endsWith('128') ? turboshake128 : turboshake256;
    const input = copyOf(data);
    return () => bufferOf(length === 0 ? new Uint8Array(0) : shake(input, { D: domain, dkLen: length }));
  },

  KangarooTwelveJob: (_mode, name: string, customization: unknown, length: number, data: unknown) => {
    const hash = name.endsWith('128') ? kt128 : kt256;
    const input = copyOf(data);
    const personalization = copyIfGiven(customization) ?? new Uint8Array(0);
    return () => bufferOf(length === 0 ? new Uint8Array(0) : hash(input, { personalization, dkLen: length }));
  },

  HmacJob: (_mode, operation: number, digest: string, key: unknown, data: unknown, signature: unknown) => {
    const algorithm = algorithmOf(digest);
    const [secret, input] = [keyBytes(key).slice(), copyOf(data)];
    const mac = () => {
      const hmac = createHmac(algorithm, secret);
      hmac.update(input);
      return hmac.digest();
    };
    return signOrVerify(operation, mac, copyIfGiven(signature));
  },

  KmacJob: (
    _mode,
    operation: number,
    key: unknown,
    name: string,
    customization: unknown,
    _keyBits: number,
    bits: number,
    data: unknown,
    signature: unknown,
  ) => {
    const kmac = name.endsWith('128') ? kmac128 : kmac256;
    const [secret, input] = [keyBytes(key).slice(), copyOf(data)];
    const personalization = copyIfGiven(customization) ?? new Uint8Array(0);
    const length = Math.ceil(bits / 8);
    const mac = () => (length === 0 ? new Uint8Array(0) : kmac(secret, input, { personalization, dkLen: length }));
    return signOrVerify(operation, mac, copyIfGiven(signature));
  },
};

function pbkdf2Refusal(): Error {
  const { library, reason, code, message } = opensslError(0x1c8000b7, 'xof digests not allowed') as Error &
    Record<string, string>;
  return Object.assign(new Error('PBKDF2 derivation failed'), { opensslErrorStack: [message], library, reason, code });
}
