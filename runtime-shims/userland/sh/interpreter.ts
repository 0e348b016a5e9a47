/** Runs the syntax tree: lists, pipelines, compound commands, functions, and processes over kernel pipes. */
import { type CommandNode, type PipelineNode, parse, type ScriptNode, type StatementNode } from 'just-bash';
import { E2BIG, EACCES, EAGAIN, EISDIR, ENOENT, ENOEXEC } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { errnoMessage } from '../errors.ts';
import { type Builtin, builtins } from './builtins.ts';
import { conditional } from './conditional.ts';
import { Expansion } from './expansion.ts';
import { Jobs } from './jobs.ts';
import { readToEnd, writeAll } from './output.ts';
import { matches } from './pattern.ts';
import { redirect } from './redirection.ts';
import { ControlFlow, type Files, ShellError, type ShellState } from './state.ts';
import { subshellArguments } from './subshell.ts';
import type { CommandOf } from './syntax.ts';

/** Deepest nesting of function calls, `source` and `eval`: beyond it the engine's own stack would end. */
const maximumDepth = 500;

export class Interpreter {
  readonly state: ShellState;
  readonly kernel: SystemCalls;
  readonly expansion: Expansion;
  readonly jobs: Jobs;
  readonly interactive: boolean;
  #depth = 0;
  /** In the condition of if, while, &&, || or !: `set -e` does not apply there. */
  #tested = 0;

  constructor(kernel: SystemCalls, state: ShellState, interactive: boolean) {
    this.kernel = kernel;
    this.state = state;
    this.interactive = interactive;
    this.jobs = new Jobs(kernel, interactive);
    this.expansion = new Expansion(state, (script) => this.#substitute(script));
  }

  print(text: string, fd = 1): number {
    const target = this.state.files.get(fd);
    return target === undefined ? -1 : writeAll(this.kernel, target, text);
  }

  complain(message: string): void {
    this.print(`${this.state.name}: ${message}\n`, 2);
  }

  /** Parses and runs a source text. A syntax error is printed and gives status 2. */
  runSource(source: string): number {
    let script: ScriptNode;
    try {
      script = parse(source);
    } catch (error) {
      this.complain(error instanceof Error ? error.message : String(error));
      this.state.status = 2;
      return 2;
    }
    return this.nested(() => this.runStatements(script.statements));
  }

  nested(action: () => number): number {
    if (this.#depth >= maximumDepth) throw new ShellError('too deeply nested (functions, source or eval)', 2);
    this.#depth += 1;
    try {
      return action();
    } finally {
      this.#depth -= 1;
    }
  }

  runStatements(statements: readonly StatementNode[]): number {
    for (const statement of statements) this.#runStatement(statement);
    return this.state.status;
  }

  /** Runs pending traps: called between commands and while waiting. */
  deliverTraps(): void {
    for (let signal = this.kernel.takeSignal(); signal > 0; signal = this.kernel.takeSignal()) {
      const action = this.state.traps.get(String(signal));
      if (!action) continue;
      const status = this.state.status;
      this.runSource(action);
      this.state.status = status;
    }
  }

  #runStatement(statement: StatementNode): void {
    if (statement.deferredError) throw new ShellError(statement.deferredError.message, 2);
    if (statement.background) {
      const body: StatementNode = { ...statement, background: false };
      const command: CommandOf<'Group'> = { type: 'Group', body: [body], redirections: [] };
      const only = statement.pipelines.length === 1 ? statement.pipelines[0] : undefined;
      const job = this.#start(only && !only.negated ? only.commands : [command], statement.sourceText?.trim() ?? '');
      this.state.lastBackground = [...job.processes.keys()].at(-1) ?? 0;
      if (this.interactive) this.print(`[${job.number}] ${this.state.lastBackground}\n`, 2);
      this.state.status = 0;
      return;
    }
    statement.pipelines.forEach((pipeline, index) => {
      const before = statement.operators[index - 1];
      if (before === '&&' && this.state.status !== 0) return;
      if (before === '||' && this.state.status === 0) return;
      const tested = index < statement.pipelines.length - 1 || pipeline.negated;
      this.#tested += tested ? 1 : 0;
      try {
        this.#runPipeline(pipeline);
      } finally {
        this.#tested -= tested ? 1 : 0;
      }
      this.deliverTraps();
      if (this.state.options.errexit && this.state.status !== 0 && this.#tested === 0) {
        throw new ControlFlow('exit', this.state.status);
      }
    });
  }

  #runPipeline(pipeline: PipelineNode): void {
    const started = Date.now();
    const [only] = pipeline.commands;
    if (pipeline.commands.length === 1 && only) this.#runCommand(only);
    else {
      const job = this.#start(pipeline.commands, '', pipeline.pipeStderr);
      this.#finish(job);
    }
    if (pipeline.timed) this.print(`\nreal\t${((Date.now() - started) / 1000).toFixed(3)}s\n`, 2);
    if (pipeline.negated) this.state.status = this.state.status === 0 ? 1 : 0;
  }

