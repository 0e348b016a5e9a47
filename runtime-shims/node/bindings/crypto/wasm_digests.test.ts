import * as nodeCrypto from 'node:crypto';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { describe, expect, test } from 'vitest';
import { wasmBase64 as sha1Base64 } from './sha1_wasm.ts';
import { wasmBase64 as sha256Base64 } from './sha256_wasm.ts';
import { wasmBase64 as sha512Base64 } from './sha512_wasm.ts';
import { sha1, sha224, sha256, sha384, sha512 } from './wasm_digests.ts';

const hashes = { sha1, sha224, sha256, sha384, sha512 };
const names = Object.keys(hashes) as (keyof typeof hashes)[];

test.each([sha1Base64, sha256Base64, sha512Base64])('the modules are there', (module) =>
  expect(module).toContain('AGFzbQ'),
);

describe.each(names)('%s in WebAssembly', (name) => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) & 255);
  const hash = hashes[name] as typeof sha256;

  test('of all lengths around the block, whole and in pieces', () => {
    for (const length of [...Array(300).keys(), 65_535, 65_536, 65_537, 131_073, 200_000]) {
      const data = bytes.subarray(0, length);
      const expected = nodeCrypto.hash(name, data);
      expect(Buffer.from(hash(data)).toString('hex')).toBe(expected);
      const pieces = hash.create();
      for (let at = 0; at < length; at += 1013) pieces.update(data.subarray(at, at + 1013));
      expect(Buffer.from(pieces.digest()).toString('hex')).toBe(expected);
    }
  });

  test('copies, HMAC and PBKDF2', () => {
    const first = hash.create().update(bytes.subarray(0, 100));
    const copy = (first as unknown as { clone(): typeof first }).clone();
    first.update(bytes);
    expect(Buffer.from(copy.digest()).toString('hex')).toBe(nodeCrypto.hash(name, bytes.subarray(0, 100)));
    const key = bytes.subarray(0, 199);
    const expected = nodeCrypto.createHmac(name, key).update(bytes).digest('hex');
    expect(Buffer.from(hmac(hash, key, bytes)).toString('hex')).toBe(expected);
    const derived = pbkdf2(hash, key, bytes.subarray(0, 20), { c: 50, dkLen: 70 });
    expect(Buffer.from(derived)).toEqual(nodeCrypto.pbkdf2Sync(key, bytes.subarray(0, 20), 50, 70, name));
  });
});
