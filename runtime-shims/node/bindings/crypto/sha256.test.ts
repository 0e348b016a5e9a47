import * as nodeCrypto from 'node:crypto';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { describe, expect, test } from 'vitest';
import { sha224, sha256 } from './sha256.ts';
import { wasmBase64 } from './sha256_wasm.ts';

describe('SHA-256 in WebAssembly', () => {
  const hashes = { sha256, sha224 };
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) & 255);

  test('the module is there', () => expect(wasmBase64).toContain('AGFzbQ'));

  test.each(['sha256', 'sha224'] as const)('%s of all lengths around the block, whole and in pieces', (name) => {
    for (const length of [...Array(200).keys(), 65_535, 65_536, 65_537, 131_073, 200_000]) {
      const data = bytes.subarray(0, length);
      const expected = nodeCrypto.hash(name, data);
      expect(Buffer.from(hashes[name](data)).toString('hex')).toBe(expected);
      const pieces = hashes[name].create();
      for (let at = 0; at < length; at += 1013) pieces.update(data.subarray(at, at + 1013));
      expect(Buffer.from(pieces.digest()).toString('hex')).toBe(expected);
    }
  });

  test('copies, HMAC and PBKDF2', () => {
    const first = hashes.sha256.create().update(bytes.subarray(0, 100));
    const copy = (first as unknown as { clone(): typeof first }).clone();
    first.update(bytes);
    expect(Buffer.from(copy.digest()).toString('hex')).toBe(nodeCrypto.hash('sha256', bytes.subarray(0, 100)));
    const key = bytes.subarray(0, 99);
    const expected = nodeCrypto.createHmac('sha256', key).update(bytes).digest('hex');
    expect(Buffer.from(hmac(hashes.sha256, key, bytes)).toString('hex')).toBe(expected);
    const derived = pbkdf2(hashes.sha256, key, bytes.subarray(0, 20), { c: 50, dkLen: 70 });
    expect(Buffer.from(derived)).toEqual(nodeCrypto.pbkdf2Sync(key, bytes.subarray(0, 20), 50, 70, 'sha256'));
  });
});
