/** src/crypto/crypto_hash.cc and crypto_hmac.cc. */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { bytesOf, inputBytes, output } from './bytes.ts';
import { type Algorithm, createHmac, type Digest, digestNames, findAlgorithm, outputLengthOf } from './digests.ts';
import { keyBytes } from './keys.ts';
import { createLargeDigest } from './large_digest.ts';

function notExtendable(): Error {
  return Object.assign(new Error('error:030000B2:digital envelope routines::not XOF or invalid length'), {
    library: 'digital envelope routines',
    reason: 'not XOF or invalid length',
    code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
  });
}

/** Only digests of any length may be asked for another than their own. */
function lengthFor(algorithm: Algorithm, wanted: number | undefined): number {
  const own = outputLengthOf(algorithm);
  if (wanted === undefined || wanted === own) return own;
  if (algorithm.extendable === undefined) throw notExtendable();
  return wanted;
}

function digestOf(environment: Environment, algorithm: Algorithm, length: number): Digest {
  if (length > 0) return createLargeDigest(environment, algorithm, length);
  // Nothing comes out, whatever goes in.
  const empty: Digest = { update() {}, digest: () => new Uint8Array(0), clone: () => empty };
  return empty;
}

export function hashNatives(environment: Environment): Binding {
  class Hash {
    #digest: Digest;
    #result: Uint8Array | undefined;

    constructor(source: string | Hash, length?: number, _id?: number, _cache?: object, ...cshake: unknown[]) {
      if (cshake.some((parameter) => parameter !== undefined)) throw new Error('Digest method not supported');
      if (typeof source !== 'string') {
        this.#digest = source.#digest.clone();
        return;
      }
      const algorithm = findAlgorithm(source);
      if (algorithm === undefined) throw new Error('Digest method not supported');
      this.#digest = digestOf(environment, algorithm, lengthFor(algorithm, length));
    }

    update(data: unknown, encoding?: unknown): boolean {
      this.#digest.update(inputBytes(data, encoding));
      return true;
    }

    /** May be asked again: a stream's flush leaves the object usable. */
    digest(encoding?: unknown): string | Uint8Array {
      this.#result ??= this.#digest.digest();
      return output(environment, this.#result, encoding);
    }
  }

  class Hmac {
    #digest: Digest | undefined;

    init(name: string, key: unknown): void {
      const algorithm = findAlgorithm(name);
      if (algorithm === undefined) {
        throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
      }
      if (algorithm.extendable !== undefined) throw new Error('error:00000000:lib(0)::reason(0)');
      this.#digest = createHmac(algorithm, keyBytes(key));
    }

    update(data: unknown, encoding?: unknown): boolean {
      this.#digest?.update(inputBytes(data, encoding));
      return this.#digest !== undefined;
    }

    digest(encoding?: unknown): string | Uint8Array {
      return output(environment, this.#digest?.digest() ?? new Uint8Array(0), encoding);
    }
  }

  function oneShotDigest(
    name: string,
    _id: number,
    _cache: object,
    input: unknown,
    encoding: string,
    _encodingNumber: number,
    wanted?: number,
    ...cshake: unknown[]
  ): string | Uint8Array {
    // OpenSSL has cSHAKE from version 4 on.
    if (cshake.some((parameter) => parameter !== undefined)) throw new Error('Digest options are not supported');
    const algorithm = findAlgorithm(name);
    if (algorithm === undefined) throw new Error(`Digest method ${name} is not supported`);
    if (wanted !== undefined && algorithm.extendable === undefined && wanted !== outputLengthOf(algorithm)) {
      throw new Error(`Output length ${wanted} is invalid for ${name}, which does not support XOF`);
    }
    const digest = digestOf(environment, algorithm, lengthFor(algorithm, wanted));
    digest.update(inputBytes(input));
    return output(environment, digest.digest(), encoding);
  }

  function timingSafeEqual(left: unknown, right: unknown): boolean {
    const [a, b] = [left, right].map((value, index) => {
      try {
        return bytesOf(value);
      } catch {
        throw nativeError(
          TypeError,
          'ERR_INVALID_ARG_TYPE',
          `The "buf${index + 1}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
        );
      }
    }) as [Uint8Array, Uint8Array];
    if (a.length !== b.length) {
      throw nativeError(
        RangeError,
        'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
        'Input buffers must have the same byte length',
      );
    }
    let difference = 0;
    for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
    return difference === 0;
  }

  return {
    Hash,
    Hmac,
    oneShotDigest,
    timingSafeEqual,
    getHashes: () => [...digestNames],
    // Ids of digests that OpenSSL has fetched already: names are looked up here each time.
    getCachedAliases: () => ({}),
  };
}
