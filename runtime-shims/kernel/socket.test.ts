import { beforeEach, describe, expect, test } from 'vitest';
import { AF_INET, AF_INET6, AF_UNIX, POLLERR, POLLHUP, POLLIN, POLLOUT } from './constants.ts';
import {
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAGAIN,
  EBADF,
  ECONNREFUSED,
  ECONNRESET,
  EINPROGRESS,
  EINVAL,
  EISCONN,
  ENOENT,
  ENOTCONN,
  ENOTSOCK,
  EPIPE,
} from './errno.ts';
import { SIGPIPE } from './signal_numbers.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

const SHUT_WR = 1;

let kernel: TestKernel;

beforeEach(() => {
  kernel = createTestKernel();
  kernel.sigaction(SIGPIPE, 1);
});

function listener(family: number, address: string, port: number, backlog = 10): number {
  const fd = kernel.socket(family);
  expect(kernel.bind(fd, address, port)).toBe(0);
  expect(kernel.listen(fd, backlog)).toBe(0);
  return fd;
}

function connected(): { client: number; server: number; listening: number } {
  const listening = listener(AF_INET, '127.0.0.1', 8000);
  const client = kernel.socket(AF_INET);
  expect(kernel.connect(client, '127.0.0.1', 8000)).toBe(0);
  return { client, server: kernel.accept(listening), listening };
}

function eventsOf(fd: number): number {
  kernel.pollInterest(fd, POLLIN | POLLOUT);
  const events = kernel.pollReady().find((ready) => ready.fd === fd)?.events ?? 0;
  kernel.pollInterest(fd, 0);
  return events;
}

describe('addresses', () => {
  test('who conflicts with whom', () => {
    const conflicts = (one: [number, string], other: [number, string]): boolean => {
      const first = listener(one[0], one[1], 9000);
      const second = kernel.socket(other[0]);
      const result = kernel.bind(second, other[1], 9000);
      kernel.close(first);
      kernel.close(second);
      expect([0, -EADDRINUSE]).toContain(result);
      return result !== 0;
    };
    const any4: [number, string] = [AF_INET, '0.0.0.0'];
    const loop4: [number, string] = [AF_INET, '127.0.0.1'];
    const other4: [number, string] = [AF_INET, '127.0.0.2'];
    const any6: [number, string] = [AF_INET6, '::'];
    const loop6: [number, string] = [AF_INET6, '::1'];
    expect(conflicts(any4, any4)).toBe(true);
    expect(conflicts(any4, loop4)).toBe(true);
    expect(conflicts(loop4, any4)).toBe(true);
    expect(conflicts(loop4, other4)).toBe(false);
    expect(conflicts(any6, any4)).toBe(true);
    expect(conflicts(loop4, any6)).toBe(true);
    expect(conflicts(any6, loop6)).toBe(true);
    expect(conflicts(loop4, loop6)).toBe(false);
  });

  test.each([
    [AF_INET, '0.0.0.0', AF_INET, '127.0.0.1'],
    [AF_INET, '127.0.0.1', AF_INET, '0.0.0.0'],
    [AF_INET, '127.0.0.1', AF_INET6, '::ffff:127.0.0.1'],
    [AF_INET6, '::', AF_INET6, '::1'],
    [AF_INET6, '::', AF_INET, '127.0.0.1'],
    [AF_INET6, '0:0:0:0:0:0:0:1', AF_INET6, '::1'],
  ])('a listener %i %s is reached by %i %s', (family, address, from, to) => {
    listener(family, address, 9000);
    expect(kernel.connect(kernel.socket(from), to, 9000)).toBe(0);
  });

  test.each([
    [AF_INET, '127.0.0.1', AF_INET6, '::1'],
    [AF_INET, '127.0.0.1', AF_INET, '127.0.0.2'],
    [AF_INET6, '::1', AF_INET, '127.0.0.1'],
    [AF_INET, '0.0.0.0', AF_INET, '10.0.0.1'],
  ])('a listener %i %s is not reached by %i %s', (family, address, from, to) => {
    listener(family, address, 9000);
    expect(kernel.connect(kernel.socket(from), to, 9000)).toBe(-ECONNREFUSED);
  });

  test('names of both ends, IPv4 mapped on a dual-stack listener', () => {
    const listening = listener(AF_INET6, '::', 0);
    const { port } = kernel.getsockname(listening) as { port: number };
    expect(port).toBeGreaterThanOrEqual(32_768);
    const client = kernel.socket(AF_INET);
    kernel.connect(client, '127.0.0.1', port);
    const server = kernel.accept(listening);
    const own = kernel.getsockname(client) as { port: number };
    expect(own).toEqual({ address: '127.0.0.1', family: AF_INET, port: expect.any(Number) });
    expect(kernel.getpeername(client)).toEqual({ address: '127.0.0.1', family: AF_INET, port });
    expect(kernel.getsockname(server)).toEqual({ address: '::ffff:127.0.0.1', family: AF_INET6, port });
    expect(kernel.getpeername(server)).toEqual({ address: '::ffff:127.0.0.1', family: AF_INET6, port: own.port });
    expect(kernel.getsockname(kernel.socket(AF_INET))).toEqual({ address: '0.0.0.0', family: AF_INET, port: 0 });
  });

  test('what has no such address, no such port, or is no socket', () => {
    const fd = kernel.socket(AF_INET);
    expect(kernel.bind(fd, '192.0.2.1', 80)).toBe(-EADDRNOTAVAIL);
    expect(kernel.bind(fd, 'nonsense', 80)).toBe(-EINVAL);
    expect(kernel.connect(fd, '127.0.0.1', 1)).toBe(-ECONNREFUSED);
    expect(kernel.getpeername(fd)).toBe(-ENOTCONN);
    expect(kernel.accept(fd)).toBe(-EINVAL);
    expect(kernel.listen(99, 1)).toBe(-EBADF);
    expect(kernel.listen((kernel.pipe() as [number, number])[0], 1)).toBe(-ENOTSOCK);
  });

  test('a port is free again when its listener is closed, while its connections go on', () => {
    const { client, server, listening } = connected();
    kernel.close(listening);
    listener(AF_INET, '127.0.0.1', 8000);
    kernel.write(client, 'still here');
    expect(kernel.text(server)).toBe('still here');
  });
});

