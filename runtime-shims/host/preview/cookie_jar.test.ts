import { describe, expect, it } from 'vitest';
import { CookieJar, parseSetCookie } from './cookie_jar.ts';

const now = 1_000_000;

describe('Set-Cookie', () => {
  it.each([
    ['a=1', '/', { name: 'a', value: '1', path: '/', expires: null, httpOnly: false }],
    ['a=1; Path=/x; HttpOnly', '/', { name: 'a', value: '1', path: '/x', expires: null, httpOnly: true }],
    ['a=b=c; path=relative', '/dir/page', { name: 'a', value: 'b=c', path: '/dir', expires: null, httpOnly: false }],
    [
      'a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      '/',
      { name: 'a', value: '1', path: '/', expires: now + 10_000, httpOnly: false },
    ],
    [
      'a=1; Expires=Wed, 21-Oct-2065 07:28:00 GMT',
      '/',
      { name: 'a', value: '1', path: '/', expires: Date.UTC(2065, 9, 21, 7, 28), httpOnly: false },
    ],
    ['alone', '/', { name: '', value: 'alone', path: '/', expires: null, httpOnly: false }],
  ])('%s on %s', (field, path, cookie) => {
    expect(parseSetCookie(field, path, now)).toEqual(cookie);
  });

  it.each(['', '=', 'a=1; Domain=example.com', `a=${'x'.repeat(5000)}`])('%.20s is ignored', (field) => {
    expect(parseSetCookie(field, '/', now)).toBeNull();
  });
});

describe('jar', () => {
  it('sends what matches the path, longest path first', () => {
    const jar = new CookieJar();
    jar.set('root=1; Path=/', '/', now);
    jar.set('deep=2; Path=/a/b', '/', now);
    jar.set('other=3; Path=/c', '/', now);
    expect(jar.header('/a/b/page', now)).toBe('deep=2; root=1');
    expect(jar.header('/a/bc', now)).toBe('root=1');
    expect(jar.header('/a/b', now)).toBe('deep=2; root=1');
  });

  it('replaces, expires and deletes', () => {
    const jar = new CookieJar();
    jar.set('a=1; Max-Age=1', '/', now);
    jar.set('a=2; Max-Age=1', '/', now);
    expect(jar.header('/', now)).toBe('a=2');
    expect(jar.header('/', now + 1001)).toBe('');
    jar.set('b=1', '/', now);
    jar.set('b=; Max-Age=0', '/', now);
    expect(jar.header('/', now)).toBe('a=2');
  });

  it('hides HttpOnly from pages and survives being stored', () => {
    const jar = new CookieJar();
    jar.set('session=s; HttpOnly', '/', now);
    jar.set('theme=dark', '/', now);
    const again = new CookieJar(JSON.parse(JSON.stringify(jar)));
    expect(again.header('/', now)).toBe('session=s; theme=dark');
    expect(again.visible('/', now).map(({ name }) => name)).toEqual(['theme']);
  });
});
