/** curl and wget, over Node's http and https (and so over the container's way to the outer network). */
import { createWriteStream, readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface Order {
  urls: string[];
  method: string | undefined;
  headers: [string, string][];
  data: Buffer | undefined;
  output: string | undefined;
  remoteName: boolean;
  follow: boolean;
  head: boolean;
  include: boolean;
  fail: boolean;
  silent: boolean;
  showErrors: boolean;
  verbose: boolean;
  insecure: boolean;
  user: string | undefined;
  write: string | undefined;
  timeout: number;
  retries: number;
}

const redirects = 50;
/** Exit statuses of curl(1). */
const statuses: Record<string, number> = {
  ENOTFOUND: 6,
  EAI_AGAIN: 6,
  ECONNREFUSED: 7,
  ETIMEDOUT: 28,
  ERR_INVALID_URL: 3,
};

const order: Order = {
  urls: [],
  method: undefined,
  headers: [],
  data: undefined,
  output: undefined,
  remoteName: false,
  follow: false,
  head: false,
  include: false,
  fail: false,
  silent: false,
  showErrors: false,
  verbose: false,
  insecure: false,
  user: undefined,
  write: undefined,
  timeout: 0,
  retries: 0,
};

/** Flags of curl with what they do; those that take a value are given it. */
const curlFlags: Record<string, { long: string; value?: (text: string) => void; plain?: () => void }> = {
  X: {
    long: 'request',
    value: (text) => {
      order.method = text;
    },
  },
  H: { long: 'header', value: addHeader },
  d: { long: 'data', value: (text) => addData(text, true) },
  o: {
    long: 'output',
    value: (text) => {
      order.output = text;
    },
  },
  u: {
    long: 'user',
    value: (text) => {
      order.user = text;
    },
  },
  A: { long: 'user-agent', value: (text) => addHeader(`user-agent: ${text}`) },
  e: { long: 'referer', value: (text) => addHeader(`referer: ${text}`) },
  b: { long: 'cookie', value: (text) => addHeader(`cookie: ${text}`) },
  w: {
    long: 'write-out',
    value: (text) => {
      order.write = text;
    },
  },
  m: {
    long: 'max-time',
    value: (text) => {
      order.timeout = Number(text) * 1000;
    },
  },
  O: {
    long: 'remote-name',
    plain: () => {
      order.remoteName = true;
    },
  },
  L: {
    long: 'location',
    plain: () => {
      order.follow = true;
    },
  },
  I: {
    long: 'head',
    plain: () => {
      order.head = true;
    },
  },
  i: {
    long: 'include',
    plain: () => {
      order.include = true;
    },
  },
  f: {
    long: 'fail',
    plain: () => {
      order.fail = true;
    },
  },
  s: {
    long: 'silent',
    plain: () => {
      order.silent = true;
    },
  },
  S: {
    long: 'show-error',
    plain: () => {
      order.showErrors = true;
    },
  },
  v: {
    long: 'verbose',
    plain: () => {
      order.verbose = true;
    },
  },
  k: {
    long: 'insecure',
    plain: () => {
      order.insecure = true;
    },
  },
  G: {
    long: 'get',
    plain: () => {
      order.method = 'GET';
    },
  },
  '#': { long: 'progress-bar', plain: () => {} },
  N: { long: 'no-buffer', plain: () => {} },
};
const longOnly: typeof curlFlags = {
  'data-raw': { long: '', value: (text) => addData(text, false) },
  'data-binary': { long: '', value: (text) => addData(text, true) },
  'data-urlencode': {
    long: '',
    value: (text) =>
      addData(
        text.replace(/=(.*)$/s, (_match, value: string) => `=${encodeURIComponent(value)}`),
        false,
      ),
  },
  json: {
    long: '',
    value: (text) => {
      addHeader('content-type: application/json');
      addHeader('accept: application/json');
      addData(text, true);
    },
  },
  url: { long: '', value: (text) => void order.urls.push(text) },
  'connect-timeout': { long: '', value: () => {} },
  retry: {
    long: '',
    value: (text) => {
      order.retries = Number(text);
    },
  },
  'fail-with-body': {
    long: '',
    plain: () => {
      order.fail = true;
    },
  },
  compressed: { long: '', plain: () => {} },
  'create-dirs': { long: '', plain: () => {} },
  'no-progress-meter': { long: '', plain: () => {} },
  proto: { long: '', value: () => {} },
  'tlsv1.2': { long: '', plain: () => {} },
  'http1.1': { long: '', plain: () => {} },
};

function addHeader(text: string): void {
  const colon = text.indexOf(':');
  if (colon > 0) order.headers.push([text.slice(0, colon).trim(), text.slice(colon + 1).trim()]);
}

function addData(text: string, files: boolean): void {
  const content = files && text.startsWith('@') ? readFileSync(text === '@-' ? 0 : text.slice(1)) : Buffer.from(text);
  order.data = order.data ? Buffer.concat([order.data, Buffer.from('&'), content]) : content;
}

class TransferError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

function readCurl(words: string[]): void {
  const take = (name: string): string => {
    const value = words.shift();
    if (value === undefined) throw new TransferError(`option ${name}: requires parameter`, 2);
    return value;
  };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word.startsWith('--')) {
      const flag = longOnly[word.slice(2)] ?? Object.values(curlFlags).find(({ long }) => long === word?.slice(2));
      if (!flag) throw new TransferError(`option ${word}: is unknown`, 2);
      if (flag.value) flag.value(take(word));
      else flag.plain?.();
    } else if (/^-./.test(word)) {
      for (let at = 1; at < word.length; at++) {
        const flag = curlFlags[word[at] ?? ''];
        if (!flag) throw new TransferError(`option -${word[at]}: is unknown`, 2);
        if (!flag.value) flag.plain?.();
        else {
          flag.value(word.slice(at + 1) || take(`-${word[at]}`));
          break;
        }
      }
    } else order.urls.push(word);
  }
}

