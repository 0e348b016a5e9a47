/** Users by number and name: /etc/passwd, and the one user that a container has (node/user_database.ts has the same). */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { decode } from '../system/text.ts';

export const USER_ID = 1000;
const fallback = 'wardian';

function entries(kernel: SystemCalls): [name: string, id: number][] {
  const content = kernel.readFile('/etc/passwd');
  if (typeof content === 'number') return [];
  return decode(content)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(':'))
    .map(([name = '', , id = '']) => [name, Number(id)]);
}

export function userName(kernel: SystemCalls, id: number): string {
  const found = entries(kernel).find(([, each]) => each === id);
  return found?.[0] ?? (id === USER_ID ? fallback : String(id));
}

/** Undefined: no such user. */
export function userId(kernel: SystemCalls, name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  return entries(kernel).find(([each]) => each === name)?.[1] ?? (name === fallback ? USER_ID : undefined);
}
