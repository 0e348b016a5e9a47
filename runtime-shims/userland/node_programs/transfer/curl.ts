/** curl. */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { type CommandLine, commandLine, UsageError } from '../command_line.ts';
import { curlTable } from './curl_flags.ts';
import { formData, readGiven } from './form.ts';
import { type Answer, addressOf, ask, headLines, type Order, Refused, TooManyRedirects } from './request.ts';

const VERSION = '8.0 (wardian)';

/** Statuses of curl(1), by Node's codes. */
const statuses: Readonly<Record<string, number>> = {
  ERR_INVALID_URL: 3,
  ENOTFOUND: 6,
  EAI_AGAIN: 6,
  ECONNREFUSED: 7,
  EHOSTUNREACH: 7,
  ENETUNREACH: 7,
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: 7,
  ENOENT: 26,
  EACCES: 23,
  EISDIR: 23,
  ABORT_ERR: 28,
  ETIMEDOUT: 28,
  ECONNRESET: 56,
};
const REFUSED = 7;
const WRITING = 23;
const HTTP_ERROR = 22;
const REDIRECTS = 47;
const UNSUPPORTED_PROTOCOL = 1;
/** Answers after which `--retry` tries again. */
const TRANSIENT = [408, 429, 500, 502, 503, 504];

class TransferError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** As a form encodes it; `NAME=CONTENT`, `=CONTENT`, `NAME@FILE`, `@FILE` or `CONTENT`. */
function urlEncoded(text: string): string {
  const at = text.search(/[=@]/);
  const encoded = (value: string) =>
    encodeURIComponent(value)
      .replaceAll('%20', '+')
      .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  if (at < 0) return encoded(text);
  const content = text[at] === '@' ? readGiven(text.slice(at + 1)).toString() : text.slice(at + 1);
  return (at ? `${text.slice(0, at)}=` : '') + encoded(content);
}

function dataOf(line: CommandLine): Buffer | undefined {
  const pieces = line.given.flatMap(([flag, text]): Buffer[] => {
    if (flag === 'data-raw') return [Buffer.from(text)];
    if (flag === 'data-urlencode') return [Buffer.from(urlEncoded(text))];
    if (!['data', 'data-ascii', 'data-binary', 'json'].includes(flag)) return [];
    if (!text.startsWith('@')) return [Buffer.from(text)];
    const content = readGiven(text.slice(1));
    const keepsLines = flag === 'data-binary' || flag === 'json';
    return [keepsLines ? content : Buffer.from(content.toString('latin1').replace(/[\r\n]/g, ''), 'latin1')];
  });
  if (!pieces.length) return undefined;
  const separator = Buffer.from(line.on('json') ? '' : '&');
  return Buffer.concat(pieces.flatMap((piece, index) => (index ? [separator, piece] : [piece])));
}

function headersOf(line: CommandLine): [string, string][] {
  const headers: [string, string][] = [];
  if (line.on('json')) headers.push(['Content-Type', 'application/json'], ['Accept', 'application/json']);
  const named: [flag: string, header: string, prefix: string][] = [
    ['referer', 'Referer', ''],
    ['cookie', 'Cookie', ''],
    ['range', 'Range', 'bytes='],
    ['oauth2-bearer', 'Authorization', 'Bearer '],
  ];
  for (const [flag, header, prefix] of named) {
    const text = line.value(flag);
    if (flag === 'cookie' && text !== undefined && !text.includes('='))
      throw new UsageError(`cookies are not read from files here: ${text}`, 2);
    if (text !== undefined) headers.push([header, prefix + text]);
  }
  if (line.on('compressed')) headers.push(['Accept-Encoding', 'deflate, gzip, br']);
  const lines = line
    .values('header')
    .flatMap((text) => (text.startsWith('@') ? readGiven(text.slice(1)).toString().split('\n') : [text]));
  for (const text of lines) {
    const end = text.search(/[:;]/);
    if (end > 0) headers.push([text.slice(0, end).trim(), text.slice(end + 1).trim()]);
  }
  return headers;
}

