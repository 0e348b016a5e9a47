/** What a command of /bin is: its help and flags as data, and the function that does it. */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { SystemError } from '../system/errors.ts';
import type { Input } from '../system/io.ts';
import type { Program } from '../system/program.ts';
import { Streams } from './streams.ts';

export interface Flag {
  /** Letters, without the dash. */
  short?: string;
  /** It takes a value, which the help calls so. */
  value?: string;
  /** The value may be left out: then it must follow the flag at once (`-i.bak`, `--color=always`). */
  optional?: boolean;
  help: string;
}

export interface Command {
  name: string;
  /** Operands, for `--help`. */
  usage: string;
  summary: string;
  flags: Readonly<Record<string, Flag>>;
  /** Operands begin at the first word that is no flag, and may look like flags from there on (`env`). */
  operandsFirst?: boolean;
  /** Words are taken as they are: the command has a language of its own (`find`, `expr`, `test`). */
  plain?: boolean;
  /** The flag that a bare number is the value of (`head -5`). */
  number?: string;
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

/** Wrong use: printed with a hint to `--help`. */
export class UsageError extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** Ends the command with a status at once. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

interface Given {
  flags: [string, string][];
  operands: string[];
}

function readFlags(command: Command, words: readonly string[]): Given {
  const given: Given = { flags: [], operands: [] };
  if (command.plain)
    return { flags: words[0] === '--help' && words.length === 1 ? [['help', '']] : [], operands: [...words] };
  const byLetter = new Map<string, string>();
  for (const [name, { short = '' }] of Object.entries(command.flags))
    for (const letter of short) byLetter.set(letter, name);
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      given.operands.push(...rest);
      break;
    }
    if (command.number && /^-\d+$/.test(word)) given.flags.push([command.number, word.slice(1)]);
    else if (word.startsWith('--')) readLong(command, word, rest, given);
    else if (word.startsWith('-') && word !== '-') readShort(command, byLetter, word, rest, given);
    else if (command.operandsFirst) {
      given.operands.push(word, ...rest);
      break;
    } else given.operands.push(word);
  }
  return given;
}

function readLong(command: Command, word: string, rest: string[], given: Given): void {
  const equals = word.indexOf('=');
  const typed = equals < 0 ? word.slice(2) : word.slice(2, equals);
  if (typed === 'help') {
    given.flags.push(['help', '']);
    return;
  }
  const names = Object.keys(command.flags);
  // GNU takes any beginning that is unique.
  const fitting = names.filter((name) => name.startsWith(typed));
  const name = names.includes(typed) ? typed : fitting.length === 1 ? fitting[0] : undefined;
  const flag = name === undefined ? undefined : command.flags[name];
  if (name === undefined || !flag) throw new UsageError(`unrecognized option '${word}'`);
  if (!flag.value) {
    if (equals >= 0) throw new UsageError(`option '--${name}' doesn't allow an argument`);
    given.flags.push([name, '']);
  } else if (equals >= 0) given.flags.push([name, word.slice(equals + 1)]);
  else if (flag.optional) given.flags.push([name, '']);
  else {
    const value = rest.shift();
    if (value === undefined) throw new UsageError(`option '--${name}' requires an argument`);
    given.flags.push([name, value]);
  }
}

function readShort(
  command: Command,
  byLetter: ReadonlyMap<string, string>,
  word: string,
  rest: string[],
  given: Given,
): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at] ?? '';
    const name = byLetter.get(letter);
    const flag = name === undefined ? undefined : command.flags[name];
    if (name === undefined || !flag) throw new UsageError(`invalid option -- '${letter}'`);
    if (!flag.value) {
      given.flags.push([name, '']);
      continue;
    }
    const attached = word.slice(at + 1);
    const value = attached || flag.optional ? attached : rest.shift();
    if (value === undefined) throw new UsageError(`option requires an argument -- '${letter}'`);
    given.flags.push([name, value]);
    return;
  }
}

function help({ name, usage, summary, flags }: Command): string {
  const rows = Object.entries(flags).map(([flag, { short, value, help: text }]) => {
    const letters = [...(short ?? '')].map((letter) => `-${letter}`).join(', ');
    const long = flag.length > 1 ? `--${flag}${value ? `=${value}` : ''}` : '';
    return `  ${`${letters || '   '}${letters && long ? ', ' : letters ? '' : ' '}${long}`.padEnd(28)} ${text}`;
  });
  return `Usage: ${name} ${usage}\n${summary}\n${rows.length ? `\n${rows.join('\n')}\n` : ''}`;
}

/** Runs a command as a program; the exit status. */
export function runCommand(command: Command, program: Program): number {
  const streams = new Streams(program, command.name);
  let status: number;
  try {
    status = execute(command, program, streams);
  } catch (error) {
    streams.flush();
    if (error instanceof Exit) status = error.status;
    else if (error instanceof UsageError) {
      streams.warn(`${command.name}: ${error.message}\nTry '${command.name} --help' for more information.\n`);
      status = error.status;
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
