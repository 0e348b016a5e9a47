/** What a command of /bin is: its help and flags as data, and the function that does it. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf } from '../errors.ts';

export interface Command {
  name: string;
  /** Operands and one line of what it does, for `--help`. */
  usage: string;
  summary: string;
  flags: Readonly<Record<string, { short?: string; type: 'boolean' | 'string'; help: string }>>;
  /** Operands begin at the first word that is no flag, and may look like flags from there on (`env`). */
  operandsFirst?: boolean;
  /** Answers the exit status. */
  run(context: CommandContext): number | Promise<number>;
}

export interface CommandContext {
  operands: string[];
  on(flag: string): boolean;
  value(flag: string): string | undefined;
  /** Writes to standard output. */
  print(text: string | Uint8Array): void;
  /** Prints `name: message` on standard error and makes the exit status 1 at least. */
  complain(message: string): void;
}

/** A usage error: printed with a hint to `--help`, status 2. */
export class UsageError extends Error {}

export async function runCommand(command: Command, words: string[]): Promise<number> {
  let failed = 0;
  const complain = (message: string) => {
    process.stderr.write(`${command.name}: ${message}\n`);
    failed = 1;
  };
  try {
    const { values, operands } = readFlags(command, words);
    if (values['help']) {
      process.stdout.write(help(command));
      return 0;
    }
    const status = await command.run({
      operands,
      on: (flag) => values[flag] === true,
      value: (flag) => (typeof values[flag] === 'string' ? values[flag] : undefined),
      print: (text) => void process.stdout.write(text),
      complain,
    });
    return Math.max(status, failed);
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\nTry '${command.name} --help'.`);
      return 2;
    }
    complain(messageOf(error));
    return 1;
  }
}

function readFlags(command: Command, words: string[]): { values: Record<string, unknown>; operands: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean' } };
  for (const [name, { short, type }] of Object.entries(command.flags))
    options[name] = short ? { type, short } : { type };
  let own = words;
  let rest: string[] = [];
  if (command.operandsFirst) {
    const first = words.findIndex((word) => !word.startsWith('-') || word === '-');
    own = first < 0 ? words : words.slice(0, first);
    rest = first < 0 ? [] : words.slice(first);
  }
  try {
    const { values, positionals } = parseArgs({ args: own, options, allowPositionals: true, strict: true });
    return { values, operands: [...positionals, ...rest] };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function help({ name, usage, summary, flags }: Command): string {
  const rows = Object.entries(flags).map(([flag, { short, type, help: text }]) => {
    const long = `--${flag}${type === 'string' ? '=VALUE' : ''}`;
    return `  ${(short ? `-${short}, ` : '    ') + long.padEnd(22)} ${text}`;
  });
  return `Usage: ${name} ${usage}\n${summary}\n${rows.length ? `\n${rows.join('\n')}\n` : ''}`;
}
