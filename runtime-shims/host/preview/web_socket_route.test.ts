import { describe, expect, it } from 'vitest';
import { webSocketTarget } from './web_socket_route.ts';

const origin = 'http://abc--3000.localhost:5175';
const target = (...parameters: unknown[]) => webSocketTarget(parameters, `${origin}/folder/`, { origin, port: 3000 });

describe('a WebSocket goes into the container', () => {
  it.each([
    ['a path', '/chat?x=1', 3000, 'ws://abc--3000.localhost:5175/chat?x=1'],
    ['a relative path', 'chat', 3000, 'ws://abc--3000.localhost:5175/folder/chat'],
    ['an http address', `${origin}/`, 3000, 'ws://abc--3000.localhost:5175/'],
    ['another port of the container', 'ws://abc--4000.localhost:5175/', 4000, 'ws://abc--4000.localhost:5175/'],
    [
      "the page's host name with the server's port",
      'ws://abc--3000.localhost:3000/ws',
      3000,
      'ws://abc--3000.localhost:3000/ws',
    ],
    ['localhost', 'ws://localhost:24678/', 24678, 'ws://localhost:24678/'],
    ['a loopback address', 'ws://127.0.0.1/', 80, 'ws://127.0.0.1/'],
    ['localhost by TLS', 'wss://localhost/', 443, 'wss://localhost/'],
  ])('by %s', (_what, address, port, href) => {
    const found = target(address);
    expect([found?.port, found?.url.href]).toEqual([port, href]);
  });

  it('with its protocols, as one or as many', () => {
    expect(target('/', 'one')?.protocols).toEqual(['one']);
    expect(target('/', ['one', 'two'])?.protocols).toEqual(['one', 'two']);
    expect(target('/')?.protocols).toEqual([]);
  });
});

it.each([
  ['another host', ['wss://example.com/']],
  ["another container's preview", ['ws://abd--3000.localhost:5175/']],
  ['another scheme', ['ftp://localhost/']],
  ['a fragment', ['/#x']],
  ['no address', []],
  ['an address that is none', ['ws://%']],
  ['a protocol that is no token', ['/', 'a b']],
  ['a protocol twice', ['/', ['a', 'a']]],
])("%s is the browser's to open or to refuse", (_what, parameters) => {
  expect(target(...parameters)).toBeNull();
});
