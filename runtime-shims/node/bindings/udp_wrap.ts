/** `internalBinding('udp_wrap')` (src/udp_wrap.cc): datagrams over the kernel's loopback. */
import { IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP } from '../../kernel/constants.ts';
import { type AsyncWrap, asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory, Environment } from '../environment.ts';
import { type HandleWrap, handleWrapOf } from '../handle_wrap.ts';
import { UdpSocket, UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR, UV_UDP_REUSEPORT } from '../udp_socket.ts';
import { uvErrorMessage, uvErrorName } from '../uv_exception.ts';
import { AF_INET, AF_INET6, UV_EAGAIN, UV_EBADF, UV_EINVAL } from '../uv_numbers.ts';

/** As uv__udp_recvmsg: so many datagrams in one turn, so that one busy socket does not starve the others. */
const RECEIVES_PER_TURN = 32;
/** Longer than any datagram. */
const DATAGRAM_BYTES = 65_536;
/** Arguments of `send` when it names an address: request, list, count, port, address, hasCallback. */
const ARGUMENTS_WITH_ADDRESS = 6;

interface SocketName {
  address?: string;
  family?: string;
  port?: number;
}

/** The bytes of the chunks that lib/dgram.js lists. */
function joined(list: readonly ArrayBufferView[], count: number): Uint8Array {
  const chunks = list
    .slice(0, count)
    .map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  if (count === 1 && chunks[0]) return chunks[0];
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const HandleWrap = handleWrapOf(environment);
  const { kernel } = environment;
  const { FastBuffer } = environment.requireBuiltin('internal/buffer') as {
    FastBuffer: new (size: number) => Uint8Array;
  };
  const space = new Uint8Array(DATAGRAM_BYTES);

  const socketOf = (wrap: object): UdpSocket => HandleWrap.nativeOf(wrap) as UdpSocket;

  /** Sending never waits, so the answer is always that of uv_udp_try_send: the size, and one. */
  function send(wrap: object, family: number, given: readonly unknown[]): number {
    const [, list, count, port, address] = given as [object, readonly ArrayBufferView[], number, number, string];
    const bytes = joined(list, count);
    const socket = socketOf(wrap);
    const sent =
      given.length < ARGUMENTS_WITH_ADDRESS ? socket.sendToPeer(bytes) : socket.send(family, bytes, address, port);
    return sent < 0 ? sent : sent + 1;
  }

  function nameOf(wrap: object, out: SocketName, ask: (fd: number) => ReturnType<typeof kernel.getsockname>): number {
    const { fd } = socketOf(wrap);
    if (fd < 0) return UV_EBADF;
    const answer = ask(fd);
    if (typeof answer === 'number') return answer;
    out.address = answer.address;
    out.family = answer.family === AF_INET6 ? 'IPv6' : 'IPv4';
    out.port = answer.port;
    return 0;
  }

  class SendWrap extends AsyncWrap {
    constructor() {
      super('UDPSENDWRAP');
    }
  }

  class UDP extends HandleWrap {
    constructor() {
      super('UDPWRAP', new UdpSocket(environment, () => this.#receive(1)));
    }

    get fd(): number {
      const { fd } = socketOf(this);
      return fd < 0 ? UV_EBADF : fd;
    }

    /** One datagram; further ones of this turn are callbacks of their own. */
    #receive(count: number): void {
      const socket = socketOf(this);
      if (socket.closing) return;
      const sender = { address: '', port: 0 };
      const size = socket.receive(space, sender);
      if (size === UV_EAGAIN) return;
      if (size < 0) {
        this.#tell(size);
        return;
      }
      const bytes = new FastBuffer(size);
      bytes.set(space.subarray(0, size));
      const family = sender.address.includes(':') ? 'IPv6' : 'IPv4';
      if (count < RECEIVES_PER_TURN) environment.loop.makeCallback(() => this.#receive(count + 1));
      this.#tell(size, bytes, { address: sender.address, family, port: sender.port });
    }

    #tell(size: number, bytes?: Uint8Array, sender?: SocketName): void {
      AsyncWrap.call(this, (this as Record<string, unknown>)['onmessage'], size, this, bytes, sender);
    }

    open(fd: number): number {
      return socketOf(this).open(fd);
    }

    bind(address: string, port: number, flags: number): number {
      return socketOf(this).bind(AF_INET, address, port, flags);
    }

    bind6(address: string, port: number, flags: number): number {
      return socketOf(this).bind(AF_INET6, address, port, flags);
    }

    connect(address: string, port: number): number {
      return socketOf(this).connect(AF_INET, address, port);
    }

    connect6(address: string, port: number): number {
      return socketOf(this).connect(AF_INET6, address, port);
    }

    disconnect(): number {
      return socketOf(this).disconnect();
    }

    send(...given: unknown[]): number {
      return send(this, AF_INET, given);
    }

    send6(...given: unknown[]): number {
      return send(this, AF_INET6, given);
    }

    recvStart(): number {
      return socketOf(this).startReceiving();
    }

    recvStop(): number {
      socketOf(this).stopReceiving();
      return 0;
    }

    getsockname(out: SocketName): number {
      return nameOf(this, out, (fd) => kernel.getsockname(fd));
    }

    getpeername(out: SocketName): number {
      return nameOf(this, out, (fd) => kernel.getpeername(fd));
    }

    addMembership(group: string, interfaceAddress?: string): number {
      return socketOf(this).setMembership(group, interfaceAddress, IP_ADD_MEMBERSHIP);
    }

    dropMembership(group: string, interfaceAddress?: string): number {
      return socketOf(this).setMembership(group, interfaceAddress, IP_DROP_MEMBERSHIP);
    }

    addSourceSpecificMembership(source: string, group: string, interfaceAddress?: string): number {
      return socketOf(this).setSourceMembership(source, group, interfaceAddress);
    }

    dropSourceSpecificMembership(source: string, group: string, interfaceAddress?: string): number {
      return socketOf(this).setSourceMembership(source, group, interfaceAddress);
    }

    setMulticastInterface(address: string): number {
      return socketOf(this).setMulticastInterface(address);
    }

    setMulticastTTL(hops: number): number {
      return socketOf(this).setHops(hops, 0);
    }

    setTTL(hops: number): number {
      return socketOf(this).setHops(hops, 1);
    }

    setMulticastLoopback(on: number): number {
      return socketOf(this).setMulticastLoopback(on);
    }

    setBroadcast(on: number): number {
      return socketOf(this).setBroadcast(on);
    }

    /** Answers the size, or undefined with the error stored in `context`. */
    bufferSize(size: number, isReceive: boolean, context: object): number | undefined {
      const syscall = isReceive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
      const socket = socketOf(this);
      const result = size > 0x7fffffff ? UV_EINVAL : isReceive ? socket.receiveBuffer(size) : socket.sendBuffer(size);
      if (result >= 0) return result;
      Object.assign(context, { errno: result, code: uvErrorName(result), message: uvErrorMessage(result), syscall });
      return undefined;
    }

    /** Datagrams leave at once. */
    getSendQueueSize(): number {
      return 0;
    }

    getSendQueueCount(): number {
      return 0;
    }
  }

  return {
    UDP: UDP as new () => HandleWrap,
    SendWrap: SendWrap as new () => AsyncWrap,
    constants: { UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR, UV_UDP_REUSEPORT },
  };
};

/** The handle for a datagram socket that another process sent. */
export function adoptUdp(environment: Environment, fd: number): object {
  const { UDP } = environment.internalBinding('udp_wrap') as { UDP: new () => { open(fd: number): number } };
  const wrap = new UDP();
  wrap.open(fd);
  return wrap;
}
