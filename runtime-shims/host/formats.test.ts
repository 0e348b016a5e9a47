import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode, encode } from './encodings.ts';
import { globExpression } from './file_tree.ts';
import { pack, unpack } from './message_pack.ts';
import { zip } from './zip.ts';

describe('encodings are those of Buffer', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const names = [
    'utf8',
    'utf-8',
    'utf16le',
    'ucs2',
    'latin1',
    'binary',
    'ascii',
    'hex',
    'base64',
    'base64url',
  ] as const;
  it.each(names)('%s', (name) => {
    expect(decode(bytes, name)).toBe(Buffer.from(bytes).toString(name));
    const texts = ['', 'YWJj-_8', 'YWJj=', '0aFfzz'];
    if (!name.startsWith('base64')) texts.push('grüße €', 'a\u{1f600}b');
    for (const text of texts) {
      expect([...encode(text, name)]).toEqual([...Buffer.from(text, name)]);
    }
  });

  it('others are refused', () => {
    expect(() => decode(bytes, 'utf9')).toThrow("'utf9'");
  });
});

describe('MessagePack', () => {
  it('comes back as it went, at each size of length', () => {
    const tree = Object.fromEntries(
      [0, 15, 31, 32, 255, 256, 65_535, 65_536].flatMap((size) => [
        [`text ${size}`, 'x'.repeat(size)],
        [`bytes ${size}`, new Uint8Array(size).fill(7)],
      ]),
    );
    expect(unpack(pack({ d: tree, yes: true, no: false, none: null }))).toEqual({
      d: tree,
      yes: true,
      no: false,
      none: null,
    });
  });

  it('is that of the specification', () => {
    expect([...pack({ d: { a: { f: { c: new Uint8Array([1, 2]) } } } })]).toEqual([
      0x81, 0xa1, 0x64, 0x81, 0xa1, 0x61, 0x81, 0xa1, 0x66, 0x81, 0xa1, 0x63, 0xc4, 2, 1, 2,
    ]);
  });

  it('cut short or of other types is refused', () => {
    const whole = pack({ d: { file: 'content' } });
    for (let length = 0; length < whole.length; length++) {
      expect(() => unpack(whole.slice(0, length))).toThrow('not a snapshot');
    }
    expect(() => unpack(new Uint8Array([0x93]))).toThrow('not a snapshot');
  });

  it('cannot reach a prototype', () => {
    const evil = unpack(pack(JSON.parse('{"__proto__":{"polluted":"yes"}}')));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(evil as object)).toEqual(['__proto__']);
  });
});

describe('zip', () => {
  it('has each entry with its mode, checksum and content', async () => {
    const content = new TextEncoder().encode('again '.repeat(1000));
    const archive = Buffer.from(
      await zip([
        { name: 'folder/', content: new Uint8Array(), mode: 0o040755 },
        { name: 'folder/ü.txt', content, mode: 0o100644 },
      ]),
    );
    const central = archive.lastIndexOf('PK\x01\x02', archive.length, 'latin1');
    expect(archive.readUInt32LE(central + 16)).toBe(crc32(content));
    expect(archive.readUInt32LE(central + 38) >>> 16).toBe(0o100644);
    const local = archive.readUInt32LE(central + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26);
    const data = archive.subarray(start, start + archive.readUInt32LE(local + 18));
    expect(inflateRawSync(data)).toEqual(Buffer.from(content));
    const end = archive.lastIndexOf('PK\x05\x06', archive.length, 'latin1');
    expect([archive.readUInt16LE(end + 10), archive.length - end]).toEqual([2, 22]);
  });
});

describe('globs', () => {
  it.each([
    ['node_modules', 'node_modules/a/b.js', true],
    ['node_modules', 'deep/node_modules/a', true],
    ['node_modules', 'node_modules_not', false],
    ['*.ts', 'a/b.ts', true],
    ['*.ts', 'a.tsx', false],
    ['src/**/*.js', 'src/a/b/c.js', true],
    ['src/**/*.js', 'src/c.js', true],
    ['src/*.js', 'src/a/c.js', false],
    ['**/dist', 'a/dist/x', true],
    ['a.{js,ts}', 'a.ts', true],
    ['?.js', 'ab.js', false],
    ['a.js', 'axjs', false],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(globExpression(glob).test(path)).toBe(expected);
  });
});
