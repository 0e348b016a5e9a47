/** The commands that run in the shell itself, because they change it or because that is quicker. */

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { isAbsolute } from 'node:path';
import { parse } from 'just-bash';
import { errnoMessage, messageOf } from '../errors.ts';
import { test } from './conditional.ts';
import type { Interpreter } from './interpreter.ts';
import { jobBuiltins } from './job_builtins.ts';
import { readSome } from './output.ts';
import { formatPrintf } from './printf.ts';
import { ControlFlow, type Options, ShellError } from './state.ts';

/** Runs with its arguments (without its name) and answers the exit status. */
export type Builtin = (shell: Interpreter, parameters: string[], name: string) => number;

const optionLetters: Record<string, keyof Options> = { e: 'errexit', u: 'nounset', x: 'xtrace', f: 'noglob' };
const validName = /^[A-Za-z_]\w*$/;

function assertName(name: string, command: string): void {
  if (!validName.test(name)) throw new ShellError(`${command}: ${name}: not a valid identifier`, 1);
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function numeric(text: string | undefined, otherwise: number, command: string): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw new ShellError(`${command}: ${text}: numeric argument required`, 2);
  return Number(text);
}

function cd(shell: Interpreter, parameters: string[]): number {
  const { state, kernel } = shell;
  const target = parameters[0] === '-' ? state.get('OLDPWD') : (parameters[0] ?? state.get('HOME'));
  if (!target) throw new ShellError(`cd: ${parameters[0] === '-' ? 'OLDPWD' : 'HOME'} not set`);
  const before = state.get('PWD') ?? process.cwd();
  const result = kernel.chdir(target);
  if (result < 0) throw new ShellError(`cd: ${target}: ${errnoMessage(result)}`);
  const now = kernel.getcwd();
  state.set('OLDPWD', before);
  state.set('PWD', typeof now === 'number' ? target : new TextDecoder().decode(now));
  if (parameters[0] === '-') shell.print(`${state.get('PWD')}\n`);
  return 0;
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
  const written = shell.print((escapes ? formatPrintf('%b', [text]) : text) + (newline ? '\n' : ''));
  return written < 0 ? 1 : 0;
}

function exportVariables(shell: Interpreter, parameters: string[], name: string): number {
  const readonly = name === 'readonly';
  const list = parameters.filter((parameter) => parameter !== '-p');
  if (!list.length) {
    for (const [variable, { value, exported, readonly: fixed }] of [...shell.state.variables].sort()) {
      if (readonly ? fixed : exported) shell.print(`${name} ${variable}=${quote(value)}\n`);
    }
    return 0;
  }
  for (const parameter of list) {
    const equals = parameter.indexOf('=');
    const variable = equals < 0 ? parameter : parameter.slice(0, equals);
    assertName(variable, name);
    if (equals >= 0) shell.state.set(variable, parameter.slice(equals + 1));
    else if (!shell.state.variables.has(variable)) shell.state.set(variable, '');
    const entry = shell.state.variables.get(variable);
    if (entry && readonly) entry.readonly = true;
    else if (entry) entry.exported = true;
  }
  return 0;
}

function set(shell: Interpreter, parameters: string[]): number {
  const { state } = shell;
  if (!parameters.length) {
    for (const [name, { value }] of [...state.variables].sort()) shell.print(`${name}=${quote(value)}\n`);
    return 0;
  }
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] ?? '';
    if (parameter === '--') {
      state.positional = parameters.slice(i + 1);
      return 0;
    }
    const on = parameter.startsWith('-');
    if (parameter === '-o' || parameter === '+o') {
      const name = parameters[++i] ?? '';
      if (!(name in state.options)) throw new ShellError(`set: ${name}: no such option`, 2);
      state.options[name as keyof Options] = on;
    } else if (/^[-+][a-z]+$/.test(parameter)) {
      for (const letter of parameter.slice(1)) {
        const option = optionLetters[letter];
        if (letter === 'o') {
          const name = parameters[++i] ?? '';
          if (!(name in state.options)) throw new ShellError(`set: ${name}: no such option`, 2);
          state.options[name as keyof Options] = on;
        } else if (option) state.options[option] = on;
        else throw new ShellError(`set: -${letter}: no such option`, 2);
      }
    } else {
      state.positional = parameters.slice(i);
      return 0;
    }
  }
  return 0;
}

