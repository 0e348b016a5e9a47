/**
 * A stream over a kernel descriptor: what libuv's `uv_stream_t` (src/unix/stream.c) and Node's `LibuvStreamWrap`
 * (src/stream_wrap.cc) do together, for TCP sockets, Unix sockets, pipes and terminals.
 */
import { type AsyncWrap, asyncWrapOf } from './async_wrap.ts';
import type { Environment, LoopHandle, PollHandle } from './environment.ts';
import { adoptLoopHandle, type HandleWrap, handleWrapOf, type NativeHandle } from './handle_wrap.ts';
import { perEnvironment } from './per_environment.ts';
import { type ShutdownWrap, StreamBase, type StreamListener, streamClassesOf, type WriteWrap } from './stream_base.ts';
import {
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  SHUT_WR,
  STDERR_FILENO,
  UV_EAGAIN,
  UV_EALREADY,
  UV_EBADF,
  UV_ECANCELED,
  UV_ECONNREFUSED,
  UV_EINPROGRESS,
  UV_EINVAL,
  UV_ENOTCONN,
  UV_EOF,
  UV_EPIPE,
} from './uv_numbers.ts';
import { waitUntilReady } from './wait_until_ready.ts';

/** As in uv__read and uv__server_io: so many in one turn, so that one busy descriptor does not starve the others. */
const READS_PER_TURN = 32;
const ACCEPTS_PER_TURN = 32;

interface PendingWrite {
  request: WriteWrap;
  chunks: Uint8Array[];
  /** Descriptor that goes with the first byte; -1 once it has gone. */
  sent: number;
}

export interface ConnectRequest extends AsyncWrap {
  oncomplete?: unknown;
}

export class LibuvStream extends StreamBase implements NativeHandle {
  loopHandle: LoopHandle | null = null;
  referenced = true;
  closing = false;
  readable = false;
  writable = false;
  /** Writes block (the stdio of a process: nothing is lost when it exits, and an endless writer waits). */
  blocking = false;
  /** A pipe between processes that handles are sent over: gives the object for a descriptor that came. */
  adoptReceived: ((fd: number) => object | undefined) | null = null;
  /** bind(2)'s EADDRINUSE and connect(2)'s ECONNREFUSED, which libuv tells later. */
  delayedError = 0;
  /** Calls `onconnection` with a status and the new descriptor. */
  onConnection: ((status: number, fd: number) => void) | null = null;
  /** Called when a listener or handle stops: a terminal restores its mode, a Unix socket its name. */
  onRelease: (() => void) | null = null;

  readonly #environment: Environment;
  #fd = -1;
  #poll: PollHandle | null = null;
  #interest = 0;
  #reading = false;
  #connecting: ConnectRequest | null = null;
  #shutdownRequest: ShutdownWrap | null = null;
  #shutdownDone = false;
  readonly #writes: PendingWrite[] = [];
  #queuedBytes = 0;

  constructor(environment: Environment, wrap: AsyncWrap, listenerOf: (stream: StreamBase) => StreamListener) {
    super(wrap, listenerOf);
    this.#environment = environment;
  }

  get fd(): number {
    return this.#fd;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  isAlive(): boolean {
    return !this.closing;
  }

  /** Takes over an open descriptor (uv__stream_open). */
  open(fd: number, readable: boolean, writable: boolean): void {
    this.readable = readable;
    this.writable = writable;
    // A bound socket that is opened again at its own descriptor, as net.BoundSocket does.
    if (this.#fd === fd) return;
    this.#fd = fd;
    this.#poll = adoptLoopHandle(
      this,
      this.#environment.loop.poll(fd, 0, (events) => this.#onPoll(events)),
    );
  }

