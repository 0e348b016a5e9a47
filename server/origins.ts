/**
 * The three origins and what each sends. They are apart because the origin is the security boundary: programs of a
 * container run on the runtime's, pages they serve on one preview origin for each container and port, and neither can
 * reach the app.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { type GitHubOrigins, githubOrigins, type OutwardConfiguration } from './outward.ts';

export type OriginName = 'app' | 'runtime' | 'preview';

export interface Ports {
  app: number;
  runtime: number;
  preview: number;
}

/** What `/wardian.json` says on each origin, so that no page has ports or names built in. */
export interface OriginsDocument {
  app: string;
  runtime: string;
  /** URL of a preview's origin with `{label}` and `{port}` to be filled in. */
  preview: string;
  /** What containers reach of the outer network through this server. */
  outward: OutwardConfiguration;
  github: GitHubOrigins;
}

export function portsFrom(first: number): Ports {
  return { app: first, runtime: first + 1, preview: first + 2 };
}

export function originsDocument(ports: Ports, outward: OutwardConfiguration, hostname = 'localhost'): OriginsDocument {
  // A page opened under 127.0.0.1 has no subdomains: previews are always names under localhost.
  return {
    app: `http://${hostname}:${ports.app}`,
    runtime: `http://${hostname}:${ports.runtime}`,
    preview: `http://{label}--{port}.localhost:${ports.preview}`,
    outward,
    github: githubOrigins(),
  };
}

/** Document-Isolation-Policy works in frames of any page from this Chromium on. */
const firstChromiumWithIsolatedFrames = 137;

function isolatesFramesByItself(headers: IncomingHttpHeaders): boolean {
  const brands = String(headers['sec-ch-ua'] ?? '');
  const version = /"Chromium";v="(\d+)"/.exec(brands)?.[1];
  return version !== undefined && Number(version) >= firstChromiumWithIsolatedFrames;
}

/**
 * Headers of every response of an origin.
 *
 * - The runtime's page needs cross-origin isolation for SharedArrayBuffer. Chromium grants it to a frame by
 *   Document-Isolation-Policy, whatever the page around it sent; elsewhere every page up to the top must send COOP and
 *   COEP, and what is framed in must send COEP and CORP.
 * - The app therefore sends COOP and COEP where the browser needs that, and nothing in Chromium, because COOP would cut
 *   `window.opener`, by which a preview in a tab of its own finds its container.
 */
export function originHeaders(origin: OriginName, path: string, request: IncomingHttpHeaders): Record<string, string> {
  const common = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
  const embeddable = {
    ...common,
    Vary: 'Accept-Encoding',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cross-Origin-Embedder-Policy': 'credentialless',
  };
  // The one page of the app that others frame, those that send COEP themselves among them.
  if (origin === 'app' && /^\/embed(?:\.html)?(?:\?|$)/.test(path)) return embeddable;
  if (origin === 'app') {
    const vary = { ...common, Vary: 'Sec-CH-UA, Accept-Encoding', 'Cross-Origin-Resource-Policy': 'same-origin' };
    if (isolatesFramesByItself(request)) return vary;
    return { ...vary, 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'credentialless' };
  }
  return origin === 'runtime'
    ? { ...embeddable, 'Document-Isolation-Policy': 'isolate-and-credentialless' }
    : embeddable;
}

/** Paths on a preview's origin that are the installation's and not the previewed program's. */
export const previewPrefix = '/__wardian/';

/** Whether a Host header names a preview: `LABEL--PORT.localhost[:…]`. */
export function isPreviewHost(host: string | undefined): boolean {
  return /^[a-z0-9]+--\d{1,5}\.localhost(?::\d+)?$/.test(host ?? '');
}
