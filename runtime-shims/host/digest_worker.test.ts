import * as nodeCrypto from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Algorithm, type Digest, findAlgorithm, outputLengthOf } from '../node/bindings/crypto/digests.ts';
import { createLargeDigest } from '../node/bindings/crypto/large_digest.ts';
import { type DigestMemory, digestMemoryIn, LARGEST_INPUT, Word } from '../node/digest_memory.ts';
import type { Environment } from '../node/environment.ts';
import { type Library, setLibrary } from '../node/library.ts';

/** The script under test in a thread of Node's, whose messages come by another way. */
const asBrowserWorker = `
  const { parentPort, workerData } = require('node:worker_threads');
  globalThis.addEventListener = (type, listener) => parentPort.on(type, (data) => listener({ data }));
  import(workerData);`;

const MIB = 1024 * 1024;
const bytes = Uint8Array.from({ length: 3 * MIB }, (_, index) => (index * 31 + (index >> 11)) & 255);
const hex = (digest: Uint8Array) => Buffer.from(digest).toString('hex');

describe('digests beside a process that waits', () => {
  const environment = {} as Environment;
  const thread = new Worker(asBrowserWorker, {
    eval: true,
    workerData: new URL('digest_worker.ts', import.meta.url).href,
  });
  let memory: DigestMemory;
  const answers = () => Atomics.load(memory.words, Word.ANSWER);

  function start(name: string): Digest {
    const algorithm = findAlgorithm(name) as Algorithm;
    return createLargeDigest(environment, algorithm, outputLengthOf(algorithm));
  }

  beforeAll(async () => {
    const startDigestWorker = (buffer: SharedArrayBuffer) => {
      memory = digestMemoryIn(buffer);
      thread.postMessage(buffer);
    };
    setLibrary(environment, { startDigestWorker } as unknown as Library);
    const first = start('sha256');
    first.update(bytes);
    expect(hex(first.digest())).toBe(nodeCrypto.hash('sha256', bytes));
    expect(answers()).toBe(0);
    while (Atomics.load(memory.words, Word.READY) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });
  afterAll(() => thread.terminate());

  test.each(['sha1', 'sha256', 'sha384', 'sha512'])('%s: one update, and more behind it', (name) => {
    const before = answers();
    for (const pieces of [[bytes], [bytes.subarray(7, 2 * MIB), bytes.subarray(2 * MIB), Uint8Array.of(1, 2, 3)]]) {
      const digest = start(name);
      const expected = nodeCrypto.createHash(name);
      for (const piece of pieces) {
        digest.update(piece);
        expected.update(piece);
      }
      expect(hex(digest.digest())).toBe(expected.digest('hex'));
    }
    expect(answers()).toBe(before + 2);
  });

  test('an input that is changed after its update, and a shorter one after it', () => {
    const before = answers();
    const changing = bytes.slice();
    const digest = start('sha256');
    digest.update(changing);
    changing.fill(0);
    expect(hex(digest.digest())).toBe(nodeCrypto.hash('sha256', bytes));
    const shorter = start('sha256');
    shorter.update(bytes.subarray(MIB, 2 * MIB));
    expect(hex(shorter.digest())).toBe(nodeCrypto.hash('sha256', bytes.subarray(MIB, 2 * MIB)));
    expect(answers()).toBe(before + 2);
  });

  test('copies, and a second digest while the first is held', () => {
    const before = answers();
    const first = start('sha512');
    first.update(bytes);
    const copy = first.clone();
    copy.update(bytes.subarray(0, 5));
    const second = start('sha512');
    second.update(bytes.subarray(5));
    const third = start('sha1');
    third.update(bytes.subarray(6));
    expect(hex(first.digest())).toBe(nodeCrypto.hash('sha512', bytes));
    expect(hex(copy.digest())).toBe(
      nodeCrypto.createHash('sha512').update(bytes).update(bytes.subarray(0, 5)).digest('hex'),
    );
    expect(hex(second.digest())).toBe(nodeCrypto.hash('sha512', bytes.subarray(5)));
    expect(hex(third.digest())).toBe(nodeCrypto.hash('sha1', bytes.subarray(6)));
    expect(answers()).toBe(before + 1);
  });

  test('small beginnings, other algorithms and too much are digested by the process', () => {
    const before = answers();
    const small = start('sha256');
    small.update(bytes.subarray(0, 3));
    small.update(bytes);
    expect(hex(small.digest())).toBe(
      nodeCrypto.createHash('sha256').update(bytes.subarray(0, 3)).update(bytes).digest('hex'),
    );
    const other = start('sha512-256');
    other.update(bytes.subarray(0, MIB));
    expect(hex(other.digest())).toBe(nodeCrypto.hash('sha512-256', bytes.subarray(0, MIB)));
    const long = start('sha256');
    const expected = nodeCrypto.createHash('sha256');
    for (let length = 0; length <= LARGEST_INPUT; length += bytes.length) {
      long.update(bytes);
      expected.update(bytes);
    }
    expect(hex(long.digest())).toBe(expected.digest('hex'));
    expect(answers()).toBe(before);
  });

  test('once the Worker has ended, the process digests by itself', async () => {
    await thread.terminate();
    const digest = start('sha256');
    digest.update(bytes);
    expect(hex(digest.digest())).toBe(nodeCrypto.hash('sha256', bytes));
  });
});
