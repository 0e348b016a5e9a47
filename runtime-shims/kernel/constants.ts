/** Constants of Linux (x86-64) that system calls take and answer: open(2), stat(2), poll(2), inotify(7), termios(3). */
export const O_RDONLY: i32 = 0;
export const O_WRONLY: i32 = 1;
export const O_RDWR: i32 = 2;
export const O_ACCMODE: i32 = 3;
export const O_CREAT: i32 = 0o100;
export const O_EXCL: i32 = 0o200;
export const O_NOCTTY: i32 = 0o400;
export const O_TRUNC: i32 = 0o1000;
export const O_APPEND: i32 = 0o2000;
export const O_NONBLOCK: i32 = 0o4000;
export const O_DIRECTORY: i32 = 0o200000;
export const O_NOFOLLOW: i32 = 0o400000;
export const O_CLOEXEC: i32 = 0o2000000;

export const S_IFMT: i32 = 0o170000;
export const S_IFSOCK: i32 = 0o140000;
export const S_IFLNK: i32 = 0o120000;
export const S_IFREG: i32 = 0o100000;
export const S_IFBLK: i32 = 0o060000;
export const S_IFDIR: i32 = 0o040000;
export const S_IFCHR: i32 = 0o020000;
export const S_IFIFO: i32 = 0o010000;

export const DT_FIFO: i32 = 1;
export const DT_CHR: i32 = 2;
export const DT_DIR: i32 = 4;
export const DT_BLK: i32 = 6;
export const DT_REG: i32 = 8;
export const DT_LNK: i32 = 10;
export const DT_SOCK: i32 = 12;

export const R_OK: i32 = 4;
export const W_OK: i32 = 2;
export const X_OK: i32 = 1;

export const SEEK_SET: i32 = 0;
export const SEEK_CUR: i32 = 1;
export const SEEK_END: i32 = 2;

export const F_DUPFD: i32 = 0;
export const F_GETFD: i32 = 1;
export const F_SETFD: i32 = 2;
export const F_GETFL: i32 = 3;
export const F_SETFL: i32 = 4;
export const F_OFD_GETLK: i32 = 36;
export const F_OFD_SETLK: i32 = 37;
export const FD_CLOEXEC: i32 = 1;

export const POLLIN: i32 = 1;
export const POLLOUT: i32 = 4;
export const POLLERR: i32 = 8;
export const POLLHUP: i32 = 16;

export const IN_ACCESS: i32 = 0x1;
export const IN_MODIFY: i32 = 0x2;
export const IN_ATTRIB: i32 = 0x4;
export const IN_CLOSE_WRITE: i32 = 0x8;
export const IN_MOVED_FROM: i32 = 0x40;
export const IN_MOVED_TO: i32 = 0x80;
export const IN_CREATE: i32 = 0x100;
export const IN_DELETE: i32 = 0x200;
export const IN_DELETE_SELF: i32 = 0x400;
export const IN_MOVE_SELF: i32 = 0x800;
export const IN_Q_OVERFLOW: i32 = 0x4000;
export const IN_IGNORED: i32 = 0x8000;
export const IN_ISDIR: i32 = 0x40000000;

export const AF_UNIX: i32 = 1;
export const AF_INET: i32 = 2;
export const AF_INET6: i32 = 10;

export const SOCK_STREAM: i32 = 1;
export const SOCK_DGRAM: i32 = 2;

/** Options of bind(2): IPV6_V6ONLY, SO_REUSEADDR (of datagram sockets), SO_REUSEPORT. */
export const BIND_IPV6_ONLY: i32 = 1;
export const BIND_REUSE_ADDRESS: i32 = 2;
export const BIND_REUSE_PORT: i32 = 4;

/** Options of datagram sockets: what {@link SystemCalls.setSocketOption} sets. */
export const SO_BROADCAST: i32 = 6;
export const SO_RCVBUF: i32 = 8;
export const IP_MULTICAST_LOOP: i32 = 34;
/** Their value is the group, IPv4 in host order. */
export const IP_ADD_MEMBERSHIP: i32 = 35;
export const IP_DROP_MEMBERSHIP: i32 = 36;

export const WNOHANG: i32 = 1;
export const WUNTRACED: i32 = 2;
export const WCONTINUED: i32 = 8;

export {
  SIGCHLD,
  SIGCONT,
  SIGHUP,
  SIGINT,
  SIGKILL,
  SIGPIPE,
  SIGQUIT,
  SIGSTOP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  SIGWINCH,
} from './signal_numbers.ts';
export { ECHO, ECHOCTL, ECHOE, ECHOK, ICANON, ICRNL, IEXTEN, ISIG, IUTF8, IXON, ONLCR, OPOST } from './termios.ts';
