/** Keys as programs give them: PEM or DER of any structure, JWK, plain bytes (KeyObjectData in src/crypto/crypto_keys.cc). */
import { nativeError } from '../../native_error.ts';
import { type AsymmetricKey, isPrivate, type OctetKeyType } from './asymmetric_key.ts';
import { bytesToInteger } from './big_integer.ts';
import { bytesOf } from './bytes.ts';
import { publicKeyOfCertificate } from './certificate.ts';
import { DerError, readDer, Tag } from './der.ts';
import { decodePoint, findCurve, PointForm, publicPoint } from './elliptic_curve.ts';
import { type JsonWebKey, readJwk } from './jwk.ts';
import { decryptPkcs8, decryptTraditional, isTraditionallyEncrypted } from './key_encryption.ts';
import { readPkcs1Private, readPkcs1Public, readPkcs8, readSec1, readSpki } from './key_formats.ts';
import { octetAlgorithm, octetKeyOfSeed, octetPrivateKey, octetPublicKey } from './octet_keys.ts';
import { failures, opensslError } from './openssl_error.ts';
import { type PemBlock, readPem } from './pem.ts';

/** kKeyFormat… */
export const KeyFormat = { DER: 0, PEM: 1, JWK: 2, RAW_PUBLIC: 3, RAW_PRIVATE: 4, RAW_SEED: 5, STORE: 6 } as const;
/** kKeyEncoding… */
export const KeyEncoding = { PKCS1: 0, PKCS8: 1, SPKI: 2, SEC1: 3 } as const;

/** What the library hands to natives that take a key: data, format, type, passphrase, namedCurve. */
export type KeyArguments = readonly [
  data: unknown,
  format: number | null | undefined,
  type: number | string | null | undefined,
  passphrase: unknown,
  namedCurve: string | null | undefined,
];

/** Errors of reading become OpenSSL's. */
function reading<Key>(read: () => Key, failure: () => Error): Key {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError || error instanceof TypeError || error instanceof RangeError) {
      if ('code' in error) throw error;
      throw failure();
    }
    throw error;
  }
}

/** Any key, of which only the public part may be wanted. */
export function readPublicOrPrivateKey(args: KeyArguments): AsymmetricKey {
  const [data, format, type] = args;
  if (format === KeyFormat.PEM) {
    const bytes = bytesOf(data);
    const block = readPem(bytes).find(({ label }) => publicLabels.includes(label));
    if (block) return reading(() => publicOfPem(block), failures.wrongTag);
    return readPrivateKey(args);
  }
  if (format === KeyFormat.DER) {
    const bytes = bytesOf(data);
    const unreadable = () => Object.assign(failures.unsupported(), { message: 'Failed to read asymmetric key' });
    if (type === KeyEncoding.SPKI) return reading(() => readSpki(bytes), unreadable);
    if (type === KeyEncoding.PKCS1 && !isRsaPrivate(bytes)) return reading(() => readPkcs1Public(bytes), unreadable);
    return readPrivateKey(args);
  }
  if (format === KeyFormat.JWK) return readJwk(data as JsonWebKey, false, args[4] ?? undefined);
  return readRawKey(args);
}

const publicLabels = ['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

function publicOfPem({ label, content }: PemBlock): AsymmetricKey {
  if (label === 'PUBLIC KEY') return readSpki(content);
  if (label === 'RSA PUBLIC KEY') return readPkcs1Public(content);
  return publicKeyOfCertificate(content);
}

/** An RSAPrivateKey begins with its version, an RSAPublicKey with the modulus. */
function isRsaPrivate(bytes: Uint8Array): boolean {
  try {
    const first = readDer(bytes).child(0, Tag.INTEGER).content;
    return first.length === 1 && first[0]! <= 1;
  } catch {
    return false;
  }
}

export function readPrivateKey(args: KeyArguments): AsymmetricKey {
  const [data, format, type, passphrase] = args;
  switch (format) {
    case KeyFormat.PEM:
      return privateOfPem(bytesOf(data), passphraseOf(passphrase));
    case KeyFormat.DER:
      return reading(() => privateOfDer(bytesOf(data), type, passphraseOf(passphrase)), failures.notEnoughData);
    case KeyFormat.JWK:
      return readJwk(data as JsonWebKey, true, args[4] ?? undefined);
    case KeyFormat.STORE:
      throw nativeError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'OpenSSL STORE loaders are not available');
    default:
      return readRawKey(args);
  }
}

