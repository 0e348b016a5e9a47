import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderTree } from './folder_tree.ts';
import { type NativeFolder, nativeCopy } from './native.ts';
import { root, Tab } from './tab.ts';

const base = join(root, 'runtime-shims/node/paired');
const programs = globSync('*/*.{cjs,mjs,js,ts}', { cwd: base }).sort();

describe('a program prints the same in the tab and natively', () => {
  let tab: Tab;
  let native: NativeFolder;
  beforeAll(async () => {
    tab = await Tab.open();
    native = nativeCopy(base);
    await tab.mount(folderTree(base));
  });
  afterAll(async () => {
    native?.remove();
    await tab?.close();
  });

  it('there are programs', () => expect(programs.length).toBeGreaterThan(20));

  it.each(programs)('%s', async (program) => {
    const folder = dirname(program);
    const command = `node ${basename(program)}`;
    const expected = native.run(`cd ${folder} && ${command}`);
    const actual = await tab.run(command, { folder, timeout: 20_000 });
    expect(actual).toEqual(expected);
  });
});
