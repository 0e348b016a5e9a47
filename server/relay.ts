/**
 * The server's relay: for containers whose registry, or another host that the operator allows, does not let pages of
 * other origins read it. It is no open proxy: it answers its own runtime's pages only, for the configured registry (the
 * requests of package managers) and for the origins of the operator's list, and follows no redirect out of these.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { isPrivateHost, lookupPublic } from './addresses.ts';
import type { OutwardConfiguration } from './outward.ts';

/** Bytes of an answer: the largest packages of the registry have some hundred MB. */
const MAX_ANSWER = 536_870_912;
/** Bytes of a request's body: an audit names each installed package once. */
const MAX_BODY = 33_554_432;
/** ms without a byte from the other side. */
const TIMEOUT = 60_000;
const MAX_REDIRECTS = 5;
/** Requests under way at once, for all visitors. */
const MAX_REQUESTS = 256;

/** Hop-by-hop fields, and what would tell the other side of the visitor or let it act on the runtime's origin. */
const NOT_FORWARDED =
  /^(?:connection|cookie|expect|forwarded|host|keep-alive|origin|proxy-.*|referer|sec-.*|te|trailer|transfer-encoding|upgrade|via|x-forwarded-.*)$/i;
const NOT_RETURNED =
  /^(?:access-control-.*|clear-site-data|connection|content-disposition|content-security-policy.*|cross-origin-.*|document-.*|keep-alive|link|nel|permissions-policy|proxy-.*|refresh|report-to|reporting-endpoints|service-worker-allowed|set-cookie|strict-transport-security|trailer|transfer-encoding|upgrade|x-frame-options)$/i;

