/**
 * Who listens where: addresses of the loopback, ports, and their conflicts (ip(7), ipv6(7), tcp(7)).
 *
 * Only 127.0.0.0/8, ::1, the IPv4-mapped forms and the wildcards exist, and the block that stands for the outer network:
 * whoever listens on the block's own address (the gateway) answers for all of it. A wildcard IPv6 socket takes IPv4 too
 * unless it is IPv6-only.
 */

import {
  AF_INET,
  AF_INET6,
  BIND_IPV6_ONLY,
  BIND_REUSE_ADDRESS,
  BIND_REUSE_PORT,
  SOCK_DGRAM,
  SOCK_STREAM,
} from './constants.ts';
import { EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL } from './errno.ts';
import { SUPERBLOCK_BOUND_SOCKETS, SUPERBLOCK_EPHEMERAL_PORT } from './layout.ts';
import { FIRST_EPHEMERAL_PORT, LAST_EPHEMERAL_PORT } from './limits.ts';
import { load32, store32 } from './primitives.ts';
import {
  ADDRESS_IPV4,
  ADDRESS_IPV6,
  ADDRESS_MAPPED,
  ADDRESS_NONE,
  OPTION_CHOSEN_PORT_BIT,
  SOCKET_BOUND_NEXT,
  SOCKET_BOUND_PREVIOUS,
  SOCKET_FAMILY,
  SOCKET_IPV6_ONLY,
  SOCKET_LOCAL_IPV4,
  SOCKET_LOCAL_KIND,
  SOCKET_LOCAL_PORT,
  SOCKET_OPTIONS,
  SOCKET_REMOTE_IPV4,
  SOCKET_REMOTE_KIND,
  SOCKET_REMOTE_PORT,
  SOCKET_STATE,
  SOCKET_TYPE,
  STATE_BOUND,
  STATE_CONNECTED,
  STATE_LISTENING,
  STATE_UNBOUND,
} from './socket_layout.ts';

export const LOOPBACK_IPV4: i32 = 0x7f000001;

/** 198.18.0.0/15 (RFC 2544, for benchmarks): never a host of the internet, so each address can stand for a name. */
const OUTWARD_NETWORK: i32 = -971898880;
const OUTWARD_HOST_BITS: i32 = 17;

function isOutward(ipv4: i32): i32 {
  return ipv4 >>> OUTWARD_HOST_BITS === OUTWARD_NETWORK >>> OUTWARD_HOST_BITS ? 1 : 0;
}

/** Whether a connection to that address can be: the loopback, the wildcard or the outer network. */
export function addressExists(kind: i32, ipv4: i32): i32 {
  if (kind === ADDRESS_IPV6) return ipv4 === 0 || ipv4 === 1 ? 1 : 0;
  return ipv4 === 0 || ipv4 >>> 24 === 127 || isOutward(ipv4) !== 0 ? 1 : 0;
}

/** Whether a datagram can go there: the outer network takes none. */
export function datagramsReach(kind: i32, ipv4: i32): i32 {
  return addressExists(kind, ipv4) !== 0 && isOutward(ipv4) === 0 ? 1 : 0;
}

/** Whether a host has that address, so that it can be bound to: of the outer network only the gateway's. */
function isLocal(kind: i32, ipv4: i32): i32 {
  return addressExists(kind, ipv4) !== 0 && (isOutward(ipv4) === 0 || ipv4 === OUTWARD_NETWORK) ? 1 : 0;
}

/** The gateway's sockets are no servers of the container. */
export function isGateway(socket: u32): i32 {
  return isOutward(load32(socket + SOCKET_LOCAL_IPV4));
}

/** The family check of bind and connect: an IPv4 socket knows IPv4 only, an IPv6 one its own and mapped addresses. */
export function addressFits(family: i32, kind: i32): i32 {
  if (family === AF_INET) return kind === ADDRESS_IPV4 ? 1 : 0;
  if (family === AF_INET6) return kind === ADDRESS_IPV6 || kind === ADDRESS_MAPPED ? 1 : 0;
  return 0;
}

/** The kind under which a socket of this family names an address: IPv4 seen from an IPv6 socket is mapped. */
export function kindFor(family: i32, kind: i32): i32 {
  if (kind === ADDRESS_IPV6 || kind === ADDRESS_NONE) return kind;
  return family === AF_INET ? ADDRESS_IPV4 : ADDRESS_MAPPED;
}

/** Linking into the list of bound sockets is for internet and Unix sockets alike. */
export function linkBound(socket: u32): void {
  const head: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  store32(socket + SOCKET_BOUND_NEXT, head);
  store32(socket + SOCKET_BOUND_PREVIOUS, 0);
  if (head !== 0) store32(head + SOCKET_BOUND_PREVIOUS, socket);
  store32(SUPERBLOCK_BOUND_SOCKETS, socket);
}

