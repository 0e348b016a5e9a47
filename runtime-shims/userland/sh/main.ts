/** `sh [-c command | file] [arguments]`, or interactive when it has a terminal and nothing to run. */

import { Input } from '../system/io.ts';
import type { Main, Program } from '../system/program.ts';
import { decode, encode } from '../system/text.ts';
import { Interpreter } from './interpreter.ts';
import { interact } from './prompt.ts';
import { ControlFlow, Interrupt, optionLetters, ShellError, ShellState, setNames } from './state.ts';
import { restore, subshellFlag } from './subshell.ts';
import type { Command } from './syntax.ts';

const version = '5.2.0(1)-wardian';

interface Invocation {
  source?: string;
  /** Of a subshell. */
  command?: Command;
  login: boolean;
  interactive: boolean;
  flags: string;
}

function readArguments(program: Program, state: ShellState): Invocation {
  const { kernel } = program;
  const invocation: Invocation = { login: false, interactive: false, flags: '' };
  const words = [...program.parameters];
  if (words[0] === subshellFlag) {
    let text = words[1] ?? '{}';
    if (!text.startsWith('{')) {
      const content = kernel.readFile(text);
      kernel.unlink(text);
      text = typeof content === 'number' ? '{}' : decode(content);
    }
    invocation.command = restore(state, text);
    return invocation;
  }
  let command = false;
  let standardInput = false;
  while (/^[-+]./.test(words[0] ?? '')) {
    const flag = words.shift() ?? '';
    if (flag === '--') break;
    if (flag === '--login') invocation.login = true;
    else if (flag.startsWith('--')) {
      if (!['--norc', '--noprofile', '--posix', '--noediting'].includes(flag))
        throw new ShellError(`Illegal option ${flag}`, 2);
    } else {
      const on = flag.startsWith('-');
      for (const letter of flag.slice(1)) {
        const option = optionLetters[letter];
        if (letter === 'c') command = true;
        else if (letter === 'l') invocation.login = true;
        else if (letter === 'i') invocation.interactive = true;
        else if (letter === 's') standardInput = true;
        else if (letter === 'o') {
          const name = words.shift() ?? '';
          const known = setNames.find((each) => each === name);
          if (known) state.options[known] = on;
          else if (name !== 'posix') throw new ShellError(`Illegal option -o ${name}`, 2);
        } else if (option) state.options[option] = on;
        else if (!'bhBEHTkPI'.includes(letter)) throw new ShellError(`Illegal option -${letter}`, 2);
      }
    }
  }
  if (words[0] === '-') words.shift();
  const [first, ...rest] = words;
  if (command) {
    if (first === undefined) throw new ShellError('-c requires an argument', 2);
    invocation.source = first;
    invocation.flags = 'c';
    state.name = rest.shift() ?? 'sh';
    state.positional = rest;
  } else if (first !== undefined && !standardInput) {
    state.name = first;
    state.positional = rest;
  } else {
    state.positional = standardInput ? words : [];
    invocation.flags = 's';
    if (kernel.isatty(0) && !standardInput) invocation.interactive = true;
  }
  return invocation;
}

/** A script that comes through standard input: command by command, so that the commands may read what follows. */
function runStandardInput(shell: Interpreter, program: Program): number {
  // Reading all at once is what a here-document or a pipe to `sh` needs; programs in it find the end of the input.
  const input = new Input(program.kernel, 0, shell.waiting, () => {});
  return shell.runSource(input.text());
}

export function shellMain(commands: (name: string, trapping: boolean) => Main | undefined): Main {
  return (program) => {
    const { kernel } = program;
    const state = new ShellState();
    state.pid = kernel.pid;
    state.files = program.files;
    for (const [name, value] of program.environment)
      state.variables.set(name, { value, exported: true, readonly: false });
    const complain = (message: string) => void kernel.write(2, encode(`sh: ${message}\n`), -1);
    if (program.parameters[0] === '--version') {
      kernel.write(1, encode(`Wardian sh, version ${version}\n`), -1);
      return 0;
    }
    let invocation: Invocation;
    try {
      invocation = readArguments(program, state);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      complain(error.message);
      return error.status;
    }
    if (!invocation.command) {
      const directory = kernel.getcwd();
      state.set('PWD', typeof directory === 'number' ? '/' : decode(directory));
      state.variables.set('IFS', { value: ' \t\n', exported: false, readonly: false });
      state.variables.set('OPTIND', { value: '1', exported: false, readonly: false });
      // Scripts ask for it before they use what only bash has.
      if (program.name.endsWith('bash')) state.set('BASH_VERSION', version);
      const level = Number(state.get('SHLVL') ?? 0) + 1;
      if (state.variables.has('SHLVL')) state.set('SHLVL', String(level));
    }
    const { replace } = program;
    const shell = new Interpreter({
      kernel,
      state,
      interactive: invocation.interactive,
      command: commands,
      ...(replace ? { replaceProcess: replace } : {}),
    });
    shell.expansion.flags = (invocation.interactive ? 'i' : '') + invocation.flags;
    return new Session(shell, program, invocation).run();
  };
}

class Session {
  readonly #shell: Interpreter;
  readonly #program: Program;
  readonly #invocation: Invocation;

  constructor(shell: Interpreter, program: Program, invocation: Invocation) {
    this.#shell = shell;
    this.#program = program;
    this.#invocation = invocation;
  }

  run(): number {
    const { login, interactive, command, source } = this.#invocation;
    const shell = this.#shell;
    const { state } = shell;
    if (login || (interactive && !command)) {
      const files = login ? '/etc/profile ~/.profile' : '~/.profile ~/.shrc';
      this.#guarded(() =>
        shell.runSource(`for __profile in ${files}; do [ -f "$__profile" ] && . "$__profile"; done; unset __profile`),
      );
      state.status = 0;
    }
    let status = this.#guarded(() => {
      if (command) return shell.run(command);
      if (interactive && source === undefined && state.name === 'sh') return interact(shell);
      if (source !== undefined) return shell.runSource(source, true);
      if (this.#invocation.flags === 's') return runStandardInput(shell, this.#program);
      return shell.runSource(shell.processes.script(state.name).replace(/^#![^\n]*/, ''), true);
    });
    const farewell = state.traps.get('EXIT');
    if (farewell) {
      state.traps.delete('EXIT');
      state.status = status;
      status = this.#guarded(() => {
        shell.runSource(farewell);
        return status;
      });
    }
    return status & 0xff;
  }

  #guarded(action: () => number): number {
    const shell = this.#shell;
    try {
      return action();
    } catch (error) {
      if (error instanceof Interrupt) return 130;
      if (error instanceof ControlFlow)
        return error.kind === 'exit' || error.kind === 'return' ? error.count : shell.state.status;
      if (!(error instanceof ShellError)) throw error;
      shell.complain(error.message);
      return error.status;
    }
  }
}
