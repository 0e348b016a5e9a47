import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { TarballCache } from './tarball_cache.ts';

const url = 'https://registry.test/leaf/-/leaf-1.0.0.tgz';
const integrityOf = (text: string, algorithm = 'sha512') =>
  `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;

/** The browser's storage, as far as the cache uses it; `full` refuses whatever is to be kept. */
class FakeStorage {
  readonly entries = new Map<string, ArrayBuffer>();
  full = false;

  async open(): Promise<Cache> {
    const { entries } = this;
    const cache = {
      match: async (key: string) => (entries.has(key) ? new Response(entries.get(key)) : undefined),
      put: async (key: string, response: Response) => {
        if (this.full) throw new DOMException('no room', 'QuotaExceededError');
        entries.set(key, await response.arrayBuffer());
      },
    };
    return cache as unknown as Cache;
  }
}

let storage: FakeStorage;
let tarballs: TarballCache;
beforeEach(() => {
  storage = new FakeStorage();
  tarballs = new TarballCache(storage);
});

const open = (integrity: string | null, from = url) => ({ url: from, integrity, isPrivate: false });
const textOf = async (response: Response | undefined) => (response ? response.text() : undefined);

describe('a tarball that was loaded once', () => {
  it('is found by its integrity from whichever address', async () => {
    await tarballs.keep(open(integrityOf('leaf')), new Response('leaf'));
    const mirror = 'https://mirror.test/leaf.tgz';
    expect(await textOf(await tarballs.match(open(integrityOf('leaf'), mirror)))).toBe('leaf');
    expect(await tarballs.match(open(integrityOf('other')))).toBeUndefined();
  });

  it('is found by its address where no integrity is named', async () => {
    await tarballs.keep(open(null), new Response('leaf'));
    expect(await textOf(await tarballs.match(open(null)))).toBe('leaf');
    expect(await textOf(await tarballs.match(open(integrityOf('leaf'))))).toBe('leaf');
  });

  it('is found by the strongest of several digests, and by an old one alone', async () => {
    const both = `${integrityOf('leaf', 'sha1')} ${integrityOf('leaf')}`;
    await tarballs.keep(open(both), new Response('leaf'));
    expect(await textOf(await tarballs.match(open(integrityOf('leaf'))))).toBe('leaf');
    await tarballs.keep(open(integrityOf('old', 'sha1')), new Response('old'));
    expect(await textOf(await tarballs.match(open(integrityOf('old', 'sha1'))))).toBe('old');
  });

  it('with credentials is not given to who only knows its address', async () => {
    await tarballs.keep({ url, integrity: integrityOf('secret'), isPrivate: true }, new Response('secret'));
    expect(await tarballs.match(open(null))).toBeUndefined();
  });
});

describe('nothing is kept', () => {
  it('of what is not what was expected', async () => {
    await tarballs.keep(open(integrityOf('leaf')), new Response('spoilt'));
    expect(storage.entries.size).toBe(0);
  });

  it('of a download that broke off, or where there is no room; and neither is an error', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) });
    await tarballs.keep(open(null), new Response(broken));
    storage.full = true;
    await tarballs.keep(open(null), new Response('leaf'));
    expect(storage.entries.size).toBe(0);
  });

  it('where storage is refused: what is asked for is then loaded', async () => {
    const refused = new TarballCache({ open: () => Promise.reject(new DOMException('no', 'SecurityError')) });
    await refused.keep(open(null), new Response('leaf'));
    expect(await refused.match(open(null))).toBeUndefined();
  });
});
