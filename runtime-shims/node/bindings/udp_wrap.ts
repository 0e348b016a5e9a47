/**
 * `internalBinding('udp_wrap')` (src/udp_wrap.cc). The kernel has no datagrams yet: sockets can be made and closed, and
 * what would use the network says that it is missing.
 */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory, LoopHandle } from '../environment.ts';
import { handleWrapOf, type NativeHandle } from '../handle_wrap.ts';
import { UV_EBADF } from '../uv_numbers.ts';

const UV_UDP_IPV6ONLY = 1;
const UV_UDP_REUSEADDR = 4;
const UV_UDP_REUSEPORT = 64;

const MISSING = [
  ...['recvStart', 'open', 'bind', 'connect', 'send', 'bind6', 'connect6', 'send6', 'disconnect', 'addMembership'],
  ...['dropMembership', 'addSourceSpecificMembership', 'dropSourceSpecificMembership', 'setMulticastInterface'],
  ...['setMulticastTTL', 'setMulticastLoopback', 'setBroadcast', 'setTTL', 'bufferSize'],
];

class UnboundSocket implements NativeHandle {
  loopHandle: LoopHandle | null = null;
  referenced = true;
  closing = false;
  release(): (() => void)[] {
    return [];
  }
}

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const HandleWrap = handleWrapOf(environment);

  class UDP extends HandleWrap {
    constructor() {
      super('UDPWRAP', new UnboundSocket());
    }
    get fd(): number {
      return UV_EBADF;
    }
    recvStop(): number {
      return 0;
    }
    getpeername(_out: object): number {
      return UV_EBADF;
    }
    getsockname(_out: object): number {
      return UV_EBADF;
    }
    getSendQueueSize(): number {
      return 0;
    }
    getSendQueueCount(): number {
      return 0;
    }
  }
  for (const name of MISSING) {
    Object.defineProperty(UDP.prototype, name, {
      configurable: true,
      writable: true,
      value: () => environment.unimplemented(`udp_wrap.UDP.${name}`),
    });
  }

  class SendWrap extends AsyncWrap {
    constructor() {
      super('UDPSENDWRAP');
    }
  }

  return { UDP, SendWrap, constants: { UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR, UV_UDP_REUSEPORT } };
};
