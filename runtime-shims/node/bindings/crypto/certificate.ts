/** X.509 certificates (RFC 5280), as far as Node asks about them. */
import type { AsymmetricKey } from './asymmetric_key.ts';
import { contextTag, type DerElement, DerError, readDer, Tag } from './der.ts';
import { findAlgorithm } from './digests.ts';
import { readPssParameters } from './key_algorithms.ts';
import { readSpki } from './key_formats.ts';
import { Identifier, nameOfIdentifier, octetKeyIdentifiers } from './object_identifiers.ts';
import { opensslError } from './openssl_error.ts';
import { Padding, signsDigests, verify } from './signature_schemes.ts';

export const Extension = {
  SUBJECT_KEY_IDENTIFIER: '2.5.29.14',
  KEY_USAGE: '2.5.29.15',
  SUBJECT_ALT_NAME: '2.5.29.17',
  BASIC_CONSTRAINTS: '2.5.29.19',
  AUTHORITY_KEY_IDENTIFIER: '2.5.29.35',
  EXTENDED_KEY_USAGE: '2.5.29.37',
  INFO_ACCESS: '1.3.6.1.5.5.7.1.1',
} as const;

/** Bit of keyCertSign in the first byte of KeyUsage. */
const KEY_CERT_SIGN = 0x04;

export class Certificate {
  readonly raw: Uint8Array;
  readonly serialNumber: DerElement;
  readonly issuer: DerElement;
  readonly subject: DerElement;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spki: DerElement;
  readonly signatureAlgorithm: DerElement;
  readonly #signed: Uint8Array;
  readonly #signature: Uint8Array;
  readonly #extensions = new Map<string, Uint8Array>();

  /** Throws DerError. */
  constructor(bytes: Uint8Array) {
    const whole = readDer(bytes).expect(Tag.SEQUENCE);
    const signed = whole.child(0, Tag.SEQUENCE);
    const fields = signed.child(0).tag === contextTag(0) ? signed.children.slice(1) : signed.children;
    const [serialNumber, , issuer, validity, subject, spki] = fields;
    if (!serialNumber || !issuer || !validity || !subject || !spki) throw new DerError('certificate');
    this.raw = whole.whole.slice();
    this.serialNumber = serialNumber.expect(Tag.INTEGER);
    this.issuer = issuer.expect(Tag.SEQUENCE);
    this.subject = subject.expect(Tag.SEQUENCE);
    this.notBefore = readTime(validity.child(0));
    this.notAfter = readTime(validity.child(1));
    this.spki = spki.expect(Tag.SEQUENCE);
    this.signatureAlgorithm = whole.child(1, Tag.SEQUENCE);
    this.#signed = signed.whole;
    this.#signature = whole.child(2).bits;
    const extensions = fields.find(({ tag }) => tag === contextTag(3))?.child(0).children ?? [];
    for (const extension of extensions) {
      const value = extension.children.at(-1)!.octets;
      this.#extensions.set(extension.child(0).objectIdentifier, value);
    }
  }

  /** The DER in an extension. */
  extension(identifier: string): DerElement | undefined {
    const value = this.#extensions.get(identifier);
    return value && readDer(value);
  }

  get publicKey(): AsymmetricKey {
    try {
      return readSpki(this.spki.whole);
    } catch (error) {
      if (error instanceof DerError) throw opensslError(0x03000072, 'decode error');
      throw error;
    }
  }

  /** X509_check_ca() == 1 */
  get isAuthority(): boolean {
    const constraints = this.extension(Extension.BASIC_CONSTRAINTS);
    const isMarked = constraints?.children[0]?.tag === Tag.BOOLEAN && constraints.child(0).content[0] !== 0;
    return isMarked && this.maySignCertificates;
  }

  get maySignCertificates(): boolean {
    const usage = this.extension(Extension.KEY_USAGE);
    return usage === undefined || ((usage.bits[0] ?? 0) & KEY_CERT_SIGN) !== 0;
  }

  /** X509_check_issued */
  wasIssuedBy(issuer: Certificate): boolean {
    if (!sameBytes(issuer.subject.whole, this.issuer.whole)) return false;
    const authority = this.extension(Extension.AUTHORITY_KEY_IDENTIFIER);
    const wanted = authority?.find(contextTag(0, false))?.content;
    const own = issuer.extension(Extension.SUBJECT_KEY_IDENTIFIER)?.octets;
    if (wanted && own && !sameBytes(wanted, own)) return false;
    const serial = authority?.find(contextTag(2, false))?.content;
    if (serial && !sameBytes(serial, issuer.serialNumber.content)) return false;
    return issuer.maySignCertificates;
  }

