/**
 * `FileHandle` (src/node_file.cc): the object behind `fs.promises.open`, which is also a native stream that can be read
 * (http2 and StreamPipe use it so).
 */
import { type AsyncWrap, asyncWrapOf } from '../../async_wrap.ts';
import { markNativeTransferable } from '../../clone_context.ts';
import type { Environment } from '../../environment.ts';
import { perEnvironment } from '../../per_environment.ts';
import { NO_BYTES, type ShutdownWrap, StreamBase, streamClassesOf } from '../../stream_base.ts';
import { uvException } from '../../uv_exception.ts';
import { UV_EAGAIN, UV_ENOSYS, UV_EOF } from '../../uv_numbers.ts';

export interface FileHandle extends AsyncWrap {
  close(): Promise<void>;
  closeSync(): void;
  releaseFD(): number;
}

export const fileHandleOf: (
  environment: Environment,
) => new (
  fd: number,
  offset?: number,
  length?: number,
) => FileHandle = perEnvironment((environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const streams = streamClassesOf(environment);
  const { kernel, loop } = environment;

  class FileStream extends StreamBase {
    #fd: number;
    #offset: number;
    /** Bytes still to read, or -1 for all. */
    #remaining: number;
    #reading = false;
    #inFlight = false;
    closing = false;

    constructor(wrap: AsyncWrap, fd: number, offset: number, length: number) {
      super(wrap, streams.emitToJavaScript);
      this.#fd = fd;
      this.#offset = offset;
      this.#remaining = length;
    }

    get fd(): number {
      return this.#fd;
    }

    isAlive(): boolean {
      return this.#fd !== -1;
    }

    readStart(): number {
      if (!this.isAlive() || this.closing) return UV_EOF;
      this.#reading = true;
      if (!this.#inFlight) {
        this.#inFlight = true;
        loop.complete(() => this.#readOnce());
      }
      return 0;
    }

    #readOnce(): void {
      this.#inFlight = false;
      if (!this.#reading || !this.isAlive()) return;
      let buffer = this.listener.onStreamAlloc();
      if (this.#remaining >= 0 && this.#remaining < buffer.byteLength) buffer = buffer.subarray(0, this.#remaining);
      let result = this.#remaining === 0 ? 0 : kernel.read(this.#fd, buffer, this.#offset);
      if (result > 0) {
        if (this.#remaining > 0) this.#remaining -= result;
        if (this.#offset >= 0) this.#offset += result;
      }
      if (result === 0) result = UV_EOF;
      if (result !== UV_EAGAIN) this.emitRead(result, result > 0 ? buffer : NO_BYTES);
      if (this.#reading && result !== UV_EOF) this.readStart();
    }

    readStop(): number {
      this.#reading = false;
      return 0;
    }

    shutdown(request: ShutdownWrap): number {
      if (this.closing || !this.isAlive()) return 1;
      this.closing = true;
      const result = kernel.close(this.#fd);
      loop.complete(() => {
        this.afterClose();
        streams.completeRequest(this, request, result);
      });
      return 0;
    }

    /** DoWrite of FileHandle is not there natively either. */
    tryWrite(): number {
      return 0;
    }

    write(): number {
      return UV_ENOSYS;
    }

    afterClose(): void {
      this.closing = false;
      this.#fd = -1;
      if (this.#reading) this.emitRead(UV_EOF, NO_BYTES);
    }
  }

  class FileHandle extends AsyncWrap {
    readonly #stream: FileStream;
    #closed: Promise<void> | undefined;

    constructor(fd: number, offset = -1, length = -1) {
      super('FILEHANDLE');
      this.#stream = new FileStream(this, fd, offset, length);
      streams.register(this, this.#stream);
      markNativeTransferable(this, {
        describe: () => ({ kind: 'file handle', data: this.#stream.fd }),
        detach: (isOtherThread) => {
          // It is closed at the end of the thread that made it, unless it is nobody's for a while.
          if (isOtherThread) kernel.claimDescriptor(this.#stream.fd, 'leave');
          this.#stream.afterClose();
        },
      });
    }

    close(): Promise<void> {
      if (this.#closed !== undefined) return this.#closed;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#closed = promise;
      this.#stream.closing = true;
      const result = kernel.close(this.#stream.fd);
      loop.complete(() => {
        this.#stream.afterClose();
        if (result < 0) reject(uvException(result, 'close'));
        else resolve();
      });
      return promise;
    }

    closeSync(): void {
      if (!this.#stream.isAlive() || this.#stream.closing) return;
      const result = kernel.close(this.#stream.fd);
      this.#stream.afterClose();
      if (result < 0) throw uvException(result, 'close');
    }

    releaseFD(): number {
      const { fd } = this.#stream;
      this.#stream.afterClose();
      return fd;
    }
  }
  streams.addMethods(FileHandle.prototype);
  return FileHandle as unknown as new (
    fd: number,
    offset?: number,
    length?: number,
  ) => FileHandle;
});
