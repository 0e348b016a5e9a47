/** Errors out of OpenSSL's queue, as Node decorates them (src/crypto/crypto_util.cc, ERR_error_string and Decorate). */

/** Libraries by number (openssl/err.h), with the prefix that Node puts into `code`; providers and decoders have none. */
const libraries: Readonly<Record<number, readonly [name: string, prefix: string]>> = {
  2: ['rsa routines', 'RSA_'],
  3: ['bignum routines', 'BN_'],
  4: ['rsa routines', 'RSA_'],
  5: ['Diffie-Hellman routines', 'DH_'],
  6: ['digital envelope routines', 'EVP_'],
  9: ['PEM routines', 'PEM_'],
  10: ['dsa routines', 'DSA_'],
  11: ['x509 certificate routines', 'X509_'],
  13: ['asn1 encoding routines', 'ASN1_'],
  15: ['common libcrypto routines', 'CRYPTO_'],
  16: ['elliptic curve routines', 'EC_'],
  35: ['PKCS12 routines', 'PKCS12_'],
  57: ['Provider routines', ''],
  60: ['DECODER routines', ''],
};

const LIBRARY_SHIFT = 23;

/** The text of one entry: `number` is OpenSSL's packed code. */
function describe(number: number, reason: string): { text: string; library: string; code: string } {
  const [library, prefix] = libraries[number >>> LIBRARY_SHIFT] ?? ['unknown', ''];
  const hexadecimal = number.toString(16).toUpperCase().padStart(8, '0');
  return {
    text: `error:${hexadecimal}:${library}::${reason}`,
    library,
    code: `ERR_OSSL_${prefix}${reason.toUpperCase().replaceAll(/[ -]/g, '_')}`,
  };
}

type Entry = readonly [number: number, reason: string];

/** `stack`: the entries that were behind the first in the queue. */
export function opensslError(number: number, reason: string, stack: readonly Entry[] = []): Error {
  const { text, library, code } = describe(number, reason);
  const error = new Error(text);
  if (stack.length) Object.assign(error, { opensslErrorStack: stack.map((entry) => describe(...entry).text) });
  return Object.assign(error, { library, reason, code });
}

/** The failures that several natives share. */
export const failures = {
  unsupported: () => opensslError(0x1e08010c, 'unsupported', [[0x1e08010c, 'unsupported']]),
  badDecrypt: () => opensslError(0x1c800064, 'bad decrypt', [[0x1c800064, 'bad decrypt']]),
  wrongFinalBlockLength: () =>
    opensslError(0x1c80006b, 'wrong final block length', [[0x1c80006b, 'wrong final block length']]),
  notEnoughData: () => opensslError(0x0680008e, 'not enough data', [[0x0680008e, 'not enough data']]),
  wrongTag: () =>
    opensslError(0x068000a8, 'wrong tag', [
      [0x1e08010c, 'unsupported'],
      [0x0688010a, 'nested asn1 error'],
      [0x068000a8, 'wrong tag'],
    ]),
  dataTooLargeForKeySize: () => opensslError(0x0200006e, 'data too large for key size'),
  illegalPadding: () => opensslError(0x1c8000a5, 'illegal or unsupported padding mode'),
  invalidDigest: () => opensslError(0x1c80007a, 'invalid digest'),
  failedDuringDerivation: () => opensslError(0x1c8000a4, 'failed during derivation'),
  operationNotSupported: () => opensslError(0x03000096, 'operation not supported for this keytype'),
};
