import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from './byte_reader.ts';
import { HttpClient, HttpSyntaxError, headerValue } from './http_client.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A native socket with the client's face; counts what was opened. */
function connector(port: number): { connect(): Promise<Connection>; opened: Socket[] } {
  const opened: Socket[] = [];
  return {
    opened,
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1');
        cleanUps.push(() => socket.destroy());
        opened.push(socket);
        socket.once('error', reject);
        socket.once('connect', () => {
          const iterator = socket[Symbol.asyncIterator]();
          resolve({
            async read() {
              const { done, value } = await iterator.next();
              return done ? null : Uint8Array.from(value as Buffer);
            },
            write: (bytes) => new Promise((written) => socket.write(bytes, () => written())),
            close: () => socket.destroy(),
          });
        });
      }),
  };
}

async function listening(server: Server | ReturnType<typeof createNetServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function clientOf(listener: RequestListener) {
  const connections = connector(await listening(createServer(listener)));
  return { client: new HttpClient(connections.connect), opened: connections.opened };
}

/** A server that answers each connection's first bytes with exactly `bytes`, in pieces of `size`, and ends. */
async function clientOfBytes(bytes: string, size = bytes.length) {
  const server = createNetServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', async () => {
      for (let at = 0; at < bytes.length; at += size) {
        socket.write(bytes.slice(at, at + size), 'latin1');
        await new Promise(setImmediate);
      }
      socket.end();
    });
  });
  return new HttpClient(connector(await listening(server)).connect);
}

const get = (target = '/') => ({
  method: 'GET',
  target,
  headers: [['Host', 'localhost']] as [string, string][],
  body: null,
});
const text = (body: ReadableStream<Uint8Array<ArrayBuffer>> | null) => new Response(body).text();

