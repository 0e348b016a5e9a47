/** The commands that run in the shell itself, because they change it or because that is quicker. */
import { errnoMessage } from '../system/errors.ts';
import { decode } from '../system/text.ts';
import { test } from './conditional.ts';
import { declare, exportVariables, local, unset } from './declaration_builtins.ts';
import { cd, popd, pushd } from './directory_builtins.ts';
import type { Interpreter } from './interpreter.ts';
import { jobBuiltins } from './job_builtins.ts';
import { set, shopt } from './option_builtins.ts';
import { quoted } from './parameter_operators.ts';
import { formatPrintf } from './printf.ts';
import { getopts, mapfile, read } from './read_builtins.ts';
import { ControlFlow, ShellError } from './state.ts';
import { minutes } from './timing.ts';
import { signalNumber, trap } from './trap_builtin.ts';

/** Runs with its arguments (without its name) and answers the exit status. */
export type Builtin = (shell: Interpreter, parameters: string[], name: string) => number;

/** Their errors end the shell, and assignments in front of them stay (POSIX 2.14). */
export const specialBuiltins = new Set(
  'break : continue . eval exec exit export readonly return set shift times trap unset'.split(' '),
);

function numeric(text: string | undefined, otherwise: number, command: string): number {
  if (text === undefined) return otherwise;
  if (!/^-?\d+$/.test(text)) throw new ShellError(`${command}: Illegal number: ${text}`, 2, true);
  return Number(text);
}

/** `echo` with -n, -e and -E, as bash has it. */
function echo(shell: Interpreter, parameters: string[]): number {
  let newline = true;
  let escapes = false;
  let first = 0;
  for (; /^-[neE]+$/.test(parameters[first] ?? ''); first++) {
    for (const letter of parameters[first] ?? '') {
      if (letter === 'n') newline = false;
      else if (letter === 'e') escapes = true;
      else if (letter === 'E') escapes = false;
    }
  }
  const text = parameters.slice(first).join(' ');
  return printed(shell, (escapes ? formatPrintf('%b', [text]).text : text) + (newline ? '\n' : ''), 'echo');
}

function printed(shell: Interpreter, text: string, name: string): number {
  const written = shell.print(text);
  if (written >= 0) return 0;
  shell.complain(`${name}: write error: ${errnoMessage(written)}`);
  return 1;
}

function printf(shell: Interpreter, parameters: string[]): number {
  let words = parameters;
  let variable: string | undefined;
  if (words[0] === '-v') {
    variable = words[1] ?? '';
    words = words.slice(2);
  }
  if (words[0] === '--') words = words.slice(1);
  const [format, ...rest] = words;
  if (format === undefined) throw new ShellError('printf: usage: printf format [arguments]', 2);
  const { text, errors } = formatPrintf(format, rest);
  for (const error of errors) shell.complain(`printf: ${error}`);
  if (variable === undefined) return printed(shell, text, 'printf') || (errors.length ? 1 : 0);
  shell.state.set(variable, text);
  return errors.length ? 1 : 0;
}

function source(shell: Interpreter, parameters: string[], name: string): number {
  const [file, ...rest] = parameters;
  if (!file) throw new ShellError(`${name}: filename argument required`, 2);
  const { state } = shell;
  let path = file;
  if (!file.includes('/')) {
    const folders = (state.get('PATH') ?? '').split(':').map((folder) => `${folder || '.'}/${file}`);
    path = [...folders, file].find((each) => shell.kernel.access(each, 4) >= 0) ?? file;
  }
  let text: string;
  try {
    text = shell.processes.script(path);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    throw new ShellError(`${name}: ${error.message}`, 2);
  }
  const { positional } = state;
  if (rest.length) state.positional = rest;
  try {
    return shell.runSource(text);
  } catch (error) {
    if (error instanceof ControlFlow && error.kind === 'return') return error.count;
    throw error;
  } finally {
    if (rest.length) state.positional = positional;
  }
}

const keywords = new Set('if then else elif fi do done case esac while until for in { } ! [[ function time'.split(' '));

