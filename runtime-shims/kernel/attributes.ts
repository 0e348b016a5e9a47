/** Attributes of inodes: stat(2), statfs(2), access(2), chmod(2), chown(2), utimensat(2). Callers hold the lock. */
import { IN_ATTRIB, S_IFCHR, S_IFDIR, S_IFIFO, S_IFREG, S_IFSOCK, X_OK } from './constants.ts';
import { currentProcess } from './current.ts';
import { descriptorOf } from './descriptor.ts';
import { EBADF, EINVAL, ENOTDIR, EPERM } from './errno.ts';
import { allocatedBytes, heapLimit, PAGE } from './heap.ts';
import { dropInode, holdInode, isDirectory, permission, setTime, touchChanged, typeOf, USER } from './inode.ts';
import { notifyBoth, notifyInode } from './inotify.ts';
import {
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  DEVICE_DESCRIPTOR,
  DEVICE_PTMX,
  INODE_ATIME,
  INODE_BIRTHTIME,
  INODE_COUNT,
  INODE_CTIME,
  INODE_DATA,
  INODE_GID,
  INODE_LINKS,
  INODE_MODE,
  INODE_MTIME,
  INODE_NUMBER,
  INODE_SIZE,
  INODE_UID,
  KIND_DEVICE,
  KIND_DIRECTORY,
  KIND_FILE,
  KIND_PIPE,
  KIND_PTY_CONTROLLER,
  KIND_PTY_TERMINAL,
  KIND_SOCKET,
  PROCESS_DIRECTORY,
  SUPERBLOCK_INODE_COUNT,
  TIME_NANOSECONDS,
} from './layout.ts';
import { INODE_MAX } from './limits.ts';
import { walkExisting, walkedEntry, walkedInode } from './path.ts';
import { floor, load32, loadF64, store32, storeF64 } from './primitives.ts';
import { PTY_INODE } from './pty_layout.ts';

/** Device number of the file system, as stat shows it. */
const DEVICE: i32 = 24;
const TMPFS_MAGIC: f64 = 16914836;
/** Bytes of the unit in which stat counts blocks. */
const BLOCK: i32 = 512;

function field(out: u32, index: i32, value: f64): void {
  storeF64(out + (index << 3), value);
}

function timeFields(out: u32, index: i32, inode: u32, which: u32): void {
  field(out, index, loadF64(inode + which));
  field(out, (index + 1) | 0, load32(inode + which + TIME_NANOSECONDS));
}

/** The 18 fields of Node's stat array, see system_calls.ts. */
function writeStat(inode: u32, out: u32): void {
  const type: i32 = typeOf(inode);
  const device: i32 = type === S_IFCHR ? load32(inode + INODE_DATA) : 0;
  let size: f64 = loadF64(inode + INODE_SIZE);
  // A directory counts as on tmpfs: 20 bytes an entry.
  if (type === S_IFDIR) size = ((load32(inode + INODE_COUNT) + 2) | 0) * 20;
  field(out, 0, DEVICE);
  field(out, 1, load32(inode + INODE_MODE));
  field(out, 2, load32(inode + INODE_LINKS));
  field(out, 3, load32(inode + INODE_UID));
  field(out, 4, load32(inode + INODE_GID));
  field(out, 5, device);
  field(out, 6, PAGE);
  field(out, 7, load32(inode + INODE_NUMBER));
  field(out, 8, size);
  field(out, 9, type === S_IFREG ? load32(inode + INODE_COUNT) * ((PAGE / BLOCK) | 0) : 0);
  timeFields(out, 10, inode, INODE_ATIME);
  timeFields(out, 12, inode, INODE_MTIME);
  timeFields(out, 14, inode, INODE_CTIME);
  timeFields(out, 16, inode, INODE_BIRTHTIME);
}

export function statPath(path: u32, length: i32, follow: i32, out: u32): i32 {
  const walked: i32 = walkExisting(path, length, follow !== 0);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  // Whoever follows /dev/stdin sees what is behind it.
  if (follow !== 0 && typeOf(inode) === S_IFCHR && load32(inode + INODE_DATA) >= DEVICE_DESCRIPTOR) {
    return statDescriptor((load32(inode + INODE_DATA) - DEVICE_DESCRIPTOR) | 0, out);
  }
  writeStat(inode, out);
  return 0;
}

/** The inode behind a descriptor of a file, directory, device or terminal, else 0. */
function inodeOf(description: u32): u32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PTY_TERMINAL) return load32(object + PTY_INODE) >>> 0;
  return kind === KIND_FILE || kind === KIND_DIRECTORY || kind === KIND_DEVICE ? object : 0;
}

