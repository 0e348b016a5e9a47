/** Digests by the names that OpenSSL knows them under. */
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, ripemd160 } from '@noble/hashes/legacy.js';
import { sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import {
  keccak_224,
  keccak_256,
  keccak_384,
  keccak_512,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
  shake128_32,
  shake256_64,
} from '@noble/hashes/sha3.js';
import type { CHash } from '@noble/hashes/utils.js';
import { concatenate } from './der.ts';
import { digestIdentifiers } from './object_identifiers.ts';
import { sha1, sha224, sha256, sha384, sha512 } from './wasm_digests.ts';

/** A digest in progress. */
export interface Digest {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
  clone(): Digest;
}

export interface Algorithm {
  hash: CHash;
  /** SHAKE: the output may have any length. `defaultLength` is OpenSSL's, in bytes. */
  extendable?: { defaultLength: number };
}

const algorithms = new Map<string, Algorithm>();
/** The first of the names without "RSA" in it, as asymmetricKeyDetails tells it. */
const canonicalNames = new Map<Algorithm, string>();

function define(hash: unknown, names: readonly string[], extendable?: Algorithm['extendable']): void {
  const algorithm: Algorithm = { hash: hash as CHash, ...(extendable === undefined ? {} : { extendable }) };
  for (const name of names) algorithms.set(name.toLowerCase(), algorithm);
  const canonical = names.find((name) => Object.hasOwn(digestIdentifiers, name)) ?? names[0]!;
  canonicalNames.set(algorithm, canonical);
  const identifier = digestIdentifiers[canonical];
  if (identifier !== undefined) algorithms.set(identifier, algorithm);
}

/** The two digests one behind the other, as TLS before 1.2 signed them. */
const md5Sha1 = combined({
  outputLen: 36,
  blockLen: 64,
  create() {
    const parts = [md5.create(), sha1.create()] as unknown as NobleHash[];
    return together(parts, (digests) => concatenate(...digests));
  },
});
/** SHA-256 cut to 192 bits. */
const sha256Cut = combined({
  outputLen: 24,
  blockLen: 64,
  create: () => together([sha256.create()] as unknown as NobleHash[], ([digest]) => digest!.slice(0, 24)),
});

function together(parts: NobleHash[], join: (digests: Uint8Array[]) => Uint8Array): NobleHash {
  return {
    update: (bytes) => {
      for (const part of parts) part.update(bytes);
    },
    digest: () => join(parts.map((part) => part.digest())),
    clone: () =>
      together(
        parts.map((part) => part.clone()),
        join,
      ),
  };
}

function combined(hash: { outputLen: number; blockLen: number; create(): NobleHash }) {
  const digest = (bytes: Uint8Array) => {
    const instance = hash.create();
    instance.update(bytes);
    return instance.digest();
  };
  return Object.assign(digest, hash);
}

const listed: readonly (readonly [hash: unknown, names: readonly string[]])[] = [
  [md5Sha1, ['md5-sha1']],
  [sha256Cut, ['sha-256/192', 'sha2-256/192', 'sha256-192']],
  [md5, ['RSA-MD5', 'md5', 'md5WithRSAEncryption', 'ssl3-md5']],
  [ripemd160, ['RSA-RIPEMD160', 'ripemd', 'ripemd-160', 'ripemd160', 'ripemd160WithRSA', 'rmd160']],
  [sha1, ['RSA-SHA1', 'RSA-SHA1-2', 'sha-1', 'sha1', 'sha1WithRSAEncryption', 'ssl3-sha1']],
  [sha224, ['RSA-SHA224', 'sha-224', 'sha2-224', 'sha224', 'sha224WithRSAEncryption']],
  [sha256, ['RSA-SHA256', 'sha-256', 'sha2-256', 'sha256', 'sha256WithRSAEncryption']],
  [sha384, ['RSA-SHA384', 'sha-384', 'sha2-384', 'sha384', 'sha384WithRSAEncryption']],
  [sha512, ['RSA-SHA512', 'sha-512', 'sha2-512', 'sha512', 'sha512WithRSAEncryption']],
  [sha512_224, ['RSA-SHA512/224', 'sha-512/224', 'sha2-512/224', 'sha512-224', 'sha512-224WithRSAEncryption']],
  [sha512_256, ['RSA-SHA512/256', 'sha-512/256', 'sha2-512/256', 'sha512-256', 'sha512-256WithRSAEncryption']],
  [sha3_224, ['RSA-SHA3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-224', 'sha3-224']],
  [sha3_256, ['RSA-SHA3-256', 'id-rsassa-pkcs1-v1_5-with-sha3-256', 'sha3-256']],
  [sha3_384, ['RSA-SHA3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-384', 'sha3-384']],
  [sha3_512, ['RSA-SHA3-512', 'id-rsassa-pkcs1-v1_5-with-sha3-512', 'sha3-512']],
  [keccak_224, ['keccak-224']],
  [keccak_256, ['keccak-256']],
  [keccak_384, ['keccak-384']],
  [keccak_512, ['keccak-512']],
  [blake2b, ['blake2b-512', 'blake2b512']],
  [blake2s, ['blake2s-256', 'blake2s256']],
];
for (const [hash, names] of listed) define(hash, names);
const SHAKE = [
  [shake128_32, ['shake-128', 'shake128'], 16],
  [shake256_64, ['shake-256', 'shake256'], 32],
] as const;
for (const [hash, names, defaultLength] of SHAKE) define(hash, names, { defaultLength });

/** In the order of EVP_MD_do_all_sorted: by code units. */
export const digestNames: readonly string[] = [
  ...listed.flatMap(([, names]) => names),
  ...SHAKE.flatMap(([, names]) => names),
].sort();

export function findAlgorithm(name: string): Algorithm | undefined {
  return algorithms.get(name.toLowerCase());
}

export function createDigest(algorithm: Algorithm, length: number): Digest {
  const { hash } = algorithm;
  const options = algorithm.extendable === undefined ? undefined : { dkLen: length };
  const create = hash.create as unknown as (options?: { dkLen: number }) => NobleHash;
  return wrap(create(options));
}

export function createHmac(algorithm: Algorithm, key: Uint8Array): Digest {
  return wrap(hmac.create(algorithm.hash, key) as unknown as NobleHash);
}

interface NobleHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): NobleHash;
}

function wrap(inner: NobleHash): Digest {
  return {
    update: (bytes) => void inner.update(bytes),
    digest: () => inner.digest(),
    clone: () => wrap(inner.clone()),
  };
}

/** A digest of its own length, at once. */
export function digestBytes(algorithm: Algorithm, data: Uint8Array): Uint8Array {
  const digest = createDigest(algorithm, outputLengthOf(algorithm));
  digest.update(data);
  return digest.digest();
}

export const nameOfAlgorithm = (algorithm: Algorithm): string => canonicalNames.get(algorithm) ?? '';

export function outputLengthOf({ hash, extendable }: Algorithm): number {
  return extendable?.defaultLength ?? hash.outputLen;
}
