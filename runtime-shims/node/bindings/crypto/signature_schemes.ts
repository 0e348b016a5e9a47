/** Signatures by kind of key, as OpenSSL makes and checks them. */
import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { nativeError } from '../../native_error.ts';
import type { AsymmetricKey, DsaKey, EcKey, OctetKey, RsaKey } from './asymmetric_key.ts';
import {
  bitLength,
  bytesToInteger,
  integerToBytes,
  modularInverse,
  modularPower,
  modulo,
  randomBelow,
} from './big_integer.ts';
import {
  concatenate,
  DerError,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  Tag,
} from './der.ts';
import { type Algorithm, digestBytes, findAlgorithm, nameOfAlgorithm } from './digests.ts';
import { digestIdentifiers } from './object_identifiers.ts';
import { mlDsa, slhSigner } from './octet_keys.ts';
import { failures, opensslError } from './openssl_error.ts';
import { randomBytes } from './random_bytes.ts';
import { modulusLength, rsaPrivate, rsaPublic } from './rsa.ts';
import { padPkcs1Signature, padPss, SaltLength, unpadPkcs1Signature, verifyPss } from './rsa_padding.ts';

/** openssl/rsa.h */
export const Padding = { PKCS1: 1, NONE: 3, OAEP: 4, X931: 5, PSS: 6 } as const;

export interface SignatureOptions {
  /** Padding and length of the salt, for RSA. */
  padding: number | undefined;
  saltLength: number | undefined;
  /** r and s one behind the other, not in DER (IEEE P1363). */
  isP1363: boolean;
  context: Uint8Array | undefined;
}

/** The digest that OpenSSL takes when none is named. */
const DEFAULT_DIGEST = 'sha256';

const signsWhole = (key: AsymmetricKey): key is OctetKey => 'public' in key;

/** Can signatures over a digest be made with such keys (EVP_SignInit)? */
export const signsDigests = (key: AsymmetricKey): boolean => !signsWhole(key) && key.type !== 'dh';

export function sign(
  key: AsymmetricKey,
  data: Uint8Array,
  digest: Algorithm | undefined,
  options: SignatureOptions,
): Uint8Array {
  if (signsWhole(key)) {
    if (digest) throw failures.invalidDigest();
    return signWhole(key, data, options.context);
  }
  const hash = digest ?? findAlgorithm(DEFAULT_DIGEST)!;
  return signDigest(key, digestBytes(hash, data), hash, options);
}

export function verify(
  key: AsymmetricKey,
  data: Uint8Array,
  digest: Algorithm | undefined,
  signature: Uint8Array,
  options: SignatureOptions,
): boolean {
  if (signsWhole(key)) {
    if (digest) throw failures.invalidDigest();
    return verifyWhole(key, data, signature, options.context);
  }
  const hash = digest ?? findAlgorithm(DEFAULT_DIGEST)!;
  return verifyDigest(key, digestBytes(hash, data), hash, signature, options);
}

export function signDigest(
  key: AsymmetricKey,
  digest: Uint8Array,
  hash: Algorithm,
  options: SignatureOptions,
): Uint8Array {
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return signRsa(key, digest, hash, options);
    case 'ec':
      return signEcdsa(key, digest, options.isP1363);
    case 'dsa':
      return signDsa(key, digest, options.isP1363);
    default:
      throw failures.operationNotSupported();
  }
}

export function verifyDigest(
  key: AsymmetricKey,
  digest: Uint8Array,
  hash: Algorithm,
  signature: Uint8Array,
  options: SignatureOptions,
): boolean {
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return verifyRsa(key, digest, hash, signature, options);
    case 'ec':
      return verifyEcdsa(key, digest, signature, options.isP1363);
    case 'dsa':
      return verifyDsa(key, digest, signature, options.isP1363);
    default:
      throw failures.operationNotSupported();
  }
}

/** DigestInfo (RFC 8017, section 9.2). */
function digestInfo(digest: Uint8Array, hash: Algorithm): Uint8Array {
  const name = nameOfAlgorithm(hash);
  // TLS before 1.2 signed the two digests as they are.
  if (name === 'md5-sha1') return digest;
  const identifier = digestIdentifiers[name];
  if (identifier === undefined) throw failures.invalidDigest();
  return sequence(sequence(objectIdentifier(identifier), nullValue()), octetString(digest));
}

const digestTooBig = () =>
  opensslError(0x02000070, 'digest too big for rsa key', [
    [0x030000ea, 'provider signature failure'],
    [0x1c880004, 'RSA lib'],
    [0x02000070, 'digest too big for rsa key'],
    [0x1c880004, 'RSA lib'],
  ]);

