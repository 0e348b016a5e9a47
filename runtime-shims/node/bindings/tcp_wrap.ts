/** `internalBinding('tcp_wrap')` (src/tcp_wrap.cc): TCP over the kernel's loopback, and to the host's gateway. */
import { BIND_IPV6_ONLY, BIND_REUSE_PORT } from '../../kernel/constants.ts';
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory, Environment } from '../environment.ts';
import { parseIPv4, parseIPv6 } from '../ip_address.ts';
import { type ConnectRequest, type LibuvStream, type LibuvStreamWrap, libuvStreamWrapOf } from '../libuv_stream.ts';
import { isForeignAddress, isOutwardAddress, outwardAddressOf } from '../outward_names.ts';
import { refusedOutward } from '../outward_refusal.ts';
import { perEnvironment } from '../per_environment.ts';
import { AF_INET, AF_INET6, UV_EADDRINUSE, UV_EBADF, UV_EINVAL, UV_EISCONN } from '../uv_numbers.ts';

/** TCPWrap::SocketType. */
const SOCKET = 0;
const SERVER = 1;
const UV_TCP_IPV6ONLY = 1;
const UV_TCP_REUSEPORT = 2;

interface SocketName {
  address?: string;
  family?: string;
  port?: number;
}

export const tcpClassesOf = perEnvironment((environment: Environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const LibuvStreamWrap = libuvStreamWrapOf(environment);
  const { kernel } = environment;

  class TCPConnectWrap extends AsyncWrap {
    constructor() {
      super('TCPCONNECTWRAP');
    }
  }

  /** maybe_new_socket: the socket is made when its family is known. */
  function ensureSocket(stream: LibuvStream, family: number): number {
    if (stream.fd >= 0) return 0;
    const fd = kernel.socket(family);
    if (fd < 0) return fd;
    stream.open(fd, false, false);
    return 0;
  }

  const validAddress = (family: number, address: string): boolean =>
    (family === AF_INET ? parseIPv4(address) : parseIPv6(address)) !== null;

  function bind(wrap: unknown, family: number, address: string, port: number, flags = 0): number {
    const stream = LibuvStreamWrap.streamOf(wrap);
    if (!stream.isAlive()) return UV_EBADF;
    if (!validAddress(family, address)) return UV_EINVAL;
    if ((flags & UV_TCP_IPV6ONLY) !== 0 && family !== AF_INET6) return UV_EINVAL;
    const made = ensureSocket(stream, family);
    if (made < 0) return made;
    const options = (flags & UV_TCP_IPV6ONLY ? BIND_IPV6_ONLY : 0) | (flags & UV_TCP_REUSEPORT ? BIND_REUSE_PORT : 0);
    const status = kernel.bind(stream.fd, address, port, options);
    if (status === UV_EADDRINUSE) {
      stream.delayedError = status;
      return 0;
    }
    return status;
  }

  function connect(wrap: unknown, request: ConnectRequest, family: number, address: string, port: number): number {
    const stream = LibuvStreamWrap.streamOf(wrap);
    if (!stream.isAlive()) return UV_EBADF;
    if (!validAddress(family, address)) return UV_EINVAL;
    if (stream.readable || stream.writable) return UV_EISCONN;
    const made = ensureSocket(stream, family);
    if (made < 0) return made;
    // A literal address of another host is a name like any other: whoever fetches can go there.
    const target = (isForeignAddress(address) ? outwardAddressOf(kernel, address) : null) ?? address;
    const mapped = family === AF_INET6 && !target.includes(':') ? `::ffff:${target}` : target;
    return stream.connect(request, mapped, port, () => {
      if (isOutwardAddress(target)) refusedOutward(kernel, target, port);
    });
  }

  function name(wrap: unknown, out: SocketName, ask: (fd: number) => ReturnType<typeof kernel.getsockname>): number {
    const stream = LibuvStreamWrap.streamOf(wrap);
    if (stream.fd < 0) return UV_EBADF;
    const answer = ask(stream.fd);
    if (typeof answer === 'number') return answer;
    out.address = answer.address;
    out.family = answer.family === AF_INET6 ? 'IPv6' : 'IPv4';
    out.port = answer.port;
    return 0;
  }

  class TCP extends LibuvStreamWrap {
    /** The type of service is kept and told; there is no network for it to matter to. */
    #typeOfService = 0;

    constructor(type: number) {
      if (type !== SOCKET && type !== SERVER) throw new TypeError('Unreachable: TCP socket type');
      super(type === SOCKET ? 'TCPWRAP' : 'TCPSERVERWRAP');
    }

    open(fd: number): number {
      const answer = kernel.getsockname(fd);
      if (typeof answer === 'number') return answer;
      LibuvStreamWrap.streamOf(this).open(fd, true, true);
      return 0;
    }

    bind(address: string, port: number, flags?: number): number {
      return bind(this, AF_INET, address, port, flags);
    }

    bind6(address: string, port: number, flags?: number): number {
      return bind(this, AF_INET6, address, port, flags);
    }

    listen(backlog: number): number {
      const stream = LibuvStreamWrap.streamOf(this);
      if (!stream.isAlive()) return UV_EBADF;
      // Without an address, listen(2) takes a free port, as uv_tcp_listen does.
      const made = ensureSocket(stream, AF_INET);
      if (made < 0) return made;
      return stream.listen(backlog, (status, fd) => {
        let client: TCP | undefined;
        if (status === 0) {
          client = new TCP(SOCKET);
          LibuvStreamWrap.streamOf(client).open(fd, true, true);
        }
        AsyncWrap.call(this, this.onconnection, status, client);
      });
    }

    connect(request: ConnectRequest, address: string, port: number): number {
      return connect(this, request, AF_INET, address, port);
    }

    connect6(request: ConnectRequest, address: string, port: number): number {
      return connect(this, request, AF_INET6, address, port);
    }

    getsockname(out: SocketName): number {
      return name(this, out, (fd) => kernel.getsockname(fd));
    }

    getpeername(out: SocketName): number {
      return name(this, out, (fd) => kernel.getpeername(fd));
    }

    /** Loopback in memory sends at once and never loses its peer unnoticed: there is nothing to set. */
    setNoDelay(_enable: boolean): number {
      return 0;
    }

    setKeepAlive(_enable: boolean, _delay: number): number {
      return 0;
    }

    setTypeOfService(typeOfService: number): number {
      if (LibuvStreamWrap.streamOf(this).fd < 0) return UV_EBADF;
      this.#typeOfService = typeOfService;
      return 0;
    }

    getTypeOfService(): number {
      if (LibuvStreamWrap.streamOf(this).fd < 0) return UV_EBADF;
      return this.#typeOfService;
    }

    /** uv_tcp_close_reset; the kernel tells the peer of an abortive close as of any other. */
    reset(callback?: () => void): number {
      if (!LibuvStreamWrap.streamOf(this).isAlive()) return 0;
      this.close(callback);
      return 0;
    }
  }

  return { TCP: TCP as new (type: number) => LibuvStreamWrap, TCPConnectWrap };
});

export const binding: BindingFactory = (environment) => ({
  ...tcpClassesOf(environment),
  constants: { SOCKET, SERVER, UV_TCP_IPV6ONLY, UV_TCP_REUSEPORT },
});