/** Takes the socket out; harmless when it is not in. */
export function unlinkBound(socket: u32): void {
  const next: u32 = load32(socket + SOCKET_BOUND_NEXT) >>> 0;
  const previous: u32 = load32(socket + SOCKET_BOUND_PREVIOUS) >>> 0;
  if (previous !== 0) store32(previous + SOCKET_BOUND_NEXT, next);
  else if (load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0 === socket) store32(SUPERBLOCK_BOUND_SOCKETS, next);
  if (next !== 0) store32(next + SOCKET_BOUND_PREVIOUS, previous);
  store32(socket + SOCKET_BOUND_NEXT, 0);
  store32(socket + SOCKET_BOUND_PREVIOUS, 0);
}

function isDual(kind: i32, ipv4: i32, ipv6Only: i32): i32 {
  return kind === ADDRESS_IPV6 && ipv4 === 0 && ipv6Only === 0 ? 1 : 0;
}

/** Whether two bound addresses with one port exclude each other. */
function overlaps(kind: i32, ipv4: i32, ipv6Only: i32, otherKind: i32, otherIpv4: i32, otherIpv6Only: i32): i32 {
  if (isOutward(ipv4) !== isOutward(otherIpv4)) return 0;
  if (isDual(kind, ipv4, ipv6Only) !== 0 || isDual(otherKind, otherIpv4, otherIpv6Only) !== 0) return 1;
  const six: i32 = kind === ADDRESS_IPV6 ? 1 : 0;
  const otherSix: i32 = otherKind === ADDRESS_IPV6 ? 1 : 0;
  if (six !== otherSix) return 0;
  return ipv4 === 0 || otherIpv4 === 0 || ipv4 === otherIpv4 ? 1 : 0;
}

/** Streams and datagrams have ports of their own; sockets that both said so share one (socket(7), SO_REUSEPORT). */
function conflicts(socket: u32, kind: i32, ipv4: i32, ipv6Only: i32, port: i32): i32 {
  const type: i32 = load32(socket + SOCKET_TYPE);
  const shared: i32 = type === SOCK_DGRAM ? BIND_REUSE_ADDRESS | BIND_REUSE_PORT : BIND_REUSE_PORT;
  const reuse: i32 = load32(socket + SOCKET_OPTIONS) & shared;
  let other: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  while (other !== 0) {
    const isRival: i32 = load32(other + SOCKET_TYPE) === type && (load32(other + SOCKET_OPTIONS) & reuse) === 0 ? 1 : 0;
    if (isRival !== 0 && load32(other + SOCKET_LOCAL_PORT) === port && load32(other + SOCKET_LOCAL_KIND) !== 0) {
      const otherKind: i32 = load32(other + SOCKET_LOCAL_KIND);
      const otherIpv4: i32 = load32(other + SOCKET_LOCAL_IPV4);
      const otherOnly: i32 = load32(other + SOCKET_IPV6_ONLY);
      if (overlaps(kind, ipv4, ipv6Only, otherKind, otherIpv4, otherOnly) !== 0) return 1;
    }
    other = load32(other + SOCKET_BOUND_NEXT) >>> 0;
  }
  return 0;
}

/** A port that nobody is bound to, or 0 when all are taken. */
function ephemeralPort(socket: u32, kind: i32, ipv4: i32, ipv6Only: i32): i32 {
  const count: i32 = LAST_EPHEMERAL_PORT - FIRST_EPHEMERAL_PORT + 1;
  for (let i: i32 = 0; i < count; i = (i + 1) | 0) {
    let port: i32 = (load32(SUPERBLOCK_EPHEMERAL_PORT) + 1) | 0;
    if (port < FIRST_EPHEMERAL_PORT || port > LAST_EPHEMERAL_PORT) port = FIRST_EPHEMERAL_PORT;
    store32(SUPERBLOCK_EPHEMERAL_PORT, port);
    if (conflicts(socket, kind, ipv4, ipv6Only, port) === 0) return port;
  }
  return 0;
}

/** `options`: BIND_*. */
export function bindInternet(socket: u32, kind: i32, ipv4: i32, port: i32, options: i32): i32 {
  if (addressFits(load32(socket + SOCKET_FAMILY), kind) === 0) return -EAFNOSUPPORT;
  if (load32(socket + SOCKET_STATE) !== STATE_UNBOUND) return -EINVAL;
  if (isLocal(kind, ipv4) === 0) return -EADDRNOTAVAIL;
  const ipv6Only: i32 = (options & BIND_IPV6_ONLY) !== 0 ? 1 : 0;
  store32(socket + SOCKET_OPTIONS, load32(socket + SOCKET_OPTIONS) | (options & ~BIND_IPV6_ONLY));
  let chosen: i32 = port;
  if (port === 0) {
    chosen = ephemeralPort(socket, kind, ipv4, ipv6Only);
    if (chosen === 0) return -EADDRINUSE;
    store32(socket + SOCKET_OPTIONS, load32(socket + SOCKET_OPTIONS) | OPTION_CHOSEN_PORT_BIT);
  } else if (conflicts(socket, kind, ipv4, ipv6Only, port) !== 0) return -EADDRINUSE;
  store32(socket + SOCKET_LOCAL_KIND, kind);
  store32(socket + SOCKET_LOCAL_IPV4, ipv4);
  store32(socket + SOCKET_LOCAL_PORT, chosen);
  store32(socket + SOCKET_IPV6_ONLY, ipv6Only);
  store32(socket + SOCKET_STATE, STATE_BOUND);
  linkBound(socket);
  return 0;
}

