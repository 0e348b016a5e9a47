/** The codecs against native zlib: each reads what the other has written, whatever the sizes of the pieces. */
import { randomBytes } from 'node:crypto';
import * as native from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { wasmFile } from '../../library/wasm_files.ts';
import { adler32 } from './adler32.ts';
import { BrotliCompressor, BrotliDecompressor } from './brotli_codec.ts';
import type { Codec, Span } from './codec.ts';
import { crc32 } from './crc32.ts';
import { mode, zlibCodec } from './zlib_codec.ts';
import { ZstdCompressor, ZstdDecompressor } from './zstd_codec.ts';
import { ZstdModule } from './zstd_module.ts';

const constants = native.constants as unknown as Record<string, number>;
const zstd = new ZstdModule(wasmFile('zstd.wasm'));
const options = { windowBits: 15, level: 6, memLevel: 8, strategy: 0, dictionary: null, rejectGarbageAfterEnd: false };

interface Format {
  name: string;
  compressor(): Codec;
  decompressor(): Codec;
  /** Numbers of "go on", "flush" and "finish". */
  flushes: readonly [number, number, number];
  compress(bytes: Uint8Array): Uint8Array;
  decompress(bytes: Uint8Array): Uint8Array;
}

const deflated = (name: string, write: number, read: number, compress: string, decompress: string): Format => ({
  name,
  compressor: () => zlibCodec({ ...options, mode: write }),
  decompressor: () => zlibCodec({ ...options, mode: read }),
  flushes: [0, 2, 4],
  compress: (bytes) => (native as unknown as Record<string, (bytes: Uint8Array) => Uint8Array>)[compress]!(bytes),
  decompress: (bytes) => (native as unknown as Record<string, (bytes: Uint8Array) => Uint8Array>)[decompress]!(bytes),
});

const formats: Format[] = [
  deflated('zlib', mode.deflate, mode.inflate, 'deflateSync', 'inflateSync'),
  deflated('gzip', mode.gzip, mode.unzip, 'gzipSync', 'gunzipSync'),
  deflated('raw', mode.deflateRaw, mode.inflateRaw, 'deflateRawSync', 'inflateRawSync'),
  {
    name: 'brotli',
    compressor: () => new BrotliCompressor(11, 22),
    decompressor: () => new BrotliDecompressor(() => wasmFile('brotli-decoder.wasm'), constants),
    flushes: [0, 1, 2],
    compress: (bytes) => native.brotliCompressSync(bytes),
    decompress: (bytes) => native.brotliDecompressSync(bytes),
  },
  {
    name: 'zstd',
    compressor: () => new ZstdCompressor(zstd, constants, [], undefined),
    decompressor: () => new ZstdDecompressor(zstd, constants),
    flushes: [0, 1, 2],
    compress: (bytes) => native.zstdCompressSync(bytes),
    decompress: (bytes) => native.zstdDecompressSync(bytes),
  },
];

