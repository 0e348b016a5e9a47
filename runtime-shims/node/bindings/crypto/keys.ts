/** src/crypto/crypto_keys.cc: handles of keys, and the classes that the library builds upon them. */
import { Encoding, encodeString } from '../../bytes/encodings.ts';
import { markNativeCloneable, type NativeData } from '../../clone_context.ts';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { perEnvironment } from '../../per_environment.ts';
import { type AsymmetricKey, isPrivate, publicPart, samePublicKey } from './asymmetric_key.ts';
import { bitLength, integerToBytes } from './big_integer.ts';
import { bytesOf, output } from './bytes.ts';
import { encodePoint } from './elliptic_curve.ts';
import { toBase64Url, writeJwk } from './jwk.ts';
import { writePkcs8, writeSpki } from './key_formats.ts';
import { incompatible, type KeyArguments, KeyFormat, readPrivateKey, readPublicOrPrivateKey } from './key_input.ts';
import { writePrivateKey, writePublicKey } from './key_output.ts';
import { isCfrgKeyType } from './object_identifiers.ts';
import { octetAlgorithm, postQuantumNames } from './octet_keys.ts';

export const KeyType = { SECRET: 0, PUBLIC: 1, PRIVATE: 2 } as const;

type KeyData = { type: 0; secret: Uint8Array } | { type: 1 | 2; key: AsymmetricKey };

const handles = new WeakMap<object, KeyData>();

const dataOf = (value: unknown): KeyData | undefined =>
  typeof value === 'object' && value !== null ? handles.get(value) : undefined;

/** The bytes of a key, given as such or as the handle of a secret key. */
export function keyBytes(key: unknown): Uint8Array {
  const data = dataOf(key);
  return data?.type === KeyType.SECRET ? data.secret : bytesOf(key);
}

/** A key given as a handle or in one of the formats; `wantsPrivate` refuses public ones. */
export function keyOfArguments(args: KeyArguments, wantsPrivate: boolean): AsymmetricKey {
  const data = dataOf(args[0]);
  if (data && 'key' in data) return data.key;
  return wantsPrivate ? readPrivateKey(args) : readPublicOrPrivateKey(args);
}

interface HandleClass {
  new (): object;
}

