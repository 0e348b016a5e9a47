/** A datagram socket over the kernel: what libuv's `uv_udp_t` (src/unix/udp.c) does. */
import {
  BIND_IPV6_ONLY,
  BIND_REUSE_ADDRESS,
  BIND_REUSE_PORT,
  IP_MULTICAST_LOOP,
  SO_BROADCAST,
  SO_RCVBUF,
  SOCK_DGRAM,
} from '../kernel/constants.ts';
import type { DatagramSender } from '../kernel/system_calls.ts';
import type { Environment, LoopHandle, PollHandle } from './environment.ts';
import { adoptLoopHandle, type NativeHandle } from './handle_wrap.ts';
import { parseIPv4, parseIPv6 } from './ip_address.ts';
import { perEnvironment } from './per_environment.ts';
import {
  AF_INET,
  AF_INET6,
  POLLIN,
  UV_EADDRNOTAVAIL,
  UV_EALREADY,
  UV_EBADF,
  UV_EEXIST,
  UV_EINVAL,
  UV_ENODEV,
  UV_ENOTCONN,
} from './uv_numbers.ts';

export const UV_UDP_IPV6ONLY = 1;
export const UV_UDP_REUSEADDR = 4;
export const UV_UDP_REUSEPORT = 64;

/** uv_udp_set_ttl and uv_udp_set_multicast_ttl. */
const MOST_HOPS = 255;
/** SO_SNDBUF as Linux has it when nobody sets it (net.core.wmem_default), and its bounds. */
const SEND_BUFFER_BYTES = 212_992;
const LEAST_SEND_BUFFER = 4608;
const MOST_SEND_BUFFER = 425_984;

const isAddress = (family: number, address: string): boolean =>
  (family === AF_INET ? parseIPv4(address) : parseIPv6(address)) !== null;

/** Host order; null when it is none. */
function ipv4Number(address: string): number | null {
  const bytes = parseIPv4(address);
  return bytes === null ? null : bytes.reduce((number, byte) => (number << 8) | byte, 0);
}

/** Descriptors that a handle watches: one that is only bound does not. */
const watchedDescriptorsOf = perEnvironment((_environment) => new Set<number>());

export class UdpSocket implements NativeHandle {
  loopHandle: LoopHandle | null = null;
  referenced = true;
  closing = false;
  #fd = -1;
  #poll: PollHandle | null = null;
  #isConnected = false;
  #sendBuffer = SEND_BUFFER_BYTES;
  readonly #environment: Environment;
  readonly #onReadable: () => void;

  constructor(environment: Environment, onReadable: () => void) {
    this.#environment = environment;
    this.#onReadable = onReadable;
  }

  get fd(): number {
    return this.#fd;
  }

