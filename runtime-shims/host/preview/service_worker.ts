/**
 * The Service Worker of one preview's origin: every request of its pages becomes HTTP/1.1 on a socket of the container.
 * Browsers stop idle Service Workers; all it cannot get again (the cookies) is stored, and its channel it asks for.
 */
/// <reference lib="webworker" />
import { type FromServiceWorker, PREFIX, SCRIPT_PATH, type ToServiceWorker } from './channel_messages.ts';
import type { FromPreview, ToPreview } from './connection_messages.ts';
import { CookieJar } from './cookie_jar.ts';
import { errorPage } from './error_page.ts';
import { injectMarkup } from './html_injection.ts';
import { HttpClient, type HttpResponse, headerValue } from './http_client.ts';
import { decodeResponse, type PreviewAddress, requestBody, requestHeaders } from './request.ts';
import { ConnectError, connectThrough } from './socket_connection.ts';

declare const self: ServiceWorkerGlobalScope;

/** ms to wait for a channel when there is none. */
const CHANNEL_TIMEOUT = 4_000;
const COOKIE_CACHE = 'wardian-cookies';
const COOKIE_KEY = '/__wardian/cookies';

const address: PreviewAddress = {
  origin: self.location.origin,
  port: Number(/--(\d+)\./.exec(self.location.hostname)?.[1]),
};

let channel: MessagePort | null = null;
const waiting: (() => void)[] = [];
let configuration: ToPreview | null = null;
let client = new HttpClient(connect);
let cookies: Promise<CookieJar> | null = null;

function readCookies(): Promise<CookieJar> {
  cookies ??= caches
    .open(COOKIE_CACHE)
    .then((cache) => cache.match(COOKIE_KEY))
    .then(async (stored) => new CookieJar(stored ? await stored.json() : []))
    .catch(() => new CookieJar());
  return cookies;
}

async function storeCookies(jar: CookieJar): Promise<void> {
  const cache = await caches.open(COOKIE_CACHE);
  await cache.put(COOKIE_KEY, new Response(JSON.stringify(jar)));
}

async function tellPages(message: FromServiceWorker): Promise<void> {
  for (const page of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    page.postMessage(message);
  }
}

function useChannel(port: MessagePort): void {
  channel?.close();
  client.close();
  client = new HttpClient(connect);
  channel = port;
  port.onmessage = ({ data }: MessageEvent<ToPreview>) => {
    configuration = data;
    for (const resolve of waiting.splice(0)) resolve();
    void tellPages({ type: 'wardian-has-channel' });
  };
  port.addEventListener('close', () => {
    if (channel === port) channel = null;
  });
}

async function readyChannel(): Promise<MessagePort> {
  if (!channel || !configuration) {
    await tellPages({ type: 'wardian-need-channel' });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CHANNEL_TIMEOUT);
      waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  if (!channel) throw new ConnectError('ETIMEDOUT');
  return channel;
}

async function connect() {
  try {
    return await connectThrough(await readyChannel());
  } catch (error) {
    // A container that does not answer is gone, with its channel; the next request asks anew.
    if (error instanceof ConnectError && error.code === 'ETIMEDOUT') channel = null;
    throw error;
  }
}

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const data = event.data as ToServiceWorker;
  if (data.type === 'wardian-channel' && event.ports[0]) useChannel(event.ports[0]);
  else if (data.type === 'wardian-preview-message') {
    channel?.postMessage({ type: 'preview-message', message: data.message } satisfies FromPreview);
  }
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== address.origin || url.pathname === '/wardian.json') return;
  if (url.pathname.startsWith(PREFIX)) return;
  event.respondWith(respond(event.request, url));
});

async function respond(request: Request, url: URL): Promise<Response> {
  try {
    const jar = await readCookies();
    const response = await client.request({
      method: request.method,
      target: url.pathname + url.search,
      headers: requestHeaders(request, address, jar.header(url.pathname)),
      body: await requestBody(request),
    });
    let changed = false;
    for (const [name, value] of response.headers) {
      if (name.toLowerCase() === 'set-cookie') changed = jar.set(value, url.pathname) || changed;
    }
    // Stored before the page can act on the response: the browser may stop this Service Worker right after.
    if (changed) await storeCookies(jar);
    return toResponse(response, url, jar, request.destination);
  } catch (error) {
    const code = error instanceof ConnectError ? error.code : 'EPROTO';
    return errorPage(address.port, code, error instanceof Error ? error.message : String(error));
  }
}

function toResponse(response: HttpResponse, url: URL, jar: CookieJar, destination: string): Response {
  const { headers, body } = decodeResponse(response, address);
  const isPage = destination === 'document' || destination === 'iframe' || destination === 'frame';
  const isHtml = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get('Content-Type') ?? '');
  const { status, statusText } = response;
  // Statuses that the Response constructor takes no body with.
  if (status === 101 || status === 204 || status === 205 || status === 304) {
    return new Response(null, { status: status === 101 ? 502 : status, statusText, headers });
  }
  if (!body || !isPage || !isHtml || headerValue(response.headers, 'content-encoding') === 'br') {
    return new Response(body, { status, statusText, headers });
  }
  headers.delete('Content-Length');
  return new Response(body.pipeThrough(injectMarkup(pageMarkup(url, jar))), { status, statusText, headers });
}

function attribute(text: string): string {
  return text.replace(/[&"<]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Our own script, then the one of setPreviewScript(). */
function pageMarkup(url: URL, jar: CookieJar): string {
  const settings = {
    forwardErrors: configuration?.forwardErrors ?? false,
    cookies: jar.visible(url.pathname).map(({ name, value, path, expires }) => {
      const until = expires === null ? '' : `; expires=${new Date(expires).toUTCString()}`;
      return `${name}=${value}; path=${path}${until}`;
    }),
  };
  const own = `<script src="${SCRIPT_PATH}" data-settings="${attribute(JSON.stringify(settings))}"></script>`;
  const script = configuration?.script;
  if (!script) return own;
  const { type, defer, async } = script.options;
  const attributes = `${type ? ` type="${attribute(type)}"` : ''}${defer ? ' defer' : ''}${async ? ' async' : ''}`;
  return `${own}<script${attributes}>${script.src.replace(/<\/script/gi, '<\\/script')}</script>`;
}
