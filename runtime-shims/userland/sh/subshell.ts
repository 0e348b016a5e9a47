/**
 * Subshells. There is no fork(2) for a Worker. Where nothing else has to run at the same time, a subshell is the same
 * process over a copy of the state; elsewhere it is a new shell process that is given its commands and the state.
 */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import type { ShellState, Variable } from './state.ts';
import type { Command, CommandOf } from './syntax.ts';

interface Saved {
  command: Command;
  name: string;
  pid: number;
  positional: string[];
  status: number;
  lastBackground: number;
  options: ShellState['options'];
  variables: [string, Omit<Variable, 'elements'> & { elements?: [string, string][] }][];
  functions: CommandOf<'function'>[];
  aliases: [string, string][];
  calls: string[];
}

/** The flag that tells a shell that its next argument is a saved state, or the file that has it. */
export const subshellFlag = '--subshell';
/** Characters of a state that still go into the arguments, whose sum has a limit (ARG_MAX). */
const largestArgument = 500_000;

/** The state as text. Ignored signals are the kernel's to inherit; other traps do not reach a subshell (POSIX 2.12). */
export function save(state: ShellState, command: Command): string {
  const saved: Saved = {
    command,
    name: state.name,
    pid: state.pid,
    positional: state.positional,
    status: state.status,
    lastBackground: state.lastBackground,
    options: { ...state.options, monitor: false },
    variables: [...state.variables].map(([name, { elements, ...variable }]) => [
      name,
      elements ? { ...variable, elements: [...elements] } : variable,
    ]),
    functions: [...state.functions.values()],
    aliases: [...state.aliases],
    calls: state.calls,
  };
  return JSON.stringify(saved);
}

/** Arguments of the shell that runs `command`. `store` puts a text too long for them into a file and names it. */
export function subshellArguments(state: ShellState, command: Command, store: (text: string) => string): string[] {
  const text = save(state, command);
  return text.length > largestArgument ? ['sh', subshellFlag, store(text)] : ['sh', subshellFlag, text];
}

/** Restores what {@link save} made; answers the command to run. */
export function restore(state: ShellState, text: string): Command {
  const saved: Saved = JSON.parse(text);
  const { name, pid, positional, status, lastBackground, options, calls } = saved;
  Object.assign(state, { name, pid, positional, status, lastBackground, options, calls });
  state.variables = new Map(
    saved.variables.map(([variable, { elements, ...rest }]) => [
      variable,
      elements ? { ...rest, elements: new Map(elements) } : rest,
    ]),
  );
  state.functions = new Map(saved.functions.map((definition) => [definition.name, definition]));
  state.aliases = new Map(saved.aliases);
  // A function's locals were the caller's: the subshell may declare more of them.
  if (calls.length) state.locals = [new Map()];
  return saved.command;
}

/** What a subshell in the same process must not change: saved at its beginning, put back at its end. */
export class ProcessAttributes {
  readonly #kernel: SystemCalls;
  readonly #directory: Uint8Array | number;
  readonly #mask: number;

  constructor(kernel: SystemCalls) {
    this.#kernel = kernel;
    this.#directory = kernel.getcwd();
    this.#mask = kernel.umask(0);
    kernel.umask(this.#mask);
  }

  restore(): void {
    this.#kernel.umask(this.#mask);
    if (typeof this.#directory !== 'number') this.#kernel.chdir(this.#directory);
  }
}

/** The state of a subshell in the same process. */
export function innerState(state: ShellState): ShellState {
  const inner = state.copy();
  inner.traps = new Map([...state.traps].filter(([, action]) => action === ''));
  inner.options.monitor = false;
  return inner;
}
