import { beforeAll, describe, expect, it } from 'vitest';
import { createKernelFromSource } from '../kernel/source_kernel.ts';
import { binding as pipeWrap } from './bindings/pipe_wrap.ts';
import { binding as streamWrap } from './bindings/stream_wrap.ts';
import { binding as tcpWrap } from './bindings/tcp_wrap.ts';
import { binding as ttyWrap } from './bindings/tty_wrap.ts';
import type { LibuvStreamWrap } from './libuv_stream.ts';
import { loopStandIn } from './loop_stand_in.fixture.ts';
import { standInEnvironment } from './stand_in_environment.fixture.ts';
import type { WriteWrap } from './stream_base.ts';

interface Stream extends LibuvStreamWrap {
  onread: unknown;
  fd: number;
  bytesWritten: number;
  open(fd: number): number;
  readStart(): number;
  shutdown(request: object): number;
  writeBuffer(request: object | null, data: Uint8Array): number | WriteWrap;
  writev(request: object | null, chunks: unknown[], allBuffers: boolean): number | WriteWrap;
  bind(...address: unknown[]): number;
  listen(backlog: number): number;
  connect(request: object, ...address: unknown[]): number;
  getsockname(out: object): number;
  getWindowSize(out: number[]): number;
  setRawMode(mode: number): number;
}
type StreamClass = new (...args: unknown[]) => Stream;

const EINVAL = -22;
const EPIPE = -32;
const ENOTCONN = -107;
const EADDRINUSE = -98;
const ECANCELED = -125;
const ENOENT = -2;

const kernel = createKernelFromSource();
for (let fd = 0; fd <= 2; fd++) kernel.open('/dev/null', 0, 0);
const environment = standInEnvironment({ kernel, loop: loopStandIn(kernel), bindings: { stream_wrap: streamWrap } });
const state = environment.internalBinding('stream_wrap')['streamBaseState'] as Int32Array;
const { Pipe, PipeConnectWrap } = pipeWrap(environment) as { Pipe: StreamClass; PipeConnectWrap: new () => object };
const { TCP } = tcpWrap(environment) as { TCP: StreamClass };
const { TTY } = ttyWrap(environment) as { TTY: StreamClass };

const pipeOn = (fd: number): Stream => {
  const pipe = new Pipe(0);
  expect(pipe.open(fd)).toBe(0);
  return pipe;
};
const pair = (ends: [number, number] | number): [number, number] => {
  if (typeof ends === 'number') throw new Error(`no pair: ${ends}`);
  return ends;
};
const completion = (request: object) =>
  new Promise<number>((resolve) => {
    (request as { oncomplete: unknown }).oncomplete = resolve;
  });
const closed = (stream: Stream) => new Promise<void>((resolve) => stream.close(resolve));