/** Reads one line byte by byte: what follows the line stays for the next reader. */
function read(shell: Interpreter, parameters: string[]): number {
  const raw = parameters[0] === '-r';
  const names = raw ? parameters.slice(1) : parameters;
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  let status = 1;
  for (;;) {
    if (readSome(shell.kernel, shell.state.files.get(0) ?? 0, one) <= 0) break;
    const byte = one[0] ?? 0;
    if (byte === 10) {
      if (!raw && bytes.at(-1) === 92) {
        bytes.pop();
        continue;
      }
      status = 0;
      break;
    }
    bytes.push(byte);
  }
  const line = new TextDecoder().decode(new Uint8Array(bytes));
  let rest = line.trim();
  const variables = names.length ? names : ['REPLY'];
  variables.forEach((name, index) => {
    assertName(name, 'read');
    const space = rest.search(/[ \t]/);
    const last = index === variables.length - 1;
    shell.state.set(name, last || space < 0 ? rest : rest.slice(0, space));
    rest = space < 0 ? '' : rest.slice(space).trimStart();
  });
  return status;
}

function source(shell: Interpreter, parameters: string[], name: string): number {
  const [file, ...rest] = parameters;
  if (!file) throw new ShellError(`${name}: filename argument required`, 2);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ShellError(`${name}: ${file}: ${messageOf(error)}`);
  }
  const positional = shell.state.positional;
  if (rest.length) shell.state.positional = rest;
  try {
    return shell.runSource(text);
  } catch (error) {
    if (error instanceof ControlFlow && error.kind === 'return') return error.count;
    throw error;
  } finally {
    if (rest.length) shell.state.positional = positional;
  }
}

/** What a name would run: `type` in words, `command -v` in short. */
function describe(shell: Interpreter, name: string, short: boolean): boolean {
  const say = (brief: string, words: string) => shell.print(`${short ? brief : `${name} is ${words}`}\n`);
  const alias = shell.state.aliases.get(name);
  const path = shell.find(name);
  if (alias !== undefined) say(`alias ${name}=${quote(alias)}`, `aliased to ${quote(alias)}`);
  else if (shell.state.functions.has(name)) say(name, 'a function');
  else if (name in builtins) say(name, 'a shell builtin');
  else if (path && (!isAbsolute(name) || shell.kernel.access(name, 1) === 0)) say(path, path);
  else {
    if (!short) shell.print(`${name}: not found\n`, 2);
    return false;
  }
  return true;
}

function command(shell: Interpreter, parameters: string[]): number {
  if (parameters[0] === '-v' || parameters[0] === '-V') {
    return parameters.slice(1).every((name) => describe(shell, name, parameters[0] === '-v')) ? 0 : 127;
  }
  if (!parameters.length) return 0;
  const words = parameters.map(quote).join(' ');
  const hidden = shell.state.functions.get(parameters[0] ?? '');
  if (hidden) shell.state.functions.delete(hidden.name);
  try {
    return shell.runSource(words);
  } finally {
    if (hidden) shell.state.functions.set(hidden.name, hidden);
  }
}

function trap(shell: Interpreter, parameters: string[]): number {
  const [action, ...conditions] = parameters;
  if (action === undefined) {
    for (const [condition, text] of shell.state.traps) shell.print(`trap -- ${quote(text)} ${condition}\n`);
    return 0;
  }
  for (const condition of conditions.length ? conditions : [action]) {
    const name = condition.toUpperCase().replace(/^SIG/, '');
    const signals: Record<string, number> = constants.signals;
    const signal = name === 'EXIT' || name === '0' ? 0 : /^\d+$/.test(name) ? Number(name) : signals[`SIG${name}`];
    if (signal === undefined) throw new ShellError(`trap: ${condition}: invalid signal specification`);
    const key = signal === 0 ? 'EXIT' : String(signal);
    const reset = action === '-' || !conditions.length;
    if (reset) shell.state.traps.delete(key);
    else shell.state.traps.set(key, action);
    if (signal > 0) shell.kernel.sigaction(signal, reset ? 0 : action === '' ? 1 : 2);
  }
  return 0;
}

/** `exec`: without a command its redirections stay; with one, the shell waits for it and ends with its status. */
function exec(shell: Interpreter, parameters: string[]): number {
  if (!parameters.length) {
    shell.state.files = new Map(shell.state.files);
    return 0;
  }
  throw new ControlFlow('exit', command(shell, parameters));
}