/** A client that has not called bind(2): its own address is the loopback one that it talks to. */
export function bindForConnect(socket: u32, kind: i32, ipv4: i32): i32 {
  const port: i32 = ephemeralPort(socket, kind, ipv4, 1);
  if (port === 0) return -EADDRNOTAVAIL;
  store32(socket + SOCKET_LOCAL_KIND, kind);
  store32(socket + SOCKET_LOCAL_IPV4, ipv4);
  store32(socket + SOCKET_LOCAL_PORT, port);
  return 0;
}

/** The concrete address that a wildcard means as a target: this host. */
export function loopbackOf(kind: i32, ipv4: i32): i32 {
  if (ipv4 !== 0) return ipv4;
  return kind === ADDRESS_IPV6 ? 1 : LOOPBACK_IPV4;
}

/** How well a listener answers for a target: 0 not at all, higher is more specific. */
function rank(listener: u32, six: i32, ipv4: i32): i32 {
  const kind: i32 = load32(listener + SOCKET_LOCAL_KIND);
  const own: i32 = load32(listener + SOCKET_LOCAL_IPV4);
  if (isOutward(own) !== isOutward(ipv4)) return 0;
  if (isOutward(ipv4) !== 0) return 3;
  const listenerSix: i32 = kind === ADDRESS_IPV6 ? 1 : 0;
  if (listenerSix === six) {
    if (own === ipv4) return 3;
    return own === 0 ? 2 : 0;
  }
  return six === 0 && isDual(kind, own, load32(listener + SOCKET_IPV6_ONLY)) !== 0 ? 1 : 0;
}

/** {@link rank} of a listener, or of a datagram socket: of a connected one only for what comes from its peer. */
function suits(socket: u32, type: i32, six: i32, ipv4: i32, port: i32, fromIpv4: i32, fromPort: i32): i32 {
  if (load32(socket + SOCKET_TYPE) !== type || load32(socket + SOCKET_LOCAL_PORT) !== port) return 0;
  const state: i32 = load32(socket + SOCKET_STATE);
  if (type === SOCK_STREAM) return state === STATE_LISTENING ? rank(socket, six, ipv4) : 0;
  if (load32(socket + SOCKET_LOCAL_KIND) === ADDRESS_NONE) return 0;
  if (state !== STATE_CONNECTED) return rank(socket, six, ipv4);
  const peerSix: i32 = load32(socket + SOCKET_REMOTE_KIND) === ADDRESS_IPV6 ? 1 : 0;
  if (peerSix !== six || load32(socket + SOCKET_REMOTE_IPV4) !== fromIpv4) return 0;
  if (load32(socket + SOCKET_REMOTE_PORT) !== fromPort) return 0;
  const own: i32 = rank(socket, six, ipv4);
  return own === 0 ? 0 : (own + CONNECTED_RANK) | 0;
}

/** Above those of {@link rank}. */
const CONNECTED_RANK: i32 = 4;

/**
 * The socket that answers for an address that {@link loopbackOf} made concrete, or 0: a listener, or for datagrams what
 * is bound there. Of sockets that share a port, one by the sender's port, as Linux spreads them.
 */
export function findBound(type: i32, kind: i32, ipv4: i32, port: i32, fromIpv4: i32, fromPort: i32): u32 {
  const six: i32 = kind === ADDRESS_IPV6 ? 1 : 0;
  let best: u32 = 0;
  let bestRank: i32 = 0;
  let equals: i32 = 0;
  let socket: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  while (socket !== 0) {
    const candidate: i32 = suits(socket, type, six, ipv4, port, fromIpv4, fromPort);
    if (candidate > bestRank) {
      best = socket;
      bestRank = candidate;
      equals = 0;
    }
    if (candidate !== 0 && candidate === bestRank) equals = (equals + 1) | 0;
    socket = load32(socket + SOCKET_BOUND_NEXT) >>> 0;
  }
  if (equals < 2 || (load32(best + SOCKET_OPTIONS) & BIND_REUSE_PORT) === 0) return best;
  let skipped: i32 = fromPort % equals;
  socket = best;
  while (skipped > 0) {
    socket = load32(socket + SOCKET_BOUND_NEXT) >>> 0;
    if (suits(socket, type, six, ipv4, port, fromIpv4, fromPort) === bestRank) skipped = (skipped - 1) | 0;
  }
  return socket;
}
