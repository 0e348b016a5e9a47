/**
 * uv_spawn (libuv's src/unix/process.c) over the kernel's spawn: stdio of the child, its directory, and the search along
 * PATH that execvp(3) makes. Shared by process_wrap and spawn_sync.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';
import { GID, UID } from './user_database.ts';
import { UV_EACCES, UV_EINVAL, UV_ENOENT, UV_ENOTDIR, UV_EPERM } from './uv_numbers.ts';

const UV_ENOEXEC = -8;
const O_RDONLY = 0;
const O_RDWR = 2;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
/** Index of the mode in the kernel's stat (node_file.h, FsStatsOffset). */
const STAT_MODE = 1;
const STAT_FIELDS = 18;
/** execvp(3) without PATH in the environment. */
const DEFAULT_PATH = '/bin:/usr/bin';

/** One descriptor of the child. */
export type ChildStdio = { type: 'ignore' } | { type: 'pipe' } | { type: 'descriptor'; fd: number };

export interface ChildOptions {
  file: string;
  args: readonly string[];
  cwd: string | undefined;
  /** `NAME=value`; undefined inherits the parent's. */
  env: readonly string[] | undefined;
  stdio: readonly ChildStdio[];
  detached: boolean;
  uid: number | undefined;
  gid: number | undefined;
}

export interface StartedChild {
  /** Pid, or the error of the start. The pipes exist either way, once they could be made. */
  status: number;
  /** Our end of each `pipe`, by the child's descriptor; -1 elsewhere. */
  pipes: number[];
}

/** The files that execvp(3) would try, in order. */
export function executableCandidates(file: string, env: readonly string[], cwd: string | undefined): string[] {
  const within = (path: string) => (path.startsWith('/') || cwd === undefined ? path : `${cwd}/${path}`);
  if (file.includes('/')) return [within(file)];
  const path = env.find((pair) => pair.startsWith('PATH='))?.slice('PATH='.length) ?? DEFAULT_PATH;
  return path.split(':').map((directory) => within(directory === '' ? file : `${directory}/${file}`));
}

/** execvp(3): the errors after which the next directory is tried, and which of them is told at the end. */
function searchAndSpawn(kernel: SystemCalls, options: ChildOptions, stdio: number[]): number {
  const env = options.env ?? kernel.environment();
  if (options.file === '') return UV_ENOENT;
  if (options.cwd !== undefined) {
    const stat = new Float64Array(STAT_FIELDS);
    const found = kernel.stat(options.cwd, stat, 0);
    if (found < 0) return found;
    if ((stat[STAT_MODE]! & S_IFMT) !== S_IFDIR) return UV_ENOTDIR;
  }
  const start = (file: string, argv: readonly string[]) =>
    kernel.spawn({
      file,
      argv,
      env,
      stdio,
      setsid: options.detached,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });

  let sawAccessError = false;
  let status = UV_ENOENT;
  for (const candidate of executableCandidates(options.file, env, options.cwd)) {
    status = start(candidate, options.args);
    if (status === UV_ENOEXEC) status = start('/bin/sh', ['/bin/sh', candidate, ...options.args.slice(1)]);
    if (status === UV_EACCES) sawAccessError = true;
    else if (status !== UV_ENOENT && status !== UV_ENOTDIR) return status;
  }
  return sawAccessError ? UV_EACCES : status;
}

/** Starts the child; on return only the ends that stay with us are open. */
export function startChild(kernel: SystemCalls, options: ChildOptions): StartedChild {
  const pipes = options.stdio.map(() => -1);
  // There is one user: taking another identity is refused, as to all but root.
  if ((options.uid ?? UID) !== UID || (options.gid ?? GID) !== GID) return { status: UV_EPERM, pipes };

  const ours: number[] = [];
  const childFds: number[] = [];
  const release = (fds: readonly number[]) => {
    for (const fd of fds) if (fd >= 0) kernel.close(fd);
  };
  for (let i = 0; i < options.stdio.length; i++) {
    const stdio = options.stdio[i]!;
    let status = 0;
    if (stdio.type === 'descriptor') {
      if (stdio.fd < 0) status = UV_EINVAL;
      else childFds.push(stdio.fd);
    } else if (stdio.type === 'pipe') {
      const pair = kernel.socketpair();
      if (typeof pair === 'number') status = pair;
      else {
        pipes[i] = pair[0];
        ours.push(pair[1]);
        childFds.push(pair[1]);
      }
    } else if (i <= 2) {
      status = kernel.open('/dev/null', i === 0 ? O_RDONLY : O_RDWR, 0);
      if (status >= 0) {
        ours.push(status);
        childFds.push(status);
      }
    } else childFds.push(-1);
    if (status < 0) {
      release([...ours, ...pipes]);
      return { status, pipes: options.stdio.map(() => -1) };
    }
  }
  const status = searchAndSpawn(kernel, options, childFds);
  release(ours);
  return { status, pipes };
}