  #finish(job: ReturnType<Jobs['add']>): void {
    const status = this.jobs.foreground(job, false);
    const failed = this.jobs.statuses(job).findLast((each) => each !== 0);
    this.state.status = this.state.options.pipefail && failed !== undefined ? failed : status;
    if (!this.interactive) return;
    if (this.jobs.state(job) === 'Stopped') this.print(`\n[${job.number}]+  Stopped  ${job.command}\n`, 2);
    else if (status === 130) this.print('\n', 2);
  }

  /** Starts every command of a pipeline as a process, connected by pipes, in one group. */
  #start(commands: readonly CommandNode[], text: string, stderrToo: readonly boolean[] = []): ReturnType<Jobs['add']> {
    const pids: number[] = [];
    let input = this.state.files.get(0) ?? -1;
    const own = new Set<number>();
    commands.forEach((command, index) => {
      const files = new Map(this.state.files);
      if (input >= 0) files.set(0, input);
      let next = -1;
      const outputs: number[] = [];
      if (index < commands.length - 1) {
        const pipe = this.kernel.pipe();
        if (typeof pipe === 'number') throw new ShellError(`pipe: ${errnoMessage(pipe)}`);
        next = pipe[0];
        outputs.push(pipe[1]);
        own.add(next);
        files.set(1, pipe[1]);
        if (stderrToo[index]) files.set(2, pipe[1]);
      }
      const group = this.jobs.monitor ? (pids[0] ?? 0) : -1;
      const pid = this.#startCommand(command, files, group);
      if (pid > 0) pids.push(pid);
      for (const fd of outputs) this.kernel.close(fd);
      if (own.delete(input)) this.kernel.close(input);
      input = next;
    });
    return this.jobs.add(text || describe(commands), pids);
  }

  /** Starts one command as a process: a program directly, anything else in a subshell. Answers its pid. */
  #startCommand(command: CommandNode, files: Files, group: number): number {
    if (command.type === 'SimpleCommand' && command.name) {
      const [first, ...rest] = this.expansion.fields([command.name, ...command.args]);
      const known =
        first === undefined || first in builtins || this.state.functions.has(first) || this.state.aliases.has(first);
      if (!known) {
        const { files: redirected, opened } = redirect(this.kernel, this.expansion, files, command.redirections);
        const assigned = new Map(
          command.assignments.map(({ name, value }) => [name, value ? this.expansion.text(value) : '']),
        );
        try {
          return this.#spawn(first, rest, redirected, group, assigned);
        } catch (error) {
          if (!(error instanceof ShellError)) throw error;
          this.complain(error.message);
          return this.#spawnShell(
            { type: 'Group', body: parse(`exit ${error.status}`).statements, redirections: [] },
            files,
            group,
          );
        } finally {
          for (const fd of opened) this.kernel.close(fd);
        }
      }
    }
    return this.#spawnShell(command, files, group);
  }

  #spawnShell(command: CommandNode, files: Files, group: number): number {
    return this.#execute('/bin/sh', subshellArguments(this.state, command), files, group, this.state.environment());
  }

  /** Finds a program by PATH and starts it; errors carry status 127 or 126. */
  #spawn(
    name: string,
    rest: readonly string[],
    files: Files,
    group: number,
    assigned: ReadonlyMap<string, string>,
  ): number {
    const path = this.find(name, assigned.get('PATH'));
    if (!path) {
      const missing = name.includes('/') ? 'No such file or directory' : 'command not found';
      throw new ShellError(`${name}: ${missing}`, 127);
    }
    return this.#execute(path, [name, ...rest], files, group, this.state.environment(assigned));
  }

  #execute(file: string, argv: string[], files: Files, group: number, env: string[]): number {
    const stdio: number[] = Array.from({ length: Math.max(2, ...files.keys()) + 1 }, (_, fd) => files.get(fd) ?? -1);
    let pid = this.kernel.spawn({ file, argv, env, stdio, pgid: group });
    // A script without #! is the shell's to run (POSIX 2.9.1.1).
    if (pid === -ENOEXEC)
      pid = this.kernel.spawn({ file: '/bin/sh', argv: ['sh', file, ...argv.slice(1)], env, stdio, pgid: group });
    if (pid >= 0) return pid;
    if (pid === -EAGAIN) throw new ShellError('cannot start a process: the limit of processes is reached', 126);
    if (pid === -E2BIG) throw new ShellError(`${argv[0]}: Argument list too long`, 126);
    const status = pid === -ENOENT ? 127 : 126;
    throw new ShellError(
      `${argv[0]}: ${pid === -EACCES || pid === -EISDIR ? 'Permission denied' : errnoMessage(pid)}`,
      status,
    );
  }

  /** The path of a command's file, by PATH unless it holds a slash. */
  find(name: string, path = this.state.get('PATH') ?? ''): string | undefined {
    if (name.includes('/')) return name;
    const stat = new Float64Array(18);
    for (const folder of path.split(':')) {
      const candidate = `${folder || '.'}/${name}`;
      const regular = this.kernel.stat(candidate, stat, 0) === 0 && ((stat[1] ?? 0) & 0o170000) === 0o100000;
      if (regular && this.kernel.access(candidate, 1) === 0) return candidate;
    }
    return undefined;
  }

  /** Runs a command in this shell; its status is in `state.status`. */
  #runCommand(command: CommandNode): void {
    try {
      if (command.type === 'SimpleCommand') this.#runSimple(command);
      else if (command.type === 'FunctionDef') {
        this.state.functions.set(command.name, command);
        this.state.status = 0;
      } else this.#withFiles(command.redirections, () => this.#runCompound(command));
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      this.complain(error.message);
      this.state.status = error.status;
    }
  }

  #withFiles(redirections: CommandOf<'Group'>['redirections'], action: () => void): void {
    if (!redirections.length) {
      action();
      return;
    }
    const before = this.state.files;
    const { files, opened } = redirect(this.kernel, this.expansion, before, redirections);
    this.state.files = files;
    try {
      action();
    } finally {
      // `exec` without a command keeps its redirections: it has put them into `before`'s place.
      if (this.state.files === files) this.state.files = before;
      for (const fd of opened) if (![...this.state.files.values()].includes(fd)) this.kernel.close(fd);
    }
  }

  #runSimple(command: CommandOf<'SimpleCommand'>): void {
    const assigned = command.assignments.map(({ name, value, append, array }): [string, string] => {
      if (array) throw new ShellError(`${name}: arrays are not supported`, 2);
      const text = value ? this.expansion.text(value) : '';
      return [name, append ? (this.state.get(name) ?? '') + text : text];
    });
    this.state.status = assigned.length || command.name ? this.state.status : 0;
    const words = command.name ? [command.name, ...command.args] : command.args;
    const [name, ...rest] = this.#alias(this.expansion.fields(words), command);
    if (this.state.options.xtrace) {
      this.print(
        `+ ${[...assigned.map((pair) => pair.join('=')), ...(name === undefined ? [] : [name, ...rest])].join(' ')}\n`,
        2,
      );
    }
    if (name === undefined) {
      const status = command.assignments.some(({ value }) =>
        value?.parts.some((part) => part.type === 'CommandSubstitution'),
      );
      for (const [variable, value] of assigned) this.state.set(variable, value);
      if (!status) this.state.status = 0;
      this.#withFiles(command.redirections, () => {});
      return;
    }
    const definition = this.state.functions.get(name);
    const builtin = builtins[name];
    if (definition) this.#withFiles(command.redirections, () => this.#call(definition, rest, assigned));
    else if (builtin) this.#withFiles(command.redirections, () => this.#runBuiltin(builtin, name, rest, assigned));
    else {
      const { files, opened } = redirect(this.kernel, this.expansion, this.state.files, command.redirections);
      let job: ReturnType<Jobs['add']>;
      try {
        const pid = this.#spawn(name, rest, files, this.jobs.monitor ? 0 : -1, new Map(assigned));
        job = this.jobs.add([name, ...rest].join(' '), [pid]);
      } finally {
        for (const fd of opened) this.kernel.close(fd);
      }
      this.#finish(job);
    }
  }

  /** Aliases replace a command's first word once, with what the alias says. */
  #alias(fields: string[], command: CommandOf<'SimpleCommand'>): string[] {
    const [first, ...rest] = fields;
    const alias =
      first === undefined || command.name?.parts[0]?.type !== 'Literal' ? undefined : this.state.aliases.get(first);
    if (alias === undefined) return fields;
    const replaced = parse(alias).statements[0]?.pipelines[0]?.commands[0];
    if (replaced?.type !== 'SimpleCommand' || !replaced.name) return fields;
    return [...this.expansion.fields([replaced.name, ...replaced.args]), ...rest];
  }

  #runBuiltin(builtin: Builtin, name: string, rest: string[], assigned: readonly [string, string][]): void {
    const before = new Map(assigned.map(([variable]) => [variable, this.state.variables.get(variable)]));
    for (const [variable, value] of assigned) this.state.set(variable, value);
    try {
      this.state.status = builtin(this, rest, name);
    } finally {
      for (const [variable, value] of before) {
        if (value) this.state.variables.set(variable, value);
        else this.state.variables.delete(variable);
      }
    }
  }

  #call(definition: CommandOf<'FunctionDef'>, rest: string[], assigned: readonly [string, string][]): void {
    const positional = this.state.positional;
    this.state.positional = rest;
    this.state.locals.push(new Map());
    for (const [variable, value] of assigned) this.state.set(variable, value);
    try {
      this.nested(() => {
        this.#runCommand(definition.body);
        return this.state.status;
      });
    } catch (error) {
      if (!(error instanceof ControlFlow) || error.kind !== 'return') throw error;
      this.state.status = error.count;
    } finally {
      this.state.positional = positional;
      for (const [variable, value] of this.state.locals.pop() ?? []) {
        if (value) this.state.variables.set(variable, value);
        else this.state.variables.delete(variable);
      }
    }
  }

  #runCompound(command: Exclude<CommandNode, CommandOf<'SimpleCommand'> | CommandOf<'FunctionDef'>>): void {
    switch (command.type) {
      case 'Group':
        this.runStatements(command.body);
        return;
      case 'Subshell':
        this.#finish(this.#start([command], ''));
        return;
      case 'If':
        for (const { condition, body } of command.clauses) {
          if (!this.#test(condition)) continue;
          this.state.status = 0;
          this.runStatements(body);
          return;
        }
        this.state.status = 0;
        if (command.elseBody) this.runStatements(command.elseBody);
        return;
      case 'While':
      case 'Until':
        this.#loop(command.body, () => this.#test(command.condition) === (command.type === 'While'));
        return;
      case 'For': {
        const values = command.words ? this.expansion.fields(command.words) : [...this.state.positional];
        let index = 0;
        this.#loop(command.body, () => {
          const value = values[index++];
          if (value === undefined) return false;
          this.state.set(command.variable, value);
          return true;
        });
        return;
      }
      case 'CStyleFor': {
        const { init, condition, update } = command;
        if (init) this.expansion.arithmetic.evaluate(init.expression);
        let first = true;
        this.#loop(command.body, () => {
          if (!first && update) this.expansion.arithmetic.evaluate(update.expression);
          first = false;
          return !condition || this.expansion.arithmetic.evaluate(condition.expression) !== 0n;
        });
        return;
      }
      case 'Case':
        this.#case(command);
        return;
      case 'ArithmeticCommand':
        this.state.status = this.expansion.arithmetic.evaluate(command.expression.expression) === 0n ? 1 : 0;
        return;
      case 'ConditionalCommand':
        this.state.status = conditional(this.expansion, command.expression) ? 0 : 1;
        return;
    }
  }

  #test(condition: readonly StatementNode[]): boolean {
    this.#tested += 1;
    try {
      return this.runStatements(condition) === 0;
    } finally {
      this.#tested -= 1;
    }
  }

  #loop(body: readonly StatementNode[], next: () => boolean): void {
    let status = 0;
    while (next()) {
      try {
        status = this.runStatements(body);
      } catch (error) {
        if (!(error instanceof ControlFlow) || (error.kind !== 'break' && error.kind !== 'continue')) throw error;
        status = 0;
        error.count -= 1;
        if (error.count > 0) throw error;
        if (error.kind === 'break') break;
      }
    }
    this.state.status = status;
  }

  #case(command: CommandOf<'Case'>): void {
    const text = this.expansion.text(command.word);
    let falling = false;
    this.state.status = 0;
    for (const { patterns, body, terminator } of command.items) {
      if (!falling && !patterns.some((pattern) => matches(text, this.expansion.pattern(pattern)))) continue;
      this.runStatements(body);
      falling = terminator === ';&';
      if (terminator === ';;') return;
    }
  }

  /** Command substitution: in a process of its own, its standard output read to the end. */
  #substitute(script: ScriptNode): string {
    const pipe = this.kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError(`command substitution: ${errnoMessage(pipe)}`);
    const before = this.state.files;
    const files = new Map(before).set(1, pipe[1]);
    const only = script.statements.length === 1 ? script.statements[0] : undefined;
    const single = only?.pipelines.length === 1 && !only.background ? only.pipelines[0] : undefined;
    const body: CommandNode = { type: 'Group', body: script.statements, redirections: [] };
    const simple = single && !single.negated && single.commands.length === 1 ? single.commands[0] : undefined;
    let pid: number;
    try {
      pid = this.#startCommand(simple ?? body, files, -1);
    } finally {
      this.kernel.close(pipe[1]);
    }
    const text = readToEnd(this.kernel, pipe[0]);
    this.kernel.close(pipe[0]);
    const job = this.jobs.add('', [pid]);
    this.state.status = this.jobs.wait(job);
    this.jobs.forget(job);
    return text;
  }
}

function describe(commands: readonly CommandNode[]): string {
  return commands.map((command) => (command.type === 'SimpleCommand' ? wordOf(command) : command.type)).join(' | ');
}

function wordOf(command: CommandOf<'SimpleCommand'>): string {
  return command.name?.parts.map((part) => ('value' in part ? part.value : '…')).join('') ?? '';
}
