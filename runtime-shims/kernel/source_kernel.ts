/** The kernel from its sources as plain JavaScript, for tests and debugging: one image and one instance in a thread. */
import { formatKernel, type KernelExports } from './attach.ts';
import * as kernel from './kernel.ts';
import { bindMemory } from './primitives.ts';
import type { KernelOptions } from './system_calls.ts';

export function createKernelFromSource(options: KernelOptions = {}): ReturnType<typeof formatKernel> {
  const memory = new WebAssembly.Memory({ initial: 128, maximum: 65_536, shared: true });
  bindMemory(memory);
  return formatKernel(kernel satisfies KernelExports, memory, options);
}
