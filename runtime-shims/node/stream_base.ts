/**
 * `StreamBase` (src/stream_base.cc): the methods that every native stream gives to JavaScript, and the listeners that
 * its data goes to. Where the bytes come from is the resource's business (libuv_stream.ts, js_stream.ts).
 */
import { type AsyncWrap, asyncWrapOf } from './async_wrap.ts';
import type { Environment } from './environment.ts';
import { externalOf } from './external.ts';
import { perEnvironment } from './per_environment.ts';
import { byteStringToBytes, encodeUtf8, utf16ToBytes } from './string_bytes.ts';
import { UV_EBADF, UV_EINVAL, UV_EOF } from './uv_numbers.ts';

/** Indices of `streamBaseState` (StreamBase::StreamBaseStateFields in src/stream_base.h). */
export const kReadBytesOrError = 0;
export const kArrayBufferOffset = 1;
export const kBytesWritten = 2;
export const kLastWriteWasAsync = 3;
export const kLastWriteErr = 4;
const STATE_FIELDS = 5;

/** libuv suggests 64 KiB to each read; reads of that size go to one shared buffer and are copied out at their length. */
export const READ_BUFFER_BYTES = 64 * 1024;

/** Vectored writes up to this size are joined and written with one system call. */
const JOINED_WRITE_BYTES = 64 * 1024;

export interface StreamListener {
  /** Where the next read should put its bytes; taken only when {@link StreamListener.onStreamRead} follows at once. */
  onStreamAlloc(): Uint8Array;
  /** `nread` bytes are at the start of `buffer`; or it is a negative error, or UV_EOF. */
  onStreamRead(nread: number, buffer: Uint8Array): void;
}

export interface WriteWrap extends AsyncWrap {
  oncomplete: unknown;
  callback: unknown;
  handle: unknown;
  async: boolean;
  bytes: number;
  buffer: unknown;
  writeStatus: number | null;
}

export interface ShutdownWrap extends AsyncWrap {
  oncomplete: unknown;
  callback: unknown;
  handle: unknown;
}

/** What stands behind a stream object of the program. */
export abstract class StreamBase {
  readonly wrap: AsyncWrap;
  onread: unknown = undefined;
  bytesRead = 0;
  bytesWritten = 0;
  listener: StreamListener;
  readonly #defaultListener: StreamListener;

  constructor(wrap: AsyncWrap, listenerOf: (stream: StreamBase) => StreamListener) {
    this.wrap = wrap;
    this.#defaultListener = listenerOf(this);
    this.listener = this.#defaultListener;
  }

  abstract get fd(): number;
  abstract isAlive(): boolean;
  abstract readStart(): number;
  abstract readStop(): number;
  /** 0: `oncomplete` follows; 1: it is done; negative: an error. */
  abstract shutdown(request: ShutdownWrap): number;
  /**
   * Writes what can be written at once, taking it from `chunks` (whole chunks leave it, a rest replaces its chunk).
   * A negative error, or 0.
   */
  abstract tryWrite(chunks: Uint8Array[]): number;
  /**
   * Queues `chunks` under `request`, whose `oncomplete` follows; a negative error, or 0. `sent`: a descriptor that goes
   * along, where the stream can (uv_write2).
   */
  abstract write(request: WriteWrap, chunks: Uint8Array[], sent?: number): number;

  pushListener(listener: StreamListener): void {
    this.listener = listener;
  }

  removeListener(listener: StreamListener): void {
    if (this.listener === listener) this.listener = this.#defaultListener;
  }

  /** Hands a read to the listener that is on top. */
  emitRead(nread: number, buffer: Uint8Array): void {
    if (nread > 0) this.bytesRead += nread;
    this.listener.onStreamRead(nread, buffer);
  }

  /** For a listener that does not handle errors and the end itself. */
  passToJavaScript(nread: number): void {
    this.#defaultListener.onStreamRead(nread, NO_BYTES);
  }
}

export const NO_BYTES = new Uint8Array(0);

export interface StreamClasses {
  readonly streamBaseState: Int32Array;
  readonly WriteWrap: new () => WriteWrap;
  readonly ShutdownWrap: new () => ShutdownWrap;
  /** The listener that calls `onread`: EmitToJSStreamListener. */
  emitToJavaScript(stream: StreamBase): StreamListener;
  /** StreamBase::AddMethods. */
  addMethods(prototype: object): void;
  register(object: object, stream: StreamBase): void;
  streamOf(object: unknown): StreamBase | undefined;
  /** Tells a request that it is done, from within a callback of the loop. */
  completeRequest(stream: StreamBase, request: WriteWrap | ShutdownWrap, status: number, message?: string): void;
}

