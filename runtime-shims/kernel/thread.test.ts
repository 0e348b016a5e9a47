/** Threads and the message ports between them, on the plain-JavaScript build: one instance speaks for each in turn. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { createKernel } from './attach.ts';
import { EAGAIN, EBADF, EINVAL, ESRCH } from './errno.ts';
import { MAX_PROCESSES } from './limits.ts';
import { createKernelFromSource } from './source_kernel.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const INIT = 1;

let kernel: ReturnType<typeof createKernel>;
beforeEach(() => {
  kernel = createKernelFromSource();
});

const pair = (): [number, number] => kernel.portPair() as [number, number];
const post = (port: number, text: string, ports: number[] = []) => kernel.portPost(port, encoder.encode(text), ports);
const receive = (port: number): string | null => {
  const message = kernel.portReceive(port);
  return message === null || message === 'closed' ? message : decoder.decode(message.message);
};

/** A thread that has begun, and our port to it. */
function thread(data = ''): { id: number; number: number; port: number } {
  const [ours, theirs] = pair();
  const made = kernel.threadCreate(theirs, encoder.encode(data)) as { id: number; number: number };
  kernel.threadStart(made.id);
  expect(kernel.takeOrder()).toEqual({ kind: 'start', pid: made.id });
  const creator = current;
  as(made.id);
  kernel.access('/', 0);
  as(creator);
  return { ...made, port: ours };
}

let current = INIT;
function as(id: number): void {
  kernel.adopt(id);
  current = id;
}

/** What the supervisor does when it is told to end a Worker. */
function endWorkers(): void {
  const before = current;
  as(INIT);
  for (let order = kernel.takeOrder(); order !== null; order = kernel.takeOrder()) {
    kernel.terminate(order.pid, 0, () => {});
  }
  as(before);
}

describe('message ports', () => {
  beforeEach(() => as(INIT));

  it('holds messages in order until they are taken', () => {
    const [one, other] = pair();
    expect(receive(other)).toBeNull();
    expect([post(one, 'first'), post(one, ''), post(one, 'third')]).toEqual([1, 1, 1]);
    expect(kernel.portsReady()).toEqual([{ port: other, isClosed: false }]);
    expect([receive(other), receive(other), receive(other), receive(other)]).toEqual(['first', '', 'third', null]);
  });

  it('tells the end behind the messages', () => {
    const [one, other] = pair();
    post(one, 'last');
    expect(kernel.portClose(one)).toBe(0);
    expect([receive(other), receive(other), receive(other)]).toEqual(['last', 'closed', 'closed']);
    expect(kernel.portsReady()).toEqual([{ port: other, isClosed: true }]);
    expect([kernel.portClose(one), kernel.portClose(other), kernel.portClose(other)]).toEqual([-EBADF, 0, -EBADF]);
  });

  it('carries messages that are larger than a block of the heap', () => {
    const [one, other] = pair();
    const before = kernel.memoryUsed();
    const large = Uint8Array.from({ length: 5_000_001 }, (_, i) => i * 7);
    expect(kernel.portPost(one, large, [])).toBe(1);
    const { message } = kernel.portReceive(other) as { message: Uint8Array };
    expect(Buffer.compare(message, large)).toBe(0);
    expect(kernel.memoryUsed()).toBe(before);
  });

  it('carries ports, with what waits in them, and closes those that nobody takes', () => {
    const [one, other] = pair();
    const [moved, partner] = pair();
    post(partner, 'inside');
    expect(post(one, 'with a port', [moved])).toBe(1);
    expect(receive(moved)).toBe('closed');
    const message = kernel.portReceive(other) as { ports: number[] };
    expect(message.ports).toEqual([moved]);
    expect(receive(moved)).toBe('inside');
    post(one, 'again', [moved]);
    kernel.portClose(other);
    expect(receive(partner)).toBe('closed');
  });

  it('refuses to send a port through itself or its other end', () => {
    const [one, other] = pair();
    expect([post(one, '', [one]), post(one, '', [other]), post(one, '', [12345])]).toEqual([-EINVAL, -EINVAL, -EINVAL]);
    expect(receive(other)).toBeNull();
  });

  it('takes a message back to the front', () => {
    const [one, other] = pair();
    post(one, 'first');
    post(one, 'second');
    const { message, ports } = kernel.portReceive(other) as { message: Uint8Array; ports: number[] };
    expect(kernel.portReturn(other, message, ports)).toBe(0);
    expect([receive(other), receive(other)]).toEqual(['first', 'second']);
  });

  it('joins ports of one name', () => {
    const [a, b, c, d] = ['x', 'x', 'x', 'y'].map((name) => kernel.portJoin(name)) as [number, number, number, number];
    expect([post(a, 'to all'), post(d, 'to nobody')]).toEqual([2, 0]);
    expect([receive(a), receive(b), receive(c), receive(d)]).toEqual([null, 'to all', 'to all', null]);
    kernel.portClose(b);
    expect([post(c, 'left'), receive(a)]).toEqual([1, 'left']);
  });
});

