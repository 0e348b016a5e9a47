/** The end of one relayed TCP connection in the Service Worker, or in a page with a WebSocket. */
import type { Connection } from './byte_reader.ts';
import { type ConnectionMessage, type FromPreview, MESSAGE_SIZE, WINDOW_SIZE } from './connection_messages.ts';

/** ms within which the runtime must answer; it answers at once unless it is gone. */
const CONNECT_TIMEOUT = 5_000;

export class ConnectError extends Error {
  /** An errno's name, or ETIMEDOUT when the container did not answer. */
  readonly code: string;
  constructor(code: string) {
    super(`connect ${code}`);
    this.code = code;
  }
}

class RelayedConnection implements Connection {
  readonly #port: MessagePort;
  readonly #received: Uint8Array<ArrayBuffer>[] = [];
  #reading: ((bytes: Uint8Array<ArrayBuffer> | null) => void) | null = null;
  #ended = false;
  #unwritten: number;
  #room: (() => void)[] = [];

  constructor(port: MessagePort, written: number) {
    this.#port = port;
    this.#unwritten = written;
    port.onmessage = ({ data }: MessageEvent<ConnectionMessage>) => this.#message(data);
    port.addEventListener('close', () => this.#end());
  }

  read(): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = this.#received.shift();
    if (bytes) return Promise.resolve(this.#consume(bytes));
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#reading = resolve;
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += MESSAGE_SIZE) {
      while (this.#unwritten >= WINDOW_SIZE && !this.#ended) {
        await new Promise<void>((resolve) => this.#room.push(resolve));
      }
      if (this.#ended) return;
      const copy = bytes.slice(at, at + MESSAGE_SIZE);
      this.#unwritten += copy.length;
      this.#post({ type: 'data', bytes: copy }, [copy.buffer]);
    }
  }

  close(): void {
    this.#post({ type: 'close' });
    this.#end();
    this.#port.close();
  }

  #post(message: ConnectionMessage, transferables: Transferable[] = []): void {
    this.#port.postMessage(message, transferables);
  }

  #consume(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    this.#post({ type: 'consumed', bytes: bytes.length });
    return bytes;
  }

  #message(message: ConnectionMessage): void {
    if (message.type === 'data') {
      const reading = this.#reading;
      this.#reading = null;
      if (reading) reading(this.#consume(message.bytes));
      else this.#received.push(message.bytes);
    } else if (message.type === 'consumed') {
      this.#unwritten -= message.bytes;
      this.#wakeWriters();
    } else if (message.type === 'end' || message.type === 'reset') this.#end();
  }

  #wakeWriters(): void {
    for (const wake of this.#room.splice(0)) wake();
  }

  #end(): void {
    this.#ended = true;
    this.#reading?.(null);
    this.#reading = null;
    this.#wakeWriters();
  }
}

/**
 * The connection whose runtime's end was sent to the container before. `written`: bytes that were put on it already.
 * Throws {@link ConnectError}.
 */
export function connectionOver(port: MessagePort, written = 0): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ConnectError('ETIMEDOUT')), CONNECT_TIMEOUT);
    port.onmessage = ({ data }: MessageEvent<ConnectionMessage>) => {
      clearTimeout(timer);
      if (data.type === 'open') resolve(new RelayedConnection(port, written));
      else reject(new ConnectError(data.type === 'refused' ? data.code : 'ECONNRESET'));
    };
  });
}

/** Connects to the preview's port in the container. Throws {@link ConnectError}. */
export function connectThrough(channel: MessagePort): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  channel.postMessage({ type: 'connect', connection: port2 } satisfies FromPreview, [port2]);
  return connectionOver(port1);
}
