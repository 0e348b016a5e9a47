/** Object identifiers of keys and of what protects them (RFC 8017, 5480, 8410, 8018, 3279; NIST CSOR). */
import { cfrgKeyTypes } from './asymmetric_key.ts';

export const Identifier = {
  RSA: '1.2.840.113549.1.1.1',
  MGF1: '1.2.840.113549.1.1.8',
  RSA_PSS: '1.2.840.113549.1.1.10',
  EC: '1.2.840.10045.2.1',
  PRIME_FIELD: '1.2.840.10045.1.1',
  DSA: '1.2.840.10040.4.1',
  DH: '1.2.840.113549.1.3.1',
  DHX: '1.2.840.10046.2.1',
  PBES2: '1.2.840.113549.1.5.13',
  PBKDF2: '1.2.840.113549.1.5.12',
  SCRYPT: '1.3.6.1.4.1.11591.4.11',
} as const;

const NIST_HASH = '2.16.840.1.101.3.4.2.';
/** Digests by the names that asymmetricKeyDetails tells. */
export const digestIdentifiers: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  ripemd160: '1.3.36.3.2.1',
  sha256: `${NIST_HASH}1`,
  sha384: `${NIST_HASH}2`,
  sha512: `${NIST_HASH}3`,
  sha224: `${NIST_HASH}4`,
  'sha512-224': `${NIST_HASH}5`,
  'sha512-256': `${NIST_HASH}6`,
  'sha3-224': `${NIST_HASH}7`,
  'sha3-256': `${NIST_HASH}8`,
  'sha3-384': `${NIST_HASH}9`,
  'sha3-512': `${NIST_HASH}10`,
};

/** Pseudorandom functions of PBKDF2. */
export const hmacIdentifiers: Readonly<Record<string, string>> = {
  sha1: '1.2.840.113549.2.7',
  sha224: '1.2.840.113549.2.8',
  sha256: '1.2.840.113549.2.9',
  sha384: '1.2.840.113549.2.10',
  sha512: '1.2.840.113549.2.11',
};

const AES = '2.16.840.1.101.3.4.1.';
/** Ciphers of PBES2. */
export const cipherIdentifiers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [128, 192, 256].flatMap((bits, size) =>
      ['ecb', 'cbc', 'ofb', 'cfb'].map((mode, index) => [`aes-${bits}-${mode}`, `${AES}${20 * size + index + 1}`]),
    ),
  ),
  'des-ede3-cbc': '1.2.840.113549.3.7',
};

const SIGNATURES = '2.16.840.1.101.3.4.3.';
const KEMS = '2.16.840.1.101.3.4.4.';
const slhNames = ['sha2', 'shake'].flatMap((hash) =>
  ['128s', '128f', '192s', '192f', '256s', '256f'].map((set) => `slh-dsa-${hash}-${set}`),
);

/** Keys whose parts are plain bytes. */
export const octetKeyIdentifiers: Readonly<Record<string, string>> = Object.fromEntries([
  ...['x25519', 'x448', 'ed25519', 'ed448'].map((name, index) => [name, `1.3.101.${110 + index}`]),
  ...['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'].map((name, index) => [name, `${SIGNATURES}${17 + index}`]),
  ...slhNames.map((name, index) => [name, `${SIGNATURES}${20 + index}`]),
  ...['ml-kem-512', 'ml-kem-768', 'ml-kem-1024'].map((name, index) => [name, `${KEMS}${1 + index}`]),
]);

export const isCfrgKeyType = (type: string): boolean => (cfrgKeyTypes as readonly string[]).includes(type);

/** The name for an identifier in one of these tables. */
export function nameOfIdentifier(table: Readonly<Record<string, string>>, identifier: string): string | undefined {
  return Object.keys(table).find((name) => table[name] === identifier);
}
