/** The codec of a `Zlib` handle (src/node_zlib.cc) by its mode. */
import type { Codec } from './codec.ts';
import { DeflateCodec } from './deflate_codec.ts';
import { InflateCodec } from './inflate_codec.ts';

/** `node_zlib_mode`, which are the numbers of `zlib.constants` as well. */
export const mode = { deflate: 1, inflate: 2, gzip: 3, gunzip: 4, deflateRaw: 5, inflateRaw: 6, unzip: 7 } as const;

export interface ZlibOptions {
  mode: number;
  /** log2 of the window's bytes, 8 to 15; 0 when inflating: as the stream's header says. */
  windowBits: number;
  level: number;
  memLevel: number;
  strategy: number;
  dictionary: Uint8Array | null;
  /** A gzip member behind the first is garbage then. */
  rejectGarbageAfterEnd: boolean;
}

export function zlibCodec(options: ZlibOptions): Codec {
  const { windowBits, dictionary } = options;
  const reader = (format: 'zlib' | 'gzip' | 'raw' | 'any') =>
    new InflateCodec({ format, windowBits, dictionary, takesMembers: !options.rejectGarbageAfterEnd });
  switch (options.mode) {
    case mode.deflate:
      return new DeflateCodec({ ...options, format: 'zlib' });
    case mode.gzip:
      return new DeflateCodec({ ...options, format: 'gzip' });
    case mode.deflateRaw:
      return new DeflateCodec({ ...options, format: 'raw' });
    case mode.inflate:
      return reader('zlib');
    case mode.gunzip:
      return reader('gzip');
    case mode.inflateRaw:
      return reader('raw');
    case mode.unzip:
      return reader('any');
    default:
      throw new RangeError(`${options.mode} is no mode of zlib`);
  }
}
