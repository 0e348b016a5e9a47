/**
 * Subshells. There is no fork(2) for a Worker, so a subshell is a new shell process that is given the source of its
 * commands and a copy of this shell's state.
 */
import { type CommandNode, parse, serialize } from 'just-bash';
import type { ShellState, Variable } from './state.ts';

interface Saved {
  source: string;
  name: string;
  positional: string[];
  status: number;
  options: ShellState['options'];
  variables: [string, Variable][];
  functions: string[];
  aliases: [string, string][];
}

/** The flag that tells a shell that its next argument is a saved state. */
export const subshellFlag = '--subshell';

function sourceOf(command: CommandNode): string {
  const statement = { type: 'Statement' as const, pipelines: [], operators: [], background: false };
  const pipeline = { type: 'Pipeline' as const, commands: [command], negated: false };
  return serialize({ type: 'Script', statements: [{ ...statement, pipelines: [pipeline] }] });
}

/** Arguments of the shell that runs `command` with the state of this one. */
export function subshellArguments(state: ShellState, command: CommandNode): string[] {
  const saved: Saved = {
    source: sourceOf(command),
    name: state.name,
    positional: state.positional,
    status: state.status,
    options: state.options,
    variables: [...state.variables],
    functions: [...state.functions.values()].map(sourceOf),
    aliases: [...state.aliases],
  };
  return ['sh', subshellFlag, JSON.stringify(saved)];
}

/** Restores what {@link subshellArguments} saved; answers the source to run. */
export function restore(state: ShellState, text: string): string {
  const saved: Saved = JSON.parse(text);
  state.name = saved.name;
  state.positional = saved.positional;
  state.status = saved.status;
  Object.assign(state.options, saved.options);
  for (const [name, variable] of saved.variables) state.variables.set(name, variable);
  for (const [name, value] of saved.aliases) state.aliases.set(name, value);
  for (const source of saved.functions) {
    const command = parse(source).statements[0]?.pipelines[0]?.commands[0];
    if (command?.type === 'FunctionDef') state.functions.set(command.name, command);
  }
  return saved.source;
}
