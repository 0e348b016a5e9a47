/** The flags of a program as data: how its words are read by them, and its help. */

export interface Flag {
  /** Letters, without the dash. */
  short?: string;
  /** It takes a value, which the help calls so. */
  value?: string;
  /**
   * The value may be left out: then it must follow the flag at once (`-i.bak`, `--color=always`). `long`: it never
   * follows the letter, which may stand before others (`cp -pr`).
   */
  optional?: boolean | 'long';
  help: string;
}

/** Flags as data, from which words are read and the help is made. */
export interface FlagTable {
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
  /** Exit status of wrong use, 1 unless it is said. */
  wrongUse?: number;
}

/** Wrong use: printed with a hint to `--help`. */
export class UsageError extends Error {
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface Given {
  flags: [string, string][];
  operands: string[];
}

/** Throws {@link UsageError} for what the table does not know. */
export function readFlags(command: FlagTable, words: readonly string[]): Given {
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

function readLong(command: FlagTable, word: string, rest: string[], given: Given): void {
  const equals = word.indexOf('=');
  const typed = equals < 0 ? word.slice(2) : word.slice(2, equals);
  if (typed === 'help' || (typed === 'version' && !command.flags['version'])) {
    given.flags.push([typed, '']);
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
  command: FlagTable,
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
    if (!flag.value || flag.optional === 'long') {
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

export function help({ name, usage, summary, flags }: FlagTable): string {
  const rows = Object.entries(flags).map(([flag, { short, value, help: text }]) => {
    const letters = [...(short ?? '')].map((letter) => `-${letter}`).join(', ');
    const long = flag.length > 1 ? `--${flag}${value ? `=${value}` : ''}` : '';
    return `  ${`${letters || '   '}${letters && long ? ', ' : letters ? '' : ' '}${long}`.padEnd(28)} ${text}`;
  });
  return `Usage: ${name} ${usage}\n${summary}\n${rows.length ? `\n${rows.join('\n')}\n` : ''}`;
}
