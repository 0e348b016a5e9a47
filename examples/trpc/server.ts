import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { appRouter } from './router.ts';

const procedures = createHTTPHandler({ router: appRouter, basePath: '/trpc/' });
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname.startsWith('/trpc/')) return procedures(request, response);
  const file = pathname === '/' ? 'index.html' : pathname;
  try {
    const content = await readFile(join('dist', file));
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(content);
  } catch {
    response.writeHead(404).end('not found');
  }
}).listen(3000, () => console.log('tRPC on http://localhost:3000'));
