/** How processes are shown: their names, times and sizes. */
import type { ProcessInformation } from '../../kernel/system_calls.ts';
import { baseName } from '../system/files.ts';
import { RUNNER } from '../system/program.ts';

/** The command line as it was typed: without the interpreters that the kernel put in front. */
export function commandLine({ pid, argv }: ProcessInformation): string {
  // The supervisor, which has no arguments.
  if (pid === 1) return 'init';
  if (argv[0] !== RUNNER) return argv.join(' ');
  // The kernel put the file's path in the place of the name, as for every script.
  const [path = '', ...words] = argv.slice(1);
  // The state of a subshell is of no interest.
  return [baseName(path), ...(words[0] === '--subshell' ? ['(subshell)'] : words)].join(' ');
}

export function commandName(process: ProcessInformation): string {
  return baseName(commandLine(process).split(' ', 1)[0] ?? '');
}

/** As ps(1) has them. */
export function stateLetter({ state, busy }: ProcessInformation): string {
  if (state === 'stopped') return 'T';
  if (state === 'zombie') return 'Z';
  return busy || state === 'embryo' ? 'R' : 'S';
}

/** With what BSD adds: s, a session's leader; +, a process in the foreground of its terminal. */
export function stateWord(process: ProcessInformation): string {
  return `${stateLetter(process)}${process.pid === process.sid ? 's' : ''}${process.foreground ? '+' : ''}`;
}

/** `[days-]hours:minutes:seconds`. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  return `${days ? `${days}-` : ''}${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
