/**
 * The way to the package registry: directly where it lets pages of other origins read it, else through the server's
 * relay. Tarballs come from the browser's own storage where they were loaded before (tarball_cache.ts); npm checks each
 * against the lockfile's integrity as it does with a network's.
 */
import { TarballCache } from './tarball_cache.ts';

/** A version's tarball: `NAME/-/FILE.tgz`. */
const TARBALL = /\/-\/[^/]+\.tgz$/;
/** What npm tells its registry about itself costs a CORS preflight for each request and changes no answer. */
const NPM_FIELDS = /^(?:npm-.*|pacote-.*|x-fetch-priority)$/i;
/** npm's own field for the integrity that it expects of a tarball. */
const INTEGRITY = 'pacote-integrity';

export class RegistryRoute {
  readonly #registry: string;
  readonly #relay: string;
  readonly #tarballs = new TarballCache(globalThis.caches);
  /** Whether the registry answered a page of another origin; null before the first request. */
  #direct: Promise<boolean> | null = null;

  /** Both URLs end with a slash. */
  constructor(registry: string, relay: string) {
    this.#registry = registry;
    this.#relay = relay;
  }

  async fetch(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const integrity = headers.get(INTEGRITY);
    for (const name of [...headers.keys()]) if (NPM_FIELDS.test(name)) headers.delete(name);
    const request: RequestInit = { ...init, headers, cache: 'default' };
    const isTarball = init.method === 'GET' && TARBALL.test(url.pathname);
    if (!isTarball) return this.#load(url, request);
    const wanted = { url: url.href, integrity, isPrivate: headers.has('authorization') };
    const kept = await this.#tarballs.match(wanted);
    if (kept) return kept;
    const response = await this.#load(url, request);
    if (response.status === 200) void this.#tarballs.keep(wanted, response.clone());
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
