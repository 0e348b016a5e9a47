/** open, close, read, write and their vectored and string forms, and the durability calls. */
import type { Path } from '../../../kernel/system_calls.ts';
import type { Binding, Environment } from '../../environment.ts';
import { byteStringToBytes, encodeUtf8, utf16ToBytes } from '../../string_bytes.ts';
import { uvException } from '../../uv_exception.ts';
import { offsetOf, validateFd } from './arguments.ts';
import { descriptorIo } from './descriptor_io.ts';
import { fileHandleOf } from './file_handle.ts';
import { fileSystemRequestsOf } from './requests.ts';

/** The `ctx` object that the sync form of some natives fills instead of throwing (FSSyncContext). */
interface SyncContext {
  errno?: number;
  code?: string;
  syscall?: string;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

export function readWriteBinding(environment: Environment): Binding {
  const { kernel } = environment;
  const requests = fileSystemRequestsOf(environment);
  const FileHandle = fileHandleOf(environment);
  const io = descriptorIo(environment);

  const settleCount = (request: unknown, syscall: string, start: (done: (result: number) => void) => void): unknown =>
    requests.pending(request, (resolve, reject) =>
      start((result) => (result < 0 ? reject(uvException(result, syscall)) : resolve(result))),
    );

  function open(path: Path, flags: number, mode: number, request?: unknown): unknown {
    const fd = kernel.open(path, flags, mode);
    if (request !== undefined) return requests.settle(request, fd, fd, 'open', path);
    if (fd < 0) throw uvException(fd, 'open', path);
    return fd;
  }

  function openFileHandle(path: Path, flags: number, mode: number, request?: unknown, context?: SyncContext): unknown {
    const fd = kernel.open(path, flags, mode);
    if (request !== undefined) {
      return requests.settle(request, fd, fd < 0 ? undefined : new FileHandle(fd), 'open', path);
    }
    if (fd >= 0) return new FileHandle(fd);
    if (context === undefined) throw uvException(fd, 'open', path);
    Object.assign(context, { errno: fd, syscall: 'open' });
    return undefined;
  }

  function close(fd: unknown, request?: unknown): unknown {
    validateFd(environment, fd);
    const result = kernel.close(fd);
    if (request === undefined) return requests.check(result, 'close');
    return requests.settle(request, result, undefined, 'close');
  }

  function read(
    fd: unknown,
    buffer: ArrayBufferView,
    offset: number,
    length: number,
    position: unknown,
    request?: unknown,
  ): unknown {
    validateFd(environment, fd);
    const from = offsetOf(position);
    if (request !== undefined) {
      const into = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
      return settleCount(request, 'read', (done) => io.read(fd, into, from, done));
    }
    const result = io.readSync(fd, bytesOf(buffer), from, offset, length);
    if (result < 0) throw uvException(result, 'read');
    return result;
  }

  function readVector(fd: number, buffers: readonly ArrayBufferView[], position: number): number {
    let total = 0;
    for (const buffer of buffers) {
      if (buffer.byteLength === 0) continue;
      const at = position < 0 ? position : position + total;
      const result = total === 0 ? io.readSync(fd, bytesOf(buffer), at) : kernel.read(fd, bytesOf(buffer), at);
      if (result < 0) return total > 0 ? total : result;
      total += result;
      if (result < buffer.byteLength) break;
    }
    return total;
  }

  function readBuffers(fd: unknown, buffers: ArrayBufferView[], position: unknown, request?: unknown): unknown {
    validateFd(environment, fd);
    const from = offsetOf(position);
    if (request === undefined) {
      const result = readVector(fd, buffers, from);
      if (result < 0) throw uvException(result, 'read');
      return result;
    }
    const first = buffers.find((buffer) => buffer.byteLength > 0);
    if (first === undefined) return requests.settle(request, 0, 0, 'read');
    return settleCount(request, 'read', (done) =>
      io.read(fd, bytesOf(first), from, (count) => {
        if (count < first.byteLength) return done(count);
        const after = buffers.slice(buffers.indexOf(first) + 1);
        const more = readAvailable(fd, after, from < 0 ? from : from + count);
        done(count + more);
      }),
    );
  }

  /** Fills what can be filled without waiting: the rest of a vectored read. */
  function readAvailable(fd: number, buffers: readonly ArrayBufferView[], position: number): number {
    let total = 0;
    for (const buffer of buffers) {
      if (buffer.byteLength === 0) continue;
      const result = kernel.read(fd, bytesOf(buffer), position < 0 ? position : position + total);
      if (result <= 0) break;
      total += result;
      if (result < buffer.byteLength) break;
    }
    return total;
  }

  function failedWrite(result: number, context: unknown): number {
    if (context === undefined) throw uvException(result, 'write');
    Object.assign(context as SyncContext, { errno: result, syscall: 'write' });
    return result;
  }

  function write(fd: number, data: Uint8Array, position: number, request: unknown, context: unknown): unknown {
    if (request !== undefined) return settleCount(request, 'write', (done) => io.write(fd, data, position, done));
    const result = io.writeSync(fd, data, position);
    return result < 0 ? failedWrite(result, context) : result;
  }

  function writeBuffer(
    fd: unknown,
    buffer: ArrayBufferView,
    offset: number,
    length: number,
    position: unknown,
    request?: unknown,
    context?: unknown,
  ): unknown {
    validateFd(environment, fd);
    if (request === undefined) {
      const result = io.writeSync(fd, bytesOf(buffer), offsetOf(position), offset, length);
      if (result >= 0) return result;
      return failedWrite(result, context);
    }
    const data = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
    return write(fd, data, offsetOf(position), request, context);
  }

  function joined(chunks: readonly ArrayBufferView[]): Uint8Array {
    if (chunks.length === 1) return bytesOf(chunks[0]!);
    const data = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let offset = 0;
    for (const chunk of chunks) {
      data.set(bytesOf(chunk), offset);
      offset += chunk.byteLength;
    }
    return data;
  }

  function writeBuffers(fd: unknown, chunks: ArrayBufferView[], position: unknown, request?: unknown): unknown {
    validateFd(environment, fd);
    return write(fd, joined(chunks), offsetOf(position), request, undefined);
  }

  function encode(text: string, encoding: unknown): Uint8Array {
    switch (encoding) {
      case undefined:
      case null:
      case 'utf8':
      case 'utf-8':
        return encodeUtf8(text);
      case 'latin1':
      case 'binary':
      case 'ascii':
        return byteStringToBytes(text);
      case 'ucs2':
      case 'utf16le':
        return utf16ToBytes(text);
      default: {
        const { Buffer } = environment.requireBuiltin('buffer') as {
          Buffer: { from(text: string, encoding: string): Uint8Array };
        };
        const name = String(encoding);
        return Buffer.from(text, name === 'buffer' ? 'utf8' : name);
      }
    }
  }

  function writeString(
    fd: unknown,
    text: unknown,
    position: unknown,
    encoding: unknown,
    request?: unknown,
    context?: unknown,
  ): unknown {
    validateFd(environment, fd);
    return write(fd, encode(String(text), encoding), offsetOf(position), request, context);
  }

  /** Data is in memory and nowhere else: there is nothing to flush, but a closed descriptor is still an error. */
  const synchronize = (syscall: string) => (fd: unknown, request?: unknown) => {
    validateFd(environment, fd);
    const result = kernel.fsync(fd);
    if (request === undefined) return requests.check(result, syscall);
    return requests.settle(request, result, undefined, syscall);
  };

  function ftruncate(fd: unknown, length: number, request?: unknown): unknown {
    validateFd(environment, fd);
    const result = kernel.ftruncate(fd, length);
    if (request === undefined) return requests.check(result, 'ftruncate');
    return requests.settle(request, result, undefined, 'ftruncate');
  }

  return {
    open,
    openFileHandle,
    close,
    read,
    readBuffers,
    writeBuffer,
    writeBuffers,
    writeString,
    fsync: synchronize('fsync'),
    fdatasync: synchronize('fdatasync'),
    ftruncate,
  };
}