/** What a name would run: `type` in words, `command -v` in short. */
function describe(shell: Interpreter, name: string, short: boolean): boolean {
  const say = (brief: string, words: string) => shell.print(`${short ? brief : `${name} is ${words}`}\n`);
  const alias = shell.state.aliases.get(name);
  if (alias !== undefined) say(`alias ${name}=${quoted(alias)}`, `aliased to \`${alias}'`);
  else if (keywords.has(name)) say(name, 'a shell keyword');
  else if (shell.state.functions.has(name)) {
    say(name, 'a shell function');
  } else if (specialBuiltins.has(name)) say(name, 'a special shell builtin');
  else if (name in builtins) say(name, 'a shell builtin');
  else {
    try {
      const path = shell.processes.locate(name);
      say(path, path);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      if (!short) shell.print(`${name}: not found\n`, 2);
      return false;
    }
  }
  return true;
}

function type(shell: Interpreter, parameters: string[]): number {
  const flags = parameters.filter((word) => /^-[atpPf]+$/.test(word)).join('');
  let status = 0;
  for (const name of parameters.filter((word) => !/^-[atpPf]+$/.test(word))) {
    if (flags.includes('t')) {
      const kind = kindOf(shell, name);
      if (kind) shell.print(`${kind}\n`);
      else status = 1;
    } else if (/[pP]/.test(flags)) {
      const kind = kindOf(shell, name);
      if (kind === 'file' || flags.includes('P')) shell.print(`${shell.processes.locate(name)}\n`);
      else if (!kind) status = 1;
    } else if (!describe(shell, name, false)) status = 127;
  }
  return status;
}

function kindOf(shell: Interpreter, name: string): string | undefined {
  if (shell.state.aliases.has(name)) return 'alias';
  if (keywords.has(name)) return 'keyword';
  if (shell.state.functions.has(name)) return 'function';
  if (name in builtins) return 'builtin';
  try {
    shell.processes.locate(name);
    return 'file';
  } catch {
    return undefined;
  }
}

function command(shell: Interpreter, parameters: string[]): number {
  const [flag] = parameters;
  if (flag === '-v' || flag === '-V') {
    let status = 0;
    for (const name of parameters.slice(1)) if (!describe(shell, name, flag === '-v')) status = 127;
    return status;
  }
  const words = flag === '-p' || flag === '--' ? parameters.slice(1) : parameters;
  const [name] = words;
  if (name === undefined) return 0;
  const builtin = builtins[name];
  return builtin ? builtin(shell, words.slice(1), name) : shell.simple.runProgram(words, new Map());
}

function exec(shell: Interpreter, parameters: string[]): number {
  let words = parameters;
  if (words[0] === '--') words = words.slice(1);
  if (words[0] === '-a') words = words.slice(2);
  if (!words.length) return 0;
  if (shell.replaceProcess && !shell.interactive) {
    try {
      return shell.processes.replace(words, shell.state.environment());
    } catch (error) {
      if (error instanceof ShellError) throw new ShellError(`exec: ${error.message}`, error.status, true);
      throw error;
    }
  }
  throw new ControlFlow('exit', shell.simple.runProgram(words, new Map()));
}

function alias(shell: Interpreter, parameters: string[]): number {
  const { aliases } = shell.state;
  let status = 0;
  for (const parameter of parameters.length ? parameters.filter((each) => each !== '-p') : aliases.keys()) {
    const equals = parameter.indexOf('=');
    const text = aliases.get(parameter);
    if (equals > 0) aliases.set(parameter.slice(0, equals), parameter.slice(equals + 1));
    else if (text !== undefined) shell.print(`${parameter}=${quoted(text)}\n`);
    else {
      shell.complain(`alias: ${parameter} not found`);
      status = 1;
    }
  }
  return status;
}

function leave(kind: 'break' | 'continue'): Builtin {
  return (shell, parameters) => {
    const count = numeric(parameters[0], 1, kind);
    if (count < 1) throw new ShellError(`${kind}: Illegal number: ${count}`, 2);
    if (shell.compound.loops === 0) return 0;
    throw new ControlFlow(kind, count);
  };
}