  wasSignedBy(key: AsymmetricKey): boolean {
    return verifySignature(this.signatureAlgorithm, this.#signed, this.#signature, key);
  }
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** UTCTime or GeneralizedTime. */
function readTime({ tag, content }: DerElement): Date {
  const text = String.fromCharCode(...content);
  const full = tag === Tag.UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(full)?.map(Number) ?? [];
  if (year === undefined) throw new DerError('time');
  return new Date(Date.UTC(year, month! - 1, day, hour, minute, second));
}

/** Signature algorithms: OpenSSL's long names and their digests. */
const RSA = '1.2.840.113549.1.1.';
const ECDSA = '1.2.840.10045.4.';
const NIST_SIGNATURES = '2.16.840.1.101.3.4.3.';
const signatureAlgorithms: Readonly<Record<string, readonly [name: string, digest: string]>> = {
  [`${RSA}4`]: ['md5WithRSAEncryption', 'md5'],
  [`${RSA}5`]: ['sha1WithRSAEncryption', 'sha1'],
  [`${RSA}11`]: ['sha256WithRSAEncryption', 'sha256'],
  [`${RSA}12`]: ['sha384WithRSAEncryption', 'sha384'],
  [`${RSA}13`]: ['sha512WithRSAEncryption', 'sha512'],
  [`${RSA}14`]: ['sha224WithRSAEncryption', 'sha224'],
  [`${ECDSA}1`]: ['ecdsa-with-SHA1', 'sha1'],
  [`${ECDSA}3.1`]: ['ecdsa-with-SHA224', 'sha224'],
  [`${ECDSA}3.2`]: ['ecdsa-with-SHA256', 'sha256'],
  [`${ECDSA}3.3`]: ['ecdsa-with-SHA384', 'sha384'],
  [`${ECDSA}3.4`]: ['ecdsa-with-SHA512', 'sha512'],
  [`${NIST_SIGNATURES}9`]: ['ecdsa_with_SHA3-224', 'sha3-224'],
  [`${NIST_SIGNATURES}10`]: ['ecdsa_with_SHA3-256', 'sha3-256'],
  [`${NIST_SIGNATURES}11`]: ['ecdsa_with_SHA3-384', 'sha3-384'],
  [`${NIST_SIGNATURES}12`]: ['ecdsa_with_SHA3-512', 'sha3-512'],
  '1.2.840.10040.4.3': ['dsaWithSHA1', 'sha1'],
  [`${NIST_SIGNATURES}1`]: ['dsa_with_SHA224', 'sha224'],
  [`${NIST_SIGNATURES}2`]: ['dsa_with_SHA256', 'sha256'],
};

/** OpenSSL's name of a signature algorithm; undefined for one that it does not know. */
export function signatureName(algorithm: DerElement): string | undefined {
  const identifier = algorithm.child(0).objectIdentifier;
  if (identifier === Identifier.RSA_PSS) return 'rsassaPss';
  return signatureAlgorithms[identifier]?.[0] ?? nameOfIdentifier(octetKeyIdentifiers, identifier)?.toUpperCase();
}

/** Checks a signature by the AlgorithmIdentifier beside it. */
export function verifySignature(
  algorithm: DerElement,
  signed: Uint8Array,
  signature: Uint8Array,
  key: AsymmetricKey,
): boolean {
  const identifier = algorithm.child(0).objectIdentifier;
  const plain = { padding: undefined, saltLength: undefined, isP1363: false, context: undefined };
  if (identifier === Identifier.RSA_PSS) {
    const { hash, saltLength } = readPssParameters(algorithm.child(1));
    if (key.type !== 'rsa' && key.type !== 'rsa-pss') return false;
    return verify(key, signed, findAlgorithm(hash), signature, { ...plain, padding: Padding.PSS, saltLength });
  }
  const digest = signatureAlgorithms[identifier]?.[1];
  const isWhole = 'public' in key;
  if (isWhole) return octetKeyIdentifiers[key.type] === identifier && verify(key, signed, undefined, signature, plain);
  if (digest === undefined || !signsDigests(key)) return false;
  const family = { rsa: RSA, 'rsa-pss': '-', ec: ECDSA, dsa: '1.2.840.10040', dh: '-' }[key.type];
  const isOwn = identifier.startsWith(family) || identifier.startsWith(NIST_SIGNATURES);
  return isOwn && verify(key, signed, findAlgorithm(digest), signature, plain);
}

export const publicKeyOfCertificate = (bytes: Uint8Array): AsymmetricKey => new Certificate(bytes).publicKey;
