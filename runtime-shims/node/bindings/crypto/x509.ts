/** src/crypto/crypto_x509.cc: what X509Certificate of the library is made upon. */
import { decodeBytes, Encoding } from '../../bytes/encodings.ts';
import { markNativeCloneable } from '../../clone_context.ts';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { samePublicKey } from './asymmetric_key.ts';
import { bitLength } from './big_integer.ts';
import { bytesOf, output } from './bytes.ts';
import { Certificate, Extension, signatureName } from './certificate.ts';
import { matchEmail, matchHost, matchIp } from './certificate_matching.ts';
import { generalName, infoAccess, legacyName, multilineName } from './certificate_names.ts';
import { DerError } from './der.ts';
import { digestBytes, findAlgorithm } from './digests.ts';
import { encodePoint } from './elliptic_curve.ts';
import { writeSpki } from './key_formats.ts';
import { keyHandlesOf, keyOfArguments } from './keys.ts';
import { opensslError } from './openssl_error.ts';
import { readPem, writePem } from './pem.ts';

const labels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

const noStartLine = () => opensslError(0x0480006c, 'no start line');

/** PEM, or else DER. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const block = readPem(bytes).find(({ label }) => labels.includes(label));
  try {
    return new Certificate(block?.content ?? bytes);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw block ? opensslError(0x068000a8, 'wrong tag') : noStartLine();
  }
}

const hexadecimal = (bytes: Uint8Array): string =>
  (decodeBytes(bytes, 0, bytes.length, Encoding.HEX) as string).toUpperCase();

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** ASN1_TIME_print */
function timeText(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${months[date.getUTCMonth()]} ${day} ${time} ${date.getUTCFullYear()} GMT`;
}

function fingerprint({ raw }: Certificate, digest: string): string {
  return hexadecimal(digestBytes(findAlgorithm(digest)!, raw)).replaceAll(/..(?=.)/g, '$&:');
}

function serialText({ serialNumber }: Certificate): string {
  const value = serialNumber.integer;
  const text = (value < 0n ? -value : value).toString(16).toUpperCase();
  return `${value < 0n ? '-' : ''}${text.length % 2 ? '0' : ''}${text}`;
}

const alternativeNames = (certificate: Certificate): string | undefined =>
  certificate.extension(Extension.SUBJECT_ALT_NAME)?.children.map(generalName).join(', ');

function accessText(certificate: Certificate): string | undefined {
  const extension = certificate.extension(Extension.INFO_ACCESS);
  return extension && infoAccess(extension);
}

const extendedUsages = (certificate: Certificate): string[] | undefined =>
  certificate.extension(Extension.EXTENDED_KEY_USAGE)?.children.map((usage) => usage.objectIdentifier);

export const isX509 = (value: unknown): boolean => certificates.has(value as object);
const certificates = new WeakMap<object, Certificate>();

/** A native certificate, as the library's class takes it. */
export function certificateHandle(certificate: Certificate): object {
  const handle = markNativeCloneable({});
  certificates.set(handle, certificate);
  return handle;
}

export function x509Natives(environment: Environment): Binding {
  const handles = keyHandlesOf(environment);
  const buffer = (bytes: Uint8Array) => output(environment, bytes, 'buffer');
  const invalid = (message: string) => nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', message);
  const own = (instance: object): Certificate => {
    const certificate = certificates.get(instance);
    if (!certificate) throw new TypeError('Illegal invocation');
    return certificate;
  };

  class X509Certificate {
    constructor(source: unknown) {
      const given = typeof source === 'object' && source !== null ? certificates.get(source) : undefined;
      certificates.set(this, given ?? readCertificate(bytesOf(source)));
      markNativeCloneable(this, () => ({ kind: 'certificate', data: own(this).raw }));
    }

    subject(): string | undefined {
      return multilineName(own(this).subject);
    }

    issuer(): string | undefined {
      return multilineName(own(this).issuer);
    }

    subjectAltName(): string | undefined {
      return alternativeNames(own(this));
    }

    infoAccess(): string | undefined {
      return accessText(own(this));
    }

    validFrom(): string {
      return timeText(own(this).notBefore);
    }

    validTo(): string {
      return timeText(own(this).notAfter);
    }

    validFromDate(): Date {
      return new Date(own(this).notBefore);
    }

    validToDate(): Date {
      return new Date(own(this).notAfter);
    }

    fingerprint(): string {
      return fingerprint(own(this), 'sha1');
    }

    fingerprint256(): string {
      return fingerprint(own(this), 'sha256');
    }

    fingerprint512(): string {
      return fingerprint(own(this), 'sha512');
    }

    keyUsage(): string[] | undefined {
      return extendedUsages(own(this));
    }

    serialNumber(): string {
      return serialText(own(this));
    }

    signatureAlgorithm(): string | undefined {
      return signatureName(own(this).signatureAlgorithm);
    }

    signatureAlgorithmOid(): string {
      return own(this).signatureAlgorithm.child(0).objectIdentifier;
    }

    pem(): string {
      return writePem('CERTIFICATE', own(this).raw);
    }

    raw(): unknown {
      return buffer(own(this).raw);
    }

    publicKey(): object {
      return handles.asymmetric(own(this).publicKey);
    }

    checkCA(): boolean {
      return own(this).isAuthority;
    }

    checkHost(name: string, flags: number): string | undefined {
      if (name.includes('\0')) throw invalid('Invalid name');
      return matchHost(own(this), name, flags);
    }

    checkEmail(email: string, flags: number): string | undefined {
      if (email.includes('\0')) throw invalid('Invalid name');
      return matchEmail(own(this), email, flags) ? email : undefined;
    }

    checkIP(ip: string): string | undefined {
      const matches = matchIp(own(this), ip);
      if (matches === undefined) throw invalid('Invalid name');
      return matches ? ip : undefined;
    }

    checkIssued(issuer: object): boolean {
      return own(this).wasIssuedBy(own(issuer));
    }

    checkPrivateKey(key: unknown): boolean {
      const handle = keyOfArguments([key, undefined, undefined, undefined, undefined], true);
      return samePublicKey(own(this).publicKey, handle);
    }

    verify(key: unknown): boolean {
      return own(this).wasSignedBy(keyOfArguments([key, undefined, undefined, undefined, undefined], false));
    }

    /** Certificates of a connection alone have their issuer's beside them. */
    getIssuerCert(): undefined {
      return undefined;
    }

    toLegacy(): Record<string, unknown> {
      const certificate = own(this);
      return {
        subject: legacyName(certificate.subject),
        issuer: legacyName(certificate.issuer),
        subjectaltname: alternativeNames(certificate),
        infoAccess: accessText(certificate),
        ca: certificate.isAuthority,
        ...legacyKey(certificate),
        valid_from: timeText(certificate.notBefore),
        valid_to: timeText(certificate.notAfter),
        fingerprint: fingerprint(certificate, 'sha1'),
        fingerprint256: fingerprint(certificate, 'sha256'),
        fingerprint512: fingerprint(certificate, 'sha512'),
        ext_key_usage: extendedUsages(certificate),
        serialNumber: serialText(certificate),
        raw: buffer(certificate.raw),
        ...legacyCurve(certificate),
      };
    }
  }

  /** modulus, exponent, pubkey and bits, each undefined where the key has none. */
  function legacyKey(certificate: Certificate): Record<string, unknown> {
    const none = { modulus: undefined, exponent: undefined, pubkey: undefined, bits: undefined };
    const key = certificate.publicKey;
    if (key.type === 'rsa' || key.type === 'rsa-pss') {
      return {
        ...none,
        modulus: key.n.toString(16).toUpperCase(),
        exponent: `0x${key.e.toString(16)}`,
        pubkey: buffer(writeSpki(key)),
        bits: bitLength(key.n),
      };
    }
    if (key.type !== 'ec') return none;
    return { ...none, pubkey: buffer(encodePoint(key.curve, key.point, key.form)), bits: bitLength(key.curve.n) };
  }

  function legacyCurve(certificate: Certificate): Record<string, unknown> {
    const key = certificate.publicKey;
    const nistNames: Readonly<Record<string, string>> = {
      prime192v1: 'P-192',
      secp224r1: 'P-224',
      prime256v1: 'P-256',
      secp384r1: 'P-384',
      secp521r1: 'P-521',
    };
    if (key.type !== 'ec') return { asn1Curve: undefined, nistCurve: undefined };
    return { asn1Curve: key.curve.name, nistCurve: nistNames[key.curve.name] };
  }

  return {
    createX509CertificateClass: (create: (base: unknown) => unknown) => create(X509Certificate),
    isX509Certificate: (value: unknown) => value instanceof X509Certificate,
    parseX509: (source: unknown) => new X509Certificate(source),
  };
}
