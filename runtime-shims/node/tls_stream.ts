/**
 * A TLS client's stream over another stream (TLSWrap in src/crypto/crypto_tls.cc): plain bytes on the program's side,
 * records (tls_records.ts) on the other. The certificate is the browser's business; what it verified is the name.
 */
import type { AsyncWrap } from './async_wrap.ts';
import type { Environment } from './environment.ts';
import {
  NO_BYTES,
  type ShutdownWrap,
  StreamBase,
  type StreamListener,
  streamClassesOf,
  type WriteWrap,
} from './stream_base.ts';
import {
  ALERT,
  type Alert,
  APPLICATION_DATA,
  type ClientHello,
  HANDSHAKE,
  jsonRecord,
  parseJsonRecord,
  RecordReader,
  RecordSyntaxError,
  recordsOf,
  type ServerHello,
} from './tls_records.ts';
import { UV_ECANCELED, UV_ENOTCONN, UV_EOF, UV_EPIPE } from './uv_numbers.ts';

/** What the stream tells its wrap. */
export interface TlsEvents {
  started(): void;
  done(): void;
  failed(error: Error): void;
}

const READ_BYTES = 64 * 1024;

export class TlsStream extends StreamBase {
  servername: string | null = null;
  alpnProtocols: string[] = [];
  /** Chosen in the handshake; false when none was. */
  alpnProtocol: string | false = false;

  readonly #environment: Environment;
  readonly #inner: StreamBase;
  readonly #events: TlsEvents;
  readonly #listener: StreamListener;
  readonly #records = new RecordReader();
  readonly #buffer = new Uint8Array(READ_BYTES);
  /** Writes that wait for the handshake. */
  #waiting: { request: WriteWrap; chunks: Uint8Array[] }[] = [];
  #waitingShutdown: ShutdownWrap | null = null;
  #established = false;
  #destroyed = false;

  constructor(
    environment: Environment,
    wrap: AsyncWrap,
    inner: StreamBase,
    events: TlsEvents,
    listenerOf: (stream: StreamBase) => StreamListener,
  ) {
    super(wrap, listenerOf);
    this.#environment = environment;
    this.#inner = inner;
    this.#events = events;
    this.#listener = {
      onStreamAlloc: () => this.#buffer,
      onStreamRead: (nread, buffer) => this.#onRead(nread, buffer),
    };
    inner.pushListener(this.#listener);
  }

  get fd(): number {
    return this.#inner.fd;
  }

  get queuedBytes(): number {
    return this.#waiting.reduce((sum, { chunks }) => chunks.reduce((size, chunk) => size + chunk.length, sum), 0);
  }

  isAlive(): boolean {
    return !this.#destroyed && this.#inner.isAlive();
  }

  readStart(): number {
    return this.#inner.readStart();
  }

  readStop(): number {
    return this.#inner.readStop();
  }

  /** Sends the hello; the connection must be there. */
  start(): void {
    this.#events.started();
    const hello: ClientHello = { servername: this.servername, alpn: this.alpnProtocols };
    this.#send([jsonRecord(HANDSHAKE, hello)], null);
  }

  /** Bytes that had been read from the connection before it was wrapped. */
  receive(bytes: Uint8Array): void {
    this.#onRead(bytes.length, bytes);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#inner.removeListener(this.#listener);
    const streams = streamClassesOf(this.#environment);
    for (const { request } of this.#waiting.splice(0)) {
      this.#environment.loop.makeCallback(() => streams.completeRequest(this, request, UV_ECANCELED));
    }
  }

  /** Every write is a request, as in TLSWrap. */
  tryWrite(_chunks: Uint8Array[]): number {
    return 0;
  }

  write(request: WriteWrap, chunks: Uint8Array[]): number {
    if (this.#destroyed) return UV_EPIPE;
    if (!this.#established) {
      this.#waiting.push({ request, chunks });
      return 0;
    }
    return this.#send(
      chunks.flatMap((chunk) => recordsOf(APPLICATION_DATA, chunk)),
      request,
    );
  }

  shutdown(request: ShutdownWrap): number {
    if (this.#destroyed) return UV_ENOTCONN;
    if (this.#waiting.length === 0) return this.#inner.shutdown(request);
    this.#waitingShutdown = request;
    return 0;
  }

  /** Writes records; `request` is completed when they are written, at once in a callback of its own if they already are. */
  #send(records: Uint8Array[], request: WriteWrap | null): number {
    const streams = streamClassesOf(this.#environment);
    const error = this.#inner.tryWrite(records);
    if (error !== 0) return error;
    if (records.length > 0) return this.#inner.write(request ?? new streams.WriteWrap(), records);
    if (request) this.#environment.loop.complete(() => streams.completeRequest(this, request, 0));
    return 0;
  }

  #onRead(nread: number, buffer: Uint8Array): void {
    if (this.#destroyed) return;
    if (nread <= 0) {
      if (nread < 0 && nread !== UV_EOF && !this.#established) {
        this.passToJavaScript(nread);
        return;
      }
      this.emitRead(nread, NO_BYTES);
      return;
    }
    let steps: (() => void)[];
    try {
      steps = this.#steps(buffer.subarray(0, nread));
    } catch (error) {
      if (!(error instanceof RecordSyntaxError)) throw error;
      const reason = `error:0A00010B:SSL routines::${error.message}`;
      steps = [() => this.#events.failed(Object.assign(new Error(reason), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }))];
    }
    // At once: the next read would come before a callback of the loop, into the same buffer.
    for (const step of steps) if (!this.#destroyed) step();
  }

  #steps(bytes: Uint8Array): (() => void)[] {
    const steps: (() => void)[] = [];
    const data: Uint8Array[] = [];
    for (const { type, content } of this.#records.push(bytes)) {
      if (type === APPLICATION_DATA) data.push(content);
      else if (type === HANDSHAKE) {
        const hello = parseJsonRecord<ServerHello>(content);
        steps.push(() => this.#establish(hello));
      } else if (type === ALERT) {
        const { code, message } = parseJsonRecord<Alert>(content);
        steps.push(() => this.#events.failed(Object.assign(new Error(message), { code, library: 'SSL routines' })));
      }
    }
    if (data.length > 0) steps.push(() => this.#emit(data.length === 1 ? (data[0] as Uint8Array) : joined(data)));
    return steps;
  }

  #establish({ alpn }: ServerHello): void {
    this.alpnProtocol = alpn ?? false;
    this.#established = true;
    const streams = streamClassesOf(this.#environment);
    for (const { request, chunks } of this.#waiting.splice(0)) {
      const error = this.#send(
        chunks.flatMap((chunk) => recordsOf(APPLICATION_DATA, chunk)),
        request,
      );
      if (error !== 0) this.#environment.loop.makeCallback(() => streams.completeRequest(this, request, error));
    }
    if (this.#waitingShutdown) this.#inner.shutdown(this.#waitingShutdown);
    this.#waitingShutdown = null;
    this.#events.done();
  }

  #emit(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#destroyed; ) {
      const buffer = this.listener.onStreamAlloc();
      const part = bytes.subarray(at, at + buffer.byteLength);
      buffer.set(part);
      at += part.length;
      this.emitRead(part.length, buffer);
    }
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
