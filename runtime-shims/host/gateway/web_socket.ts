/** A program's WebSocket (RFC 6455) as one of the browser: the handshake, and frames to messages and back. */
import type { ByteReader, Connection } from '../preview/byte_reader.ts';
import { type Header, headerValue } from '../preview/http_client.ts';
import {
  decodeClose,
  decodeText,
  encodeClose,
  encodeFrame,
  FrameReader,
  OPCODE,
  STATUS,
} from '../preview/web_socket_frames.ts';
import { acceptOf } from '../preview/web_socket_handshake.ts';
import { responseHead } from './http_exchange.ts';
import { type IncomingRequest, RequestSyntaxError } from './http_request.ts';
import { OutwardRefusal } from './outward_fetch.ts';

/** What a browser lets a page close with. */
const mayClose = (code: number): boolean => code === STATUS.normal || (code >= 3000 && code <= 4999);

export async function relayWebSocket(
  connection: Connection,
  reader: ByteReader,
  request: IncomingRequest,
  url: URL,
): Promise<void> {
  const key = headerValue(request.headers, 'sec-websocket-key');
  if (key === undefined) throw new RequestSyntaxError('Sec-WebSocket-Key is missing');
  const protocols = (headerValue(request.headers, 'sec-websocket-protocol') ?? '').split(/\s*,\s*/).filter(Boolean);
  const target = new URL(url);
  target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(target, protocols);
  socket.binaryType = 'arraybuffer';
  await opened(socket, target);
  const headers: Header[] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', await acceptOf(key)],
  ];
  if (socket.protocol) headers.push(['Sec-WebSocket-Protocol', socket.protocol]);
  await connection.write(responseHead(101, 'Switching Protocols', headers));
  // Frames go out in the order in which messages came: each waits for the one before.
  let sending = Promise.resolve();
  const send = (opcode: number, payload: Uint8Array) => {
    sending = sending.then(() => connection.write(encodeFrame(opcode, payload))).catch(() => socket.close());
    return sending;
  };
  const closed = new Promise<void>((resolve) => {
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') void send(OPCODE.text, new TextEncoder().encode(data));
      else void send(OPCODE.binary, new Uint8Array(data));
    };
    socket.onclose = ({ code, reason }) => {
      void send(OPCODE.close, encodeClose(code, reason)).then(resolve);
    };
  });
  await forwardFrames(reader, socket, (payload) => void send(OPCODE.pong, payload));
  await closed;
}

function opened(socket: WebSocket, url: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () =>
      reject(new OutwardRefusal(`${url.href}: the browser could not open this WebSocket, and tells no script why`));
  });
}

/** Until the program closes or goes away. */
async function forwardFrames(
  reader: ByteReader,
  socket: WebSocket,
  pong: (payload: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const frames = new FrameReader(reader, true);
  try {
    for (;;) {
      const { opcode, payload } = await frames.next();
      if (opcode === OPCODE.text) socket.send(decodeText(payload));
      else if (opcode === OPCODE.binary) socket.send(payload);
      else if (opcode === OPCODE.ping) pong(payload);
      else if (opcode === OPCODE.close) {
        const { code, reason } = decodeClose(payload);
        if (mayClose(code)) socket.close(code, reason);
        else socket.close();
        return;
      }
    }
  } catch {
    socket.close();
  }
}
