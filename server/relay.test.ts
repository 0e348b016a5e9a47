import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';
import { relayedOrigins } from './outward.ts';
import { isRegistryRequest } from './relay.ts';
import { type Serving, serve } from './serve.ts';

const host = '127.0.0.1';
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

async function upstream(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      seen.push({ method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body });
      answer(incoming, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return server;
}
const originOf = (server: Server) => `http://${host}:${(server.address() as AddressInfo).port}`;

let registry: Server;
let other: Server;
let serving: Serving;
let runtime: number;

beforeAll(async () => {
  other = await upstream((_request, response) => response.end('secret'));
  registry = await upstream((incoming, response) => {
    if (incoming.url === '/npm/moved') response.writeHead(302, { location: '/npm/express' }).end();
    else if (incoming.url === '/npm/stolen') response.writeHead(302, { location: `${originOf(other)}/x` }).end();
    else if (incoming.url === '/npm/huge') response.writeHead(200, { 'content-length': '99999999999' }).end();
    else response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', etag: '"1"' }).end('{}');
  });
  const outward = { registry: `${originOf(registry)}/npm/`, relayed: [originOf(other), 'http://relay.invalid'] };
  runtime = 30_000 + Math.floor(Math.random() * 20_000);
  const ports = { app: runtime - 1, runtime, preview: runtime + 1 };
  serving = await serve(mkdtempSync(join(tmpdir(), 'wardian-relay-')), ports, host, outward);
});
afterAll(async () => {
  await serving?.close();
  registry?.close();
  other?.close();
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

function ask(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  const headers = { 'sec-fetch-site': 'same-origin', ...options.headers };
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = request({ host, port: runtime, path, method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

describe('the relay to the registry', () => {
  it('hands a packument on, with what caches need and nothing else', async () => {
    const headers = { accept: 'application/json', cookie: 'c=1', origin: 'http://x', 'user-agent': 'npm/11' };
    const answer = await ask('/registry/@scope%2fname', { headers });
    expect(answer).toMatchObject({ status: 200, body: '{}' });
    expect(answer.headers).toMatchObject({
      etag: '"1"',
      'cache-control': 'public, max-age=300',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    const last = seen.at(-1);
    expect(last).toMatchObject({ method: 'GET', url: '/npm/@scope%2fname' });
    expect(last?.headers).toMatchObject({ accept: 'application/json' });
    expect(last?.headers['cookie']).toBeUndefined();
    expect(last?.headers['origin']).toBeUndefined();
  });

  it('says that a tarball never changes', async () => {
    const answer = await ask('/registry/express/-/express-5.0.0.tgz');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('passes an audit on with its body', async () => {
    const path = '/registry/-/npm/v1/security/advisories/bulk';
    const answer = await ask(path, { method: 'POST', body: '{"a":["1.0.0"]}' });
    expect(answer.status).toBe(200);
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: '{"a":["1.0.0"]}' });
  });

  it('follows redirects within the registry and to allowed origins of the list alone', async () => {
    expect(await ask('/registry/moved')).toMatchObject({ status: 200, body: '{}' });
    // The list allows the other origin, but no private address.
    const stolen = await ask('/registry/stolen');
    expect(stolen.status).toBe(502);
    expect(stolen.body).not.toContain('secret');
  });

  it('refuses what is too long before it comes', async () => {
    expect(await ask('/registry/huge')).toMatchObject({ status: 502, body: expect.stringContaining('longer than') });
  });

  it.each([
    ['GET', '/registry/-/v1/login'],
    ['GET', '/registry/-/user/org.couchdb.user:x'],
    ['GET', '/registry/../../secret'],
    ['GET', '/registry/a/-/../../x.tgz'],
    ['PUT', '/registry/express'],
    ['DELETE', '/registry/express/-rev/1'],
    ['POST', '/registry/express'],
    ['GET', '/relay/http/elsewhere.example/'],
  ])('%s %s is refused', async (method, path) => {
    const before = seen.length;
    expect((await ask(path, { method })).status).toBe(403);
    expect(seen.length).toBe(before);
  });

  it.each([undefined, 'none', 'same-site', 'cross-site'])('is not for a page that is %s', async (site) => {
    const headers = site === undefined ? { 'sec-fetch-site': '' } : { 'sec-fetch-site': site };
    expect((await ask('/registry/express', { headers })).status).toBe(403);
  });
});

describe('the relay to other hosts', () => {
  it('reaches no private address, though it be on the list', async () => {
    const address = originOf(other).slice('http://'.length);
    const answer = await ask(`/relay/http/${address}/x`);
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('secret');
  });

  it('says when the host does not answer', async () => {
    expect(await ask('/relay/http/relay.invalid/')).toMatchObject({
      status: 502,
      body: expect.stringContaining('relay.invalid'),
    });
  });

  it('takes origins from the operator, and nothing but', () => {
    expect(relayedOrigins(' https://api.example.com, http://x.example:8080\n')).toEqual([
      'https://api.example.com',
      'http://x.example:8080',
    ]);
    for (const wrong of ['api.example.com', 'https://x/path', 'ftp://x', 'https://user@x']) {
      expect(() => relayedOrigins(wrong)).toThrow('WARDIAN_RELAY');
    }
  });
});

describe('addresses', () => {
  it.each(['8.8.8.8', '2606:4700::1111'])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each([
    ...['127.0.0.1', '10.1.2.3', '192.168.1.1', '172.31.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
    ...['::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', 'ff02::1'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('requests of package managers', () => {
  it.each(['express', 'express/latest', '@babel%2fcore', '@babel/core', '@babel%2Fcore', '-/ping', 'JSONStream'])(
    '%s',
    (path) => expect(isRegistryRequest('GET', path)).toBe(true),
  );
});
