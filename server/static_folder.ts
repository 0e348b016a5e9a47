/** Files of one folder as HTTP responses: types, validators, caching and precompressed copies. */
import { createReadStream, type Stats, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Vite's names, `NAME-HASH.ext`: the content of such a file never changes. */
const hashedName = /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;
const oneYear = 31_536_000;

export interface FoundFile {
  path: string;
  stats: Stats;
}

/**
 * The file that a URL's path names within `folder`: itself, `PATH.html`, or `PATH/index.html`. Undefined when there is
 * none, or when the path would lead out of the folder.
 */
export function findFile(folder: string, urlPath: string): FoundFile | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\') || decoded.split('/').includes('..')) return undefined;
  const base = join(folder, decoded);
  if (base !== folder && !base.startsWith(folder + sep)) return undefined;
  const candidates = decoded.endsWith('/') ? [join(base, 'index.html')] : [base, `${base}.html`];
  for (const path of candidates) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) return { path, stats };
  }
  return undefined;
}

function acceptsBrotli(request: IncomingMessage): boolean {
  return /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))|,|$)/.test(String(request.headers['accept-encoding'] ?? ''));
}

/** Answers `request` with `file`; `status` other than 200 is for error pages, which have no validators. */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: FoundFile, status = 200): void {
  const compressed = acceptsBrotli(request) ? statSync(`${file.path}.br`, { throwIfNoEntry: false }) : undefined;
  // A copy older than its file is left over from an earlier build.
  const useCompressed = compressed?.isFile() === true && compressed.mtimeMs >= file.stats.mtimeMs;
  const stats = useCompressed && compressed ? compressed : file.stats;
  const etag = `"${file.stats.size.toString(36)}-${Math.trunc(file.stats.mtimeMs).toString(36)}${useCompressed ? '-br' : ''}"`;
  response.setHeader('Content-Type', contentTypes[extname(file.path)] ?? 'application/octet-stream');
  if (status === 200) {
    response.setHeader('ETag', etag);
    response.setHeader(
      'Cache-Control',
      hashedName.test(file.path) ? `public, max-age=${oneYear}, immutable` : 'no-cache',
    );
    const known = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
    if (known.includes(etag) || known.includes(`W/${etag}`)) {
      response.writeHead(304).end();
      return;
    }
  }
  if (useCompressed) response.setHeader('Content-Encoding', 'br');
  response.writeHead(status, { 'Content-Length': stats.size });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  pipeline(createReadStream(useCompressed ? `${file.path}.br` : file.path), response, () => {
    // An aborted download is the reader's choice; pipeline has closed both ends.
  });
}