/** The class of handles, of which natives make new ones. */
export const keyHandlesOf: (environment: Environment) => {
  KeyObjectHandle: HandleClass;
  secret(bytes: Uint8Array): object;
  asymmetric(key: AsymmetricKey): object;
} = perEnvironment((environment) => {
  class KeyObjectHandle {
    init(type: number, ...args: KeyArguments): void {
      handles.set(this, type === KeyType.SECRET ? secretOf(args) : asymmetricOf(type as 1 | 2, args));
      markNativeCloneable(this, () => describeKey(required(this)));
    }

    getKeyType(): number {
      return required(this).type;
    }

    getSymmetricKeySize(): number {
      return secretOrThrow(this).length;
    }

    getAsymmetricKeyType(): string {
      return asymmetricKey(this).type;
    }

    checkEcKeyData(): boolean {
      const key = asymmetricKey(this);
      return key.type === 'ec' && key.point.isTorsionFree();
    }

    export(format?: number, encoding?: number, cipher?: string | null, passphrase?: unknown): unknown {
      const data = required(this);
      if (data.type === KeyType.SECRET) return output(environment, data.secret, 'buffer');
      const result =
        data.type === KeyType.PUBLIC
          ? writePublicKey(data.key, format!, encoding!)
          : writePrivateKey(data.key, format!, encoding!, protectionOf(cipher, passphrase));
      return typeof result === 'string' ? result : output(environment, result, 'buffer');
    }

    exportJwk(target: Record<string, unknown>): Record<string, unknown> {
      const data = required(this);
      if (data.type !== KeyType.SECRET) return writeJwk(data.key, target);
      return Object.assign(target, { kty: 'oct', k: toBase64Url(data.secret) });
    }

    rawPublicKey(): unknown {
      const key = asymmetricKey(this);
      if (!('public' in key)) throw incompatible();
      return output(environment, key.public, 'buffer');
    }

    rawPrivateKey(): unknown {
      const key = asymmetricKey(this);
      const hasPlain = 'public' in key && (isCfrgKeyType(key.type) || !octetAlgorithm(key.type)?.expand);
      if (!hasPlain || !key.private) throw incompatible();
      return output(environment, key.private as Uint8Array, 'buffer');
    }

    rawSeed(): unknown {
      const key = asymmetricKey(this);
      if (!('public' in key) || !octetAlgorithm(key.type)?.expand) throw incompatible();
      if (!key.seed) {
        throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get raw seed');
      }
      return output(environment, key.seed, 'buffer');
    }

    exportECPublicRaw(form: number): unknown {
      const key = asymmetricKey(this);
      if (key.type !== 'ec') throw incompatible();
      return output(environment, encodePoint(key.curve, key.point, form), 'buffer');
    }

    exportECPrivateRaw(): unknown {
      const key = asymmetricKey(this);
      if (key.type !== 'ec' || key.private === undefined) throw incompatible();
      return output(environment, integerToBytes(key.private, key.curve.scalarLength), 'buffer');
    }

    keyDetail(target: Record<string, unknown>): Record<string, unknown> {
      return Object.assign(target, detailsOf(asymmetricKey(this)));
    }

    equals(other: object): boolean {
      const [mine, theirs] = [required(this), dataOf(other)];
      if (!theirs || mine.type !== theirs.type) return false;
      if ('secret' in mine) return 'secret' in theirs && sameBytes(mine.secret, theirs.secret);
      return 'key' in theirs && samePublicKey(mine.key, theirs.key);
    }
  }

  const create = (data: KeyData): object => {
    const handle = new KeyObjectHandle();
    handles.set(handle, data);
    markNativeCloneable(handle, () => describeKey(data));
    return handle;
  };

  return {
    KeyObjectHandle,
    secret: (bytes) => create({ type: KeyType.SECRET, secret: bytes }),
    asymmetric: (key) => create({ type: isPrivate(key) ? KeyType.PRIVATE : KeyType.PUBLIC, key }),
  };
});

function required(handle: object): KeyData {
  const data = handles.get(handle);
  if (!data) throw new TypeError('the key handle is not initialised');
  return data;
}

/** For another thread, which reads the key from its usual encoding. */
function describeKey(data: KeyData): NativeData {
  if (data.type === KeyType.SECRET) return { kind: 'secret key', data: data.secret };
  return data.type === KeyType.PUBLIC
    ? { kind: 'public key', data: writeSpki(data.key) }
    : { kind: 'private key', data: writePkcs8(data.key) };
}

function secretOrThrow(handle: object): Uint8Array {
  const data = required(handle);
  if (data.type !== KeyType.SECRET) throw new TypeError('not a secret key');
  return data.secret;
}

function asymmetricKey(handle: object): AsymmetricKey {
  const data = required(handle);
  if (data.type === KeyType.SECRET) throw new TypeError('not a key of a pair');
  return data.key;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

function secretOf([data, format]: KeyArguments): KeyData {
  if (format !== KeyFormat.JWK) return { type: KeyType.SECRET, secret: keyBytes(data).slice() };
  const { k } = data as { k?: unknown };
  if (typeof k !== 'string') throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK secret key format');
  return { type: KeyType.SECRET, secret: encodeString(k, Encoding.BASE64URL) };
}

function asymmetricOf(type: 1 | 2, args: KeyArguments): KeyData {
  const key = keyOfArguments(args, type === KeyType.PRIVATE);
  return { type, key: type === KeyType.PUBLIC ? publicPart(key) : key };
}

export function protectionOf(cipher: unknown, passphrase: unknown) {
  if (cipher === null || cipher === undefined) return undefined;
  return { cipher: String(cipher), passphrase: bytesOf(passphrase) };
}

/** asymmetricKeyDetails; the exponent as big-endian bytes. */
function detailsOf(key: AsymmetricKey): Record<string, unknown> {
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return {
        modulusLength: bitLength(key.n),
        publicExponent: integerToBytes(key.e).buffer,
        ...(key.pss
          ? {
              hashAlgorithm: key.pss.hash,
              mgf1HashAlgorithm: key.pss.mgf1Hash,
              saltLength: key.pss.saltLength,
            }
          : {}),
      };
    case 'dsa':
      return { modulusLength: bitLength(key.p), divisorLength: bitLength(key.q) };
    case 'ec':
      return key.curve.name ? { namedCurve: key.curve.name } : {};
    default:
      return {};
  }
}

