/**
 * Datagram sockets within the container (udp(7), ip(7)). What is sent lies at once in the receiver's queue: records of
 * four words (length; kind, IPv4 part and port of the sender) and the bytes, padded to whole words. As on a network, what
 * finds no receiver or no room there is lost; only a connected sender hears that nobody is there.
 */
import { AF_INET, AF_INET6, POLLERR, POLLHUP, POLLIN, POLLOUT, SOCK_DGRAM } from './constants.ts';
import { isBroadcast, isInGroup, isMulticast } from './datagram_groups.ts';
import {
  EACCES,
  EAFNOSUPPORT,
  EAGAIN,
  ECONNREFUSED,
  EDESTADDRREQ,
  EINVAL,
  EMSGSIZE,
  ENETUNREACH,
  ENOTCONN,
  EPIPE,
} from './errno.ts';
import { SUPERBLOCK_BOUND_SOCKETS } from './layout.ts';
import { wakeQueue } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { ringCount, ringDrop, ringPad, ringPutWord, ringRead, ringReserve, ringWord, ringWrite } from './ring.ts';
import { takeSocketError } from './socket.ts';
import {
  addressFits,
  bindInternet,
  datagramsReach,
  findBound,
  kindFor,
  LOOPBACK_IPV4,
  loopbackOf,
  unlinkBound,
} from './socket_address.ts';
import {
  ADDRESS_IPV4,
  ADDRESS_IPV6,
  ADDRESS_NONE,
  OPTION_BROADCAST_BIT,
  OPTION_CHOSEN_PORT_BIT,
  OPTION_NO_LOOP_BIT,
  OPTION_WILDCARD_BIT,
  SHUT_READ_BIT,
  SHUT_WRITE_BIT,
  SOCKET_BOUND_NEXT,
  SOCKET_ERROR,
  SOCKET_FAMILY,
  SOCKET_LOCAL_IPV4,
  SOCKET_LOCAL_KIND,
  SOCKET_LOCAL_PORT,
  SOCKET_OPTIONS,
  SOCKET_QUEUE,
  SOCKET_RECEIVE_LIMIT,
  SOCKET_RECEIVED,
  SOCKET_REMOTE_IPV4,
  SOCKET_REMOTE_KIND,
  SOCKET_REMOTE_PORT,
  SOCKET_SHUT,
  SOCKET_STATE,
  SOCKET_TYPE,
  STATE_BOUND,
  STATE_CONNECTED,
  STATE_UNBOUND,
} from './socket_layout.ts';

/** Bytes of a record before its data. */
const HEADER_BYTES: i32 = 16;
/** Most bytes of a datagram: 65535 less the headers of UDP and, for IPv4, of IP. */
const MOST_BYTES_IPV4: i32 = 65507;
const MOST_BYTES_IPV6: i32 = 65527;

function padding(length: i32): i32 {
  return -length & 3;
}

/** A socket that has no address yet gets the wildcard and a free port. */
function ensureBound(socket: u32): i32 {
  if (load32(socket + SOCKET_STATE) !== STATE_UNBOUND) return 0;
  const kind: i32 = load32(socket + SOCKET_FAMILY) === AF_INET ? ADDRESS_IPV4 : ADDRESS_IPV6;
  return bindInternet(socket, kind, 0, 0, 0);
}

/** Sets or changes the peer; the local address is then the one that it is reached from. */
export function connectDatagram(socket: u32, kind: i32, ipv4: i32, port: i32): i32 {
  if (addressFits(load32(socket + SOCKET_FAMILY), kind) === 0) return -EAFNOSUPPORT;
  if (datagramsReach(kind, ipv4) === 0) return -ENETUNREACH;
  const bound: i32 = ensureBound(socket);
  if (bound !== 0) return bound;
  if (load32(socket + SOCKET_LOCAL_IPV4) === 0) {
    store32(socket + SOCKET_OPTIONS, load32(socket + SOCKET_OPTIONS) | OPTION_WILDCARD_BIT);
    store32(socket + SOCKET_LOCAL_KIND, kind);
    store32(socket + SOCKET_LOCAL_IPV4, kind === ADDRESS_IPV6 ? 1 : LOOPBACK_IPV4);
  }
  store32(socket + SOCKET_REMOTE_KIND, kind);
  store32(socket + SOCKET_REMOTE_IPV4, loopbackOf(kind, ipv4));
  store32(socket + SOCKET_REMOTE_PORT, port);
  store32(socket + SOCKET_STATE, STATE_CONNECTED);
  return 0;
}

