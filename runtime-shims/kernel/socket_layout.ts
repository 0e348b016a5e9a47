/** Offsets within a socket object, and its small enumerations. */
import { RING_SIZE } from './ring.ts';

/** AF_INET, AF_INET6 or AF_UNIX. */
export const SOCKET_FAMILY: u32 = 0;
/** One of STATE_*. */
export const SOCKET_STATE: u32 = 4;
/** Local address: kind, IPv4 part (host order), port. See socket_address.ts. */
export const SOCKET_LOCAL_KIND: u32 = 8;
export const SOCKET_LOCAL_IPV4: u32 = 12;
export const SOCKET_LOCAL_PORT: u32 = 16;
export const SOCKET_REMOTE_KIND: u32 = 20;
export const SOCKET_REMOTE_IPV4: u32 = 24;
export const SOCKET_REMOTE_PORT: u32 = 28;
/** Address of the socket at the other end, 0 when it is gone. */
export const SOCKET_PEER: u32 = 32;
/** Pending error as a positive errno: SO_ERROR. */
export const SOCKET_ERROR: u32 = 36;
/** SHUT_READ_BIT | SHUT_WRITE_BIT | FINISHED_BIT. */
export const SOCKET_SHUT: u32 = 40;
export const SOCKET_QUEUE: u32 = 44;
/** A listener's backlog, and the established connections that wait in it for accept(2), first in first out. */
export const SOCKET_BACKLOG: u32 = 48;
export const SOCKET_ACCEPT_COUNT: u32 = 52;
export const SOCKET_ACCEPT_HEAD: u32 = 56;
export const SOCKET_ACCEPT_TAIL: u32 = 60;
/** Clients that found the backlog full: they connect as accept(2) makes room. */
export const SOCKET_PENDING_HEAD: u32 = 64;
export const SOCKET_PENDING_TAIL: u32 = 68;
/** Link in whichever of the two lists this socket waits. */
export const SOCKET_NEXT: u32 = 72;
/** The listener in whose list this socket waits, or 0. */
export const SOCKET_LISTENER: u32 = 76;
/** Links of the list of all bound sockets, headed in the superblock. */
export const SOCKET_BOUND_NEXT: u32 = 80;
export const SOCKET_BOUND_PREVIOUS: u32 = 84;
export const SOCKET_IPV6_ONLY: u32 = 88;
/** AF_UNIX: the inode of the bound path, and the path as given (heap block, length); both owned by this socket. */
export const SOCKET_INODE: u32 = 92;
export const SOCKET_PATH: u32 = 96;
export const SOCKET_PATH_LENGTH: u32 = 100;
/** AF_UNIX: path of the listener at the other end. */
export const SOCKET_REMOTE_PATH: u32 = 104;
export const SOCKET_REMOTE_PATH_LENGTH: u32 = 108;
/** AF_UNIX: descriptors that were sent here (socket_rights.ts). */
export const SOCKET_RIGHTS: u32 = 112;
/** SOCK_STREAM or SOCK_DGRAM. */
export const SOCKET_TYPE: u32 = 116;
/** BIND_REUSE_* of bind(2), and the bits below. */
export const SOCKET_OPTIONS: u32 = 120;
/** SOCK_DGRAM: bytes that may wait, a multiple of 4. */
export const SOCKET_RECEIVE_LIMIT: u32 = 124;
/** SOCK_DGRAM: the multicast groups that it is in (datagram_groups.ts). */
export const SOCKET_GROUPS: u32 = 128;
/** What has arrived and is not read; of a datagram socket as records (datagram.ts). */
export const SOCKET_RECEIVED: u32 = 132;
export const SOCKET_SIZE: u32 = 132 + RING_SIZE;

export const OPTION_BROADCAST_BIT: i32 = 256;
/** IP_MULTICAST_LOOP is off: what it sends to a group does not come back to this host. */
export const OPTION_NO_LOOP_BIT: i32 = 512;
/** connect(2) made its wildcard address the loopback's: disconnecting makes it the wildcard again. */
export const OPTION_WILDCARD_BIT: i32 = 1024;
/** The kernel chose its port: disconnecting gives it back. */
export const OPTION_CHOSEN_PORT_BIT: i32 = 2048;

export const STATE_UNBOUND: i32 = 0;
export const STATE_BOUND: i32 = 1;
export const STATE_LISTENING: i32 = 2;
export const STATE_CONNECTING: i32 = 3;
export const STATE_CONNECTED: i32 = 4;
/** The connection was reset or refused. */
export const STATE_RESET: i32 = 5;

/** shutdown(SHUT_RD) was called here. */
export const SHUT_READ_BIT: i32 = 1;
/** shutdown(SHUT_WR) was called here. */
export const SHUT_WRITE_BIT: i32 = 2;
/** The other end will send no more: its FIN has arrived. */
export const FINISHED_BIT: i32 = 4;

/** Local or remote address kinds. */
export const ADDRESS_NONE: i32 = 0;
/** IPv4; the wildcard is 0. */
export const ADDRESS_IPV4: i32 = 4;
/** IPv6 `::` (IPV4 part 0) or `::1` (IPV4 part 1). */
export const ADDRESS_IPV6: i32 = 6;
/** IPv6 `::ffff:a.b.c.d`. */
export const ADDRESS_MAPPED: i32 = 46;
