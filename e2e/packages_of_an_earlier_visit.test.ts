/** A project that comes back to this browser has its packages at once: an image of them was kept. */
import type { FileSystemTree } from '@webcontainer/api';
import type { Frame } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Tab } from './tab.ts';

/** Bytes of a quota in which an image of the packages has no room. */
const SMALL_QUOTA = 1_000_000;

/** ms for four visits, on a busy machine. */
const PATIENCE = 180_000;

let tab: Tab;
const warnings: string[] = [];
beforeAll(async () => {
  tab = await Tab.open();
});
afterAll(() => tab?.close());

/** Opens the project as the playground does: its key first. */
async function open(key: string, lockfile: string): Promise<void> {
  await tab.call('writeFile', '/etc/wardian-project', key);
  await tab.mount(project(lockfile));
}

const project = (lockfile: string): FileSystemTree => ({
  'package.json': { file: { contents: '{"dependencies":{"leaf":"1.0.0"}}' } },
  'package-lock.json': { file: { contents: lockfile } },
});

/** Does to the project's folder what npm does there; the packages are of 2.5 MB in 500 files. */
const installation = `
  const { mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
  for (let i = 0; i < 500; i++) {
    mkdirSync('node_modules/leaf/lib/' + i, { recursive: true });
    writeFileSync('node_modules/leaf/lib/' + i + '/index.js', Buffer.alloc(5000, 'x'));
  }
  mkdirSync('node_modules/.bin');
  writeFileSync('node_modules/leaf/package.json', '{"name":"leaf","version":"1.0.0"}');
  writeFileSync('node_modules/leaf/index.js', "#!/usr/bin/env node\\nconsole.log('leaf runs')", { mode: 0o755 });
  symlinkSync('../leaf/index.js', 'node_modules/.bin/leaf');
  writeFileSync('node_modules/.package-lock.json', '{}');`;

async function succeed(command: string): Promise<string> {
  const { stdout, stderr, code } = await tab.run(command);
  expect([stderr, code]).toEqual(['', 0]);
  return stdout;
}

function watchWarnings(): void {
  tab.page.on('console', (message) => warnings.push(message.text()));
}

/** Names of the images that the browser keeps, whole or in part. */
function images(): Promise<string[]> {
  const runtime = tab.page.frames().find((frame) => new URL(frame.url()).pathname === '/headless') as Frame;
  return runtime.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('package-snapshots');
    return Array.fromAsync(folder.keys());
  });
}

it(
  'the same lockfile brings them back; another does not, nor another project; and where there is no room, that is said',
  async () => {
    await open('one', '{"lockfileVersion":3}');
    await tab.call('writeFile', 'install.cjs', installation);
    await succeed('node install.cjs');
    await expect
      .poll(() => images().catch(() => []), { timeout: 60_000 })
      .toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);

    tab = await tab.visitAgain();
    await open('one', '{"lockfileVersion":3}');
    expect(
      await succeed('leaf; node -p "require(\'leaf/package.json\').version"; ls node_modules/leaf/lib | wc -l'),
    ).toBe('leaf runs\n1.0.0\n500\n');

    tab = await tab.visitAgain();
    watchWarnings();
    await open('one', '{"lockfileVersion":2}');
    expect((await tab.call('readdir', '.')).sort()).toEqual(['package-lock.json', 'package.json']);
    const session = await tab.page.context().newCDPSession(tab.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: tab.runtime, quotaSize: SMALL_QUOTA });
    const before = await images();
    await tab.call('writeFile', 'install.cjs', installation);
    await succeed('node install.cjs');
    await expect
      .poll(() => warnings.join('\n'), { timeout: 60_000 })
      .toContain('this browser has no room left for them');
    expect(await images()).toEqual(before);
    expect(await succeed('leaf')).toBe('leaf runs\n');
  },
  PATIENCE,
);
