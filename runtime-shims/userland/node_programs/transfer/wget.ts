/** wget, for single files. */
import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FlagTable } from '../../commands/flags.ts';
import { type CommandLine, commandLine, reason, UsageError } from '../command_line.ts';
import { readGiven } from './form.ts';
import { addressOf, ask, headLines, type Order, Refused, TooManyRedirects } from './request.ts';

const accepted = { help: 'accepted' };

const table: FlagTable = {
  name: 'wget',
  usage: '[OPTION]… URL…',
  summary: 'Saves what is at the addresses.',
  flags: {
    quiet: { short: 'q', help: 'say nothing' },
    'no-verbose': { help: '-nv: say less' },
    'output-document': { short: 'O', value: 'FILE', help: 'write all of it to this file; - is standard output' },
    'directory-prefix': { short: 'P', value: 'FOLDER', help: 'into this folder' },
    'input-file': { short: 'i', value: 'FILE', help: 'the addresses of a file too' },
    'no-clobber': { help: '-nc: leave files that are there' },
    continue: { short: 'c', help: 'go on with a file that is there in part' },
    timestamping: { short: 'N', help: 'write over files that are there' },
    'server-response': { short: 'S', help: 'show the headers' },
    spider: { help: 'only look whether it is there' },
    header: { value: 'LINE', help: 'a header' },
    method: { value: 'METHOD', help: 'in place of GET' },
    'post-data': { value: 'DATA', help: 'post this' },
    'post-file': { value: 'FILE', help: 'post this file' },
    'body-data': { value: 'DATA', help: 'send this' },
    'body-file': { value: 'FILE', help: 'send this file' },
    user: { value: 'NAME', help: 'basic authentication' },
    password: { value: 'PASSWORD', help: 'for it' },
    'user-agent': { short: 'U', value: 'NAME', help: 'who asks' },
    'max-redirect': { value: 'N', help: 'redirects that are followed (20)' },
    timeout: { short: 'T', value: 'SECONDS', help: 'for all of it' },
    tries: { short: 't', value: 'N', ...accepted },
    'no-check-certificate': { help: 'any certificate will do' },
    'show-progress': accepted,
    progress: { value: 'TYPE', ...accepted },
    'no-cache': accepted,
    'auth-no-challenge': accepted,
  },
};

/** wget's flags of two letters. */
const pairs: Readonly<Record<string, string>> = { '-nv': '--no-verbose', '-nc': '--no-clobber' };

/** Statuses of wget(1). */
const FILES = 3;
const NETWORK = 4;
const AUTHENTICATION = 6;
const SERVER = 8;

class TransferError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

function orderOf(line: CommandLine, url: URL): Order {
  const data = line.value('post-data') ?? line.value('body-data');
  const file = line.value('post-file') ?? line.value('body-file');
  const body = data !== undefined ? Buffer.from(data) : file === undefined ? undefined : readGiven(file);
  const posts = line.on('post-data') || line.on('post-file');
  const name = line.value('user') ?? decodeURIComponent(url.username);
  const password = line.value('password') ?? decodeURIComponent(url.password);
  return {
    method: line.value('method') ?? (posts ? 'POST' : line.on('spider') ? 'HEAD' : 'GET'),
    headers: line.values('header').map((text) => {
      const colon = text.indexOf(':');
      return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
    }),
    body,
    bodyType: 'application/x-www-form-urlencoded',
    userAgent: line.value('user-agent') ?? 'Wget/1.21 (wardian)',
    user: name ? `${name}:${password}` : undefined,
    insecure: line.on('no-check-certificate'),
    redirects: Number(line.value('max-redirect') ?? 20),
    timeout: Number(line.value('timeout') ?? 0) * 1000,
  };
}

/** `file`, or the first of `file.1`, `file.2` … that is free. */
function freeName(path: string): string {
  if (!existsSync(path)) return path;
  let number = 1;
  while (existsSync(`${path}.${number}`)) number += 1;
  return `${path}.${number}`;
}