describe('streams over kernel descriptors', () => {
  it('writes at once what fits, keeps the rest and completes when the reader has made room', async () => {
    const [near, far] = pair(kernel.socketpair());
    const stream = pipeOn(near);
    expect(stream.writeBuffer(null, new Uint8Array(10))).toBe(0);
    expect([state[2], state[3], stream.writeQueueSize]).toEqual([10, 0, 0]);

    const data = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 7) & 255);
    const request = stream.writeBuffer(null, data) as WriteWrap;
    expect([state[2], state[3], state[4]]).toEqual([data.length, 1, 0]);
    expect(stream.writeQueueSize).toBeGreaterThan(0);
    const done = completion(request);
    const received: number[] = [];
    const buffer = new Uint8Array(1 << 16);
    while (received.length < data.length + 10) {
      const count = kernel.read(far, buffer, -1);
      for (let i = 0; i < count; i++) received.push(buffer[i]!);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(await done).toBe(0);
    expect(Uint8Array.from(received.slice(10))).toEqual(data);
    expect([stream.bytesWritten, stream.writeQueueSize]).toEqual([data.length + 10, 0]);
    await closed(stream);
    kernel.close(far);
  });

  it('joins mixed chunks in order', async () => {
    const [near, far] = pair(kernel.socketpair());
    const stream = pipeOn(near);
    expect(stream.writev(null, [Buffer.from('a'), 'buffer', 'é', 'latin1', 'é', 'utf8', 'b', 'utf16le'], false)).toBe(
      0,
    );
    const buffer = new Uint8Array(100);
    const count = kernel.read(far, buffer, -1);
    expect([...buffer.subarray(0, count)]).toEqual([0x61, 0xe9, 0xc3, 0xa9, 0x62, 0]);
    await closed(stream);
    kernel.close(far);
  });

  it('tells a closing stream ECANCELED for what it still held, and then that it is closed', async () => {
    const [near, far] = pair(kernel.socketpair());
    const stream = pipeOn(near);
    const order: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      const request = stream.writeBuffer(null, new Uint8Array(1 << 20)) as WriteWrap;
      request.oncomplete = (status: number) => order.push(status);
    }
    await new Promise<void>((resolve) =>
      stream.close(() => {
        order.push('closed');
        resolve();
      }),
    );
    expect(order).toEqual([ECANCELED, ECANCELED, 'closed']);
    expect([stream.fd, stream.readStart()]).toEqual([EINVAL, EINVAL]);
    kernel.close(far);
  });

  it('reads, then tells the end once', async () => {
    const [near, far] = pair(kernel.socketpair());
    const stream = pipeOn(near);
    const reads: unknown[] = [];
    const ended = new Promise<void>((resolve) => {
      stream.onread = (data: ArrayBuffer | undefined) => {
        reads.push(data === undefined ? state[0] : Buffer.from(data).toString());
        if (data === undefined) resolve();
      };
    });
    stream.readStart();
    kernel.write(far, Buffer.from('hello'), -1);
    kernel.close(far);
    await ended;
    expect(reads).toEqual(['hello', -4095]);
    await closed(stream);
  });

  it('knows the direction of a pipe end', async () => {
    const [reader, writer] = pair(kernel.pipe());
    const [input, output] = [pipeOn(reader), pipeOn(writer)];
    expect(input.writeBuffer(null, new Uint8Array(1))).toBe(EPIPE);
    expect(output.readStart()).toBe(ENOTCONN);
    expect(output.writeBuffer(null, new Uint8Array(1))).toBe(0);
    await Promise.all([closed(input), closed(output)]);
  });

  it('tells a port in use when listening, as libuv does', async () => {
    const [first, second] = [new TCP(1), new TCP(1)];
    const name: { port?: number } = {};
    expect([first.bind('127.0.0.1', 0), first.listen(5), first.getsockname(name)]).toEqual([0, 0, 0]);
    expect([second.bind('127.0.0.1', name.port), second.listen(5)]).toEqual([0, EADDRINUSE]);
    expect(second.bind('localhost', 0)).toBe(EINVAL);
    await Promise.all([closed(first), closed(second)]);
  });
});

describe('Unix sockets', () => {
  beforeAll(() => {
    kernel.mkdir('/tmp', 0o777);
  });

  it('have a name in the file system as long as they are open', async () => {
    const [first, second] = [new Pipe(1), new Pipe(1)];
    const stat = new Float64Array(18);
    expect([first.bind('/tmp/s'), first.listen(5), second.bind('/tmp/s')]).toEqual([0, 0, EADDRINUSE]);
    expect(kernel.stat('/tmp/s', stat, 0)).toBe(0);
    await Promise.all([closed(first), closed(second)]);
    expect(kernel.stat('/tmp/s', stat, 0)).toBe(ENOENT);
  });

  it('tell a missing name through the request', async () => {
    const client = new Pipe(0);
    const request = new PipeConnectWrap();
    const status = completion(request);
    expect(client.connect(request, '/tmp/nobody')).toBe(0);
    expect(await status).toBe(ENOENT);
    await closed(client);
  });
});

describe('terminals', () => {
  it('have a size and change their mode and back', async () => {
    const [controller, terminal] = pair(kernel.openpty(24, 80));
    const tty = new TTY(terminal, {});
    const size: number[] = [];
    expect([tty.getWindowSize(size), size]).toEqual([0, [80, 24]]);
    const before = kernel.tcgetattr(terminal);
    expect(tty.setRawMode(3)).toBe(0);
    const [, , , lflag] = kernel.tcgetattr(terminal) as [number, number, number, number];
    expect(lflag & (0o10 | 0o2 | 0o1)).toBe(0);
    expect(tty.setRawMode(0)).toBe(0);
    expect(kernel.tcgetattr(terminal)).toEqual(before);
    await closed(tty);
    kernel.close(controller);
  });

  it('are not what is no terminal', () => {
    const context: { code?: string; syscall?: string } = {};
    new TTY(0, context);
    expect([context.code, context.syscall]).toEqual(['EINVAL', 'uv_tty_init']);
  });
});
