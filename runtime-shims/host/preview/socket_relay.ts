/** The runtime's end of a preview's channel: each connection asked for is a TCP socket of pid 1 in the kernel. */
import { errnoNames } from '../../kernel/errno_names.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import type { Reactor, Watch } from '../reactor.ts';
import type { PreviewConfiguration } from '../supervisor_messages.ts';
import { type ConnectionMessage, type FromPreview, MESSAGE_SIZE, WINDOW_SIZE } from './connection_messages.ts';

const POLLIN = 1;
const POLLOUT = 4;
const AF_INET = 2;
const AF_INET6 = 10;
const SHUT_WR = 1;
const EAGAIN = 11;
const ECONNREFUSED = 111;
const EINPROGRESS = 115;

/** Where a server may listen: most on a wildcard or IPv4, some on `localhost` as IPv6 alone. */
const addresses: readonly (readonly [family: number, address: string])[] = [
  [AF_INET, '127.0.0.1'],
  [AF_INET6, '::1'],
];

interface RelayContext {
  kernel: SystemCalls;
  reactor: Reactor;
  port: number;
  channel: MessagePort;
}

class RelayedSocket {
  readonly #kernel: SystemCalls;
  readonly #reactor: Reactor;
  readonly #port: number;
  readonly #connection: MessagePort;
  readonly #closed: (socket: RelayedSocket) => void;
  readonly #outgoing: Uint8Array[] = [];
  #fd = -1;
  #watch: Watch | null = null;
  #attempt = 0;
  #connecting = true;
  /** Bytes that the Service Worker has not consumed. */
  #unconsumed = 0;
  #ending = false;
  #received = false;

  constructor(
    { kernel, reactor, port }: RelayContext,
    connection: MessagePort,
    closed: (socket: RelayedSocket) => void,
  ) {
    this.#kernel = kernel;
    this.#reactor = reactor;
    this.#port = port;
    this.#connection = connection;
    this.#closed = closed;
    connection.onmessage = ({ data }: MessageEvent<ConnectionMessage>) => this.#message(data);
    // A Service Worker that the browser stopped sends no close; where engines tell, the socket goes with its port.
    connection.addEventListener('close', () => this.close());
    this.#connect();
  }

  close(): void {
    this.#release();
    this.#connection.close();
    this.#closed(this);
  }

  #release(): void {
    this.#watch?.stop();
    this.#watch = null;
    if (this.#fd >= 0) this.#kernel.close(this.#fd);
    this.#fd = -1;
  }

  #post(message: ConnectionMessage, transferables: Transferable[] = []): void {
    this.#connection.postMessage(message, transferables);
  }

  #connect(): void {
    const target = addresses[this.#attempt];
    if (!target) return;
    const [family, address] = target;
    this.#fd = this.#kernel.socket(family);
    if (this.#fd < 0) {
      this.#refused(this.#fd);
      return;
    }
    const result = this.#kernel.connect(this.#fd, address, this.#port);
    if (result < 0 && result !== -EINPROGRESS) this.#refused(result);
    else {
      this.#watch = this.#reactor.watch(this.#fd, POLLOUT, () => this.#ready());
      if (result === 0) this.#connected();
    }
  }

  #refused(errno: number): void {
    this.#release();
    this.#attempt += 1;
    if (errno === -ECONNREFUSED && this.#attempt < addresses.length) this.#connect();
    else {
      this.#post({ type: 'refused', code: errnoNames.get(-errno) ?? String(errno) });
      this.close();
    }
  }

  #connected(): void {
    this.#connecting = false;
    this.#post({ type: 'open' });
    this.#write();
    this.#setEvents();
  }

  #message(message: ConnectionMessage): void {
    switch (message.type) {
      case 'data':
        this.#outgoing.push(message.bytes);
        break;
      case 'consumed':
        this.#unconsumed -= message.bytes;
        break;
      case 'end':
        this.#ending = true;
        break;
      default:
        this.close();
        return;
    }
    if (this.#connecting) return;
    this.#write();
    this.#setEvents();
  }

  #setEvents(): void {
    const mayRead = this.#unconsumed < WINDOW_SIZE && !this.#received;
    this.#watch?.setEvents((mayRead ? POLLIN : 0) | (this.#outgoing.length ? POLLOUT : 0));
  }

  #ready(): void {
    if (this.#connecting) {
      const error = this.#kernel.socketError(this.#fd);
      if (error < 0) this.#refused(error);
      else this.#connected();
      return;
    }
    this.#write();
    this.#read();
    this.#setEvents();
  }

  #read(): void {
    while (this.#unconsumed < WINDOW_SIZE && !this.#received && this.#fd >= 0) {
      const buffer = new Uint8Array(MESSAGE_SIZE);
      const size = this.#kernel.read(this.#fd, buffer, -1);
      if (size === -EAGAIN) return;
      if (size < 0) {
        this.#post({ type: 'reset' });
        this.close();
        return;
      }
      if (size === 0) {
        this.#received = true;
        this.#post({ type: 'end' });
        return;
      }
      this.#unconsumed += size;
      const bytes = buffer.subarray(0, size);
      this.#post({ type: 'data', bytes }, [buffer.buffer]);
    }
  }

  #write(): void {
    for (let chunk = this.#outgoing[0]; chunk && this.#fd >= 0; chunk = this.#outgoing[0]) {
      const written = this.#kernel.write(this.#fd, chunk, -1);
      if (written === -EAGAIN || written === 0) return;
      if (written < 0) {
        // The server closed its end: what it answered before that is still to be read.
        this.#outgoing.length = 0;
        return;
      }
      this.#post({ type: 'consumed', bytes: written });
      if (written < chunk.length) this.#outgoing[0] = chunk.subarray(written);
      else this.#outgoing.shift();
    }
    if (this.#ending && this.#fd >= 0) {
      this.#ending = false;
      this.#kernel.shutdown(this.#fd, SHUT_WR);
    }
  }
}

export class SocketRelay {
  readonly #context: RelayContext;
  readonly #sockets = new Set<RelayedSocket>();

  get port(): number {
    return this.#context.port;
  }

  constructor(context: RelayContext, previewMessage: (message: Record<string, unknown>) => void) {
    this.#context = context;
    context.channel.onmessage = ({ data }: MessageEvent<FromPreview>) => {
      if (data.type === 'preview-message') previewMessage({ ...data.message, port: context.port });
      else {
        const target = { ...context, port: data.port ?? context.port };
        const socket = new RelayedSocket(target, data.connection, (closed) => this.#sockets.delete(closed));
        this.#sockets.add(socket);
      }
    };
  }

  configure(configuration: PreviewConfiguration): void {
    this.#context.channel.postMessage(configuration);
  }

  close(): void {
    for (const socket of [...this.#sockets]) socket.close();
    this.#context.channel.close();
  }
}