const PKCS1_OVERHEAD = 11;

interface PssChoice {
  mgf1Hash: Algorithm;
  saltLength: number;
}

/** Padding and salt, by what the caller and the key say. */
function pssOf(key: RsaKey, hash: Algorithm, { padding, saltLength }: SignatureOptions): PssChoice | undefined {
  const chosen = padding ?? (key.type === 'rsa-pss' ? Padding.PSS : Padding.PKCS1);
  if (chosen === Padding.NONE) throw opensslError(0x1c8000a8, 'invalid padding mode');
  if (chosen !== Padding.PKCS1 && chosen !== Padding.PSS) throw failures.illegalPadding();
  if (chosen === Padding.PKCS1) {
    if (key.type === 'rsa-pss') throw failures.illegalPadding();
    return undefined;
  }
  if (saltLength !== undefined && saltLength < -4) throw opensslError(0x1c800070, 'invalid salt length');
  const { pss } = key;
  if (!pss) return { mgf1Hash: hash, saltLength: saltLength ?? SaltLength.AUTO };
  if (pss.hash !== nameOfAlgorithm(hash)) throw opensslError(0x1c8000ae, 'digest not allowed');
  if (saltLength !== undefined && saltLength >= 0 && saltLength < pss.saltLength) {
    throw opensslError(0x1c8000ac, 'pss saltlen too small');
  }
  return { mgf1Hash: findAlgorithm(pss.mgf1Hash)!, saltLength: saltLength ?? pss.saltLength };
}

function signRsa(key: RsaKey, digest: Uint8Array, hash: Algorithm, options: SignatureOptions): Uint8Array {
  const pss = pssOf(key, hash, options);
  const length = modulusLength(key);
  if (!pss) {
    const info = digestInfo(digest, hash);
    if (info.length > length - PKCS1_OVERHEAD) throw digestTooBig();
    return rsaPrivate(key, padPkcs1Signature(info, length));
  }
  const bits = bitLength(key.n) - 1;
  const longest = Math.ceil(bits / 8) - digest.length - 2;
  let salt = pss.saltLength;
  if (salt === SaltLength.DIGEST) salt = digest.length;
  else if (salt === -4) salt = Math.min(longest, digest.length);
  else if (salt < 0) salt = longest;
  if (salt < 0 || salt > longest) throw pssTooLong();
  const block = padPss(digest, bits, hash, pss.mgf1Hash, randomBytes(salt));
  return rsaPrivate(key, block);
}

const pssTooLong = () =>
  opensslError(0x0200006e, 'data too large for key size', [
    [0x030000ea, 'provider signature failure'],
    [0x1c880004, 'RSA lib'],
    [0x0200006e, 'data too large for key size'],
    [0x1c880004, 'RSA lib'],
  ]);

