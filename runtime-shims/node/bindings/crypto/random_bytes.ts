/** Secrets: only from the browser's generator. */
import { webCrypto } from '../../web_crypto.ts';

/** getRandomValues gives no more at a time. */
const MAX_RANDOM_BYTES = 65536;

export function fillRandom(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += MAX_RANDOM_BYTES) {
    const part = bytes.subarray(at, at + MAX_RANDOM_BYTES);
    if (part.buffer instanceof ArrayBuffer) {
      webCrypto.getRandomValues(part as Uint8Array<ArrayBuffer>);
    } else {
      // Views of shared memory are refused.
      part.set(webCrypto.getRandomValues(new Uint8Array(part.length)));
    }
  }
}

export function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  fillRandom(bytes);
  return bytes;
}
