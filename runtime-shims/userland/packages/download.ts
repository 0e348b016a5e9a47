/** Loads a file or a document over HTTP. */
import type { IncomingMessage } from 'node:http';

/** Throws an error that names the address and what was answered. */
export async function download(url: string): Promise<Buffer> {
  const { get } = url.startsWith('https:')
    ? await import('node:https')
    : ((await import('node:http')) as { get: typeof import('node:https').get });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, resolve).on('error', reject);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.statusCode !== 200) {
    throw new Error(`${url}: the answer is ${response.statusCode} ${response.statusMessage}`);
  }
  return Buffer.concat(chunks);
}
