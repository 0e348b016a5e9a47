// A WebSocket server by hand (RFC 6455), as far as its test goes: it answers what the page asks for by text.
const { createHash } = require('node:crypto');
const { createServer } = require('node:http');

const page = '<!doctype html><title>Page</title><h1>ready</h1>';

/** A server's frame; lengths as each needs. */
function frame(first, payload) {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.of(first, length), payload]);
  const head = length < 65536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = first;
  if (length < 65536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Takes a client's frame from the front of `bytes`; null while it is not whole. */
function parse(bytes) {
  if (bytes.length < 2) return null;
  let at = 2;
  let length = bytes[1] & 127;
  if (length === 126) {
    if (bytes.length < 4) return null;
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return null;
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length)).map((byte, index) => byte ^ mask[index & 3]);
  return {
    first: bytes[0],
    masked: bytes[1] >> 7,
    payload: Buffer.from(payload),
    rest: bytes.subarray(at + 4 + length),
  };
}

function answer(socket, text, headers) {
  switch (text) {
    case '/headers':
      return socket.write(frame(0x81, Buffer.from(JSON.stringify(headers))));
    case '/fragments':
      // A ping may stand between the fragments of a message.
      return socket.write(
        Buffer.concat([
          frame(0x01, Buffer.from('frag')),
          frame(0x89, Buffer.from('between')),
          frame(0x00, Buffer.from('men')),
          frame(0x80, Buffer.from('ts')),
        ]),
      );
    case '/ping':
      return socket.write(frame(0x89, Buffer.from('pong me')));
    case '/close':
      return socket.write(frame(0x88, Buffer.concat([Buffer.of(4001 >> 8, 4001 & 255), Buffer.from('enough: ü')])));
    case '/drop':
      return socket.destroy();
    case '/nonsense':
      return socket.write(Buffer.of(0xf1, 0));
    default:
      return socket.write(frame(0x81, Buffer.from(text)));
  }
}

const server = createServer(({ url }, response) => {
  response.setHeader('Content-Type', 'text/html');
  if (url === '/strict') response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'nonce-abc'");
  if (url === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let count = 0;
    const timer = setInterval(() => response.write(`id: ${++count}\ndata: event ${count}\n\n`), 50);
    response.on('close', () => clearInterval(timer));
    return;
  }
  if (url === '/cookie') response.setHeader('Set-Cookie', 'secret=1; HttpOnly');
  response.end(page);
});

server.on('upgrade', ({ url, headers }, socket) => {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  head.push(`Sec-WebSocket-Accept: ${url === '/wrong' ? 'x' : accept.digest('base64')}`);
  if (url === '/protocol') head.push('Sec-WebSocket-Protocol: second');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  let bytes = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let next = parse(bytes); next; next = parse(bytes)) {
      bytes = next.rest;
      const opcode = next.first & 15;
      if (!next.masked) socket.destroy();
      else if (opcode === 1) answer(socket, next.payload.toString(), headers);
      else if (opcode === 2) socket.write(frame(0x82, next.payload));
      else if (opcode === 8) socket.end(frame(0x88, next.payload));
      else if (opcode === 10) socket.write(frame(0x81, Buffer.from(`pong: ${next.payload}`)));
    }
  });
});
server.listen(Number(process.argv[2] ?? 3000));
