/** `internalBinding('pipe_wrap')` (src/pipe_wrap.cc): Unix sockets and the pipes of stdio and IPC. */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory, Environment } from '../environment.ts';
import { guessHandleType, HandleType } from '../guess_handle.ts';
import { type ConnectRequest, type LibuvStreamWrap, libuvStreamWrapOf } from '../libuv_stream.ts';
import { perEnvironment } from '../per_environment.ts';
import { AF_UNIX, STDERR_FILENO, UV_EACCES, UV_EBADF, UV_EINVAL, UV_ENOENT } from '../uv_numbers.ts';
import { adoptUdp } from './udp_wrap.ts';

/** PipeWrap::SocketType. */
const SOCKET = 0;
const SERVER = 1;
const IPC = 2;
const UV_READABLE = 1;
const UV_WRITABLE = 2;

/** fcntl(2) and open(2). */
const F_GETFL = 3;
const O_ACCMODE = 3;
const O_RDONLY = 0;
const O_WRONLY = 1;

/** Read and write permission of a socket's file for all, in octal (uv_pipe_chmod). */
const READ_FOR_ALL = 0o444;
const WRITE_FOR_ALL = 0o222;

/** Bytes of `sockaddr_un.sun_path` on Linux, with the zero behind. */
const SOCKET_PATH_BYTES = 108;
/** UV_PIPE_NO_TRUNCATE, with which Node calls uv_pipe_bind2 and uv_pipe_connect2. */
const isTooLong = (path: string): boolean => new TextEncoder().encode(path).length >= SOCKET_PATH_BYTES;

export const pipeClassesOf = perEnvironment((environment: Environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const LibuvStreamWrap = libuvStreamWrapOf(environment);
  const { kernel } = environment;

  class PipeConnectWrap extends AsyncWrap {
    constructor() {
      super('PIPECONNECTWRAP');
    }
  }

  /** The handle for a descriptor that another process sent (AcceptHandle in src/stream_wrap.cc). */
  function adoptReceived(fd: number): object | undefined {
    const type = guessHandleType(kernel, fd);
    if (type === HandleType.UDP) return adoptUdp(environment, fd);
    let wrap: LibuvStreamWrap;
    if (type === HandleType.PIPE) wrap = new Pipe(SOCKET);
    else if (type === HandleType.TCP) {
      const { TCP, constants } = environment.internalBinding('tcp_wrap') as {
        TCP: new (type: number) => LibuvStreamWrap;
        constants: { SOCKET: number };
      };
      wrap = new TCP(constants.SOCKET);
    } else return undefined;
    LibuvStreamWrap.streamOf(wrap).open(fd, true, true);
    return wrap;
  }

  class Pipe extends LibuvStreamWrap {
    #boundPath: string | null = null;

    constructor(type: number) {
      if (type !== SOCKET && type !== SERVER && type !== IPC) throw new TypeError('Unreachable: pipe type');
      super(type === SERVER ? 'PIPESERVERWRAP' : 'PIPEWRAP');
      if (type === IPC) LibuvStreamWrap.streamOf(this).adoptReceived = adoptReceived;
    }

    bind(path: string): number {
      const stream = LibuvStreamWrap.streamOf(this);
      if (!stream.isAlive()) return UV_EBADF;
      if (stream.fd >= 0 || isTooLong(path)) return UV_EINVAL;
      const fd = kernel.socket(AF_UNIX);
      if (fd < 0) return fd;
      const status = kernel.bind(fd, path, 0);
      if (status < 0) {
        kernel.close(fd);
        // uv_pipe_bind: so that a missing directory reads the same on every platform.
        return status === UV_ENOENT ? UV_EACCES : status;
      }
      stream.open(fd, false, false);
      this.#boundPath = path;
      // uv__pipe_close: the name goes with the handle.
      stream.onRelease = () => {
        if (this.#boundPath !== null) kernel.unlink(this.#boundPath);
      };
      return 0;
    }

    listen(backlog: number): number {
      const stream = LibuvStreamWrap.streamOf(this);
      if (!stream.isAlive()) return UV_EBADF;
      return stream.listen(backlog, (status, fd) => {
        let client: Pipe | undefined;
        if (status === 0) {
          client = new Pipe(SOCKET);
          LibuvStreamWrap.streamOf(client).open(fd, true, true);
        }
        AsyncWrap.call(this, this.onconnection, status, client);
      });
    }

    connect(request: ConnectRequest, path: string): number {
      const stream = LibuvStreamWrap.streamOf(this);
      if (!stream.isAlive()) return UV_EBADF;
      if (isTooLong(path)) {
        stream.failConnect(request, UV_EINVAL);
        return 0;
      }
      if (stream.fd < 0) {
        const fd = kernel.socket(AF_UNIX);
        if (fd < 0) return fd;
        stream.open(fd, false, false);
      }
      const status = stream.connect(request, path, 0);
      // uv_pipe_connect tells every failure through the request.
      if (status < 0) stream.failConnect(request, status);
      return 0;
    }

    open(fd: number): number {
      const flags = kernel.fcntl(fd, F_GETFL, 0);
      if (flags < 0) return flags;
      const mode = flags & O_ACCMODE;
      const stream = LibuvStreamWrap.streamOf(this);
      stream.open(fd, mode !== O_WRONLY, mode !== O_RDONLY);
      // A process that exits right after writing loses nothing, and one that writes without end waits for its reader.
      stream.blocking = fd === 1 || fd === STDERR_FILENO;
      return 0;
    }

    fchmod(mode: number): number {
      if (mode !== UV_READABLE && mode !== UV_WRITABLE && mode !== (UV_READABLE | UV_WRITABLE)) return UV_EINVAL;
      if (this.#boundPath === null) return UV_EBADF;
      const stat = new Float64Array(18);
      const found = kernel.stat(this.#boundPath, stat, 0);
      if (found < 0) return found;
      const wanted = (mode & UV_READABLE ? READ_FOR_ALL : 0) | (mode & UV_WRITABLE ? WRITE_FOR_ALL : 0);
      return kernel.chmod(this.#boundPath, (stat[1]! & 0o7777) | wanted);
    }
  }

  return { Pipe: Pipe as new (type: number) => LibuvStreamWrap, PipeConnectWrap };
});

export const binding: BindingFactory = (environment) => ({
  ...pipeClassesOf(environment),
  constants: { SOCKET, SERVER, IPC, UV_READABLE, UV_WRITABLE },
});
