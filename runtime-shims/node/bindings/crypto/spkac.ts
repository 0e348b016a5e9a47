/** src/crypto/crypto_spkac.cc: Netscape's SignedPublicKeyAndChallenge. */
import { decodeBytes, Encoding, encodeString } from '../../bytes/encodings.ts';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { bytesOf, output } from './bytes.ts';
import { verifySignature } from './certificate.ts';
import { type DerElement, DerError, readDer, Tag } from './der.ts';
import { readSpki } from './key_formats.ts';
import { writePem } from './pem.ts';

/** OpenSSL takes lengths as an int. */
const MAX_LENGTH = 2 ** 31 - 1;

/** undefined for what is no SPKAC. */
function readSpkac(source: unknown): DerElement | undefined {
  const bytes = bytesOf(source);
  if (bytes.length > MAX_LENGTH) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'spkac is too large');
  const text = (decodeBytes(bytes, 0, bytes.length, Encoding.LATIN1) as string).replace(/^SPKAC=/, '').trim();
  if (!text || /[^A-Za-z0-9+/=\s]/.test(text)) return undefined;
  try {
    const spkac = readDer(encodeString(text, Encoding.BASE64)).expect(Tag.SEQUENCE);
    spkac.child(0, Tag.SEQUENCE).child(0, Tag.SEQUENCE);
    return spkac;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

export function spkacNatives(environment: Environment): Binding {
  return {
    certVerifySpkac(source: unknown): boolean {
      const spkac = readSpkac(source);
      if (!spkac) return false;
      const signed = spkac.child(0);
      const key = readSpki(signed.child(0).whole);
      return verifySignature(spkac.child(1), signed.whole, spkac.child(2).bits, key);
    },
    certExportPublicKey(source: unknown): unknown {
      const spkac = readSpkac(source);
      if (!spkac) return '';
      const pem = writePem('PUBLIC KEY', spkac.child(0).child(0).whole);
      return output(environment, encodeString(pem, Encoding.LATIN1), 'buffer');
    },
    certExportChallenge(source: unknown): unknown {
      const spkac = readSpkac(source);
      return spkac ? output(environment, spkac.child(0).child(1).content, 'buffer') : '';
    },
  };
}
