/** Simple commands (POSIX 2.9.1): assignments, builtins, functions, and programs: within this process, in its place, or as a child. */
import { stat } from '../system/files.ts';
import { findProgram, type Main, type Program, STUB } from '../system/program.ts';
import { assign } from './assignment.ts';
import { type Builtin, builtins, specialBuiltins } from './builtins.ts';
import type { Interpreter } from './interpreter.ts';
import type { Resolved } from './processes.ts';
import { ControlFlow, ShellError, type Variable } from './state.ts';
import type { CommandOf } from './syntax.ts';
import { literalOf } from './words.ts';

/** A command that may run within the shell's own process. `trapping`: signals must interrupt it alone. */
export type OwnCommands = (name: string, trapping: boolean) => Main | undefined;

export class SimpleCommands {
  readonly #shell: Interpreter;
  readonly #own: OwnCommands;
  /** Of the last command substitution in the command under way: what an assignment alone answers. */
  substitutionStatus: number | undefined;

  constructor(shell: Interpreter, own: OwnCommands) {
    this.#shell = shell;
    this.#own = own;
  }

  /** The name of a simple command where it is plain text. */
  plainName(command: CommandOf<'simple'>): string | undefined {
    const [word] = command.words;
    return word && literalOf(word);
  }

  /** Does the name stand for something that needs no process of its own? */
  runsInProcess(name: string): boolean {
    return this.#shell.state.functions.has(name) || name in builtins || this.#quickCommand(name) !== undefined;
  }

