/**
 * Names and paths that come from the kernel, in the encoding that the program asked for (StringBytes::Encode).
 *
 * Inside, names are *byte strings*: one code unit per byte. An ASCII name is its own byte string, so that the usual case
 * costs nothing, order is byte order (as of scandir(3) with strcmp) and bytes that are not UTF-8 survive.
 */
import type { Path } from '../../../kernel/system_calls.ts';
import type { Environment } from '../../environment.ts';
import { perEnvironment } from '../../per_environment.ts';
import { byteStringToBytes, bytesToByteString, encodeUtf8 } from '../../string_bytes.ts';

interface BufferClass {
  from(bytes: ArrayBufferLike, offset: number, length: number): Uint8Array & { toString(encoding: string): string };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Bytes from which TextDecoder is faster than a loop over characters, measured in Chromium. */
const DECODER_PAYS_BYTES = 24;

/** TextDecoder refuses views of shared memory. */
const unshared = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);

/** UTF-8 as text, errors replaced by U+FFFD, a byte-order mark kept: Node's `utf8`. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length < DECODER_PAYS_BYTES) {
    let text = '';
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) return decoder.decode(unshared(bytes));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decoder.decode(unshared(bytes));
}

/** Did `text`, the decoding of `length` bytes, have a byte for each code unit and no error: was it ASCII? */
export function wasAscii(text: string, length: number): boolean {
  return text.length === length && !text.includes('\ufffd');
}

/** A path for the kernel from a byte string. */
export function pathOfByteString(name: string, ascii: boolean): Path {
  return ascii ? name : byteStringToBytes(name);
}

/** The byte string of a path argument. */
export function byteStringOfPath(path: Path): string {
  const bytes = typeof path === 'string' ? encodeUtf8(path) : path;
  return bytesToByteString(bytes, 0, bytes.length);
}

export interface FileNames {
  /** Bytes as what `encoding` asks for: a string, or a Buffer for `buffer`. */
  encode(bytes: Uint8Array, encoding: unknown): unknown;
  /** Is `encoding` one that leaves ASCII byte strings as they are? */
  isUtf8(encoding: unknown): boolean;
  encodeByteString(name: string, encoding: unknown): unknown;
}

export const fileNamesOf: (environment: Environment) => FileNames = perEnvironment((environment) => {
  let buffer: BufferClass | undefined;
  const toBuffer = (bytes: Uint8Array) => {
    buffer ??= (environment.requireBuiltin('buffer') as { Buffer: BufferClass }).Buffer;
    const own = bytes.slice();
    return buffer.from(own.buffer, own.byteOffset, own.byteLength);
  };
  const isUtf8 = (encoding: unknown): boolean =>
    encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8' || encoding === '';

  function encode(bytes: Uint8Array, encoding: unknown): unknown {
    if (isUtf8(encoding)) return decodeUtf8(bytes);
    if (encoding === 'buffer') return toBuffer(bytes);
    return toBuffer(bytes).toString(String(encoding));
  }

  return { encode, isUtf8, encodeByteString: (name, encoding) => encode(byteStringToBytes(name), encoding) };
});
