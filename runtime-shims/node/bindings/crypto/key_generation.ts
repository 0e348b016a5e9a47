/** src/crypto/crypto_keygen.cc: new keys and key pairs, as handles, encoded, or as CryptoKeys; and primes. */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import type { AsymmetricKey, OctetKeyType, PssParameters } from './asymmetric_key.ts';
import { publicPart } from './asymmetric_key.ts';
import { bitLength, bytesToInteger, integerToBytes, modularPower, randomBelow, randomBits } from './big_integer.ts';
import { browserRsaKey } from './browser_crypto.ts';
import { bytesOf, output } from './bytes.ts';
import { bufferOf, JobMode, jobClasses, type PrepareWork, type Work } from './crypto_job.ts';
import { findDhGroup } from './dh_groups.ts';
import { drawPrivateKey, generateDhPrime } from './diffie_hellman.ts';
import { findAlgorithm, nameOfAlgorithm, outputLengthOf } from './digests.ts';
import { encodePoint, findCurve, PointForm, publicPoint, randomScalar } from './elliptic_curve.ts';
import { writeJwk } from './jwk.ts';
import { incompatible, KeyFormat } from './key_input.ts';
import { writePrivateKey, writePublicKey } from './key_output.ts';
import { createCryptoKey, keyHandlesOf, protectionOf } from './keys.ts';
import { generateOctetKey } from './octet_keys.ts';
import { opensslError } from './openssl_error.ts';
import { isProbablePrime, randomPrime } from './prime.ts';
import { randomBytes } from './random_bytes.ts';
import { generateRsaKey } from './rsa.ts';

const PSS_VARIANT = 1;
const EXPLICIT_CURVE = 0;

/** What comes behind a job's own parameters: formats, or what CryptoKeys are made with. */
type Trailing = readonly unknown[];

export function keyGenerationNatives(environment: Environment): Binding {
  const handles = keyHandlesOf(environment);
  const buffer = (bytes: Uint8Array) => output(environment, bytes, 'buffer');

  function encodePublic(key: AsymmetricKey, format: unknown, type: unknown): unknown {
    const shown = publicPart(key);
    switch (format) {
      case undefined:
      case null:
        return handles.asymmetric(shown);
      case KeyFormat.JWK:
        return writeJwk(shown, {});
      case KeyFormat.RAW_PUBLIC:
        if (shown.type === 'ec')
          return buffer(encodePoint(shown.curve, shown.point, (type as number) ?? PointForm.UNCOMPRESSED));
        if ('public' in shown) return buffer(shown.public);
        throw incompatible();
      default: {
        const result = writePublicKey(shown, format as number, type as number);
        return typeof result === 'string' ? result : buffer(result);
      }
    }
  }

  function encodePrivate(
    key: AsymmetricKey,
    format: unknown,
    type: unknown,
    cipher: unknown,
    passphrase: unknown,
  ): unknown {
    switch (format) {
      case undefined:
      case null:
        return handles.asymmetric(key);
      case KeyFormat.JWK:
        return writeJwk(key, {});
      case KeyFormat.RAW_PRIVATE:
        if (key.type === 'ec') return buffer(integerToBytes(key.private!, key.curve.scalarLength));
        if ('public' in key && !key.seed) return buffer(key.private!);
        throw incompatible();
      case KeyFormat.RAW_SEED:
        if ('public' in key && key.seed) return buffer(key.seed);
        throw incompatible();
      default: {
        const result = writePrivateKey(key, format as number, type as number, protectionOf(cipher, passphrase));
        return typeof result === 'string' ? result : buffer(result);
      }
    }
  }

  /** How a new pair is handed over. */
  function finishPair(mode: number, trailing: Trailing): (key: AsymmetricKey) => unknown {
    if (mode === JobMode.WEB_CRYPTO) {
      const [algorithm, publicUsages, privateUsages, extractable] = trailing as [object, number, number, boolean];
      return (key) => ({
        publicKey: createCryptoKey(environment, handles.asymmetric(publicPart(key)), algorithm, publicUsages, true),
        privateKey: createCryptoKey(environment, handles.asymmetric(key), algorithm, privateUsages, extractable),
      });
    }
    const [publicFormat, publicType, privateFormat, privateType, cipher, passphrase] = trailing;
    const protection = protectionOf(cipher, passphrase);
    return (key) => [
      encodePublic(key, publicFormat, publicType),
      encodePrivate(key, privateFormat, privateType, cipher, protection?.passphrase),
    ];
  }

  const pairJob = (mode: number, trailing: Trailing, generate: () => AsymmetricKey): Work => {
    const finish = finishPair(mode, trailing);
    return () => finish(generate());
  };

  const RsaKeyPairGenJob: PrepareWork = (mode, variant: number, bits: number, exponent: number, ...rest: unknown[]) => {
    const isPss = variant === PSS_VARIANT;
    const pss = isPss ? pssParameters(rest as [string?, string?, number?]) : undefined;
    const finish = finishPair(mode, isPss ? rest.slice(3) : rest);
    const complete = (key: ReturnType<typeof generateRsaKey>) =>
      finish({ type: isPss ? 'rsa-pss' : 'rsa', ...key, ...(pss ? { pss } : {}) });
    return Object.assign(() => complete(generateRsaKey(bits, exponent)), {
      ...browserRsaKey(bits, exponent, complete),
    });
  };

  const DsaKeyPairGenJob: PrepareWork = (mode, bits: number, divisorBits: number, ...trailing: unknown[]) =>
    pairJob(mode, trailing, () => generateDsaKey(bits, divisorBits));

  const EcKeyPairGenJob: PrepareWork = (mode, name: string, encoding: number | undefined, ...trailing: unknown[]) => {
    const curve = findCurve(name);
    if (!curve) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
    return pairJob(mode, trailing, () => {
      const scalar = randomScalar(curve);
      return {
        type: 'ec',
        curve,
        point: publicPoint(curve, scalar),
        private: scalar,
        explicit: encoding === EXPLICIT_CURVE,
        form: PointForm.UNCOMPRESSED,
      };
    });
  };

  const DhKeyPairGenJob: PrepareWork = (mode, group: unknown, ...rest: unknown[]) => {
    if (typeof group === 'string') {
      const found = findDhGroup(group);
      if (!found) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group');
      return pairJob(mode, rest, () => dhKey(found.prime, found.generator, found.privateBits));
    }
    const [generator, ...trailing] = rest as [number, ...unknown[]];
    const prime = typeof group === 'number' ? undefined : bytesToInteger(bytesOf(group));
    return pairJob(mode, trailing, () => {
      const own = prime ?? generateDhPrime(group as number, generator);
      return dhKey(own, BigInt(generator), 0);
    });
  };

  const NamedKeyPairGenJob: PrepareWork = (mode, name: string, ...trailing: unknown[]) =>
    pairJob(mode, trailing, () => generateOctetKey(name.toLowerCase() as OctetKeyType));

  const SecretKeyGenJob: PrepareWork =
    (mode, bits: number, ...trailing: unknown[]) =>
    () => {
      const bytes = randomBytes(mode === JobMode.WEB_CRYPTO ? Math.ceil(bits / 8) : Math.floor(bits / 8));
      if (mode === JobMode.WEB_CRYPTO && bits % 8) bytes[bytes.length - 1]! &= 0xff << (8 - (bits % 8));
      const handle = handles.secret(bytes);
      if (mode !== JobMode.WEB_CRYPTO) return handle;
      const [algorithm, usages, extractable] = trailing as [object, number, boolean];
      return createCryptoKey(environment, handle, algorithm, usages, extractable);
    };

  return jobClasses(environment, {
    RsaKeyPairGenJob,
    DsaKeyPairGenJob,
    EcKeyPairGenJob,
    DhKeyPairGenJob,
    NamedKeyPairGenJob,
    SecretKeyGenJob,
    RandomPrimeJob,
    CheckPrimeJob,
  });
}

