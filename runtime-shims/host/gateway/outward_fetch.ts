/** One request of a program as a fetch of the browser: what may be sent, what comes back, what went wrong. */
import type { Header } from '../preview/http_client.ts';
import type { Route } from './routes.ts';

export interface OutwardRequest {
  method: string;
  url: URL;
  headers: readonly Header[];
  body: Uint8Array<ArrayBuffer> | null;
  signal: AbortSignal;
}

/** The browser did not let the request through, or nobody answered: it tells no script which. */
export class OutwardRefusal extends Error {}

/**
 * Fields that a browser writes itself, or that say something of the connection (RFC 9110, 7.6.1). A program's User-Agent
 * stays behind because it would cost a question before each request (CORS preflight).
 */
const NOT_SENT =
  /^(?:accept-charset|accept-encoding|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|user-agent|via|proxy-.*|sec-.*)$/i;
/** Fields of the response that no longer fit what the browser hands on, unpacked. */
const NOT_RECEIVED = /^(?:connection|content-encoding|content-length|keep-alive|trailer|transfer-encoding|upgrade)$/i;
/** The Fetch standard's forbidden methods. */
const FORBIDDEN_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);

export function requestHeaders(headers: readonly Header[]): Headers {
  const sent = new Headers();
  for (const [name, value] of headers) if (!NOT_SENT.test(name)) sent.append(name, value);
  return sent;
}

export function responseHeaders(headers: Headers): Header[] {
  return [...headers].filter(([name]) => !NOT_RECEIVED.test(name));
}

/** Throws {@link OutwardRefusal} with a sentence for the program. */
export async function outwardFetch(request: OutwardRequest, route: Route): Promise<Response> {
  const { method, url, body, signal } = request;
  if (FORBIDDEN_METHODS.has(method.toUpperCase())) throw new OutwardRefusal(`browsers send no ${method} requests`);
  if (body && (method === 'GET' || method === 'HEAD')) {
    throw new OutwardRefusal(`browsers send no ${method} request with a body`);
  }
  const headers = requestHeaders(request.headers);
  const init: RequestInit = {
    method,
    headers,
    body,
    signal,
    credentials: 'omit',
    // Native Node keeps nothing; registries are the exception, for speed.
    cache: 'no-store',
    // A redirect that is not followed cannot be seen by scripts.
    redirect: 'follow',
    referrerPolicy: 'no-referrer',
  };
  try {
    return await route(url, init);
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof OutwardRefusal) throw error;
    throw new OutwardRefusal(
      `${method} ${url.origin}${url.pathname}: the browser got no answer that it may hand on. Either the host does not ` +
        'answer, or it does not allow pages of other origins to read it (CORS: it would have to send ' +
        'Access-Control-Allow-Origin). The operator of this installation can let the server relay it: WARDIAN_RELAY.',
    );
  }
}
