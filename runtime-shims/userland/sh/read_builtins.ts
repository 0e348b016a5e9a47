/** read, mapfile, getopts. */

import { ECHO, POLLIN } from '../../kernel/constants.ts';
import { EAGAIN, EINTR } from '../../kernel/errno.ts';
import { decode } from '../system/text.ts';
import { assertName } from './declaration_builtins.ts';
import type { Interpreter } from './interpreter.ts';
import { ShellError } from './state.ts';

interface ReadOptions {
  raw: boolean;
  silent: boolean;
  array?: string;
  delimiter: number;
  /** Characters to read at the most. */
  count?: number;
  exact: boolean;
  prompt: string;
  /** Milliseconds. */
  timeout?: number;
  fd: number;
  names: string[];
}

function readOptions(parameters: readonly string[]): ReadOptions {
  const options: ReadOptions = { raw: false, silent: false, delimiter: 10, exact: false, prompt: '', fd: 0, names: [] };
  const words = [...parameters];
  while (/^-[a-zA-Z]/.test(words[0] ?? '')) {
    const flag = words.shift() ?? '';
    if (flag === '--') break;
    for (let i = 1; i < flag.length; i++) {
      const letter = flag[i] ?? '';
      if (letter === 'r') options.raw = true;
      else if (letter === 's') options.silent = true;
      else if (letter !== 'e') {
        const value = flag.slice(i + 1) || (words.shift() ?? '');
        if (letter === 'a') options.array = value;
        else if (letter === 'd') options.delimiter = value ? value.charCodeAt(0) : 0;
        else if (letter === 'n' || letter === 'N') {
          options.count = Number(value);
          options.exact = letter === 'N';
        } else if (letter === 'p') options.prompt = value;
        else if (letter === 't') options.timeout = Number(value) * 1000;
        else if (letter === 'u') options.fd = Number(value);
        else if (letter !== 'i') throw new ShellError(`read: Illegal option -${letter}`, 2);
        break;
      }
    }
  }
  options.names = words;
  return options;
}

/** One byte, or undefined at the end, or when time is over. Byte by byte: what follows the line is the next reader's. */
function readByte(shell: Interpreter, fd: number, one: Uint8Array, deadline: number): number | undefined {
  const { kernel } = shell;
  for (;;) {
    const count = kernel.read(fd, one, -1);
    if (count > 0) return one[0];
    if (count !== -EAGAIN && count !== -EINTR) return undefined;
    const rest = deadline === Number.POSITIVE_INFINITY ? -1 : Math.max(0, deadline - performance.now());
    const ready = kernel.waitBlocking(fd, POLLIN, rest);
    if (ready === -EINTR) shell.traps.deliver();
    else if (ready === 0) return undefined;
  }
}

export function read(shell: Interpreter, parameters: string[]): number {
  const options = readOptions(parameters);
  for (const name of options.names) assertName(name, 'read');
  const fd = shell.state.files.get(options.fd);
  if (fd === undefined) throw new ShellError(`read: ${options.fd}: bad file descriptor`);
  const { kernel } = shell;
  const terminal = kernel.isatty(fd);
  if (options.prompt && terminal) shell.print(options.prompt, 2);
  const attributes = options.silent && terminal ? kernel.tcgetattr(fd) : -1;
  if (typeof attributes !== 'number') {
    kernel.tcsetattr(fd, attributes[0], attributes[1], attributes[2], attributes[3] & ~ECHO);
  }
  try {
    return readLine(shell, options, fd);
  } finally {
    if (typeof attributes !== 'number') kernel.tcsetattr(fd, ...attributes);
  }
}

function readLine(shell: Interpreter, options: ReadOptions, fd: number): number {
  const deadline = options.timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.timeout;
  const bytes: number[] = [];
  /** Offsets of bytes that a backslash quoted. */
  const quoted = new Set<number>();
  const one = new Uint8Array(1);
  let status = 0;
  let escaped = false;
  for (;;) {
    if (options.count !== undefined && decode(Uint8Array.from(bytes)).length >= options.count) break;
    const byte = readByte(shell, fd, one, deadline);
    if (byte === undefined) {
      status = performance.now() >= deadline ? 142 : 1;
      break;
    }
    if (escaped) {
      escaped = false;
      if (byte === 10) continue;
      quoted.add(bytes.length);
    } else if (!options.raw && byte === 92) {
      escaped = true;
      continue;
    } else if (byte === options.delimiter && !options.exact) break;
    if (byte !== 0) bytes.push(byte);
  }
  const text = decode(Uint8Array.from(bytes));
  // Offsets of bytes are those of characters only in plain text; elsewhere backslashes are rare enough.
  const isQuoted = (at: number) => quoted.has(at);
  const ifs = shell.state.get('IFS') ?? ' \t\n';
  if (options.array !== undefined) {
    const variable = shell.state.array(options.array);
    const fields = splitFields(text, ifs, Number.POSITIVE_INFINITY, isQuoted);
    variable.elements = new Map(fields.map((field, index) => [String(index), field]));
    return status;
  }
  if (!options.names.length) {
    shell.state.set('REPLY', text);
    return status;
  }
  const fields = splitFields(text, ifs, options.names.length, isQuoted);
  options.names.forEach((name, index) => {
    shell.state.set(name, fields[index] ?? '');
  });
  return status;
}

