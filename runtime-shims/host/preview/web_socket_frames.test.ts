import { describe, expect, it } from 'vitest';
import { ByteReader, ConnectionEnded } from './byte_reader.ts';
import {
  decodeClose,
  decodeText,
  encodeClose,
  encodeFrame,
  FrameError,
  FrameReader,
  OPCODE,
  STATUS,
} from './web_socket_frames.ts';

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (digits) => Number.parseInt(digits, 16));
const text = (payload: Uint8Array) => new TextDecoder().decode(payload);

/** A reader of `input` that arrives in pieces of `size` bytes and then ends. */
function reader(input: Uint8Array, { size = input.length, masked = false } = {}): FrameReader {
  let at = 0;
  const connection = {
    async read() {
      if (at >= input.length) return null;
      at += size;
      return input.slice(at - size, at);
    },
    write: async () => {},
    close() {},
  };
  return new FrameReader(new ByteReader(connection), masked);
}

// RFC 6455, 5.7.
describe('the examples of the RFC', () => {
  const mask = bytes('37fa213d');

  it.each([
    ['a text', '810548656c6c6f', false, OPCODE.text],
    ['a masked text', '818537fa213d7f9f4d5158', true, OPCODE.text],
    ['a text in fragments', '010348656c80026c6f', false, OPCODE.text],
    ['a ping', '890548656c6c6f', false, OPCODE.ping],
    ['a masked pong', '8a8537fa213d7f9f4d5158', true, OPCODE.pong],
  ])('%s is read, whole and byte by byte', async (_what, hex, masked, opcode) => {
    for (const size of [100, 1]) {
      const message = await reader(bytes(hex), { size, masked }).next();
      expect([message.opcode, text(message.payload)]).toEqual([opcode, 'Hello']);
    }
  });

  it('are written', () => {
    const hello = new TextEncoder().encode('Hello');
    expect(encodeFrame(OPCODE.text, hello)).toEqual(bytes('810548656c6c6f'));
    expect(encodeFrame(OPCODE.text, hello, mask)).toEqual(bytes('818537fa213d7f9f4d5158'));
    expect(encodeFrame(OPCODE.binary, new Uint8Array(256)).subarray(0, 4)).toEqual(bytes('827e0100'));
    expect(encodeFrame(OPCODE.binary, new Uint8Array(65_536)).subarray(0, 10)).toEqual(bytes('827f0000000000010000'));
  });
});

it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
  'a message of %d bytes comes back, masked or not',
  async (length) => {
    const payload = new Uint8Array(length).map((_, index) => index * 7);
    for (const mask of [undefined, bytes('01020304')]) {
      const frame = encodeFrame(OPCODE.binary, payload, mask);
      const message = await reader(frame, { size: 1000, masked: mask !== undefined }).next();
      expect(message.opcode).toBe(OPCODE.binary);
      expect(Buffer.compare(message.payload, payload)).toBe(0);
    }
  },
);

it('a control frame between fragments comes before their message', async () => {
  const frames = reader(bytes('0103616263 8901 21 8003646566'));
  expect(await frames.next()).toEqual({ opcode: OPCODE.ping, payload: bytes('21') });
  const message = await frames.next();
  expect([message.opcode, text(message.payload)]).toEqual([OPCODE.text, 'abcdef']);
});

it.each([
  ['a reserved bit', 'c10161', false, STATUS.protocolError],
  ['a reserved opcode', '830161', false, STATUS.protocolError],
  ['a reserved control opcode', '8b00', false, STATUS.protocolError],
  ['a mask of a server', '818100000000 61', false, STATUS.protocolError],
  ['no mask of a client', '810161', true, STATUS.protocolError],
  ['a control frame in fragments', '0900', false, STATUS.protocolError],
  ['a long control frame', '897e0080', false, STATUS.protocolError],
  ['a continuation of nothing', '800161', false, STATUS.protocolError],
  ['a message within another', '010161 810162', false, STATUS.protocolError],
  ['a length beyond all measure', '827f0000ffffffffffff', false, STATUS.tooLong],
])('%s is refused', async (_what, hex, masked, status) => {
  const refused = await reader(bytes(hex), { masked })
    .next()
    .catch((error) => error);
  expect(refused).toBeInstanceOf(FrameError);
  expect(refused.status).toBe(status);
});

it('the end of the connection within a frame is no message', async () => {
  for (const hex of ['', '81', '81054865', '010161']) {
    await expect(reader(bytes(hex)).next()).rejects.toBeInstanceOf(ConnectionEnded);
  }
});

describe('a close frame', () => {
  it.each([
    [1000, ''],
    [1001, 'away'],
    [4999, 'ü'],
  ])('carries %d %s', (code, reason) => {
    expect(decodeClose(encodeClose(code, reason))).toEqual({ code, reason });
  });

  it('without a code says so to the page alone', () => {
    expect(encodeClose(STATUS.none, 'lost')).toEqual(new Uint8Array());
    expect(decodeClose(new Uint8Array())).toEqual({ code: STATUS.none, reason: '' });
  });

  it.each([
    ['half a code', '03', STATUS.protocolError],
    ['a code below the first', '03e7', STATUS.protocolError],
    ['1005, which is never sent', '03ed', STATUS.protocolError],
    ['1006, which is never sent', '03ee', STATUS.protocolError],
    ['1015, which is never sent', '03f7', STATUS.protocolError],
    ['a reason that is not UTF-8', '03e8ff', STATUS.notText],
  ])('with %s is refused', (_what, hex, status) => {
    expect(() => decodeClose(bytes(hex))).toThrow(expect.objectContaining({ status }));
  });
});

it('text is UTF-8, and keeps its byte order mark', () => {
  expect(decodeText(bytes('efbbbf61'))).toBe('\ufeffa');
  expect(() => decodeText(bytes('c3'))).toThrow(FrameError);
});