  /** A command of /bin that can run within this process, unless something else is found first in PATH. */
  #quickCommand(name: string): Main | undefined {
    if (this.#shell.interactive || name === '') return undefined;
    const main = this.#own(name.slice(name.lastIndexOf('/') + 1), this.#shell.state.traps.size > 0);
    if (!main) return undefined;
    const path = findProgram(this.#shell.kernel, name, this.#shell.state.get('PATH') ?? '');
    if (typeof path !== 'string' || !path.endsWith(`/${name.slice(name.lastIndexOf('/') + 1)}`)) return undefined;
    const found = stat(this.#shell.kernel, path);
    return typeof found !== 'number' && found.size === STUB.length ? main : undefined;
  }

  resolve(command: CommandOf<'simple'>): Resolved {
    const words = this.#shell.expansion.fields(command.words);
    const [name] = words;
    if (name === undefined) return { words, kind: 'none' };
    if (this.#shell.state.functions.has(name)) return { words, kind: 'function' };
    return { words, kind: name in builtins ? 'builtin' : 'program' };
  }

  /** The assignments in front of a command, as its environment. */
  temporaryEnvironment(command: CommandOf<'simple'>): Map<string, string> {
    return new Map(command.assignments.map(({ name, value }) => [name, this.#shell.expansion.text(value)]));
  }

  run(command: CommandOf<'simple'>, last: boolean): number {
    const shell = this.#shell;
    shell.state.line = command.line;
    this.substitutionStatus = undefined;
    const { words, kind } = this.resolve(command);
    if (kind === 'none') return this.#runAssignments(command);
    const builtin = kind === 'builtin' ? builtins[words[0] ?? ''] : undefined;
    if (builtin) return this.#runBuiltin(command, words, builtin);
    if (kind === 'function') {
      return shell.withRedirections(command.redirections, () =>
        this.#withTemporaries(command, () => {
          shell.trace(words);
          return this.call(words);
        }),
      );
    }
    return shell.withRedirections(command.redirections, () => {
      const temporaries = this.temporaryEnvironment(command);
      shell.trace(words);
      // The redirections are the command's, and the message that there is no such command goes by them.
      return shell.guarded(() => this.runProgram(words, temporaries, last));
    });
  }

  #runAssignments(command: CommandOf<'simple'>): number {
    return this.#shell.withRedirections(command.redirections, () => {
      for (const assignment of command.assignments) {
        assign(this.#shell, assignment);
        if (this.#shell.state.options.xtrace)
          this.#shell.trace([`${assignment.name}=${this.#shell.state.get(assignment.name) ?? ''}`]);
      }
      return this.substitutionStatus ?? 0;
    });
  }

  #runBuiltin(command: CommandOf<'simple'>, words: readonly string[], builtin: Builtin): number {
    const [name = '', ...rest] = words;
    const special = specialBuiltins.has(name);
    const action = () => {
      for (const word of command.words) if (word.assignment?.elements) assign(this.#shell, word.assignment, words);
      this.#shell.trace(words);
      return builtin(this.#shell, rest, name);
    };
    try {
      if (name === 'exec' && !rest.length) {
        this.#shell.keepRedirections(command.redirections);
        for (const assignment of command.assignments) assign(this.#shell, assignment);
        return 0;
      }
      return this.#shell.withRedirections(command.redirections, () => {
        if (!special) return this.#withTemporaries(command, action);
        for (const assignment of command.assignments) assign(this.#shell, assignment);
        return action();
      });
    } catch (error) {
      // POSIX 2.8.1: an error of a special builtin ends the shell.
      if (error instanceof ShellError && special && !error.fatal)
        throw new ShellError(error.message, error.status, true);
      throw error;
    }
  }

  /** Assignments in front of a function or builtin hold while it runs. */
  #withTemporaries(command: CommandOf<'simple'>, action: () => number): number {
    if (!command.assignments.length) return action();
    const saved = new Map<string, Variable | undefined>();
    for (const assignment of command.assignments) {
      const before = this.#shell.state.variables.get(assignment.name);
      saved.set(assignment.name, before && { ...before });
      assign(this.#shell, assignment);
      const variable = this.#shell.state.variables.get(assignment.name);
      if (variable) variable.exported = true;
    }
    try {
      return action();
    } finally {
      for (const [name, variable] of saved) {
        if (variable) this.#shell.state.variables.set(name, variable);
        else this.#shell.state.variables.delete(name);
      }
    }
  }

  /** Calls a function. */
  call(words: readonly string[]): number {
    const [name = '', ...rest] = words;
    const shell = this.#shell;
    const definition = shell.state.functions.get(name);
    if (!definition) throw new ShellError(`${name}: not found`, 127);
    const { state } = shell;
    const { positional } = state;
    return shell.nested(`${name}: maximum function nesting level reached`, () => {
      state.positional = rest;
      state.locals.push(new Map());
      state.calls = [name, ...state.calls];
      try {
        return shell.run(definition.body);
      } catch (error) {
        if (error instanceof ControlFlow && error.kind === 'return') return error.count;
        throw error;
      } finally {
        state.calls = state.calls.slice(1);
        state.positional = positional;
        for (const [variable, value] of state.locals.pop() ?? []) {
          if (value) state.variables.set(variable, value);
          else state.variables.delete(variable);
        }
      }
    });
  }

  /** Runs a program in the foreground: within this process, in its place, or as a child. */
  runProgram(words: readonly string[], temporaries: ReadonlyMap<string, string>, last = false): number {
    const shell = this.#shell;
    const [name = ''] = words;
    const quick = this.#quickCommand(name);
    if (quick) {
      const environment = new Map<string, string>();
      for (const entry of this.#shell.state.environment(temporaries)) {
        const equals = entry.indexOf('=');
        environment.set(entry.slice(0, equals), entry.slice(equals + 1));
      }
      const program: Program = {
        kernel: this.#shell.kernel,
        name,
        parameters: words.slice(1),
        environment,
        files: this.#shell.state.files,
        waiting: this.#shell.waiting,
      };
      return shell.traps.withoutBrokenPipe(() => quick(program));
    }
    const environment = this.#shell.state.environment(temporaries);
    if (last && this.#mayBeReplaced()) return this.#shell.processes.replace(words, environment);
    const file = this.#shell.processes.locate(name);
    const pid = this.#shell.processes.spawn(
      file,
      words,
      this.#shell.state.files,
      this.#shell.processes.inFront,
      environment,
    );
    return this.#shell.foreground(this.#shell.jobs.add(words.join(' '), [pid], false));
  }

  #mayBeReplaced(): boolean {
    const shell = this.#shell;
    return (
      shell.replaceProcess !== undefined &&
      !shell.interactive &&
      !shell.inSubshell &&
      !shell.captures.any &&
      shell.state.traps.size === 0 &&
      shell.jobs.list.length === 0
    );
  }
}