/** connect(2) to AF_UNSPEC. */
export function disconnectDatagram(socket: u32): i32 {
  if (load32(socket + SOCKET_TYPE) !== SOCK_DGRAM) return -EAFNOSUPPORT;
  if (load32(socket + SOCKET_STATE) !== STATE_CONNECTED) return -ENOTCONN;
  store32(socket + SOCKET_REMOTE_KIND, ADDRESS_NONE);
  store32(socket + SOCKET_REMOTE_IPV4, 0);
  store32(socket + SOCKET_REMOTE_PORT, 0);
  store32(socket + SOCKET_STATE, STATE_BOUND);
  const options: i32 = load32(socket + SOCKET_OPTIONS);
  store32(socket + SOCKET_OPTIONS, options & ~(OPTION_WILDCARD_BIT | OPTION_CHOSEN_PORT_BIT));
  if ((options & OPTION_CHOSEN_PORT_BIT) !== 0) {
    // __udp_disconnect: a port that nobody asked for is given back, and the next datagram takes another.
    unlinkBound(socket);
    store32(socket + SOCKET_LOCAL_KIND, ADDRESS_NONE);
    store32(socket + SOCKET_LOCAL_IPV4, 0);
    store32(socket + SOCKET_LOCAL_PORT, 0);
    store32(socket + SOCKET_STATE, STATE_UNBOUND);
    return 0;
  }
  if ((options & OPTION_WILDCARD_BIT) === 0) return 0;
  store32(socket + SOCKET_LOCAL_KIND, load32(socket + SOCKET_FAMILY) === AF_INET6 ? ADDRESS_IPV6 : ADDRESS_IPV4);
  store32(socket + SOCKET_LOCAL_IPV4, 0);
  return 0;
}

/** Puts a datagram into the receiver's queue if there is room for all of it. */
function deliver(receiver: u32, from: u32, length: i32, kind: i32, ipv4: i32, port: i32): void {
  if ((load32(receiver + SOCKET_SHUT) & SHUT_READ_BIT) !== 0) return;
  const ring: u32 = receiver + SOCKET_RECEIVED;
  const unused: i32 = padding(length);
  const limit: i32 = load32(receiver + SOCKET_RECEIVE_LIMIT);
  if (ringReserve(ring, (HEADER_BYTES + length + unused) | 0, limit) === 0) return;
  ringPutWord(ring, length);
  ringPutWord(ring, kindFor(load32(receiver + SOCKET_FAMILY), kind));
  ringPutWord(ring, ipv4);
  ringPutWord(ring, port);
  if (length > 0) ringWrite(ring, from, length, limit);
  ringPad(ring, unused);
  wakeQueue(receiver + SOCKET_QUEUE);
}

/** To all that hear a group, or a broadcast: sockets of that port at the wildcard address. */
function deliverToAll(socket: u32, from: u32, length: i32, group: i32, port: i32, ownIpv4: i32): void {
  let receiver: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  while (receiver !== 0) {
    const hears: i32 =
      load32(receiver + SOCKET_TYPE) === SOCK_DGRAM &&
      load32(receiver + SOCKET_STATE) === STATE_BOUND &&
      load32(receiver + SOCKET_LOCAL_PORT) === port &&
      load32(receiver + SOCKET_LOCAL_IPV4) === 0 &&
      (isBroadcast(group) !== 0 || isInGroup(receiver, group) !== 0)
        ? 1
        : 0;
    if (hears !== 0) deliver(receiver, from, length, ADDRESS_IPV4, ownIpv4, load32(socket + SOCKET_LOCAL_PORT));
    receiver = load32(receiver + SOCKET_BOUND_NEXT) >>> 0;
  }
}

