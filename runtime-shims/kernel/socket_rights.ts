/**
 * Descriptors that are sent over a Unix socket (SCM_RIGHTS, unix(7)): each waits at a place in the receiver's bytes, and
 * goes to whoever reads from there.
 */

import { AF_UNIX } from './constants.ts';
import { descriptorOf, installDescriptor, releaseDescription, retainDescription } from './descriptor.ts';
import { EAGAIN, EBADF, EINVAL, ENOMEM } from './errno.ts';
import { allocate, release } from './heap.ts';
import { load32, store32 } from './primitives.ts';
import { ringCount } from './ring.ts';
import { SOCKET_FAMILY, SOCKET_PEER, SOCKET_RECEIVED, SOCKET_RIGHTS } from './socket_layout.ts';
import { readSocket, writeSocket } from './socket_stream.ts';

const RIGHTS_NEXT: u32 = 0;
/** Bytes that are to be read before it. */
const RIGHTS_AHEAD: u32 = 4;
const RIGHTS_DESCRIPTION: u32 = 8;
const RIGHTS_SIZE: i32 = 12;

/** Writes at least one byte with a descriptor of the caller's; as write(2), and -EBADF, -EINVAL for what is no Unix socket. */
export function writeWithRights(socket: u32, from: u32, length: i32, fd: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  if (load32(socket + SOCKET_FAMILY) !== AF_UNIX || length < 1) return -EINVAL;
  const rights: u32 = allocate(RIGHTS_SIZE) >>> 0;
  if (rights === 0) return -ENOMEM;
  const peer: u32 = load32(socket + SOCKET_PEER) >>> 0;
  const ahead: i32 = peer === 0 ? 0 : ringCount(peer + SOCKET_RECEIVED);
  const written: i32 = writeSocket(socket, from, length);
  if (written <= 0 || peer === 0) {
    release(rights);
    return written === 0 ? -EAGAIN : written;
  }
  retainDescription(description);
  store32(rights + RIGHTS_AHEAD, ahead);
  store32(rights + RIGHTS_DESCRIPTION, description);
  let link: u32 = peer + SOCKET_RIGHTS;
  while (load32(link) !== 0) link = (load32(link) >>> 0) + RIGHTS_NEXT;
  store32(link, rights);
  return written;
}

/** How many of `length` bytes may be read before the next descriptor's. */
export function bytesBeforeRights(socket: u32, length: i32): i32 {
  let rights: u32 = load32(socket + SOCKET_RIGHTS) >>> 0;
  // Those at the first byte are that read's own.
  while (rights !== 0 && load32(rights + RIGHTS_AHEAD) === 0) rights = load32(rights + RIGHTS_NEXT) >>> 0;
  if (rights === 0) return length;
  const ahead: i32 = load32(rights + RIGHTS_AHEAD);
  return ahead < length ? ahead : length;
}

/** `size` bytes have been read: what was sent with them is dropped, what comes later is nearer. */
export function passRights(socket: u32, size: i32): void {
  while (load32(socket + SOCKET_RIGHTS) !== 0 && load32((load32(socket + SOCKET_RIGHTS) >>> 0) + RIGHTS_AHEAD) === 0) {
    releaseDescription(takeRights(socket));
  }
  let rights: u32 = load32(socket + SOCKET_RIGHTS) >>> 0;
  while (rights !== 0) {
    store32(rights + RIGHTS_AHEAD, (load32(rights + RIGHTS_AHEAD) - size) | 0);
    rights = load32(rights + RIGHTS_NEXT) >>> 0;
  }
}

function takeRights(socket: u32): u32 {
  const rights: u32 = load32(socket + SOCKET_RIGHTS) >>> 0;
  const description: u32 = load32(rights + RIGHTS_DESCRIPTION) >>> 0;
  store32(socket + SOCKET_RIGHTS, load32(rights + RIGHTS_NEXT));
  release(rights);
  return description;
}

/** As read(2), with the descriptor that came with the bytes, or -1, stored at `out`. */
export function readWithRights(socket: u32, to: u32, length: i32, out: u32): i32 {
  store32(out, -1);
  const rights: u32 = load32(socket + SOCKET_RIGHTS) >>> 0;
  if (rights !== 0 && length > 0 && load32(rights + RIGHTS_AHEAD) === 0) {
    const description: u32 = takeRights(socket);
    const fd: i32 = installDescriptor(description);
    if (fd < 0) return fd;
    store32(out, fd);
  }
  return readSocket(socket, to, length);
}

/** At the end of a socket. */
export function releaseRights(socket: u32): void {
  while (load32(socket + SOCKET_RIGHTS) !== 0) releaseDescription(takeRights(socket));
}
