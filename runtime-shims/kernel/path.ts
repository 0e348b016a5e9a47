/** Path walk (path_resolution(7)). Results are in this instance's variables, read right after a call. */

import { S_IFLNK, X_OK } from './constants.ts';
import { currentProcess } from './current.ts';
import { isNameOfOpen } from './descriptor.ts';
import { lookUp, parentDirectory } from './directory.ts';
import { EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR } from './errno.ts';
import { isDirectory, permission, typeOf } from './inode.ts';
import {
  ENTRY_INODE,
  INODE_DATA,
  INODE_DATA_EXTENT,
  PROCESS_DIRECTORY,
  SUPERBLOCK_DESCRIPTORS,
  SUPERBLOCK_ROOT,
  SUPERBLOCK_WALKS,
} from './layout.ts';
import { NAME_MAX, PATH_MAX, SYMLOOP_MAX } from './limits.ts';
import { load8, load32, store32 } from './primitives.ts';

const SLASH: i32 = 47;
const DOT: i32 = 46;

/** What to do with the last component: find it, find it and follow it if it is a link, or leave it alone. */
const FIND: i32 = 0;
const FOLLOW: i32 = 1;
const LEAVE: i32 = 2;
/** The same as the first two, for O_CREAT: a slash behind the name is refused before the name is looked up. */
const FIND_TO_CREATE: i32 = 3;
const FOLLOW_TO_CREATE: i32 = 4;

/** What the last component is, as in Linux's nameidata: a name, `.`, `..` or the root. */
export const LAST_NAME: i32 = 0;
export const LAST_DOT: i32 = 1;
export const LAST_DOTDOT: i32 = 2;
export const LAST_ROOT: i32 = 3;

/** Directory that holds the last component. */
let foundParent: u32 = 0;
/** Inode of the path, 0 when only the last component is missing. */
let foundInode: u32 = 0;
/** Entry of the last component in its directory, 0 for `.`, `..`, `/` and what is missing. */
let foundEntry: u32 = 0;
/** The last component's name, where the path (or the last link's target) has it. */
let foundName: u32 = 0;
let foundNameLength: i32 = 0;
/** The path ended in a slash, so that it must be a directory. */
let foundSlash: bool = false;
let foundLast: i32 = 0;
let links: i32 = 0;

export function walkedParent(): u32 {
  return foundParent;
}

export function walkedInode(): u32 {
  return foundInode;
}

export function walkedEntry(): u32 {
  return foundEntry;
}

export function walkedName(): u32 {
  return foundName;
}

export function walkedNameLength(): i32 {
  return foundNameLength;
}

export function walkedSlash(): bool {
  return foundSlash;
}

export function walkedLast(): i32 {
  return foundLast;
}

function root(): u32 {
  return load32(SUPERBLOCK_ROOT) >>> 0;
}

/** Where relative paths begin. */
export function workingDirectory(): u32 {
  const process: u32 = currentProcess();
  const directory: u32 = process === 0 ? 0 : load32(process + PROCESS_DIRECTORY) >>> 0;
  return directory === 0 ? root() : directory;
}

/**
 * Walks a path. 0 when the directory of its last component is found, and the variables above tell whether the component
 * itself is there; -ENOENT, -ENOTDIR, -EACCES, -ELOOP, -ENAMETOOLONG. `follow`: a last link is followed.
 */
export function walk(path: u32, length: i32, follow: bool): i32 {
  return begin(path, length, follow ? FOLLOW : FIND);
}

/**
 * Walks to the directory of the last component and leaves that one alone, link or not: for calls that make or take away
 * a name. {@link lookUpLast} finds it; between the two such calls check what Linux checks first.
 */
export function walkParent(path: u32, length: i32): i32 {
  return begin(path, length, LEAVE);
}

/** As {@link walk} for an open(2) that may create: -EISDIR when the path, or the last link's target, ends in a slash. */
export function walkToCreate(path: u32, length: i32, follow: bool): i32 {
  return begin(path, length, follow ? FOLLOW_TO_CREATE : FIND_TO_CREATE);
}

function begin(path: u32, length: i32, last: i32): i32 {
  if (length >= PATH_MAX) return -ENAMETOOLONG;
  if (length === 0) return -ENOENT;
  links = 0;
  return walkFrom(workingDirectory(), path, length, last);
}

/** Looks the last component up in its directory. 0, whether it is there or not, or -ENAMETOOLONG. */
export function lookUpLast(): i32 {
  foundEntry = 0;
  foundInode = 0;
  if (foundLast === LAST_ROOT || foundLast === LAST_DOT) foundInode = foundParent;
  else if (foundLast === LAST_DOTDOT) foundInode = parentDirectory(foundParent);
  else {
    if (foundNameLength > NAME_MAX) return -ENAMETOOLONG;
    foundEntry = lookUp(foundParent, foundName, foundNameLength);
    if (foundEntry !== 0) foundInode = load32(foundEntry + ENTRY_INODE) >>> 0;
    if (foundParent === load32(SUPERBLOCK_DESCRIPTORS) >>> 0 && foundInode !== 0 && !isNameOfOpen(foundInode)) {
      foundEntry = 0;
      foundInode = 0;
    }
  }
  return 0;
}

