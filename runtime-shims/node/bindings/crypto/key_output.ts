/** Keys as programs get them: PEM or DER (WritePublicKey, WritePrivateKey in src/crypto/crypto_keys.cc). */
import type { AsymmetricKey } from './asymmetric_key.ts';
import { encryptPkcs8, writeTraditionalPem } from './key_encryption.ts';
import { writePkcs1Private, writePkcs1Public, writePkcs8, writeSec1, writeSpki } from './key_formats.ts';
import { incompatible, KeyEncoding, KeyFormat } from './key_input.ts';
import { writePem } from './pem.ts';

export function writePublicKey(key: AsymmetricKey, format: number, encoding: number): string | Uint8Array {
  if (encoding === KeyEncoding.PKCS1) {
    if (key.type !== 'rsa') throw incompatible();
    const content = writePkcs1Public(key);
    return format === KeyFormat.PEM ? writePem('RSA PUBLIC KEY', content) : content;
  }
  const content = writeSpki(key);
  return format === KeyFormat.PEM ? writePem('PUBLIC KEY', content) : content;
}

export interface KeyProtection {
  cipher: string;
  passphrase: Uint8Array;
}

export function writePrivateKey(
  key: AsymmetricKey,
  format: number,
  encoding: number,
  protection: KeyProtection | undefined,
): string | Uint8Array {
  const isPem = format === KeyFormat.PEM;
  if (encoding === KeyEncoding.PKCS8) {
    const content = writePkcs8(key);
    if (!protection) return isPem ? writePem('PRIVATE KEY', content) : content;
    const encrypted = encryptPkcs8(content, protection.cipher, protection.passphrase);
    return isPem ? writePem('ENCRYPTED PRIVATE KEY', encrypted) : encrypted;
  }
  const [label, content] = traditional(key, encoding);
  if (!isPem) return content;
  return protection
    ? writeTraditionalPem(label, content, protection.cipher, protection.passphrase)
    : writePem(label, content);
}

function traditional(key: AsymmetricKey, encoding: number): [label: string, content: Uint8Array] {
  if (encoding === KeyEncoding.PKCS1 && key.type === 'rsa') return ['RSA PRIVATE KEY', writePkcs1Private(key)];
  if (encoding === KeyEncoding.SEC1 && key.type === 'ec') return ['EC PRIVATE KEY', writeSec1(key)];
  throw incompatible();
}