/** Sends to an address, or with `kind` ADDRESS_NONE to the peer. `length`, or -errno. */
export function sendDatagram(socket: u32, from: u32, length: i32, kind: i32, ipv4: i32, port: i32): i32 {
  if (load32(socket + SOCKET_ERROR) !== 0) return takeSocketError(socket);
  if ((load32(socket + SOCKET_SHUT) & SHUT_WRITE_BIT) !== 0) return -EPIPE;
  const toPeer: i32 = kind === ADDRESS_NONE ? 1 : 0;
  if (toPeer !== 0 && load32(socket + SOCKET_STATE) !== STATE_CONNECTED) return -EDESTADDRREQ;
  const toKind: i32 = toPeer !== 0 ? load32(socket + SOCKET_REMOTE_KIND) : kind;
  const toIpv4: i32 = toPeer !== 0 ? load32(socket + SOCKET_REMOTE_IPV4) : ipv4;
  const toPort: i32 = toPeer !== 0 ? load32(socket + SOCKET_REMOTE_PORT) : port;
  if (addressFits(load32(socket + SOCKET_FAMILY), toKind) === 0) return -EAFNOSUPPORT;
  if (toPort === 0) return -EINVAL;
  if (length > (toKind === ADDRESS_IPV6 ? MOST_BYTES_IPV6 : MOST_BYTES_IPV4)) return -EMSGSIZE;
  const options: i32 = load32(socket + SOCKET_OPTIONS);
  const isIpv4: i32 = toKind === ADDRESS_IPV6 ? 0 : 1;
  const toAll: i32 = isIpv4 !== 0 && (isMulticast(toIpv4) !== 0 || isBroadcast(toIpv4) !== 0) ? 1 : 0;
  if (toAll !== 0 && isBroadcast(toIpv4) !== 0 && (options & OPTION_BROADCAST_BIT) === 0) return -EACCES;
  if (toAll === 0 && datagramsReach(toKind, toIpv4) === 0) return -ENETUNREACH;
  const bound: i32 = ensureBound(socket);
  if (bound !== 0) return bound;
  const local: i32 = load32(socket + SOCKET_LOCAL_IPV4);
  const ownIpv4: i32 = isIpv4 === 0 ? 1 : local === 0 ? LOOPBACK_IPV4 : local;
  if (toAll !== 0) {
    if ((options & OPTION_NO_LOOP_BIT) === 0) deliverToAll(socket, from, length, toIpv4, toPort, ownIpv4);
    return length;
  }
  const target: i32 = loopbackOf(toKind, toIpv4);
  const ownPort: i32 = load32(socket + SOCKET_LOCAL_PORT);
  const receiver: u32 = findBound(SOCK_DGRAM, toKind, target, toPort, ownIpv4, ownPort);
  if (receiver !== 0) {
    deliver(receiver, from, length, isIpv4 !== 0 ? ADDRESS_IPV4 : ADDRESS_IPV6, ownIpv4, ownPort);
  } else if (toPeer !== 0) {
    // As the ICMP message that the port is closed: the next call on the socket tells.
    store32(socket + SOCKET_ERROR, ECONNREFUSED);
    wakeQueue(socket + SOCKET_QUEUE);
  }
  return length;
}

/** Why nothing can be taken from an empty queue: -errno, or 0 after shutdown(SHUT_RD). */
function nothingWaits(socket: u32): i32 {
  if (load32(socket + SOCKET_ERROR) !== 0) return takeSocketError(socket);
  return (load32(socket + SOCKET_SHUT) & SHUT_READ_BIT) !== 0 ? 0 : -EAGAIN;
}

/** Takes the first datagram whole; what of it does not fit into `length` bytes is lost. */
export function readDatagram(socket: u32, to: u32, length: i32): i32 {
  const ring: u32 = socket + SOCKET_RECEIVED;
  if (ringCount(ring) === 0) return nothingWaits(socket);
  const whole: i32 = ringWord(ring, 0);
  const size: i32 = length < whole ? length : whole;
  ringDrop(ring, HEADER_BYTES);
  if (size > 0) ringRead(ring, to, size);
  const rest: i32 = (whole + padding(whole) - size) | 0;
  if (rest > 0) ringDrop(ring, rest);
  return size;
}

/** The same with the sender's kind, IPv4 part and port as three words at `to`, the data behind them. */
export function receiveDatagram(socket: u32, to: u32, length: i32): i32 {
  const ring: u32 = socket + SOCKET_RECEIVED;
  store32(to, ADDRESS_NONE);
  if (ringCount(ring) > 0) {
    store32(to, ringWord(ring, 4));
    store32(to + 4, ringWord(ring, 8));
    store32(to + 8, ringWord(ring, 12));
  }
  return readDatagram(socket, to + 12, length);
}

/** Size of the first datagram (FIONREAD). */
export function waitingDatagramBytes(socket: u32): i32 {
  const ring: u32 = socket + SOCKET_RECEIVED;
  return ringCount(ring) === 0 ? 0 : ringWord(ring, 0);
}

/** Sending never waits. */
export function datagramEvents(socket: u32): i32 {
  const shut: i32 = load32(socket + SOCKET_SHUT);
  let events: i32 = POLLOUT;
  if (load32(socket + SOCKET_ERROR) !== 0) events = events | POLLERR | POLLIN;
  if (ringCount(socket + SOCKET_RECEIVED) > 0 || (shut & SHUT_READ_BIT) !== 0) events = events | POLLIN;
  if ((shut & SHUT_READ_BIT) !== 0 && (shut & SHUT_WRITE_BIT) !== 0) events = events | POLLHUP;
  return events;
}

/** For fsck: whether the queue is records, and nothing else. */
export function isQueueWhole(socket: u32): i32 {
  const ring: u32 = socket + SOCKET_RECEIVED;
  const count: i32 = ringCount(ring);
  let offset: i32 = 0;
  while (offset < count) {
    const length: i32 = ringWord(ring, offset);
    if (length < 0 || length > MOST_BYTES_IPV6) return 0;
    offset = (offset + HEADER_BYTES + length + padding(length)) | 0;
  }
  return offset === count ? 1 : 0;
}
