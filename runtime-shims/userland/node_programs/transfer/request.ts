/** One request with its redirects, over Node's http and https (and so over the container's way to the outer network). */
import * as http from 'node:http';
import * as https from 'node:https';

/** What curl and wget have in common; each brings its words and statuses. */
export interface Order {
  method: string;
  /** In the order given; an empty value takes a header of our own away. */
  headers: [name: string, value: string][];
  body: Buffer | undefined;
  bodyType: string | undefined;
  userAgent: string;
  /** `name:password`, for the first host alone. */
  user: string | undefined;
  insecure: boolean;
  /** Redirects that are followed. */
  redirects: number;
  /** ms for all of it; 0 without limit. */
  timeout: number;
  /** Told of each request and each response, those of redirects too. */
  onRequest?(method: string, url: URL, headers: http.OutgoingHttpHeaders): void;
  onResponse?(response: http.IncomingMessage): void;
}

export interface Answer {
  response: http.IncomingMessage;
  url: URL;
  redirected: number;
}

export class TooManyRedirects extends Error {}

/** The browser handed no answer on: the gateway says why in a response of its own. */
export class Refused extends Error {}

const REDIRECTS = [301, 302, 303, 307, 308];

/** The address as people write it, `http://` left out. */
export function addressOf(text: string): URL {
  return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
}

function headersFor(order: Order, body: Buffer | undefined, isFirstHost: boolean): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = { 'User-Agent': order.userAgent, Accept: '*/*' };
  const named = new Map(Object.keys(headers).map((name) => [name.toLowerCase(), name]));
  const set = (name: string, value: string | number) => {
    const spelt = named.get(name.toLowerCase()) ?? name;
    named.set(name.toLowerCase(), spelt);
    headers[spelt] = value;
  };
  if (body) {
    set('Content-Length', body.length);
    if (order.bodyType) set('Content-Type', order.bodyType);
  }
  if (order.user !== undefined && isFirstHost)
    set('Authorization', `Basic ${Buffer.from(order.user).toString('base64')}`);
  const own = new Set(named.keys());
  for (const [name, value] of order.headers) {
    // Who may know a password at one host is not told to another.
    if (!isFirstHost && /^(?:authorization|cookie)$/i.test(name)) continue;
    if (value) set(name, value);
    else if (own.has(name.toLowerCase())) delete headers[named.get(name.toLowerCase()) ?? name];
  }
  return headers;
}

function send(
  order: Order,
  url: URL,
  method: string,
  body: Buffer | undefined,
  isFirstHost: boolean,
  signal: AbortSignal | undefined,
): Promise<http.IncomingMessage> {
  const headers = headersFor(order, body, isFirstHost);
  order.onRequest?.(method, url, headers);
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const options = { method, headers, agent: false as const, rejectUnauthorized: !order.insecure };
    const request = client.request(url, { ...options, ...(signal ? { signal } : {}) }, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

async function refusal(response: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += chunk;
  return text.trim();
}

/** Throws what `http` throws, {@link TooManyRedirects} and {@link Refused}. */
export async function ask(order: Order, address: URL): Promise<Answer> {
  const signal = order.timeout ? AbortSignal.timeout(order.timeout) : undefined;
  let [url, method, body] = [address, order.method, order.body];
  for (let redirected = 0; ; redirected++) {
    const response = await send(order, url, method, body, url.host === address.host, signal);
    if (response.headers['x-wardian-refusal'] !== undefined) throw new Refused(await refusal(response));
    order.onResponse?.(response);
    const { location } = response.headers;
    const status = response.statusCode ?? 0;
    if (!order.redirects || location === undefined || !REDIRECTS.includes(status)) return { response, url, redirected };
    response.resume();
    if (redirected >= order.redirects) throw new TooManyRedirects();
    url = new URL(location, url);
    // As browsers do: what was posted is not posted again, save by 307 and 308.
    if ((status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST'))
      [method, body] = ['GET', undefined];
  }
}

export function headLines({ httpVersion, statusCode, statusMessage, rawHeaders }: http.IncomingMessage): string[] {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return lines;
}
