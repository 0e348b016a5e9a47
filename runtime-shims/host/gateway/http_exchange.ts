/** Serves HTTP/1.1 to a program on one connection, each request by a fetch of the browser. */
import { ByteReader, type Connection, ConnectionEnded } from '../preview/byte_reader.ts';
import { type Header, headerValue } from '../preview/http_client.ts';
import { type IncomingRequest, RequestSyntaxError, RequestTooLarge, readBody, readRequest } from './http_request.ts';
import { OutwardRefusal, outwardFetch, responseHeaders } from './outward_fetch.ts';
import type { Route } from './routes.ts';
import { relayWebSocket } from './web_socket.ts';

export interface ExchangeContext {
  /** Scheme and host of the connection's other end: `https://nodejs.org`. */
  origin: string;
  routeOf(url: URL): Route;
  /** Tells the program why there is no response, by the means of its protocol; the connection is then over. */
  refuse(reason: string): Promise<void>;
}

const encoder = new TextEncoder();
const LINE_END = encoder.encode('\r\n');
const LAST_CHUNK = encoder.encode('0\r\n\r\n');

export async function serveExchanges(connection: Connection, context: ExchangeContext): Promise<void> {
  const reader = new ByteReader(connection);
  try {
    for (;;) {
      const request = await readRequest(reader);
      if (!request) break;
      if (/^websocket$/i.test(headerValue(request.headers, 'upgrade') ?? '')) {
        await relayWebSocket(connection, reader, request, targetOf(request, context.origin));
        break;
      }
      if (!(await serveExchange(connection, reader, request, context))) break;
    }
  } catch (error) {
    if (error instanceof OutwardRefusal) await context.refuse(error.message);
    else if (error instanceof RequestSyntaxError) await sendText(connection, 400, 'Bad Request', error.message);
    else if (error instanceof RequestTooLarge) await sendText(connection, 413, 'Content Too Large', error.message);
    else if (!(error instanceof ConnectionEnded)) throw error;
  } finally {
    connection.close();
  }
}

function targetOf(request: IncomingRequest, origin: string): URL {
  const { target } = request;
  if (!target.startsWith('/') && !URL.canParse(target)) throw new RequestSyntaxError(`target ${target}`);
  const url = new URL(target.startsWith('/') ? origin + target : target);
  // Who connects to a bare address says in Host which name is meant; otherwise the name that was connected to counts.
  const host = headerValue(request.headers, 'host');
  const isAddress = /^[\d.]+$|^\[/.test(url.hostname);
  if (isAddress && host !== undefined && URL.canParse(`${url.protocol}//${host}`)) url.host = host;
  return url;
}

/** Whether another request may follow on the connection. */
async function serveExchange(
  connection: Connection,
  reader: ByteReader,
  request: IncomingRequest,
  context: ExchangeContext,
): Promise<boolean> {
  const url = targetOf(request, context.origin);
  if (/^100-continue$/i.test(headerValue(request.headers, 'expect') ?? '')) {
    await connection.write(encoder.encode('HTTP/1.1 100 Continue\r\n\r\n'));
  }
  const body = await readBody(reader, request.headers);
  const aborting = new AbortController();
  const response = await outwardFetch(
    { method: request.method, url, headers: request.headers, body, signal: aborting.signal },
    context.routeOf(url),
  );
  const bodiless = request.method === 'HEAD' || [204, 205, 304].includes(response.status);
  const chunked = !bodiless && request.version === '1.1';
  const headers = responseHeaders(response.headers);
  if (chunked) headers.push(['Transfer-Encoding', 'chunked']);
  const keepAlive = request.keepAlive && (chunked || bodiless);
  headers.push(['Connection', keepAlive ? 'keep-alive' : 'close']);
  try {
    await connection.write(responseHead(response.status, response.statusText, headers));
    if (!bodiless && response.body) await sendBody(connection, response.body, chunked);
    else if (chunked) await connection.write(LAST_CHUNK);
  } catch (error) {
    // The program went away, or the network did: neither goes on, and the program sees the connection end.
    aborting.abort(error);
    return false;
  }
  return keepAlive;
}

async function sendBody(
  connection: Connection,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  chunked: boolean,
): Promise<void> {
  for await (const piece of body) {
    if (piece.length === 0) continue;
    if (!chunked) {
      await connection.write(piece);
      continue;
    }
    const size = encoder.encode(`${piece.length.toString(16)}\r\n`);
    const chunk = new Uint8Array(size.length + piece.length + LINE_END.length);
    chunk.set(size);
    chunk.set(piece, size.length);
    chunk.set(LINE_END, size.length + piece.length);
    await connection.write(chunk);
  }
  if (chunked) await connection.write(LAST_CHUNK);
}

export function responseHead(status: number, statusText: string, headers: readonly Header[]): Uint8Array {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return latin1(`HTTP/1.1 ${status} ${statusText}\r\n${lines}\r\n`);
}

/** Header fields are bytes; a browser gives each as one character. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export async function sendText(
  connection: Connection,
  status: number,
  statusText: string,
  text: string,
  more: readonly Header[] = [],
): Promise<void> {
  const body = encoder.encode(`${text}\n`);
  const headers: Header[] = [
    ...more,
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(body.length)],
    ['Connection', 'close'],
  ];
  await connection.write(responseHead(status, statusText, headers));
  await connection.write(body);
}
