/**
 * Stream sockets within the container (tcp(7), unix(7)): making, connecting, accepting, closing. What is sent lies in
 * the receiver's ring at once, so there is nothing to linger for and a connection's buffers live with their reader.
 */
import { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM } from './constants.ts';
import { connectDatagram } from './datagram.ts';
import { releaseGroups } from './datagram_groups.ts';
import {
  EAGAIN,
  EALREADY,
  ECONNREFUSED,
  ECONNRESET,
  EINPROGRESS,
  EINVAL,
  EISCONN,
  ENOMEM,
  EOPNOTSUPP,
} from './errno.ts';
import { allocate, release } from './heap.ts';
import { SUPERBLOCK_EPHEMERAL_PORT } from './layout.ts';
import { DATAGRAM_QUEUE_BYTES } from './limits.ts';
import { listenersChanged } from './listening_ports.ts';
import { wakeQueue } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { ringCount, ringRelease } from './ring.ts';
import {
  addressExists,
  addressFits,
  bindForConnect,
  bindInternet,
  findBound,
  kindFor,
  LOOPBACK_IPV4,
  loopbackOf,
  unlinkBound,
} from './socket_address.ts';
import {
  ADDRESS_IPV4,
  ADDRESS_IPV6,
  FINISHED_BIT,
  SHUT_READ_BIT,
  SHUT_WRITE_BIT,
  SOCKET_ACCEPT_COUNT,
  SOCKET_ACCEPT_HEAD,
  SOCKET_ACCEPT_TAIL,
  SOCKET_BACKLOG,
  SOCKET_ERROR,
  SOCKET_FAMILY,
  SOCKET_LISTENER,
  SOCKET_LOCAL_IPV4,
  SOCKET_LOCAL_KIND,
  SOCKET_LOCAL_PORT,
  SOCKET_NEXT,
  SOCKET_PEER,
  SOCKET_PENDING_HEAD,
  SOCKET_PENDING_TAIL,
  SOCKET_QUEUE,
  SOCKET_RECEIVE_LIMIT,
  SOCKET_RECEIVED,
  SOCKET_REMOTE_IPV4,
  SOCKET_REMOTE_KIND,
  SOCKET_REMOTE_PORT,
  SOCKET_SHUT,
  SOCKET_SIZE,
  SOCKET_STATE,
  SOCKET_TYPE,
  STATE_BOUND,
  STATE_CONNECTED,
  STATE_CONNECTING,
  STATE_LISTENING,
  STATE_RESET,
  STATE_UNBOUND,
} from './socket_layout.ts';
import { releaseRights } from './socket_rights.ts';
import { copyUnixPeerName, releaseUnixName } from './socket_unix.ts';

/** Linux's net.core.somaxconn. */
const SOMAXCONN: i32 = 4096;

/** A new unbound socket, 0 when memory is out. */
export function newSocket(family: i32, type: i32): u32 {
  const socket: u32 = allocate(SOCKET_SIZE) >>> 0;
  if (socket === 0) return 0;
  store32(socket + SOCKET_FAMILY, family);
  store32(socket + SOCKET_TYPE, type);
  store32(socket + SOCKET_RECEIVE_LIMIT, DATAGRAM_QUEUE_BYTES);
  return socket;
}

export function connectPair(one: u32, other: u32): void {
  store32(one + SOCKET_STATE, STATE_CONNECTED);
  store32(other + SOCKET_STATE, STATE_CONNECTED);
  store32(one + SOCKET_PEER, other);
  store32(other + SOCKET_PEER, one);
}

export function listenSocket(socket: u32, backlog: i32): i32 {
  if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM) return -EOPNOTSUPP;
  const state: i32 = load32(socket + SOCKET_STATE);
  if (state === STATE_UNBOUND) {
    // listen(2) on an unbound internet socket binds it to the wildcard and a free port.
    const family: i32 = load32(socket + SOCKET_FAMILY);
    if (family === AF_UNIX) return -EINVAL;
    const bound: i32 = bindInternet(socket, family === AF_INET ? ADDRESS_IPV4 : ADDRESS_IPV6, 0, 0, 0);
    if (bound !== 0) return bound;
  } else if (state !== STATE_BOUND && state !== STATE_LISTENING) return -EINVAL;
  store32(socket + SOCKET_BACKLOG, backlog < 0 || backlog > SOMAXCONN ? SOMAXCONN : backlog);
  store32(socket + SOCKET_STATE, STATE_LISTENING);
  listenersChanged();
  return 0;
}

// — the two lists of a listener —

