/**
 * Descriptors by name: /dev/stdin, /dev/fd/N. A command that runs within the shell has the shell's descriptors under
 * other numbers than its own, so the kernel is asked for those.
 */
import type { SystemCalls } from '../../kernel/system_calls.ts';

const standard = ['/dev/stdin', '/dev/stdout', '/dev/stderr'];
const numbered = /^(?:\/dev|\/proc\/self)\/fd\/(\d+)$/;

/** The number that a path names, or undefined. */
export function descriptorNamed(path: string): number | undefined {
  const index = standard.indexOf(path);
  if (index >= 0) return index;
  const digits = numbered.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `kernel` for a program whose descriptors are the kernel's under the numbers that `files` gives. */
export function withNamedDescriptors(kernel: SystemCalls, files: ReadonlyMap<number, number>): SystemCalls {
  if ([...files].every(([fd, from]) => fd === from)) return kernel;
  const own = <Path>(path: Path): Path | string => {
    const fd = typeof path === 'string' ? descriptorNamed(path) : undefined;
    return fd === undefined ? path : `/proc/self/fd/${files.get(fd) ?? 'closed'}`;
  };
  const calls: Pick<SystemCalls, 'open' | 'stat'> = {
    open: (path, flags, mode) => kernel.open(own(path), flags, mode),
    stat: (path, out, offset) => kernel.stat(own(path), out, offset),
  };
  return Object.assign(Object.create(kernel) as SystemCalls, calls);
}
