/**
 * The Service Worker of one preview's origin: every request of its pages becomes HTTP/1.1 on a socket of the container.
 * Browsers stop idle Service Workers; all it cannot get again (the cookies) is stored, and its channel it asks for.
 */
/// <reference lib="webworker" />
import {
  type FromServiceWorker,
  PREFIX,
  SCRIPT_PATH,
  type ToServiceWorker,
  type WebSocketAnswer,
  type WebSocketRequest,
} from './channel_messages.ts';
import type { ConnectionMessage, FromPreview, ToPreview } from './connection_messages.ts';
import { admitScript } from './content_security_policy.ts';
import { CookieJar } from './cookie_jar.ts';
import { errorPage } from './error_page.ts';
import { injectMarkup } from './html_injection.ts';
import { HttpClient, type HttpResponse, headerValue } from './http_client.ts';
import { addressOf, decodeResponse, requestBody, requestHeaders } from './request.ts';
import { ConnectError, connectThrough } from './socket_connection.ts';
import { handshakeRequest } from './web_socket_handshake.ts';

declare const self: ServiceWorkerGlobalScope;

/** ms to wait for a channel when there is none. */
const CHANNEL_TIMEOUT = 4_000;
const COOKIE_CACHE = 'wardian-cookies';
const COOKIE_KEY = '/__wardian/cookies';

const address = addressOf(self.location);

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
  } else if (data.type === 'wardian-web-socket' && event.ports[0]) {
    event.waitUntil(connectWebSocket(data, event.ports[0]));
  }
});

/**
 * Connects a page with the container, past this Service Worker, which the browser may then stop. The request is written
 * here, as its cookies may be such that scripts must not see.
 */
async function connectWebSocket(request: WebSocketRequest, page: MessagePort): Promise<void> {
  const answer = (message: WebSocketAnswer, transferables: Transferable[] = []) =>
    page.postMessage(message, transferables);
  try {
    const runtime = await readyChannel();
    const jar = await readCookies();
    const bytes = handshakeRequest(request, address.port, jar.header(new URL(request.target, address.origin).pathname));
    const { port1, port2 } = new MessageChannel();
    runtime.postMessage({ type: 'connect', connection: port2, port: request.port } satisfies FromPreview, [port2]);
    port1.postMessage({ type: 'data', bytes } satisfies ConnectionMessage);
    answer({ type: 'connecting', written: bytes.length }, [port1]);
  } catch {
    answer({ type: 'refused' });
  }
}

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
  const policy = headers.get('Content-Security-Policy');
  const admission = policy === null ? null : admitScript(policy, address.origin + SCRIPT_PATH);
  if (admission) headers.set('Content-Security-Policy', admission.header);
  const markup = pageMarkup(url, jar, admission?.nonce ?? null);
  return new Response(body.pipeThrough(injectMarkup(markup)), { status, statusText, headers });
}

function attribute(text: string): string {
  return text.replace(/[&"<]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Our own script, then the one of setPreviewScript(). */
function pageMarkup(url: URL, jar: CookieJar, nonce: string | null): string {
  const settings = {
    forwardErrors: configuration?.forwardErrors ?? false,
    cookies: jar.visible(url.pathname).map(({ name, value, path, expires }) => {
      const until = expires === null ? '' : `; expires=${new Date(expires).toUTCString()}`;
      return `${name}=${value}; path=${path}${until}`;
    }),
  };
  const allowed = nonce === null ? '' : ` nonce="${attribute(nonce)}"`;
  const own = `<script${allowed} src="${SCRIPT_PATH}" data-settings="${attribute(JSON.stringify(settings))}"></script>`;
  const script = configuration?.script;
  if (!script) return own;
  const { type, defer, async } = script.options;
  const attributes = `${type ? ` type="${attribute(type)}"` : ''}${defer ? ' defer' : ''}${async ? ' async' : ''}`;
  return `${own}<script${allowed}${attributes}>${script.src.replace(/<\/script/gi, '<\\/script')}</script>`;
}