describe('threads', () => {
  beforeEach(() => as(INIT));

  it('have what their creator laid down, and a port to it', () => {
    expect(kernel.thread()).toBeNull();
    const first = thread('data of the first');
    const second = thread();
    expect([first.number, second.number]).toEqual([1, 2]);
    expect([kernel.processOf(first.id), kernel.processOf(INIT), kernel.processOf(999)]).toEqual([INIT, INIT, 0]);
    post(first.port, 'hello');
    expect(kernel.portTarget(first.port)).toBe(first.id);
    as(first.id);
    expect(kernel.pid).toBe(INIT);
    const own = kernel.thread()!;
    expect([own.number, decoder.decode(own.data)]).toEqual([1, 'data of the first']);
    expect(receive(own.port)).toBe('hello');
    post(own.port, 'back');
    as(INIT);
    expect(receive(first.port)).toBe('back');
  });

  it('share descriptors; those of one are closed with it', () => {
    const { id } = thread();
    const ours = kernel.open('/dev/null', 0, 0);
    as(id);
    expect(kernel.close(ours)).toBe(0);
    const theirs = kernel.open('/dev/null', 0, 0);
    const kept = kernel.open('/dev/null', 0, 0);
    expect(kernel.claimDescriptor(kept, 'leave')).toBe(0);
    as(INIT);
    expect(kernel.dup(theirs)).toBeGreaterThan(0);
    as(id);
    kernel.threadExit(0);
    as(INIT);
    endWorkers();
    expect([kernel.close(theirs), kernel.close(kept)]).toEqual([-EBADF, 0]);
  });

  it('tell their creator of their end once the Worker is gone', () => {
    const { id, port } = thread();
    expect(kernel.threadWait(id)).toBeNull();
    as(id);
    post(kernel.thread()!.port, 'last words');
    kernel.threadExit(-7);
    as(INIT);
    expect(kernel.threadWait(id)).toBeNull();
    endWorkers();
    expect(kernel.threadWait(id)).toEqual({ exitCode: -7, outOfMemory: false });
    expect(kernel.threadWait(id)).toBe(-ESRCH);
    expect([receive(port), receive(port)]).toEqual(['last words', 'closed']);
  });

  it('are ended by their creator: with 1 when they had begun', () => {
    const { id } = thread();
    const [, theirs] = pair();
    const young = kernel.threadCreate(theirs, new Uint8Array(0)) as { id: number };
    kernel.threadStart(young.id);
    expect([kernel.threadTerminate(id), kernel.threadTerminate(young.id)]).toEqual([0, 0]);
    expect(kernel.threadTerminate(id)).toBe(-ESRCH);
    endWorkers();
    expect([kernel.threadWait(id), kernel.threadWait(young.id)]).toEqual([
      { exitCode: 1, outOfMemory: false },
      { exitCode: 0, outOfMemory: false },
    ]);
  });

  it('end with those that made them', () => {
    const outer = thread();
    as(outer.id);
    const inner = thread();
    as(INIT);
    expect(kernel.threadWait(inner.id)).toBe(-ESRCH);
    kernel.threadTerminate(outer.id);
    endWorkers();
    expect([kernel.processOf(inner.id), kernel.threadWait(outer.id)]).toEqual([0, { exitCode: 1, outOfMemory: false }]);
  });

  it('are no processes: nothing lists, signals or waits for them', () => {
    const { id } = thread();
    expect(kernel.processes().map(({ pid }) => pid)).toEqual([INIT]);
    expect([kernel.kill(id, 0), kernel.getpgid(id)]).toEqual([-ESRCH, -ESRCH]);
    expect(kernel.wait4(-1, 0)).toBeLessThan(0);
    expect(kernel.fsck()).toEqual([]);
  });

  it('give everything back', () => {
    const once = () => {
      const { id, port } = thread('x'.repeat(100));
      as(id);
      kernel.portJoin('name');
      thread();
      as(INIT);
      kernel.threadTerminate(id);
      endWorkers();
      kernel.threadWait(id);
      kernel.portClose(port);
    };
    once();
    const before = kernel.memoryUsed();
    for (let i = 0; i < 5; i++) once();
    // Records are used in turn: each keeps its transfer area for a while.
    expect(kernel.memoryUsed() - before).toBeLessThan(10 * 140_000);
    expect(kernel.fsck()).toEqual([]);
  });

  it('are ended by more memory than their limit', () => {
    const [, port] = pair();
    const { id } = kernel.threadCreate(port, new Uint8Array(0), 1000) as { id: number };
    expect(kernel.limitedThreads()).toBe(1);
    kernel.setMemory(id, 1000);
    expect(kernel.threadWait(id)).toBeNull();
    kernel.setMemory(id, 1001);
    expect(kernel.limitedThreads()).toBe(0);
    // What is told of it afterwards changes nothing.
    kernel.setMemory(id, 5);
    expect(kernel.threadWait(id)).toEqual({ exitCode: 1, outOfMemory: true });
    const without = thread();
    kernel.setMemory(without.id, 1e12);
    expect(kernel.threadWait(without.id)).toBeNull();
    expect(kernel.fsck()).toEqual([]);
  });

  it('count as processes for the limit', () => {
    let made = 1;
    for (; made <= MAX_PROCESSES; made++) {
      if (typeof kernel.threadCreate(pair()[1], new Uint8Array(0)) === 'number') break;
    }
    expect(made).toBe(MAX_PROCESSES);
    expect(kernel.threadCreate(pair()[1], new Uint8Array(0))).toBe(-EAGAIN);
  });
});
