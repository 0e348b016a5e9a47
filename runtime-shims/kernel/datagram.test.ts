import { beforeEach, describe, expect, test } from 'vitest';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  BIND_IPV6_ONLY,
  BIND_REUSE_ADDRESS,
  BIND_REUSE_PORT,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_LOOP,
  POLLERR,
  POLLIN,
  POLLOUT,
  SO_BROADCAST,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOCK_STREAM,
} from './constants.ts';
import {
  EACCES,
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAGAIN,
  ECONNREFUSED,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENETUNREACH,
  ENOTCONN,
  EOPNOTSUPP,
  EPROTONOSUPPORT,
} from './errno.ts';
import { DATAGRAM_QUEUE_BYTES, GROUPS_MAX } from './limits.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

const GROUP = -0x20000000 + 251;
const PORT = 7000;

let kernel: TestKernel;

beforeEach(() => {
  kernel = createTestKernel();
});

function bound(address = '127.0.0.1', port = PORT, options = 0, family = AF_INET): number {
  const fd = kernel.socket(family, SOCK_DGRAM);
  expect(kernel.bind(fd, address, port, options)).toBe(0);
  return fd;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** `text from address`, or a negative number. */
function next(fd: number, length = 65_536): string | number {
  const buffer = new Uint8Array(length);
  const sender = { address: '', port: 0 };
  const size = kernel.receiveFrom(fd, buffer, sender);
  return size < 0 ? size : `${new TextDecoder().decode(buffer.subarray(0, size))} from ${sender.address}`;
}

function eventsOf(fd: number): number {
  kernel.pollInterest(fd, POLLIN | POLLOUT);
  const events = kernel.pollReady().find((ready) => ready.fd === fd)?.events ?? 0;
  kernel.pollInterest(fd, 0);
  return events;
}

describe('sending and receiving', () => {
  test('whole datagrams in order, with their sender', () => {
    const server = bound();
    const client = bound('127.0.0.1', 0);
    expect(eventsOf(server)).toBe(POLLOUT);
    for (const text of ['one', '', 'three'])
      expect(kernel.sendTo(client, bytes(text), '127.0.0.1', PORT)).toBe(text.length);
    expect(eventsOf(server)).toBe(POLLIN | POLLOUT);
    expect(kernel.bytesReadable(server)).toBe(3);
    expect([next(server), next(server), next(server), next(server)]).toEqual([
      'one from 127.0.0.1',
      ' from 127.0.0.1',
      'three from 127.0.0.1',
      -EAGAIN,
    ]);
  });

  test('what the buffer does not hold of a datagram is lost, the next one is whole; read(2) works as well', () => {
    const server = bound();
    const client = bound('127.0.0.1', 0);
    for (const text of ['long text', 'second', 'third']) kernel.sendTo(client, bytes(text), '127.0.0.1', PORT);
    expect(next(server, 4)).toBe('long from 127.0.0.1');
    expect(kernel.text(server, 3)).toBe('sec');
    expect(kernel.text(server)).toBe('third');
  });

  test('an unbound sender gets a port of its own', () => {
    const server = bound();
    const client = kernel.socket(AF_INET, SOCK_DGRAM);
    kernel.sendTo(client, bytes('x'), '127.0.0.1', PORT);
    expect(next(server)).toBe('x from 127.0.0.1');
    expect(kernel.getsockname(client)).toMatchObject({
      address: '0.0.0.0',
      port: expect.toSatisfy((port) => port > 0),
    });
  });

  test('what there is no room for is lost, and nothing else', () => {
    const server = bound();
    const client = bound('127.0.0.1', 0);
    const data = new Uint8Array(60_000);
    for (let i = 0; i < 10; i++) expect(kernel.sendTo(client, data, '127.0.0.1', PORT)).toBe(data.length);
    let arrived = 0;
    while (next(server) !== -EAGAIN) arrived++;
    expect(arrived).toBe(Math.floor(DATAGRAM_QUEUE_BYTES / (data.length + 16)));
    expect(kernel.setSocketOption(server, SO_RCVBUF, 5000)).toBe(0);
    expect(kernel.socketOption(server, SO_RCVBUF)).toBe(10_000);
    kernel.sendTo(client, data, '127.0.0.1', PORT);
    kernel.sendTo(client, bytes('small'), '127.0.0.1', PORT);
    expect(next(server)).toBe('small from 127.0.0.1');
  });

  test('errors', () => {
    const socket = bound();
    const send = (size: number, address?: string, port?: number) =>
      kernel.sendTo(socket, new Uint8Array(size), address, port);
    expect(send(1)).toBe(-EDESTADDRREQ);
    expect(send(1, '10.0.0.1', 1)).toBe(-ENETUNREACH);
    expect(send(1, '127.0.0.1', 0)).toBe(-EINVAL);
    expect(send(65_507, '127.0.0.1', PORT)).toBe(65_507);
    expect(send(65_508, '127.0.0.1', PORT)).toBe(-EMSGSIZE);
    expect(send(1, '255.255.255.255', PORT)).toBe(-EACCES);
    expect(kernel.listen(socket, 1)).toBe(-EOPNOTSUPP);
    const stream = kernel.socket(AF_INET);
    expect([kernel.socketType(socket), kernel.socketType(stream)]).toEqual([SOCK_DGRAM, SOCK_STREAM]);
    expect(kernel.sendTo(stream, bytes('x'), '127.0.0.1', PORT)).toBe(-EOPNOTSUPP);
    expect(kernel.socket(AF_UNIX, SOCK_DGRAM)).toBe(-EPROTONOSUPPORT);
  });
});

describe('addresses', () => {
  test('streams and datagrams have ports of their own; a port is shared by those that both say so', () => {
    bound();
    const other = kernel.socket(AF_INET, SOCK_DGRAM);
    expect(kernel.bind(other, '127.0.0.1', PORT)).toBe(-EADDRINUSE);
    expect(kernel.bind(other, '127.0.0.1', PORT, BIND_REUSE_ADDRESS)).toBe(-EADDRINUSE);
    const stream = kernel.socket(AF_INET);
    expect(kernel.bind(stream, '127.0.0.1', PORT)).toBe(0);
    bound('127.0.0.1', PORT + 1, BIND_REUSE_ADDRESS);
    bound('127.0.0.1', PORT + 1, BIND_REUSE_ADDRESS);
  });

  test('an IPv6 wildcard hears IPv4 unless it is IPv6-only', () => {
    const dual = bound('::', PORT, 0, AF_INET6);
    const client = bound('127.0.0.1', 0);
    kernel.sendTo(client, bytes('x'), '127.0.0.1', PORT);
    expect(next(dual)).toBe('x from ::ffff:127.0.0.1');
    const six = bound('::', PORT + 1, BIND_IPV6_ONLY, AF_INET6);
    const four = bound('0.0.0.0', PORT + 1);
    kernel.sendTo(client, bytes('x'), '127.0.0.1', PORT + 1);
    expect([next(four), next(six)]).toEqual(['x from 127.0.0.1', -EAGAIN]);
  });

  test('listeners with SO_REUSEPORT share the connections', () => {
    const listeners = [0, 1].map(() => {
      const fd = kernel.socket(AF_INET);
      expect(kernel.bind(fd, '127.0.0.1', PORT, BIND_REUSE_PORT)).toBe(0);
      kernel.listen(fd, 50);
      return fd;
    });
    for (let i = 0; i < 20; i++) expect(kernel.connect(kernel.socket(AF_INET), '127.0.0.1', PORT)).toBe(0);
    for (const listener of listeners) expect(kernel.accept(listener)).toBeGreaterThan(0);
  });
});

describe('connected sockets', () => {
  test('hear their peer only, and send without an address', () => {
    const server = bound();
    const stranger = bound('127.0.0.1', 0);
    const client = bound('0.0.0.0', PORT + 1);
    expect(kernel.connect(client, '127.0.0.1', PORT)).toBe(0);
    expect(kernel.getsockname(client)).toMatchObject({ address: '127.0.0.1', port: PORT + 1 });
    expect(kernel.getpeername(client)).toMatchObject({ address: '127.0.0.1', port: PORT });
    kernel.sendTo(stranger, bytes('no'), '127.0.0.1', PORT + 1);
    kernel.sendTo(server, bytes('yes'), '127.0.0.1', PORT + 1);
    expect([next(client), next(client)]).toEqual(['yes from 127.0.0.1', -EAGAIN]);
    expect(kernel.write(client, 'by write')).toBe(8);
    expect(next(server)).toBe('by write from 127.0.0.1');
    expect(kernel.disconnect(client)).toBe(0);
    expect(kernel.disconnect(client)).toBe(-ENOTCONN);
    expect(kernel.getsockname(client)).toMatchObject({ address: '0.0.0.0', port: PORT + 1 });
    kernel.sendTo(stranger, bytes('now'), '127.0.0.1', PORT + 1);
    expect(next(client)).toBe('now from 127.0.0.1');
  });

  test('hear that nobody is there', () => {
    const client = kernel.socket(AF_INET, SOCK_DGRAM);
    kernel.connect(client, '127.0.0.1', PORT);
    expect(kernel.sendTo(client, bytes('x'))).toBe(1);
    expect(eventsOf(client)).toBe(POLLIN | POLLOUT | POLLERR);
    expect(next(client)).toBe(-ECONNREFUSED);
    expect(next(client)).toBe(-EAGAIN);
  });
});

describe('groups and broadcasts', () => {
  test('all members of a group hear it, also on one port', () => {
    const members = [0, 1].map(() => bound('0.0.0.0', PORT, BIND_REUSE_ADDRESS));
    const sender = bound('127.0.0.1', 0);
    for (const member of members) expect(kernel.setSocketOption(member, IP_ADD_MEMBERSHIP, GROUP)).toBe(0);
    kernel.sendTo(sender, bytes('both'), '224.0.0.251', PORT);
    expect(members.map((member) => next(member))).toEqual(['both from 127.0.0.1', 'both from 127.0.0.1']);
    expect(kernel.setSocketOption(members[0]!, IP_DROP_MEMBERSHIP, GROUP)).toBe(0);
    kernel.sendTo(sender, bytes('one'), '224.0.0.251', PORT);
    expect(members.map((member) => next(member))).toEqual([-EAGAIN, 'one from 127.0.0.1']);
    kernel.setSocketOption(sender, IP_MULTICAST_LOOP, 0);
    expect(kernel.sendTo(sender, bytes('none'), '224.0.0.251', PORT)).toBe(4);
    expect(next(members[1]!)).toBe(-EAGAIN);
  });

  test('what cannot be joined or left', () => {
    const socket = bound();
    expect(kernel.setSocketOption(socket, IP_ADD_MEMBERSHIP, 0x0a000001)).toBe(-EINVAL);
    expect(kernel.setSocketOption(socket, IP_DROP_MEMBERSHIP, GROUP)).toBe(-EADDRNOTAVAIL);
    for (let i = 0; i < GROUPS_MAX; i++) expect(kernel.setSocketOption(socket, IP_ADD_MEMBERSHIP, GROUP + i)).toBe(0);
    expect(kernel.setSocketOption(socket, IP_ADD_MEMBERSHIP, GROUP)).toBe(-EADDRINUSE);
    expect(kernel.setSocketOption(socket, IP_ADD_MEMBERSHIP, GROUP - 1)).toBeLessThan(0);
    const used = kernel.memoryUsed();
    kernel.close(socket);
    expect(kernel.memoryUsed()).toBeLessThan(used);
  });

  test('a broadcast needs leave', () => {
    const hearer = bound('0.0.0.0');
    const sender = bound('127.0.0.1', 0);
    kernel.setSocketOption(sender, SO_BROADCAST, 1);
    expect(kernel.sendTo(sender, bytes('all'), '255.255.255.255', PORT)).toBe(3);
    expect(next(hearer)).toBe('all from 127.0.0.1');
  });
});
