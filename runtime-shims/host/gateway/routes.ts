/** Which way a request takes: directly, to the installation's own files, or to the package registry. */
import { RegistryRoute } from './registry_route.ts';

export type Route = (url: URL, init: RequestInit) => Promise<Response>;

/** What the server's `/wardian.json` says of the ways out. */
export interface OutwardConfiguration {
  /** The package registry that npm is to use, with a slash at its end; null: npm's own default, without a relay. */
  registry: string | null;
  /** Origins that the server relays, apart from the registry. */
  relayed: readonly string[];
}

/** Name under which programs find the files that the build packed for them (npm itself). */
export const PACKAGES_HOST = 'packages.internal';

/**
 * `base`: URL of the runtime's folder, with a slash at its end; the server answers for others below it:
 * `registry/PATH` and `relay/SCHEME/HOST/PATH`.
 */
export function routesOf(configuration: OutwardConfiguration, base: string): (url: URL) => Route {
  const { registry: registryUrl } = configuration;
  const registry = registryUrl === null ? null : new RegistryRoute(registryUrl, `${base}registry/`);
  const relayed = new Set(configuration.relayed);
  return (url) => {
    if (url.hostname === PACKAGES_HOST) {
      return ({ pathname }) => fetch(`${base}packages/${pathname.split('/').pop() ?? ''}`);
    }
    if (registry && registryUrl && url.href.startsWith(registryUrl))
      return (target, init) => registry.fetch(target, init);
    if (relayed.has(url.origin)) {
      return (target, init) =>
        fetch(`${base}relay/${target.protocol.slice(0, -1)}/${target.host}${target.pathname}${target.search}`, init);
    }
    return (target, init) => fetch(target, init);
  };
}
