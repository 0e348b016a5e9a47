/**
 * Where things lie in the image. Addresses and offsets in bytes; a field is a 32-bit word unless it says f64.
 *
 *     0        4 KiB      64 KiB    1.0625 MiB  4 MiB
 *     | super-  | process   | page map | (unused) | heap …
 *     | block   | table     |          |          |
 */

export const MAGIC: i32 = 0x57415244;

export const SUPERBLOCK_MAGIC: u32 = 1024;
/** Owner's pid | WAITERS, see lock.ts. */
export const SUPERBLOCK_LOCK: u32 = 1088;
export const SUPERBLOCK_ROOT: u32 = 1152;
export const SUPERBLOCK_NEXT_INODE: u32 = 1156;
export const SUPERBLOCK_INODE_COUNT: u32 = 1160;
export const SUPERBLOCK_DESCRIPTION_COUNT: u32 = 1164;
/** Bytes in the heap that are allocated, f64. */
export const SUPERBLOCK_ALLOCATED: u32 = 1168;
/** First address above the heap's last page. */
export const SUPERBLOCK_HEAP_END: u32 = 1176;
/** Most pages of 64 KiB that the image may have. */
export const SUPERBLOCK_MAXIMUM_PAGES: u32 = 1180;
export const SUPERBLOCK_NEXT_PID: u32 = 1184;
export const SUPERBLOCK_ORDER_HEAD: u32 = 1188;
export const SUPERBLOCK_ORDER_TAIL: u32 = 1192;
export const SUPERBLOCK_BOUND_SOCKETS: u32 = 1196;
export const SUPERBLOCK_EPHEMERAL_PORT: u32 = 1200;
/** The directory /dev/pts. */
export const SUPERBLOCK_TERMINALS: u32 = 1204;
/** Goes up at each listen and each close of a listening socket. */
export const SUPERBLOCK_LISTENERS_CHANGED: u32 = 1208;
export const SUPERBLOCK_INOTIFY_COOKIE: u32 = 1212;
/** The directory /proc/self/fd. */
export const SUPERBLOCK_DESCRIPTORS: u32 = 1216;
/** Goes up whenever somebody other than pid 1 looks at the processes. */
export const SUPERBLOCK_USAGE_ASKED: u32 = 1220;
/** Heads of the free lists: small size classes, then runs of pages by order. */
export const SUPERBLOCK_SMALL_LISTS: u32 = 1280;
export const SUPERBLOCK_RUN_LISTS: u32 = 1408;

/** A place below the heap where the kernel spells out names that it enters itself. */
export const SUPERBLOCK_NAME: u32 = 2048;

/** What path walks have left aside for the targets of links (path.ts): records of 16 bytes, one for each link. */
export const SUPERBLOCK_WALKS: u32 = 2560;

export const PROCESS_TABLE: u32 = 4096;

/** One byte for each 4 KiB page of the largest image: what the page is (heap.ts). */
export const PAGE_MAP: u32 = 131072;
export const HEAP_START: u32 = 4194304;

export const INODE_MODE: u32 = 0;
export const INODE_LINKS: u32 = 4;
/** Open descriptions and working directories that hold it. */
export const INODE_HOLDS: u32 = 8;
export const INODE_NUMBER: u32 = 12;
export const INODE_UID: u32 = 16;
export const INODE_GID: u32 = 20;
/** f64 */
export const INODE_SIZE: u32 = 24;
/** Times: whole seconds as f64, then nanoseconds. */
export const INODE_ATIME: u32 = 32;
export const INODE_MTIME: u32 = 48;
export const INODE_CTIME: u32 = 64;
export const INODE_BIRTHTIME: u32 = 80;
/** Nanoseconds stand behind the seconds of each time. */
export const TIME_NANOSECONDS: u32 = 8;
/** File: root of the page tree; directory: bucket array; link: its target's bytes; socket: its object; device: number. */
export const INODE_DATA: u32 = 96;
/** File: depth of the tree; directory: number of buckets; link: length of the target; /dev/pts/N: the pty, 0 once closed. */
export const INODE_DATA_EXTENT: u32 = 100;
/** File: data pages held; directory: entries. */
export const INODE_COUNT: u32 = 104;
/** Its entry: a directory's own in its parent; the newest of a file's names. 0 for the root and for what was removed. */
export const INODE_ENTRY: u32 = 108;
/** Directory: entries in order of creation. */
export const INODE_FIRST: u32 = 112;
export const INODE_LAST: u32 = 116;
export const INODE_WATCHES: u32 = 120;
export const INODE_RECORD_SIZE: i32 = 128;

