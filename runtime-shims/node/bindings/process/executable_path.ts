import { NATIVE_MAGIC } from '../../../kernel/executable.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { decodeUtf8 } from '../fs/file_names.ts';

export const NODE = '/bin/node';

/**
 * `process.execPath` of a program that was started as `name`. The kernel does not keep which file that was: a copy of
 * node is known by a path of its own, and a name found in PATH stands for the one of the container.
 */
export function executablePathOf(kernel: SystemCalls, name: string): string {
  if (name === NODE || !name.includes('/')) return NODE;
  const path = kernel.realpath(name);
  if (typeof path === 'number') return NODE;
  const content = kernel.readFile(path);
  return typeof content !== 'number' && decodeUtf8(content).startsWith(NATIVE_MAGIC) ? decodeUtf8(path) : NODE;
}
