/** What of the outer network this installation lets its containers reach through the server, as its operator says. */
import { configuredRegistry } from './npm_configuration.ts';

export interface OutwardConfiguration {
  /** The package registry as npm is configured on this machine, with a slash at its end; null when npm cannot be asked. */
  registry: string | null;
  /** Origins that the server relays for hosts that do not allow cross-origin reads. */
  relayed: string[];
}

/** Where pages read repositories from: GitHub's interface and its raw files, or stand-ins of the same paths. */
export interface GitHubOrigins {
  api: string;
  raw: string;
}

/** WARDIAN_GITHUB: two URLs without a slash at their ends, the interface's and that of raw files. */
export function githubOrigins(words = process.env['WARDIAN_GITHUB']): GitHubOrigins {
  const [api = 'https://api.github.com', raw = 'https://raw.githubusercontent.com'] = (words ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return { api, raw };
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/** `https://HOST[:PORT]` of each word of WARDIAN_RELAY. Throws for what is no origin of HTTP. */
export function relayedOrigins(words: string | undefined): string[] {
  return (words ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const url = URL.canParse(word) ? new URL(word) : undefined;
      if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username) {
        throw new Error(`WARDIAN_RELAY: '${word}' is not an origin such as https://api.example.com`);
      }
      return url.origin;
    });
}

export async function readOutwardConfiguration(environment = process.env): Promise<OutwardConfiguration> {
  const relayed = relayedOrigins(environment['WARDIAN_RELAY']);
  const registry = environment['npm_config_registry'] ?? (await configuredRegistry(environment));
  const usable = registry && URL.canParse(registry) && /^https?:/.test(registry);
  return { registry: usable ? withSlash(registry) : null, relayed };
}