function passphraseOf(value: unknown): Uint8Array | undefined {
  return value === null || value === undefined ? undefined : bytesOf(value);
}

const privateLabels = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'DSA PRIVATE KEY'];

const interrupted = () =>
  opensslError(0x07880109, 'interrupted or cancelled', [
    [0x04800068, 'bad password read'],
    [0x07880109, 'interrupted or cancelled'],
    [0x07880109, 'interrupted or cancelled'],
  ]);

function privateOfPem(bytes: Uint8Array, passphrase: Uint8Array | undefined): AsymmetricKey {
  const block = readPem(bytes).find(({ label }) => privateLabels.includes(label));
  if (!block) throw failures.unsupported();
  const { label } = block;
  if (label === 'ENCRYPTED PRIVATE KEY') {
    if (!passphrase) throw interrupted();
    return reading(() => readPkcs8(decryptPkcs8(block.content, passphrase)), failures.unsupported);
  }
  if (isTraditionallyEncrypted(block) && !passphrase) throw interrupted();
  return reading(() => {
    const content = isTraditionallyEncrypted(block) ? decryptTraditional(block, passphrase!) : block.content;
    if (label === 'PRIVATE KEY') return readPkcs8(content);
    if (label === 'RSA PRIVATE KEY') return readPkcs1Private(content);
    return label === 'EC PRIVATE KEY' ? readSec1(content) : readDsaPrivate(content);
  }, failures.unsupported);
}

/** OpenSSL's own structure: version, p, q, g, y, x. */
function readDsaPrivate(bytes: Uint8Array): AsymmetricKey {
  const key = readDer(bytes).expect(Tag.SEQUENCE);
  const [p, q, g, y, x] = [1, 2, 3, 4, 5].map((index) => key.child(index).integer) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  return { type: 'dsa', p, q, g, y, private: x };
}

function privateOfDer(bytes: Uint8Array, type: KeyArguments[2], passphrase: Uint8Array | undefined): AsymmetricKey {
  if (type === KeyEncoding.PKCS1) return readPkcs1Private(bytes);
  if (type === KeyEncoding.SEC1) return readSec1(bytes);
  const isEncrypted = readDer(bytes).expect(Tag.SEQUENCE).child(0).tag !== Tag.INTEGER;
  if (!isEncrypted) return readPkcs8(bytes);
  if (!passphrase) {
    throw nativeError(TypeError, 'ERR_MISSING_PASSPHRASE', 'Passphrase required for encrypted key');
  }
  return readPkcs8(decryptPkcs8(bytes, passphrase));
}

const incompatible = () =>
  nativeError(
    Error,
    'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS',
    'The selected key encoding is incompatible with the key type',
  );

/** Plain bytes; `type` is the name of the algorithm. */
function readRawKey([data, format, type, , namedCurve]: KeyArguments): AsymmetricKey {
  const bytes = bytesOf(data);
  const name = String(type).toLowerCase();
  const invalid = () => nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', 'Invalid key data');
  if (name === 'ec') {
    const curve = findCurve(namedCurve ?? '');
    if (!curve) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
    if (format === KeyFormat.RAW_SEED) throw incompatible();
    if (format === KeyFormat.RAW_PUBLIC) {
      const decoded = decodePoint(curve, bytes);
      if (!decoded) throw invalid();
      return { type: 'ec', curve, point: decoded.point, form: PointForm.UNCOMPRESSED };
    }
    const scalar = bytesToInteger(bytes);
    if (bytes.length !== curve.scalarLength || scalar === 0n || scalar >= curve.n) throw invalid();
    const point = publicPoint(curve, scalar);
    return { type: 'ec', curve, point, form: PointForm.UNCOMPRESSED, private: scalar };
  }
  const algorithm = octetAlgorithm(name);
  if (
    !algorithm ||
    (format === KeyFormat.RAW_SEED) !== (algorithm.expand !== undefined && format !== KeyFormat.RAW_PUBLIC)
  ) {
    throw incompatible();
  }
  const readers = {
    [KeyFormat.RAW_PUBLIC]: octetPublicKey,
    [KeyFormat.RAW_PRIVATE]: octetPrivateKey,
    [KeyFormat.RAW_SEED]: octetKeyOfSeed,
  };
  const key = readers[format as keyof typeof readers]?.(name as OctetKeyType, bytes);
  if (!key) throw invalid();
  return key;
}

export { incompatible, isPrivate };