function appendTo(head: u32, tail: u32, socket: u32, listener: u32): void {
  const last: u32 = load32(tail) >>> 0;
  store32(socket + SOCKET_NEXT, 0);
  store32(socket + SOCKET_LISTENER, listener);
  if (last === 0) store32(head, socket);
  else store32(last + SOCKET_NEXT, socket);
  store32(tail, socket);
}

function takeFirst(head: u32, tail: u32): u32 {
  const socket: u32 = load32(head) >>> 0;
  if (socket === 0) return 0;
  const next: u32 = load32(socket + SOCKET_NEXT) >>> 0;
  store32(head, next);
  if (next === 0) store32(tail, 0);
  store32(socket + SOCKET_NEXT, 0);
  store32(socket + SOCKET_LISTENER, 0);
  return socket;
}

function removePending(client: u32): void {
  const listener: u32 = load32(client + SOCKET_LISTENER) >>> 0;
  let previous: u32 = 0;
  let socket: u32 = load32(listener + SOCKET_PENDING_HEAD) >>> 0;
  while (socket !== 0 && socket !== client) {
    previous = socket;
    socket = load32(socket + SOCKET_NEXT) >>> 0;
  }
  if (socket === 0) return;
  const next: u32 = load32(client + SOCKET_NEXT) >>> 0;
  if (previous === 0) store32(listener + SOCKET_PENDING_HEAD, next);
  else store32(previous + SOCKET_NEXT, next);
  if (next === 0) store32(listener + SOCKET_PENDING_TAIL, previous);
  store32(client + SOCKET_NEXT, 0);
  store32(client + SOCKET_LISTENER, 0);
}

// — connecting —

/** Makes the server's end of `client`'s connection and puts it in the backlog. 0 or -ENOMEM. */
function establish(listener: u32, client: u32): i32 {
  const family: i32 = load32(listener + SOCKET_FAMILY);
  const server: u32 = newSocket(family, SOCK_STREAM);
  if (server === 0) return -ENOMEM;
  if (family === AF_UNIX) {
    const named: i32 = copyUnixPeerName(listener, client, server);
    if (named !== 0) {
      release(server);
      return named;
    }
  } else {
    store32(server + SOCKET_LOCAL_KIND, kindFor(family, load32(client + SOCKET_REMOTE_KIND)));
    store32(server + SOCKET_LOCAL_IPV4, load32(client + SOCKET_REMOTE_IPV4));
    store32(server + SOCKET_LOCAL_PORT, load32(client + SOCKET_REMOTE_PORT));
    store32(server + SOCKET_REMOTE_KIND, kindFor(family, load32(client + SOCKET_LOCAL_KIND)));
    store32(server + SOCKET_REMOTE_IPV4, load32(client + SOCKET_LOCAL_IPV4));
    store32(server + SOCKET_REMOTE_PORT, load32(client + SOCKET_LOCAL_PORT));
  }
  connectPair(client, server);
  appendTo(listener + SOCKET_ACCEPT_HEAD, listener + SOCKET_ACCEPT_TAIL, server, listener);
  store32(listener + SOCKET_ACCEPT_COUNT, (load32(listener + SOCKET_ACCEPT_COUNT) + 1) | 0);
  wakeQueue(listener + SOCKET_QUEUE);
  return 0;
}

/** Linux lets one more connection in than the backlog says. */
function hasRoom(listener: u32): i32 {
  return load32(listener + SOCKET_ACCEPT_COUNT) <= load32(listener + SOCKET_BACKLOG) ? 1 : 0;
}

/** The state checks of connect(2); 0 when the socket may connect. */
export function connectable(socket: u32): i32 {
  const state: i32 = load32(socket + SOCKET_STATE);
  if (state === STATE_CONNECTING) return -EALREADY;
  return state === STATE_UNBOUND || state === STATE_BOUND ? 0 : -EISCONN;
}

export function connectTo(socket: u32, listener: u32): i32 {
  if (hasRoom(listener) !== 0) return establish(listener, socket);
  // A full backlog: AF_UNIX says so, TCP goes on trying.
  if (load32(socket + SOCKET_FAMILY) === AF_UNIX) return -EAGAIN;
  store32(socket + SOCKET_STATE, STATE_CONNECTING);
  appendTo(listener + SOCKET_PENDING_HEAD, listener + SOCKET_PENDING_TAIL, socket, listener);
  return -EINPROGRESS;
}

