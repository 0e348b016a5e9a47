/** A program embedded in a page of another origin that sends no special headers at all. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodeLink } from '../app/project/share_link.ts';
import { Playground } from './playground_page.ts';

let playground: Playground;
let host: Server;
/** The embed's address that the host page frames next. */
let framed = '';
/** The host page takes only frames and files that say they may be taken. */
let isolates = false;

beforeAll(async () => {
  playground = await Playground.start();
  host = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    if (isolates) response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.end(`<!doctype html><html lang="en"><title>Somebody's page</title><h1>An article</h1>
<iframe name="embed" src="${framed.replaceAll('&', '&amp;')}" title="A program" style="width:900px;height:500px" allow="cross-origin-isolated; clipboard-write"></iframe>
<script>
window.messages = [];
addEventListener('message', ({ data, origin }) => { if (data.source === 'wardian-embed') messages.push({ ...data, origin }); });
</script></html>`);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});
afterEach(() => playground.closePages());
afterAll(async () => {
  await playground?.close();
  host?.close();
});

async function openHost(parameters: string, init?: string): Promise<{ page: Page; embed: FrameLocator }> {
  framed = `${playground.served.app}/embed${parameters}`;
  const page = await playground.blank(init ? { init } : {});
  await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
  return { page, embed: page.frameLocator('iframe[name=embed]') };
}

const messages = (page: Page, type: string) =>
  page.evaluate(
    (wanted) =>
      (globalThis as unknown as { messages: { type: string; [name: string]: unknown }[] }).messages.filter(
        (message) => message.type === wanted,
      ),
    type,
  );

const program = {
  name: 'Small server',
  files: {
    'server.js':
      "console.log('begun');\nrequire('http').createServer((_, r) => r.setHeader('Content-Type', 'text/html').end('<h1>Served</h1>')).listen(3000);\n",
  },
  start: 'node server.js',
};

describe('an embed', () => {
  it('shows the code for little, and runs in place on a click', async () => {
    const sizes: number[] = [];
    const { page, embed } = await openHost(await encodeLink(program));
    await embed.getByText("console.log('begun')").waitFor();
    const frame = page.frame({ name: 'embed' });
    const loaded = await frame?.evaluate(() =>
      performance.getEntriesByType('resource').map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    );
    sizes.push(...(loaded ?? []));
    const cost = sizes.reduce((sum, size) => sum + size, 0);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThan(30_000);
    expect(await messages(page, 'ready')).toEqual([]);

    await embed.getByRole('button', { name: 'Run' }).click();
    await embed.frameLocator('iframe[title^="Preview of port"]').getByRole('heading', { name: 'Served' }).waitFor();
    expect(await messages(page, 'ready')).toHaveLength(1);
    await expect.poll(async () => (await messages(page, 'output')).map(({ text }) => text).join('')).toContain('begun');
    expect((await messages(page, 'ready'))[0]?.['origin']).toBe(playground.served.app);
    expect((await messages(page, 'height')).length).toBeGreaterThan(0);

    // The page around it can stop it, and hears of the end.
    await page.evaluate(() => frames[0]?.postMessage({ to: 'wardian-embed', type: 'stop' }, '*'));
    await expect.poll(() => messages(page, 'exit')).toHaveLength(1);
  });

  it('tells of edits, and takes them along into the playground', async () => {
    const { page, embed } = await openHost(
      `?view=editor&theme=dark&file=index.js:1${await encodeLink({ name: 'One line', files: { 'index.js': 'console.log(1);\n' } })}`,
    );
    await embed.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => messages(page, 'exit'), { timeout: 30_000 }).toHaveLength(1);
    await embed.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('// by the reader\n');
    await expect
      .poll(async () => String((await messages(page, 'change')).at(-1)?.['text']))
      .toContain('// by the reader');
    const opening = page.context().waitForEvent('page');
    await embed.getByRole('button', { name: 'Open in the playground' }).click();
    const tab = await opening;
    await tab.locator('.monaco-editor .view-line', { hasText: 'by the reader' }).waitFor();
  });

  it('runs at once when it is seen, without its bar', async () => {
    const { page, embed } = await openHost('?example=execution-model&run=load&chrome=0');
    await expect.poll(() => messages(page, 'exit'), { timeout: 30_000 }).toMatchObject([{ code: 0 }]);
    expect(await embed.getByRole('button', { name: 'Run' }).count()).toBe(0);
  });

  it('runs in a page that isolates itself', async () => {
    isolates = true;
    const { page } = await openHost('?example=execution-model&run=load');
    isolates = false;
    await expect.poll(() => messages(page, 'exit'), { timeout: 30_000 }).toMatchObject([{ code: 0 }]);
  });

  it('says in one line when the browser cannot, and leads to a tab', async () => {
    const { page, embed } = await openHost('?example=http-api', 'delete globalThis.WebAssembly');
    await embed.getByText('This browser cannot run the program here').waitFor();
    await embed.getByRole('link', { name: 'Open in the playground' }).waitFor();
    expect(await messages(page, 'error')).toMatchObject([{ message: expect.stringContaining('WebAssembly') }]);
  });

  it('says what is wrong with a damaged address', async () => {
    const { page, embed } = await openHost('#project=1.xyz');
    await embed.getByText('This link cannot be opened').waitFor();
    expect(await messages(page, 'error')).toHaveLength(1);
  });
});
