/** The bytes of a connected socket: read, write, shutdown, readiness. */
import { AF_UNIX, POLLERR, POLLHUP, POLLIN, POLLOUT, SOCK_DGRAM } from './constants.ts';
import { datagramEvents, readDatagram, sendDatagram, waitingDatagramBytes } from './datagram.ts';
import { EAGAIN, EINVAL, ENOTCONN, EPIPE } from './errno.ts';
import { wakeQueue } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { ringCount, ringRead, ringWrite } from './ring.ts';
import { raiseBrokenPipe } from './signal.ts';
import { resetSocket, takeSocketError } from './socket.ts';
import {
  ADDRESS_NONE,
  FINISHED_BIT,
  SHUT_READ_BIT,
  SHUT_WRITE_BIT,
  SOCKET_ACCEPT_HEAD,
  SOCKET_ERROR,
  SOCKET_FAMILY,
  SOCKET_PEER,
  SOCKET_QUEUE,
  SOCKET_RECEIVED,
  SOCKET_RIGHTS,
  SOCKET_SHUT,
  SOCKET_STATE,
  SOCKET_TYPE,
  STATE_CONNECTED,
  STATE_CONNECTING,
  STATE_LISTENING,
  STATE_RESET,
} from './socket_layout.ts';
import { bytesBeforeRights, passRights } from './socket_rights.ts';

/** Bytes that one direction of a connection holds at most; Linux's loopback windows are of this order. */
const RECEIVE_LIMIT: i32 = 262144;
/** A sender is told that it may go on when this much is free, so that it does not go on for every byte. */
const SEND_LOW_WATER: i32 = 65536;

export function readSocket(socket: u32, to: u32, length: i32): i32 {
  if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM) return readDatagram(socket, to, length);
  const state: i32 = load32(socket + SOCKET_STATE);
  if (state !== STATE_CONNECTED && state !== STATE_RESET) return -ENOTCONN;
  if (length === 0) return 0;
  const ring: u32 = socket + SOCKET_RECEIVED;
  const before: i32 = ringCount(ring);
  if (before > 0) {
    const size: i32 = ringRead(ring, to, bytesBeforeRights(socket, length));
    if (load32(socket + SOCKET_RIGHTS) !== 0) passRights(socket, size);
    const peer: u32 = load32(socket + SOCKET_PEER) >>> 0;
    const mark: i32 = RECEIVE_LIMIT - SEND_LOW_WATER;
    if (peer !== 0 && before > mark && ((before - size) | 0) <= mark) wakeQueue(peer + SOCKET_QUEUE);
    return size;
  }
  if (load32(socket + SOCKET_ERROR) !== 0) return takeSocketError(socket);
  if ((load32(socket + SOCKET_SHUT) & (FINISHED_BIT | SHUT_READ_BIT)) !== 0) return 0;
  return -EAGAIN;
}

export function writeSocket(socket: u32, from: u32, length: i32): i32 {
  if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM) return sendDatagram(socket, from, length, ADDRESS_NONE, 0, 0);
  const state: i32 = load32(socket + SOCKET_STATE);
  if (state === STATE_CONNECTING) return -EAGAIN;
  // Unix sockets keep the error of a reset for the reader (unix_stream_sendmsg in net/unix/af_unix.c).
  if (load32(socket + SOCKET_FAMILY) === AF_UNIX && state === STATE_RESET) {
    raiseBrokenPipe();
    return -EPIPE;
  }
  if (load32(socket + SOCKET_ERROR) !== 0) return takeSocketError(socket);
  const shut: i32 = load32(socket + SOCKET_SHUT);
  if (state !== STATE_CONNECTED || (shut & SHUT_WRITE_BIT) !== 0) {
    // Linux: EPIPE also for a TCP socket that never connected.
    if (load32(socket + SOCKET_FAMILY) === AF_UNIX && state !== STATE_CONNECTED && state !== STATE_RESET) {
      return -ENOTCONN;
    }
    raiseBrokenPipe();
    return -EPIPE;
  }
  const peer: u32 = load32(socket + SOCKET_PEER) >>> 0;
  if (peer === 0) {
    if (load32(socket + SOCKET_FAMILY) === AF_UNIX) {
      raiseBrokenPipe();
      return -EPIPE;
    }
    // Over TCP the first write after the peer's close goes out, and is answered by an RST.
    resetSocket(socket, EPIPE);
    return length;
  }
  if (length === 0) return 0;
  // The reader said that it reads no more: what is sent is dropped.
  if ((load32(peer + SOCKET_SHUT) & SHUT_READ_BIT) !== 0) return length;
  const ring: u32 = peer + SOCKET_RECEIVED;
  const before: i32 = ringCount(ring);
  const size: i32 = ringWrite(ring, from, length, RECEIVE_LIMIT);
  if (size === 0) return -EAGAIN;
  if (before === 0) wakeQueue(peer + SOCKET_QUEUE);
  return size;
}

