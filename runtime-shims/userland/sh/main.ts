/** `sh [-c command | file] [arguments]`, or interactive when it has a terminal and nothing to run. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH } from '../../kernel/constants.ts';
import { messageOf } from '../errors.ts';
import { systemCalls } from '../native.ts';
import { isComplete } from './builtins.ts';
import { complete } from './completion.ts';
import { History } from './history.ts';
import { Interpreter } from './interpreter.ts';
import { LineEditor } from './line_editor.ts';
import { readToEnd } from './output.ts';
import { ControlFlow, ShellError, ShellState } from './state.ts';
import { restore, subshellFlag } from './subshell.ts';

const kernel = systemCalls();
const state = new ShellState();
for (const [name, value] of Object.entries(process.env)) {
  state.variables.set(name, { value: value ?? '', exported: true, readonly: false });
}
state.variables.set('PWD', { value: process.cwd(), exported: true, readonly: false });

interface Invocation {
  source?: string;
  login: boolean;
  interactive: boolean;
}

function readArguments(parameters: string[]): Invocation {
  const invocation: Invocation = { login: false, interactive: false };
  if (parameters[0] === subshellFlag) {
    invocation.source = restore(state, parameters[1] ?? '{}');
    return invocation;
  }
  let command = false;
  while (/^[-+]/.test(parameters[0] ?? '')) {
    const flag = parameters.shift() ?? '';
    if (flag === '--' || flag === '-') break;
    if (flag === '--login') invocation.login = true;
    else if (flag === '--version') {
      console.log('Wardian sh');
      process.exit(0);
    } else if (flag.startsWith('--')) throw new ShellError(`${flag}: invalid option`, 2);
    for (const letter of flag.startsWith('--') ? '' : flag.slice(1)) {
      if (letter === 'c') command = true;
      else if (letter === 'l') invocation.login = true;
      else if (letter === 'i') invocation.interactive = true;
      else if (letter === 'e') state.options.errexit = true;
      else if (letter === 'u') state.options.nounset = true;
      else if (letter === 'x') state.options.xtrace = true;
      else if (letter === 'f') state.options.noglob = true;
      else if (letter === 'o') {
        if (parameters.shift() !== 'pipefail') throw new ShellError('-o: only pipefail is known here', 2);
        state.options.pipefail = true;
      } else if (letter !== 's') throw new ShellError(`-${letter}: invalid option`, 2);
    }
  }
  const [first, ...rest] = parameters;
  if (command) {
    if (first === undefined) throw new ShellError('-c: option requires an argument', 2);
    invocation.source = first;
    state.name = rest.shift() ?? 'sh';
    state.positional = rest;
  } else if (first !== undefined) {
    try {
      invocation.source = readFileSync(first, 'utf8').replace(/^#![^\n]*/, '');
    } catch (error) {
      throw new ShellError(`${first}: ${messageOf(error)}`, 127);
    }
    state.name = first;
    state.positional = rest;
  } else if (kernel.isatty(0)) invocation.interactive = true;
  else invocation.source = readToEnd(kernel, 0);
  return invocation;
}

/** Prompt: the folder in colour, `~` for home, and a red mark after a command that failed. */
function prompt(): string {
  const home = state.get('HOME') ?? homedir();
  const folder = (state.get('PWD') ?? '/').replace(new RegExp(`^${RegExp.escape(home)}(?=/|$)`), '~');
  const mark = state.status === 0 ? '\x1b[32m❯\x1b[0m' : '\x1b[31m❯\x1b[0m';
  return `\x1b[36m${folder}\x1b[0m ${mark} `;
}

/**
 * The prompt loop. Signals from the terminal are caught, not ignored: what is caught is the default again in a program
 * that the shell starts, what is ignored would stay ignored there (execve(2)).
 */
function interact(shell: Interpreter): number {
  for (const signal of [SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU]) kernel.sigaction(signal, 2);
  kernel.sigaction(SIGWINCH, 2);
  kernel.setpgid(0, 0);
  kernel.tcsetpgrp(0, kernel.getpgid(0));
  const history = new History(`${state.get('HOME') ?? homedir()}/.sh_history`);
  const editor = new LineEditor(kernel, history, (before) => complete(state, before));
  for (;;) {
    reportJobs(shell);
    let text = '';
    for (;;) {
      const line = editor.read(text ? '\x1b[2m…\x1b[0m ' : prompt());
      if (line.kind === 'interrupt') {
        state.status = 130;
        text = '';
        continue;
      }
      if (line.kind === 'end') {
        shell.print('\n');
        return state.status;
      }
      text += (text ? '\n' : '') + line.text;
      if (isComplete(text)) break;
      text = text.replace(/\\$/, '');
    }
    history.add(text);
    try {
      shell.runSource(text);
    } catch (error) {
      if (error instanceof ShellError) {
        shell.complain(error.message);
        state.status = error.status;
      } else if (!(error instanceof ControlFlow)) throw error;
      else if (error.kind === 'exit') return error.count;
    }
  }
}

function reportJobs(shell: Interpreter): void {
  shell.jobs.collect();
  for (const job of [...shell.jobs.list]) {
    if (shell.jobs.state(job) !== 'Done') continue;
    shell.print(`[${job.number}]+  Done  ${job.command}\n`, 2);
    shell.jobs.forget(job);
  }
}

function run(): number {
  const invocation = readArguments(process.argv.slice(2));
  const shell = new Interpreter(kernel, state, invocation.interactive);
  shell.jobs.onWake = () => shell.deliverTraps();
  const guarded = (action: () => number): number => {
    try {
      return action();
    } catch (error) {
      if (error instanceof ControlFlow)
        return error.kind === 'exit' || error.kind === 'return' ? error.count : state.status;
      if (!(error instanceof ShellError)) throw error;
      shell.complain(error.message);
      return error.status;
    }
  };
  if (invocation.login) {
    guarded(() => shell.runSource('[ -f /etc/profile ] && . /etc/profile; [ -f ~/.profile ] && . ~/.profile; :'));
  }
  let status = guarded(() => (invocation.interactive ? interact(shell) : shell.runSource(invocation.source ?? '')));
  const farewell = state.traps.get('EXIT');
  if (farewell !== undefined) {
    state.traps.delete('EXIT');
    state.status = status;
    const last = guarded(() => {
      shell.runSource(farewell);
      return status;
    });
    status = last;
  }
  return status;
}

try {
  process.exit(run());
} catch (error) {
  if (!(error instanceof ShellError)) throw error;
  process.stderr.write(`sh: ${error.message}\n`);
  process.exit(error.status);
}
