/** Which TCP ports are listened on, for the host: it shows each as a preview. */
import { AF_UNIX } from './constants.ts';
import { descriptorIn } from './descriptor.ts';
import {
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  KIND_SOCKET,
  PROCESS_DESCRIPTOR_CAPACITY,
  SUPERBLOCK_BOUND_SOCKETS,
  SUPERBLOCK_LISTENERS_CHANGED,
} from './layout.ts';
import { wakeProcess } from './poll.ts';
import { atomicAdd32, load32, store32 } from './primitives.ts';
import { findProcess, INIT_PID } from './process_table.ts';
import { isGateway } from './socket_address.ts';
import { SOCKET_BOUND_NEXT, SOCKET_FAMILY, SOCKET_LOCAL_PORT, SOCKET_STATE, STATE_LISTENING } from './socket_layout.ts';

/** To be called after a socket begins to listen and after a listening one is closed. */
export function listenersChanged(): void {
  atomicAdd32(SUPERBLOCK_LISTENERS_CHANGED, 1);
  const init: u32 = findProcess(INIT_PID);
  if (init !== 0) wakeProcess(init);
}

function isServer(socket: u32): bool {
  if (load32(socket + SOCKET_STATE) !== STATE_LISTENING || load32(socket + SOCKET_FAMILY) === AF_UNIX) return false;
  return isGateway(socket) === 0;
}

/** Stores up to `capacity` ports, a word each, at `out`; a port on several addresses appears as often. Their number. */
export function collectListeningPorts(out: u32, capacity: i32): i32 {
  let count: i32 = 0;
  let socket: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  while (socket !== 0 && count < capacity) {
    if (isServer(socket)) {
      store32((out + ((count << 2) >>> 0)) >>> 0, load32(socket + SOCKET_LOCAL_PORT));
      count = (count + 1) | 0;
    }
    socket = load32(socket + SOCKET_BOUND_NEXT) >>> 0;
  }
  return count;
}

/** The same for the ports of one process. */
export function collectPortsOf(process: u32, out: u32, capacity: i32): i32 {
  let count: i32 = 0;
  const descriptors: i32 = load32(process + PROCESS_DESCRIPTOR_CAPACITY);
  for (let fd: i32 = 0; fd < descriptors && count < capacity; fd = (fd + 1) | 0) {
    const description: u32 = descriptorIn(process, fd);
    if (description === 0 || load32(description + DESCRIPTION_KIND) !== KIND_SOCKET) continue;
    const socket: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
    if (!isServer(socket)) continue;
    store32((out + ((count << 2) >>> 0)) >>> 0, load32(socket + SOCKET_LOCAL_PORT));
    count = (count + 1) | 0;
  }
  return count;
}