describe('connections', () => {
  test('both directions, independent', () => {
    const { client, server } = connected();
    expect(kernel.connect(client, '127.0.0.1', 8000)).toBe(-EISCONN);
    kernel.write(client, 'ping');
    kernel.write(server, 'pong');
    expect(kernel.bytesReadable(server)).toBe(4);
    expect(kernel.text(server)).toBe('ping');
    expect(kernel.text(client)).toBe('pong');
    expect(kernel.text(client)).toBe(-EAGAIN);
  });

  test('back-pressure: 256 KiB, then EAGAIN until a quarter is free', () => {
    const { client, server } = connected();
    const chunk = new Uint8Array(65_536);
    let sent = 0;
    for (let result = 1; result > 0; sent += Math.max(result, 0)) result = kernel.write(client, chunk);
    expect(sent).toBe(262_144);
    expect(eventsOf(client)).toBe(0);
    kernel.read(server, 60_000);
    expect(eventsOf(client)).toBe(0);
    kernel.read(server, 10_000);
    expect(eventsOf(client)).toBe(POLLOUT);
  });

  test('half-close: the other direction stays open', () => {
    const { client, server } = connected();
    kernel.write(client, 'last words');
    expect(kernel.shutdown(client, SHUT_WR)).toBe(0);
    expect(kernel.write(client, 'x')).toBe(-EPIPE);
    expect(kernel.text(server)).toBe('last words');
    expect(kernel.text(server)).toBe('');
    expect(eventsOf(server)).toBe(POLLIN | POLLOUT);
    kernel.write(server, 'answer');
    expect(kernel.text(client)).toBe('answer');
    kernel.shutdown(server, SHUT_WR);
    expect(kernel.text(client)).toBe('');
    expect(eventsOf(client)).toBe(POLLIN | POLLOUT | POLLHUP);
  });

  test('closing with unread data resets the peer', () => {
    const { client, server } = connected();
    kernel.write(client, 'unread');
    kernel.close(server);
    expect(eventsOf(client)).toBe(POLLIN | POLLOUT | POLLERR | POLLHUP);
    expect(kernel.text(client)).toBe(-ECONNRESET);
    expect(kernel.text(client)).toBe('');
    expect(kernel.write(client, 'x')).toBe(-EPIPE);
  });

  test('closing with nothing unread ends the stream; the first write after it is lost, the second fails', () => {
    const { client, server } = connected();
    kernel.write(server, 'bye');
    kernel.close(server);
    expect(kernel.text(client)).toBe('bye');
    expect(kernel.text(client)).toBe('');
    expect(kernel.write(client, 'x')).toBe(1);
    expect(kernel.write(client, 'x')).toBe(-EPIPE);
  });

  test('a dead process resets or ends its connections', () => {
    const { client, server, listening } = connected();
    const child = kernel.child({ stdio: [server, listening] });
    kernel.close(server);
    kernel.close(listening);
    const waiting = kernel.socket(AF_INET);
    kernel.connect(waiting, '127.0.0.1', 8000);
    kernel.terminate(child, 9, () => {});
    expect(kernel.text(client)).toBe('');
    expect(kernel.text(waiting)).toBe(-ECONNRESET);
    expect(kernel.connect(kernel.socket(AF_INET), '127.0.0.1', 8000)).toBe(-ECONNREFUSED);
  });

  test('a full backlog: connections wait and come in one by one', () => {
    const listening = listener(AF_INET, '127.0.0.1', 8001, 1);
    const clients = [0, 1, 2, 3].map(() => kernel.socket(AF_INET));
    const results = clients.map((fd) => kernel.connect(fd, '127.0.0.1', 8001));
    expect(results).toEqual([0, 0, -EINPROGRESS, -EINPROGRESS]);
    expect(eventsOf(clients[2]!)).toBe(0);
    kernel.accept(listening);
    expect(eventsOf(clients[2]!)).toBe(POLLOUT);
    expect(kernel.socketError(clients[2]!)).toBe(0);
    kernel.close(listening);
    expect(kernel.socketError(clients[3]!)).toBe(-ECONNREFUSED);
    expect(kernel.socketError(clients[3]!)).toBe(0);
  });

  test('a waiting client may give up', () => {
    const listening = listener(AF_INET, '127.0.0.1', 8001, 0);
    const [one, two, three] = [0, 1, 2].map(() => kernel.socket(AF_INET)) as [number, number, number];
    for (const fd of [one, two, three]) kernel.connect(fd, '127.0.0.1', 8001);
    kernel.close(two);
    kernel.accept(listening);
    expect(eventsOf(three)).toBe(POLLOUT);
  });
});