/** curl's -1 is no limit. */
const redirectsOf = (given: number) => (given < 0 ? Number.POSITIVE_INFINITY : given);

function orderOf(line: CommandLine): Order {
  const fields = line.given.filter(([flag]) => flag === 'form' || flag === 'form-string').map(([, text]) => text);
  const form = fields.length ? formData(fields) : undefined;
  const upload = line.value('upload-file');
  const data = upload === undefined ? dataOf(line) : readGiven(upload);
  const body = line.on('get') || line.on('head') ? undefined : (form?.body ?? data);
  const usual = line.on('head') ? 'HEAD' : upload !== undefined ? 'PUT' : body ? 'POST' : 'GET';
  return {
    method: line.value('request') ?? usual,
    headers: headersOf(line),
    body,
    bodyType: form?.type ?? (upload === undefined ? 'application/x-www-form-urlencoded' : undefined),
    userAgent: line.value('user-agent') ?? `curl/${VERSION}`,
    user: line.value('user'),
    insecure: line.on('insecure'),
    redirects: line.on('location') ? redirectsOf(Number(line.value('max-redirs') ?? 50)) : 0,
    timeout: Number(line.value('max-time') ?? 0) * 1000,
  };
}

function traced(order: Order): Order {
  return {
    ...order,
    onRequest: (method, url, headers) => {
      const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`];
      for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
      process.stderr.write(
        lines
          .map((each) => `> ${each}\n`)
          .join('')
          .concat('> \n'),
      );
    },
    onResponse: (response) => {
      process.stderr.write(
        headLines(response)
          .map((each) => `< ${each}\n`)
          .join('')
          .concat('< \n'),
      );
    },
  };
}

function writeOut(format: string, { response, url, redirected }: Answer, size: number, seconds: number): string {
  const values: Record<string, string | number> = {
    http_code: response.statusCode ?? 0,
    response_code: response.statusCode ?? 0,
    size_download: size,
    url_effective: url.href,
    num_redirects: redirected,
    content_type: response.headers['content-type'] ?? '',
    scheme: url.protocol.slice(0, -1).toUpperCase(),
    http_version: response.httpVersion,
    time_total: seconds.toFixed(6),
    redirect_url: response.headers.location ?? '',
  };
  return unescaped(format).replace(/%\{(\w+)\}/g, (_match, key: string) => String(values[key] ?? ''));
}

const unescaped = (text: string) =>
  text.replace(/\\([nrt\\])/g, (_match, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\');

/** What comes back, unpacked where `--compressed` asked for it. */
function contentOf(response: IncomingMessage, line: CommandLine): NodeJS.ReadableStream {
  if (!line.on('compressed')) return response;
  const encoding = response.headers['content-encoding'];
  if (encoding === 'br') return response.pipe(createBrotliDecompress());
  return encoding === 'gzip' || encoding === 'deflate' ? response.pipe(createUnzip()) : response;
}

/** Undefined for standard output. */
function fileFor(line: CommandLine, url: URL, index: number): string | undefined {
  const given = line.values('output')[index];
  if (given === '-') return undefined;
  const named = given ?? (line.on('remote-name') ? basename(url.pathname) : undefined);
  if (named === undefined) return undefined;
  if (!named) throw new TransferError('Remote file name has no length!', WRITING);
  const path = join(line.value('output-dir') ?? '', named);
  if (line.on('create-dirs')) mkdirSync(dirname(path), { recursive: true });
  return path;
}

async function transfer(line: CommandLine, order: Order, address: string, index: number): Promise<void> {
  const url = addressOf(address);
  if (!/^https?:$/.test(url.protocol))
    throw new TransferError(`Protocol "${url.protocol.slice(0, -1)}" not supported or disabled`, UNSUPPORTED_PROTOCOL);
  const data = line.on('get') ? dataOf(line) : undefined;
  if (data) url.search += `${url.search ? '&' : ''}${data}`;
  if (order.user === undefined && url.username) order.user = decodeURIComponent(`${url.username}:${url.password}`);
  [url.username, url.password] = ['', ''];
  const began = performance.now();
  // Headers of redirects are shown as well.
  const heads: string[] = [];
  const answer = await ask(
    {
      ...order,
      onResponse: (response) => {
        order.onResponse?.(response);
        heads.push(...headLines(response), '');
      },
    },
    url,
  );
  const { response } = answer;
  const status = response.statusCode ?? 0;
  const failed = status >= 400 && (line.on('fail') || line.on('fail-with-body'));
  const path = fileFor(line, url, index);
  const output = path === undefined ? process.stdout : createWriteStream(path);
  const head = heads.map((each) => `${each}\r\n`).join('');
  const dump = line.value('dump-header');
  if (dump === '-') output.write(head);
  else if (dump !== undefined) writeFileSync(dump, head);
  if (line.on('include') || line.on('head')) output.write(head);
  let size = 0;
  if (order.method === 'HEAD' || (failed && line.on('fail'))) response.resume();
  else {
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
    });
    await pipeline(contentOf(response, line), output, { end: path !== undefined });
  }
  const format = line.value('write-out');
  if (format !== undefined) process.stdout.write(writeOut(format, answer, size, (performance.now() - began) / 1000));
  if (failed) throw new TransferError(`The requested URL returned error: ${status}`, HTTP_ERROR);
}

function failureOf(error: unknown, address: string): TransferError {
  if (error instanceof TransferError) return error;
  if (error instanceof Refused) return new TransferError(error.message, REFUSED);
  if (error instanceof TooManyRedirects) return new TransferError('Maximum redirects followed', REDIRECTS);
  const { code = '', message } = error as NodeJS.ErrnoException;
  const host = URL.canParse(addressOf(address).href) ? addressOf(address).host : address;
  const words: Record<string, string> = {
    ENOTFOUND: `Could not resolve host: ${host}`,
    ECONNREFUSED: `Failed to connect to ${host}: Connection refused`,
    ABORT_ERR: 'Operation timed out',
    ERR_INVALID_URL: `URL rejected: ${address}`,
    ECONNRESET: 'Recv failure: Connection reset by peer',
  };
  const tls = /^(?:ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code) ? 60 : 56;
  return new TransferError(words[code] ?? message, statuses[code] ?? tls);
}

/** The exit status. */
export async function curl(words: readonly string[]): Promise<number> {
  const line = commandLine(curlTable, words);
  if (!line) return 0;
  if (line.on('version')) {
    process.stdout.write(`curl ${VERSION}\nProtocols: http https\n`);
    return 0;
  }
  const addresses = [...line.values('url'), ...line.operands];
  if (!addresses.length) throw new UsageError('no URL specified', 2);
  const says = !line.on('silent') || line.on('show-error');
  let status = 0;
  for (const [index, address] of addresses.entries()) {
    for (let left = Number(line.value('retry') ?? 0); ; left--) {
      try {
        const order = orderOf(line);
        await transfer(line, line.on('verbose') ? traced(order) : order, address, index);
        status = 0;
        break;
      } catch (error) {
        if (error instanceof UsageError) throw error;
        const failure = failureOf(error, address);
        status = failure.status;
        const answered = Number(/error: (\d+)$/.exec(failure.message)?.[1]);
        if (left > 0 && (status !== HTTP_ERROR || TRANSIENT.includes(answered))) continue;
        if (says) process.stderr.write(`curl: (${status}) ${failure.message}\n`);
        // As curl does, even so.
        if (status !== HTTP_ERROR && line.value('write-out') !== undefined)
          process.stdout.write(
            unescaped(line.value('write-out') ?? '')
              .replace(/%\{(?:http|response)_code\}/g, '000')
              .replace(/%\{\w+\}/g, ''),
          );
        break;
      }
    }
  }
  return status;
}
