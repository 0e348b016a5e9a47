/**
 * The cookies of one preview (RFC 6265, section 5). A Service Worker sees neither `Cookie` nor `Set-Cookie` as the
 * browser's network does, so it keeps them itself; the host is always the preview's own.
 */

export interface Cookie {
  name: string;
  value: string;
  path: string;
  /** ms since the epoch, or null for the session. */
  expires: number | null;
  httpOnly: boolean;
}

/** Name and value together, in bytes, that browsers accept. */
const MAX_COOKIE_SIZE = 4096;
/** Cookies of one host that are kept; the oldest go. */
const MAX_COOKIES = 180;

function defaultPath(path: string): string {
  const end = path.lastIndexOf('/');
  return !path.startsWith('/') || end <= 0 ? '/' : path.slice(0, end);
}

function pathMatches(cookiePath: string, path: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/');
}

/** The cookie that a `Set-Cookie` field sets on a response for `path`, or null when browsers would ignore it. */
export function parseSetCookie(field: string, path: string, now: number): Cookie | null {
  const [pair = '', ...attributes] = field.split(';');
  const equals = pair.indexOf('=');
  const name = equals < 0 ? '' : pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  if ((name === '' && value === '') || name.length + value.length > MAX_COOKIE_SIZE) return null;
  const cookie: Cookie = { name, value, path: defaultPath(path), expires: null, httpOnly: false };
  let maxAge: number | null = null;
  for (const attribute of attributes) {
    const [key = '', ...rest] = attribute.split('=');
    const content = rest.join('=').trim();
    switch (key.trim().toLowerCase()) {
      case 'path':
        if (content.startsWith('/')) cookie.path = content;
        break;
      case 'httponly':
        cookie.httpOnly = true;
        break;
      case 'max-age':
        if (/^-?\d+$/.test(content)) maxAge = Number(content);
        break;
      case 'expires': {
        const time = Date.parse(content.replace(/-/g, ' '));
        if (!Number.isNaN(time)) cookie.expires = time;
        break;
      }
      case 'domain':
        // Programs name the host they think they have; a cookie for another site is refused as browsers do.
        if (content && !/^\.?(?:localhost|127\.0\.0\.1)$/i.test(content)) return null;
        break;
    }
  }
  if (maxAge !== null) cookie.expires = maxAge <= 0 ? 0 : now + maxAge * 1000;
  return cookie;
}

export class CookieJar {
  #cookies: Cookie[];

  constructor(cookies: readonly Cookie[] = []) {
    this.#cookies = [...cookies];
  }

  /** Takes a response's cookie; false when it was ignored. */
  set(field: string, path: string, now = Date.now()): boolean {
    const cookie = parseSetCookie(field, path, now);
    if (!cookie) return false;
    const same = this.#cookies.findIndex((other) => other.name === cookie.name && other.path === cookie.path);
    if (cookie.expires !== null && cookie.expires <= now) {
      if (same >= 0) this.#cookies.splice(same, 1);
    } else if (same >= 0) this.#cookies[same] = cookie;
    else this.#cookies.push(cookie);
    if (this.#cookies.length > MAX_COOKIES) this.#cookies.shift();
    return true;
  }

  /** The `Cookie` field for a request, or '' for none: longer paths first, then older cookies first. */
  header(path: string, now = Date.now()): string {
    return this.#matching(path, now)
      .map(({ name, value }) => (name === '' ? value : `${name}=${value}`))
      .join('; ');
  }

  /** Those that a page's scripts may see. */
  visible(path: string, now = Date.now()): Cookie[] {
    return this.#matching(path, now).filter(({ httpOnly }) => !httpOnly);
  }

  toJSON(): Cookie[] {
    return this.#cookies;
  }

  #matching(path: string, now: number): Cookie[] {
    return this.#cookies
      .filter((cookie) => (cookie.expires === null || cookie.expires > now) && pathMatches(cookie.path, path))
      .sort((one, other) => other.path.length - one.path.length);
  }
}
