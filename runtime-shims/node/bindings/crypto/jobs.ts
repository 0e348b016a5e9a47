/**
 * CryptoJob (src/crypto/crypto_util.h): work that is done at once, or told later to `ondone`. It is all done on this
 * thread, when it is run; only its result is told asynchronously.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { asyncWrapOf } from '../../async_wrap.ts';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { webCrypto } from '../../web_crypto.ts';
import { bytesOf } from './bytes.ts';
import { type Algorithm, createDigest, findAlgorithm, outputLengthOf } from './digests.ts';
import { keyBytes } from './keys.ts';

export const kCryptoJobAsync = 0;
export const kCryptoJobSync = 1;
export const kCryptoJobWebCrypto = 2;

/** getRandomValues gives no more at a time. */
const MAX_RANDOM_BYTES = 65536;

function fillRandom(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += MAX_RANDOM_BYTES) {
    const part = bytes.subarray(at, at + MAX_RANDOM_BYTES);
    if (part.buffer instanceof ArrayBuffer) {
      webCrypto.getRandomValues(part as Uint8Array<ArrayBuffer>);
    } else {
      // Views of shared memory are refused.
      part.set(webCrypto.getRandomValues(new Uint8Array(part.length)));
    }
  }
}

function algorithmOf(name: string): Algorithm {
  const algorithm = findAlgorithm(name);
  if (algorithm === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return algorithm;
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

type Work = () => ArrayBuffer | undefined;

/** What a job does, given the arguments behind its mode; wrong ones are thrown by the constructor. */
const works: Readonly<Record<string, (...parameters: never[]) => Work>> = {
  RandomBytesJob: (target: unknown, offset: number, size: number) => () => {
    fillRandom(bytesOf(target).subarray(offset, offset + size));
    return undefined;
  },
  PBKDF2Job: (password: unknown, salt: unknown, iterations: number, length: number, digest: string) => {
    const { hash } = algorithmOf(digest);
    const [secret, salted] = [keyBytes(password).slice(), bytesOf(salt).slice()];
    return () =>
      length === 0 ? new ArrayBuffer(0) : bufferOf(pbkdf2(hash, secret, salted, { c: iterations, dkLen: length }));
  },
  ScryptJob: (password: unknown, salt: unknown, N: number, r: number, p: number, maxmem: number, length: number) => {
    const isPowerOfTwo = N > 1 && (N & (N - 1)) === 0;
    if (!isPowerOfTwo) throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
    // As OpenSSL reckons it: the blocks of p lanes, then N + 2 of one.
    if (128 * r * p + 32 * r * (N + 2) * 4 > maxmem) {
      throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: memory limit exceeded');
    }
    const [secret, salted] = [keyBytes(password).slice(), bytesOf(salt).slice()];
    const options = { N, r, p, dkLen: length, maxmem: Number.MAX_SAFE_INTEGER };
    return () => (length === 0 ? new ArrayBuffer(0) : bufferOf(scrypt(secret, salted, options)));
  },
  HKDFJob: (digest: string, key: unknown, salt: unknown, info: unknown, length: number) => {
    const { hash } = algorithmOf(digest);
    const MAX_BLOCKS = 255;
    if (length > MAX_BLOCKS * hash.outputLen) {
      throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    }
    return () =>
      length === 0 ? new ArrayBuffer(0) : bufferOf(hkdf(hash, keyBytes(key), bytesOf(salt), bytesOf(info), length));
  },
  HashJob: (digest: string, data: unknown, bits?: number) => {
    const algorithm = algorithmOf(digest);
    const input = bytesOf(data).slice();
    return () => {
      const hash = createDigest(algorithm, bits === undefined ? outputLengthOf(algorithm) : bits / 8);
      hash.update(input);
      return bufferOf(hash.digest());
    };
  },
};

export function jobNatives(environment: Environment): Binding {
  const natives: Binding = { kCryptoJobAsync, kCryptoJobSync, kCryptoJobWebCrypto };
  const secureBuffer = (size: number): Uint8Array => new Uint8Array(size);
  for (const [name, prepare] of Object.entries(works)) {
    natives[name] = createJobClass(name, prepare as (...parameters: unknown[]) => Work);
  }
  return { ...natives, secureBuffer, secureHeapUsed: () => undefined };

  function createJobClass(name: string, prepare: (...parameters: unknown[]) => Work): unknown {
    // Extended when the first is made: the library's hooks are not there yet when the binding is.
    let Job: (new (mode: number, work: Work) => object) | undefined;
    const construct = function (mode: number, ...parameters: unknown[]): object {
      Job ??= jobClass();
      return new Job(mode, prepare(...parameters));
    };
    Object.defineProperty(construct, 'name', { value: name, configurable: true });
    return construct;
  }

  function jobClass(): new (mode: number, work: Work) => object {
    const AsyncWrap = asyncWrapOf(environment);
    return class CryptoJob extends AsyncWrap {
      readonly #mode: number;
      readonly #work: Work;
      ondone?: (error: unknown, result: unknown) => void;

      constructor(mode: number, work: Work) {
        super('DERIVEBITSREQUEST');
        this.#mode = mode;
        this.#work = work;
      }

      run(): unknown {
        if (this.#mode === kCryptoJobWebCrypto) return (async () => this.#work())();
        const outcome = this.#outcome();
        if (this.#mode === kCryptoJobSync) return outcome;
        environment.loop.complete(() => {
          AsyncWrap.call(this, this.ondone, ...outcome);
          AsyncWrap.destroy(this);
        });
        return undefined;
      }

      #outcome(): [error: unknown, result: unknown] {
        try {
          return [undefined, this.#work()];
        } catch (error) {
          return [error, undefined];
        }
      }
    };
  }
}