export function statDescriptor(fd: i32, out: u32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const inode: u32 = inodeOf(description);
  if (inode !== 0) {
    writeStat(inode, out);
    return 0;
  }
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  for (let i: i32 = 0; i < 18; i = (i + 1) | 0) field(out, i, 0);
  let mode: i32 = 0o600;
  if (kind === KIND_PIPE) mode = mode | S_IFIFO;
  else if (kind === KIND_SOCKET) mode = S_IFSOCK | 0o777;
  else if (kind === KIND_PTY_CONTROLLER) {
    mode = S_IFCHR | 0o620;
    field(out, 5, DEVICE_PTMX);
  }
  field(out, 0, DEVICE);
  field(out, 1, mode);
  field(out, 2, 1);
  field(out, 3, USER);
  field(out, 4, USER);
  field(out, 6, PAGE);
  field(out, 7, load32(description + DESCRIPTION_OBJECT) >>> 4);
  return 0;
}

export function statFileSystem(path: u32, length: i32, out: u32): i32 {
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const blocks: f64 = floor(heapLimit() / PAGE);
  const free: f64 = floor((heapLimit() - allocatedBytes()) / PAGE);
  field(out, 0, TMPFS_MAGIC);
  field(out, 1, PAGE);
  field(out, 2, blocks);
  field(out, 3, free);
  field(out, 4, free);
  field(out, 5, INODE_MAX);
  field(out, 6, (INODE_MAX - load32(SUPERBLOCK_INODE_COUNT)) | 0);
  return 0;
}

export function accessPath(path: u32, length: i32, mode: i32): i32 {
  if ((mode & ~7) !== 0) return -EINVAL;
  const walked: i32 = walkExisting(path, length, true);
  return walked !== 0 ? walked : permission(walkedInode(), mode);
}

function changeMode(inode: u32, entry: u32, mode: i32): i32 {
  if (load32(inode + INODE_UID) !== USER) return -EPERM;
  storeMode(inode, mode);
  notifyBoth(entry, inode, IN_ATTRIB);
  return 0;
}

function storeMode(inode: u32, mode: i32): void {
  store32(inode + INODE_MODE, typeOf(inode) | (mode & 0o7777));
  touchChanged(inode);
}

export function chmodPath(path: u32, length: i32, mode: i32): i32 {
  const walked: i32 = walkExisting(path, length, true);
  return walked !== 0 ? walked : changeMode(walkedInode(), walkedEntry(), mode);
}

export function chmodDescriptor(fd: i32, mode: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const inode: u32 = inodeOf(description);
  return inode === 0 ? 0 : changeMode(inode, 0, mode);
}

/** Nobody here may give files away: only what changes nothing is allowed (chown(2) without CAP_CHOWN). */
function changeOwner(inode: u32, uid: i32, gid: i32): i32 {
  const own: bool = load32(inode + INODE_UID) === USER;
  if ((uid !== -1 && (!own || uid !== USER)) || (gid !== -1 && (!own || gid !== USER))) return -EPERM;
  touchChanged(inode);
  return 0;
}

export function chownPath(path: u32, length: i32, follow: i32, uid: i32, gid: i32): i32 {
  const walked: i32 = walkExisting(path, length, follow !== 0);
  return walked !== 0 ? walked : changeOwner(walkedInode(), uid, gid);
}

export function chownDescriptor(fd: i32, uid: i32, gid: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const inode: u32 = inodeOf(description);
  return inode === 0 ? 0 : changeOwner(inode, uid, gid);
}

function changeTimes(inode: u32, atime: f64, mtime: f64): i32 {
  if (load32(inode + INODE_UID) !== USER) return -EPERM;
  setTime(inode, INODE_ATIME, atime * 1000);
  setTime(inode, INODE_MTIME, mtime * 1000);
  touchChanged(inode);
  notifyInode(inode, IN_ATTRIB);
  return 0;
}

export function setPathTimes(path: u32, length: i32, follow: i32, atime: f64, mtime: f64): i32 {
  const walked: i32 = walkExisting(path, length, follow !== 0);
  return walked !== 0 ? walked : changeTimes(walkedInode(), atime, mtime);
}

export function setDescriptorTimes(fd: i32, atime: f64, mtime: f64): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const inode: u32 = inodeOf(description);
  return inode === 0 ? 0 : changeTimes(inode, atime, mtime);
}

export function changeDirectory(path: u32, length: i32): i32 {
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  if (!isDirectory(inode)) return -ENOTDIR;
  const allowed: i32 = permission(inode, X_OK);
  if (allowed !== 0) return allowed;
  const process: u32 = currentProcess();
  const before: u32 = load32(process + PROCESS_DIRECTORY) >>> 0;
  holdInode(inode);
  store32(process + PROCESS_DIRECTORY, inode);
  if (before !== 0) dropInode(before);
  return 0;
}
