/** src/crypto/crypto_mac.cc: MACs by OpenSSL's names. */

import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { cmac } from '@noble/ciphers/aes.js';
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { kmac128, kmac256 } from '@noble/hashes/sha3-addons.js';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import type { AuthenticatedStream } from './authenticated_modes.ts';
import { bytesOf, inputBytes, output } from './bytes.ts';
import { findCipher } from './ciphers.ts';
import { concatenate } from './der.ts';
import { createHmac, findAlgorithm } from './digests.ts';
import { keyBytes } from './keys.ts';
import { opensslError } from './openssl_error.ts';
import { siphash } from './siphash.ts';

interface MacOptions {
  digest: string | undefined;
  cipher: string | undefined;
  iv: Uint8Array | undefined;
  customization: Uint8Array | undefined;
  salt: Uint8Array | undefined;
  outputLength: number | undefined;
}

type Compute = (message: Uint8Array) => Uint8Array;

interface MacAlgorithm {
  names: readonly string[];
  /** The options that it takes. */
  takes: readonly (keyof MacOptions)[];
  /** Those that it must have. */
  needs?: readonly ('digest' | 'cipher')[];
  /** Checks the key; answers what makes the MAC of a message. */
  prepare(key: Uint8Array, options: MacOptions): Compute;
}

const none = new Uint8Array(0);
const invalidKeyLength = () => opensslError(0x03000082, 'invalid key length');
const providerKeyLength = () => opensslError(0x1c800069, 'invalid key length');
const unsupported = () => opensslError(0x0308010c, 'unsupported');

const MIN_KMAC_KEY = 4;

const kmac =
  (mac: typeof kmac128, length: number): MacAlgorithm['prepare'] =>
  (key, options) => {
    if (key.length < MIN_KMAC_KEY) throw providerKeyLength();
    const personalization = options.customization ?? none;
    return (message) => mac(key, message, { personalization, dkLen: options.outputLength ?? length });
  };

const blake2 =
  (hash: typeof blake2b, longest: number): MacAlgorithm['prepare'] =>
  (key, options) => {
    if (key.length === 0 || key.length > longest) throw providerKeyLength();
    const dkLen = options.outputLength ?? longest;
    const padded = (bytes: Uint8Array | undefined) =>
      bytes && concatenate(bytes, new Uint8Array(longest / 4 - bytes.length));
    const [salt, personalization] = [padded(options.salt), padded(options.customization)];
    return (message) =>
      hash(message, { key, dkLen, ...(salt ? { salt } : {}), ...(personalization ? { personalization } : {}) });
  };

const algorithms: readonly MacAlgorithm[] = [
  {
    names: ['blake2bmac'],
    takes: ['customization', 'salt', 'outputLength'],
    prepare: blake2(blake2b, 64),
  },
  {
    names: ['blake2smac'],
    takes: ['customization', 'salt', 'outputLength'],
    prepare: blake2(blake2s as unknown as typeof blake2b, 32),
  },
  {
    names: ['cmac'],
    takes: ['cipher'],
    needs: ['cipher'],
    prepare(key, { cipher }) {
      const info = findCipher(cipher!)?.info;
      if (info?.mode !== 'cbc' || !info.name.startsWith('aes')) throw unsupported();
      if (key.length !== info.keyLength) throw invalidKeyLength();
      return (message) => cmac(message, key);
    },
  },
  {
    names: ['gmac'],
    takes: ['cipher', 'iv'],
    needs: ['cipher'],
    prepare(key, { cipher, iv }) {
      const algorithm = findCipher(cipher!);
      if (algorithm?.info.mode !== 'gcm') throw unsupported();
      if (key.length !== algorithm.info.keyLength) throw invalidKeyLength();
      return (message) => {
        const stream = algorithm.create(key, iv ?? new Uint8Array(12), true, 16) as AuthenticatedStream;
        stream.addAdditionalData(message);
        return stream.tag();
      };
    },
  },
  {
    names: ['hmac'],
    takes: ['digest'],
    needs: ['digest'],
    prepare(key, { digest }) {
      const algorithm = findAlgorithm(digest!);
      if (!algorithm || algorithm.extendable) throw unsupported();
      return (message) => {
        const hmac = createHmac(algorithm, key);
        hmac.update(message);
        return hmac.digest();
      };
    },
  },
  { names: ['kmac-128', 'kmac128'], takes: ['customization', 'outputLength'], prepare: kmac(kmac128, 32) },
  { names: ['kmac-256', 'kmac256'], takes: ['customization', 'outputLength'], prepare: kmac(kmac256, 64) },
  {
    names: ['poly1305'],
    takes: [],
    prepare(key) {
      if (key.length !== 32) throw providerKeyLength();
      return (message) => poly1305(message, key);
    },
  },
  {
    names: ['siphash'],
    takes: ['outputLength'],
    prepare(key, { outputLength = 16 }) {
      if (key.length !== 16) throw providerKeyLength();
      if (outputLength !== 8 && outputLength !== 16) throw unsupported();
      return (message) => siphash(key, message, outputLength);
    },
  },
];

const invalidOption = (name: string, what: string) =>
  nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The property 'options.${name}' ${what}`);

export function macNatives(environment: Environment): Binding {
  class Mac {
    readonly #compute: Compute;
    #parts: Uint8Array[] = [];

    constructor(name: string, _id: number, _cache: object, key: unknown, digest?: string, ...more: unknown[]) {
      const algorithm = algorithms.find(({ names }) => names.includes(name.toLowerCase()));
      if (!algorithm) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_MAC', `Invalid MAC: ${name}`);
      const [cipher, iv, customization, salt, outputLength] = more as [string?, unknown?, unknown?, unknown?, number?];
      const bytes = (value: unknown) => (value === undefined ? undefined : bytesOf(value).slice());
      const options: MacOptions = {
        digest,
        cipher,
        iv: bytes(iv),
        customization: bytes(customization),
        salt: bytes(salt),
        outputLength,
      };
      for (const [option, value] of Object.entries(options)) {
        if (value === undefined || algorithm.takes.includes(option as keyof MacOptions)) continue;
        throw invalidOption(option, `is not supported by MAC ${name}`);
      }
      for (const option of algorithm.needs ?? []) {
        if (options[option] === undefined) throw invalidOption(option, `is required for ${name.toUpperCase()}`);
      }
      this.#compute = algorithm.prepare(keyBytes(key).slice(), options);
    }

    update(data: unknown, encoding?: unknown): boolean {
      this.#parts.push(inputBytes(data, encoding).slice());
      return true;
    }

    final(encoding?: unknown): unknown {
      return output(environment, this.#compute(concatenate(...this.#parts)), encoding);
    }
  }

  return {
    Mac,
    getMacs: () => algorithms.flatMap(({ names }) => [...names]),
    // Ids of MACs that OpenSSL has fetched already: names are looked up here each time.
    getCachedMacAliases: () => ({}),
  };
}
