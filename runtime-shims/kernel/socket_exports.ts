/** The system calls of sockets as the kernel exports them; see ipc.ts. */
import { AF_INET, AF_INET6, AF_UNIX, O_RDWR, SOCK_DGRAM, SOCK_STREAM } from './constants.ts';
import { disconnectDatagram, receiveDatagram, sendDatagram } from './datagram.ts';
import { datagramOption, setDatagramOption } from './datagram_groups.ts';
import { descriptorOf, installDescriptor, newDescription } from './descriptor.ts';
import {
  EAFNOSUPPORT,
  EAGAIN,
  EBADF,
  EINVAL,
  ENFILE,
  ENOMEM,
  ENOTCONN,
  ENOTSOCK,
  EOPNOTSUPP,
  EPROTONOSUPPORT,
} from './errno.ts';
import { DESCRIPTION_KIND, DESCRIPTION_OBJECT, KIND_SOCKET } from './layout.ts';
import { collectListeningPorts } from './listening_ports.ts';
import { lock, unlock } from './lock.ts';
import { copyMemory, load32, store32 } from './primitives.ts';
import {
  acceptFirst,
  closeSocket,
  connectInternet,
  firstAcceptable,
  listenSocket,
  newSocket,
  takeSocketError,
} from './socket.ts';
import { bindInternet } from './socket_address.ts';
import {
  SOCKET_FAMILY,
  SOCKET_LOCAL_IPV4,
  SOCKET_LOCAL_KIND,
  SOCKET_LOCAL_PORT,
  SOCKET_PATH,
  SOCKET_PATH_LENGTH,
  SOCKET_REMOTE_IPV4,
  SOCKET_REMOTE_KIND,
  SOCKET_REMOTE_PATH,
  SOCKET_REMOTE_PATH_LENGTH,
  SOCKET_REMOTE_PORT,
  SOCKET_STATE,
  SOCKET_TYPE,
  STATE_CONNECTED,
  STATE_LISTENING,
} from './socket_layout.ts';
import { readWithRights, writeWithRights } from './socket_rights.ts';
import { shutdownSocket } from './socket_stream.ts';
import { bindUnix, connectUnix } from './socket_unix.ts';

function socketOf(fd: i32): u32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0 || load32(description + DESCRIPTION_KIND) !== KIND_SOCKET) return 0;
  return load32(description + DESCRIPTION_OBJECT) >>> 0;
}

function notSocket(fd: i32): i32 {
  return descriptorOf(fd) === 0 ? -EBADF : -ENOTSOCK;
}

/** A descriptor for a socket that has none yet; the socket is closed when that fails. */
function installSocket(socket: u32): i32 {
  const description: u32 = newDescription(KIND_SOCKET, O_RDWR, socket);
  if (description !== 0) return installDescriptor(description);
  closeSocket(socket);
  return -ENFILE;
}

/** `type`: SOCK_STREAM, or SOCK_DGRAM of the internet families. */
export function sysSocket(family: i32, type: i32): i32 {
  if (family !== AF_INET && family !== AF_INET6 && family !== AF_UNIX) return -EAFNOSUPPORT;
  if (type !== SOCK_STREAM && (type !== SOCK_DGRAM || family === AF_UNIX)) return -EPROTONOSUPPORT;
  lock();
  const socket: u32 = newSocket(family, type);
  const result: i32 = socket === 0 ? -ENOMEM : installSocket(socket);
  unlock();
  return result;
}

/** AF_INET, AF_INET6 or AF_UNIX of a socket: how its addresses are to be read. */
export function sysSocketFamily(fd: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : load32(socket + SOCKET_FAMILY);
  unlock();
  return result;
}

/** SOCK_STREAM or SOCK_DGRAM. */
export function sysSocketType(fd: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : load32(socket + SOCKET_TYPE);
  unlock();
  return result;
}

/** `options`: BIND_*. */
export function sysBind(fd: i32, kind: i32, ipv4: i32, port: i32, options: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : bindInternet(socket, kind, ipv4, port, options);
  unlock();
  return result;
}

export function sysBindUnix(fd: i32, path: u32, length: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : bindUnix(socket, path, length);
  unlock();
  return result;
}

export function sysListen(fd: i32, backlog: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : listenSocket(socket, backlog);
  unlock();
  return result;
}

function acceptFrom(fd: i32): i32 {
  const listener: u32 = socketOf(fd);
  if (listener === 0) return notSocket(fd);
  if (load32(listener + SOCKET_STATE) !== STATE_LISTENING) return -EINVAL;
  const server: u32 = firstAcceptable(listener);
  if (server === 0) return -EAGAIN;
  // The connection leaves the backlog only with a descriptor: EMFILE and ENFILE do not lose it.
  const accepted: i32 = installSocket(server);
  if (accepted >= 0) acceptFirst(listener);
  return accepted;
}

