/** Words for error numbers as commands print them (strerror(3)). */
import { getSystemErrorMessage } from 'node:util';

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `errno` negative, as system calls answer. */
export function errnoMessage(errno: number): string {
  return capitalised(getSystemErrorMessage(errno) ?? `error ${-errno}`);
}

/** The message of a Node error as a command prints it: the system's words where it is a system error. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && 'errno' in error && typeof error.errno === 'number') return errnoMessage(error.errno);
  return error instanceof Error ? error.message : String(error);
}
