/** Sockets in memory with the kernel's answers, as far as the tests of the stream bindings need them. */
import type { Readiness, SystemCalls } from '../kernel/system_calls.ts';
import {
  AF_INET6,
  POLLHUP,
  POLLIN,
  POLLOUT,
  UV_EADDRINUSE,
  UV_EAGAIN,
  UV_EBADF,
  UV_ECONNREFUSED,
  UV_ENOENT,
  UV_ENOTCONN,
  UV_EPIPE,
} from './uv_numbers.ts';

const CAPACITY = 64 * 1024;
const ECONNRESET = -104;

class End {
  family: number;
  name = { address: '0.0.0.0', port: 0 };
  peerName = { address: '', port: 0 };
  peer: End | null = null;
  inbox: Uint8Array[] = [];
  size = 0;
  ended = false;
  shut = false;
  error = 0;
  backlog: End[] | null = null;
  constructor(family: number) {
    this.family = family;
  }
  events(): number {
    if (this.backlog !== null) return this.backlog.length > 0 ? POLLIN : 0;
    let events = 0;
    if (this.size > 0 || this.ended) events |= POLLIN;
    if (this.peer === null || this.peer.size < CAPACITY || this.shut) events |= POLLOUT;
    if (this.ended && this.shut) events |= POLLHUP;
    return events;
  }
}

export function socketsStandIn(): SystemCalls {
  const table = new Map<number, End>();
  const interest = new Map<number, number>();
  const listeners = new Map<string, End>();
  let nextPort = 40000;
  const install = (end: End): number => {
    let fd = 3;
    while (table.has(fd)) fd++;
    table.set(fd, end);
    return fd;
  };
  const keyOf = (end: End) => (end.family === 1 ? end.name.address : String(end.name.port));
  const calls = {
    socket: (family: number) => install(new End(family)),
    bind(fd: number, address: string, port: number) {
      const end = table.get(fd)!;
      end.name = { address, port: end.family === 1 || port !== 0 ? port : nextPort++ };
      if (listeners.has(keyOf(end))) return UV_EADDRINUSE;
      listeners.set(keyOf(end), end);
      return 0;
    },
    listen(fd: number) {
      const end = table.get(fd)!;
      end.backlog ??= [];
      return 0;
    },
    accept(fd: number) {
      const end = table.get(fd)?.backlog?.shift();
      return end === undefined ? UV_EAGAIN : install(end);
    },
    connect(fd: number, address: string, port: number) {
      const end = table.get(fd)!;
      const listener = listeners.get(end.family === 1 ? address : String(port));
      if (!listener?.backlog) return end.family === 1 && listener === undefined ? UV_ENOENT : UV_ECONNREFUSED;
      const other = new End(end.family);
      other.peer = end;
      end.peer = other;
      end.peerName = { address, port };
      other.name = { address, port };
      if (end.name.port === 0) end.name = { address: end.family === 1 ? '' : address, port: nextPort++ };
      other.peerName = end.name;
      listener.backlog.push(other);
      return 0;
    },
    socketError: () => 0,
    read(fd: number, buffer: Uint8Array) {
      const end = table.get(fd);
      if (end === undefined) return UV_EBADF;
      if (end.error !== 0) return end.error;
      let count = 0;
      while (end.inbox.length > 0 && count < buffer.byteLength) {
        const part = end.inbox[0]!.subarray(0, buffer.byteLength - count);
        buffer.set(part, count);
        count += part.byteLength;
        if (part.byteLength === end.inbox[0]!.byteLength) end.inbox.shift();
        else end.inbox[0] = end.inbox[0]!.subarray(part.byteLength);
      }
      end.size -= count;
      return count > 0 || end.ended ? count : UV_EAGAIN;
    },
    write(fd: number, data: Uint8Array) {
      const end = table.get(fd);
      if (end === undefined) return UV_EBADF;
      if (end.peer === null || end.shut) return UV_EPIPE;
      const part = data.slice(0, CAPACITY - end.peer.size);
      if (part.byteLength === 0) return UV_EAGAIN;
      end.peer.inbox.push(part);
      end.peer.size += part.byteLength;
      return part.byteLength;
    },
    shutdown(fd: number) {
      const end = table.get(fd)!;
      if (end.peer === null) return UV_ENOTCONN;
      end.shut = true;
      end.peer.ended = true;
      return 0;
    },
    close(fd: number) {
      const end = table.get(fd);
      if (end === undefined) return UV_EBADF;
      table.delete(fd);
      interest.delete(fd);
      if (listeners.get(keyOf(end)) === end) listeners.delete(keyOf(end));
      if (end.peer !== null) {
        if (end.size > 0) end.peer.error = ECONNRESET;
        end.peer.ended = true;
        end.peer.peer = null;
        end.peer.shut = true;
      }
      return 0;
    },
    unlink: () => 0,
    getsockname(fd: number) {
      const end = table.get(fd);
      return end === undefined ? UV_EBADF : { ...end.name, family: end.family };
    },
    getpeername(fd: number) {
      const end = table.get(fd);
      if (end === undefined) return UV_EBADF;
      const { address, port } = end.peerName;
      if (port === 0) return UV_ENOTCONN;
      return {
        address: end.family === AF_INET6 && address.includes('.') ? `::ffff:${address}` : address,
        port,
        family: end.family,
      };
    },
    readFile: () => UV_ENOENT,
    isatty: () => false,
    pollInterest(fd: number, events: number) {
      if (events === 0) interest.delete(fd);
      else interest.set(fd, events);
      return 0;
    },
    pollReady(): Readiness[] {
      return [...interest].flatMap(([fd, wanted]) => {
        const events = (table.get(fd)?.events() ?? 0) & (wanted | POLLHUP);
        return events === 0 ? [] : [{ fd, events }];
      });
    },
  };
  return calls as unknown as SystemCalls;
}
