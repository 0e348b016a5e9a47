/** The memory image of a container grows to 3 GiB, is then full in a clear way, and is whole again when files go. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Tab } from './tab.ts';

const GIBIBYTE = 2 ** 30;

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
  await tab.mount({
    'fill.js': {
      file: {
        contents: `
          const fs = require('node:fs');
          const part = Buffer.alloc(16 << 20);
          const files = [];
          let bytes = 0;
          let failure;
          for (let i = 0; failure === undefined; i++) {
            part.fill(i % 251);
            const name = '/tmp/part' + i;
            try {
              fs.writeFileSync(name, part);
              files.push(name);
              bytes += part.length;
            } catch (error) {
              failure = error.code;
              fs.rmSync(name);
            }
          }
          const good = files.every((name, i) => fs.readFileSync(name).every((byte) => byte === i % 251));
          console.log(JSON.stringify({ bytes, failure, good }));
          for (const name of files) fs.rmSync(name);
          fs.writeFileSync('/tmp/after', 'well again');
          console.log(fs.readFileSync('/tmp/after', 'utf8'));
          const { bsize, blocks, bfree } = fs.statfsSync('/tmp');
          console.log((blocks - bfree) * bsize < 100 * 2 ** 20);`,
      },
    },
  });
});
afterAll(() => tab?.close());

it('grows to 3 GiB', { timeout: 300_000 }, async () => {
  const { stdout, stderr } = await tab.run('node fill.js', { timeout: 280_000 });
  const [filled = '{}', ...after] = stdout.trim().split('\n');
  const { bytes, failure, good } = JSON.parse(filled);
  expect({ failure, good, after, stderr }).toEqual({
    failure: 'ENOSPC',
    good: true,
    after: ['well again', 'true'],
    stderr: '',
  });
  // All of it but tables, the tree of pages over the data, and what the container itself holds.
  expect(bytes).toBeGreaterThan(2.9 * GIBIBYTE);
});
