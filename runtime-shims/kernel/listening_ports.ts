/** Which TCP ports are listened on, for the host: it shows each as a preview. */
import { AF_UNIX } from './constants.ts';
import { SUPERBLOCK_BOUND_SOCKETS, SUPERBLOCK_LISTENERS_CHANGED } from './layout.ts';
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

/** Stores up to `capacity` ports, a word each, at `out`; a port on several addresses appears as often. Their number. */
export function collectListeningPorts(out: u32, capacity: i32): i32 {
  let count: i32 = 0;
  let socket: u32 = load32(SUPERBLOCK_BOUND_SOCKETS) >>> 0;
  while (socket !== 0 && count < capacity) {
    const isServer: i32 =
      load32(socket + SOCKET_STATE) === STATE_LISTENING && load32(socket + SOCKET_FAMILY) !== AF_UNIX ? 1 : 0;
    if (isServer !== 0 && isGateway(socket) === 0) {
      store32((out + ((count << 2) >>> 0)) >>> 0, load32(socket + SOCKET_LOCAL_PORT));
      count = (count + 1) | 0;
    }
    socket = load32(socket + SOCKET_BOUND_NEXT) >>> 0;
  }
  return count;
}
