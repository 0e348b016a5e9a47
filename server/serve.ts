/** The request handlers of the three origins, and the listening. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  isPreviewHost,
  type OriginName,
  originHeaders,
  originsDocument,
  type Ports,
  previewPrefix,
} from './origins.ts';
import type { OutwardConfiguration } from './outward.ts';
import { createRelay, isRelayed } from './relay.ts';
import { findFile, sendFile } from './static_folder.ts';

export class PortTakenError extends Error {
  constructor(port: number, origin: OriginName) {
    super(
      `port ${port} (for the ${origin}) is already in use: stop what listens there, or choose another first port of three with --port NUMBER or PORT=NUMBER`,
    );
  }
}

const notFoundPage = (path: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not found</title><body style="font:15px system-ui;max-width:40rem;margin:12vh auto"><h1>Not found</h1><p>There is nothing at <code>${path.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>.</p></body></html>`;

function sendText(
  response: ServerResponse,
  request: IncomingMessage,
  status: number,
  type: string,
  text: string,
): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** What a preview's origin answers for itself: its two scripts; everything else is the page that connects. */
function previewFile(folder: string, path: string) {
  if (path.startsWith(previewPrefix)) return findFile(folder, path.slice(previewPrefix.length - 1));
  return undefined;
}

function handler(origin: OriginName, folder: string, ports: Ports, outward: OutwardConfiguration) {
  const relay = createRelay(outward);
  return (request: IncomingMessage, response: ServerResponse): void => {
    const headers = originHeaders(origin, request.url ?? '/', request.headers);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (origin === 'runtime' && isRelayed(request.url ?? '/')) {
      relay(request, response);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && origin !== 'preview') {
      response.setHeader('Allow', 'GET, HEAD');
      sendText(response, request, 405, 'text/plain', `${request.method} is not allowed here\n`);
      return;
    }
    const target = request.url ?? '/';
    const path = target.split(/[?#]/, 1)[0] ?? '/';
    if (path === '/wardian.json') {
      // Other origins read it: it says nothing that is not public.
      response.setHeader('Access-Control-Allow-Origin', '*');
      const hostname = /^(?:localhost|127\.0\.0\.1|\[::1\])(?=:|$)/.exec(request.headers.host ?? '')?.[0];
      sendText(response, request, 200, 'application/json', JSON.stringify(originsDocument(ports, outward, hostname)));
      return;
    }
    if (origin === 'preview') {
      sendPreview(request, response, folder, path);
      return;
    }
    const file = findFile(folder, path);
    if (file) sendFile(request, response, file);
    else sendText(response, request, 404, 'text/html', notFoundPage(path));
  };
}

function sendPreview(request: IncomingMessage, response: ServerResponse, folder: string, path: string): void {
  if (!isPreviewHost(request.headers.host)) {
    sendText(response, request, 404, 'text/html', notFoundPage(request.headers.host ?? path));
    return;
  }
  const file = previewFile(folder, path);
  if (file) {
    response.setHeader('Service-Worker-Allowed', '/');
    sendFile(request, response, file);
    return;
  }
  const destination = request.headers['sec-fetch-dest'];
  const isPage = destination === 'document' || destination === 'iframe' || destination === undefined;
  const connect = findFile(folder, '/connect.html');
  if (isPage && connect && !path.startsWith(previewPrefix)) {
    // Only until the Service Worker is there: 503 keeps it out of every cache.
    response.setHeader('Cache-Control', 'no-store');
    sendFile(request, response, connect, 503);
    return;
  }
  sendText(response, request, 503, 'text/plain', 'This preview is not connected to its container.\n');
}

async function listen(server: Server, port: number, origin: OriginName, hostname: string | undefined): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, origin) : error),
    );
    server.listen(port, hostname, resolve);
  });
  return (server.address() as AddressInfo).port;
}

export interface Serving {
  ports: Ports;
  close(): Promise<void>;
}

/**
 * Serves `dist/app`, `dist/runtime` and `dist/preview` under `dist`. Listens on this machine only, unless `hostname`
 * says otherwise. Throws {@link PortTakenError}.
 */
export async function serve(
  dist: string,
  ports: Ports,
  hostname?: string,
  outward: OutwardConfiguration = { registry: null, relayed: [] },
): Promise<Serving> {
  const servers: Server[] = [];
  const close = async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  try {
    for (const origin of ['app', 'runtime', 'preview'] as const) {
      const server = createServer(handler(origin, join(dist, origin), ports, outward));
      await listen(server, ports[origin], origin, hostname);
      servers.push(server);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ports, close };
}