export const streamClassesOf: (environment: Environment) => StreamClasses = perEnvironment((environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const streamBaseState = new Int32Array(STATE_FIELDS);
  const streams = new WeakMap<object, StreamBase>();
  const readBuffer = new Uint8Array(READ_BUFFER_BYTES);
  const joinBuffer = new Uint8Array(JOINED_WRITE_BYTES);

  class WriteWrapClass extends AsyncWrap {
    oncomplete: unknown = null;
    callback: unknown = null;
    handle: unknown = null;
    async = false;
    bytes = 0;
    buffer: unknown = null;
    writeStatus: number | null = null;
    constructor() {
      super('WRITEWRAP');
    }
  }
  Object.defineProperty(WriteWrapClass, 'name', { value: 'WriteWrap' });

  class ShutdownWrapClass extends AsyncWrap {
    oncomplete: unknown = null;
    callback: unknown = null;
    handle: unknown = null;
    constructor() {
      super('SHUTDOWNWRAP');
    }
  }
  Object.defineProperty(ShutdownWrapClass, 'name', { value: 'ShutdownWrap' });

  function callOnread(stream: StreamBase, nread: number, arrayBuffer: ArrayBuffer | undefined): unknown {
    streamBaseState[kReadBytesOrError] = nread;
    streamBaseState[kArrayBufferOffset] = 0;
    if (typeof stream.onread !== 'function') return undefined;
    return AsyncWrap.call(stream.wrap, stream.onread, arrayBuffer);
  }

  function emitToJavaScript(stream: StreamBase): StreamListener {
    return {
      onStreamAlloc: () => readBuffer,
      onStreamRead(nread, buffer) {
        if (nread <= 0) callOnread(stream, nread, undefined);
        else callOnread(stream, nread, buffer.slice(0, nread).buffer as ArrayBuffer);
      },
    };
  }

  /** CustomBufferJSListener: reads go to the program's own buffer. */
  function userBufferListener(stream: StreamBase, first: Uint8Array): StreamListener {
    let current = first;
    return {
      onStreamAlloc: () => current,
      onStreamRead(nread) {
        const next = callOnread(stream, nread, undefined);
        if (next instanceof Uint8Array) current = next;
      },
    };
  }

  const streamOf = (object: unknown): StreamBase | undefined =>
    typeof object === 'object' && object !== null ? streams.get(object) : undefined;

  function requireStream(object: unknown): StreamBase {
    const stream = streamOf(object);
    if (stream === undefined) throw new TypeError('Illegal invocation');
    return stream;
  }

  /** Runs the write; the answer is what `writeBuffer` and the like return to JavaScript. */
  function dispatchWrite(
    stream: StreamBase,
    request: unknown,
    chunks: Uint8Array[],
    volatile: boolean,
    handle?: unknown,
  ): unknown {
    let total = 0;
    for (const chunk of chunks) total += chunk.byteLength;
    stream.bytesWritten += total;
    streamBaseState[kBytesWritten] = total;
    streamBaseState[kLastWriteWasAsync] = 0;
    streamBaseState[kLastWriteErr] = 0;
    // A stream, or a UDP handle, which is none but has a descriptor as well.
    const sent = handle === undefined || handle === null ? undefined : (handle as { fd: number }).fd;
    if (sent !== undefined && !(sent >= 0)) return UV_EBADF;
    const error = sent === undefined ? stream.tryWrite(chunks) : 0;
    if (error !== 0 || chunks.length === 0) return error;

    // The bytes of strings stand in a buffer that the next write uses; those of Buffers are kept alive by `request`.
    const rest = volatile ? chunks.map((chunk) => chunk.slice()) : chunks;
    const wrap = (request ?? new WriteWrapClass()) as WriteWrap;
    const queued = stream.write(wrap, rest, sent);
    streamBaseState[kLastWriteWasAsync] = 1;
    if (queued < 0) {
      streamBaseState[kLastWriteErr] = queued;
      if (request !== null && request !== undefined) return queued;
    } else AsyncWrap.dispatched(wrap);
    return request === null || request === undefined ? wrap : 0;
  }

  function encode(text: string, encoding: unknown): Uint8Array {
    switch (String(encoding).toLowerCase()) {
      case 'latin1':
      case 'binary':
      case 'ascii':
        return byteStringToBytes(text);
      case 'ucs2':
      case 'ucs-2':
      case 'utf16le':
      case 'utf-16le':
        return utf16ToBytes(text);
      case 'utf8':
      case 'utf-8':
      case 'buffer':
        return encodeUtf8(text);
      default: {
        const { Buffer } = environment.requireBuiltin('buffer') as {
          Buffer: { from(text: string, encoding: string): Uint8Array };
        };
        return Buffer.from(text, String(encoding));
      }
    }
  }

  function writev(stream: StreamBase, request: unknown, list: unknown[], allBuffers: boolean): unknown {
    let chunks: Uint8Array[] = [];
    if (allBuffers) chunks = list as Uint8Array[];
    else {
      for (let i = 0; i + 1 < list.length; i += 2) {
        const chunk = list[i];
        chunks.push(chunk instanceof Uint8Array ? chunk : encode(String(chunk), list[i + 1]));
      }
    }
    let total = 0;
    for (const chunk of chunks) total += chunk.byteLength;
    if (chunks.length > 1 && total <= JOINED_WRITE_BYTES) {
      let offset = 0;
      for (const chunk of chunks) {
        joinBuffer.set(chunk, offset);
        offset += chunk.byteLength;
      }
      return dispatchWrite(stream, request, total === 0 ? [] : [joinBuffer.subarray(0, total)], true);
    }
    return dispatchWrite(stream, request, chunks.slice(), false);
  }

  function whenAlive(object: unknown, operation: (stream: StreamBase) => unknown): unknown {
    const stream = requireStream(object);
    return stream.isAlive() ? operation(stream) : UV_EINVAL;
  }

  function writeString(toBytes: (text: string) => Uint8Array) {
    return (object: unknown, request: unknown, text: string, handle?: unknown) =>
      whenAlive(object, (stream) => {
        const bytes = toBytes(text);
        return dispatchWrite(stream, request, bytes.byteLength === 0 ? [] : [bytes], false, handle);
      });
  }
  const writeUtf8 = writeString(encodeUtf8);
  const writeByteString = writeString(byteStringToBytes);
  const writeUtf16 = writeString(utf16ToBytes);

  const methods = {
    readStart(this: object) {
      return whenAlive(this, (stream) => stream.readStart());
    },
    readStop(this: object) {
      return whenAlive(this, (stream) => stream.readStop());
    },
    shutdown(this: object, request: ShutdownWrap) {
      return whenAlive(this, (stream) => {
        const status = stream.shutdown(request);
        if (status === 0) AsyncWrap.dispatched(request);
        return status;
      });
    },
    useUserBuffer(this: object, buffer: Uint8Array) {
      return whenAlive(this, (stream) => {
        stream.pushListener(userBufferListener(stream, buffer));
        return 0;
      });
    },
    writev(this: object, request: unknown, chunks: unknown[], allBuffers: boolean) {
      return whenAlive(this, (stream) => writev(stream, request, chunks, allBuffers));
    },
    writeBuffer(this: object, request: unknown, buffer: Uint8Array, handle?: unknown) {
      return whenAlive(this, (stream) => {
        if (!(buffer instanceof Uint8Array)) {
          const error = new TypeError('Second argument must be a buffer');
          throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
        }
        return dispatchWrite(stream, request, buffer.byteLength === 0 ? [] : [buffer], false, handle);
      });
    },
    writeAsciiString(this: object, request: unknown, text: string) {
      return writeByteString(this, request, text);
    },
    writeUtf8String(this: object, request: unknown, text: string, handle?: unknown) {
      return writeUtf8(this, request, text, handle);
    },
    writeUcs2String(this: object, request: unknown, text: string) {
      return writeUtf16(this, request, text);
    },
    writeLatin1String(this: object, request: unknown, text: string) {
      return writeByteString(this, request, text);
    },
  };

  const accessors: PropertyDescriptorMap = {
    fd: {
      get(this: object) {
        const stream = requireStream(this);
        return stream.isAlive() ? stream.fd : UV_EINVAL;
      },
    },
    _externalStream: {
      get(this: object) {
        return externalOf(requireStream(this));
      },
    },
    bytesRead: {
      get(this: object) {
        return requireStream(this).bytesRead;
      },
    },
    bytesWritten: {
      get(this: object) {
        return requireStream(this).bytesWritten;
      },
    },
  };

  return {
    streamBaseState,
    WriteWrap: WriteWrapClass,
    ShutdownWrap: ShutdownWrapClass,
    emitToJavaScript,
    streamOf,
    register(object, stream) {
      streams.set(object, stream);
    },
    addMethods(prototype) {
      for (const [name, value] of Object.entries(methods)) {
        Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
      }
      Object.defineProperties(prototype, accessors);
      Object.defineProperty(prototype, 'isStreamBase', { value: true, writable: true, configurable: true });
      Object.defineProperty(prototype, 'onread', {
        configurable: true,
        get(this: object) {
          return streamOf(this)?.onread;
        },
        set(this: object, listener: unknown) {
          const stream = streamOf(this);
          if (stream !== undefined) stream.onread = listener;
        },
      });
    },
    completeRequest(stream, request, status, message) {
      if (typeof request.oncomplete === 'function') {
        AsyncWrap.call(request, request.oncomplete, status, stream.wrap, message);
      } else if ('writeStatus' in request) {
        request.writeStatus = status;
      }
      AsyncWrap.destroy(request);
    },
  };
});

/** Is this the end or an error, that is: will nothing more come? */
export const isTerminal = (nread: number): boolean => nread === UV_EOF || nread < 0;
