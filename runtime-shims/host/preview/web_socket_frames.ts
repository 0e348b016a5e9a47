/** Frames of RFC 6455, 5: those that arrive to messages, and messages to frames; a client's are masked. */
import { type ByteReader, ConnectionEnded } from './byte_reader.ts';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** Status codes of close frames (RFC 6455, 7.4.1). */
export const STATUS = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  none: 1005,
  abnormal: 1006,
  notText: 1007,
  tooLong: 1009,
  noTls: 1015,
} as const;
const FINAL = 0x80;
const RESERVED = 0x70;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
/** Bytes of a message; the same as of a request's body. */
const MAX_MESSAGE = 268_435_456;
/** Bytes of a control frame (RFC 6455, 5.5). */
const MAX_CONTROL = 125;

export interface Message {
  opcode: number;
  payload: Uint8Array<ArrayBuffer>;
}

/** The other side does not speak WebSocket as it should; `status` is what to close with. */
export class FrameError extends Error {
  readonly status: number;
  constructor(message: string, status: number = STATUS.protocolError) {
    super(message);
    this.status = status;
  }
}

export class FrameReader {
  readonly #reader: ByteReader;
  readonly #masked: boolean;
  #opcode = 0;
  #parts: Uint8Array[] = [];
  #size = 0;

  /** `masked`: the frames are a client's. */
  constructor(reader: ByteReader, masked: boolean) {
    this.#reader = reader;
    this.#masked = masked;
  }

  /** The next whole message or control frame. Throws when the connection ends or does not speak WebSocket. */
  async next(): Promise<Message> {
    for (;;) {
      const [first = 0, second = 0] = await this.#exactly(2);
      const opcode = first & 15;
      this.#check(first, second);
      const length = await this.#length(second & 127);
      const mask = this.#masked ? await this.#exactly(4) : null;
      const payload = await this.#exactly(length);
      if (mask) applyMask(payload, mask);
      if (opcode >= OPCODE.close) return { opcode, payload };
      if (opcode !== OPCODE.continuation) this.#opcode = opcode;
      this.#parts.push(payload);
      this.#size += length;
      if (this.#size > MAX_MESSAGE) throw new FrameError('the message is too long', STATUS.tooLong);
      if (first & FINAL) return this.#message();
    }
  }

  #check(first: number, second: number): void {
    const opcode = first & 15;
    if (first & RESERVED) throw new FrameError('a reserved bit is set');
    if (Boolean(second & MASKED) !== this.#masked) throw new FrameError('clients mask their frames, and only they');
    if (opcode >= OPCODE.close) {
      if (opcode > OPCODE.pong || !(first & FINAL) || (second & 127) > MAX_CONTROL)
        throw new FrameError('not a control frame');
    } else if (opcode > OPCODE.binary || (opcode === OPCODE.continuation) !== this.#parts.length > 0)
      throw new FrameError('a frame that continues nothing, or begins within a message');
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
    if (length > MAX_MESSAGE) throw new FrameError('the frame is too long', STATUS.tooLong);
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

function applyMask(payload: Uint8Array, mask: Uint8Array): void {
  for (let at = 0; at < payload.length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
}

/** One final frame: a server's, or with `mask` (four bytes) a client's. */
export function encodeFrame(opcode: number, payload: Uint8Array, mask?: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const head = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
  const start = head + (mask?.length ?? 0);
  const frame = new Uint8Array(start + length);
  frame[0] = FINAL | opcode;
  if (head === 2) frame[1] = length;
  else if (head === 4) frame.set([LENGTH_16, length >> 8, length & 255], 1);
  else {
    frame[1] = LENGTH_64;
    new DataView(frame.buffer).setBigUint64(2, BigInt(length));
  }
  frame.set(payload, start);
  if (mask) {
    frame[1] = (frame[1] ?? 0) | MASKED;
    frame.set(mask, head);
    applyMask(frame.subarray(start), mask);
  }
  return frame;
}

/** Whether a close frame may carry it (RFC 6455, 7.4.1): the three in between tell why there was no close frame. */
function isSendable(code: number): boolean {
  return code >= STATUS.normal && code !== STATUS.none && code !== STATUS.abnormal && code !== STATUS.noTls;
}

/** The payload of a close frame; empty for codes that are never sent. */
export function encodeClose(code: number, reason: string): Uint8Array {
  if (!isSendable(code)) return new Uint8Array();
  const text = new TextEncoder().encode(reason);
  const payload = new Uint8Array(2 + text.length);
  payload.set([code >> 8, code & 255]);
  payload.set(text, 2);
  return payload;
}

/** Throws {@link FrameError}. */
export function decodeText(payload: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    throw new FrameError('text that is not UTF-8', STATUS.notText);
  }
}

/** Throws {@link FrameError}. */
export function decodeClose(payload: Uint8Array): { code: number; reason: string } {
  if (payload.length === 0) return { code: STATUS.none, reason: '' };
  const [high = 0, low] = payload;
  if (low === undefined) throw new FrameError('a close frame of one byte');
  const code = (high << 8) | low;
  if (!isSendable(code)) throw new FrameError(`a close frame with code ${code}`);
  return { code, reason: decodeText(payload.subarray(2)) };
}