/** A package name as npm writes it into a URL: `name`, `@scope%2fname` or `@scope/name`. */
const NAME = `(?:@[a-z0-9~_.-]+(?:%2f|/))?[a-z0-9~_.-]+`;
const PACKUMENT = new RegExp(`^${NAME}(?:/[a-z0-9._+-]+)?$`, 'i');
const TARBALL = new RegExp(`^${NAME}/-/[^/?#]+\\.tgz$`, 'i');
const AUDIT = /^-\/npm\/v1\/security\/(?:advisories\/bulk|audits(?:\/quick)?)$/;
const PUBLIC_DOCUMENTS = /^-\/(?:ping|npm\/v1\/keys|package\/[^/?#]+\/dist-tags|v1\/search(?:\?[^#]*)?)$/;
const ONE_YEAR = 31_536_000;
/** s that a packument is good for where the registry does not say: what the public one says. */
const PACKUMENT_AGE = 300;

export type Relay = (request: IncomingMessage, response: ServerResponse) => void;

interface Order {
  url: URL;
  /** Whether private addresses are allowed: those of the configured registry alone. */
  isRegistry: boolean;
}

/** Whether the registry is asked for something that package managers need. */
export function isRegistryRequest(method: string, path: string): boolean {
  if (method === 'POST') return AUDIT.test(path);
  return (
    (method === 'GET' || method === 'HEAD') && [PACKUMENT, TARBALL, PUBLIC_DOCUMENTS].some((kind) => kind.test(path))
  );
}

export const isRelayed = (path: string): boolean => path.startsWith('/registry/') || path.startsWith('/relay/');

function orderOf(method: string, target: string, { registry, relayed }: OutwardConfiguration): Order | number {
  if (target.startsWith('/registry/')) {
    const path = target.slice('/registry/'.length);
    if (registry === null) return 404;
    if (!isRegistryRequest(method, path)) return 403;
    const url = new URL(registry + path);
    return url.href.startsWith(registry) ? { url, isRegistry: true } : 403;
  }
  const [, scheme, host, rest] = /^\/relay\/(https?)\/([^/?#]+)(\/.*)?$/.exec(target) ?? [];
  const text = `${scheme}://${host}${rest ?? '/'}`;
  if (scheme === undefined || !URL.canParse(text)) return 404;
  const url = new URL(text);
  return relayed.includes(url.origin) && !isPrivateHost(url.hostname) ? { url, isRegistry: false } : 403;
}

export function createRelay(configuration: OutwardConfiguration): Relay {
  let running = 0;
  return (request, response) => {
    const refuse = (status: number, text: string) => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
      response.end(`${text}\n`);
    };
    // Browsers set it, and scripts cannot: other sites' pages and tabs opened by a link are told apart.
    if (request.headers['sec-fetch-site'] !== 'same-origin') return refuse(403, 'only for this installation itself');
    const method = request.method ?? 'GET';
    const order = orderOf(method, request.url ?? '/', configuration);
    if (order === 404) return refuse(404, 'no registry is configured here');
    if (typeof order === 'number') return refuse(order, 'this installation does not relay that');
    if (running >= MAX_REQUESTS) return refuse(503, 'too many requests are under way');
    running += 1;
    response.once('close', () => {
      running -= 1;
    });
    relayRequest(order, request, response, configuration, refuse);
  };
}

function relayRequest(
  order: Order,
  request: IncomingMessage,
  response: ServerResponse,
  configuration: OutwardConfiguration,
  refuse: (status: number, text: string) => void,
): void {
  const method = request.method ?? 'GET';
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !NOT_FORWARDED.test(name)));
  let received = 0;
  let redirects = 0;
  const fail = (error: Error) => {
    if (response.headersSent) response.destroy();
    else refuse(502, `${order.url.host}: ${error.message}`);
  };
  const open = ({ url, isRegistry }: Order): ClientRequest => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = send(url, { method, headers, timeout: TIMEOUT, ...(isRegistry ? {} : { lookup: lookupPublic }) });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
    outgoing.on('error', fail);
    outgoing.on('response', (answer) => {
      const next = redirectOf(answer, url, method, configuration);
      if (next === undefined) send200(answer, url);
      else {
        answer.resume();
        redirects += 1;
        if (next === null || redirects > MAX_REDIRECTS)
          refuse(502, `${url.host} redirects to where the relay does not go`);
        else open(next).end();
      }
    });
    response.once('close', () => outgoing.destroy());
    return outgoing;
  };
  const send200 = (answer: IncomingMessage, url: URL) => {
    if (Number(answer.headers['content-length'] ?? 0) > MAX_ANSWER) {
      answer.destroy();
      refuse(502, `${url.host}: the answer is longer than ${MAX_ANSWER} bytes`);
      return;
    }
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !NOT_RETURNED.test(name)) response.setHeader(name, value);
    }
    // What another host wrote must never become a page of the runtime's origin.
    response.setHeader('Content-Security-Policy', 'sandbox');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (order.isRegistry && answer.statusCode === 200) response.setHeader('Cache-Control', cacheControl(answer, url));
    response.writeHead(answer.statusCode ?? 502);
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER) answer.destroy(new Error('the answer is too long'));
    });
    pipeline(answer, response, () => {});
  };
  const outgoing = open(order);
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received <= MAX_BODY) return;
    outgoing.destroy();
    if (!response.headersSent) refuse(413, `a body is at most ${MAX_BODY} bytes here`);
  });
  pipeline(request, outgoing, () => {});
}

/** Where `answer` sends to: undefined when nowhere, null when out of what is allowed. */
function redirectOf(
  answer: IncomingMessage,
  url: URL,
  method: string,
  { registry, relayed }: OutwardConfiguration,
): Order | null | undefined {
  const { location } = answer.headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0)) return undefined;
  if ((method !== 'GET' && method !== 'HEAD') || !URL.canParse(location, url)) return null;
  const next = new URL(location, url);
  if (registry !== null && next.origin === new URL(registry).origin) return { url: next, isRegistry: true };
  return relayed.includes(next.origin) && !isPrivateHost(next.hostname) ? { url: next, isRegistry: false } : null;
}

function cacheControl(answer: IncomingMessage, url: URL): string {
  if (/\/-\/[^/]+\.tgz$/.test(url.pathname)) return `public, max-age=${ONE_YEAR}, immutable`;
  return answer.headers['cache-control'] ?? `public, max-age=${PACKUMENT_AGE}`;
}
