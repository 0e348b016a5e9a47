/**
 * An HTTP/1.1 client (RFC 9112) over any byte connection: keep-alive with reuse, chunked and counted and close-delimited
 * bodies, informational responses, streaming both ways with back-pressure. Pure: no network interface of its own.
 */
import { ByteReader, type Connection, ConnectionEnded } from './byte_reader.ts';

export type Header = [name: string, value: string];

export interface HttpRequest {
  method: string;
  /** Origin form: path and query. */
  target: string;
  /** Without those that frame the body: the client sets Content-Length or Transfer-Encoding. */
  headers: Header[];
  body: Uint8Array | ReadableStream<Uint8Array> | null;
}

export interface HttpResponse {
  status: number;
  statusText: string;
  headers: Header[];
  /** Null when the response has none by its nature (HEAD, 204, 304). To be read or cancelled, else its connection stays. */
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

export class HttpSyntaxError extends Error {}

/** Bytes of a response's head; Node's own limit for requests is 16 KiB. */
const MAX_HEAD_SIZE = 262_144;
/** Bytes of a line of the chunked encoding. */
const MAX_LINE_SIZE = 16_384;
/** Connections kept for reuse; browsers keep six to a host. */
const MAX_IDLE = 6;

interface PooledConnection {
  connection: Connection;
  reader: ByteReader;
  reused: boolean;
}

const encoder = new TextEncoder();
/** Header fields are bytes; Latin-1 keeps each. */
const headDecoder = new TextDecoder('latin1');

export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length ? values.join(', ') : undefined;
}

export class HttpClient {
  readonly #connect: () => Promise<Connection>;
  readonly #idle: PooledConnection[] = [];

  constructor(connect: () => Promise<Connection>) {
    this.#connect = connect;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    for (;;) {
      const pooled = await this.#take();
      try {
        return await this.#exchange(pooled, request);
      } catch (error) {
        pooled.connection.close();
        // A server closes idle connections when it likes; one that was fresh failed for a reason.
        const replayable = !(request.body instanceof ReadableStream);
        if (!pooled.reused || !replayable || !(error instanceof ConnectionEnded) || pooled.reader.hasRead) throw error;
      }
    }
  }

  close(): void {
    for (const { connection } of this.#idle.splice(0)) connection.close();
  }

  async #take(): Promise<PooledConnection> {
    const idle = this.#idle.pop();
    if (idle) {
      idle.reader.hasRead = false;
      return { ...idle, reused: true };
    }
    const connection = await this.#connect();
    return { connection, reader: new ByteReader(connection), reused: false };
  }

  #giveBack(pooled: PooledConnection): void {
    if (this.#idle.length >= MAX_IDLE) {
      pooled.connection.close();
      return;
    }
    this.#idle.push(pooled);
    void pooled.reader.prefetch().then((more) => {
      const index = this.#idle.findIndex(({ connection }) => connection === pooled.connection);
      // The end, or bytes that nobody asked for.
      if (index < 0 || (more && !pooled.reader.hasBytes)) return;
      this.#idle.splice(index, 1);
      pooled.connection.close();
    });
  }

  async #exchange(pooled: PooledConnection, request: HttpRequest): Promise<HttpResponse> {
    const { connection, reader } = pooled;
    const stream = request.body instanceof ReadableStream ? request.body : null;
    await connection.write(requestHead(request));
    if (request.body instanceof Uint8Array && request.body.length) await connection.write(request.body);
    let sent = stream === null;
    const sending = stream
      ? writeChunked(connection, stream).then(
          () => {
            sent = true;
          },
          // What the server says of a body it did not want is in its response.
          () => {},
        )
      : Promise.resolve();
    void sending;
    let head = await readHead(reader);
    // 101 is final: the connection is no longer HTTP.
    while (head.status >= 100 && head.status < 200 && head.status !== 101) head = await readHead(reader);
    const finished = (reusable: boolean) => {
      if (reusable && sent && head.keepAlive) this.#giveBack(pooled);
      else connection.close();
    };
    return { ...head, body: bodyOf(head, request.method, reader, finished, () => connection.close()) };
  }
}

