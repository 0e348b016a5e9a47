import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplePackages } from '../app/example_packages.ts';
import { folderTree } from './folder_tree.ts';
import { nativeCopy } from './native.ts';
import { root, Tab } from './tab.ts';

/** Each example with the command that prints what can be compared with native Node. */
const examples: readonly [folder: string, command: string][] = [
  ['execution-model', 'node index.js'],
  ['log-analyser', 'node index.js && node index.js'],
  ['system-report', 'node index.js --shape'],
  ['http-api', 'node client.js'],
  // Its standard error tells the speed of the machine.
  ['cluster', 'node index.js 2> /dev/null'],
  ['crates', 'node index.js --play RDRRULLLDDR'],
  ['es-modules', 'node index.mjs'],
  ['typescript', 'node index.ts'],
  ['express', 'node check.js'],
  ['socket-io-chat', 'node check.js'],
];

describe('an example runs in the tab as it does natively', () => {
  let tab: Tab;
  beforeAll(async () => {
    tab = await Tab.open();
  });
  afterAll(() => tab?.close());

  it.each(examples)('%s: %s', async (name, command) => {
    const folder = join(root, 'examples', name);
    const native = nativeCopy(folder, { packages: true });
    try {
      const expected = native.run(command);
      await tab.call('mkdir', name);
      await tab.mount({ ...folderTree(folder), ...examplePackages(folder, root) }, name);
      const actual = await tab.run(command, { folder: name });
      // Ports are the system's choice.
      const plain = (text: string) => text.replace(/localhost:\d+/g, 'localhost:PORT');
      expect(plain(actual.stderr)).toBe(plain(expected.stderr));
      expect(plain(actual.stdout)).toBe(plain(expected.stdout));
      expect(actual.code).toBe(expected.code);
      expect(expected.stdout.length).toBeGreaterThan(50);
    } finally {
      native.remove();
    }
  });
});
