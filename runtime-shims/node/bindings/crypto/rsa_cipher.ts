/** publicEncrypt and its like (PublicKeyCipher in src/crypto/crypto_cipher.cc), and WebCrypto's RSA-OAEP. */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import type { AsymmetricKey, RsaKey } from './asymmetric_key.ts';
import { bytesOf, output } from './bytes.ts';
import { bufferOf, jobClasses, type PrepareWork } from './crypto_job.ts';
import { concatenate } from './der.ts';
import { type Algorithm, digestBytes, findAlgorithm } from './digests.ts';
import type { KeyArguments } from './key_input.ts';
import { keyOfArguments } from './keys.ts';
import { failures, opensslError } from './openssl_error.ts';
import { modulusLength, rsaPrivate, rsaPublic } from './rsa.ts';
import {
  oaepError,
  padOaep,
  padPkcs1Encryption,
  padPkcs1Signature,
  unpadOaep,
  unpadPkcs1Encryption,
  unpadPkcs1Signature,
} from './rsa_padding.ts';
import { Padding } from './signature_schemes.ts';

interface OaepOptions {
  hash: Algorithm;
  mgf1Hash: Algorithm;
  label: Uint8Array;
}

const DEFAULT_OAEP_DIGEST = 'sha1';

function oaepOptions(hashName: string | undefined, label: unknown, mgf1Name: string | undefined): OaepOptions {
  const find = (name: string): Algorithm => {
    const algorithm = findAlgorithm(name);
    if (!algorithm || algorithm.extendable)
      throw nativeError(Error, 'ERR_OSSL_EVP_INVALID_DIGEST', 'Invalid digest used');
    return algorithm;
  };
  const hash = find(hashName ?? DEFAULT_OAEP_DIGEST);
  return {
    hash,
    mgf1Hash: mgf1Name === undefined ? hash : find(mgf1Name),
    label: label === undefined ? new Uint8Array(0) : bytesOf(label).slice(),
  };
}

function rsaKeyOf(key: AsymmetricKey): RsaKey {
  if (key.type === 'rsa') return key;
  if (key.type === 'rsa-pss') throw opensslError(0x1c8000b2, 'operation not supported for this keytype');
  throw failures.operationNotSupported();
}

function unpadded(message: Uint8Array, length: number): Uint8Array {
  if (message.length < length) throw opensslError(0x0200007a, 'data too small for key size');
  if (message.length > length) throw failures.dataTooLargeForKeySize();
  return message;
}

function encrypt(key: RsaKey, message: Uint8Array, padding: number, oaep: () => OaepOptions): Uint8Array {
  const length = modulusLength(key);
  switch (padding) {
    case Padding.OAEP: {
      const { hash, mgf1Hash, label } = oaep();
      return rsaPublic(key, padOaep(message, length, hash, mgf1Hash, label));
    }
    case Padding.PKCS1:
      return rsaPublic(key, padPkcs1Encryption(message, length));
    case Padding.NONE:
      return rsaPublic(key, unpadded(message, length));
    default:
      throw opensslError(0x02000076, 'unknown padding type');
  }
}

function decrypt(key: RsaKey, message: Uint8Array, padding: number, oaep: () => OaepOptions): Uint8Array {
  const length = modulusLength(key);
  if (message.length > length) {
    throw opensslError(0x0200006c, 'data greater than mod len', [[0x1c8000a2, 'failed to decrypt']]);
  }
  switch (padding) {
    case Padding.OAEP: {
      const { hash, mgf1Hash, label } = oaep();
      if (message.length < length) throw oaepError();
      return unpadOaep(rsaPrivate(key, message), hash, mgf1Hash, label);
    }
    case Padding.PKCS1: {
      const block = rsaPrivate(key, message);
      return unpadPkcs1Encryption(block) ?? implicitRejection(key, message);
    }
    case Padding.NONE:
      return rsaPrivate(key, message);
    default:
      throw opensslError(0x02000076, 'unknown padding type');
  }
}