function readWget(words: string[]): void {
  order.follow = true;
  order.fail = true;
  order.remoteName = true;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, name = '', value] = /^(-[A-Za-z]+|--[a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const take = () => value ?? words.shift() ?? '';
    if (name === '-O' || name === '--output-document') order.output = take();
    else if (word.startsWith('-O')) order.output = word.slice(2);
    else if (/^-q?O-?$/.test(word)) {
      order.silent = true;
      order.output = word.endsWith('-') ? '-' : (words.shift() ?? '-');
    } else if (['-q', '--quiet', '-nv', '--no-verbose'].includes(name)) order.silent = true;
    else if (name === '--header') addHeader(take());
    else if (name === '--post-data') addData(take(), false);
    else if (['-c', '-N', '-nc', '--no-check-certificate', '--show-progress'].includes(name)) continue;
    else if (['-T', '--timeout', '-t', '--tries', '-U', '--user-agent'].includes(name)) take();
    else if (word.startsWith('-')) throw new TransferError(`unrecognized option '${word}'`, 2);
    else order.urls.push(word);
  }
}

interface Answer {
  response: http.IncomingMessage;
  url: URL;
  redirected: number;
}

function request(url: URL, method: string, data: Buffer | undefined): Promise<http.IncomingMessage> {
  const headers: http.OutgoingHttpHeaders = {
    accept: '*/*',
    'user-agent': `${order.remoteName && name === 'wget' ? 'Wget' : 'curl'}/8.0 (wardian)`,
  };
  for (const [header, value] of order.headers) headers[header.toLowerCase()] = value;
  if (data) {
    headers['content-type'] ??= 'application/x-www-form-urlencoded';
    headers['content-length'] = data.length;
  }
  if (order.user) headers['authorization'] = `Basic ${Buffer.from(order.user).toString('base64')}`;
  if (order.verbose)
    process.stderr.write(
      `> ${method} ${url.pathname}${url.search} HTTP/1.1\n> Host: ${url.host}\n${Object.entries(headers)
        .map(([header, value]) => `> ${header}: ${value}\n`)
        .join('')}>\n`,
    );
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const outgoing = client.request(url, { method, headers, rejectUnauthorized: !order.insecure }, resolve);
    outgoing.on('error', reject);
    if (order.timeout)
      outgoing.setTimeout(order.timeout, () =>
        outgoing.destroy(Object.assign(new Error('Operation timed out'), { code: 'ETIMEDOUT' })),
      );
    outgoing.end(data);
  });
}