function verifyRsa(
  key: RsaKey,
  digest: Uint8Array,
  hash: Algorithm,
  signature: Uint8Array,
  options: SignatureOptions,
): boolean {
  const pss = pssOf(key, hash, options);
  if (signature.length !== modulusLength(key) || bytesToInteger(signature) >= key.n) return false;
  const block = rsaPublic(key, signature);
  if (!pss) {
    const found = unpadPkcs1Signature(block);
    return found !== undefined && sameBytes(found, digestInfo(digest, hash));
  }
  const salt = pss.saltLength === SaltLength.DIGEST ? digest.length : pss.saltLength;
  if (salt === SaltLength.MAX) {
    const bits = bitLength(key.n) - 1;
    return verifyPss(block, digest, bits, hash, pss.mgf1Hash, Math.ceil(bits / 8) - digest.length - 2);
  }
  return verifyPss(block, digest, bitLength(key.n) - 1, hash, pss.mgf1Hash, salt);
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** A pair as DER, or one number behind the other. */
function writePair(r: bigint, s: bigint, length: number, isP1363: boolean): Uint8Array {
  return isP1363 ? concatenate(integerToBytes(r, length), integerToBytes(s, length)) : sequence(integer(r), integer(s));
}

/** undefined when it is no pair at all. */
function readPair(signature: Uint8Array, length: number, isP1363: boolean): [r: bigint, s: bigint] | undefined {
  if (isP1363) {
    if (signature.length !== 2 * length) return undefined;
    return [bytesToInteger(signature.subarray(0, length)), bytesToInteger(signature.subarray(length))];
  }
  try {
    const pair = readDer(signature).expect(Tag.SEQUENCE);
    if (pair.whole.length !== signature.length || pair.children.length !== 2) return undefined;
    return [pair.child(0).integer, pair.child(1).integer];
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function signEcdsa({ curve, private: scalar }: EcKey, digest: Uint8Array, isP1363: boolean): Uint8Array {
  const secret = integerToBytes(scalar!, curve.scalarLength);
  const bytes = curve.ecdsa.sign(digest, secret, {
    prehash: false,
    lowS: false,
    extraEntropy: randomBytes(32),
    format: 'compact',
  });
  const half = bytes.length / 2;
  const [r, s] = [bytesToInteger(bytes.subarray(0, half)), bytesToInteger(bytes.subarray(half))];
  return writePair(r, s, curve.scalarLength, isP1363);
}

function verifyEcdsa({ curve, point }: EcKey, digest: Uint8Array, signature: Uint8Array, isP1363: boolean): boolean {
  const [r, s] = readPair(signature, curve.scalarLength, isP1363) ?? [0n, 0n];
  if (r <= 0n || s <= 0n || r >= curve.n || s >= curve.n) return false;
  const compact = concatenate(integerToBytes(r, curve.scalarLength), integerToBytes(s, curve.scalarLength));
  return curve.ecdsa.verify(compact, digest, point.toBytes(), { prehash: false, lowS: false, format: 'compact' });
}

/** The leftmost bits of a digest (FIPS 186-5, section 6.4.1). */
function digestInteger(digest: Uint8Array, order: bigint): bigint {
  const excess = 8 * digest.length - bitLength(order);
  const value = bytesToInteger(digest);
  return excess > 0 ? value >> BigInt(excess) : value;
}

function signDsa({ p, q, g, private: x }: DsaKey, digest: Uint8Array, isP1363: boolean): Uint8Array {
  for (;;) {
    const k = randomBelow(q);
    const r = modularPower(g, k, p) % q;
    const s = modulo(modularInverse(k, q) * (digestInteger(digest, q) + x! * r), q);
    if (r !== 0n && s !== 0n) return writePair(r, s, Math.ceil(bitLength(q) / 8), isP1363);
  }
}

function verifyDsa({ p, q, g, y }: DsaKey, digest: Uint8Array, signature: Uint8Array, isP1363: boolean): boolean {
  const [r, s] = readPair(signature, Math.ceil(bitLength(q) / 8), isP1363) ?? [0n, 0n];
  if (r <= 0n || s <= 0n || r >= q || s >= q) return false;
  const inverse = modularInverse(s, q);
  const first = modularPower(g, (digestInteger(digest, q) * inverse) % q, p);
  return ((first * modularPower(y, (r * inverse) % q, p)) % p) % q === r;
}

/** The longest context of Ed448, ML-DSA and SLH-DSA. */
const MAX_CONTEXT = 255;

function signerOf(key: OctetKey) {
  if (key.type in mlDsa) return mlDsa[key.type as keyof typeof mlDsa];
  if (key.type.startsWith('slh-dsa')) return slhSigner(key.type);
  return undefined;
}

export function refuseContext(context: Uint8Array | undefined): void {
  if (context && context.length > MAX_CONTEXT) {
    throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'context string must be at most 255 bytes');
  }
}

function signWhole(key: OctetKey, data: Uint8Array, context: Uint8Array | undefined): Uint8Array {
  const secret = key.private!;
  if (key.type === 'ed25519') return ed25519.sign(data, secret);
  if (key.type === 'ed448') return ed448.sign(data, secret, { context: context ?? new Uint8Array(0) });
  const signer = signerOf(key);
  if (!signer) throw failures.operationNotSupported();
  return signer.sign(data, secret, {
    context: context ?? new Uint8Array(0),
    extraEntropy: randomBytes(signer.lengths.signRand ?? 32),
  });
}

function verifyWhole(key: OctetKey, data: Uint8Array, signature: Uint8Array, context: Uint8Array | undefined): boolean {
  try {
    if (key.type === 'ed25519') return ed25519.verify(signature, data, key.public, { zip215: false });
    const options = { context: context ?? new Uint8Array(0) };
    if (key.type === 'ed448') return ed448.verify(signature, data, key.public, options);
    const signer = signerOf(key);
    if (!signer) throw failures.operationNotSupported();
    return signer.verify(signature, data, key.public, options);
  } catch (error) {
    // The libraries throw about signatures of a wrong length.
    if (error instanceof Error && 'library' in error) throw error;
    return false;
  }
}