  #updateInterest(): void {
    if (this.#poll === null) return;
    let events = 0;
    if (this.#reading || this.onConnection !== null) events |= POLLIN;
    if (this.#connecting !== null || this.#writes.length > 0) events |= POLLOUT;
    if (events === this.#interest) return;
    this.#interest = events;
    this.#poll.setEvents(events);
  }

  #onPoll(events: number): void {
    if (this.closing) return;
    if (this.onConnection !== null) {
      this.#accept(0);
      return;
    }
    if (this.#connecting !== null) {
      this.#finishConnect(this.#environment.kernel.socketError(this.#fd));
      return;
    }
    const canWrite = (events & (POLLOUT | POLLERR | POLLHUP)) !== 0 && this.#writes.length > 0;
    if (this.#reading && (events & (POLLIN | POLLERR | POLLHUP)) !== 0) {
      if (canWrite) this.#environment.loop.makeCallback(() => this.#flush());
      this.#read((events & POLLHUP) !== 0, 1);
    } else if (canWrite) {
      this.#flush();
    }
  }

  readStart(): number {
    if (this.#fd < 0 || !this.readable) return UV_ENOTCONN;
    this.#reading = true;
    this.#updateInterest();
    return 0;
  }

  readStop(): number {
    this.#reading = false;
    this.#updateInterest();
    return 0;
  }

  #read(hungUp: boolean, count: number): void {
    if (this.closing || !this.#reading) return;
    const buffer = this.listener.onStreamAlloc();
    const nread = this.#receive(buffer);
    if (nread === UV_EAGAIN) return;
    if (nread <= 0) {
      this.#reading = false;
      this.#updateInterest();
      this.emitRead(nread === 0 ? UV_EOF : nread, buffer);
      return;
    }
    // A full buffer may mean more; a hang-up means that the end follows. Otherwise the next poll will tell.
    if ((nread === buffer.byteLength || hungUp) && count < READS_PER_TURN) {
      this.#environment.loop.makeCallback(() => this.#read(hungUp, count + 1));
    }
    this.emitRead(nread, buffer);
  }

  /** LibuvStreamWrap::OnUvRead: what came along stands at the object while the bytes are told. */
  #receive(buffer: Uint8Array): number {
    const { kernel } = this.#environment;
    if (this.adoptReceived === null) return kernel.read(this.#fd, buffer, -1);
    const received: number[] = [];
    const nread = kernel.receiveDescriptor(this.#fd, buffer, received);
    for (const fd of received) {
      const object = this.adoptReceived(fd);
      if (object === undefined) kernel.close(fd);
      else (this.wrap as { pendingHandle?: object }).pendingHandle = object;
    }
    return nread;
  }

  tryWrite(chunks: Uint8Array[]): number {
    if (this.#connecting !== null || this.#writes.length > 0) return 0;
    if (this.#fd < 0) return UV_EBADF;
    if (!this.writable) return UV_EPIPE;
    return this.#writeChunks(chunks);
  }

  /** Writes until nothing is left, the descriptor is full (unless blocking), or an error. */
  #writeChunks(chunks: Uint8Array[]): number {
    const { kernel } = this.#environment;
    let done = 0;
    let error = 0;
    while (done < chunks.length) {
      const chunk = chunks[done]!;
      if (chunk.byteLength === 0) {
        done++;
        continue;
      }
      const written = kernel.write(this.#fd, chunk, -1);
      if (written === chunk.byteLength) done++;
      else if (written >= 0) chunks[done] = chunk.subarray(written);
      else if (written !== UV_EAGAIN) {
        error = written;
        break;
      } else if (!this.blocking) break;
      else waitUntilReady(kernel, this.#fd, POLLOUT);
    }
    chunks.splice(0, done);
    return error;
  }

  write(request: WriteWrap, chunks: Uint8Array[], sent = -1): number {
    if (this.#fd < 0 && this.#connecting === null) return UV_EBADF;
    if (sent >= 0 && this.adoptReceived === null) return UV_EINVAL;
    const pending: PendingWrite = { request, chunks, sent };
    this.#writes.push(pending);
    for (const chunk of chunks) this.#queuedBytes += chunk.byteLength;
    // uv_write2 tries at once: the sender may close the handle, or exit, right behind.
    if (this.#writes.length === 1) this.#send(pending);
    this.#updateInterest();
    return 0;
  }

  /** Sends the descriptor of a write, with as many bytes as go; a negative error, or 0. */
  #send(pending: PendingWrite): number {
    const [first] = pending.chunks;
    if (pending.sent < 0 || first === undefined) return 0;
    const written = this.#environment.kernel.sendDescriptor(this.#fd, first, pending.sent);
    if (written < 0) return written === UV_EAGAIN ? 0 : written;
    pending.sent = -1;
    this.#queuedBytes -= written;
    if (written === first.byteLength) pending.chunks.shift();
    else pending.chunks[0] = first.subarray(written);
    return 0;
  }

  /** uv__write: the front of the queue; each finished request is a callback of its own. */
  #flush(): void {
    if (this.closing) return;
    const finished: (() => void)[] = [];
    while (this.#writes.length > 0) {
      const pending = this.#writes[0]!;
      const { request, chunks } = pending;
      const failed = this.#send(pending);
      if (failed === 0 && pending.sent >= 0) break;
      let before = 0;
      for (const chunk of chunks) before += chunk.byteLength;
      const error = failed !== 0 ? failed : this.#writeChunks(chunks);
      if (error === 0 && chunks.length > 0) {
        for (const chunk of chunks) before -= chunk.byteLength;
        this.#queuedBytes -= before;
        break;
      }
      this.#queuedBytes -= before;
      this.#writes.shift();
      finished.push(() => this.#complete(request, error));
      if (error !== 0) break;
    }
    this.#updateInterest();
    if (this.#writes.length === 0) this.#drain();
    const [first, ...others] = finished;
    for (const callback of others) this.#environment.loop.makeCallback(callback);
    first?.();
  }

  #complete(request: WriteWrap | ShutdownWrap, status: number): void {
    streamClassesOf(this.#environment).completeRequest(this, request, status);
  }

  shutdown(request: ShutdownWrap): number {
    if (!this.writable || this.#shutdownDone || this.#shutdownRequest !== null || this.closing) return UV_ENOTCONN;
    this.#shutdownRequest = request;
    this.writable = false;
    if (this.#writes.length === 0 && this.#connecting === null) this.#drain();
    return 0;
  }

  /** uv__drain: the queue is empty, so the end can be told to the other side. */
  #drain(): void {
    if (this.#shutdownRequest === null || this.#shutdownDone) return;
    this.#shutdownDone = true;
    this.#environment.loop.complete(() => {
      const request = this.#shutdownRequest;
      if (request === null) return;
      this.#shutdownRequest = null;
      this.#complete(request, this.#environment.kernel.shutdown(this.#fd, SHUT_WR));
    });
  }

  /** `onRefused` is called when nobody listens there, before the program is told. */
  connect(request: ConnectRequest, address: string, port: number, onRefused?: () => void): number {
    if (this.#connecting !== null) return UV_EALREADY;
    let status = this.delayedError;
    this.delayedError = 0;
    if (status === 0) status = this.#environment.kernel.connect(this.#fd, address, port);
    if (status < 0 && status !== UV_EINPROGRESS && status !== UV_ECONNREFUSED) return status;
    this.#connecting = request;
    asyncWrapOf(this.#environment).dispatched(request);
    if (status === UV_ECONNREFUSED) {
      onRefused?.();
      this.#environment.loop.complete(() => {
        if (this.#connecting === request) this.#finishConnect(status);
      });
    } else this.#updateInterest();
    return 0;
  }

  /** Fails a connection later, as uv_pipe_connect does with every error. */
  failConnect(request: ConnectRequest, status: number): void {
    this.#connecting = request;
    asyncWrapOf(this.#environment).dispatched(request);
    this.#environment.loop.complete(() => {
      if (this.#connecting === request) this.#finishConnect(status);
    });
  }

  #finishConnect(status: number): void {
    if (status === UV_EINPROGRESS) return;
    const request = this.#connecting!;
    this.#connecting = null;
    this.readable = status === 0;
    this.writable = status === 0;
    const cancelled = status < 0 ? this.#writes.splice(0) : [];
    if (status < 0) this.#queuedBytes = 0;
    this.#updateInterest();
    for (const { request: write } of cancelled) {
      this.#environment.loop.makeCallback(() => this.#complete(write, UV_ECANCELED));
    }
    this.#tellConnect(request, status);
  }

  #tellConnect(request: ConnectRequest, status: number): void {
    const AsyncWrap = asyncWrapOf(this.#environment);
    AsyncWrap.call(request, request.oncomplete, status, this.wrap, request, this.readable, this.writable);
    AsyncWrap.destroy(request);
  }

  listen(backlog: number, onConnection: (status: number, fd: number) => void): number {
    if (this.delayedError !== 0) return this.delayedError;
    if (this.#fd < 0) return UV_EINVAL;
    const status = this.#environment.kernel.listen(this.#fd, backlog);
    if (status < 0) return status;
    this.onConnection = onConnection;
    this.#updateInterest();
    return 0;
  }

  #accept(count: number): void {
    if (this.closing || this.onConnection === null) return;
    const fd = this.#environment.kernel.accept(this.#fd);
    if (fd === UV_EAGAIN) return;
    if (fd >= 0 && count < ACCEPTS_PER_TURN) this.#environment.loop.makeCallback(() => this.#accept(count + 1));
    this.onConnection(Math.min(fd, 0), fd);
  }

  release(): (() => void)[] {
    this.#reading = false;
    this.onConnection = null;
    this.onRelease?.();
    const cancelled: (() => void)[] = [];
    const connecting = this.#connecting;
    this.#connecting = null;
    this.readable = false;
    this.writable = false;
    if (connecting !== null) cancelled.push(() => this.#tellConnect(connecting, UV_ECANCELED));
    for (const { request } of this.#writes.splice(0)) cancelled.push(() => this.#complete(request, UV_ECANCELED));
    this.#queuedBytes = 0;
    const shutdown = this.#shutdownRequest;
    this.#shutdownRequest = null;
    if (shutdown !== null) cancelled.push(() => this.#complete(shutdown, UV_ECANCELED));
    this.#poll?.setEvents(0);
    this.#poll = null;
    // uv__stream_close: stdio stays open, nothing good comes from closing it.
    if (this.#fd > STDERR_FILENO) this.#environment.kernel.close(this.#fd);
    this.#fd = -1;
    return cancelled;
  }
}

export interface LibuvStreamWrap extends HandleWrap {
  reading: boolean;
  onconnection: unknown;
  readonly writeQueueSize: number;
  setBlocking(enable: boolean): number;
}

export interface LibuvStreamWrapClass {
  new (provider: string): LibuvStreamWrap;
  streamOf(wrap: unknown): LibuvStream;
}

export const libuvStreamWrapOf: (environment: Environment) => LibuvStreamWrapClass = perEnvironment((environment) => {
  const HandleWrap = handleWrapOf(environment);
  const streams = streamClassesOf(environment);

  class LibuvStreamWrap extends HandleWrap {
    reading = false;
    onconnection: unknown = null;

    constructor(provider: string) {
      // The stream needs its wrap and the wrap its stream: the proxy object below is filled right after.
      const native = new NativeSlot();
      super(provider, native);
      native.stream = new LibuvStream(environment, this, streams.emitToJavaScript);
      streams.register(this, native.stream);
    }

    get writeQueueSize(): number {
      return LibuvStreamWrap.streamOf(this).queuedBytes;
    }

    setBlocking(enable: boolean): number {
      const stream = LibuvStreamWrap.streamOf(this);
      if (!stream.isAlive()) return UV_EINVAL;
      stream.blocking = Boolean(enable);
      return 0;
    }

    static streamOf(wrap: unknown): LibuvStream {
      const stream = streams.streamOf(wrap);
      if (!(stream instanceof LibuvStream)) throw new TypeError('Illegal invocation');
      return stream;
    }
  }
  streams.addMethods(LibuvStreamWrap.prototype);
  return LibuvStreamWrap;
});

/** Passes HandleWrap's calls on to a stream that is made after it. */
class NativeSlot implements NativeHandle {
  stream!: LibuvStream;
  get loopHandle(): LoopHandle | null {
    return this.stream.loopHandle;
  }
  set loopHandle(handle: LoopHandle | null) {
    this.stream.loopHandle = handle;
  }
  get referenced(): boolean {
    return this.stream.referenced;
  }
  set referenced(referenced: boolean) {
    this.stream.referenced = referenced;
  }
  get closing(): boolean {
    return this.stream.closing;
  }
  set closing(closing: boolean) {
    this.stream.closing = closing;
  }
  release(): (() => void)[] {
    return this.stream.release();
  }
}
