/**
 * Calls of the bindings of values, to be made natively and here with the same results. A case is given the binding and
 * must make its own arguments.
 */
type Native = (...parameters: unknown[]) => unknown;
export type Natives = Record<string, Native>;
type Case = (binding: Natives) => unknown;

const text = 'abcabc';
const haystack = () => Buffer.from(text);
const filled = (binding: Natives, value: unknown, encoding?: string) => {
  const buffer = Buffer.alloc(7, '.');
  return [binding['fill']!(buffer, value, 1, 6, encoding), buffer.toString('latin1')];
};
const written = (binding: Natives, name: string, value: string, length = 9) => {
  const buffer = Buffer.alloc(length);
  return [binding[name]!(buffer, value, 0, length), buffer.toString('hex')];
};
const UCS2 = 3;
const LATIN1 = 4;
const UTF8 = 1;

export const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  buffer: {
    atobUnpadded: (b) => b['atob']!(' Y Q '),
    atobBadPadding: (b) => b['atob']!('YQ='),
    atobOneLeft: (b) => b['atob']!('Y'),
    atobBadCharacter: (b) => b['atob']!('é'),
    btoaWide: (b) => [b['btoa']!('é'), b['btoa']!('ş')],
    byteLengthOfSurrogates: (b) => b['byteLengthUtf8']!('a\ud800b€😀\udc00'),
    fillWithText: (b) => filled(b, 'abc', 'utf8'),
    fillWithUtf16: (b) => filled(b, 'ab', 'ucs2'),
    fillWithBadHex: (b) => filled(b, 'zz', 'hex'),
    fillWithNothing: (b) => filled(b, new Uint8Array(0)),
    fillOutside: (b) => b['fill']!(Buffer.alloc(2), 'a', 0, 9, 'utf8'),
    hexStopsAtOddDigit: (b) => written(b, 'hexWrite', 'abc'),
    hexStopsAtOther: (b) => written(b, 'hexWrite', 'abzz12'),
    base64BothAlphabets: (b) => written(b, 'base64Write', 'YW-_=x!Q'),
    base64WithBlanks: (b) => written(b, 'base64Write', 'Y W F\nh'),
    base64Long: (b) => written(b, 'base64Write', `${'YWFh'.repeat(10)}YQ==tail`, 40),
    base64Cut: (b) => written(b, 'base64Write', 'YWFhYWFh', 2),
    utf8WholeCharacters: (b) => written(b, 'utf8WriteStatic', 'a€€', 6),
    utf8LoneSurrogate: (b) => written(b, 'utf8WriteStatic', 'a\ud800b'),
    utf16Odd: (b) => written(b, 'ucs2Write', 'abc', 3),
    latin1Long(b) {
      const every = Buffer.from(Array.from({ length: 600 }, (_, i) => i & 0xff));
      const some = Buffer.from(Array.from({ length: 600 }, (_, i) => 0xa0 | (i & 0x5f)));
      return [b['latin1Slice']!.call(every, 0, 600), b['latin1Slice']!.call(some, 3, 590)];
    },
    latin1LowBytes: (b) => written(b, 'latin1WriteStatic', 'é€a'),
    sliceBackwards: (b) => b['utf8Slice']!(haystack(), 2, 1),
    sliceOutside: (b) => b['utf8Slice']!(haystack(), 1, 9),
    sliceNegative: (b) => b['hexSlice']!(haystack(), -1, 2),
    sliceNoBuffer: (b) => b['utf8Slice']!('x'),
    sliceIllFormed: (b) => b['utf8Slice']!(Buffer.from([0xef, 0xbb, 0xbf, 0xe2, 0x82, 0x61, 0xf0, 0x9f, 0x98, 0xff])),
    sliceLoneSurrogate: (b) => b['ucs2Slice']!(Buffer.from('a\ud800', 'utf16le')),
    sliceUtf16AtOddPlace: (b) => b['ucs2Slice']!(Buffer.from('xa\0b\0').subarray(1)),
    sliceOfSharedMemory: (b) => {
      const shared = Buffer.from(new SharedArrayBuffer(40)).fill('é');
      return [b['utf8Slice']!(shared), b['isUtf8']!(shared), b['latin1Slice']!(shared), b['ucs2Slice']!(shared)];
    },
    sliceAscii: (b) => b['asciiSlice']!(Buffer.from([0x80, 0xff, 65])),
    sliceBase64: (b) => [b['base64Slice']!(Buffer.alloc(31, 251)), b['base64urlSlice']!(Buffer.alloc(31, 251))],
    sliceHexLong: (b) => b['hexSlice']!(Buffer.alloc(40, 171)),
    indexForward: (b) => b['indexOfString']!(haystack(), 'c', -1, UTF8, true, 6),
    indexForwardWithEnd: (b) => b['indexOfString']!(haystack(), 'c', -1, UTF8, true, 3),
    indexBackward: (b) => b['indexOfString']!(haystack(), 'bc', 9, UTF8, false, 6),
    indexBackwardWithEnd: (b) => b['indexOfString']!(haystack(), 'c', -1, UTF8, false, 3),
    indexEmpty: (b) => [4, 9].map((from) => b['indexOfString']!(haystack(), '', from, UTF8, true, from === 4 ? 3 : 6)),
    indexLatin1: (b) => b['indexOfString']!(Buffer.from('caf\xe9', 'latin1'), 'é', 0, LATIN1, true, 4),
    indexUtf16Aligned: (b) => b['indexOfString']!(Buffer.from('abcb', 'utf16le'), 'b', 3, UCS2, true, 8),
    indexUtf16Unaligned: (b) =>
      b['indexOfBuffer']!(Buffer.from([0, 1, 0, 1, 0]), Buffer.from([1, 0]), 0, UCS2, true, 5),
    indexNumber: (b) => b['indexOfNumber']!(haystack(), 98, 9, false, 6),
    compareOffset: (b) => b['compareOffset']!(haystack(), Buffer.from('bc'), 0, 1, 2, 3),
    isUtf8: (b) => [b['isUtf8']!(Buffer.from('é')), b['isUtf8']!(Buffer.from([0x80]))],
    isAscii: (b) => [b['isAscii']!(haystack()), b['isAscii']!(Buffer.from('é'))],
  },
  encoding_binding: {
    toASCII: (b) => ['español.com', 'a b', '', 'EXAMPLE.com', '1.2.3'].map((domain) => b['toASCII']!(domain)),
    toUnicode: (b) => ['xn--espaol-zwa.com', 'plain', ''].map((domain) => b['toUnicode']!(domain)),
    decodeKeepsMark: (b) => b['decodeUTF8']!(Buffer.from([0xef, 0xbb, 0xbf, 0x61]), true, false),
    decodeDropsMark: (b) => b['decodeUTF8']!(Buffer.from([0xef, 0xbb, 0xbf, 0x61]), false, false),
    decodeFatal: (b) => b['decodeUTF8']!(Buffer.from([0xff]), false, true),
    decodeNoBytes: (b) => b['decodeUTF8']!('x', false, false),
  },
  url: {
    parse: (b) =>
      [
        'http://u:p@h.com:8080/a/b?q=1#h',
        'http://u@h/',
        'http://:p@h/',
        'file:///a/b',
        'mailto:x@y',
        'foo://h:9/x',
        'foo://',
        'http://[::1]:3/',
        'http://h/?#',
        'web+demo:/.//not-a-host/',
        'wss://u:@h/',
        'http://u:p@h:0/',
      ].map((href) => [b['parse']!(href, undefined, true), [...(b['urlComponents'] as unknown as Uint32Array)]]),
    parseInvalid: (b) => b['parse']!('x', 'y', true),
    parseQuietly: (b) => b['parse']!('x', undefined, false) === undefined,
    pathToFileURL: (b) => b['pathToFileURL']!('/a b/c%?e#f\\g\n\t"é~|<>`{}[]^\'', false),
    domains: (b) => [b['domainToASCII']!('español.com'), b['domainToUnicode']!('xn--espaol-zwa.com')],
    format: (b) => b['format']!('http://u:p@測試.com/a?b#c', false, true, false, false),
    getOrigin: (b) => ['http://a:80/x', 'foo:x', 'blob:http://a/x', 'file:///x'].map((href) => b['getOrigin']!(href)),
    getOriginInvalid: (b) => b['getOrigin']!('bad'),
    update: (b) => b['update']!('http://a/b?c#d', 1, 'c:9'),
    updateToInvalid: (b) => b['update']!('http://a/b', 9, 'bad'),
  },
  util: {
    parseEnv: (b) =>
      b['parseEnv']!('a=1\nb="x\\ny" # c\nexport d = 4 #e\n e=\nf=\'a\nb\'\ng="open\n=5\nnokey\nl=  \nm=3'),
    nonIndexProperties: (b) =>
      [0, 2].map((filter) => b['getOwnNonIndexProperties']!(Object.assign(['a', 'b'], { x: 1, '-1': 2 }), filter)),
    constructorName: (b) => [new Map(), {}, new (class Foo {})()].map((object) => b['getConstructorName']!(object)),
    previewMap: (b) => b['previewEntries']!(new Map([[1, { a: 2 }]]).entries(), true),
    previewValues: (b) => b['previewEntries']!(new Set(['x']).values(), true),
  },
  types: Object.fromEntries(
    Object.entries({
      date: () => new Date(),
      error: () => new RangeError('x'),
      errorLike: () => Object.create(Error.prototype),
      promise: () => Promise.resolve(),
      promiseLike: () => Object.create(Promise.prototype),
      arguments: () =>
        (function () {
          // biome-ignore lint/complexity/noArguments: the subject
          return arguments;
        })(),
      taggedArguments: () => ({ [Symbol.toStringTag]: 'Arguments' }),
      boxed: () => Object(Symbol('x')),
      generator: () => (function* () {})(),
      asyncFunction: () => async () => {},
      mapIterator: () => new Map().keys(),
      regExpPrototype: () => RegExp.prototype,
      weakSet: () => new WeakSet(),
      shared: () => new SharedArrayBuffer(1),
    }).map(([name, make]) => [
      name,
      (b: Natives) => {
        const value: unknown = make();
        return Object.keys(b)
          .filter((check) => check.startsWith('is') && b[check]!(value))
          .sort();
      },
    ]),
  ),
  ipc_serdes: Object.fromEntries(
    [
      { a: 1, b: Buffer.from('xyz'), c: new Uint16Array([1, 2]), d: new DataView(new ArrayBuffer(3)) },
      new ArrayBuffer(2),
      'ş',
      () => 1,
      new BigInt64Array([5n]),
      new Float16Array([1]),
    ].map((message, index) => [
      `message ${index}`,
      (b) => {
        const bytes = b['serialize']!(message, Buffer) as Buffer;
        const back = b['deserialize']!(bytes.subarray(4)) as object;
        return [bytes.toString('latin1'), `${back}`, Object.prototype.toString.call(back)];
      },
    ]),
  ),
  zlib: { crc32: (b) => [b['crc32']!('hello world 12345', 0), b['crc32']!(Buffer.alloc(100, 'é'), 77)] },
  icu: {
    width: (b) => [...'a測é\u0301😀\u200b🇩'].map((character) => b['getStringWidth']!(character, false, false)),
    transcode: (b) =>
      [b['transcode']!(Buffer.from('é€'), 'utf8', 'latin1'), b['transcode']!(Buffer.from('a'), 'x', 'latin1')].map(
        String,
      ),
    errorName: (b) => b['icuErrName']!(1),
    hasConverter: (b) => [b['hasConverter']!('shift_jis'), b['hasConverter']!('none')],
  },
};

/** A result or an error as text. */
export function outcome(run: () => unknown): string {
  try {
    return JSON.stringify(run()) ?? 'undefined';
  } catch (error) {
    const { name, message } = error as Error;
    return JSON.stringify({ name, message, ...(error as object) });
  }
}
