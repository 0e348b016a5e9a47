/** src/crypto/crypto_dh.cc and crypto_ecdh.cc: DiffieHellman, ECDH, and secrets that two keys share. */
import { x448 } from '@noble/curves/ed448.js';
import { x25519 } from '@noble/curves/ed25519.js';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import type { AsymmetricKey, DhKey, OctetKey } from './asymmetric_key.ts';
import {
  bitLength,
  byteLength,
  bytesToInteger,
  integerToBytes,
  modularPower,
  randomBelow,
  randomBits,
} from './big_integer.ts';
import { bytesOf, output } from './bytes.ts';
import { bufferOf, jobClasses, type PrepareWork } from './crypto_job.ts';
import { findDhGroup } from './dh_groups.ts';
import {
  type Curve,
  curveNames,
  decodePoint,
  encodePoint,
  findCurve,
  publicPoint,
  randomScalar,
  sharedCoordinate,
} from './elliptic_curve.ts';
import type { KeyArguments } from './key_input.ts';
import { keyOfArguments } from './keys.ts';
import { failures, opensslError } from './openssl_error.ts';
import { isProbablePrime, randomPrime } from './prime.ts';

/** DH_CHECK_… and DH_MODULUS_TOO_… (openssl/dh.h) */
const NOT_PRIME = 1;
const NOT_SAFE = 2;
const BAD_GENERATOR = 8;
const TOO_SMALL = 0x80;
const TOO_LARGE = 0x100;
const MIN_BITS = 512;
const MAX_BITS = 10_000;
const MAX_CHECKED_BITS = 32_768;

/** DH_check */
function check(prime: bigint, generator: bigint): number {
  const bits = bitLength(prime);
  let flags = bits < MIN_BITS ? TOO_SMALL : 0;
  if (bits > MAX_CHECKED_BITS) return flags | TOO_LARGE;
  if (generator <= 1n || generator >= prime - 1n) flags |= BAD_GENERATOR;
  if (!isProbablePrime(prime)) flags |= NOT_PRIME;
  else if (!isProbablePrime(prime >> 1n)) flags |= NOT_SAFE;
  return flags;
}

/** A prime for which 2 (or 5) generates, as DH_generate_parameters_ex chooses it. */
export function generateDhPrime(bits: number, generator: number): bigint {
  if (generator < 2) throw opensslError(0x02800065, 'bad generator');
  if (bits < MIN_BITS) throw opensslError(0x0280007e, 'modulus too small');
  if (bits > MAX_BITS) throw opensslError(0x02800067, 'modulus too large');
  if (generator === 2) return randomPrime(bits, { safe: true, add: 24n, rem: 23n, topBits: 1 });
  if (generator === 5) return randomPrime(bits, { safe: true, add: 60n, rem: 59n, topBits: 1 });
  return randomPrime(bits, { safe: true, add: 12n, rem: 11n, topBits: 1 });
}

/** A private key: of `bits` bits, or below the prime. */
export function drawPrivateKey(prime: bigint, bits: number): bigint {
  if (bits > 0 && bits < bitLength(prime)) return randomBits(bits) | (1n << BigInt(bits - 1));
  return randomBelow(prime - 2n) + 1n;
}

const missing = (what: string) =>
  nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', `No ${what} key - did you forget to generate one?`);
const operationFailed = (message: string) => nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', message);
const invalidKeyLength = (message: string) => nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', message);

