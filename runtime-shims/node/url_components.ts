/** Where the parts of a serialized URL lie: ada::url_aggregator's components, as lib/internal/url.js reads them. */

/** What is absent (uint32_t(-1)). */
export const OMITTED = 0xffffffff;

/** ada::scheme::type. */
const SCHEME_TYPES: Readonly<Record<string, number>> = { http: 0, https: 2, ws: 3, ftp: 4, wss: 5, file: 6 };
const NOT_SPECIAL = 1;

/** protocol_end, username_end, host_start, host_end, port, pathname_start, search_start, hash_start, scheme_type. */
export const COMPONENTS = 9;

/** `href` is the serialization of a valid URL. */
export function writeComponents(href: string, out: Uint32Array): void {
  const protocolEnd = href.indexOf(':') + 1;
  const hash = href.indexOf('#', protocolEnd);
  const beforeHash = hash < 0 ? href.length : hash;
  const search = href.slice(0, beforeHash).indexOf('?', protocolEnd);
  const pathEnd = search < 0 ? beforeHash : search;

  let usernameEnd = protocolEnd;
  let hostStart = protocolEnd;
  let hostEnd = protocolEnd;
  let port = OMITTED;
  let pathStart = protocolEnd;
  if (href.startsWith('//', protocolEnd)) {
    const start = protocolEnd + 2;
    const slash = href.indexOf('/', start);
    pathStart = slash < 0 || slash > pathEnd ? pathEnd : slash;
    const at = href.slice(start, pathStart).lastIndexOf('@');
    usernameEnd = start;
    hostStart = start;
    if (at >= 0) {
      const colon = href.slice(start, start + at).indexOf(':');
      usernameEnd = start + (colon < 0 ? at : colon);
      hostStart = start + at;
    }
    // Behind an IPv6 address' bracket, or anywhere in another host, `:` begins the port.
    const bracket = href.slice(hostStart, pathStart).lastIndexOf(']');
    const portColon = href.slice(0, pathStart).indexOf(':', hostStart + Math.max(bracket, 0));
    hostEnd = portColon < 0 ? pathStart : portColon;
    if (portColon >= 0) port = Number(href.slice(portColon + 1, pathStart));
  } else if (href.startsWith('/.//', protocolEnd)) {
    // The serialization keeps a path that begins with `//` apart from a host.
    pathStart = protocolEnd + 2;
  }

  out[0] = protocolEnd;
  out[1] = usernameEnd;
  out[2] = hostStart;
  out[3] = hostEnd;
  out[4] = port;
  out[5] = pathStart;
  out[6] = search < 0 ? OMITTED : search;
  out[7] = hash < 0 ? OMITTED : hash;
  out[8] = SCHEME_TYPES[href.slice(0, protocolEnd - 1)] ?? NOT_SPECIAL;
}