type CryptoKeyClass = new (handle: object, algorithm: object, usagesMask: number, extractable: boolean) => object;

/** The library's own class, which extends the native one; known once internal/crypto/keys is loaded. */
const cryptoKeyClasses = new WeakMap<Environment, CryptoKeyClass>();

/** The CryptoKey of a handle, for jobs that make keys for WebCrypto. */
export function createCryptoKey(
  environment: Environment,
  handle: object,
  algorithm: object,
  usagesMask: number,
  extractable: boolean,
): object {
  const InternalCryptoKey = cryptoKeyClasses.get(environment);
  if (!InternalCryptoKey) throw new Error('internal/crypto/keys is not loaded');
  return new InternalCryptoKey(handle, algorithm, usagesMask, extractable);
}

export function keyNatives(environment: Environment): Binding {
  const { KeyObjectHandle } = keyHandlesOf(environment);

  class NativeKeyObject {
    readonly #handle: { getKeyType(): number };
    constructor(handle: { getKeyType(): number }) {
      this.#handle = handle;
      markNativeCloneable(this, () => ({ kind: 'key object', data: describeKey(required(handle)) }));
    }
    static isKeyObject(value: unknown): boolean {
      return typeof value === 'object' && value !== null && #handle in value;
    }
    static slots(key: NativeKeyObject): unknown[] {
      return [key.#handle.getKeyType(), key.#handle];
    }
  }

  // The classes come from the library: it extends the native one, whose fields programs cannot forge.
  class NativeCryptoKey {
    readonly #slots: unknown[];
    constructor(...slots: unknown[]) {
      this.#slots = slots;
      const [handle, algorithm, usagesMask, extractable, secondary] = slots as [
        object,
        object,
        number,
        boolean,
        unknown,
      ];
      // Keys of two parts stay in their thread.
      if (secondary !== undefined) return;
      markNativeCloneable(this, () => ({
        kind: 'crypto key',
        data: [describeKey(required(handle)), { ...algorithm }, usagesMask, extractable],
      }));
    }
    static isCryptoKey(value: unknown): boolean {
      return typeof value === 'object' && value !== null && #slots in value;
    }
    static slots(key: NativeCryptoKey): unknown[] {
      const [handle, algorithm, usagesMask, extractable, secondaryHandle, seedData] = key.#slots;
      const type = (handle as { getKeyType(): number }).getKeyType();
      return [type, extractable, algorithm, usagesMask, handle, secondaryHandle, seedData];
    }
  }

  return {
    KeyObjectHandle,
    createNativeKeyObjectClass: (create: (base: unknown) => unknown) => create(NativeKeyObject),
    isKeyObject: NativeKeyObject.isKeyObject,
    getKeyObjectSlots: NativeKeyObject.slots,
    createCryptoKeyClass(create: (base: unknown) => [unknown, CryptoKeyClass]) {
      const classes = create(NativeCryptoKey);
      cryptoKeyClasses.set(environment, classes[1]);
      return classes;
    },
    isCryptoKey: NativeCryptoKey.isCryptoKey,
    getCryptoKeySlots: NativeCryptoKey.slots,
    getPqcKeyTypes: () => [...postQuantumNames],
  };
}