function requestHead({ method, target, headers, body }: HttpRequest): Uint8Array {
  const lines = [`${method} ${target} HTTP/1.1`];
  for (const [name, value] of headers) {
    if (/[\r\n\0]/.test(name + value))
      throw new HttpSyntaxError(`header ${JSON.stringify(name)} contains a line break`);
    lines.push(`${name}: ${value}`);
  }
  if (body instanceof ReadableStream) lines.push('Transfer-Encoding: chunked');
  else if (body || /^(?:POST|PUT|PATCH)$/.test(method)) lines.push(`Content-Length: ${body?.length ?? 0}`);
  lines.push('Connection: keep-alive');
  return encoder.encode(`${lines.join('\r\n')}\r\n\r\n`);
}

async function writeChunked(connection: Connection, body: ReadableStream<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    if (chunk.length === 0) continue;
    await connection.write(encoder.encode(`${chunk.length.toString(16)}\r\n`));
    await connection.write(chunk);
    await connection.write(encoder.encode('\r\n'));
  }
  await connection.write(encoder.encode('0\r\n\r\n'));
}

export interface Head {
  status: number;
  statusText: string;
  headers: Header[];
  keepAlive: boolean;
}

export async function readHead(reader: ByteReader): Promise<Head> {
  const text = headDecoder.decode(await reader.readUntilBlankLine(MAX_HEAD_SIZE));
  const [first = '', ...lines] = text.replace(/\r?\n\r?\n$/, '').split(/\r?\n/);
  const match = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/.exec(first);
  if (!match)
    throw new HttpSyntaxError(`not an HTTP/1.1 response: it begins with ${JSON.stringify(first.slice(0, 60))}`);
  const headers: Header[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) {
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) throw new HttpSyntaxError(`not a header field: ${JSON.stringify(line.slice(0, 60))}`);
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  const connection = headerValue(headers, 'connection')?.toLowerCase() ?? '';
  const keepAlive = match[1] === '1' ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
  return { status: Number(match[2]), statusText: match[3] ?? '', headers, keepAlive };
}

/** RFC 9112, 6.3: which of the framings ends the body. */
function bodyOf(
  head: Head,
  method: string,
  reader: ByteReader,
  finished: (reusable: boolean) => void,
  abort: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  if (method === 'HEAD' || head.status === 204 || head.status === 304 || head.status < 200) {
    finished(head.status !== 101);
    return null;
  }
  const encoding = headerValue(head.headers, 'transfer-encoding');
  if (encoding !== undefined && /(?:^|,)\s*chunked\s*$/i.test(encoding)) {
    return streamOf(chunkedReader(reader), () => finished(true), abort);
  }
  const length = headerValue(head.headers, 'content-length');
  if (encoding === undefined && length !== undefined) {
    if (!/^\d+$/.test(length)) throw new HttpSyntaxError(`Content-Length: ${length}`);
    return streamOf(countedReader(reader, Number(length)), () => finished(true), abort);
  }
  return streamOf(
    () => reader.readSome(),
    () => finished(false),
    abort,
  );
}

type PieceReader = () => Promise<Uint8Array<ArrayBuffer> | null>;

function streamOf(read: PieceReader, finished: () => void, abort: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const piece = await read();
          if (piece) controller.enqueue(piece);
          else {
            controller.close();
            finished();
          }
        } catch (error) {
          controller.error(error);
          abort();
        }
      },
      cancel: abort,
    },
    // Nothing is read ahead of whoever reads this: back-pressure reaches the server.
    { highWaterMark: 0 },
  );
}

function countedReader(reader: ByteReader, length: number): PieceReader {
  let rest = length;
  return async () => {
    if (rest === 0) return null;
    const piece = await reader.readSome(rest);
    if (!piece) throw new ConnectionEnded();
    rest -= piece.length;
    return piece;
  };
}

function chunkedReader(reader: ByteReader): PieceReader {
  let rest = 0;
  let first = true;
  return async () => {
    if (rest === 0) {
      if (!first) await reader.readLine(MAX_LINE_SIZE);
      first = false;
      const line = await reader.readLine(MAX_LINE_SIZE);
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
      if (size === undefined) throw new HttpSyntaxError(`not a chunk's size: ${JSON.stringify(line.slice(0, 40))}`);
      rest = Number.parseInt(size, 16);
      if (rest === 0) {
        while ((await reader.readLine(MAX_LINE_SIZE)) !== '') {
          // Trailer fields have no place in a Response.
        }
        return null;
      }
    }
    const piece = await reader.readSome(rest);
    if (!piece) throw new ConnectionEnded();
    rest -= piece.length;
    return piece;
  };
}