describe('AF_UNIX', () => {
  test('a socket in the file system', () => {
    const listening = kernel.socket(AF_UNIX);
    expect(kernel.bind(listening, '/tmp/s', 0)).toBe(0);
    const client = kernel.socket(AF_UNIX);
    expect(kernel.connect(client, '/tmp/s', 0)).toBe(-ECONNREFUSED);
    kernel.listen(listening, 5);
    expect(kernel.connect(client, '/tmp/s', 0)).toBe(0);
    const server = kernel.accept(listening);
    kernel.write(client, 'hi');
    expect(kernel.text(server)).toBe('hi');
    expect(kernel.getpeername(client)).toEqual({ address: '/tmp/s', family: AF_UNIX, port: 0 });
    expect(kernel.getsockname(server)).toEqual({ address: '/tmp/s', family: AF_UNIX, port: 0 });
    expect(kernel.bind(kernel.socket(AF_UNIX), '/tmp/s', 0)).toBe(-EADDRINUSE);
    kernel.close(listening);
    expect(kernel.connect(kernel.socket(AF_UNIX), '/tmp/s', 0)).toBe(-ECONNREFUSED);
    kernel.unlink('/tmp/s');
    expect(kernel.connect(kernel.socket(AF_UNIX), '/tmp/s', 0)).toBe(-ENOENT);
    expect(kernel.connect(kernel.socket(AF_UNIX), '/bin/node', 0)).toBe(-ECONNREFUSED);
    kernel.close(server);
    expect(kernel.write(client, 'x')).toBe(-EPIPE);
  });

  test('a reset pair tells the writer EPIPE and keeps ECONNRESET for the reader', () => {
    const [one, other] = kernel.socketpair() as [number, number];
    kernel.write(one, 'unread');
    kernel.close(other);
    expect(kernel.write(one, 'x')).toBe(-EPIPE);
    expect(kernel.text(one)).toBe(-ECONNRESET);
    expect(kernel.write(one, 'x')).toBe(-EPIPE);
    expect(kernel.text(one)).toBe('');
  });

  test('socketpair', () => {
    const [one, other] = kernel.socketpair() as [number, number];
    kernel.write(one, 'there');
    kernel.write(other, 'back');
    expect(kernel.text(other)).toBe('there');
    expect(kernel.text(one)).toBe('back');
    kernel.close(one);
    expect(kernel.text(other)).toBe('');
  });
});