function pssParameters([hashName, mgf1Name, saltLength]: [string?, string?, number?]): PssParameters | undefined {
  const nameOf = (name: string, what: string): string => {
    const algorithm = findAlgorithm(name);
    if (!algorithm) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid ${what}: ${name}`);
    return nameOfAlgorithm(algorithm);
  };
  const given = hashName === undefined ? undefined : nameOf(hashName, 'digest');
  const mask = mgf1Name === undefined ? undefined : nameOf(mgf1Name, 'MGF1 digest');
  if (given === undefined && mask === undefined && saltLength === undefined) return undefined;
  const hash = given ?? 'sha1';
  return { hash, mgf1Hash: mask ?? hash, saltLength: saltLength ?? outputLengthOf(findAlgorithm(hash)!) };
}

const dhKey = (p: bigint, g: bigint, privateBits: number): AsymmetricKey => {
  const x = drawPrivateKey(p, privateBits);
  return { type: 'dh', p, g, y: modularPower(g, x, p), private: x };
};

const MIN_DSA_BITS = 512;

/** Domain parameters after FIPS 186-4, appendix A.1, without the seed that proves them. */
function generateDsaKey(bits: number, divisorBits: number): AsymmetricKey {
  const qBits = divisorBits > 0 ? divisorBits : bits >= 2048 ? 256 : 160;
  if (bits < MIN_DSA_BITS) throw opensslError(0x05000074, 'bad ffc parameters');
  if (![160, 224, 256].includes(qBits)) throw opensslError(0x05000075, 'invalid parameters');
  const q = randomPrime(qBits, { topBits: 1 });
  const top = 1n << BigInt(bits - 1);
  for (;;) {
    const draw = randomBits(bits) | top;
    const p = draw - (draw % (2n * q)) + 1n;
    if (bitLength(p) !== bits || !isProbablePrime(p)) continue;
    let g = 1n;
    for (let h = 2n; g === 1n; h++) g = modularPower(h, (p - 1n) / q, p);
    const x = randomBelow(q);
    return { type: 'dsa', p, q, g, y: modularPower(g, x, p), private: x };
  }
}

const RandomPrimeJob: PrepareWork = (_mode, bits: number, safe: boolean, add: unknown, rem: unknown) => {
  const numberOf = (value: unknown) => (value === undefined ? undefined : bytesToInteger(bytesOf(value)));
  const [step, rest] = [numberOf(add), numberOf(rem)];
  if (step !== undefined) {
    if (bitLength(step) > bits) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'invalid options.add');
    if (rest !== undefined && step <= rest) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'invalid options.rem');
  }
  return () => {
    // As BN_generate_prime_ex: of such lengths there is none with the two highest bits set.
    const isTooShort = bits < 2 || (safe && step === undefined && bits < 6 && bits !== 3);
    if (isTooShort) throw opensslError(0x01800076, 'bits too small');
    const options = step === undefined ? { safe } : { safe, add: step, ...(rest === undefined ? {} : { rem: rest }) };
    return bufferOf(integerToBytes(randomPrime(bits, options), Math.ceil(bits / 8)));
  };
};

/** What OpenSSL's BIGNUM holds. */
const MAX_INTEGER_BYTES = 2 ** 26;

const CheckPrimeJob: PrepareWork = (_mode, candidate: unknown, checks: number) => {
  const bytes = bytesOf(candidate);
  if (bytes.length >= MAX_INTEGER_BYTES) throw opensslError(0x01800072, 'bignum too long');
  const value = bytesToInteger(bytes);
  return () => isProbablePrime(value, checks);
};
