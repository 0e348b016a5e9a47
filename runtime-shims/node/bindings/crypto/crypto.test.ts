import * as nodeCrypto from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { standInEnvironment } from '../../stand_in_environment.fixture.ts';
import { binding as create } from '../crypto.ts';
import { digestNames } from './digests.ts';

type Hash = { update(data: unknown, encoding?: string): boolean; digest(encoding?: string): unknown };
interface Natives {
  Hash: new (source: unknown, length?: number) => Hash;
  Hmac: new () => Hash & { init(name: string, key: unknown): void };
  KeyObjectHandle: new () => { init(type: number, key: unknown): void };
  timingSafeEqual(left: unknown, right: unknown): boolean;
  oneShotDigest(...parameters: unknown[]): unknown;
  getHashes(): string[];
  [job: string]: unknown;
}

const binding = create(standInEnvironment({})) as unknown as Natives;
const SYNC = 1;

function runSync(job: string, ...parameters: unknown[]): Uint8Array {
  const Job = binding[job] as new (...parameters: unknown[]) => { run(): [unknown, ArrayBuffer] };
  const [error, result] = new Job(SYNC, ...parameters).run();
  if (error !== undefined) throw error;
  return new Uint8Array(result);
}

describe('digests', () => {
  test.each(digestNames.filter((name) => nodeCrypto.getHashes().includes(name)))('%s', (name) => {
    const hash = new binding.Hash(name);
    hash.update('caf\u00e9');
    hash.update('ff00', 'hex');
    expect(hash.digest('hex')).toBe(nodeCrypto.createHash(name).update('café').update('ff00', 'hex').digest('hex'));
  });

  test('every name is one that Node lists', () => {
    expect(binding.getHashes().filter((name) => !nodeCrypto.getHashes().includes(name))).toEqual([]);
  });

  test('a copy goes on by itself', () => {
    const hash = new binding.Hash('sha256');
    hash.update('a');
    const copy = new binding.Hash(hash);
    hash.update('b');
    expect(copy.digest('hex')).toBe(nodeCrypto.hash('sha256', 'a'));
    expect(hash.digest('hex')).toBe(nodeCrypto.hash('sha256', 'ab'));
  });

  test('SHAKE gives the length asked for, others refuse', () => {
    const expected = nodeCrypto.createHash('shake128', { outputLength: 5 }).digest('hex');
    expect(new binding.Hash('shake128', 5).digest('hex')).toBe(expected);
    expect(() => new binding.Hash('sha256', 5)).toThrow('not XOF or invalid length');
  });

  test('unknown digests are refused as natively', () => {
    expect(() => new binding.Hash('nope')).toThrow('Digest method not supported');
    expect(() => new binding.Hmac().init('nope', new Uint8Array(1))).toThrow('Invalid digest: nope');
  });
});

describe('keys and comparison', () => {
  test('HMAC takes bytes and the handle of a secret key', () => {
    const key = new TextEncoder().encode('a key');
    const handle = new binding.KeyObjectHandle();
    handle.init(0, key);
    for (const secret of [key, handle]) {
      const hmac = new binding.Hmac();
      hmac.init('sha512', secret);
      hmac.update('data');
      expect(hmac.digest('base64')).toBe(nodeCrypto.createHmac('sha512', key).update('data').digest('base64'));
    }
  });

  test('timingSafeEqual', () => {
    expect(binding.timingSafeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(binding.timingSafeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(() => binding.timingSafeEqual(new Uint8Array(1), new Uint8Array(2))).toThrow('same byte length');
  });
});

describe('jobs', () => {
  const password = new TextEncoder().encode('password');
  const salt = new TextEncoder().encode('salt');

  test('PBKDF2, scrypt and HKDF', () => {
    const expected = {
      pbkdf2: nodeCrypto.pbkdf2Sync(password, salt, 10, 40, 'sha256').toString('hex'),
      scrypt: nodeCrypto.scryptSync(password, salt, 32, { N: 16, r: 2, p: 1 }).toString('hex'),
      hkdf: Buffer.from(nodeCrypto.hkdfSync('sha256', password, salt, 'info', 42)).toString('hex'),
    };
    const info = new TextEncoder().encode('info');
    expect({
      pbkdf2: Buffer.from(runSync('PBKDF2Job', password, salt, 10, 40, 'sha256')).toString('hex'),
      scrypt: Buffer.from(runSync('ScryptJob', password, salt, 16, 2, 1, 1 << 25, 32)).toString('hex'),
      hkdf: Buffer.from(runSync('HKDFJob', 'sha256', password, salt, info, 42)).toString('hex'),
    }).toEqual(expected);
  });

  test('random bytes fill exactly the range, beyond what the browser gives at once', () => {
    const bytes = new Uint8Array(100_000);
    runSync('RandomBytesJob', bytes, 10, 99_980);
    expect([...bytes.subarray(0, 10), ...bytes.subarray(99_990)].every((byte) => byte === 0)).toBe(true);
    expect(bytes.subarray(10, 74).some((byte) => byte !== 0)).toBe(true);
    expect(bytes.subarray(99_926, 99_990).some((byte) => byte !== 0)).toBe(true);
  });
});
