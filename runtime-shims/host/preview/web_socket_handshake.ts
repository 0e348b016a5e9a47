/** The opening handshake of a WebSocket (RFC 6455, 4): a browser's request, and the check of the server's answer. */
import type { WebSocketRequest } from './channel_messages.ts';
import { type Head, type Header, headerValue } from './http_client.ts';

/** RFC 6455, 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Random bytes in a key. */
const KEY_SIZE = 16;

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

export function newKey(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(KEY_SIZE)));
}

export async function acceptOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(key + ACCEPT_SUFFIX));
  return toBase64(new Uint8Array(digest));
}

/** `page`: the container's port that the page came from. */
export function handshakeRequest({ port, target, key, protocols }: WebSocketRequest, page: number, cookie: string) {
  const headers: Header[] = [
    ['Host', `localhost:${port}`],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Origin', `http://localhost:${page}`],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', key],
    ['User-Agent', navigator.userAgent],
    ['Accept-Language', navigator.languages.join(',')],
    ['Pragma', 'no-cache'],
    ['Cache-Control', 'no-cache'],
  ];
  if (protocols.length) headers.push(['Sec-WebSocket-Protocol', protocols.join(', ')]);
  if (cookie) headers.push(['Cookie', cookie]);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return new TextEncoder().encode(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** Answers the protocol that the server chose, or ''. Throws when it did not take the handshake (RFC 6455, 4.1). */
export async function checkHandshake({ status, headers }: Head, key: string, protocols: readonly string[]) {
  if (status !== 101) throw new Error(`the server answered with status ${status}`);
  if (headerValue(headers, 'upgrade')?.toLowerCase() !== 'websocket') throw new Error('Upgrade is not websocket');
  if (!/(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headerValue(headers, 'connection') ?? ''))
    throw new Error('Connection is not Upgrade');
  if (headerValue(headers, 'sec-websocket-accept') !== (await acceptOf(key)))
    throw new Error('Sec-WebSocket-Accept is wrong');
  if (headerValue(headers, 'sec-websocket-extensions')) throw new Error('an extension that nobody asked for');
  const protocol = headerValue(headers, 'sec-websocket-protocol');
  if (protocol === undefined ? protocols.length > 0 : !protocols.includes(protocol))
    throw new Error('the protocol is none of those asked for');
  return protocol ?? '';
}
