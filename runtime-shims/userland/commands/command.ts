/** What a command of /bin is: its help and flags as data, and the function that does it. */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { SystemError } from '../system/errors.ts';
import type { Input } from '../system/io.ts';
import { withNamedDescriptors } from '../system/named_descriptors.ts';
import type { Program } from '../system/program.ts';
import { type FlagTable, help, readFlags, UsageError } from './flags.ts';
import { Streams } from './streams.ts';

export { type Flag, UsageError } from './flags.ts';

export interface Command extends FlagTable {
  /** Runs until it is told to stop: never within a shell that traps signals. */
  long?: boolean;
  /** Answers the exit status. */
  run(context: CommandContext): number;
}

export interface CommandContext {
  kernel: SystemCalls;
  program: Program;
  operands: readonly string[];
  /** Was the flag given? */
  on(flag: string): boolean;
  /** The value given last. */
  value(flag: string): string | undefined;
  /** All values, or one empty text for each time that a flag without value was given. */
  values(flag: string): readonly string[];
  /** The flags in the order given. */
  given: readonly [flag: string, value: string][];
  /** Writes to standard output. */
  print(text: string | Uint8Array): void;
  /** Prints `name: message` on standard error and makes the exit status 1 at least. */
  complain(message: string): void;
  /** Writes to standard error. */
  warn(text: string): void;
  /** Standard input. */
  readonly input: Input;
  /** A file for reading, `-` being standard input; one that cannot be opened is complained of. */
  open(path: string): Input | undefined;
  flush(): void;
  environment(name: string): string | undefined;
  /** The kernel's descriptor behind 0, 1 or 2; -1 where it is closed. */
  descriptor(fd: number): number;
  isTerminal(fd: number): boolean;
  /** Columns of the terminal, or of COLUMNS. */
  columns(): number;
  /** The same streams with other words, read by the flags of `command`. */
  reparse(command: Command, words: readonly string[]): CommandContext;
}

/** Ends the command with a status at once. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** Runs a command as a program; the exit status. */
export function runCommand(command: Command, caller: Program): number {
  const program = { ...caller, kernel: withNamedDescriptors(caller.kernel, caller.files) };
  const streams = new Streams(program, command.name);
  let status: number;
  try {
    status = execute(command, program, streams);
  } catch (error) {
    streams.flush();
    if (error instanceof Exit) status = error.status;
    else if (error instanceof UsageError) {
      streams.warn(`${command.name}: ${error.message}\nTry '${command.name} --help' for more information.\n`);
      status = error.status ?? command.wrongUse ?? 1;
    } else if (error instanceof SystemError) {
      streams.warn(`${command.name}: ${error.message}\n`);
      status = 1;
    } else throw error;
  } finally {
    streams.close();
  }
  return streams.writeFailed(Math.max(status, streams.failed));
}

function execute(command: Command, program: Program, streams: Streams): number {
  const context = contextOf(command, program, streams, program.parameters);
  if (context.on('help') && !command.flags['help']) {
    streams.print(help(command));
    return 0;
  }
  if (context.on('version') && !command.flags['version']) {
    // Scripts ask whether a tool has GNU's flags: these have.
    streams.print(`${command.name} (GNU compatible, of Wardian)\n`);
    return 0;
  }
  return command.run(context);
}

function contextOf(command: Command, program: Program, streams: Streams, words: readonly string[]): CommandContext {
  const { flags, operands } = readFlags(command, words);
  const byName = new Map<string, string[]>();
  for (const [name, value] of flags) byName.set(name, [...(byName.get(name) ?? []), value]);
  return {
    kernel: program.kernel,
    program,
    operands,
    given: flags,
    on: (flag) => byName.has(flag),
    value: (flag) => byName.get(flag)?.at(-1),
    values: (flag) => byName.get(flag) ?? [],
    print: (text) => streams.print(text),
    complain: (message) => streams.complain(message),
    warn: (text) => streams.warn(text),
    get input() {
      return streams.input;
    },
    open: (path) => streams.open(path),
    flush: () => streams.flush(),
    environment: (name) => program.environment.get(name),
    descriptor: (fd) => program.files.get(fd) ?? -1,
    isTerminal: (fd) => program.kernel.isatty(program.files.get(fd) ?? -1),
    columns: () => streams.columns(),
    reparse: (other, others) => contextOf(other, program, streams, others),
  };
}
