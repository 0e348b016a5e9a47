/**
 * Why a connection to the outer network was refused. The program's error is Node's ECONNREFUSED, which cannot say it, so
 * one line goes to the terminal of whoever started the program, as a kernel's messages do.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';
import { outwardNameOf } from './outward_names.ts';
import { encodeUtf8 } from './string_bytes.ts';

const O_WRONLY = 1;
const O_NOCTTY = 0o400;

/** A program that tries again and again says it once. */
const told = new Set<string>();

export function refusedOutward(kernel: SystemCalls, address: string, port: number): void {
  const target = `${outwardNameOf(kernel, address) ?? address}:${port}`;
  if (told.has(target)) return;
  told.add(target);
  const terminal = kernel.open('/dev/tty', O_WRONLY | O_NOCTTY, 0);
  if (terminal < 0) return;
  const reason = 'only HTTP, HTTPS and WebSockets on ports 80, 443, 8080 and 8443 can leave a browser tab';
  kernel.write(terminal, encodeUtf8(`wardian: connection to ${target} refused: ${reason}\r\n`), -1);
  kernel.close(terminal);
}
