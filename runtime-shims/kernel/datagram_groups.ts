/** Multicast groups of datagram sockets, and their options (ip(7), socket(7)). */
import { IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_MULTICAST_LOOP, SO_BROADCAST, SO_RCVBUF } from './constants.ts';
import { EADDRINUSE, EADDRNOTAVAIL, EINVAL, ENOBUFS, ENOMEM, ENOPROTOOPT } from './errno.ts';
import { allocate, release } from './heap.ts';
import { GROUPS_MAX } from './limits.ts';
import { load32, store32 } from './primitives.ts';
import {
  OPTION_BROADCAST_BIT,
  OPTION_NO_LOOP_BIT,
  SOCKET_GROUPS,
  SOCKET_OPTIONS,
  SOCKET_RECEIVE_LIMIT,
} from './socket_layout.ts';

const GROUP_NEXT: u32 = 0;
/** Host order. */
const GROUP_IPV4: u32 = 4;
const GROUP_SIZE: i32 = 8;

/** Bounds of SO_RCVBUF in bytes: Linux's SOCK_MIN_RCVBUF and net.core.rmem_max. */
const LEAST_RECEIVE_LIMIT: i32 = 2304;
const MOST_RECEIVE_LIMIT: i32 = 425984;

/** 224.0.0.0/4. */
export function isMulticast(ipv4: i32): i32 {
  return ipv4 >>> 28 === 14 ? 1 : 0;
}

export function isBroadcast(ipv4: i32): i32 {
  return ipv4 === -1 ? 1 : 0;
}

/** Address of the word that holds the address of the group's record, or of the list's last word. */
function linkOf(socket: u32, ipv4: i32): u32 {
  let link: u32 = socket + SOCKET_GROUPS;
  let group: u32 = load32(link) >>> 0;
  while (group !== 0 && load32(group + GROUP_IPV4) !== ipv4) {
    link = group + GROUP_NEXT;
    group = load32(link) >>> 0;
  }
  return link;
}

export function isInGroup(socket: u32, ipv4: i32): i32 {
  return load32(linkOf(socket, ipv4)) !== 0 ? 1 : 0;
}

function joinGroup(socket: u32, ipv4: i32): i32 {
  if (isMulticast(ipv4) === 0) return -EINVAL;
  const link: u32 = linkOf(socket, ipv4);
  if (load32(link) !== 0) return -EADDRINUSE;
  let count: i32 = 0;
  let other: u32 = load32(socket + SOCKET_GROUPS) >>> 0;
  while (other !== 0) {
    count = (count + 1) | 0;
    other = load32(other + GROUP_NEXT) >>> 0;
  }
  if (count >= GROUPS_MAX) return -ENOBUFS;
  const group: u32 = allocate(GROUP_SIZE) >>> 0;
  if (group === 0) return -ENOMEM;
  store32(group + GROUP_NEXT, 0);
  store32(group + GROUP_IPV4, ipv4);
  store32(link, group);
  return 0;
}

function leaveGroup(socket: u32, ipv4: i32): i32 {
  if (isMulticast(ipv4) === 0) return -EINVAL;
  const link: u32 = linkOf(socket, ipv4);
  const group: u32 = load32(link) >>> 0;
  if (group === 0) return -EADDRNOTAVAIL;
  store32(link, load32(group + GROUP_NEXT));
  release(group);
  return 0;
}

/** At the end of a socket. */
export function releaseGroups(socket: u32): void {
  let group: u32 = load32(socket + SOCKET_GROUPS) >>> 0;
  store32(socket + SOCKET_GROUPS, 0);
  while (group !== 0) {
    const next: u32 = load32(group + GROUP_NEXT) >>> 0;
    release(group);
    group = next;
  }
}

function setBit(socket: u32, bit: i32, on: i32): i32 {
  const options: i32 = load32(socket + SOCKET_OPTIONS);
  store32(socket + SOCKET_OPTIONS, on !== 0 ? options | bit : options & ~bit);
  return 0;
}

/** Linux keeps room for its own bookkeeping: what it gives is twice what was asked for. */
function setReceiveLimit(socket: u32, bytes: i32): i32 {
  let limit: i32 = bytes > MOST_RECEIVE_LIMIT >> 1 ? MOST_RECEIVE_LIMIT : bytes << 1;
  if (limit < LEAST_RECEIVE_LIMIT) limit = LEAST_RECEIVE_LIMIT;
  store32(socket + SOCKET_RECEIVE_LIMIT, limit & ~3);
  return 0;
}

export function setDatagramOption(socket: u32, option: i32, value: i32): i32 {
  if (option === SO_BROADCAST) return setBit(socket, OPTION_BROADCAST_BIT, value);
  if (option === IP_MULTICAST_LOOP) return setBit(socket, OPTION_NO_LOOP_BIT, value === 0 ? 1 : 0);
  if (option === SO_RCVBUF) return setReceiveLimit(socket, value);
  if (option === IP_ADD_MEMBERSHIP) return joinGroup(socket, value);
  if (option === IP_DROP_MEMBERSHIP) return leaveGroup(socket, value);
  return -ENOPROTOOPT;
}

/** Of SO_RCVBUF alone. */
export function datagramOption(socket: u32, option: i32): i32 {
  return option === SO_RCVBUF ? load32(socket + SOCKET_RECEIVE_LIMIT) : -ENOPROTOOPT;
}
