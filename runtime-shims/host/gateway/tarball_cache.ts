/**
 * Tarballs of packages as the browser keeps them across projects and sessions: each once, under its own digest, and for
 * package managers that do not say which digest they expect, the address that it came from leads there.
 */

const CACHE = 'wardian-tarballs-2';
/** Base of the cache's keys: no address that anybody is asked for. */
const KEYS = 'https://tarballs.internal/';
/** Algorithms of Subresource Integrity that WebCrypto has, the strongest first. */
const ALGORITHMS = [
  ['sha512', 'SHA-512'],
  ['sha384', 'SHA-384'],
  ['sha256', 'SHA-256'],
  ['sha1', 'SHA-1'],
] as const;

type Digest = readonly [name: string, webCryptoName: string, base64: string];

/** What the expected integrity (`sha512-BASE64 …`) says by its strongest algorithm; null when that is nothing. */
function strongest(integrity: string | null): Digest | null {
  const words = integrity?.split(/\s+/) ?? [];
  for (const [name, webCryptoName] of ALGORITHMS) {
    const word = words.find((candidate) => candidate.startsWith(`${name}-`));
    // Behind a question mark stand options (SRI, 3.5).
    if (word) return [name, webCryptoName, word.slice(name.length + 1).replace(/\?.*/, '')];
  }
  return null;
}

const contentKey = (name: string, base64: string): string => `${KEYS}${name}/${encodeURIComponent(base64)}`;
const addressKey = (url: string): string => `${KEYS}from/${encodeURIComponent(url)}`;

async function digest(webCryptoName: string, bytes: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest(webCryptoName, bytes))));
}

export interface TarballRequest {
  url: string;
  /** What the program expects, as `sha512-BASE64`; null when it does not say. */
  integrity: string | null;
  /** Whether it came with credentials: others must not be given the answer for its address alone. */
  isPrivate: boolean;
}

export class TarballCache {
  readonly #storage: Pick<CacheStorage, 'open'>;

  constructor(storage: Pick<CacheStorage, 'open'>) {
    this.#storage = storage;
  }

  async match({ url, integrity, isPrivate }: TarballRequest): Promise<Response | undefined> {
    const cache = await this.#open();
    const wanted = strongest(integrity);
    if (wanted) return cache?.match(contentKey(wanted[0], wanted[2]));
    const entry = isPrivate ? undefined : await cache?.match(addressKey(url));
    return entry && cache?.match(await entry.text());
  }

  /** Takes a whole answer of status 200. What is not what was expected is not kept. */
  async keep({ url, integrity, isPrivate }: TarballRequest, response: Response): Promise<void> {
    const cache = await this.#open();
    if (!cache) return;
    try {
      // Read whole first: an aborted download must not be kept.
      const body = await response.arrayBuffer();
      const wanted = strongest(integrity);
      const [name, webCryptoName] = wanted ?? ALGORITHMS[0];
      const found = await digest(webCryptoName, body);
      if (wanted && found !== wanted[2]) return;
      const key = contentKey(name, found);
      await cache.put(key, new Response(body, { headers: { 'content-type': 'application/octet-stream' } }));
      if (!isPrivate) await cache.put(addressKey(url), new Response(key));
    } catch {
      // Aborted, or no room: it stays uncached.
    }
  }

  async #open(): Promise<Cache | null> {
    try {
      return await this.#storage.open(CACHE);
    } catch {
      // Storage refused (a private window of some browsers): every install then loads anew.
      return null;
    }
  }
}
