import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { createKernel } from './attach.ts';
import { AF_INET, AF_UNIX, SIGCONT, SIGSTOP } from './constants.ts';
import { ESRCH } from './errno.ts';
import { NATIVE_MAGIC } from './executable.ts';
import { createKernelFromSource } from './source_kernel.ts';

const INIT = 1;
let kernel: ReturnType<typeof createKernel>;
let now: number;

beforeEach(() => {
  now = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  kernel = createKernelFromSource();
  const fd = kernel.open('/tmp/program', 0o101, 0o755);
  kernel.write(fd, new TextEncoder().encode(NATIVE_MAGIC), -1);
  kernel.close(fd);
});
afterEach(() => vi.restoreAllMocks());

/** A child of whoever calls; the instance speaks for it from then on. */
function child(): number {
  const pid = kernel.spawn({ file: '/tmp/program', argv: ['program'], env: [], stdio: [] });
  kernel.adopt(pid);
  return pid;
}

const told = (pid: number) => {
  const found = kernel.processes().find((process) => process.pid === pid);
  if (!found) throw new Error(`there is no process ${pid}`);
  return found;
};

test('what counts is the time between waits', () => {
  const pid = child();
  now += 30;
  expect(told(pid)).toMatchObject({ cpuTime: 30, busy: true });
  kernel.resting(() => {
    now += 1_000;
    expect(told(pid)).toMatchObject({ cpuTime: 30, busy: false });
  });
  now += 5;
  expect(kernel.cpuTimes()).toEqual({ process: 35, thread: 35, children: 0 });
});

test('a wait that fails ends as well', () => {
  child();
  const fails = () => {
    now += 100;
    throw new RangeError('interrupted');
  };
  expect(() => kernel.resting(fails)).toThrow('interrupted');
  now += 7;
  expect(kernel.cpuTimes().process).toBe(7);
});

test('threads count for their process, also when they have ended', () => {
  const pid = child();
  const [, theirs] = kernel.portPair() as [number, number];
  const { id } = kernel.threadCreate(theirs, new Uint8Array(0)) as { id: number };
  kernel.threadStart(id);
  kernel.beginRest();
  kernel.adopt(id);
  now += 40;
  expect(kernel.cpuTimes()).toEqual({ process: 40, thread: 40, children: 0 });
  expect(told(pid)).toMatchObject({ cpuTime: 40, busy: true });
  kernel.threadExit(0);
  now += 500;
  kernel.adopt(pid);
  kernel.beginRest();
  expect(told(pid)).toMatchObject({ cpuTime: 40, busy: false });
});

test('what a child and its children used is its parent’s once it has waited for it', () => {
  const parent = child();
  const inner = child();
  const innermost = child();
  now += 10;
  kernel.exit(0);
  kernel.adopt(inner);
  expect(kernel.wait4(innermost, 0)).toMatchObject({ pid: innermost });
  expect(kernel.cpuTimes()).toMatchObject({ process: 10, children: 10 });
  kernel.exit(0);
  now += 100;
  kernel.adopt(parent);
  kernel.wait4(inner, 0);
  expect(kernel.cpuTimes().children).toBe(20);
});

test('memory is what was measured, of all Workers of a process', () => {
  const pid = child();
  expect(told(pid).memory).toBe(0);
  const [, theirs] = kernel.portPair() as [number, number];
  const { id } = kernel.threadCreate(theirs, new Uint8Array(0)) as { id: number };
  kernel.adopt(INIT);
  expect([kernel.setMemory(pid, 5e9), kernel.setMemory(id, 1_000), kernel.setMemory(9999, 1)]).toEqual([0, 0, -ESRCH]);
  expect(told(pid).memory).toBe(5_000_001_000);
});

test('only programs that look at processes are a reason to measure', () => {
  const before = kernel.usageAsked();
  kernel.processes();
  expect(kernel.usageAsked()).toBe(before);
  child();
  kernel.processes();
  expect(kernel.usageAsked()).toBeGreaterThan(before);
});

test('a process that is stopped and continued is told as such', () => {
  const pid = child();
  kernel.adopt(INIT);
  kernel.started(pid);
  kernel.kill(pid, SIGSTOP);
  expect(told(pid).state).toBe('stopped');
  kernel.kill(pid, SIGCONT);
  expect(told(pid).state).toBe('running');
});

test('ports are those that the process listens on', () => {
  const pid = child();
  const listen = (family: number, address: string, port: number) => {
    const fd = kernel.socket(family);
    expect(kernel.bind(fd, address, port)).toBe(0);
    return kernel.listen(fd, 1);
  };
  kernel.bind(kernel.socket(AF_INET), '127.0.0.1', 5000);
  listen(AF_INET, '127.0.0.1', 4000);
  listen(AF_INET, '127.0.0.2', 4000);
  listen(AF_INET, '0.0.0.0', 3000);
  listen(AF_UNIX, '/tmp/socket', 0);
  kernel.adopt(INIT);
  expect(kernel.portsOf(pid)).toEqual([3000, 4000]);
  expect([kernel.portsOf(INIT), kernel.portsOf(9999)]).toEqual([[], []]);
});