async function ask(text: string): Promise<Answer> {
  let url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  let method = order.method ?? (order.head ? 'HEAD' : order.data ? 'POST' : 'GET');
  let { data } = order;
  for (let redirected = 0; ; redirected++) {
    const response = await request(url, method, data);
    if (order.verbose) process.stderr.write(headersOf(response).replace(/^/gm, '< '));
    const { location } = response.headers;
    if (!order.follow || location === undefined || ![301, 302, 303, 307, 308].includes(response.statusCode ?? 0))
      return { response, url, redirected };
    if (redirected >= redirects) throw new TransferError(`Maximum (${redirects}) redirects followed`, 47);
    response.resume();
    url = new URL(location, url);
    if (response.statusCode !== 307 && response.statusCode !== 308 && method === 'POST') {
      method = 'GET';
      data = undefined;
    }
  }
}

function headersOf({ httpVersion, statusCode, statusMessage, rawHeaders }: http.IncomingMessage): string {
  let text = `HTTP/${httpVersion} ${statusCode} ${statusMessage}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
  return `${text}\r\n`;
}

async function transfer(text: string): Promise<void> {
  const { response, url, redirected } = await ask(text);
  const status = response.statusCode ?? 0;
  if (order.fail && status >= 400) {
    response.resume();
    throw new TransferError(
      name === 'wget' ? `ERROR ${status}: ${response.statusMessage}.` : `The requested URL returned error: ${status}`,
      name === 'wget' ? 8 : 22,
    );
  }
  const file = order.output ?? (order.remoteName ? basename(url.pathname) || 'index.html' : '-');
  if (order.include || order.head) process.stdout.write(headersOf(response));
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  if (order.head) response.resume();
  else if (file === '-') await pipeline(response as Readable, process.stdout, { end: false });
  else await pipeline(response as Readable, createWriteStream(file));
  if (name === 'wget' && !order.silent && file !== '-') process.stderr.write(`'${file}' saved [${size}]\n`);
  if (order.write === undefined) return;
  const values: Record<string, string | number> = {
    http_code: status,
    response_code: status,
    size_download: size,
    url_effective: url.href,
    num_redirects: redirected,
    content_type: response.headers['content-type'] ?? '',
  };
  process.stdout.write(
    order.write
      .replace(/%\{(\w+)\}/g, (_match, key: string) => String(values[key] ?? ''))
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t'),
  );
}

const name = basename(process.argv[1] ?? 'curl');

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (words.includes('--help') || words[0] === '-h') {
    const flags = Object.entries(curlFlags).map(([letter, { long }]) => `  -${letter}, --${long}\n`);
    process.stdout.write(
      name === 'wget' ? 'Usage: wget [-q] [-O FILE] URL…\n' : `Usage: curl [OPTION]… URL…\n${flags.join('')}`,
    );
    return;
  }
  if (name === 'wget') readWget(words);
  else readCurl(words);
  if (!order.urls.length) throw new TransferError('no URL specified', 2);
  for (const url of order.urls) {
    for (let tries = 0; ; tries++) {
      try {
        await transfer(url);
        break;
      } catch (error) {
        if (tries >= order.retries) throw error;
      }
    }
  }
}

void main().catch((error: NodeJS.ErrnoException) => {
  const status = error instanceof TransferError ? error.status : (statuses[error.code ?? ''] ?? 56);
  if (!order.silent || order.showErrors || status === 2)
    process.stderr.write(`${name}: (${status}) ${error.message}\n`);
  process.exitCode = status;
});
