/** src/node_url.cc over the browser's own URL parser, which follows the same standard as Ada. */
import type { BindingFactory } from '../environment.ts';
import { nativeError } from '../native_error.ts';
import { domainToASCII, domainToUnicode, toUnicode } from '../punycode.ts';
import { COMPONENTS, writeComponents } from '../url_components.ts';

/** Hidden from the program later, whose URL is Node's. */
const NativeURL = URL;

/** By `updateActions` of lib/internal/url.js. */
const SETTERS = [
  'protocol',
  'host',
  'hostname',
  'port',
  'username',
  'password',
  'pathname',
  'search',
  'hash',
  'href',
] as const;

/** Schemes whose host is a domain (URL standard, “special scheme”); the host of others may hold escapes. */
const specialSchemes = new Set(['ftp:', 'file:', 'http:', 'https:', 'ws:', 'wss:']);
/** Chromium escapes a blank in a domain where the standard refuses it (forbidden domain code points). */
const hasForbiddenHost = ({ protocol, hostname }: URL): boolean =>
  specialSchemes.has(protocol) && hostname.includes('%20');

function parseOrNull(input: string, base?: string): URL | null {
  try {
    const url = base === undefined ? new NativeURL(input) : new NativeURL(input, base);
    return hasForbiddenHost(url) ? null : url;
  } catch {
    return null;
  }
}

function invalidURL(input?: string, base?: string): Error {
  const error = nativeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  if (input !== undefined) Object.assign(error, { input });
  if (base !== undefined) Object.assign(error, { base });
  return error;
}

/** What a file name may hold, and a URL's path may not or reads as something else. */
const POSIX_ESCAPES: Readonly<Record<string, string>> = {
  '%': '%25',
  '\\': '%5C',
  '\n': '%0A',
  '\r': '%0D',
  '\t': '%09',
  '?': '%3F',
  '#': '%23',
  '[': '%5B',
  ']': '%5D',
  '^': '%5E',
  '|': '%7C',
  '~': '%7E',
};

function format(href: string, fragment: boolean, unicode: boolean, search: boolean, auth: boolean): string {
  const url = new NativeURL(href);
  if (!fragment) url.hash = '';
  if (!search) url.search = '';
  if (!auth) {
    url.username = '';
    url.password = '';
  }
  if (!unicode || url.hostname === '') return url.href;
  const components = new Uint32Array(COMPONENTS);
  writeComponents(url.href, components);
  const [, , hostStart, hostEnd] = components as unknown as [number, number, number, number];
  const start = url.href[hostStart] === '@' ? hostStart + 1 : hostStart;
  return url.href.slice(0, start) + toUnicode(url.hostname) + url.href.slice(hostEnd);
}

function getOrigin(input: string): string {
  const url = parseOrNull(input);
  if (url === null) throw invalidURL();
  // Engines differ for file:, the standard leaves it open.
  return url.protocol === 'file:' ? 'null' : url.origin;
}

export const binding: BindingFactory = () => {
  const urlComponents = new Uint32Array(COMPONENTS);
  const publish = (url: URL): string => {
    const { href } = url;
    writeComponents(href, urlComponents);
    return href;
  };
  return {
    urlComponents,
    domainToASCII,
    domainToUnicode,
    format,
    getOrigin,
    parse(input: string, base: string | undefined, raiseException: boolean): string | undefined {
      const url = parseOrNull(input, base);
      if (url !== null) return publish(url);
      if (raiseException) throw invalidURL(input, base);
      return undefined;
    },
    canParse: (input: string, base?: string) => parseOrNull(input, base) !== null,
    pathToFileURL(path: string, isWindows: boolean, hostname?: string): string {
      const escaped = path.replace(/[%\\\n\r\t?#[\]^|~]/g, (character) =>
        isWindows && character === '\\' ? '/' : POSIX_ESCAPES[character]!,
      );
      const url = new NativeURL('file:///');
      url.pathname = escaped;
      if (hostname !== undefined && isWindows) url.hostname = hostname;
      return publish(url);
    },
    update(href: string, action: number, value: string): string | false {
      const url = new NativeURL(href);
      const setter = SETTERS[action]!;
      try {
        url[setter] = value;
      } catch {
        return false;
      }
      // What the setter refuses leaves the URL as it was.
      return publish(hasForbiddenHost(url) ? new NativeURL(href) : url);
    },
  };
};