export function connectInternet(socket: u32, kind: i32, ipv4: i32, port: i32): i32 {
  if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM) return connectDatagram(socket, kind, ipv4, port);
  const ready: i32 = connectable(socket);
  if (ready !== 0) return ready;
  if (addressFits(load32(socket + SOCKET_FAMILY), kind) === 0) return -EINVAL;
  if (addressExists(kind, ipv4) === 0) return -ECONNREFUSED;
  const target: i32 = loopbackOf(kind, ipv4);
  // The next free port is the client's, if it has none yet.
  const own: i32 = load32(SUPERBLOCK_EPHEMERAL_PORT);
  const listener: u32 = findBound(SOCK_STREAM, kind, target, port, 0, own);
  if (listener === 0) return -ECONNREFUSED;
  if (load32(socket + SOCKET_STATE) === STATE_UNBOUND) {
    const bound: i32 = bindForConnect(socket, kind, kind === ADDRESS_IPV6 ? 1 : LOOPBACK_IPV4);
    if (bound !== 0) return bound;
  }
  store32(socket + SOCKET_REMOTE_KIND, kind);
  store32(socket + SOCKET_REMOTE_IPV4, target);
  store32(socket + SOCKET_REMOTE_PORT, port);
  return connectTo(socket, listener);
}

/** The connection that accept(2) would give next, left in the backlog; 0 when none waits. */
export function firstAcceptable(listener: u32): u32 {
  return load32(listener + SOCKET_ACCEPT_HEAD) >>> 0;
}

/** Takes that connection out, and lets the next waiting client in. */
export function acceptFirst(listener: u32): void {
  takeFirst(listener + SOCKET_ACCEPT_HEAD, listener + SOCKET_ACCEPT_TAIL);
  store32(listener + SOCKET_ACCEPT_COUNT, (load32(listener + SOCKET_ACCEPT_COUNT) - 1) | 0);
  while (hasRoom(listener) !== 0) {
    const client: u32 = takeFirst(listener + SOCKET_PENDING_HEAD, listener + SOCKET_PENDING_TAIL);
    if (client === 0) return;
    if (establish(listener, client) !== 0) resetSocket(client, ECONNREFUSED);
    else wakeQueue(client + SOCKET_QUEUE);
  }
}

// — ending —

/** The connection is over at this end with an error, as by an arriving RST. */
export function resetSocket(socket: u32, error: i32): void {
  store32(socket + SOCKET_STATE, STATE_RESET);
  store32(socket + SOCKET_ERROR, error);
  store32(socket + SOCKET_PEER, 0);
  store32(socket + SOCKET_SHUT, SHUT_READ_BIT | SHUT_WRITE_BIT | FINISHED_BIT);
  wakeQueue(socket + SOCKET_QUEUE);
}

/** The last descriptor of the socket is gone. */
export function closeSocket(socket: u32): void {
  const state: i32 = load32(socket + SOCKET_STATE);
  // accept(2) found no free descriptor for it: it stays in the backlog.
  if (state === STATE_CONNECTED && load32(socket + SOCKET_LISTENER) !== 0) return;
  if (state === STATE_LISTENING) {
    let server: u32 = takeFirst(socket + SOCKET_ACCEPT_HEAD, socket + SOCKET_ACCEPT_TAIL);
    while (server !== 0) {
      const client: u32 = load32(server + SOCKET_PEER) >>> 0;
      if (client !== 0) resetSocket(client, ECONNRESET);
      freeSocket(server);
      server = takeFirst(socket + SOCKET_ACCEPT_HEAD, socket + SOCKET_ACCEPT_TAIL);
    }
    let client: u32 = takeFirst(socket + SOCKET_PENDING_HEAD, socket + SOCKET_PENDING_TAIL);
    while (client !== 0) {
      resetSocket(client, ECONNREFUSED);
      client = takeFirst(socket + SOCKET_PENDING_HEAD, socket + SOCKET_PENDING_TAIL);
    }
  } else if (state === STATE_CONNECTING) removePending(socket);
  const peer: u32 = load32(socket + SOCKET_PEER) >>> 0;
  if (peer !== 0) {
    store32(peer + SOCKET_PEER, 0);
    // RFC 2525, 2.17: closing with unread data resets the connection.
    if (ringCount(socket + SOCKET_RECEIVED) > 0) resetSocket(peer, ECONNRESET);
    else {
      store32(peer + SOCKET_SHUT, load32(peer + SOCKET_SHUT) | FINISHED_BIT);
      wakeQueue(peer + SOCKET_QUEUE);
    }
  }
  freeSocket(socket);
  if (state === STATE_LISTENING) listenersChanged();
}

function freeSocket(socket: u32): void {
  unlinkBound(socket);
  releaseUnixName(socket);
  releaseRights(socket);
  releaseGroups(socket);
  ringRelease(socket + SOCKET_RECEIVED);
  release(socket);
}

/** SO_ERROR: the pending error as -errno, cleared. */
export function takeSocketError(socket: u32): i32 {
  const error: i32 = load32(socket + SOCKET_ERROR);
  store32(socket + SOCKET_ERROR, 0);
  return -error | 0;
}