test('nothing is left in the heap when all is closed', () => {
  const round = (i: number): void => {
    const { client, server, listening } = connected();
    kernel.connect(kernel.socket(AF_INET), '127.0.0.1', 8000);
    kernel.write(client, 'x'.repeat(20_000));
    kernel.pollInterest(server, POLLIN);
    const bound = kernel.socket(AF_UNIX);
    kernel.bind(bound, '/tmp/u', 0);
    kernel.unlink('/tmp/u');
    for (const fd of i % 2 ? [client, server, listening] : [listening, server, client]) kernel.close(fd);
    for (let fd = 0; fd < 10; fd++) kernel.close(fd);
  };
  // The first round leaves the tables of descriptors and of /tmp behind.
  round(0);
  const before = kernel.memoryUsed();
  for (let i = 1; i < 50; i++) round(i);
  expect(kernel.memoryUsed()).toBe(before);
});

describe('the outer network', () => {
  test('one listener answers for all its addresses, and sees which was meant', () => {
    const gateway = listener(AF_INET, '198.18.0.0', 80);
    const client = kernel.socket(AF_INET);
    expect(kernel.connect(client, '198.19.3.4', 80)).toBe(0);
    const accepted = kernel.accept(gateway);
    expect(kernel.getsockname(accepted)).toEqual({ address: '198.19.3.4', family: AF_INET, port: 80 });
    expect(kernel.getpeername(client)).toEqual({ address: '198.19.3.4', family: AF_INET, port: 80 });
    const mapped = kernel.socket(AF_INET6);
    expect(kernel.connect(mapped, '::ffff:198.18.0.9', 80)).toBe(0);
    expect(kernel.connect(kernel.socket(AF_INET), '198.18.0.9', 5432)).toBe(-ECONNREFUSED);
  });

  test('has no part in the ports of the container', () => {
    listener(AF_INET, '198.18.0.0', 80);
    const server = listener(AF_INET6, '::', 80);
    expect(kernel.listeningPorts()).toEqual([80]);
    expect(kernel.connect(kernel.socket(AF_INET), '127.0.0.1', 80)).toBe(0);
    expect(kernel.accept(server)).toBeGreaterThan(0);
    kernel.close(server);
    expect(kernel.connect(kernel.socket(AF_INET), '127.0.0.1', 80)).toBe(-ECONNREFUSED);
    expect(kernel.listeningPorts()).toEqual([]);
  });

  test('is not answered for by a wildcard, nor bound to', () => {
    listener(AF_INET, '0.0.0.0', 8080);
    expect(kernel.connect(kernel.socket(AF_INET), '198.18.0.1', 8080)).toBe(-ECONNREFUSED);
    expect(kernel.bind(kernel.socket(AF_INET), '198.18.0.1', 8081)).toBe(-EADDRNOTAVAIL);
  });
});
