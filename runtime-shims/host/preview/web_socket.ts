/**
 * The WebSocket of a previewed page into its container: the interface of HTML's WebSockets standard, over RFC 6455 on a
 * relayed TCP connection. Its instances have the browser's own prototype, whose members `web_socket_route.ts` leads here.
 */
import { ByteReader, type Connection } from './byte_reader.ts';
import { readHead } from './http_client.ts';
import {
  decodeClose,
  decodeText,
  encodeClose,
  encodeFrame,
  FrameError,
  FrameReader,
  type Message,
  OPCODE,
  STATUS,
} from './web_socket_frames.ts';
import { checkHandshake, newKey } from './web_socket_handshake.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** ms for the server's close frame after ours; Chromium's own. */
const CLOSE_TIMEOUT = 10_000;
/** ms for the server to end the connection after both close frames; Chromium's own. */
const END_TIMEOUT = 2_000;
/** Bytes of UTF-8 in a reason: a control frame's 125 without the code. */
const MAX_REASON = 123;

/** Connects and writes the request with this key. */
export type OpenConnection = (key: string) => Promise<Connection>;
type Data = string | Blob | ArrayBuffer | ArrayBufferView;
type Handler = ((event: Event) => unknown) | null;

function fault(method: string, name: string, message: string): DOMException {
  return new DOMException(`Failed to execute '${method}' on 'WebSocket': ${message}`, name);
}

function mask(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(4));
}

export class PreviewWebSocket extends EventTarget {
  readonly #url: URL;
  readonly #handlers = new Map<string, { handler: Handler; listener: (event: Event) => void }>();
  readonly #leave = () => this.#goAway();
  #state = CONNECTING;
  #protocol = '';
  #binaryType: BinaryType = 'blob';
  #buffered = 0;
  #connection: Connection | null = null;
  /** Resolves when what was sent so far has been written. */
  #sending: Promise<void> = Promise.resolve();
  #closeSent = false;

  constructor(url: URL, protocols: readonly string[], open: OpenConnection) {
    super();
    this.#url = url;
    void this.#run(protocols, open);
  }

  /** Whether `value` was made here, whatever its prototype. */
  static isInstance(value: object): value is PreviewWebSocket {
    return #handlers in value;
  }

  get url(): string {
    return this.#url.href;
  }

  get readyState(): number {
    return this.#state;
  }

  get bufferedAmount(): number {
    return this.#buffered;
  }

  get protocol(): string {
    return this.#protocol;
  }

  get extensions(): string {
    return '';
  }

  get binaryType(): BinaryType {
    return this.#binaryType;
  }

  set binaryType(value: BinaryType) {
    if (value === 'blob' || value === 'arraybuffer') this.#binaryType = value;
  }

  get onopen(): Handler {
    return this.#handler('open');
  }

  set onopen(handler: Handler) {
    this.#setHandler('open', handler);
  }

  get onmessage(): Handler {
    return this.#handler('message');
  }

  set onmessage(handler: Handler) {
    this.#setHandler('message', handler);
  }

  get onerror(): Handler {
    return this.#handler('error');
  }

  set onerror(handler: Handler) {
    this.#setHandler('error', handler);
  }

  get onclose(): Handler {
    return this.#handler('close');
  }

  set onclose(handler: Handler) {
    this.#setHandler('close', handler);
  }

