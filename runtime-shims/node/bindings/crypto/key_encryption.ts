/** Keys under a passphrase: PBES2 (RFC 8018) around PKCS #8, and OpenSSL's own way with PEM. */
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { decodeBytes, Encoding, encodeString } from '../../bytes/encodings.ts';
import { nativeError } from '../../native_error.ts';
import { cipherAtOnce, findCipher } from './ciphers.ts';
import {
  concatenate,
  type DerElement,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  Tag,
} from './der.ts';
import { digestBytes, findAlgorithm } from './digests.ts';
import { cipherIdentifiers, hmacIdentifiers, Identifier, nameOfIdentifier } from './object_identifiers.ts';
import { failures, opensslError } from './openssl_error.ts';
import { type PemBlock, writePem } from './pem.ts';
import { isPkcs12Encryption, pkcs12Decrypt } from './pkcs12_encryption.ts';
import { randomBytes } from './random_bytes.ts';

/** What OpenSSL writes: 2,048 rounds of HMAC-SHA-256 and 16 bytes of salt. */
const ITERATIONS = 2048;
const SALT_LENGTH = 16;
/** More than this is refused: it would hold the process for minutes. */
const MAX_ITERATIONS = 100_000_000;

/** `content`: an EncryptedPrivateKeyInfo. Answers the PrivateKeyInfo. */
export function decryptPkcs8(content: Uint8Array, passphrase: Uint8Array): Uint8Array {
  const info = readDer(content);
  return decryptWith(info.child(0, Tag.SEQUENCE), info.child(1).octets, passphrase);
}

/** By the AlgorithmIdentifier of a password-based scheme. */
export function decryptWith(algorithm: DerElement, data: Uint8Array, passphrase: Uint8Array): Uint8Array {
  const identifier = algorithm.child(0).objectIdentifier;
  if (isPkcs12Encryption(identifier)) return pkcs12Decrypt(identifier, algorithm.child(1), data, passphrase);
  if (identifier !== Identifier.PBES2) throw failures.unsupported();
  const [derivation, encryption] = algorithm.child(1).children as [DerElement, DerElement];
  const cipher = nameOfIdentifier(cipherIdentifiers, encryption.child(0).objectIdentifier);
  if (cipher === undefined) throw failures.unsupported();
  const { keyLength } = findCipher(cipher)!.info;
  const key = derive(derivation, passphrase, keyLength);
  const iv = encryption.children[1];
  return cipherAtOnce(cipher, key, iv?.tag === Tag.OCTET_STRING ? iv.content : new Uint8Array(0), data, false);
}

function derive(derivation: DerElement, passphrase: Uint8Array, length: number): Uint8Array {
  const parameters = derivation.child(1, Tag.SEQUENCE);
  if (derivation.child(0).objectIdentifier === Identifier.SCRYPT) {
    const [N, r, p] = [1, 2, 3].map((index) => parameters.child(index).number) as [number, number, number];
    return scrypt(passphrase, parameters.child(0).octets, { N, r, p, dkLen: length });
  }
  if (derivation.child(0).objectIdentifier !== Identifier.PBKDF2) throw failures.unsupported();
  const iterations = parameters.child(1).number;
  if (!(iterations > 0 && iterations <= MAX_ITERATIONS)) throw failures.unsupported();
  const pseudorandom = parameters.find(Tag.SEQUENCE)?.child(0).objectIdentifier;
  const name = pseudorandom === undefined ? 'sha1' : nameOfIdentifier(hmacIdentifiers, pseudorandom);
  const digest = name === undefined ? undefined : findAlgorithm(name);
  if (!digest) throw failures.unsupported();
  return pbkdf2(digest.hash, passphrase, parameters.child(0).octets, { c: iterations, dkLen: length });
}

/** `content`: a PrivateKeyInfo. `cipher` by OpenSSL's name. */
export function encryptPkcs8(content: Uint8Array, cipher: string, passphrase: Uint8Array): Uint8Array {
  const algorithm = cipherForKeys(cipher);
  const identifier = cipherIdentifiers[algorithm.name];
  if (identifier === undefined) throw opensslError(0x0300007a, 'cipher parameter error');
  const [salt, iv] = [randomBytes(SALT_LENGTH), randomBytes(algorithm.ivLength ?? 0)];
  const sha256 = findAlgorithm('sha256')!;
  const key = pbkdf2(sha256.hash, passphrase, salt, { c: ITERATIONS, dkLen: algorithm.keyLength });
  const pseudorandom = sequence(objectIdentifier(hmacIdentifiers['sha256']!), nullValue());
  const derivation = sequence(
    objectIdentifier(Identifier.PBKDF2),
    sequence(octetString(salt), integer(ITERATIONS), pseudorandom),
  );
  const encryption = sequence(objectIdentifier(identifier), ...(iv.length ? [octetString(iv)] : []));
  return sequence(
    sequence(objectIdentifier(Identifier.PBES2), sequence(derivation, encryption)),
    octetString(cipherAtOnce(algorithm.name, key, iv, content, true)),
  );
}

function cipherForKeys(name: string) {
  const cipher = findCipher(name);
  if (!cipher) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
  return cipher.info;
}

/** EVP_BytesToKey with MD5 and one round: the salt is the start of the IV. */
function traditionalKey(passphrase: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  const md5 = findAlgorithm('md5')!;
  let [key, block] = [new Uint8Array(0), new Uint8Array(0)] as [Uint8Array, Uint8Array];
  while (key.length < length) {
    block = digestBytes(md5, concatenate(block, passphrase, salt));
    key = concatenate(key, block);
  }
  return key.subarray(0, length);
}

const TRADITIONAL_SALT = 8;

export const isTraditionallyEncrypted = ({ headers }: PemBlock): boolean =>
  headers['Proc-Type']?.includes('ENCRYPTED') ?? false;

export function decryptTraditional({ headers, content }: PemBlock, passphrase: Uint8Array): Uint8Array {
  const [name = '', hexadecimal = ''] = (headers['DEK-Info'] ?? '').split(',');
  const cipher = findCipher(name)?.info;
  if (!cipher) throw failures.unsupported();
  const iv = encodeString(hexadecimal.trim(), Encoding.HEX);
  const key = traditionalKey(passphrase, iv.subarray(0, TRADITIONAL_SALT), cipher.keyLength);
  return cipherAtOnce(cipher.name, key, iv, content, false);
}

export function writeTraditionalPem(
  label: string,
  content: Uint8Array,
  cipherName: string,
  passphrase: Uint8Array,
): string {
  const cipher = cipherForKeys(cipherName);
  if (cipher.ivLength === undefined) throw opensslError(0x04800071, 'unsupported cipher');
  const iv = randomBytes(cipher.ivLength);
  const key = traditionalKey(passphrase, iv.subarray(0, TRADITIONAL_SALT), cipher.keyLength);
  const vector = (decodeBytes(iv, 0, iv.length, Encoding.HEX) as string).toUpperCase();
  return writePem(label, cipherAtOnce(cipher.name, key, iv, content, true), [
    'Proc-Type: 4,ENCRYPTED',
    `DEK-Info: ${cipher.name.toUpperCase()},${vector}`,
  ]);
}
