/** `internalBinding('zlib')` (src/node_zlib.cc): checksums, and the handles of the streams. */
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { BindingFactory, Environment } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';
import { libraryOf } from '../library.ts';
import { nativeError } from '../native_error.ts';
import { perEnvironment } from '../per_environment.ts';
import { BrotliCompressor, BrotliDecompressor } from './zlib/brotli_codec.ts';
import { type CompressionStreamClass, compressionStreamOf } from './zlib/compression_stream.ts';
import { crc32 } from './zlib/crc32.ts';
import { zlibCodec } from './zlib/zlib_codec.ts';
import { type ZlibConstants, ZstdCompressor, ZstdDecompressor } from './zlib/zstd_codec.ts';
import { ZstdModule } from './zlib/zstd_module.ts';

const BROTLI_PARAM_QUALITY = 1;
const BROTLI_PARAM_LGWIN = 2;
const BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING = 4;
const ZSTD_D_WINDOWLOGMAX = 100;
const SMALLEST_ZSTD_WINDOW = 10;
const LARGEST_ZSTD_WINDOW = 30;
/** Of a parameter that was not given. */
const UNSET = 0xffffffff;

function copyOf(bytes: unknown): Uint8Array | null {
  if (!ArrayBuffer.isView(bytes)) return null;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
}

const zstdModuleOf = perEnvironment((environment) => new ZstdModule(libraryOf(environment).loadBytes('zstd.wasm')));

/** The parameters that were given, by their numbers. */
function givenParameters(parameters: Uint32Array): (readonly [number, number])[] {
  return [...parameters.entries()].filter(([, value]) => value !== UNSET).map(([key, value]) => [key, value | 0]);
}

const refused = (message: string) => nativeError(Error, 'ERR_ZLIB_INITIALIZATION_FAILED', message);

export const binding: BindingFactory = (environment) => {
  const CompressionStream = compressionStreamOf(environment);
  const constants = environment.internalBinding('constants')['zlib'] as ZlibConstants;
  return completeFromShape(environment, 'zlib', {
    crc32: (data: string | ArrayBufferView, value = 0): number => {
      const bytes =
        typeof data === 'string' ? encodeUtf8(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return crc32(bytes, value);
    },
    ...deflateHandles(CompressionStream),
    ...brotliHandles(environment, CompressionStream, constants),
    ...zstdHandles(environment, CompressionStream, constants),
  });
};

function deflateHandles(CompressionStream: CompressionStreamClass) {
  return {
    Zlib: class Zlib extends CompressionStream {
      /** `mode` is `node_zlib_mode`. */
      constructor(mode: number) {
        super(([windowBits, level, memLevel, strategy, writeState, callback, dictionary, rejects]) => {
          const options = {
            mode,
            windowBits: windowBits as number,
            level: level as number,
            memLevel: memLevel as number,
            strategy: strategy as number,
            dictionary: copyOf(dictionary),
            rejectGarbageAfterEnd: rejects === true,
          };
          return { writeState: writeState as Uint32Array, callback, makeCodec: () => zlibCodec(options) };
        });
      }
    },
  };
}

function brotliHandles(environment: Environment, CompressionStream: CompressionStreamClass, constants: ZlibConstants) {
  const loadDecoder = () => libraryOf(environment).loadBytes('brotli-decoder.wasm');
  return {
    BrotliEncoder: class BrotliEncoder extends CompressionStream {
      constructor() {
        super(([parameters, writeState, callback, dictionary]) => {
          if (dictionary !== undefined) environment.unimplemented('zlib.BrotliEncoder dictionary');
          const given = new Map(givenParameters(parameters as Uint32Array));
          const flag = given.get(BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING) ?? 0;
          if (flag !== 0 && flag !== 1) throw refused('Initialization failed');
          const quality = given.get(BROTLI_PARAM_QUALITY) ?? constants['BROTLI_DEFAULT_QUALITY']!;
          const windowBits = given.get(BROTLI_PARAM_LGWIN) ?? constants['BROTLI_DEFAULT_WINDOW']!;
          const codec = () => new BrotliCompressor(quality, windowBits);
          return { writeState: writeState as Uint32Array, callback, makeCodec: codec };
        });
      }
    },
    BrotliDecoder: class BrotliDecoder extends CompressionStream {
      constructor() {
        super(([, writeState, callback, dictionary]) => {
          if (dictionary !== undefined) environment.unimplemented('zlib.BrotliDecoder dictionary');
          const codec = () => new BrotliDecompressor(loadDecoder, constants);
          return { writeState: writeState as Uint32Array, callback, makeCodec: codec };
        });
      }
    },
  };
}

function zstdHandles(environment: Environment, CompressionStream: CompressionStreamClass, constants: ZlibConstants) {
  return {
    ZstdCompress: class ZstdCompress extends CompressionStream {
      constructor() {
        super(([parameters, pledged, writeState, callback, dictionary]) => {
          if (dictionary !== undefined) environment.unimplemented('zlib.ZstdCompress dictionary');
          const module = zstdModuleOf(environment);
          const given = givenParameters(parameters as Uint32Array);
          const codec = new ZstdCompressor(module, constants, given, pledged as number | undefined);
          if (!codec.configure()) {
            codec.close();
            throw refused('Setting parameter failed');
          }
          return { writeState: writeState as Uint32Array, callback, makeCodec: () => codec };
        });
      }
    },
    ZstdDecompress: class ZstdDecompress extends CompressionStream {
      constructor() {
        super(([parameters, , writeState, callback, dictionary]) => {
          if (dictionary !== undefined) environment.unimplemented('zlib.ZstdDecompress dictionary');
          const window = (parameters as Uint32Array)[ZSTD_D_WINDOWLOGMAX]!;
          if (window !== UNSET && (window < SMALLEST_ZSTD_WINDOW || window > LARGEST_ZSTD_WINDOW)) {
            throw refused('Setting parameter failed');
          }
          const codec = () => new ZstdDecompressor(zstdModuleOf(environment), constants);
          return { writeState: writeState as Uint32Array, callback, makeCodec: codec };
        });
      }
    },
  };
}
