/** The words that a program of Node's was given, read by its flags as those of the other commands are. */
import { type FlagTable, help, readFlags, UsageError } from '../commands/flags.ts';

export interface CommandLine {
  operands: readonly string[];
  /** The flags in the order given. */
  given: readonly [flag: string, value: string][];
  on(flag: string): boolean;
  /** The value given last. */
  value(flag: string): string | undefined;
  values(flag: string): readonly string[];
}

/** Undefined where help was asked for, which is then printed. Throws {@link UsageError}. */
export function commandLine(table: FlagTable, words: readonly string[]): CommandLine | undefined {
  const { flags, operands } = readFlags(table, words);
  if (flags.some(([flag]) => flag === 'help')) {
    process.stdout.write(help(table));
    return undefined;
  }
  const values = (name: string) => flags.filter(([flag]) => flag === name).map(([, value]) => value);
  return {
    operands,
    given: flags,
    values,
    on: (name) => flags.some(([flag]) => flag === name),
    value: (name) => values(name).at(-1),
  };
}

/** What went wrong, as a command says it: `fs`'s errors without their code and path. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'No such file or directory';
  return message.replace(/^E[A-Z]+: ([^,]*),.*$/s, '$1');
}

export { UsageError };
