/** `internalBinding('os')` (src/node_os.cc): the machine that a container is to its programs. */
import type { BindingFactory } from '../environment.ts';
import { threadMilliseconds } from '../monotonic_clock.ts';
import { encodeUtf8 } from '../string_bytes.ts';
import { findUser, UID } from '../user_database.ts';
import { uvErrorMessage, uvErrorName } from '../uv_exception.ts';
import { UV_ENOENT, UV_EPERM, UV_ESRCH } from '../uv_numbers.ts';
import { fileNamesOf } from './fs/file_names.ts';

/** sysname, version, release, machine, as of uname(2): a Linux whose system calls are the kernel's. */
const OPERATING_SYSTEM = ['Linux', '#1 SMP PREEMPT_DYNAMIC Wardian', '6.12.0-wardian', 'x86_64'];
const HOST_NAME = 'wardian';
const CPU_MODEL = 'WebAssembly';
/** MHz; a browser does not tell. Programs divide by it, so it is not 0. */
const CPU_SPEED = 1000;
/** A browser that does not tell its processors has one at least. */
const FEWEST_CPUS = 1;
/** Read when this file is evaluated: later the global `navigator` is Node's, which asks this binding. */
const HOST_CPUS = Math.max(navigator.hardwareConcurrency || FEWEST_CPUS, FEWEST_CPUS);
/** nice(1) of a process that nobody has changed. */
const DEFAULT_PRIORITY = 0;

/** name, address, netmask, family, mac, internal, scope (−1: none), flat, as getInterfaceAddresses gives them. */
const LOOPBACK = [
  ...['lo', '127.0.0.1', '255.0.0.0', 'IPv4', '00:00:00:00:00:00', true, -1],
  ...['lo', '::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'IPv6', '00:00:00:00:00:00', true, 0],
];

/** The object that the library gives for what went wrong. */
type ErrorContext = Record<string, unknown>;

export const binding: BindingFactory = (environment) => {
  const { kernel } = environment;
  const fileNames = fileNamesOf(environment);
  const priorities = new Map<number, number>();

  function fail(context: ErrorContext | undefined, errno: number, syscall: string): void {
    if (context === undefined) return;
    const details = { errno, code: uvErrorName(errno), message: uvErrorMessage(errno), syscall };
    Object.assign(context, details);
  }

  const cpuCount = (): number => HOST_CPUS;

  function getCPUs(): unknown[] {
    const uptime = Math.round(threadMilliseconds());
    // user, nice, sys, idle, irq in ms: all idle, for the browser keeps the truth to itself.
    return Array.from({ length: cpuCount() }, () => [CPU_MODEL, CPU_SPEED, 0, 0, 0, uptime, 0]).flat();
  }

  function getHomeDirectory(context?: ErrorContext): string | undefined {
    const home = environment.process.env?.['HOME'];
    if (home) return home;
    const user = findUser(kernel, UID);
    if (user === null) fail(context, UV_ENOENT, 'uv_os_homedir');
    return user?.home;
  }

  function getUserInfo(options: { encoding?: unknown } | null, context?: ErrorContext): unknown {
    const user = findUser(kernel, UID);
    if (user === null) {
      fail(context, UV_ENOENT, 'uv_os_get_passwd');
      return undefined;
    }
    const encode = (text: string): unknown => fileNames.encode(encodeUtf8(text), options?.encoding);
    return Object.assign(Object.create(null), {
      uid: user.uid,
      gid: user.gid,
      username: encode(user.name),
      homedir: encode(user.home),
      shell: encode(user.shell),
    });
  }

  /** 0 when the process exists, its pid for 0 (the caller). */
  const resolvePid = (pid: number): number | null => {
    const target = pid === 0 ? kernel.pid : pid;
    return kernel.kill(target, 0) === UV_ESRCH ? null : target;
  };

  function getPriority(pid: number, context?: ErrorContext): number | undefined {
    const target = resolvePid(pid);
    if (target === null) {
      fail(context, UV_ESRCH, 'uv_os_getpriority');
      return undefined;
    }
    return priorities.get(target) ?? DEFAULT_PRIORITY;
  }

  function setPriority(pid: number, priority: number, context?: ErrorContext): number {
    const target = resolvePid(pid);
    let errno = target === null ? UV_ESRCH : 0;
    // Only the superuser may become nicer to itself (setpriority(2)).
    if (target !== null && priority < (priorities.get(target) ?? DEFAULT_PRIORITY)) errno = UV_EPERM;
    if (errno !== 0) fail(context, errno, 'uv_os_setpriority');
    else priorities.set(target!, priority);
    return errno;
  }

  return {
    getHostname: () => HOST_NAME,
    getLoadAvg(values: Float64Array) {
      values.fill(0);
    },
    getUptime: () => threadMilliseconds() / 1000,
    getTotalMem: () => kernel.memoryLimit(),
    getFreeMem: () => Math.max(kernel.memoryLimit() - kernel.memoryUsed(), 0),
    getCPUs,
    getInterfaceAddresses: () => [...LOOPBACK],
    getHomeDirectory,
    getUserInfo,
    setPriority,
    getPriority,
    getAvailableParallelism: cpuCount,
    getOSInformation: () => [...OPERATING_SYSTEM],
    isBigEndian: false,
  };
};
