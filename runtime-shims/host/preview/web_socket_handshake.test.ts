import { describe, expect, it } from 'vitest';
import type { Header } from './http_client.ts';
import { acceptOf, checkHandshake, handshakeRequest, newKey } from './web_socket_handshake.ts';

// RFC 6455, 1.3.
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

it('a key is 16 bytes, new each time', () => {
  expect(atob(newKey())).toHaveLength(16);
  expect(newKey()).not.toBe(newKey());
});

it('a key is answered as in the example of the RFC', async () => {
  expect(await acceptOf(KEY)).toBe(ACCEPT);
});

it('a request names the ports of the container, never the preview', () => {
  const request = { port: 3001, target: '/chat?x=1', key: KEY, protocols: ['one', 'two'] };
  const [first, ...lines] = new TextDecoder().decode(handshakeRequest(request, 3000, 'a=1')).split('\r\n');
  expect(first).toBe('GET /chat?x=1 HTTP/1.1');
  expect(lines).toEqual(
    expect.arrayContaining([
      'Host: localhost:3001',
      'Origin: http://localhost:3000',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${KEY}`,
      'Sec-WebSocket-Protocol: one, two',
      'Cookie: a=1',
    ]),
  );
  expect(lines.slice(-2)).toEqual(['', '']);
});

describe('an answer', () => {
  const headers = { Upgrade: 'WebSocket', Connection: 'keep-alive, Upgrade', 'Sec-WebSocket-Accept': ACCEPT };
  const check = (changed: Record<string, string>, protocols: string[] = [], status = 101) => {
    const fields = Object.entries({ ...headers, ...changed }).filter(([, value]) => value !== '') as Header[];
    return checkHandshake({ status, statusText: '', headers: fields, keepAlive: true }, KEY, protocols);
  };

  it('opens the socket with the protocol that the server chose', async () => {
    expect(await check({})).toBe('');
    expect(await check({ 'Sec-WebSocket-Protocol': 'two' }, ['one', 'two'])).toBe('two');
  });

  it.each([
    ['of another status', {}, [], 200],
    ['without Upgrade', { Upgrade: '' }, [], 101],
    ['without Connection', { Connection: 'keep-alive' }, [], 101],
    ['to another key', { 'Sec-WebSocket-Accept': 'x' }, [], 101],
    ['with an extension', { 'Sec-WebSocket-Extensions': 'permessage-deflate' }, [], 101],
    ['with a protocol nobody asked for', { 'Sec-WebSocket-Protocol': 'one' }, [], 101],
    ['with none of the protocols', {}, ['one'], 101],
    ['with a protocol of another case', { 'Sec-WebSocket-Protocol': 'One' }, ['one'], 101],
  ])('%s does not', async (_what, changed, protocols, status) => {
    await expect(check(changed, protocols, status)).rejects.toThrow();
  });
});