  #adopt(fd: number): void {
    this.#fd = fd;
    this.#poll = adoptLoopHandle(
      this,
      this.#environment.loop.poll(fd, 0, () => this.#onReadable()),
    );
  }

  release(): (() => void)[] {
    const fd = this.#fd;
    this.#fd = -1;
    this.#poll = null;
    if (fd >= 0) {
      watchedDescriptorsOf(this.#environment).delete(fd);
      this.#environment.kernel.close(fd);
    }
    return [];
  }

  open(fd: number): number {
    const type = this.#environment.kernel.socketType(fd);
    if (type < 0) return type;
    if (type !== SOCK_DGRAM) return UV_EINVAL;
    if (this.#fd >= 0) return UV_EALREADY;
    // uv__fd_exists
    if (watchedDescriptorsOf(this.#environment).has(fd)) return UV_EEXIST;
    this.#adopt(fd);
    return 0;
  }

  /** The socket is made when its family is known. */
  #prepare(family: number, address: string): number {
    if (this.closing) return UV_EBADF;
    if (!isAddress(family, address)) return UV_EINVAL;
    if (this.#fd >= 0) return 0;
    const fd = this.#environment.kernel.socket(family, SOCK_DGRAM);
    if (fd < 0) return fd;
    this.#adopt(fd);
    return 0;
  }

  bind(family: number, address: string, port: number, flags: number): number {
    if ((flags & UV_UDP_IPV6ONLY) !== 0 && family !== AF_INET6) return UV_EINVAL;
    const ready = this.#prepare(family, address);
    if (ready < 0) return ready;
    const options =
      (flags & UV_UDP_IPV6ONLY ? BIND_IPV6_ONLY : 0) |
      (flags & UV_UDP_REUSEADDR ? BIND_REUSE_ADDRESS : 0) |
      (flags & UV_UDP_REUSEPORT ? BIND_REUSE_PORT : 0);
    return this.#environment.kernel.bind(this.#fd, address, port, options);
  }

  connect(family: number, address: string, port: number): number {
    const ready = this.#prepare(family, address);
    if (ready < 0) return ready;
    const status = this.#environment.kernel.connect(this.#fd, address, port);
    if (status === 0) this.#isConnected = true;
    return status;
  }

  disconnect(): number {
    if (!this.#isConnected) return UV_ENOTCONN;
    this.#isConnected = false;
    return this.#environment.kernel.disconnect(this.#fd);
  }

  send(family: number, bytes: Uint8Array, address: string, port: number): number {
    const ready = this.#prepare(family, address);
    return ready < 0 ? ready : this.#environment.kernel.sendTo(this.#fd, bytes, address, port);
  }

  sendToPeer(bytes: Uint8Array): number {
    if (this.closing) return UV_EBADF;
    return this.#isConnected ? this.#environment.kernel.sendTo(this.#fd, bytes) : UV_ENOTCONN;
  }

  receive(into: Uint8Array, sender: DatagramSender): number {
    return this.#environment.kernel.receiveFrom(this.#fd, into, sender);
  }

  startReceiving(): number {
    if (this.#poll === null) return UV_EINVAL;
    this.#poll.setEvents(POLLIN);
    watchedDescriptorsOf(this.#environment).add(this.#fd);
    return 0;
  }

  stopReceiving(): void {
    this.#poll?.setEvents(0);
    watchedDescriptorsOf(this.#environment).delete(this.#fd);
  }

  /** uv_udp_set_membership; the loopback has no IPv6 groups. */
  setMembership(group: string, interfaceAddress: string | null | undefined, option: number): number {
    const number = ipv4Number(group);
    const family = number === null ? AF_INET6 : AF_INET;
    if (!isAddress(family, group)) return UV_EINVAL;
    if (this.closing) return UV_EBADF;
    if (interfaceAddress && !isAddress(family, interfaceAddress)) return UV_EINVAL;
    if (number === null) return UV_ENODEV;
    // uv__udp_maybe_deferred_bind
    if (this.#fd < 0) {
      const bound = this.bind(AF_INET, '0.0.0.0', 0, UV_UDP_REUSEADDR);
      if (bound < 0) return bound;
    }
    return this.#environment.kernel.setSocketOption(this.#fd, option, number);
  }

  /** uv_udp_set_source_membership: the loopback does not tell sources apart. */
  setSourceMembership(source: string, group: string, interfaceAddress: string | null | undefined): number {
    const family = parseIPv4(group) === null ? AF_INET6 : AF_INET;
    if (!isAddress(family, group) || !isAddress(family, source)) return UV_EINVAL;
    if (interfaceAddress && !isAddress(family, interfaceAddress)) return UV_EINVAL;
    return this.closing ? UV_EBADF : UV_ENODEV;
  }

  /** Hops matter between hosts only: they are checked, and have no effect. */
  setHops(hops: number, least: number): number {
    if (this.#fd < 0) return UV_EBADF;
    return hops < least || hops > MOST_HOPS ? UV_EINVAL : 0;
  }

  /** The loopback is the one interface there is to choose. */
  setMulticastInterface(address: string): number {
    const name = this.#fd < 0 ? UV_EBADF : this.#environment.kernel.getsockname(this.#fd);
    if (typeof name === 'number') return name;
    const [plain = '', scope] = address.split('%');
    if (!isAddress(name.family, plain)) return UV_EINVAL;
    const isOwn = name.family === AF_INET ? /^(?:0\.0\.0\.0$|127\.)/.test(plain) : /^::1?$/.test(plain);
    return isOwn && (scope === undefined || scope === 'lo' || scope === '1') ? 0 : UV_EADDRNOTAVAIL;
  }

  setMulticastLoopback(on: number): number {
    return this.#fd < 0 ? UV_EBADF : this.#environment.kernel.setSocketOption(this.#fd, IP_MULTICAST_LOOP, on);
  }

  setBroadcast(on: number): number {
    return this.#fd < 0 ? UV_EBADF : this.#environment.kernel.setSocketOption(this.#fd, SO_BROADCAST, on);
  }

  /** uv_recv_buffer_size: sets it unless `size` is 0, and answers it. */
  receiveBuffer(size: number): number {
    if (this.#fd < 0) return UV_EBADF;
    const { kernel } = this.#environment;
    const status = size > 0 ? kernel.setSocketOption(this.#fd, SO_RCVBUF, size) : 0;
    return status < 0 ? status : kernel.socketOption(this.#fd, SO_RCVBUF);
  }

  /** uv_send_buffer_size. Nothing waits to be sent: the figure is kept for whoever asks. */
  sendBuffer(size: number): number {
    if (this.#fd < 0) return UV_EBADF;
    if (size > 0) this.#sendBuffer = Math.min(Math.max(2 * size, LEAST_SEND_BUFFER), MOST_SEND_BUFFER);
    return this.#sendBuffer;
  }
}