  send(data: Data): void {
    if (this.#state === CONNECTING) throw fault('send', 'InvalidStateError', 'Still in CONNECTING state.');
    if (data instanceof Blob) {
      const reading = this.#state === OPEN ? data.arrayBuffer() : null;
      this.#send(data.size, async () => encodeFrame(OPCODE.binary, new Uint8Array((await reading) ?? []), mask()));
      return;
    }
    const [opcode, payload] = bytesOf(data);
    // What is sent is what the buffer holds now.
    const frame = encodeFrame(opcode, payload, mask());
    this.#send(payload.length, () => frame);
  }

  close(code?: number, reason = ''): void {
    if (code !== undefined && code !== STATUS.normal && !(code >= 3000 && code <= 4999)) {
      const message = `The close code must be either 1000, or between 3000 and 4999. ${code} is neither.`;
      throw fault('close', 'InvalidAccessError', message);
    }
    if (new TextEncoder().encode(String(reason)).length > MAX_REASON)
      throw fault('close', 'SyntaxError', `The close reason must not be greater than ${MAX_REASON} UTF-8 bytes.`);
    if (this.#state >= CLOSING) return;
    const opened = this.#state === OPEN;
    this.#state = CLOSING;
    if (!opened) {
      setTimeout(() => this.#closed(STATUS.abnormal, '', { failed: true }));
      return;
    }
    this.#sendClose(code ?? STATUS.none, String(reason));
    // The reader then meets the end, and the page an unclean close.
    setTimeout(() => this.#connection?.close(), CLOSE_TIMEOUT);
  }

  #handler(type: string): Handler {
    return this.#handlers.get(type)?.handler ?? null;
  }

  #setHandler(type: string, value: Handler): void {
    const handler = typeof value === 'function' ? value : null;
    const known = this.#handlers.get(type);
    if (known) {
      known.handler = handler;
      return;
    }
    const entry = { handler, listener: (event: Event) => entry.handler?.call(this, event) };
    this.#handlers.set(type, entry);
    this.addEventListener(type, entry.listener);
  }

  async #run(protocols: readonly string[], open: OpenConnection): Promise<void> {
    let connection: Connection | null = null;
    let reader: ByteReader;
    try {
      const key = newKey();
      connection = await open(key);
      reader = new ByteReader(connection);
      this.#protocol = await checkHandshake(await readHead(reader), key, protocols);
      if (this.#state !== CONNECTING) throw new Error('closed before it was open');
    } catch {
      connection?.close();
      this.#closed(STATUS.abnormal, '', { failed: true });
      return;
    }
    this.#connection = connection;
    this.#state = OPEN;
    addEventListener('pagehide', this.#leave);
    this.dispatchEvent(new Event('open'));
    await this.#receive(connection, reader);
  }

  async #receive(connection: Connection, reader: ByteReader): Promise<void> {
    const frames = new FrameReader(reader, false);
    try {
      for (;;) {
        const message = await frames.next();
        if (message.opcode === OPCODE.close) {
          await this.#closeFrame(message, connection, reader);
          return;
        }
        this.#message(message);
      }
    } catch (error) {
      // The server has gone without a word, or what it sends is no WebSocket.
      if (error instanceof FrameError) this.#sendClose(error.status, '');
      await this.#sending;
      connection.close();
      this.#closed(STATUS.abnormal, '', { failed: error instanceof FrameError });
    }
  }

  #message({ opcode, payload }: Message): void {
    if (opcode === OPCODE.ping) {
      this.#enqueue(() => encodeFrame(OPCODE.pong, payload, mask()));
      return;
    }
    if (opcode === OPCODE.pong) return;
    const text = opcode === OPCODE.text ? decodeText(payload) : null;
    if (this.#state !== OPEN) return;
    const data = text ?? (this.#binaryType === 'blob' ? new Blob([payload]) : payload.buffer);
    this.dispatchEvent(new MessageEvent('message', { data, origin: this.#url.origin }));
  }

  async #closeFrame({ payload }: Message, connection: Connection, reader: ByteReader): Promise<void> {
    const { code, reason } = decodeClose(payload);
    this.#state = CLOSING;
    this.#sendClose(code, '');
    await this.#sending;
    // The server ends the connection first (RFC 6455, 7.1.1).
    const late = new Promise((resolve) => setTimeout(resolve, END_TIMEOUT));
    await Promise.race([reader.prefetch(), late]);
    connection.close();
    this.#closed(code, reason, { wasClean: true });
  }

  #closed(code: number, reason: string, { wasClean = false, failed = false }): void {
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    removeEventListener('pagehide', this.#leave);
    if (failed) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(new CloseEvent('close', { wasClean, code, reason }));
  }

  #send(size: number, frame: () => Uint8Array | Promise<Uint8Array>): void {
    this.#buffered += size;
    // What is sent too late stays counted (the standard's bufferedAmount).
    if (this.#state !== OPEN) return;
    this.#enqueue(frame, size);
  }

  #sendClose(code: number, reason: string): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#enqueue(() => encodeFrame(OPCODE.close, encodeClose(code, reason), mask()));
  }

  /** All at once: a page that goes away gets no further turn, and its end of the port is then not always told of. */
  #goAway(): void {
    // Not into the middle of a frame that waits for room.
    if (!this.#closeSent && this.#buffered === 0) {
      void this.#connection?.write(encodeFrame(OPCODE.close, encodeClose(STATUS.goingAway, ''), mask()));
    }
    this.#closeSent = true;
    this.#connection?.close();
  }

  #enqueue(frame: () => Uint8Array | Promise<Uint8Array>, size = 0): void {
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#connection?.write(await frame());
        this.#buffered -= size;
      } catch {
        // A Blob that could not be read, or a port that is gone: the connection is of no more use.
        this.#connection?.close();
      }
    });
  }
}

function bytesOf(data: unknown): [opcode: number, payload: Uint8Array] {
  if (data instanceof ArrayBuffer) return [OPCODE.binary, new Uint8Array(data)];
  if (ArrayBuffer.isView(data)) return [OPCODE.binary, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
  return [OPCODE.text, new TextEncoder().encode(String(data))];
}
