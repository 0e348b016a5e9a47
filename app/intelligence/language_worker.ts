/** The Worker of the language server: TypeScript is large and busy, the page must not wait for it. */
import { expose, proxy } from 'comlink';
import { ContainerLanguageServer } from './language_server.ts';
import type { FileSource, LanguageServer } from './protocol.ts';

async function declarations(): Promise<Record<string, string>> {
  const files = ['typescript', 'node'].map(async (name) => {
    const response = await fetch(`/declarations/${name}.json`);
    if (!response.ok) throw new Error(`/declarations/${name}.json: ${response.status} ${response.statusText}`);
    return (await response.json()) as Record<string, string>;
  });
  return Object.assign({}, ...(await Promise.all(files)));
}

const language = {
  /** A server for the folder `root`. */
  start(read: FileSource['read'], root: string): LanguageServer {
    return proxy(new ContainerLanguageServer({ read }, root, declarations()));
  },
};
export type Language = typeof language;

expose(language);
