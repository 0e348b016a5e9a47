/** Shapes and values of the bindings about the process and the machine, against those of the pinned native node. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pinnedNode } from '../../../scripts/node26.mjs';
import { createKernelFromSource } from '../../kernel/source_kernel.ts';
import type { BindingFactory } from '../environment.ts';
import { loopStandIn } from '../loop_stand_in.fixture.ts';
import { standInEnvironment } from '../stand_in_environment.fixture.ts';
import { binding as credentials } from './credentials.ts';
import { binding as fs } from './fs.ts';
import { binding as fsDir } from './fs_dir.ts';
import { binding as fsEventWrap } from './fs_event_wrap.ts';
import { binding as os } from './os.ts';
import { binding as permission } from './permission.ts';
import { binding as processMethods } from './process_methods.ts';
import { binding as report } from './report.ts';
import { binding as signalWrap } from './signal_wrap.ts';
import { binding as uv } from './uv.ts';
import { binding as worker } from './worker.ts';

const factories: Record<string, BindingFactory> = {
  credentials,
  fs,
  fs_dir: fsDir,
  fs_event_wrap: fsEventWrap,
  os,
  permission,
  process_methods: processMethods,
  report,
  signal_wrap: signalWrap,
  uv,
  worker,
};

const script = `
const { internalBinding } = require('internal/test/binding');
const kind = (value) => (ArrayBuffer.isView(value) ? value.constructor.name + value.length : typeof value);
const shape = (binding) => Object.fromEntries(Object.keys(binding).map((name) => [name, kind(binding[name])]));
const names = JSON.parse(process.argv[1]);
process.stdout.write(JSON.stringify({
  shapes: Object.fromEntries(names.map((name) => [name, shape(internalBinding(name))])),
  errors: [...internalBinding('uv').getErrorMap()],
}));`;
const native = JSON.parse(
  execFileSync(
    pinnedNode() as string,
    ['--expose-internals', '--no-warnings', '-e', script, JSON.stringify(Object.keys(factories))],
    { encoding: 'utf8' },
  ),
) as { shapes: Record<string, Record<string, string>>; errors: unknown[] };

const kernel = createKernelFromSource();
const environment = standInEnvironment({ kernel, loop: loopStandIn(kernel), bindings: factories });
const kind = (value: unknown): string =>
  ArrayBuffer.isView(value) ? `${value.constructor.name}${(value as Uint8Array).length}` : typeof value;

describe('bindings of files, process and machine', () => {
  it.each(Object.keys(factories))('%s has every native, of the same kind', (name) => {
    const binding = environment.internalBinding(name);
    const shape = Object.fromEntries(Object.keys(binding).map((key) => [key, kind(binding[key])]));
    expect(shape).toEqual(native.shapes[name]);
  });

  it('uv knows the same errors in the same order', () => {
    const { getErrorMap } = environment.internalBinding('uv') as { getErrorMap(): Map<number, unknown> };
    expect([...getErrorMap()]).toEqual(native.errors);
  });

  it('hrtime and hrtimeBigInt tell the same time', () => {
    const clock = environment.internalBinding('process_methods') as unknown as {
      hrtime(): void;
      hrtimeBigInt(): void;
      hrtimeBuffer: Uint32Array;
    };
    clock.hrtime();
    const [high = 0, low = 0, nanoseconds = 0] = clock.hrtimeBuffer;
    const first = BigInt(high) * 2n ** 32n * 10n ** 9n + BigInt(low) * 10n ** 9n + BigInt(nanoseconds);
    clock.hrtimeBigInt();
    const [second = 0n] = new BigUint64Array(clock.hrtimeBuffer.buffer, 0, 1);
    expect(second - first).toBeGreaterThanOrEqual(0n);
    expect(second - first).toBeLessThan(10n ** 9n);
  });

  it('umask without an argument changes nothing', () => {
    const { umask } = environment.internalBinding('process_methods') as unknown as { umask(mask?: number): number };
    const before = umask(0o027);
    expect([umask(), umask(), umask(before)]).toEqual([0o027, 0o027, 0o027]);
  });

  it('a signal handle hears of its signal until it is stopped', async () => {
    const { Signal } = environment.internalBinding('signal_wrap') as unknown as {
      Signal: new () => { onsignal: (signal: number) => void; start(signal: number): number; stop(): number };
    };
    const heard: number[] = [];
    const handle = new Signal();
    handle.onsignal = (signal) => heard.push(signal);
    expect(handle.start(9)).toBe(-22);
    expect(handle.start(12)).toBe(0);
    environment.loop.onSignal?.(12);
    environment.loop.onSignal?.(10);
    await new Promise(setImmediate);
    expect(handle.stop()).toBe(0);
    environment.loop.onSignal?.(12);
    await new Promise(setImmediate);
    expect(heard).toEqual([12]);
  });

  it('an unprivileged user changes to nobody else', () => {
    const { setuid, setgroups } = environment.internalBinding('credentials') as unknown as {
      setuid(user: number | string): number;
      setgroups(groups: string[]): number;
    };
    expect(setuid(1000)).toBe(0);
    expect(setuid('nobody-knows')).toBe(1);
    expect(setgroups(['nobody-knows'])).toBe(1);
    expect(() => setuid(0)).toThrow('EPERM, Operation not permitted');
  });
});
