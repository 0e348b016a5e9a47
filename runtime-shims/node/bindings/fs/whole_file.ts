/**
 * Whole files in one native call: readFileUtf8 and writeFileUtf8 (the sync forms with strings), ReadFileJob and
 * WriteFileJob (the async forms, one completion instead of one for each of open, fstat, read, close).
 */
import type { Path } from '../../../kernel/system_calls.ts';
import { asyncWrapOf } from '../../async_wrap.ts';
import type { Binding, Environment } from '../../environment.ts';
import { encodeUtf8 } from '../../string_bytes.ts';
import { uvException } from '../../uv_exception.ts';
import { UV_ENOENT } from '../../uv_numbers.ts';
import { descriptorIo } from './descriptor_io.ts';
import { decodeUtf8 } from './file_names.ts';
import { STAT_FIELDS, STAT_MODE } from './stat.ts';

const O_RDONLY = 0;
const CREATED_FILE_MODE = 0o666;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const STAT_SIZE = 8;
/** Bytes read at once from what does not know its size: a pipe, a device, /proc. */
const UNKNOWN_SIZE_CHUNK = 64 * 1024;
/** Text up to this is encoded and decoded in one buffer that is used again. */
const SCRATCH_BYTES = 256 * 1024;

const encoder = new TextEncoder();

