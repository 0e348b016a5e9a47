/** A host of the outer network for tests: it runs on this machine, and the tests' browser resolves its name to it. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Its name and port in URLs. */
export const OUTSIDE = 'api.outside.org:8080';
/** A name at which nothing answers. */
export const CLOSED = 'closed.outside.org';

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url !== '/private') response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
  response.setHeader('Access-Control-Expose-Headers', 'x-answer');
  if (request.method === 'OPTIONS') response.end();
  else if (request.url === '/slow') {
    response.write('first ');
    setTimeout(() => response.end('second'), 200);
  } else if (request.url === '/large') response.end(Buffer.alloc(3_000_000, 'x'));
  else if (request.url === '/empty') response.writeHead(204).end();
  else {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(request.url === '/missing' ? 404 : 200, { 'x-answer': 'yes' });
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, wish: headers['x-wish'], body: Buffer.concat(chunks).toString() }));
    });
  }
}

/** Answers each text message with itself; a client's frames are short here. */
function echo(request: IncomingMessage, socket: Socket): void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('data', (frame: Buffer) => {
    const length = (frame[1] ?? 0) & 127;
    const payload = Buffer.from(frame.subarray(6, 6 + length).map((byte, at) => byte ^ (frame[2 + (at & 3)] ?? 0)));
    socket.write(Buffer.concat([Buffer.of(frame[0] ?? 0, length), payload]));
    if (((frame[0] ?? 0) & 15) === 8) socket.end();
  });
  socket.on('error', () => {});
}

export interface OutsideServer {
  server: Server;
  /** For the browser's command line: its names lead here. */
  rules: string;
  close(): void;
}

/** `Access-Control-Allow-Origin` is on all answers but that of `/private`; WebSockets echo, except below `/socket.io`. */
export async function startOutside(): Promise<OutsideServer> {
  const server = createServer(answer);
  const connections = new Set<Socket>();
  server.on('upgrade', (request, socket) => {
    if (!request.url?.startsWith('/socket.io')) echo(request, socket as Socket);
  });
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    rules: `--host-resolver-rules=MAP ${OUTSIDE} 127.0.0.1:${port}, MAP ${CLOSED} 127.0.0.1:9`,
    close() {
      for (const socket of connections) socket.destroy();
      server.close();
    },
  };
}
