import { createCipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { Ghash } from './ghash.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 89 + (index >> 3)) & 255);

/** Native GCM over additional data alone: its tag is GHASH of them and their length, masked by the first counter block. */
function nativeGhash(key: Uint8Array, data: Uint8Array): string {
  const gcm = createCipheriv('aes-128-gcm', key, new Uint8Array(12));
  gcm.setAAD(data);
  gcm.final();
  const mask = createCipheriv('aes-128-ecb', key, null);
  const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  const masked = mask.update(counter);
  return Buffer.from(gcm.getAuthTag().map((byte, index) => byte ^ (masked[index] ?? 0))).toString('hex');
}

test.each([0, 1, 15, 16, 17, 160, 1000])('%i bytes, whole and in pieces', (length) => {
  for (const key of [new Uint8Array(16), bytes.subarray(100, 116)]) {
    const data = bytes.subarray(0, length);
    const hashKey = createCipheriv('aes-128-ecb', key, null).update(new Uint8Array(16));
    const end = new Uint8Array(16);
    new DataView(end.buffer).setUint32(4, 8 * length);
    const padded = new Uint8Array(16 * Math.ceil(length / 16));
    padded.set(data);
    for (const size of [1, 5, 16, 33, 1024]) {
      const hash = new Ghash(hashKey);
      for (let at = 0; at < padded.length; at += size) hash.update(padded.subarray(at, at + size));
      hash.update(end);
      expect(Buffer.from(hash.digest()).toString('hex')).toBe(nativeGhash(key, data));
    }
  }
});
