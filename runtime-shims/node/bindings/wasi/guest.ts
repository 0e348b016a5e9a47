/** The memory of a WASI program: what its pointers lead to. */
import { encodeUtf8 } from '../../bytes/utf8.ts';
import { EINVAL, EOVERFLOW } from './numbers.ts';

/** Ends a call with an errno from any depth. */
export class WasiError {
  readonly errno: number;
  constructor(errno: number) {
    this.errno = errno;
  }
}

const IOVEC_BYTES = 8;

export class Guest {
  memory: WebAssembly.Memory | null = null;

  get view(): DataView {
    return new DataView(this.memory!.buffer);
  }

  /** A view of `length` bytes at `address`; EOVERFLOW past the end. */
  bytes(address: number, length: number): Uint8Array {
    this.check(address, length);
    return new Uint8Array(this.memory!.buffer, address, length);
  }

  check(address: number, length: number): void {
    if (address + length > this.memory!.buffer.byteLength) throw new WasiError(EOVERFLOW);
  }

  /** A path's bytes, privately. */
  path(address: number, length: number): Uint8Array {
    const path = new Uint8Array(length);
    path.set(this.bytes(address, length));
    if (path.includes(0)) throw new WasiError(EINVAL);
    return path;
  }

  setByte(address: number, value: number): void {
    this.check(address, 1);
    this.view.setUint8(address, value);
  }

  setShort(address: number, value: number): void {
    this.check(address, 2);
    this.view.setUint16(address, value, true);
  }

  setWord(address: number, value: number): void {
    this.check(address, 4);
    this.view.setUint32(address, value, true);
  }

  setLong(address: number, value: bigint): void {
    this.check(address, 8);
    this.view.setBigUint64(address, BigInt.asUintN(64, value), true);
  }

  /** The buffers of a `iovec` or `ciovec` array. */
  vectors(address: number, count: number): Uint8Array[] {
    this.check(address, count * IOVEC_BYTES);
    const { view } = this;
    return Array.from({ length: count }, (_, index) => {
      const at = address + index * IOVEC_BYTES;
      return this.bytes(view.getUint32(at, true), view.getUint32(at + 4, true));
    });
  }

  /** Zero-terminated texts one behind the other, and their addresses (args_get, environ_get). */
  texts(texts: readonly string[], pointers: number, buffer: number): void {
    let at = buffer;
    texts.forEach((text, index) => {
      const bytes = encodeUtf8(`${text}\0`);
      this.setWord(pointers + index * 4, at);
      this.bytes(at, bytes.length).set(bytes);
      at += bytes.length;
    });
  }
}
