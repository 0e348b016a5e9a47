/** The server's side of HTTP/1.1 (RFC 9112): requests as programs write them, one after the other on a connection. */
import { type ByteReader, ConnectionEnded } from '../preview/byte_reader.ts';
import { type Header, headerValue } from '../preview/http_client.ts';

export interface IncomingRequest {
  method: string;
  /** Origin form, or absolute form as proxies get it. */
  target: string;
  version: '1.0' | '1.1';
  headers: Header[];
  keepAlive: boolean;
}

export class RequestSyntaxError extends Error {}
export class RequestTooLarge extends Error {}

/** Bytes of a request's head; Node itself sends none that a server of Node's would refuse (16 KiB). */
const MAX_HEAD_SIZE = 65_536;
const MAX_LINE_SIZE = 16_384;
/** Bytes of a body: browsers send none before they have all of it, at least not over HTTP/1.1. */
const MAX_BODY_SIZE = 268_435_456;

const decoder = new TextDecoder('latin1');

/** The next request's head; null when the client ends the connection instead. Throws {@link RequestSyntaxError}. */
export async function readRequest(reader: ByteReader): Promise<IncomingRequest | null> {
  if (!reader.hasBytes && !(await reader.prefetch())) return null;
  const text = decoder.decode(await reader.readUntilBlankLine(MAX_HEAD_SIZE));
  const [first = '', ...lines] = text.replace(/\r?\n\r?\n$/, '').split(/\r?\n/);
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/(1\.[01])$/.exec(first);
  if (!match) throw new RequestSyntaxError(`not an HTTP/1.1 request: ${JSON.stringify(first.slice(0, 60))}`);
  const headers: Header[] = lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon <= 0) throw new RequestSyntaxError(`not a header field: ${JSON.stringify(line.slice(0, 60))}`);
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const version = match[3] as '1.0' | '1.1';
  const connection = headerValue(headers, 'connection')?.toLowerCase() ?? '';
  const keepAlive = version === '1.1' ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
  return { method: match[1] ?? '', target: match[2] ?? '', version, headers, keepAlive };
}

/** All of a request's body; null when it has none. */
export async function readBody(
  reader: ByteReader,
  headers: readonly Header[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  const encoding = headerValue(headers, 'transfer-encoding');
  if (encoding !== undefined) {
    if (!/(?:^|,)\s*chunked\s*$/i.test(encoding)) throw new RequestSyntaxError(`Transfer-Encoding: ${encoding}`);
    return joined(chunks(reader));
  }
  const length = headerValue(headers, 'content-length');
  if (length === undefined || length === '0') return null;
  if (!/^\d+$/.test(length)) throw new RequestSyntaxError(`Content-Length: ${length}`);
  return joined(counted(reader, Number(length)));
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > MAX_BODY_SIZE) throw new RequestTooLarge(`a request's body is at most ${MAX_BODY_SIZE} bytes here`);
    all.push(piece);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const piece of all) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}

async function* counted(reader: ByteReader, length: number): AsyncGenerator<Uint8Array> {
  for (let rest = length; rest > 0; ) {
    const piece = await reader.readSome(rest);
    if (!piece) throw new ConnectionEnded();
    rest -= piece.length;
    yield piece;
  }
}

async function* chunks(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const line = await reader.readLine(MAX_LINE_SIZE);
    const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new RequestSyntaxError(`not a chunk's size: ${JSON.stringify(line.slice(0, 40))}`);
    const length = Number.parseInt(size, 16);
    yield* counted(reader, length);
    if (length > 0) await reader.readLine(MAX_LINE_SIZE);
    else {
      while ((await reader.readLine(MAX_LINE_SIZE)) !== '') {
        // Trailer fields have no place in a Request.
      }
      return;
    }
  }
}