/** At most `count` fields; the last one has all the rest, without the white space of IFS around it. */
export function splitFields(text: string, ifs: string, count: number, isQuoted: (at: number) => boolean): string[] {
  const blank = (at: number) => ifs.includes(text[at] ?? '') && ' \t\n'.includes(text[at] ?? '') && !isQuoted(at);
  const delimiter = (at: number) => ifs.includes(text[at] ?? '') && !' \t\n'.includes(text[at] ?? '') && !isQuoted(at);
  const fields: string[] = [];
  let at = 0;
  while (at < text.length && blank(at)) at += 1;
  while (at < text.length) {
    const start = at;
    if (fields.length === count - 1) {
      let end = text.length;
      while (end > start && blank(end - 1)) end -= 1;
      const rest = text.slice(start, end);
      // One delimiter that ends the last field is no part of it.
      const firstDelimiter = [...rest].findIndex((_, index) => delimiter(start + index));
      const single = firstDelimiter >= 0 && firstDelimiter === rest.length - 1;
      fields.push(single ? rest.slice(0, -1).trimEnd() : rest);
      return fields;
    }
    while (at < text.length && !blank(at) && !delimiter(at)) at += 1;
    fields.push(text.slice(start, at));
    while (at < text.length && blank(at)) at += 1;
    if (at < text.length && delimiter(at)) {
      at += 1;
      while (at < text.length && blank(at)) at += 1;
    }
  }
  return fields;
}

export function mapfile(shell: Interpreter, parameters: string[]): number {
  const words = [...parameters];
  let trim = false;
  let delimiter = '\n';
  while ((words[0] ?? '').startsWith('-')) {
    const flag = words.shift() ?? '';
    if (flag === '-t') trim = true;
    else if (flag === '-d') delimiter = words.shift() || '\0';
    else throw new ShellError(`mapfile: ${flag}: invalid option`, 2);
  }
  const fd = shell.state.files.get(0) ?? 0;
  const one = new Uint8Array(1);
  const bytes: number[] = [];
  for (let byte = readByte(shell, fd, one, Number.POSITIVE_INFINITY); byte !== undefined; ) {
    bytes.push(byte);
    byte = readByte(shell, fd, one, Number.POSITIVE_INFINITY);
  }
  const lines = decode(Uint8Array.from(bytes)).split(delimiter);
  if (lines.at(-1) === '') lines.pop();
  const variable = shell.state.array(words[0] ?? 'MAPFILE');
  variable.elements = new Map(lines.map((line, index) => [String(index), trim ? line : line + delimiter]));
  return 0;
}

/** POSIX getopts: OPTIND counts arguments; the place within a group of letters is the state's. */
export function getopts(shell: Interpreter, parameters: string[]): number {
  const { state } = shell;
  const [specification, name, ...given] = parameters;
  if (specification === undefined || name === undefined)
    throw new ShellError('getopts: usage: getopts optstring var [arg]', 2);
  const words = parameters.length > 2 ? given : state.positional;
  const quiet = specification.startsWith(':');
  let index = Number(state.get('OPTIND') ?? 1);
  let { optionOffset: offset } = state;
  const word = words[index - 1];
  const finish = (value: string, argument: string | undefined, status: number) => {
    state.set(name, value);
    state.set('OPTARG', argument ?? '');
    state.set('OPTIND', String(index));
    state.optionOffset = offset;
    return status;
  };
  if (word === undefined || (offset === 0 && (!word.startsWith('-') || word === '-'))) return finish('?', undefined, 1);
  if (offset === 0 && word === '--') {
    index += 1;
    return finish('?', undefined, 1);
  }
  if (offset === 0) offset = 1;
  const letter = word[offset] ?? '';
  offset += 1;
  const at = letter === ':' ? -1 : specification.indexOf(letter, quiet ? 1 : 0);
  const takesArgument = at >= 0 && specification[at + 1] === ':';
  const rest = word.slice(offset);
  if (!takesArgument && !rest) {
    index += 1;
    offset = 0;
  }
  if (at < 0) {
    if (!quiet) shell.complain(`Illegal option -${letter}`);
    return finish('?', quiet ? letter : undefined, 0);
  }
  if (!takesArgument) return finish(letter, undefined, 0);
  offset = 0;
  index += 1;
  if (rest) return finish(letter, rest, 0);
  const argument = words[index - 1];
  if (argument === undefined) {
    if (!quiet) shell.complain(`No arg for -${letter} option`);
    return finish(quiet ? ':' : '?', quiet ? letter : undefined, 0);
  }
  index += 1;
  return finish(letter, argument, 0);
}
