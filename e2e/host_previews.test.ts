/** Servers in the container, seen in frames and tabs. */
import type { Frame } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

const server = `
const { createServer } = require('http');
createServer((request, response) => {
  const { url, method, headers } = request;
  if (url === '/redirect') return response.writeHead(302, { Location: 'http://localhost:3000/target' }).end();
  if (url === '/set') return response.writeHead(204, { 'Set-Cookie': ['seen=1', 'secret=2; HttpOnly'] }).end();
  if (url === '/headers') return response.end(JSON.stringify(headers));
  if (url === '/echo') { response.setHeader('X-Method', method); return request.pipe(response); }
  if (url === '/stream') {
    response.write('one,');
    return setTimeout(() => response.end('two'), 300);
  }
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>Page</title><h1>' + url + '</h1>');
}).listen(3000);
`;

/** Starts the server and answers the preview's URL. */
async function serveIn(page: Tab): Promise<{ program: number; url: string }> {
  await page.mount({ 'server.js': { file: { contents: server } } });
  const program = await page.call('spawn', 'node', ['server.js']);
  return { program, url: await page.opened(3000) };
}

let tab: Tab;
let program: number;
let url: string;
let frame: Frame;

beforeAll(async () => {
  tab = await Tab.open();
  ({ program, url } = await serveIn(tab));
  frame = await tab.show('preview', url);
});
afterAll(() => tab?.close());

const text = (path: string, init?: RequestInit) =>
  frame.evaluate(([path, init]) => fetch(path as string, init as RequestInit).then((response) => response.text()), [
    path,
    init,
  ] as const);

describe('a preview', () => {
  it('is an origin of its own that nobody guesses', () => {
    expect(url).toMatch(/^http:\/\/[0-9a-f]{32}--3000\.localhost:\d+$/);
  });

  it('shows the page', async () => {
    expect(await frame.locator('h1').textContent()).toBe('/');
    expect(await frame.title()).toBe('Page');
  });

  it('calls the server by the name it knows', async () => {
    expect(JSON.parse(await text('/headers'))).toMatchObject({ host: 'localhost:3000' });
  });

  it('follows redirects within itself', async () => {
    await frame.goto(`${url}/redirect`);
    expect(frame.url()).toBe(`${url}/target`);
    expect(await frame.locator('h1').textContent()).toBe('/target');
  });

  it('sends bodies of any size', async () => {
    expect(await text('/echo', { method: 'POST', body: 'short' })).toBe('short');
    const length = await frame.evaluate(async () => {
      const body = 'x'.repeat(3_000_000);
      const response = await fetch('/echo', { method: 'PUT', body });
      return [response.headers.get('X-Method'), (await response.text()) === body];
    });
    expect(length).toEqual(['PUT', true]);
  });

  it('streams', async () => {
    const pieces = await frame.evaluate(async () => {
      const reader = (await fetch('/stream')).body?.getReader();
      const first = await reader?.read();
      const decoded = new TextDecoder().decode(first?.value);
      const second = await reader?.read();
      return [decoded, new TextDecoder().decode(second?.value)];
    });
    expect(pieces).toEqual(['one,', 'two']);
  });

  it('keeps cookies, and survives the end of its Service Worker', async () => {
    await frame.evaluate(() => fetch('/set'));
    expect(JSON.parse(await text('/headers'))).toMatchObject({ cookie: 'seen=1; secret=2' });
    const session = await tab.page.context().newCDPSession(tab.page);
    const stopped = new Promise<void>((resolve) => {
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve();
      });
    });
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await stopped;
    expect(JSON.parse(await text('/headers'))).toMatchObject({ cookie: 'seen=1; secret=2' });
  });

  it('says what to do in a tab that no container opened', async () => {
    const context = await tab.page.context().browser()?.newContext();
    const alone = await context?.newPage();
    const response = await alone?.goto(`${url}/alone`);
    expect(response?.status()).toBe(503);
    await alone?.waitForFunction(() => document.body.textContent?.includes('Keep the page that runs the container'));
    await context?.close();
  });

  it('costs nothing for a port that the system chose and nobody had time to look at', async () => {
    const frames = tab.page.frames().length;
    const code = `
      const { createServer } = require('http');
      let left = 20;
      const next = () => left-- && createServer().listen(0, function () { this.close(next); });
      next();`;
    expect((await tab.run(`node -e "${code}"`)).code).toBe(0);
    await tab.run('node -e "setTimeout(() => {}, 500)"');
    expect(tab.page.frames().length).toBe(frames);
    expect((await tab.call('ports')).map(({ port }) => port)).toEqual([3000]);
  });

  it('is told of when a program stays on a port that the system chose', async () => {
    const listen = "require('http').createServer((_, response) => response.end()).listen(0)";
    const id = await tab.call('spawn', 'node', ['-e', listen]);
    await expect.poll(async () => (await tab.call('ports')).length, { timeout: 5_000 }).toBe(2);
    await tab.call('kill', id);
    await expect.poll(async () => (await tab.call('ports')).at(-1)?.type, { timeout: 5_000 }).toBe('close');
  });

  it('says what happened when nothing listens', async () => {
    await tab.call('kill', program);
    await tab.call('exit', program);
    const response = await frame.goto(`${url}/gone`);
    expect(response?.status()).toBe(502);
    expect(await frame.locator('h1').textContent()).toBe('Nothing listens on port 3000');
    const events = (await tab.call('ports')).filter(({ port }) => port === 3000).map(({ type }) => type);
    expect(events).toEqual(['open', 'close']);
  });
});

it('a preview opens in a tab of its own from a page that browsers let it see', async () => {
  // Without Cross-Origin-Opener-Policy, as Chromium gets the app.
  const page = await Tab.open(undefined, {});
  try {
    const { url: target } = await serveIn(page);
    const popup = page.page.context().waitForEvent('page');
    await page.page.evaluate((href) => {
      const link = document.createElement('a');
      Object.assign(link, { href, target: '_blank', rel: 'opener' });
      document.body.append(link);
      link.click();
    }, `${target}/tab`);
    const opened = await popup;
    await opened.locator('h1').waitFor({ timeout: 10_000 });
    expect(await opened.locator('h1').textContent()).toBe('/tab');
  } finally {
    await page.close();
  }
});
