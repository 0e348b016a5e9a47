/**
 * The way to the package registry: directly where it lets pages of other origins read it, else through the server's
 * relay. Tarballs never change under their address, so the browser keeps them across sessions; npm checks each against
 * the lockfile's integrity as it does with a network's.
 */

const CACHE = 'wardian-tarballs-1';
/** A version's tarball: `NAME/-/FILE.tgz`. */
const TARBALL = /\/-\/[^/]+\.tgz$/;
/** What npm tells its registry about itself costs a CORS preflight for each request and changes no answer. */
const NPM_FIELDS = /^(?:npm-.*|pacote-.*|x-fetch-priority)$/i;

export class RegistryRoute {
  readonly #registry: string;
  readonly #relay: string;
  /** Whether the registry answered a page of another origin; null before the first request. */
  #direct: Promise<boolean> | null = null;

  /** Both URLs end with a slash. */
  constructor(registry: string, relay: string) {
    this.#registry = registry;
    this.#relay = relay;
  }

  async fetch(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    for (const name of [...headers.keys()]) if (NPM_FIELDS.test(name)) headers.delete(name);
    const request: RequestInit = { ...init, headers, cache: 'default' };
    const isTarball = init.method === 'GET' && TARBALL.test(url.pathname);
    if (!isTarball) return this.#load(url, request);
    const cache = await openCache();
    const kept = await cache?.match(url.href);
    if (kept) return kept;
    const response = await this.#load(url, request);
    if (response.status === 200 && cache) void keep(cache, url.href, response.clone());
    return response;
  }

  async #load(url: URL, init: RequestInit): Promise<Response> {
    this.#direct ??= fetch(`${this.#registry}-/ping`, { credentials: 'omit', cache: 'no-store' }).then(
      () => true,
      () => false,
    );
    if (await this.#direct) return fetch(url, init);
    return fetch(this.#relay + url.href.slice(this.#registry.length), init);
  }
}

async function openCache(): Promise<Cache | null> {
  try {
    return await caches.open(CACHE);
  } catch {
    // Storage refused (a private window of some browsers): every install then loads anew.
    return null;
  }
}

async function keep(cache: Cache, key: string, response: Response): Promise<void> {
  try {
    // Read whole first: an aborted download must not be kept.
    const body = await response.arrayBuffer();
    await cache.put(key, new Response(body, { headers: { 'content-type': 'application/octet-stream' } }));
  } catch {
    // Aborted, or no room: it stays uncached.
  }
}