const text = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i % 71} of ${(i * 7) % 13}\n`).join(''));
const samples: Record<string, Uint8Array> = {
  nothing: new Uint8Array(0),
  'one byte': new Uint8Array([65]),
  text,
  zeros: new Uint8Array(300_000),
  noise: randomBytes(100_000),
  both: Buffer.concat([text.subarray(0, 5000), randomBytes(5000), text.subarray(0, 5000)]),
};

/** Runs everything through in pieces of `piece` bytes, with room for `room` at a time. */
function run(codec: Codec, bytes: Uint8Array, flushes: Format['flushes'], piece: number, room: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += piece) {
    const isLast = at + piece >= bytes.length;
    const input: Span = { bytes, next: at, available: Math.min(piece, bytes.length - at) };
    let output: Span;
    do {
      output = { bytes: new Uint8Array(room), next: 0, available: room };
      const error = codec.process(flushes[isLast ? 2 : 0], input, output);
      if (error) throw Object.assign(new Error(error.message), error);
      parts.push(output.bytes.subarray(0, output.next));
    } while (output.available === 0);
  }
  codec.close();
  return Buffer.concat(parts);
}

describe.each(formats)('$name', ({ compressor, decompressor, flushes, compress, decompress }) => {
  it.each(Object.keys(samples))('native reads our %s, and we native’s', (name) => {
    const bytes = samples[name]!;
    for (const [piece, room] of [
      [1 << 20, 1 << 16],
      [997, 64],
    ] as const) {
      expect(Buffer.compare(decompress(run(compressor(), bytes, flushes, piece, room)), bytes)).toBe(0);
      expect(Buffer.compare(run(decompressor(), compress(bytes), flushes, piece, room), bytes)).toBe(0);
    }
  });

  it('what was written before a flush can be read after it', () => {
    const [goOn, flush] = flushes;
    const [writer, reader] = [compressor(), decompressor()];
    let read = '';
    for (let line = 0; line < 50; line++) {
      const bytes = text.subarray(line * 40, line * 40 + 40);
      const small: Span = { bytes: new Uint8Array(4096), next: 0, available: 4096 };
      expect(writer.process(flush, { bytes, next: 0, available: bytes.length }, small)).toBeNull();
      const output: Span = { bytes: new Uint8Array(4096), next: 0, available: 4096 };
      expect(reader.process(goOn, { bytes: small.bytes, next: 0, available: small.next }, output)).toBeNull();
      read += Buffer.from(output.bytes.subarray(0, output.next)).toString();
      expect(read.length).toBe((line + 1) * 40);
    }
    expect(text.toString().startsWith(read)).toBe(true);
  });

  it('a stream that is cut off is told as Node tells it', () => {
    const small = compress(text);
    const cut = small.subarray(0, small.length - 10);
    expect(() => run(decompressor(), cut, flushes, 1 << 20, 1 << 16)).toThrow('unexpected end of file');
  });

  it('after a reset it begins anew', () => {
    const codec = compressor();
    const output: Span = { bytes: new Uint8Array(1 << 16), next: 0, available: 1 << 16 };
    codec.process(flushes[1], { bytes: text, next: 0, available: 1000 }, output);
    expect(codec.reset()).toBeNull();
    expect(Buffer.compare(decompress(run(codec, text, flushes, 5000, 1 << 16)), text)).toBe(0);
  });
});

it('random data through the brotli encoder at every quality and window', () => {
  for (let round = 0; round < 60; round++) {
    const alphabet = 1 + (round % 37);
    const bytes = Uint8Array.from({ length: 1 + round * 97 }, (_, i) => ((i * i * 31 + round) >>> 3) % alphabet);
    const codec = new BrotliCompressor(round % 12, 10 + (round % 15));
    expect(Buffer.compare(native.brotliDecompressSync(run(codec, bytes, [0, 1, 2], 500, 300)), bytes)).toBe(0);
  }
});

it('deflate has the very bytes of zlib, changes its level, and takes dictionaries', () => {
  const dictionary = text.subarray(0, 500);
  const codec = zlibCodec({ ...options, mode: mode.deflate, dictionary });
  const small = run(codec, text, [0, 2, 4], 1 << 20, 1 << 16);
  expect(Buffer.compare(native.inflateSync(small, { dictionary }), text)).toBe(0);
  const changing = zlibCodec({ ...options, mode: mode.gzip, level: 0 });
  const output: Span = { bytes: new Uint8Array(1 << 20), next: 0, available: 1 << 20 };
  changing.process(2, { bytes: text, next: 0, available: 10_000 }, output);
  const stored = output.next;
  expect(changing.params(9, 0)).toBeNull();
  changing.process(4, { bytes: text, next: 10_000, available: text.length - 10_000 }, output);
  expect(stored).toBeGreaterThan(10_000);
  expect(output.next - stored).toBeLessThan(text.length / 10);
  expect(Buffer.compare(native.gunzipSync(output.bytes.subarray(0, output.next)), text)).toBe(0);
  expect(changing.params(99, 0)).toMatchObject({ code: 'Z_STREAM_ERROR' });
});

it('crc32', () => {
  expect(crc32(Buffer.from('123456789'), 0)).toBe(0xcbf43926);
  expect(crc32(text, 0)).toBe(native.crc32(text));
  expect(crc32(text, crc32(text, 0, 0, 1001), 1001)).toBe(native.crc32(text));
});

describe('inflating', () => {
  const compressed = {
    stored: native.deflateRawSync(samples['both']!, { level: 0 }),
    fixed: native.deflateRawSync(text, { strategy: native.constants.Z_FIXED }),
    dynamic: native.deflateRawSync(text),
    'literals only': native.deflateRawSync(text, { strategy: native.constants.Z_HUFFMAN_ONLY }),
    runs: native.deflateRawSync(text, { strategy: native.constants.Z_RLE }),
  };

  it.each(Object.entries(compressed))('%s blocks in pieces and rooms of all sizes', (_, small) => {
    const expected = native.inflateRawSync(small);
    for (let size = 1; size < 40; size++) {
      const reader = zlibCodec({ ...options, mode: mode.inflateRaw });
      expect(Buffer.compare(run(reader, small, [0, 2, 4], size, 300 - 7 * size), expected)).toBe(0);
    }
  });

  /** What Node tells of the bytes natively, or of ours: an error's code and words, or the text. */
  const told = (read: () => Uint8Array): string => {
    try {
      return Buffer.from(read()).toString('latin1');
    } catch (error) {
      const { code, message } = error as Error & { code: string };
      return `${code}: ${message}`;
    }
  };
  const readers = [
    [mode.inflate, native.deflateSync(text.subarray(0, 3000)), native.inflateSync],
    [mode.gunzip, native.gzipSync(text.subarray(0, 3000)), native.gunzipSync],
    [mode.inflateRaw, native.deflateRawSync(text.subarray(0, 3000)), native.inflateRawSync],
    [mode.unzip, native.gzipSync(text.subarray(0, 3000)), native.unzipSync],
  ] as const;

  it.each(readers)('mode %i tells each flipped bit as native zlib tells it', (number, good, read) => {
    for (let bit = 0; bit < good.length * 8; bit++) {
      const bad = Uint8Array.from(good);
      bad[bit >> 3]! ^= 1 << (bit & 7);
      const codec = zlibCodec({ ...options, mode: number, windowBits: number === mode.inflateRaw ? 15 : 0 });
      expect([bit, told(() => run(codec, bad, [0, 2, 4], 1 << 20, 1 << 14))]).toEqual([bit, told(() => read(bad))]);
    }
  });

  it('takes no more than its stream, whatever follows', () => {
    for (const [number, good] of readers) {
      const bytes = Buffer.concat([good, Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])]);
      for (const room of [16, 1 << 16]) {
        const codec = zlibCodec({ ...options, mode: number });
        const input: Span = { bytes, next: 0, available: bytes.length };
        for (let left = 0; left === 0; ) {
          const output: Span = { bytes: new Uint8Array(room), next: 0, available: room };
          expect(codec.process(0, input, output)).toBeNull();
          left = output.available;
        }
        expect(input.next).toBe(good.length);
      }
    }
  });

  it('headers with all their parts, and members one after the other', () => {
    const parts = (flags: number, ...rest: number[]) => [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3, ...rest];
    const gzipped = native.gzipSync(text.subarray(0, 100));
    const header = parts(2 | 4 | 8 | 16, 3, 0, 9, 9, 9, 97, 0, 98, 0);
    const check = native.crc32(Buffer.from(header)) & 0xffff;
    const whole = Buffer.concat([Buffer.from([...header, check & 255, check >> 8]), gzipped.subarray(10), gzipped]);
    for (const piece of [1, 5, 1000]) {
      const reader = zlibCodec({ ...options, mode: mode.gunzip });
      const twice = Buffer.concat([text.subarray(0, 100), text.subarray(0, 100)]);
      expect(Buffer.compare(run(reader, whole, [0, 2, 4], piece, 64), twice)).toBe(0);
    }
    const wrong = Buffer.from(whole);
    wrong[header.length]! ^= 1;
    const reader = zlibCodec({ ...options, mode: mode.gunzip });
    expect(() => run(reader, wrong, [0, 2, 4], 1000, 1000)).toThrow('header crc mismatch');
  });
});

it('adler32', () => {
  // RFC 1950 has none: the last four bytes of a zlib stream are it.
  for (const bytes of [text, samples['noise']!, samples['zeros']!]) {
    const stream = native.deflateSync(bytes);
    expect(adler32(bytes, 1)).toBe(stream.readUInt32BE(stream.length - 4));
  }
});
