/** Against the Comlink that `@webcontainer/api` carries within itself, not the package `comlink`. */
import { afterEach, describe, expect, it } from 'vitest';
// @webcontainer/api does not export it; the file is what its pages run.
import { Comlink } from '../../node_modules/@webcontainer/api/dist/vendor/index.js';
import { Proxied, ProxiedPort, type RemoteFunction, type Served, serve, Transfer } from './wire.ts';

type Remote = Record<string, (...parameters: unknown[]) => Promise<unknown>> & Record<symbol, () => void>;
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function remote(served: Served, released?: () => void): Remote {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(served, port1, released);
  return Comlink.wrap(port2) as Remote;
}

describe('an object served', () => {
  it('answers calls and gives properties, promises included', async () => {
    const api = remote({ add: (a: number, b: number) => a + b, exit: Promise.resolve(3), later: async () => 'done' });
    expect(await api['add']?.(1, 2)).toBe(3);
    expect(await api['later']?.()).toBe('done');
    expect(await (api['exit'] as unknown as Promise<number>)).toBe(3);
  });

  it('throws with the properties of Node', async () => {
    const api = remote({
      open: () => {
        throw Object.assign(new Error('ENOENT: x'), { code: 'ENOENT', errno: -2 });
      },
    });
    await expect(api['open']?.()).rejects.toMatchObject({ message: 'ENOENT: x', code: 'ENOENT', errno: -2 });
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'missing'])('has no %s', async (name) => {
    await expect(remote({ known: () => 1 })[name]?.()).rejects.toThrow('not implemented');
  });

  it('moves buffers', async () => {
    const bytes = new Uint8Array([1, 2]);
    expect(await remote({ take: () => new Transfer(bytes, [bytes.buffer]) })['take']?.()).toEqual(
      new Uint8Array([1, 2]),
    );
    expect(bytes.length).toBe(0);
  });

  it('hands out further objects, here or elsewhere', async () => {
    const { port1, port2 } = new MessageChannel();
    serve({ name: () => 'elsewhere' }, port1);
    ports.push(port1);
    const api = remote({ here: () => new Proxied({ name: () => 'here' }), there: () => new ProxiedPort(port2) });
    const here = (await api['here']?.()) as Remote;
    const there = (await api['there']?.()) as Remote;
    expect([await here['name']?.(), await there['name']?.()]).toEqual(['here', 'elsewhere']);
    there[Comlink.releaseProxy]?.();
  });

  it('calls functions that the page passed, and waits for them', async () => {
    const api = remote({
      each: async (listener: RemoteFunction) => {
        await listener('one', new Transfer(new Uint8Array([1]), []));
        await listener(null);
        listener.release();
        return 'all told';
      },
    });
    const heard: unknown[] = [];
    const listener = Comlink.proxy((...parameters: unknown[]) => heard.push(parameters));
    expect(await api['each']?.(listener)).toBe('all told');
    expect(heard).toEqual([['one', new Uint8Array([1])], [null]]);
  });

  it('is told when it is released', async () => {
    let released = false;
    const api = remote({}, () => {
      released = true;
    });
    await api[Comlink.releaseProxy]?.();
    expect(released).toBe(true);
  });
});