export const ENTRY_HASH: u32 = 0;
export const ENTRY_BUCKET_NEXT: u32 = 4;
export const ENTRY_PREVIOUS: u32 = 8;
export const ENTRY_NEXT: u32 = 12;
export const ENTRY_INODE: u32 = 16;
export const ENTRY_PARENT: u32 = 20;
export const ENTRY_LENGTH: u32 = 24;
export const ENTRY_NAME: u32 = 28;

export const DESCRIPTION_KIND: u32 = 0;
export const DESCRIPTION_REFERENCES: u32 = 4;
/** O_* as opened, without the creation flags. */
export const DESCRIPTION_FLAGS: u32 = 8;
/** The inode of a file, directory or device; the object of another kind. */
export const DESCRIPTION_OBJECT: u32 = 12;
/** f64 */
export const DESCRIPTION_OFFSET: u32 = 16;
export const DESCRIPTION_INTERESTS: u32 = 24;
/** File: its record locks, two bits for each (record_locks.ts). */
export const DESCRIPTION_LOCKS: u32 = 28;
export const DESCRIPTION_RECORD_SIZE: i32 = 32;

export const KIND_FILE: i32 = 1;
export const KIND_DIRECTORY: i32 = 2;
export const KIND_DEVICE: i32 = 3;
export const KIND_PIPE: i32 = 4;
export const KIND_PTY_CONTROLLER: i32 = 5;
export const KIND_PTY_TERMINAL: i32 = 6;
export const KIND_SOCKET: i32 = 7;
export const KIND_INOTIFY: i32 = 8;

export const DEVICE_NULL: i32 = 0x0103;
export const DEVICE_ZERO: i32 = 0x0105;
export const DEVICE_FULL: i32 = 0x0107;
export const DEVICE_RANDOM: i32 = 0x0108;
export const DEVICE_URANDOM: i32 = 0x0109;
export const DEVICE_TTY: i32 = 0x0500;
/** /dev/ptmx: what a pty's controller end is to stat(2). */
export const DEVICE_PTMX: i32 = 0x0502;
/** /dev/pts/0; the lower byte is the terminal's number. */
export const DEVICE_PTS: i32 = 0x8800;
/** The caller's own descriptors: the lower bits are the number, and opening one duplicates it. */
export const DEVICE_DESCRIPTOR: i32 = 0x10000;
/** So many of them have a name in /proc/self/fd. */
export const NAMED_DESCRIPTORS: i32 = 64;