/** `how`: SHUT_RD 0, SHUT_WR 1, SHUT_RDWR 2. */
export function shutdownSocket(socket: u32, how: i32): i32 {
  if (how < 0 || how > 2) return -EINVAL;
  if (load32(socket + SOCKET_STATE) !== STATE_CONNECTED) return -ENOTCONN;
  const bits: i32 = how === 0 ? SHUT_READ_BIT : how === 1 ? SHUT_WRITE_BIT : SHUT_READ_BIT | SHUT_WRITE_BIT;
  const before: i32 = load32(socket + SOCKET_SHUT);
  store32(socket + SOCKET_SHUT, before | bits);
  const peer: u32 = load32(socket + SOCKET_PEER) >>> 0;
  if (peer !== 0) {
    if ((bits & SHUT_WRITE_BIT) !== 0) store32(peer + SOCKET_SHUT, load32(peer + SOCKET_SHUT) | FINISHED_BIT);
    wakeQueue(peer + SOCKET_QUEUE);
  }
  wakeQueue(socket + SOCKET_QUEUE);
  return 0;
}

export function socketBytesReadable(socket: u32): i32 {
  if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM) return waitingDatagramBytes(socket);
  return ringCount(socket + SOCKET_RECEIVED);
}

export function socketEvents(socket: u32): i32 {
  if (load32(socket + SOCKET_TYPE) === SOCK_DGRAM) return datagramEvents(socket);
  const state: i32 = load32(socket + SOCKET_STATE);
  const error: i32 = load32(socket + SOCKET_ERROR);
  if (state === STATE_LISTENING) return load32(socket + SOCKET_ACCEPT_HEAD) !== 0 ? POLLIN : 0;
  if (state === STATE_CONNECTING) return 0;
  if (state === STATE_RESET) return POLLIN | POLLOUT | POLLHUP | (error !== 0 ? POLLERR : 0);
  if (state !== STATE_CONNECTED) return POLLOUT | POLLHUP;
  const shut: i32 = load32(socket + SOCKET_SHUT);
  let events: i32 = error !== 0 ? POLLERR : 0;
  const ended: i32 = shut & (FINISHED_BIT | SHUT_READ_BIT);
  if (ended !== 0 || ringCount(socket + SOCKET_RECEIVED) > 0) events = events | POLLIN;
  const peer: u32 = load32(socket + SOCKET_PEER) >>> 0;
  if (peer === 0 || (shut & SHUT_WRITE_BIT) !== 0) events = events | POLLOUT;
  else if (ringCount(peer + SOCKET_RECEIVED) <= RECEIVE_LIMIT - SEND_LOW_WATER) events = events | POLLOUT;
  if ((shut & SHUT_WRITE_BIT) !== 0 && ended !== 0) events = events | POLLHUP;
  // unix(7): the end of the other side shuts both directions.
  if (peer === 0 && load32(socket + SOCKET_FAMILY) === AF_UNIX) events = events | POLLHUP;
  return events;
}
