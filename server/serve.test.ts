import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPreviewHost, portsFrom } from './origins.ts';
import { PortTakenError, type Serving, serve } from './serve.ts';

let dist: string;
let serving: Serving;
const host = '127.0.0.1';

async function serveSomewhere(): Promise<Serving> {
  for (;;) {
    const ports = portsFrom(20_000 + Math.floor(Math.random() * 30_000));
    try {
      return await serve(dist, ports, host);
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
    }
  }
}

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/** `fetch` would normalise paths and hide the encoding. */
function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host, port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'serve-'));
  for (const name of ['app/assets', 'runtime', 'preview']) mkdirSync(join(dist, name), { recursive: true });
  writeFileSync(join(dist, 'secret.txt'), 'secret');
  writeFileSync(join(dist, 'app/index.html'), '<title>app</title>');
  writeFileSync(join(dist, 'app/assets/main-Abcd1234.js'), 'main()');
  writeFileSync(join(dist, 'app/assets/main-Abcd1234.js.br'), brotliCompressSync('main()'));
  writeFileSync(join(dist, 'runtime/headless.html'), '<title>headless</title>');
  writeFileSync(join(dist, 'runtime/old.js'), 'newer()');
  writeFileSync(join(dist, 'runtime/old.js.br'), brotliCompressSync('older()'));
  utimesSync(join(dist, 'runtime/old.js.br'), 1, 1);
  writeFileSync(join(dist, 'preview/connect.html'), '<title>connect</title>');
  writeFileSync(join(dist, 'preview/service_worker.js'), 'onfetch = null');
  serving = await serveSomewhere();
});
afterAll(async () => {
  await serving?.close();
  rmSync(dist, { recursive: true, force: true });
});

describe('files', () => {
  it('have their type and are found without .html', async () => {
    const page = await get(serving.ports.runtime, '/headless?coep=credentialless');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body.toString()).toContain('headless');
  });

  it('with a hash in their name are immutable, others are asked for again', async () => {
    const script = await get(serving.ports.app, '/assets/main-Abcd1234.js');
    expect(script.headers['cache-control']).toContain('immutable');
    const page = await get(serving.ports.app, '/');
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await get(serving.ports.app, '/', { 'if-none-match': String(page.headers['etag']) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('go out compressed to those who accept it', async () => {
    const path = '/assets/main-Abcd1234.js';
    const compressed = await get(serving.ports.app, path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(compressed.headers['content-encoding']).toBe('br');
    expect(compressed.body.equals(brotliCompressSync('main()'))).toBe(true);
    for (const refusing of ['gzip', 'br;q=0, gzip']) {
      const plain = await get(serving.ports.app, path, { 'accept-encoding': refusing });
      expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, 'main()']);
    }
  });

  it('go out plain when the compressed copy is older', async () => {
    const answer = await get(serving.ports.runtime, '/old.js', { 'accept-encoding': 'br' });
    expect([answer.headers['content-encoding'], answer.body.toString()]).toEqual([undefined, 'newer()']);
  });

  it('HEAD has the length and no body', async () => {
    const answer = await get(serving.ports.app, '/', {}, 'HEAD');
    expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([200, '18', 0]);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%zz',
    '/assets',
    '/nothing<script>',
  ])('%s is not found', async (path) => {
    const answer = await get(serving.ports.app, path);
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).not.toMatch(/^secret|<script>/);
  });

  it('other methods are refused', async () => {
    const answer = await get(serving.ports.app, '/', {}, 'POST');
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
  });
});

describe('origins', () => {
  it('say where the others are', async () => {
    const { app, runtime, preview } = serving.ports;
    for (const port of [app, runtime, preview]) {
      const answer = await get(port, '/wardian.json', { host: `localhost:${port}` });
      expect(JSON.parse(answer.body.toString())).toEqual({
        app: `http://localhost:${app}`,
        runtime: `http://localhost:${runtime}`,
        preview: `http://{label}--{port}.localhost:${preview}`,
        outward: { registry: null, relayed: [] },
        github: { api: 'https://api.github.com', raw: 'https://raw.githubusercontent.com' },
      });
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });

  it('the runtime can be isolated in any frame', async () => {
    const { headers } = await get(serving.ports.runtime, '/headless');
    expect(headers).toMatchObject({
      'document-isolation-policy': 'isolate-and-credentialless',
      'cross-origin-embedder-policy': 'credentialless',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it('the app isolates itself where frames cannot', async () => {
    const firefox = await get(serving.ports.app, '/');
    expect(firefox.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(firefox.headers['cross-origin-embedder-policy']).toBe('credentialless');
    const chromium = await get(serving.ports.app, '/', { 'sec-ch-ua': '"Chromium";v="156", "Not(A:Brand";v="24"' });
    expect(chromium.headers['cross-origin-opener-policy']).toBeUndefined();
    const old = await get(serving.ports.app, '/', { 'sec-ch-ua': '"Chromium";v="136"' });
    expect(old.headers['cross-origin-opener-policy']).toBe('same-origin');
  });
});

describe('previews', () => {
  const page = { 'sec-fetch-dest': 'iframe' };
  it('answer any path with the page that connects', async () => {
    const name = { host: `abc123--3000.localhost:${serving.ports.preview}` };
    const answer = await get(serving.ports.preview, '/any/path?x=1', { ...name, ...page });
    expect([answer.status, answer.headers['cache-control']]).toEqual([503, 'no-store']);
    expect(answer.body.toString()).toContain('connect');
    const script = await get(serving.ports.preview, '/app.js', { ...name, 'sec-fetch-dest': 'script' });
    expect([script.status, script.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
  });

  it('let their Service Worker control the whole origin', async () => {
    const answer = await get(serving.ports.preview, '/__wardian/service_worker.js', { host: 'a--1.localhost' });
    expect([answer.status, answer.headers['service-worker-allowed']]).toEqual([200, '/']);
  });

  it('are not served under other names', async () => {
    expect((await get(serving.ports.preview, '/', { host: 'localhost', ...page })).status).toBe(404);
    expect(
      ['a--3000.localhost:5175', 'A--1.localhost', 'a--1.localhost.example', 'x.localhost'].map(isPreviewHost),
    ).toEqual([true, false, false, false]);
  });
});

describe('listening', () => {
  it('names the port that is taken, and frees the others', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, host, resolve));
    const { port: taken } = other.address() as { port: number };
    const ports = { ...serving.ports, app: serving.ports.app + 10, runtime: taken };
    await expect(serve(dist, ports, host)).rejects.toThrow(`port ${taken} (for the runtime) is already in use`);
    await expect(serve(dist, ports, host)).rejects.toThrow('--port');
    await expect(
      new Promise((resolve, reject) => connect(ports.app, host, () => resolve('open')).on('error', reject)),
    ).rejects.toThrow('ECONNREFUSED');
    other.close();
  });
});