function alias(shell: Interpreter, parameters: string[]): number {
  const { aliases } = shell.state;
  let status = 0;
  for (const parameter of parameters.length ? parameters : aliases.keys()) {
    const equals = parameter.indexOf('=');
    const text = aliases.get(parameter);
    if (equals > 0) aliases.set(parameter.slice(0, equals), parameter.slice(equals + 1));
    else if (text !== undefined) shell.print(`alias ${parameter}=${quote(text)}\n`);
    else {
      shell.complain(`alias: ${parameter}: not found`);
      status = 1;
    }
  }
  return status;
}

function leave(kind: 'break' | 'continue'): Builtin {
  return (_shell, parameters) => {
    throw new ControlFlow(kind, numeric(parameters[0], 1, kind));
  };
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
  cd,
  command,
  echo,
  eval: (shell, parameters) => (parameters.length ? shell.runSource(parameters.join(' ')) : 0),
  exec,
  exit: (shell, parameters) => {
    throw new ControlFlow('exit', numeric(parameters[0], shell.state.status, 'exit') & 0xff);
  },
  export: exportVariables,
  readonly: exportVariables,
  local: (shell, parameters) => {
    const saved = shell.state.locals.at(-1);
    if (!saved) throw new ShellError('local: can only be used in a function');
    for (const parameter of parameters) {
      const [name = '', ...value] = parameter.split('=');
      assertName(name, 'local');
      const before = shell.state.variables.get(name);
      if (!saved.has(name)) saved.set(name, before ? { ...before } : undefined);
      shell.state.set(name, value.join('='));
    }
    return 0;
  },
  printf: (shell, parameters) => {
    const [format, ...rest] = parameters;
    if (format === undefined) throw new ShellError('printf: usage: printf format [arguments]', 2);
    return shell.print(formatPrintf(format, rest)) < 0 ? 1 : 0;
  },
  pwd: (shell) => {
    const path = shell.kernel.getcwd();
    if (typeof path === 'number') throw new ShellError(`pwd: ${errnoMessage(path)}`);
    return shell.print(`${new TextDecoder().decode(path)}\n`) < 0 ? 1 : 0;
  },
  read,
  return: (shell, parameters) => {
    throw new ControlFlow('return', numeric(parameters[0], shell.state.status, 'return') & 0xff);
  },
  set,
  shift: (shell, parameters) => {
    const count = numeric(parameters[0], 1, 'shift');
    if (count > shell.state.positional.length) return 1;
    shell.state.positional = shell.state.positional.slice(count);
    return 0;
  },
  test: (_shell, parameters) => (test(parameters) ? 0 : 1),
  '[': (_shell, parameters) => {
    if (parameters.at(-1) !== ']') throw new ShellError("[: missing ']'", 2);
    return test(parameters.slice(0, -1)) ? 0 : 1;
  },
  trap,
  type: (shell, parameters) => (parameters.filter((name) => !describe(shell, name, false)).length ? 1 : 0),
  umask: (shell, parameters) => {
    if (parameters[0] === undefined) {
      const mask = shell.kernel.umask(0);
      shell.kernel.umask(mask);
      shell.print(`${mask.toString(8).padStart(4, '0')}\n`);
    } else if (/^[0-7]+$/.test(parameters[0])) shell.kernel.umask(Number.parseInt(parameters[0], 8));
    else throw new ShellError(`umask: ${parameters[0]}: octal number required`);
    return 0;
  },
  unset: (shell, parameters) => {
    const functions = parameters[0] === '-f';
    for (const name of parameters.filter((each) => !/^-[fv]$/.test(each))) {
      if (shell.state.variables.get(name)?.readonly) throw new ShellError(`unset: ${name}: is read only`);
      if (functions || !shell.state.variables.delete(name)) shell.state.functions.delete(name);
    }
    return 0;
  },
  ...jobBuiltins,
} satisfies Record<string, Builtin>);

/** Is the text a whole command, or does it wait for more lines (an open quote, `if` without `fi`)? */
export function isComplete(source: string): boolean {
  try {
    parse(source);
    return !/(?:^|[^\\])(?:\\\\)*\\\n?$/.test(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return !/unexpected (?:end|EOF)|unterminated|EOF|got (?:end|EOF)|Expected .* got '?(?:EOF|end)/i.test(message);
  }
}