describe('responses of a native server', () => {
  it('counted, chunked, and delimited by the close', async () => {
    const { client, opened } = await clientOf((request, response) => {
      if (request.url === '/counted') response.end('counted body');
      else if (request.url === '/chunked') {
        response.write('first ');
        setTimeout(() => response.end('second'), 10);
      } else {
        response.useChunkedEncodingByDefault = false;
        response.setHeader('Connection', 'close');
        response.removeHeader('Content-Length');
        response.write('until ');
        setTimeout(() => response.end('the end'), 10);
      }
    });
    expect(await text((await client.request(get('/counted'))).body)).toBe('counted body');
    expect(await text((await client.request(get('/chunked'))).body)).toBe('first second');
    expect(opened.length).toBe(1);
    expect(await text((await client.request(get('/close'))).body)).toBe('until the end');
    expect(await text((await client.request(get('/counted'))).body)).toBe('counted body');
    expect(opened.length).toBe(2);
  });

  it('status, reason and repeated headers', async () => {
    const { client } = await clientOf((_request, response) => {
      response.writeHead(418, 'Short and stout', { 'Set-Cookie': ['a=1', 'b=2'] }).end();
    });
    const response = await client.request(get());
    expect([response.status, response.statusText]).toEqual([418, 'Short and stout']);
    expect(response.headers.filter(([name]) => name === 'Set-Cookie')).toHaveLength(2);
    await response.body?.cancel();
  });

  it('HEAD, 204 and 304 have no body and leave the connection usable', async () => {
    const { client, opened } = await clientOf((request, response) => {
      response.statusCode = request.url === '/204' ? 204 : request.url === '/304' ? 304 : 200;
      if (request.method === 'HEAD') response.setHeader('Content-Length', 1000);
      response.end(request.url === '/last' ? 'last' : undefined);
    });
    const head = await client.request({ ...get(), method: 'HEAD' });
    expect([head.body, headerValue(head.headers, 'content-length')]).toEqual([null, '1000']);
    expect((await client.request(get('/204'))).body).toBeNull();
    expect((await client.request(get('/304'))).body).toBeNull();
    expect(await text((await client.request(get('/last'))).body)).toBe('last');
    expect(opened.length).toBe(1);
  });

  it('informational responses come before the one that counts', async () => {
    const { client } = await clientOf((_request, response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end('final');
    });
    const response = await client.request(get());
    expect([response.status, await text(response.body)]).toEqual([200, 'final']);
  });

  it('streams: a piece is there before the next is written', async () => {
    let more: () => void = () => {};
    const { client } = await clientOf((_request, response) => {
      response.write('one');
      more = () => response.end('two');
    });
    const reader = (await client.request(get())).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one');
    more();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('two');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('a reader that waits holds the server back', async () => {
    let written = 0;
    const piece = Buffer.alloc(65_536);
    const { client } = await clientOf((_request, response) => {
      const write = () => {
        while (written < 200_000_000) {
          written += piece.length;
          if (!response.write(piece)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    const { body } = await client.request(get());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written).toBeLessThan(30_000_000);
    await body?.cancel();
  });
});

describe('request bodies', () => {
  const echo: RequestListener = (request, response) => {
    response.setHeader('X-Framing', String(request.headers['content-length'] ?? request.headers['transfer-encoding']));
    request.pipe(response);
  };

  it('bytes are counted, streams are chunked', async () => {
    const { client, opened } = await clientOf(echo);
    const bytes = await client.request({ ...get(), method: 'POST', body: new TextEncoder().encode('counted ü') });
    expect([headerValue(bytes.headers, 'x-framing'), await text(bytes.body)]).toEqual(['10', 'counted ü']);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of ['one ', '', 'two']) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    });
    const streamed = await client.request({ ...get(), method: 'POST', body: stream });
    expect([headerValue(streamed.headers, 'x-framing'), await text(streamed.body)]).toEqual(['chunked', 'one two']);
    const empty = await client.request({ ...get(), method: 'POST' });
    expect([headerValue(empty.headers, 'x-framing'), await text(empty.body)]).toEqual(['0', '']);
    expect(opened.length).toBe(1);
  });

  it('a header cannot smuggle another', async () => {
    const { client } = await clientOf(echo);
    const headers: [string, string][] = [['X', 'a\r\nY: b']];
    await expect(client.request({ ...get(), headers })).rejects.toThrow(HttpSyntaxError);
  });
});

describe('connections', () => {
  it('one that the server closed while idle is not used again', async () => {
    const { client, opened } = await clientOf((_request, response) => response.end('ok'));
    expect(await text((await client.request(get())).body)).toBe('ok');
    opened[0]?.end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await text((await client.request(get())).body)).toBe('ok');
    expect(opened.length).toBe(2);
  });

  it('one that ends as the next request comes is replaced once', async () => {
    let requests = 0;
    const { client, opened } = await clientOf((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end('ok');
    });
    expect(await text((await client.request(get())).body)).toBe('ok');
    expect(await text((await client.request(get())).body)).toBe('ok');
    expect([requests, opened.length]).toEqual([3, 2]);
  });

  it('a fresh one that ends is an error', async () => {
    const { client } = await clientOf((request) => request.socket.destroy());
    await expect(client.request(get())).rejects.toThrow('closed the connection');
  });
});

describe('bytes in any pieces', () => {
  const chunked =
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: a\r\n\r\n' +
    '5;ext=1\r\nhello\r\nA\r\n 0123\r\n567\r\n0\r\nTrailer: t\r\n\r\n';
  it.each([1, 2, 3, 7, 1000])('%i at a time', async (size) => {
    const client = await clientOfBytes(chunked, size);
    const response = await client.request(get());
    expect([response.status, await text(response.body)]).toEqual([200, 'hello 0123\r\n567']);
  });

  it('bare newlines and folded headers', async () => {
    const client = await clientOfBytes('HTTP/1.0 200\nX: a\n  b\n\nbody');
    const response = await client.request(get());
    expect([response.statusText, headerValue(response.headers, 'x'), await text(response.body)]).toEqual([
      '',
      'a b',
      'body',
    ]);
  });

  it.each([
    ['not HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nnothing\r\n\r\n'],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ])('%s is refused', async (_name, bytes) => {
    await expect((await clientOfBytes(bytes)).request(get())).rejects.toThrow(HttpSyntaxError);
  });

  it.each([
    ['a short body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort'],
    ['an unfinished chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel'],
    ['a size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n'],
  ])('%s is an error for who reads it', async (_name, bytes) => {
    const response = await (await clientOfBytes(bytes)).request(get());
    await expect(text(response.body)).rejects.toThrow();
  });
});