/**
 * A wrong padding is not told, but answered by a text that depends on key and ciphertext alone, as OpenSSL 3.2 and later
 * do it (draft-irtf-cfrg-rsa-guidance): else the padding would be an oracle.
 */
function implicitRejection(key: RsaKey, ciphertext: Uint8Array): Uint8Array {
  const length = modulusLength(key);
  const secret = new TextEncoder().encode(key.private!.d.toString(16));
  const sha256 = findAlgorithm('sha256')!;
  const padded = concatenate(new Uint8Array(length - ciphertext.length), ciphertext);
  const seed = digestBytes(sha256, concatenate(secret, padded));
  const longest = length - 11;
  const size = ((seed[0]! << 8) | seed[1]!) % (longest + 1);
  const blocks: Uint8Array[] = [];
  for (let counter = 0; 32 * counter < size; counter++) {
    blocks.push(digestBytes(sha256, concatenate(seed, Uint8Array.of(counter))));
  }
  return concatenate(...blocks).subarray(0, size);
}

const signatureFailure: readonly (readonly [number, string])[] = [
  [0x030000ea, 'provider signature failure'],
  [0x1c880004, 'RSA lib'],
];

function privateEncrypt(key: RsaKey, message: Uint8Array, padding: number): Uint8Array {
  const length = modulusLength(key);
  if (padding === Padding.NONE) return rsaPrivate(key, unpadded(message, length));
  if (padding !== Padding.PKCS1) throw failures.illegalPadding();
  if (message.length > length - 11) throw opensslError(0x0200006e, 'data too large for key size', signatureFailure);
  return rsaPrivate(key, padPkcs1Signature(message, length));
}

function publicDecrypt(key: RsaKey, message: Uint8Array, padding: number): Uint8Array {
  if (padding !== Padding.NONE && padding !== Padding.PKCS1) throw failures.illegalPadding();
  const block = rsaPublic(key, message);
  if (padding === Padding.NONE) return block;
  const found = unpadPkcs1Signature(block);
  if (found) return found;
  throw opensslError(0x0200008a, 'invalid padding', [...signatureFailure, [0x02000072, 'padding check failed']]);
}

type Operation = (key: RsaKey, message: Uint8Array, padding: number, oaep: () => OaepOptions) => Uint8Array;

/** kWebCryptoCipherEncrypt */
const ENCRYPT = 0;

export function rsaCipherNatives(environment: Environment): Binding {
  const native =
    (operation: Operation, wantsPrivate: boolean) =>
    (...parameters: unknown[]): unknown => {
      const [data, padding, hashName, label, mgf1Name] = parameters.slice(5) as [
        unknown,
        number,
        string?,
        unknown?,
        string?,
      ];
      const oaep = () => oaepOptions(hashName, label, mgf1Name);
      // A wrong digest is told before anything else.
      if (hashName !== undefined || mgf1Name !== undefined) oaep();
      const key = keyOfArguments(parameters.slice(0, 5) as unknown as KeyArguments, wantsPrivate);
      return output(environment, operation(rsaKeyOf(key), bytesOf(data), padding, oaep), 'buffer');
    };

  const RSACipherJob: PrepareWork = (
    _mode,
    direction: number,
    handle: unknown,
    data: unknown,
    _variant: number,
    hashName: string,
    label: unknown,
  ) => {
    const key = rsaKeyOf(keyOfArguments([handle, undefined, undefined, undefined, undefined], direction !== ENCRYPT));
    const input = bytesOf(data).slice();
    const oaep = oaepOptions(hashName, label, undefined);
    const operation = direction === ENCRYPT ? encrypt : decrypt;
    return () => bufferOf(operation(key, input, Padding.OAEP, () => oaep));
  };

  return {
    publicEncrypt: native(encrypt, false),
    privateDecrypt: native(decrypt, true),
    privateEncrypt: native(privateEncrypt, true),
    publicDecrypt: native(publicDecrypt, false),
    ...jobClasses(environment, { RSACipherJob }),
  };
}
