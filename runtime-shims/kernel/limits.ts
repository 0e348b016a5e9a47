/** Limits of the kernel, each with its unit and reason. */

/** Longest name of a directory entry in bytes (POSIX NAME_MAX, Linux's value). */
export const NAME_MAX: i32 = 255;
/** Longest path in bytes with its NUL (Linux's PATH_MAX). */
export const PATH_MAX: i32 = 4096;
/** Symbolic links followed in one path walk (Linux's MAXSYMLINKS). */
export const SYMLOOP_MAX: i32 = 40;
/** Descriptors of one process: Linux's usual hard limit for a user. */
export const OPEN_MAX: i32 = 4096;
/** Open file descriptions in all: keeps a runaway program from filling the image with them. */
export const FILE_MAX: i32 = 65536;
/** Processes in all, zombies counted: each is a Worker of some 10 MB, and browsers allow a few hundred. */
export const MAX_PROCESSES: i32 = 256;
/** Terminals in all: the numbers that fit the lower byte of a device number. */
export const MAX_TERMINALS: i32 = 256;
/** Largest pid; then they start again. As Linux's default. */
export const PID_MAX: i32 = 32768;
/** Inodes in all, so that an endless loop of `touch` ends in ENOSPC before it ends the image. */
export const INODE_MAX: i32 = 4000000;
/** Bytes of an inotify queue; beyond it one overflow event tells the reader that some are lost. */
export const INOTIFY_QUEUE_BYTES: i32 = 65536;
/** Bytes that wait in a datagram socket, headers and all: Linux's net.core.rmem_default. What finds no room is lost. */
export const DATAGRAM_QUEUE_BYTES: i32 = 212992;
/** Multicast groups that a socket may be in: Linux's net.ipv4.igmp_max_memberships. */
export const GROUPS_MAX: i32 = 20;
/** Default largest memory image in bytes: 3 GiB, the most that the browsers' 4 GiB of addresses leave comfortably. */
export const DEFAULT_MAXIMUM_BYTES: f64 = 3221225472;
/** Ports that the kernel chooses from: Linux's net.ipv4.ip_local_port_range. */
export const FIRST_EPHEMERAL_PORT: i32 = 32768;
export const LAST_EPHEMERAL_PORT: i32 = 60999;