export const PROCESS_PID: u32 = 0;
export const PROCESS_STATE: u32 = 4;
/** Set by whoever kills, under the lock: the Worker's next lock() parks for ever. */
export const PROCESS_DEAD: u32 = 8;
/** Goes up, with a notify, at whatever the process may wait for. */
export const PROCESS_EVENT_WORD: u32 = 12;
export const PROCESS_PPID: u32 = 16;
export const PROCESS_PGID: u32 = 20;
export const PROCESS_SID: u32 = 24;
export const PROCESS_PENDING: u32 = 28;
export const PROCESS_IGNORED: u32 = 32;
export const PROCESS_CAUGHT: u32 = 36;
export const PROCESS_DYING: u32 = 40;
export const PROCESS_WAIT_STATUS: u32 = 44;
export const PROCESS_CHANGED: u32 = 48;
export const PROCESS_STOP_SIGNAL: u32 = 52;
export const PROCESS_STATE_BEFORE_STOP: u32 = 56;
export const PROCESS_ORDER: u32 = 60;
export const PROCESS_ORDER_NEXT: u32 = 64;
export const PROCESS_INTERESTS: u32 = 68;
/** Array of descriptions, a close-on-exec mark in the lowest bit. */
export const PROCESS_DESCRIPTORS: u32 = 72;
export const PROCESS_DESCRIPTOR_CAPACITY: u32 = 76;
/** Inode of the working directory. */
export const PROCESS_DIRECTORY: u32 = 80;
export const PROCESS_UMASK: u32 = 84;
/** Its pty, 0 without a controlling terminal. */
export const PROCESS_TERMINAL: u32 = 88;
/** Arguments and environment as spawn laid them down, and their length in bytes. */
export const PROCESS_BLOCK: u32 = 92;
export const PROCESS_BLOCK_LENGTH: u32 = 96;
/** Transfer area of its Worker (transfer.ts). */
export const PROCESS_SCRATCH: u32 = 100;
/** ms since the epoch, f64. */
export const PROCESS_START_TIME: u32 = 104;
/** Bytes of the block that are arguments; the environment follows. */
export const PROCESS_ARGV_LENGTH: u32 = 112;
/** 1 until the supervisor has ended the process's Worker. */
export const PROCESS_WORKER: u32 = 116;
/** Re-parented to init: nobody asks for its status. */
export const PROCESS_ORPHAN: u32 = 120;
/** Block in which the caller lays down what a child is to get, until spawn has taken it. */
export const PROCESS_OUTGOING: u32 = 124;
/** Of a free record: when it became free, f64 ms since the epoch. */
export const PROCESS_FREED_TIME: u32 = 128;
/** Of a thread's record: the record of its process. 0 for a process, which is its own main thread. */
export const PROCESS_LEADER: u32 = 136;
/** Of a process: its other threads, linked by PROCESS_THREAD_NEXT. */
export const PROCESS_THREADS: u32 = 140;
export const PROCESS_THREAD_NEXT: u32 = 144;
/** Of a thread: the record of the thread that made it, and is told of its end. */
export const PROCESS_CREATOR: u32 = 148;
/** Of a process: threads made so far. Of a thread: which of them it is, from 1. */
export const PROCESS_THREAD_NUMBER: u32 = 152;
/** Message ports of the thread (message_port.ts), and the message that it is reading. */
export const PROCESS_PORTS: u32 = 156;
export const PROCESS_INCOMING: u32 = 160;
/** Of a thread: the port that it was made with. */
export const PROCESS_PARENT_PORT: u32 = 164;
/** Of a process: array as long as its descriptors', the number of the thread that each belongs to; 0 until one does. */
export const PROCESS_DESCRIPTOR_THREADS: u32 = 168;
/** Of a thread: further parts of the message that it lays down (message_port.ts). */
export const PROCESS_PARTS: u32 = 172;
/** CPU time in ms that a thread has used up to its last wait, f64 (usage.ts). */
export const PROCESS_CPU_TIME: u32 = 176;
/** When it began to run, f64 ms since the epoch; 0 while it waits. */
export const PROCESS_RUNNING_SINCE: u32 = 184;
/** Of a process: CPU time of those of its threads that have ended, and of the children that it has waited for; f64. */
export const PROCESS_ENDED_THREADS_CPU: u32 = 192;
export const PROCESS_CHILDREN_CPU: u32 = 200;
/** Bytes that the browser measured for the Worker, f64; 0 before. */
export const PROCESS_MEMORY: u32 = 208;
/** Of a thread: bytes beyond which it is ended, f64; 0: none. */
export const PROCESS_MEMORY_LIMIT: u32 = 216;
export const PROCESS_SIZE: i32 = 224;

export const STATE_FREE: i32 = 0;
export const STATE_EMBRYO: i32 = 1;
export const STATE_RUNNING: i32 = 2;
export const STATE_STOPPED: i32 = 3;
export const STATE_ZOMBIE: i32 = 4;
/** Its parent has waited for it; the record stays until its Worker has ended. */
export const STATE_REAPED: i32 = 5;
/** A thread of a process that is not its main one; and one that has ended and whose creator does not know yet. */
export const STATE_THREAD: i32 = 6;
export const STATE_THREAD_ENDED: i32 = 7;
