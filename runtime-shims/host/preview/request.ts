/** A page's request as the previewed server gets it, and the server's response as the page gets it. */
import type { Header, HttpResponse } from './http_client.ts';

/** Bytes of a request's body that are gathered so that it can be counted; longer ones go in chunks. */
const COUNTED_BODY = 262_144;

export interface PreviewAddress {
  /** Origin of this preview in the browser. */
  origin: string;
  /** The port in the container. */
  port: number;
}

/** From the `location` of a page or Service Worker of a preview. */
export function addressOf({ origin, hostname }: Pick<Location, 'origin' | 'hostname'>): PreviewAddress {
  return { origin, port: Number(/--(\d+)\./.exec(hostname)?.[1]) };
}

/** Host names by which programs call themselves. */
const ownHost = /^(https?:)?\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::(\d+))?(?=[/?#]|$)/i;

/** An address of the container as the browser reaches it: `http://localhost:3000/x` → the preview's origin + `/x`. */
export function toBrowserAddress(location: string, { origin, port }: PreviewAddress): string {
  return location.replace(ownHost, (_match, _scheme, target: string | undefined) => {
    const wanted = Number(target ?? 80);
    return wanted === port ? origin : origin.replace(/--\d+\./, `--${wanted}.`);
  });
}

/** The port of the container that a page means by a URL's host; null for one of the outer network. */
export function containerPort(url: URL, { origin }: PreviewAddress): number | null {
  const preview = /--(\d+)\./.exec(url.hostname);
  const page = new URL(origin);
  if (preview && page.hostname.replace(/--\d+\./, preview[0]) === url.hostname) {
    if (url.port === page.port) return Number(preview[1]);
    // webpack-dev-server's client puts the port that its server knows behind the page's host name.
    if (url.port) return Number(url.port);
  }
  if (!ownHost.test(`//${url.host}`)) return null;
  return Number(url.port || (url.protocol === 'wss:' ? 443 : 80));
}

/** The other way, for Origin and Referer. */
export function toContainerAddress(address: string, { origin, port }: PreviewAddress): string {
  return address.startsWith(origin) ? `http://localhost:${port}${address.slice(origin.length)}` : address;
}

export function requestHeaders(request: Request, address: PreviewAddress, cookie: string): Header[] {
  const headers: Header[] = [['Host', `localhost:${address.port}`]];
  for (const [name, value] of request.headers) {
    if (!/^(?:host|connection|content-length|transfer-encoding|accept-encoding|cookie|origin|referer)$/i.test(name)) {
      headers.push([name, value]);
    }
  }
  // What the browser adds below a Service Worker.
  const add = (name: string, value: string) => {
    if (value && !request.headers.has(name)) headers.push([name, value]);
  };
  add('User-Agent', navigator.userAgent);
  add('Accept', '*/*');
  add('Accept-Language', navigator.languages.join(','));
  add('Sec-Fetch-Mode', request.mode);
  add('Sec-Fetch-Dest', request.destination || 'empty');
  add('Sec-Fetch-Site', request.mode === 'navigate' ? 'none' : 'same-origin');
  if (request.mode === 'navigate') add('Upgrade-Insecure-Requests', '1');
  // Only what DecompressionStream can undo: nothing below a Service Worker decodes for it.
  headers.push(['Accept-Encoding', 'gzip, deflate']);
  if (cookie) headers.push(['Cookie', cookie]);
  if (request.referrer && request.referrer !== 'about:client') {
    headers.push(['Referer', toContainerAddress(request.referrer, address)]);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    headers.push(['Origin', `http://localhost:${address.port}`]);
  return headers;
}

/** A short body as counted bytes, as browsers send it; a long one as a stream. */
export async function requestBody(request: Request): Promise<Uint8Array | ReadableStream<Uint8Array> | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  // Firefox has no Request.body.
  if (!request.body) {
    const whole = new Uint8Array(await request.arrayBuffer());
    return whole.length ? whole : null;
  }
  const reader = request.body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < COUNTED_BODY) {
    const { done, value } = await reader.read();
    if (done) {
      const whole = new Uint8Array(size);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      return size ? whole : null;
    }
    pieces.push(value);
    size += value.length;
  }
  return new ReadableStream({
    async pull(controller) {
      const gathered = pieces.shift();
      if (gathered) {
        controller.enqueue(gathered);
        return;
      }
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

const dropped =
  /^(?:set-cookie2?|connection|keep-alive|transfer-encoding|content-length|content-encoding|upgrade|trailer|x-frame-options|cross-origin-(?:embedder|resource)-policy)$/i;

export interface DecodedResponse {
  headers: Headers;
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

/** Headers that a page may get, and the body without its content coding. */
export function decodeResponse(response: HttpResponse, address: PreviewAddress): DecodedResponse {
  const headers = new Headers();
  let coding = '';
  let length = '';
  for (const [name, value] of response.headers) {
    const key = name.toLowerCase();
    if (key === 'content-encoding') coding = value.trim().toLowerCase();
    else if (key === 'content-length') length = value;
    else if (key === 'location') headers.append(name, toBrowserAddress(value, address));
    else if (!dropped.test(key)) {
      try {
        headers.append(name, value);
      } catch {
        // Not a field that fetch allows, as in a name with a space.
      }
    }
  }
  // The page around the preview may be isolated, and then frames in only what says that it may be.
  headers.set('Cross-Origin-Embedder-Policy', 'credentialless');
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  const format = coding === 'x-gzip' ? 'gzip' : coding;
  if (format === 'gzip' || format === 'deflate') {
    return { headers, body: response.body?.pipeThrough(new DecompressionStream(format)) ?? null };
  }
  if (coding && coding !== 'identity') headers.set('Content-Encoding', coding);
  if (length) headers.set('Content-Length', length);
  return { headers, body: response.body };
}
