/** Frames of RFC 6455, 5: a client's masked ones to messages, and messages to a server's. */
import { type ByteReader, ConnectionEnded } from '../preview/byte_reader.ts';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
/** Bytes of a message; the same as of a request's body. */
const MAX_MESSAGE = 268_435_456;

export interface Message {
  opcode: number;
  payload: Uint8Array<ArrayBuffer>;
}

export class FrameReader {
  readonly #reader: ByteReader;
  #opcode = 0;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** The next whole message or control frame. Throws when the connection ends or does not speak WebSocket. */
  async next(): Promise<Message> {
    for (;;) {
      const [first = 0, second = 0] = await this.#exactly(2);
      const opcode = first & 15;
      if (!(second & MASKED)) throw new Error('a client masks its frames');
      const length = await this.#length(second & 127);
      const mask = await this.#exactly(4);
      const payload = await this.#exactly(length);
      for (let at = 0; at < length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
      if (opcode >= OPCODE.close) return { opcode, payload };
      if (opcode !== OPCODE.continuation) this.#opcode = opcode;
      this.#parts.push(payload);
      this.#size += length;
      if (this.#size > MAX_MESSAGE) throw new Error('the message is too long');
      if (first & FINAL) return this.#message();
    }
  }

  #message(): Message {
    const payload = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      payload.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#size = 0;
    return { opcode: this.#opcode, payload };
  }

  async #length(short: number): Promise<number> {
    if (short < LENGTH_16) return short;
    const bytes = await this.#exactly(short === LENGTH_16 ? 2 : 8);
    let length = 0;
    for (const byte of bytes) length = length * 256 + byte;
    if (length > MAX_MESSAGE) throw new Error('the frame is too long');
    return length;
  }

  async #exactly(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const piece = await this.#reader.readSome(length - at);
      if (!piece) throw new ConnectionEnded();
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }
}

/** One final frame, not masked, as a server sends it. */
export function encodeFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const head = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
  const frame = new Uint8Array(head + length);
  frame[0] = FINAL | opcode;
  if (head === 2) frame[1] = length;
  else if (head === 4) frame.set([LENGTH_16, length >> 8, length & 255], 1);
  else {
    frame[1] = LENGTH_64;
    new DataView(frame.buffer).setBigUint64(2, BigInt(length));
  }
  frame.set(payload, head);
  return frame;
}