export function diffieHellmanNatives(environment: Environment): Binding {
  const buffer = (bytes: Uint8Array) => output(environment, bytes, 'buffer');

  class DiffieHellmanBase {
    #prime: bigint;
    #generator: bigint;
    #privateBits: number;
    #public: bigint | undefined;
    #private: bigint | undefined;
    readonly verifyError: number;

    constructor(prime: bigint, generator: bigint, privateBits: number, verifyError: number) {
      this.#prime = prime;
      this.#generator = generator;
      this.#privateBits = privateBits;
      this.verifyError = verifyError;
    }

    generateKeys(): unknown {
      this.#private ??= drawPrivateKey(this.#prime, this.#privateBits);
      this.#public = modularPower(this.#generator, this.#private, this.#prime);
      return this.getPublicKey();
    }

    computeSecret(key: unknown): unknown {
      const other = bytesToInteger(bytesOf(key));
      if (other <= 1n) throw invalidKeyLength('Supplied key is too small');
      if (other >= this.#prime - 1n) throw invalidKeyLength('Supplied key is too large');
      if (this.#private === undefined) throw operationFailed('Failed to compute shared secret');
      const secret = modularPower(other, this.#private, this.#prime);
      return buffer(integerToBytes(secret, byteLength(this.#prime)));
    }

    getPrime(): unknown {
      return buffer(integerToBytes(this.#prime));
    }

    getGenerator(): unknown {
      return buffer(integerToBytes(this.#generator));
    }

    getPublicKey(): unknown {
      if (this.#public === undefined) throw missing('public');
      return buffer(integerToBytes(this.#public, byteLength(this.#prime)));
    }

    getPrivateKey(): unknown {
      if (this.#private === undefined) throw missing('private');
      return buffer(integerToBytes(this.#private));
    }

    setPublicKey(key: unknown): void {
      this.#public = bytesToInteger(bytesOf(key));
    }

    setPrivateKey(key: unknown): void {
      this.#private = bytesToInteger(bytesOf(key));
    }
  }

  class DiffieHellman extends DiffieHellmanBase {
    constructor(sizeOrPrime: unknown, generator: unknown) {
      const isNumber = typeof generator === 'number';
      if (typeof sizeOrPrime === 'number') {
        const small = isNumber ? generator : Number(bytesToInteger(bytesOf(generator)));
        super(generateDhPrime(sizeOrPrime, small), BigInt(small), 0, 0);
        return;
      }
      const prime = bytesToInteger(bytesOf(sizeOrPrime));
      const base = isNumber ? BigInt(generator) : bytesToInteger(bytesOf(generator));
      if (base < 2n) throw opensslError(0x02800065, 'bad generator');
      super(prime, base, 0, check(prime, base));
    }
  }

  class DiffieHellmanGroup extends DiffieHellmanBase {
    constructor(name: string) {
      const group = findDhGroup(name);
      if (!group) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group');
      super(group.prime, group.generator, group.privateBits, 0);
    }
  }

  class ECDH {
    readonly #curve: Curve;
    #private: bigint | undefined;
    #public: ReturnType<typeof publicPoint> | undefined;
    /** The public key was set by itself: it may be another's. */
    #isForeign = false;

    constructor(name: string) {
      this.#curve = curveOf(name);
    }

    generateKeys(): void {
      this.#private = randomScalar(this.#curve);
      this.#public = publicPoint(this.#curve, this.#private);
    }

    computeSecret(key: unknown): unknown {
      const decoded = decodePoint(this.#curve, bytesOf(key));
      if (!decoded) {
        throw nativeError(Error, 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY', 'Public key is not valid for specified curve');
      }
      if (this.#isForeign && this.#private !== undefined) {
        const own = publicPoint(this.#curve, this.#private);
        if (!this.#public?.equals(own)) throw nativeError(Error, 'ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair');
      }
      const secret =
        this.#private === undefined ? undefined : sharedCoordinate(this.#curve, this.#private, decoded.point);
      if (!secret) throw operationFailed('Failed to compute ECDH key');
      return buffer(secret);
    }

    getPublicKey(form: number): unknown {
      if (!this.#public) throw operationFailed('Failed to get ECDH public key');
      return buffer(encodePoint(this.#curve, this.#public, form));
    }

    getPrivateKey(): unknown {
      if (this.#private === undefined) throw operationFailed('Failed to get ECDH private key');
      return buffer(integerToBytes(this.#private));
    }

    setPrivateKey(key: unknown): void {
      const scalar = bytesToInteger(bytesOf(key));
      if (scalar === 0n || scalar >= this.#curve.n) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYTYPE', 'Private key is not valid for specified curve.');
      }
      this.#private = scalar;
      this.#public = publicPoint(this.#curve, scalar);
      this.#isForeign = false;
    }

    setPublicKey(key: unknown): void {
      const decoded = decodePoint(this.#curve, bytesOf(key));
      if (!decoded) throw operationFailed('Failed to convert Buffer to EC_POINT');
      this.#public = decoded.point;
      this.#isForeign = true;
    }
  }

  function ECDHConvertKey(key: unknown, name: string, form: number): unknown {
    const bytes = bytesOf(key);
    if (bytes.length === 0) return buffer(bytes);
    const curve = curveOf(name);
    const decoded = decodePoint(curve, bytes);
    if (!decoded) throw operationFailed('Failed to convert Buffer to EC_POINT');
    return buffer(encodePoint(curve, decoded.point, form));
  }

  const DHBitsJob: PrepareWork = (_mode, ...parameters: unknown[]) => {
    const theirs = keyOfArguments(parameters.slice(0, 5) as unknown as KeyArguments, false);
    const mine = keyOfArguments(parameters.slice(5, 10) as unknown as KeyArguments, true);
    return () => bufferOf(sharedSecret(mine, theirs));
  };

  return {
    DiffieHellman,
    DiffieHellmanGroup,
    ECDH,
    ECDHConvertKey,
    getCurves: () => [...curveNames],
    ...jobClasses(environment, { DHBitsJob }),
  };
}

function curveOf(name: string): Curve {
  const curve = findCurve(name);
  if (!curve) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  return curve;
}

const mismatch = () => opensslError(0x1c8000cb, 'mismatching domain parameters');

/** EVP_PKEY_derive */
export function sharedSecret(mine: AsymmetricKey, theirs: AsymmetricKey): Uint8Array {
  if (mine.type !== theirs.type) throw opensslError(0x03000099, 'different key types');
  switch (mine.type) {
    case 'ec': {
      const other = theirs as typeof mine;
      if (other.curve.n !== mine.curve.n || other.curve.p !== mine.curve.p) throw mismatch();
      const secret = sharedCoordinate(mine.curve, mine.private!, other.point);
      if (!secret) throw failures.failedDuringDerivation();
      return secret;
    }
    case 'dh': {
      const other = theirs as DhKey;
      if (other.p !== mine.p || other.g !== mine.g) throw mismatch();
      return integerToBytes(modularPower(other.y, mine.private!, mine.p), byteLength(mine.p));
    }
    case 'x25519':
    case 'x448': {
      const curve = mine.type === 'x25519' ? x25519 : x448;
      try {
        return curve.getSharedSecret(mine.private!, (theirs as OctetKey).public);
      } catch {
        // The library refuses points of small order, as OpenSSL does.
        throw failures.failedDuringDerivation();
      }
    }
    default:
      throw failures.operationNotSupported();
  }
}
