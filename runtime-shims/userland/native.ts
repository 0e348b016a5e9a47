/**
 * The way of a program in the container to the kernel's calls that Node has no API for (process groups, terminals,
 * waiting without a loop): the binding `system_calls`, which is the process's own `SystemCalls`.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';

interface ProcessWithBindings {
  binding(name: 'system_calls'): { kernel: SystemCalls };
}

export function systemCalls(): SystemCalls {
  return (process as unknown as ProcessWithBindings).binding('system_calls').kernel;
}
