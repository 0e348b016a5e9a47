/** src/crypto/crypto_kem.cc: ML-KEM (FIPS 203), RSASVE (NIST SP 800-56B) and DHKEM (RFC 9180). */
import { expand, extract } from '@noble/hashes/hkdf.js';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { type AsymmetricKey, publicPart } from './asymmetric_key.ts';
import { integerToBytes, randomBelow } from './big_integer.ts';
import { bytesOf, output } from './bytes.ts';
import { bufferOf, JobMode, jobClasses, type PrepareWork } from './crypto_job.ts';
import { concatenate } from './der.ts';
import { sharedSecret } from './diffie_hellman.ts';
import { findAlgorithm } from './digests.ts';
import { decodePoint, encodePoint, PointForm, publicPoint, randomScalar } from './elliptic_curve.ts';
import type { KeyArguments } from './key_input.ts';
import { keyOfArguments } from './keys.ts';
import { generateOctetKey, mlKem, octetPublicKey } from './octet_keys.ts';
import { randomBytes } from './random_bytes.ts';
import { modulusLength, rsaPrivate, rsaPublic } from './rsa.ts';

/** Bytes of the message that is encapsulated. */
const ML_KEM_ENTROPY = 32;

interface Encapsulated {
  sharedKey: Uint8Array;
  ciphertext: Uint8Array;
}

/** RFC 9180, section 7.1: numbers and digests of the KEMs. */
const dhKems: Readonly<Record<string, readonly [identifier: number, digest: string]>> = {
  prime256v1: [0x10, 'sha256'],
  secp384r1: [0x11, 'sha384'],
  secp521r1: [0x12, 'sha512'],
  x25519: [0x20, 'sha256'],
  x448: [0x21, 'sha512'],
};

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** ExtractAndExpand of section 4.1. */
function deriveDhKem(
  [identifier, digest]: readonly [number, string],
  secret: Uint8Array,
  context: Uint8Array,
): Uint8Array {
  const { hash } = findAlgorithm(digest)!;
  const suite = concatenate(text('KEM'), Uint8Array.of(identifier >> 8, identifier));
  const labeled = (label: string, value: Uint8Array) => concatenate(text('HPKE-v1'), suite, text(label), value);
  const key = extract(hash, labeled('eae_prk', secret), new Uint8Array(0));
  const length = Uint8Array.of(hash.outputLen >> 8, hash.outputLen);
  return expand(hash, key, concatenate(length, labeled('shared_secret', context)), hash.outputLen);
}

/** The public key as it is sent. */
function serialized(key: AsymmetricKey): Uint8Array {
  if (key.type === 'ec') return encodePoint(key.curve, key.point, PointForm.UNCOMPRESSED);
  return (key as { public: Uint8Array }).public;
}

const nameOf = (key: AsymmetricKey): string => (key.type === 'ec' ? key.curve.name : key.type);

function encapsulate(key: AsymmetricKey): Encapsulated | undefined {
  if (key.type === 'rsa') {
    const length = modulusLength(key);
    const sharedKey = integerToBytes(1n + randomBelow(key.n - 2n), length);
    return { sharedKey, ciphertext: rsaPublic(key, sharedKey) };
  }
  if (key.type in mlKem) {
    const { sharedSecret: sharedKey, cipherText } = mlKem[key.type as keyof typeof mlKem].encapsulate(
      (key as { public: Uint8Array }).public,
      randomBytes(ML_KEM_ENTROPY),
    );
    return { sharedKey, ciphertext: cipherText };
  }
  const facts = dhKems[nameOf(key)];
  if (!facts) return undefined;
  const ephemeral = ephemeralFor(key);
  const ciphertext = serialized(ephemeral);
  const secret = sharedSecret(ephemeral, publicPart(key));
  return { sharedKey: deriveDhKem(facts, secret, concatenate(ciphertext, serialized(key))), ciphertext };
}

function ephemeralFor(key: AsymmetricKey): AsymmetricKey {
  if (key.type !== 'ec') return generateOctetKey(key.type as 'x25519');
  const scalar = randomScalar(key.curve);
  return { ...key, point: publicPoint(key.curve, scalar), private: scalar };
}

function decapsulate(key: AsymmetricKey, ciphertext: Uint8Array): Uint8Array | undefined {
  if (key.type === 'rsa') return ciphertext.length === modulusLength(key) ? rsaPrivate(key, ciphertext) : undefined;
  if (key.type in mlKem) {
    return mlKem[key.type as keyof typeof mlKem].decapsulate(ciphertext, (key as { private: Uint8Array }).private);
  }
  const facts = dhKems[nameOf(key)];
  const other = facts && receivedKey(key, ciphertext);
  if (!other) return undefined;
  return deriveDhKem(facts, sharedSecret(key, other), concatenate(ciphertext, serialized(key)));
}

function receivedKey(key: AsymmetricKey, bytes: Uint8Array): AsymmetricKey | undefined {
  if (key.type !== 'ec') return octetPublicKey(key.type as 'x25519', bytes);
  const decoded = decodePoint(key.curve, bytes);
  return decoded && { ...publicPart(key), point: decoded.point };
}

const failed = (what: string) => nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', `${what} failed`);

/** Whatever the libraries throw about lengths is a failure of the operation. */
function attempt<Result>(what: string, operation: () => Result | undefined): Result {
  try {
    const result = operation();
    if (result !== undefined) return result;
  } catch {
    // Told below.
  }
  throw failed(what);
}

export function kemNatives(environment: Environment): Binding {
  const KEMEncapsulateJob: PrepareWork = (mode, ...parameters: unknown[]) => {
    const key = keyOfArguments(parameters.slice(0, 5) as unknown as KeyArguments, false);
    return () => {
      const { sharedKey, ciphertext } = attempt('Encapsulation', () => encapsulate(key));
      if (mode === JobMode.WEB_CRYPTO) return { sharedKey: bufferOf(sharedKey), ciphertext: bufferOf(ciphertext) };
      return [output(environment, sharedKey, 'buffer'), output(environment, ciphertext, 'buffer')];
    };
  };
  const KEMDecapsulateJob: PrepareWork = (mode, ...parameters: unknown[]) => {
    const key = keyOfArguments(parameters.slice(0, 5) as unknown as KeyArguments, true);
    const ciphertext = bytesOf(parameters[5]).slice();
    return () => {
      const sharedKey = attempt('Decapsulation', () => decapsulate(key, ciphertext));
      return mode === JobMode.WEB_CRYPTO ? bufferOf(sharedKey) : output(environment, sharedKey, 'buffer');
    };
  };
  return jobClasses(environment, { KEMEncapsulateJob, KEMDecapsulateJob });
}
