/** AF_UNIX names (unix(7)): a bound socket is an inode of its own type, whose data is the socket. */
import { S_IFSOCK, W_OK } from './constants.ts';
import { addEntry } from './directory.ts';
import { EADDRINUSE, ECONNREFUSED, EINVAL, ENAMETOOLONG, ENOMEM, ENOSPC, ENOTDIR } from './errno.ts';
import { allocate, release } from './heap.ts';
import { addLink, dropInode, holdInode, newInode, permission, releaseIfUnused, typeOf } from './inode.ts';
import { INODE_DATA } from './layout.ts';
import { walk, walkExisting, walkedInode, walkedName, walkedNameLength, walkedParent, walkedSlash } from './path.ts';
import { copyMemory, load32, store32 } from './primitives.ts';
import { connectable, connectTo } from './socket.ts';
import {
  SOCKET_INODE,
  SOCKET_PATH,
  SOCKET_PATH_LENGTH,
  SOCKET_REMOTE_PATH,
  SOCKET_STATE,
  STATE_BOUND,
  STATE_LISTENING,
  STATE_UNBOUND,
} from './socket_layout.ts';

/** sizeof(sockaddr_un.sun_path) with its NUL. */
const UNIX_PATH_MAX: i32 = 108;
const SOCKET_MODE: i32 = 0o755;

/** Keeps a copy of a path in the two words at `field` (address, length). 0 or -ENOMEM. */
function keepPath(socket: u32, field: u32, path: u32, length: i32): i32 {
  if (length === 0) return 0;
  const copy: u32 = allocate(length) >>> 0;
  if (copy === 0) return -ENOMEM;
  copyMemory(copy, path, length);
  store32(socket + field, copy);
  store32(socket + field + 4, length);
  return 0;
}

export function bindUnix(socket: u32, path: u32, length: i32): i32 {
  if (load32(socket + SOCKET_STATE) !== STATE_UNBOUND || length === 0) return -EINVAL;
  if (length >= UNIX_PATH_MAX) return -ENAMETOOLONG;
  const walked: i32 = walk(path, length, false);
  if (walked !== 0) return walked;
  if (walkedInode() !== 0) return -EADDRINUSE;
  if (walkedSlash()) return -ENOTDIR;
  const parent: u32 = walkedParent();
  const allowed: i32 = permission(parent, W_OK);
  if (allowed !== 0) return allowed;
  const inode: u32 = newInode(S_IFSOCK | SOCKET_MODE);
  if (inode === 0) return -ENOSPC;
  const kept: i32 = keepPath(socket, SOCKET_PATH, path, length);
  const added: i32 = kept !== 0 ? kept : addEntry(parent, walkedName(), walkedNameLength(), inode);
  if (added !== 0) {
    releaseIfUnused(inode);
    releaseUnixName(socket);
    return added;
  }
  addLink(inode);
  holdInode(inode);
  store32(inode + INODE_DATA, socket);
  store32(socket + SOCKET_INODE, inode);
  store32(socket + SOCKET_STATE, STATE_BOUND);
  return 0;
}

export function connectUnix(socket: u32, path: u32, length: i32): i32 {
  const ready: i32 = connectable(socket);
  if (ready !== 0) return ready;
  if (length === 0) return -EINVAL;
  if (length >= UNIX_PATH_MAX) return -ENAMETOOLONG;
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  const allowed: i32 = permission(inode, W_OK);
  if (allowed !== 0) return allowed;
  if (typeOf(inode) !== S_IFSOCK) return -ECONNREFUSED;
  const listener: u32 = load32(inode + INODE_DATA) >>> 0;
  if (listener === 0 || load32(listener + SOCKET_STATE) !== STATE_LISTENING) return -ECONNREFUSED;
  const name: u32 = load32(listener + SOCKET_PATH) >>> 0;
  const kept: i32 = keepPath(socket, SOCKET_REMOTE_PATH, name, load32(listener + SOCKET_PATH_LENGTH));
  if (kept !== 0) return kept;
  const connected: i32 = connectTo(socket, listener);
  if (connected !== 0) releasePath(socket, SOCKET_REMOTE_PATH);
  return connected;
}

/** Gives the server's end of a connection its names: the listener's path, and the client's if it has one. */
export function copyUnixPeerName(listener: u32, client: u32, server: u32): i32 {
  const own: u32 = load32(listener + SOCKET_PATH) >>> 0;
  const kept: i32 = keepPath(server, SOCKET_PATH, own, load32(listener + SOCKET_PATH_LENGTH));
  if (kept !== 0) return kept;
  const other: u32 = load32(client + SOCKET_PATH) >>> 0;
  const remote: i32 = keepPath(server, SOCKET_REMOTE_PATH, other, load32(client + SOCKET_PATH_LENGTH));
  if (remote !== 0) releasePath(server, SOCKET_PATH);
  return remote;
}

function releasePath(socket: u32, field: u32): void {
  const path: u32 = load32(socket + field) >>> 0;
  store32(socket + field, 0);
  store32(socket + field + 4, 0);
  if (path !== 0) release(path);
}

/** Lets go of the names and of the inode; its entry stays in the directory, as on Unix, until somebody unlinks it. */
export function releaseUnixName(socket: u32): void {
  releasePath(socket, SOCKET_PATH);
  releasePath(socket, SOCKET_REMOTE_PATH);
  const inode: u32 = load32(socket + SOCKET_INODE) >>> 0;
  store32(socket + SOCKET_INODE, 0);
  if (inode === 0) return;
  store32(inode + INODE_DATA, 0);
  dropInode(inode);
}