export function wholeFileBinding(environment: Environment): Binding {
  const { kernel, loop } = environment;
  const AsyncWrap = asyncWrapOf(environment);
  const io = descriptorIo(environment);
  const stats = new Float64Array(STAT_FIELDS);
  let scratch: Uint8Array<ArrayBuffer> | undefined;

  /** The bytes are valid until the next call of it. */
  function scratchFor(length: number): Uint8Array<ArrayBuffer> {
    scratch ??= new Uint8Array(SCRATCH_BYTES);
    return length <= SCRATCH_BYTES ? scratch.subarray(0, length) : new Uint8Array(length);
  }

  /** The bytes are valid until the next call. */
  function encoded(text: string): Uint8Array {
    if (text.length * 3 > SCRATCH_BYTES) return encodeUtf8(text);
    const room = scratchFor(text.length * 3);
    return room.subarray(0, encoder.encodeInto(text, room).written);
  }

  /** From where `fd` stands to the end of file, sleeping where it must; or the error of read. */
  function readToEnd(fd: number, expected: number): Uint8Array<ArrayBuffer> | number {
    let buffer = new Uint8Array(expected > 0 ? expected : UNKNOWN_SIZE_CHUNK);
    let length = 0;
    for (;;) {
      if (length === buffer.length) {
        if (expected > 0) return buffer;
        const larger = new Uint8Array(2 * buffer.length);
        larger.set(buffer);
        buffer = larger;
      }
      const result = io.readSync(fd, buffer.subarray(length), -1);
      if (result < 0) return result;
      if (result === 0) return buffer.subarray(0, length);
      length += result;
    }
  }

  function regularSize(fd: number): number {
    const result = kernel.fstat(fd, stats, 0);
    if (result < 0) return result;
    return (stats[STAT_MODE]! & S_IFMT) === S_IFREG ? stats[STAT_SIZE]! : 0;
  }

  function readFileUtf8(path: Path | number, flags: number): string {
    if (typeof path === 'number') {
      const content = readToEnd(path, 0);
      if (typeof content === 'number') throw uvException(content, 'read');
      return decodeUtf8(content);
    }
    if (flags === O_RDONLY) {
      const content = kernel.readSmallFile(path, scratchFor);
      if (typeof content !== 'number') return decodeUtf8(content);
      if (content === UV_ENOENT) throw uvException(content, 'open', path);
    }
    // The one call does not tell which step failed, and refuses what is not a small regular file.
    const fd = kernel.open(path, flags, CREATED_FILE_MODE);
    if (fd < 0) throw uvException(fd, 'open', path);
    const content = readToEnd(fd, 0);
    kernel.close(fd);
    if (typeof content === 'number') throw uvException(content, 'read');
    return decodeUtf8(content);
  }

  /**
   * For fs.readFileSync (library/patches.ts): a small regular file in one call. `undefined`: the file's own steps are to
   * be taken, and give the error if there is one.
   */
  function readFileBuffer(
    path: Path,
    _flags: number,
    allocate: (length: number) => Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> | undefined {
    const content = kernel.readSmallFile(path, allocate);
    return typeof content === 'number' ? undefined : content;
  }

  function writeFileUtf8(path: Path | number, text: string, flags: number, mode: number): void {
    const fd = typeof path === 'number' ? path : kernel.open(path, flags, mode);
    if (fd < 0) throw uvException(fd, 'open', path as Path);
    const data = encoded(text);
    let result = data.length === 0 ? 0 : io.writeSync(fd, data, -1);
    // A partial write is followed by the error that cut it short.
    while (result >= 0 && result < data.length) {
      const more = io.writeSync(fd, data.subarray(result), -1);
      result = more < 0 ? more : result + more;
    }
    const closed = typeof path === 'number' ? 0 : kernel.close(fd);
    if (result < 0) throw uvException(result, 'write');
    if (closed < 0) throw uvException(closed, 'close');
  }

  interface ReadOutcome {
    error: Error | null;
    buffer?: unknown;
    fd: number;
    size?: number;
  }

  function readFile(path: Path, flags: number, limit: number): ReadOutcome {
    const fd = kernel.open(path, flags, CREATED_FILE_MODE);
    if (fd < 0) return { error: uvException(fd, 'open', path), fd: -1 };
    const size = regularSize(fd);
    if (size > limit) return { error: null, fd, size };
    const content = size < 0 ? size : readToEnd(fd, size);
    kernel.close(fd);
    if (typeof content === 'number') {
      return { error: uvException(content, size < 0 ? 'fstat' : 'read', path), fd: -1 };
    }
    const { Buffer } = environment.requireBuiltin('buffer') as {
      Buffer: { from(buffer: ArrayBuffer, offset: number, length: number): Uint8Array };
    };
    return { error: null, buffer: Buffer.from(content.buffer, content.byteOffset, content.byteLength), fd: -1 };
  }

  function writeFile(path: Path, flags: number, mode: number, data: Uint8Array): Error | null {
    const fd = kernel.open(path, flags, mode);
    if (fd < 0) return uvException(fd, 'open', path);
    let written = 0;
    let failure = 0;
    while (written < data.length && failure === 0) {
      const result = io.writeSync(fd, data.subarray(written), -1);
      if (result < 0) failure = result;
      else written += result;
    }
    const closed = kernel.close(fd);
    if (failure < 0) return uvException(failure, 'write');
    return closed < 0 ? uvException(closed, 'close') : null;
  }

  /** `run` starts the work; `ondone` is called with what it found. */
  abstract class FileJob extends AsyncWrap {
    ondone: unknown;

    constructor() {
      super('FSREQCALLBACK');
    }

    protected finish(...results: unknown[]): void {
      loop.complete(() => {
        AsyncWrap.call(this, this.ondone, ...results);
        AsyncWrap.destroy(this);
      });
    }
  }

  class ReadFileJob extends FileJob {
    readonly #path: Path;
    readonly #flags: number;
    readonly #limit: number;

    constructor(path: Path, flags: number, limit: number) {
      super();
      this.#path = path;
      this.#flags = flags;
      this.#limit = limit;
    }

    run(): undefined {
      const { error, buffer, fd, size } = readFile(this.#path, this.#flags, this.#limit);
      this.finish(error, buffer, fd, size, undefined);
      return undefined;
    }
  }

  class WriteFileJob extends FileJob {
    readonly #path: Path;
    readonly #flags: number;
    readonly #mode: number;
    readonly #data: ArrayBufferView;

    constructor(path: Path, flags: number, mode: number, data: ArrayBufferView) {
      super();
      this.#path = path;
      this.#flags = flags;
      this.#mode = mode;
      this.#data = data;
    }

    run(): undefined {
      const { buffer, byteOffset, byteLength } = this.#data;
      const data = new Uint8Array(buffer, byteOffset, byteLength);
      this.finish(writeFile(this.#path, this.#flags, this.#mode, data));
      return undefined;
    }
  }

  return { readFileBuffer, readFileUtf8, writeFileUtf8, ReadFileJob, WriteFileJob };
}
