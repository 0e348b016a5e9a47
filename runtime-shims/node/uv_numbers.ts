/**
 * Linux's and libuv's numbers that the stream bindings compare with. Errors are negative, as libuv's `UV_*` are.
 * Sources: errno(3), poll(2), termios(3), uv/errno.h of libuv 1.x.
 */
export const UV_ENOENT = -2;
export const UV_ESRCH = -3;
export const UV_EINTR = -4;
export const UV_EBADF = -9;
export const UV_EAGAIN = -11;
export const UV_ENOMEM = -12;
export const UV_EACCES = -13;
export const UV_ENOTDIR = -20;
export const UV_EEXIST = -17;
export const UV_ENODEV = -19;
export const UV_EINVAL = -22;
export const UV_ENOTTY = -25;
export const UV_EPIPE = -32;
export const UV_ENOSYS = -38;
export const UV_ENOTSUP = -95;
export const UV_EADDRINUSE = -98;
export const UV_EADDRNOTAVAIL = -99;
export const UV_ENOBUFS = -105;
export const UV_EISCONN = -106;
export const UV_ENOTCONN = -107;
export const UV_ETIMEDOUT = -110;
export const UV_ECONNREFUSED = -111;
export const UV_EALREADY = -114;
export const UV_EINPROGRESS = -115;
export const UV_ECANCELED = -125;
export const UV_EPERM = -1;
export const UV_EPROTO = -71;
export const UV_EOF = -4095;
export const UV_EAI_FAMILY = -3005;
export const UV_EAI_NONAME = -3008;

export const POLLIN = 1;
export const POLLOUT = 4;
export const POLLERR = 8;
export const POLLHUP = 16;

export const AF_UNSPEC = 0;
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;

export const SHUT_WR = 1;

export const STDERR_FILENO = 2;

export const SIGTERM = 15;
export const SIGKILL = 9;
