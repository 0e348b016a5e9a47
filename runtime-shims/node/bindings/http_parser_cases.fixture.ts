/**
 * Messages for the HTTP parser, and the driver that writes down what a parser tells of one. The same driver runs over
 * Node's native binding (http_parser_native.fixture.ts) and over ours (http_parser.test.ts).
 */
export interface ParserCase {
  name: string;
  type: 'REQUEST' | 'RESPONSE';
  input: string;
  lenient?: number;
  maxHeaderSize?: number;
  /** What kOnHeadersComplete answers. */
  answer?: number;
  finish?: boolean;
}

interface Parser {
  [index: number]: unknown;
  initialize(type: number, resource: object, maxHeaderSize: number, lenient: number): void;
  execute(data: Uint8Array): unknown;
  finish(): unknown;
}
export type ParserClass = (new () => Parser) & Record<string, number>;

const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('');

export const cases: readonly ParserCase[] = [
  { name: 'GET', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' },
  { name: 'HTTP/1.0', type: 'REQUEST', input: 'GET /x?y=1#z HTTP/1.0\r\nAccept: */*\r\n\r\n' },
  { name: 'no headers', type: 'REQUEST', input: 'HEAD /a HTTP/1.1\r\n\r\n' },
  { name: 'body by length', type: 'REQUEST', input: 'POST /p HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello' },
  {
    name: 'chunked with trailers',
    type: 'REQUEST',
    input:
      'POST /p HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n3\r\nabc\r\nA;x=1;y="q"\r\n0123456789\r\n0\r\nT: v \r\nU: w\r\n\r\n',
  },
  {
    name: 'pipelined',
    type: 'REQUEST',
    input: 'GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\nokGET /3 HTTP/1.1\r\nA: b\r\n\r\n',
  },
  {
    name: 'upgrade',
    type: 'REQUEST',
    input: 'GET /chat HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nrest of the stream',
    answer: 2,
  },
  { name: 'upgrade declined', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n' },
  { name: 'CONNECT', type: 'REQUEST', input: 'CONNECT a.b:443 HTTP/1.1\r\nHost: a.b\r\n\r\nraw', answer: 2 },
  { name: 'many headers', type: 'REQUEST', input: `GET /m HTTP/1.1\r\n${many(70, (i) => `H${i}: v${i}\r\n`)}\r\n` },
  { name: '31 headers', type: 'REQUEST', input: `GET /m HTTP/1.1\r\n${many(31, (i) => `H${i}: v${i}\r\n`)}\r\n` },
  { name: '32 headers', type: 'REQUEST', input: `GET /m HTTP/1.1\r\n${many(32, (i) => `H${i}: v${i}\r\n`)}\r\n` },
  { name: 'spaces around values', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nA:  \t b c \t \r\nEmpty:\r\nB: \r\n\r\n' },
  { name: 'latin1 value', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nName: caf\xe9 \xff\r\n\r\n' },
  { name: 'expect', type: 'REQUEST', input: 'PUT /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx' },
  { name: 'connection close', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n' },
  { name: 'keep-alive 1.0', type: 'REQUEST', input: 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n' },
  { name: 'QUERY', type: 'REQUEST', input: 'QUERY /q HTTP/1.1\r\nContent-Length: 1\r\n\r\n1' },
  { name: 'M-SEARCH', type: 'REQUEST', input: 'M-SEARCH * HTTP/1.1\r\n\r\n' },
  { name: 'absolute URL', type: 'REQUEST', input: 'GET http://u@h:8/p?q HTTP/1.1\r\n\r\n' },
  { name: 'leading empty lines', type: 'REQUEST', input: '\r\n\r\nGET / HTTP/1.1\r\n\r\n' },
  { name: 'bad method', type: 'REQUEST', input: 'GETT / HTTP/1.1\r\n\r\n' },
  { name: 'lower-case method', type: 'REQUEST', input: 'get / HTTP/1.1\r\n\r\n' },
  { name: 'bad version', type: 'REQUEST', input: 'GET / HTTP/9.9\r\n\r\n' },
  { name: 'bad protocol', type: 'REQUEST', input: 'GET / FTP/1.1\r\n\r\n' },
  { name: 'bad header name', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nA B: c\r\n\r\n' },
  { name: 'control in value', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nA: b\x01c\r\n\r\n' },
  { name: 'lenient control', type: 'REQUEST', input: 'GET / HTTP/1.1\r\nA: b\x01c\r\n\r\n', lenient: 1 },
  { name: 'bare LF', type: 'REQUEST', input: 'GET / HTTP/1.1\nA: b\n\n' },
  {
    name: 'two lengths',
    type: 'REQUEST',
    input: 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  },
  {
    name: 'length and chunked',
    type: 'REQUEST',
    input: 'POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  },
  { name: 'bad length', type: 'REQUEST', input: 'POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\na' },
  { name: 'bad chunk size', type: 'REQUEST', input: 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n' },
  { name: 'unfinished', type: 'REQUEST', input: 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc', finish: true },
  {
    name: 'header overflow',
    type: 'REQUEST',
    input: `GET / HTTP/1.1\r\nA: ${'x'.repeat(99)}\r\n\r\n`,
    maxHeaderSize: 64,
  },
  {
    name: 'overflow in trailers',
    type: 'REQUEST',
    input: `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: ${'y'.repeat(99)}\r\n\r\n`,
    maxHeaderSize: 80,
  },
  {
    name: 'header size counts anew after chunks',
    type: 'REQUEST',
    input:
      'POST /123456 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\nTrailer: 0123456789\r\n\r\n',
    maxHeaderSize: 40,
  },
  {
    name: 'chunk extensions overflow',
    type: 'REQUEST',
    input: `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;${'e'.repeat(16500)}\r\na\r\n0\r\n\r\n`,
  },
  { name: '200', type: 'RESPONSE', input: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok' },
  { name: 'no reason', type: 'RESPONSE', input: 'HTTP/1.1 204\r\n\r\n' },
  { name: 'empty reason', type: 'RESPONSE', input: 'HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n' },
  {
    name: 'until the end',
    type: 'RESPONSE',
    input: 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of this',
    finish: true,
  },
  { name: 'HEAD answer', type: 'RESPONSE', input: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n', answer: 1 },
  {
    name: '100 then 200',
    type: 'RESPONSE',
    input: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx',
  },
  { name: '304', type: 'RESPONSE', input: 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n' },
  {
    name: '101',
    type: 'RESPONSE',
    input: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nraw bytes',
    answer: 2,
  },
  {
    name: 'chunked answer',
    type: 'RESPONSE',
    input: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext\r\nhello\r\n0\r\n\r\n',
  },
  { name: 'latin1 reason', type: 'RESPONSE', input: 'HTTP/1.1 500 caf\xe9\r\nContent-Length: 0\r\n\r\n' },
  { name: 'bad status', type: 'RESPONSE', input: 'HTTP/1.1 2x0 OK\r\n\r\n' },
  { name: 'not HTTP', type: 'RESPONSE', input: 'SSH-2.0-OpenSSH\r\n' },
  {
    name: 'data after close',
    type: 'RESPONSE',
    input: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nxyz',
  },
];

function describe(result: unknown): unknown {
  if (!(result instanceof Error)) return result ?? null;
  const { message, code, reason, bytesParsed } = result as Error & {
    code: string;
    reason: string;
    bytesParsed: number;
  };
  // At the end of the input there is no position to count from.
  return { message, code, reason, bytesParsed: code === 'HPE_INVALID_EOF_STATE' ? 'n/a' : bytesParsed };
}

/** What the parser calls and answers, the input cut into pieces of `piece` bytes (0: whole). */
export function drive(HTTPParser: ParserClass, parserCase: ParserCase, piece: number): unknown[] {
  const log: unknown[] = [];
  const parser = new HTTPParser();
  const type = HTTPParser[parserCase.type]!;
  parser.initialize(type, {}, parserCase.maxHeaderSize ?? 0, parserCase.lenient ?? 0);
  parser[HTTPParser['kOnMessageBegin']!] = () => log.push(['begin']);
  parser[HTTPParser['kOnHeaders']!] = (headers: string[], url: string) => log.push(['headers', headers, url]);
  parser[HTTPParser['kOnHeadersComplete']!] = (...args: unknown[]) => {
    log.push(['complete', ...args.map((argument) => argument ?? null)]);
    return parserCase.answer ?? 0;
  };
  parser[HTTPParser['kOnBody']!] = (body: Uint8Array) => log.push(['body', [...body]]);
  parser[HTTPParser['kOnMessageComplete']!] = () => log.push(['end']);
  const bytes = Uint8Array.from(parserCase.input, (character) => character.charCodeAt(0));
  const step = piece === 0 ? bytes.byteLength : piece;
  for (let i = 0; i < bytes.byteLength; i += step) {
    const result = parser.execute(bytes.subarray(i, i + step));
    log.push(['execute', describe(result)]);
    if (typeof result !== 'number' || (parserCase.answer === 2 && result < step)) return log;
  }
  if (parserCase.finish) log.push(['finish', describe(parser.finish())]);
  return log;
}

/** Whole, at every byte, and in threes. */
export const PIECES = [0, 1, 3];
