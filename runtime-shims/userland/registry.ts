/** How the scripts of the build tell the Worker that loads them what programs they bring. */

import type { Command } from './commands/command.ts';
import { runCommand } from './commands/command.ts';
import type { Main } from './system/program.ts';

export interface UserlandGlobals {
  /** By name; the shell and the commands of the scripts loaded so far. */
  __wardianMains?: Map<string, { main: Main; long: boolean }>;
}

export function mains(): Map<string, { main: Main; long: boolean }> {
  const globals = globalThis as UserlandGlobals;
  globals.__wardianMains ??= new Map();
  return globals.__wardianMains;
}

export function register(commands: readonly Command[]): void {
  for (const command of commands) {
    mains().set(command.name, { main: (program) => runCommand(command, program), long: command.long ?? false });
  }
}