export function sysAccept(fd: i32): i32 {
  lock();
  const result: i32 = acceptFrom(fd);
  unlock();
  return result;
}

export function sysConnect(fd: i32, kind: i32, ipv4: i32, port: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : connectInternet(socket, kind, ipv4, port);
  unlock();
  return result;
}

export function sysConnectUnix(fd: i32, path: u32, length: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : connectUnix(socket, path, length);
  unlock();
  return result;
}

export function sysShutdown(fd: i32, how: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : shutdownSocket(socket, how);
  unlock();
  return result;
}

/** Five words at `out` (family, kind, IPv4 part, port, length of the path), then the path's bytes. */
function storeName(socket: u32, peer: i32, out: u32): void {
  const path: u32 = load32(socket + (peer !== 0 ? SOCKET_REMOTE_PATH : SOCKET_PATH)) >>> 0;
  const length: i32 = load32(socket + (peer !== 0 ? SOCKET_REMOTE_PATH_LENGTH : SOCKET_PATH_LENGTH));
  store32(out, load32(socket + SOCKET_FAMILY));
  store32(out + 4, load32(socket + (peer !== 0 ? SOCKET_REMOTE_KIND : SOCKET_LOCAL_KIND)));
  store32(out + 8, load32(socket + (peer !== 0 ? SOCKET_REMOTE_IPV4 : SOCKET_LOCAL_IPV4)));
  store32(out + 12, load32(socket + (peer !== 0 ? SOCKET_REMOTE_PORT : SOCKET_LOCAL_PORT)));
  store32(out + 16, length);
  if (path !== 0) copyMemory(out + 20, path, length);
}

export function sysSocketName(fd: i32, peer: i32, out: u32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  let result: i32 = 0;
  if (socket === 0) result = notSocket(fd);
  else if (peer !== 0 && load32(socket + SOCKET_STATE) !== STATE_CONNECTED) result = -ENOTCONN;
  else storeName(socket, peer, out);
  unlock();
  return result;
}

export function sysSocketError(fd: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : takeSocketError(socket);
  unlock();
  return result;
}

/** write(2) that sends a descriptor along; read(2) that takes one: see socket_rights.ts. */
export function sysSendDescriptor(fd: i32, from: u32, length: i32, sent: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : writeWithRights(socket, from, length, sent);
  unlock();
  return result;
}

export function sysReceiveDescriptor(fd: i32, to: u32, length: i32, out: u32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : readWithRights(socket, to, length, out);
  unlock();
  return result;
}

export function sysListeningPorts(out: u32, capacity: i32): i32 {
  lock();
  const count: i32 = collectListeningPorts(out, capacity);
  unlock();
  return count;
}

// — datagrams —

/** The datagram socket behind a descriptor; 0 when it is none. */
function datagramSocketOf(fd: i32): u32 {
  const socket: u32 = socketOf(fd);
  return socket !== 0 && load32(socket + SOCKET_TYPE) === SOCK_DGRAM ? socket : 0;
}

/** Why {@link datagramSocketOf} answered 0. */
function notDatagrams(fd: i32): i32 {
  return socketOf(fd) === 0 ? notSocket(fd) : -EOPNOTSUPP;
}

/** sendto(2); `kind` ADDRESS_NONE sends to the peer. */
export function sysSendTo(fd: i32, from: u32, length: i32, kind: i32, ipv4: i32, port: i32): i32 {
  lock();
  const socket: u32 = datagramSocketOf(fd);
  const result: i32 = socket === 0 ? notDatagrams(fd) : sendDatagram(socket, from, length, kind, ipv4, port);
  unlock();
  return result;
}

/** recvfrom(2): the sender's kind, IPv4 part and port as words at `out`, then up to `length` bytes of data. */
export function sysReceiveFrom(fd: i32, out: u32, length: i32): i32 {
  lock();
  const socket: u32 = datagramSocketOf(fd);
  const result: i32 = socket === 0 ? notDatagrams(fd) : receiveDatagram(socket, out, length);
  unlock();
  return result;
}

export function sysDisconnect(fd: i32): i32 {
  lock();
  const socket: u32 = socketOf(fd);
  const result: i32 = socket === 0 ? notSocket(fd) : disconnectDatagram(socket);
  unlock();
  return result;
}

export function sysSetSocketOption(fd: i32, option: i32, value: i32): i32 {
  lock();
  const socket: u32 = datagramSocketOf(fd);
  const result: i32 = socket === 0 ? notDatagrams(fd) : setDatagramOption(socket, option, value);
  unlock();
  return result;
}

export function sysSocketOption(fd: i32, option: i32): i32 {
  lock();
  const socket: u32 = datagramSocketOf(fd);
  const result: i32 = socket === 0 ? notDatagrams(fd) : datagramOption(socket, option);
  unlock();
  return result;
}