function targetOf(line: CommandLine, url: URL): string {
  const given = line.value('output-document');
  if (given !== undefined) return given;
  const folder = line.value('directory-prefix') ?? '';
  if (folder) mkdirSync(folder, { recursive: true });
  const path = join(folder, basename(url.pathname) || 'index.html');
  return line.on('continue') || line.on('timestamping') || line.on('no-clobber') ? path : freeName(path);
}

async function transfer(line: CommandLine, address: string, appends: boolean): Promise<void> {
  const url = addressOf(address);
  if (!/^https?:$/.test(url.protocol)) throw new TransferError(`${address}: Unsupported scheme.`, 1);
  const quiet = line.on('quiet');
  const say = (text: string, always = false) => {
    if (!quiet && (always || !line.on('no-verbose'))) process.stderr.write(`${text}\n`);
  };
  const target = targetOf(line, url);
  if (line.on('no-clobber') && existsSync(target)) {
    say(`File '${target}' already there; not retrieving.`, true);
    return;
  }
  const order = orderOf(line, url);
  const had = line.on('continue') && existsSync(target) ? statSync(target).size : 0;
  if (had) order.headers.push(['Range', `bytes=${had}-`]);
  [url.username, url.password] = ['', ''];
  say(`--${new Date().toISOString().slice(0, 19).replace('T', ' ')}--  ${url.href}`);
  if (line.on('server-response') && !quiet)
    order.onResponse = (response) =>
      process.stderr.write(
        headLines(response)
          .map((each) => `  ${each}\n`)
          .join(''),
      );
  const { response, url: last } = await ask(order, url);
  const status = response.statusCode ?? 0;
  if (status === 416 && had) {
    response.resume();
    say('The file is already fully retrieved; nothing to do.');
    return;
  }
  if (status >= 400) {
    response.resume();
    throw new TransferError(`ERROR ${status}: ${response.statusMessage}.`, status === 401 ? AUTHENTICATION : SERVER);
  }
  if (line.on('spider')) {
    response.resume();
    say('Remote file exists.');
    return;
  }
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  const goesOn = appends || (had > 0 && status === 206);
  if (target === '-') await pipeline(response, process.stdout, { end: false });
  else await pipeline(response, createWriteStream(target, { flags: goesOn ? 'a' : 'w' }));
  if (line.on('no-verbose')) say(`URL:${last.href} [${size}] -> "${target}" [1]`, true);
  else say(`'${target}' saved [${size}]`);
}

function failureOf(error: unknown, address: string): TransferError {
  if (error instanceof TransferError) return error;
  if (error instanceof TooManyRedirects) return new TransferError('Redirections exceeded.', SERVER);
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (code === 'ERR_INVALID_URL') return new TransferError(`${address}: Invalid host name.`, 1);
  if (code === 'ENOTFOUND')
    return new TransferError(`unable to resolve host address '${addressOf(address).hostname}'`, NETWORK);
  if (error instanceof Refused) return new TransferError(error.message, NETWORK);
  return new TransferError(reason(error), syscall === 'open' ? FILES : NETWORK);
}

/** The exit status. */
export async function wget(words: readonly string[]): Promise<number> {
  const line = commandLine(
    table,
    words.map((word) => pairs[word] ?? word),
  );
  if (!line) return 0;
  const file = line.value('input-file');
  const listed =
    file === undefined
      ? []
      : readFileSync(file === '-' ? 0 : file, 'utf8')
          .split(/\s+/)
          .filter(Boolean);
  const addresses = [...line.operands, ...listed];
  if (!addresses.length) throw new UsageError('missing URL', 1);
  let status = 0;
  for (const [index, address] of addresses.entries()) {
    try {
      await transfer(line, address, index > 0 && line.on('output-document'));
    } catch (error) {
      const failure = failureOf(error, address);
      if (!line.on('quiet')) process.stderr.write(`wget: ${failure.message}\n`);
      // Of several the lowest counts, as wget(1) says.
      status = status ? Math.min(status, failure.status) : failure.status;
    }
  }
  return status;
}