function shift(shell: Interpreter, parameters: string[]): number {
  const count = numeric(parameters[0], 1, 'shift');
  const { state } = shell;
  if (count > state.positional.length) throw new ShellError("shift: can't shift that many", 2);
  state.positional = state.positional.slice(count);
  return 0;
}

function umask(shell: Interpreter, parameters: string[]): number {
  const [text] = parameters;
  const mask = shell.kernel.umask(0);
  shell.kernel.umask(mask);
  if (text === undefined) shell.print(`${mask.toString(8).padStart(4, '0')}\n`);
  else if (text === '-S') {
    const letters = (bits: number) => ['r', 'w', 'x'].filter((_, index) => (bits & (4 >> index)) === 0).join('');
    shell.print(`u=${letters(mask >> 6)},g=${letters(mask >> 3)},o=${letters(mask)}\n`);
  } else if (/^[0-7]+$/.test(text)) shell.kernel.umask(Number.parseInt(text, 8));
  else throw new ShellError(`umask: Illegal number: ${text}`, 2);
  return 0;
}

export const builtins: Record<string, Builtin | undefined> = Object.assign(Object.create(null), {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  '.': source,
  source,
  alias,
  unalias: (shell, parameters) => {
    if (parameters[0] === '-a') shell.state.aliases.clear();
    return parameters.every((name) => name === '-a' || shell.state.aliases.delete(name)) ? 0 : 1;
  },
  break: leave('break'),
  continue: leave('continue'),
  builtin: (shell, parameters, name) => {
    const [inner = ''] = parameters;
    const found = builtins[inner];
    if (!found) throw new ShellError(`${name}: ${inner}: not a shell builtin`);
    return found(shell, parameters.slice(1), inner);
  },
  cd,
  command,
  declare,
  typeset: declare,
  echo,
  eval: (shell, parameters) => {
    const text = parameters.join(' ');
    return text.trim() === '' ? 0 : shell.runSource(text);
  },
  exec,
  exit: (shell, parameters) => {
    throw new ControlFlow('exit', numeric(parameters[0], shell.state.status, 'exit') & 0xff);
  },
  export: exportVariables,
  readonly: exportVariables,
  getopts,
  hash: () => 0,
  let: (shell, parameters) => {
    let value = 0n;
    for (const parameter of parameters) value = shell.expansion.evaluate(parameter);
    return value === 0n ? 1 : 0;
  },
  local,
  mapfile,
  readarray: mapfile,
  popd,
  printf,
  pushd,
  dirs: (shell) =>
    shell.print(`${[shell.state.get('PWD') ?? '', ...shell.state.elements('DIRSTACK').values()].join(' ')}\n`) && 0,
  pwd: (shell, parameters) => {
    const path = shell.kernel.getcwd();
    const logical = shell.state.get('PWD');
    if (typeof path === 'number') throw new ShellError(`pwd: ${errnoMessage(path)}`);
    return printed(shell, `${parameters[0] === '-P' || !logical ? decode(path) : logical}\n`, 'pwd');
  },
  read,
  return: (shell, parameters) => {
    throw new ControlFlow('return', numeric(parameters[0], shell.state.status, 'return') & 0xff);
  },
  set,
  shift,
  shopt,
  test: (shell, parameters) => (test(shell.kernel, shell.state.files, parameters) ? 0 : 1),
  '[': (shell, parameters) => {
    if (parameters.at(-1) !== ']') throw new ShellError("[: missing ']'", 2);
    return test(shell.kernel, shell.state.files, parameters.slice(0, -1)) ? 0 : 1;
  },
  times: (shell) => {
    const { process, children } = shell.kernel.cpuTimes();
    shell.print(`${minutes(process)} ${minutes(0)}\n${minutes(children)} ${minutes(0)}\n`);
    return 0;
  },
  trap,
  type,
  ulimit: (shell, parameters) => {
    if (!parameters.some((each) => /^\d+$/.test(each))) shell.print('unlimited\n');
    return 0;
  },
  umask,
  unset,
  ...jobBuiltins,
} satisfies Record<string, Builtin>);

export { signalNumber };
