/** WebSockets and event streams between a previewed page and a server in the container. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, Tab } from './tab.ts';

let tab: Tab;
let frame: Frame;
let url: string;

/** Starts the server on `port` and answers the address of its preview. */
async function start(port: number): Promise<string> {
  await tab.call('spawn', 'node', ['server.cjs', String(port)]);
  return tab.opened(port);
}

async function show(name: string, source: string): Promise<Frame> {
  const shown = await tab.show(name, source);
  await shown.locator('h1').waitFor();
  return shown;
}

beforeAll(async () => {
  tab = await Tab.open();
  const contents = readFileSync(join(root, 'e2e/preview_web_sockets.fixture.cjs'), 'utf8');
  await tab.mount({ 'server.cjs': { file: { contents } } });
  url = await start(3000);
  frame = await show('preview', url);
});
afterAll(() => tab?.close());

/** What a socket to `path` tells between its start and its end, sending `messages` once it is open. */
function session(path: string, messages: readonly string[], options: { protocols?: string[]; close?: number } = {}) {
  return frame.evaluate(
    ([path, messages, { protocols, close }]) =>
      new Promise<unknown[]>((resolve) => {
        const told: unknown[] = [];
        const socket = new WebSocket(path, protocols);
        socket.onopen = () => {
          told.push(`open ${socket.readyState} ${socket.protocol}|${socket.extensions}`);
          for (const message of messages) socket.send(message);
        };
        socket.onmessage = ({ data }) => {
          told.push(data);
          if (close !== undefined) socket.close(close, 'done');
        };
        socket.onerror = () => told.push('error');
        socket.onclose = ({ code, reason, wasClean }) =>
          resolve([...told, [code, reason, wasClean, socket.readyState]]);
      }),
    [path, messages, options] as const,
  );
}

describe('a WebSocket of a previewed page', () => {
  it('says what the server says, and closes with the code of the page', async () => {
    expect(await session('/', ['hello ü 🌍'], { close: 4000 })).toEqual([
      'open 1 |',
      'hello ü 🌍',
      [4000, 'done', true, 3],
    ]);
  });

  it.each([
    ['fragments of a message, with a ping between them', '/fragments', 'fragments'],
    ['a ping', '/ping', 'pong: pong me'],
  ])('takes %s', async (_what, request, expected) => {
    expect((await session('/', [request], { close: 1000 }))[1]).toBe(expected);
  });

  it('is closed by the server, with its code and reason', async () => {
    expect(await session('/', ['/close'])).toEqual(['open 1 |', [4001, 'enough: ü', true, 3]]);
  });

  it('tells when the server goes away without a word', async () => {
    expect(await session('/', ['/drop'])).toEqual(['open 1 |', [1006, '', false, 3]]);
  });

  it('fails on what is no WebSocket', async () => {
    expect(await session('/', ['/nonsense'])).toEqual(['open 1 |', 'error', [1006, '', false, 3]]);
    expect(await session('/wrong', [])).toEqual(['error', [1006, '', false, 3]]);
    expect(await session('ws://localhost:3999/', [])).toEqual(['error', [1006, '', false, 3]]);
  });

  it('has the protocol that the server chose, and fails when it chose none', async () => {
    const told = await session('/protocol', ['x'], { protocols: ['first', 'second'], close: 1000 });
    expect(told[0]).toBe('open 1 second|');
    expect(await session('/', [], { protocols: ['first'] })).toEqual(['error', [1006, '', false, 3]]);
  });

  it('is introduced to the server as one of a page on localhost, with the cookies that scripts do not see', async () => {
    await frame.evaluate(() => fetch('/cookie'));
    const [, text] = await session('/', ['/headers'], { close: 1000 });
    expect(JSON.parse(String(text))).toMatchObject({
      host: 'localhost:3000',
      origin: 'http://localhost:3000',
      cookie: 'secret=1',
      'sec-websocket-version': '13',
    });
    expect(await frame.evaluate(() => document.cookie)).not.toContain('secret');
  });

  it('sends and gets binary data as wanted, megabytes in order', async () => {
    const result = await frame.evaluate(async () => {
      const socket = new WebSocket(location.href.replace('http', 'ws'));
      await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
      const next = () =>
        new Promise<MessageEvent>((resolve) => {
          socket.addEventListener('message', resolve, { once: true });
        });
      const blob = next();
      socket.send(new Blob(['blob']));
      const first = (await blob).data;
      socket.binaryType = 'arraybuffer';
      const large = new Uint8Array(3_000_000).map((_, index) => index * 7);
      const echoed = next();
      socket.send(large);
      const buffered = socket.bufferedAmount;
      const { data } = await echoed;
      const same = new Uint8Array(data).every((byte, index) => byte === large[index]);
      return [await first.text(), buffered, data.byteLength, same, socket.bufferedAmount];
    });
    expect(result).toEqual(['blob', 3_000_000, 3_000_000, true, 0]);
  });

  it('passes for the real one', async () => {
    const facts = await frame.evaluate(() => {
      class Derived extends WebSocket {
        derived = true;
      }
      const names = (call: () => unknown) => {
        try {
          call();
          return 'nothing';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const socket = new Derived('/');
      return [
        socket instanceof WebSocket && socket instanceof EventTarget,
        socket.derived,
        Object.prototype.toString.call(socket),
        WebSocket.name,
        WebSocket.OPEN + socket.CLOSED,
        socket.constructor === Derived && WebSocket.prototype.constructor === WebSocket,
        socket.url === location.href.replace('http', 'ws'),
        names(() => socket.send('early')),
        names(() => socket.close(999)),
        names(() => new WebSocket('/', ['a', 'a'])),
        names(() => new WebSocket('ws://%')),
        names(() => Object.getOwnPropertyDescriptor(WebSocket.prototype, 'url')?.get?.call({})),
      ];
    });
    expect(facts).toEqual([
      true,
      true,
      '[object WebSocket]',
      'WebSocket',
      4,
      true,
      true,
      'InvalidStateError',
      'InvalidAccessError',
      'SyntaxError',
      'SyntaxError',
      'TypeError',
    ]);
  });

  it('reaches other ports of the container, by either of their names', async () => {
    const other = await start(3001);
    for (const address of ['ws://localhost:3001/', other.replace('http', 'ws')]) {
      expect((await session(address, ['other'], { close: 1000 }))[1]).toBe('other');
    }
  });

  it('works in a page with a strict Content-Security-Policy', async () => {
    const strict = await show('strict', `${url}/strict`);
    const echoed = strict.evaluate(
      () =>
        new Promise((resolve) => {
          const socket = new WebSocket('/');
          socket.onopen = () => socket.send('strict');
          socket.onmessage = ({ data }) => resolve(data);
          socket.onerror = () => resolve('error');
        }),
    );
    expect(await echoed).toBe('strict');
  });
});

it('an EventSource of a previewed page gets each event when it is sent', async () => {
  const events = await frame.evaluate(
    () =>
      new Promise((resolve) => {
        const seen: string[] = [];
        const source = new EventSource('/events');
        source.onmessage = ({ data, lastEventId }) => {
          seen.push(`${lastEventId} ${data}`);
          if (seen.length < 3) return;
          source.close();
          resolve(seen);
        };
      }),
  );
  expect(events).toEqual(['1 event 1', '2 event 2', '3 event 3']);
});