function lastOf(name: u32, length: i32): i32 {
  if (length > 2 || load8(name) !== DOT) return LAST_NAME;
  if (length === 1) return LAST_DOT;
  return load8(name + 1) === DOT ? LAST_DOTDOT : LAST_NAME;
}

/** Leaves a walk at `position`, behind a link that is no last component, for the link's target. */
function suspendWalk(depth: i32, path: u32, position: i32, length: i32, lastAction: i32): void {
  const record: u32 = SUPERBLOCK_WALKS + (depth << 4);
  store32(record, path);
  store32(record + 4, position);
  store32(record + 8, length);
  store32(record + 12, lastAction);
}

/**
 * Without recursion, so that the stack that a call may need is small and known (lock.ts): what stands behind a link in
 * the middle of a path waits in the superblock, which belongs to whoever holds the lock.
 */
function walkFrom(start: u32, firstPath: u32, firstLength: i32, firstAction: i32): i32 {
  let path: u32 = firstPath;
  let length: i32 = firstLength;
  let lastAction: i32 = firstAction;
  let directory: u32 = start;
  let position: i32 = 0;
  let depth: i32 = 0;
  let begins: bool = true;
  /** The last component was a link with a slash behind it, whatever its target ends in. */
  let trailing: bool = false;
  while (true) {
    let complete: bool = false;
    if (begins) {
      begins = false;
      if (length === 0) return -ENOENT;
      position = 0;
      if (load8(path) === SLASH) directory = root();
      while (position < length && load8(path + position) === SLASH) position = (position + 1) | 0;
      if (position === length) {
        setFound(directory, path, 0, LAST_ROOT);
        foundSlash = true;
        lookUpLast();
        complete = true;
      }
    }
    if (!complete) {
      const begin: i32 = position;
      while (position < length && load8(path + position) !== SLASH) position = (position + 1) | 0;
      const end: i32 = position;
      while (position < length && load8(path + position) === SLASH) position = (position + 1) | 0;
      const last: bool = position === length;
      const slash: bool = position > end;
      const name: u32 = path + begin;
      const nameLength: i32 = (end - begin) | 0;
      if (!isDirectory(directory)) return -ENOTDIR;
      const allowed: i32 = permission(directory, X_OK);
      if (allowed !== 0) return allowed;
      setFound(directory, name, nameLength, lastOf(name, nameLength));
      foundSlash = slash;
      if (last && lastAction === LEAVE) return 0;
      const follows: bool = lastAction === FOLLOW || lastAction === FOLLOW_TO_CREATE;
      if (last && slash && lastAction >= FIND_TO_CREATE && foundLast === LAST_NAME) return -EISDIR;
      const looked: i32 = lookUpLast();
      if (looked !== 0) return looked;
      if (foundEntry !== 0 && typeOf(foundInode) === S_IFLNK && (!last || follows || slash)) {
        links = (links + 1) | 0;
        if (links > SYMLOOP_MAX) return -ELOOP;
        if (last) {
          if (slash) trailing = true;
        } else {
          suspendWalk(depth, path, position, length, lastAction);
          depth = (depth + 1) | 0;
        }
        if (!last || !follows) lastAction = FOLLOW;
        path = load32(foundInode + INODE_DATA) >>> 0;
        length = load32(foundInode + INODE_DATA_EXTENT);
        begins = true;
        continue;
      }
      complete = last;
    }
    if (complete) {
      if (depth === 0) {
        if (trailing) foundSlash = true;
        return 0;
      }
      depth = (depth - 1) | 0;
      const record: u32 = SUPERBLOCK_WALKS + (depth << 4);
      path = load32(record) >>> 0;
      position = load32(record + 4);
      length = load32(record + 8);
      lastAction = load32(record + 12);
      trailing = false;
    }
    if (foundInode === 0) return -ENOENT;
    directory = foundInode;
  }
}

function setFound(parent: u32, name: u32, nameLength: i32, last: i32): void {
  foundParent = parent;
  foundName = name;
  foundNameLength = nameLength;
  foundLast = last;
}

/** Walks to something that must be there: its inode is in {@link walkedInode}. */
export function walkExisting(path: u32, length: i32, follow: bool): i32 {
  const result: i32 = walk(path, length, follow);
  if (result !== 0) return result;
  if (foundInode === 0) return -ENOENT;
  if (foundSlash && !isDirectory(foundInode)) return -ENOTDIR;
  return 0;
}
