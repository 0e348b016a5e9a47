/** What was installed once is installed again without the network: in another project, on another day. */
import type { Frame } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Tab } from './tab.ts';

/** ms for a package manager, on a busy machine. */
const PATIENCE = 240_000;
const MANIFEST = '{"name":"again","version":"1.0.0","dependencies":{"koa":"3"}}';
/** Answers of the registry: directly, or by the server's relay. */
const REGISTRY = /\/registry\/|registry\.[^/]+\//;

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});
afterAll(() => tab?.close());

async function install(folder: string, command: string): Promise<void> {
  const { stdout, stderr, code } = await tab.run(command, { folder, timeout: PATIENCE });
  expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
}

/** How many entries the browser keeps of tarballs. */
async function kept(): Promise<number> {
  const runtime = tab.page.frames().find((frame) => new URL(frame.url()).pathname === '/headless') as Frame;
  return runtime.evaluate(async () => {
    const sizes = (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  });
}

it(
  'npm installs a lockfile on the next visit, in another project, with the registry out of reach',
  async () => {
    await tab.mount({ first: { directory: { 'package.json': { file: { contents: MANIFEST } } } } });
    const tarballs: string[] = [];
    tab.page.context().on('request', (request) => {
      if (request.url().endsWith('.tgz')) tarballs.push(request.url());
    });
    await install('first', 'npm install');
    expect(tarballs.length).toBeGreaterThan(5);
    await expect.poll(kept).toBe(2 * tarballs.length);
    const lock = await tab.call('readFile', 'first/package-lock.json');

    tab = await tab.visitAgain();
    const asked: string[] = [];
    await tab.page.context().route(REGISTRY, (route) => {
      asked.push(`${route.request().method()} ${route.request().url()}`);
      return route.abort('internetdisconnected');
    });
    const files = {
      'package.json': { file: { contents: MANIFEST } },
      'package-lock.json': { file: { contents: lock } },
    };
    await tab.mount({ other: { directory: files } });
    await install('other', 'npm ci');
    await install('other', 'node -e "require(\'koa\')"');
    // npm asks for what is known against the packages; it can do without.
    expect(asked.filter((line) => !line.includes('/-/npm/v1/security/') && !line.endsWith('/-/ping'))).toEqual([]);
    const view = await tab.run('npm view koa version --fetch-retries=0', { timeout: PATIENCE });
    expect(view.code, 'the registry is out of reach').toBe(1);
  },
  2 * PATIENCE,
);
