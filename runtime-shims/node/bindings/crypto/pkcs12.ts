/** src/crypto/crypto_pkcs12.cc: bundles of a key and certificates (RFC 7292). */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { type AsymmetricKey, samePublicKey } from './asymmetric_key.ts';
import { bytesOf } from './bytes.ts';
import { Certificate } from './certificate.ts';
import { contextTag, type DerElement, readDer, Tag } from './der.ts';
import { createHmac, findAlgorithm } from './digests.ts';
import { decryptPkcs8, decryptWith } from './key_encryption.ts';
import { readPkcs8 } from './key_formats.ts';
import { keyHandlesOf } from './keys.ts';
import { digestIdentifiers, nameOfIdentifier } from './object_identifiers.ts';
import { Purpose, pkcs12Derive } from './pkcs12_encryption.ts';
import { certificateHandle } from './x509.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const BAGS = '1.2.840.113549.1.12.10.1.';
const [KEY_BAG, SHROUDED_KEY_BAG, CERTIFICATE_BAG, NESTED_BAG] = [`${BAGS}1`, `${BAGS}2`, `${BAGS}3`, `${BAGS}6`];
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';

const failed = (message: string) => nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', message);

interface Bundle {
  key: AsymmetricKey | undefined;
  keyId: string | undefined;
  certificates: { certificate: Certificate; id: string | undefined }[];
}

/** The identifier that pairs a key with its certificate. */
function localKeyId(bag: DerElement): string | undefined {
  const attributes = bag.children[2]?.children ?? [];
  const attribute = attributes.find((entry) => entry.child(0).objectIdentifier === LOCAL_KEY_ID);
  return attribute?.child(1).child(0).content.join();
}

function readBags(contents: DerElement, passphrase: Uint8Array, bundle: Bundle): void {
  for (const bag of contents.children) {
    const value = bag.child(1).child(0);
    switch (bag.child(0).objectIdentifier) {
      case KEY_BAG:
      case SHROUDED_KEY_BAG: {
        if (bundle.key) break;
        const isShrouded = bag.child(0).objectIdentifier === SHROUDED_KEY_BAG;
        bundle.key = readPkcs8(isShrouded ? decryptPkcs8(value.whole, passphrase) : value.whole);
        bundle.keyId = localKeyId(bag);
        break;
      }
      case CERTIFICATE_BAG: {
        const certificate = new Certificate(value.child(1).child(0).octets);
        bundle.certificates.push({ certificate, id: localKeyId(bag) });
        break;
      }
      case NESTED_BAG:
        readBags(value, passphrase, bundle);
    }
  }
}

/** A ContentInfo of data, plain or encrypted. */
function contentOf(info: DerElement, passphrase: Uint8Array): Uint8Array {
  const content = info.child(1).child(0);
  if (info.child(0).objectIdentifier === DATA) return content.octets;
  if (info.child(0).objectIdentifier !== ENCRYPTED_DATA) throw failed('Unsupported PKCS#12 content');
  const encrypted = content.child(1);
  const bytes = encrypted.children.find(({ tag }) => tag === contextTag(0, false) || tag === contextTag(0));
  return decryptWith(encrypted.child(1), bytes?.content ?? new Uint8Array(0), passphrase);
}

/** Appendix A of RFC 7292: is the MAC that of this password? */
function isMacRight(mac: DerElement, content: Uint8Array, passphrase: Uint8Array): boolean {
  const info = mac.child(0);
  const name = nameOfIdentifier(digestIdentifiers, info.child(0).child(0).objectIdentifier);
  const digest = name === undefined ? undefined : findAlgorithm(name);
  if (!digest) return false;
  const iterations = mac.children[2]?.number ?? 1;
  const { outputLen } = digest.hash;
  const key = pkcs12Derive(digest, passphrase, mac.child(1).octets, iterations, Purpose.MAC, outputLen);
  const hmac = createHmac(digest, key);
  hmac.update(content);
  const [expected, given] = [hmac.digest(), info.child(1).octets];
  return expected.length === given.length && expected.every((byte, index) => byte === given[index]);
}

function readBundle(bytes: Uint8Array, passphrase: Uint8Array): Bundle {
  const invalid = () => failed('Input is not a valid PKCS#12 structure');
  let content: Uint8Array;
  let mac: DerElement | undefined;
  try {
    const whole = readDer(bytes).expect(Tag.SEQUENCE);
    whole.child(0, Tag.INTEGER);
    content = contentOf(whole.child(1, Tag.SEQUENCE), passphrase);
    mac = whole.children[2];
  } catch {
    throw invalid();
  }
  if (mac && !isMacRight(mac, content, passphrase))
    throw failed('Failed to verify the PKCS#12 MAC: invalid passphrase');
  const bundle: Bundle = { key: undefined, keyId: undefined, certificates: [] };
  for (const info of readDer(content).children) readBags(readDer(contentOf(info, passphrase)), passphrase, bundle);
  return bundle;
}

export function pkcs12Natives(environment: Environment): Binding {
  return {
    /** The key, its certificate, and the others. */
    parsePKCS12(source: unknown, passphrase: unknown): [object | null, object | null, object[]] {
      const secret = passphrase === undefined ? new Uint8Array(0) : bytesOf(passphrase);
      const { key, keyId, certificates } = readBundle(bytesOf(source), secret);
      const isOwn = ({ certificate, id }: Bundle['certificates'][number]) =>
        key !== undefined && (keyId === undefined || keyId === id) && samePublicKey(certificate.publicKey, key);
      const own = certificates.find(isOwn);
      return [
        key ? keyHandlesOf(environment).asymmetric(key) : null,
        own ? certificateHandle(own.certificate) : null,
        certificates.filter((entry) => entry !== own).map(({ certificate }) => certificateHandle(certificate)),
      ];
    },
  };
}
