/** Runs the syntax tree: lists, pipelines, compound and simple commands, functions, traps. */
import { POLLIN, SIGINT, SIGPIPE } from '../../kernel/constants.ts';
import { EAGAIN } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { SystemError } from '../system/errors.ts';
import { readText, stat } from '../system/files.ts';
import { readSome, type Waiting, writeAll } from '../system/io.ts';
import { findProgram, type Main, type Program, STUB } from '../system/program.ts';
import { concatenate, decode, encode } from '../system/text.ts';
import { assign } from './assignment.ts';
import { type Builtin, builtins, specialBuiltins } from './builtins.ts';
import { evaluateCondition } from './conditional.ts';
import { Expansion, type ExpansionHost } from './expansion.ts';
import { type Job, Jobs } from './jobs.ts';
import { Parser } from './parser.ts';
import { matches } from './pattern.ts';
import { Processes, type Resolved } from './processes.ts';
import { redirect } from './redirection.ts';
import { ControlFlow, Interrupt, ShellError, type ShellState, type Variable } from './state.ts';
import { innerState, ProcessAttributes } from './subshell.ts';
import {
  type AndOr,
  type Command,
  type CommandOf,
  type List,
  type Pipeline,
  type Redirection,
  ShellSyntaxError,
} from './syntax.ts';
import { Timing } from './timing.ts';
import { literalOf } from './words.ts';

/** Deepest nesting of function calls, `source` and `eval`: beyond it the engine's own stack would end. */
const maximumDepth = 800;

export interface ShellOptions {
  kernel: SystemCalls;
  state: ShellState;
  interactive: boolean;
  /** A command that may run within the shell's own process. `trapping`: signals must interrupt it alone. */
  command(name: string, trapping: boolean): Main | undefined;
  replaceProcess?: Program['replace'];
}

interface Capture {
  reader: number;
  pieces: Uint8Array[];
}

export class Interpreter implements ExpansionHost {
  state: ShellState;
  readonly kernel: SystemCalls;
  readonly expansion: Expansion;
  readonly jobs: Jobs;
  readonly processes: Processes;
  readonly interactive: boolean;
  readonly waiting: Waiting;
  readonly replaceProcess: Program['replace'];
  readonly #command: ShellOptions['command'];
  #depth = 0;
  /** In the condition of if, while, &&, || or !: `set -e` does not apply there. */
  #tested = 0;
  #subshells = 0;
  #loops = 0;
  #substitutionStatus: number | undefined;
  #captures: Capture[] = [];
  #pending: number[] = [];
  #temporaryFiles: string[] = [];

  constructor({ kernel, state, interactive, command, replaceProcess }: ShellOptions) {
    this.kernel = kernel;
    this.state = state;
    this.interactive = interactive;
    this.#command = command;
    this.replaceProcess = replaceProcess;
    this.jobs = new Jobs(kernel, interactive);
    this.jobs.onWake = () => {
      this.#drain();
      this.#collectSignals();
      return this.#pending.some((signal) => this.state.traps.has(String(signal)) || (interactive && signal === SIGINT));
    };
    this.waiting = { relieve: () => this.#drain(), interrupted: () => this.deliverTraps() };
    this.expansion = new Expansion(this);
    this.processes = new Processes(this);
  }

  print(text: string, fd = 1): number {
    const target = this.state.files.get(fd);
    return target === undefined ? -9 : writeAll(this.kernel, target, encode(text), this.waiting);
  }

  complain(message: string): void {
    this.print(`${this.state.name}: ${message}\n`, 2);
  }

  trace(words: readonly string[]): void {
    if (!this.state.options.xtrace) return;
    const shown = words.map((word) => (/^[\w@%+=:,./^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
    this.print(`${this.state.get('PS4') ?? '+ '}${shown.join(' ')}\n`, 2);
  }

  /** Parses and runs a text, command by command. `last`: nothing is left to do for this process behind it. */
  runSource(source: string, last = false): number {
    if (this.#depth >= maximumDepth)
      throw new ShellError('maximum nesting reached (functions, source or eval)', 2, true);
    this.#depth += 1;
    try {
      const parser = new Parser(source, this.state.options.expand_aliases ? this.state.aliases : undefined);
      let any = false;
      for (;;) {
        const list = this.#parseNext(parser);
        if (list === undefined) break;
        any = true;
        if (this.state.options.verbose) this.print(`${list.map((each) => each.source).join('; ')}\n`, 2);
        if (this.state.options.noexec && !this.interactive) continue;
        this.runList(list, last && /^\s*$/.test(parser.source.slice(parser.position)));
      }
      if (!any) this.state.status = 0;
      return this.state.status;
    } finally {
      this.#depth -= 1;
    }
  }

  #parseNext(parser: Parser): List | undefined {
    try {
      return parser.next();
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      throw new ShellError(`${error.line}: ${error.message}`, 2, true);
    }
  }

  runList(list: List, last = false): number {
    for (const [index, andOr] of list.entries()) this.#runAndOr(andOr, last && index === list.length - 1);
    return this.state.status;
  }

  /** Runs pending traps: called between commands and while waiting. */
  deliverTraps(): void {
    this.#collectSignals();
    if (!this.#pending.length) return;
    for (const signal of this.#pending.splice(0)) {
      const action = this.state.traps.get(String(signal));
      if (action === undefined) {
        // The parent's trap waits for its subshell to end.
        if (this.#subshells > 0) this.#pending.push(signal);
        else if (signal === SIGINT && this.interactive) throw new Interrupt();
        continue;
      }
      if (action) this.runTrap(action);
      if (this.#subshells > 0) return;
    }
  }

  runTrap(action: string): void {
    const { status } = this.state;
    this.runSource(action);
    this.state.status = status;
  }

  #collectSignals(): void {
    for (let signal = this.kernel.takeSignal(); signal > 0; signal = this.kernel.takeSignal())
      this.#pending.push(signal);
  }

  /** The first signal that has come and is trapped; it stays. */
  pendingTrap(): number | undefined {
    this.#collectSignals();
    return this.#pending.find((signal) => this.state.traps.has(String(signal)));
  }

  #runAndOr(andOr: AndOr, last: boolean): void {
    const { state } = this;
    if (andOr.background) {
      const whole: Pipeline =
        andOr.rest.length || andOr.first.negated
          ? {
              commands: [{ type: 'group', body: [{ ...andOr, background: false }], redirections: [] }],
              errorsToo: [],
              negated: false,
              timed: false,
            }
          : andOr.first;
      const job = this.processes.background(whole, andOr.source);
      state.lastBackground = [...job.processes.keys()].at(-1) ?? 0;
      if (this.interactive) this.print(`[${job.number}] ${state.lastBackground}\n`, 2);
      state.status = 0;
      return;
    }
    if (!andOr.rest.length) this.#runTested(andOr.first, false, andOr.source, last);
    else {
      this.#runTested(andOr.first, true, andOr.source, false);
      andOr.rest.forEach(({ operator, pipeline }, index) => {
        if ((operator === '&&') !== (this.state.status === 0)) return;
        const isLast = index === andOr.rest.length - 1;
        this.#runTested(pipeline, !isLast, andOr.source, last && isLast);
      });
    }
  }

  #runTested(pipeline: Pipeline, tested: boolean, source: string, last: boolean): void {
    const inner = tested || pipeline.negated;
    if (inner) this.#tested += 1;
    try {
      this.#runPipeline(pipeline, source, last && !inner);
    } finally {
      if (inner) this.#tested -= 1;
    }
    this.deliverTraps();
    if (this.state.status === 0 || this.#tested > 0 || inner) return;
    const trap = this.state.traps.get('ERR');
    if (trap) this.runTrap(trap);
    if (this.state.options.errexit) throw new ControlFlow('exit', this.state.status);
  }

  #runPipeline(pipeline: Pipeline, source: string, last: boolean): void {
    const timing = pipeline.timed ? new Timing(this.kernel) : undefined;
    const [only] = pipeline.commands;
    if (pipeline.commands.length === 1 && only) {
      this.state.status = this.run(only, last && !pipeline.timed);
      if (only.type === 'simple') this.state.pipeStatus = [this.state.status];
    } else {
      const statuses = this.processes.pipeline(pipeline, source);
      this.state.pipeStatus = statuses;
      const failed = this.state.options.pipefail ? statuses.findLast((status) => status !== 0) : undefined;
      this.state.status = failed ?? statuses.at(-1) ?? 0;
    }
    if (timing) this.print(timing.report(), 2);
    if (pipeline.negated) this.state.status = this.state.status === 0 ? 1 : 0;
  }

  /** Waits for a job in the foreground; an interactive shell says what became of it. */
  foreground(job: Job): number {
    const status = this.jobs.foreground(job, false);
    if (!this.interactive) return status;
    if (this.jobs.state(job) === 'Stopped') this.print(`\n[${job.number}]+  Stopped\t\t${job.command}\n`, 2);
    else if (status === 128 + SIGINT) throw new Interrupt();
    else if (status > 128 && status !== 141) this.print(`${this.jobs.words(job)}\n`, 2);
    return status;
  }

  /** Runs one command of any kind. */
  run(command: Command, last = false): number {
    if (command.type === 'simple') return this.#guarded(() => this.#runSimple(command, last));
    if (!command.redirections.length) return this.#runCompound(command, last);
    return this.#guarded(() => this.withRedirections(command.redirections, () => this.#runCompound(command, last)));
  }

  /** An error ends the command, and a fatal one a shell that is not interactive. */
  #guarded(action: () => number): number {
    try {
      return action();
    } catch (error) {
      if (error instanceof SystemError) {
        this.complain(error.message);
        return 1;
      }
      if (!(error instanceof ShellError)) throw error;
      if (error.message) this.complain(error.message);
      this.state.status = error.status;
      if (!error.fatal) return error.status;
      if (this.interactive && this.#subshells === 0) throw new Interrupt();
      throw new ControlFlow('exit', error.status);
    }
  }

  withRedirections(redirections: readonly Redirection[], action: () => number): number {
    const { state } = this;
    const saved = state.files;
    const { files, opened } = redirect(this, saved, redirections);
    state.files = files;
    try {
      return action();
    } finally {
      state.files = saved;
      for (const fd of opened) this.kernel.close(fd);
    }
  }

  #condition(list: List): boolean {
    this.#tested += 1;
    try {
      return this.runList(list) === 0;
    } finally {
      this.#tested -= 1;
    }
  }

  #runCompound(command: Exclude<Command, CommandOf<'simple'>>, last: boolean): number {
    switch (command.type) {
      case 'group':
        return this.runList(command.body, last);
      case 'subshell':
        if (this.interactive && this.#subshells === 0) return this.#spawnSubshell(command);
        return this.subshell(() => this.runList(command.body));
      case 'if': {
        for (const { test, body } of command.clauses) if (this.#condition(test)) return this.runList(body, last);
        return command.otherwise ? this.runList(command.otherwise, last) : 0;
      }
      case 'for': {
        const values = command.words ? this.expansion.fields(command.words) : [...this.state.positional];
        let next = 0;
        return this.#loop(() => {
          const value = values[next++];
          if (value === undefined) return false;
          this.state.set(command.name, value);
          return true;
        }, command.body);
      }
      case 'count': {
        this.expansion.arithmetic(command.start);
        let first = true;
        return this.#loop(() => {
          if (!first) this.expansion.arithmetic(command.step);
          first = false;
          const text = this.expansion.text(command.test);
          return text.trim() === '' || this.expansion.evaluate(text) !== 0n;
        }, command.body);
      }
      case 'while':
        return this.#loop(() => this.#condition(command.test) !== command.until, command.body);
      case 'case':
        return this.#case(command);
      case 'function':
        this.state.functions.set(command.name, command);
        return 0;
      case 'arithmetic':
        return this.#guarded(() => (this.expansion.arithmetic(command.expression) === 0n ? 1 : 0));
      case 'conditional':
        return this.#guarded(() => (evaluateCondition(this, command.expression) ? 0 : 1));
    }
  }

  #loop(test: () => boolean, body: List): number {
    let status = 0;
    this.#loops += 1;
    try {
      for (;;) {
        try {
          if (!test()) break;
          status = this.runList(body);
        } catch (error) {
          if (!(error instanceof ControlFlow) || (error.kind !== 'break' && error.kind !== 'continue')) throw error;
          status = 0;
          if (error.count > 1 && this.#loops > 1) {
            error.count -= 1;
            throw error;
          }
          if (error.kind === 'break') break;
        }
      }
    } finally {
      this.#loops -= 1;
    }
    this.state.status = status;
    return status;
  }

  get inLoop(): boolean {
    return this.#loops > 0;
  }

  #case(command: CommandOf<'case'>): number {
    const text = this.expansion.text(command.word);
    const { nocasematch } = this.state.options;
    let through = false;
    let status = 0;
    for (const { patterns, body, end } of command.clauses) {
      if (!through && !patterns.some((pattern) => matches(text, this.expansion.pieces(pattern), nocasematch))) continue;
      this.state.status = 0;
      status = body.length ? this.runList(body) : 0;
      if (end === ';;') return status;
      through = end === ';&';
    }
    return status;
  }

  #spawnSubshell(command: Command): number {
    const pid = this.processes.spawnShell(command, this.state.files, this.processes.inFront);
    return this.foreground(this.jobs.add('( … )', [pid], false));
  }

  /** Runs `action` as a subshell in this process. */
  subshell(action: () => number): number {
    const outer = this.state;
    const jobs = this.jobs.list;
    const { monitor } = this.jobs;
    const loops = this.#loops;
    const attributes = new ProcessAttributes(this.kernel);
    this.state = innerState(outer);
    this.jobs.list = [];
    this.jobs.monitor = false;
    this.#loops = 0;
    this.#subshells += 1;
    let status: number;
    try {
      status = this.#ending(action);
      const farewell = this.state.traps.get('EXIT');
      if (farewell) {
        this.state.traps.delete('EXIT');
        this.state.status = status;
        status = this.#ending(() => {
          this.runSource(farewell);
          return status;
        });
      }
    } finally {
      for (const key of this.state.traps.keys()) {
        // What the subshell trapped is the parent's business again.
        if (!outer.traps.has(key) && Number(key) > 0) this.kernel.sigaction(Number(key), 0);
      }
      this.#subshells -= 1;
      this.#loops = loops;
      this.jobs.list = jobs;
      this.jobs.monitor = monitor;
      this.state = outer;
      attributes.restore();
    }
    return status;
  }

  /** The status with which a shell ends that runs `action`. */
  #ending(action: () => number): number {
    try {
      return action();
    } catch (error) {
      if (error instanceof ControlFlow) return error.kind === 'exit' || error.kind === 'return' ? error.count : 0;
      if (!(error instanceof ShellError)) throw error;
      this.complain(error.message);
      return error.status;
    }
  }

  /** Runs `action` in a subshell and gathers what it writes. */
  capture(action: () => number): { text: string; status: number } {
    const pipe = this.kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError('pipe: no descriptor is left', 2);
    const [reader, writer] = pipe;
    const capture: Capture = { reader, pieces: [] };
    this.kernel.pollInterest(reader, POLLIN);
    this.#captures.push(capture);
    try {
      let status: number;
      try {
        status = this.subshell(() => {
          this.state.files = new Map([...this.state.files, [1, writer]]);
          return action();
        });
      } finally {
        this.kernel.close(writer);
      }
      this.#drainToEnd(capture);
      return { text: decode(concatenate(capture.pieces)), status };
    } finally {
      this.#captures.splice(this.#captures.indexOf(capture), 1);
      this.kernel.pollInterest(reader, 0);
      this.kernel.close(reader);
    }
  }

  /** Takes what lies in the pipes of command substitutions. True if there was something. */
  #drain(): boolean {
    let any = false;
    for (const capture of this.#captures) any = this.#drainOne(capture) > 0 || any;
    return any;
  }

  #drainOne(capture: Capture): number {
    const buffer = new Uint8Array(65_536);
    let total = 0;
    for (;;) {
      const count = this.kernel.read(capture.reader, buffer, -1);
      if (count <= 0) return total;
      capture.pieces.push(buffer.slice(0, count));
      total += count;
      if (count < buffer.length) return total;
    }
  }

  /** To the end of file: processes left in the background may hold the pipe open. */
  #drainToEnd(capture: Capture): void {
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const count = readSome(this.kernel, capture.reader, buffer, this.waiting);
      if (count <= 0 && count !== -EAGAIN) return;
      if (count > 0) capture.pieces.push(buffer.slice(0, count));
    }
  }

  substitute(body: List): string {
    const file = this.#onlyReads(body);
    const { text, status } =
      file === undefined ? this.capture(() => this.runList(body)) : { text: readText(this.kernel, file), status: 0 };
    this.#substitutionStatus = status;
    this.state.status = status;
    const end = /\n+$/.exec(text);
    const trimmed = end ? text.slice(0, end.index) : text;
    return trimmed.includes('\0') ? trimmed.replaceAll('\0', '') : trimmed;
  }

  /** `$(<file)`: the file's name. */
  #onlyReads(body: List): string | undefined {
    const command = body.length === 1 && !body[0]?.rest.length ? body[0]?.first.commands[0] : undefined;
    if (command?.type !== 'simple' || command.words.length || command.assignments.length) return undefined;
    const [only] = command.redirections;
    return command.redirections.length === 1 && only?.operator === '<' ? this.expansion.text(only.target) : undefined;
  }

  processFile(direction: '<' | '>', body: List): string {
    if (direction === '>') throw new ShellError('>(…): process substitution for output is not supported', 2);
    const { text } = this.capture(() => this.runList(body));
    const path = `/tmp/sh-process-${this.kernel.pid}-${performance.now()}`;
    this.withRedirections([{ operator: '>', target: { parts: [{ type: 'text', text: path, quoted: true }] } }], () =>
      this.print(text),
    );
    this.#temporaryFiles.push(path);
    return path;
  }

  /** The name of a simple command where it is plain text. */
  plainName(command: CommandOf<'simple'>): string | undefined {
    const [word] = command.words;
    return word && literalOf(word);
  }

  /** Does the name stand for something that needs no process of its own? */
  runsInProcess(name: string): boolean {
    return this.state.functions.has(name) || name in builtins || this.#quickCommand(name) !== undefined;
  }

  /** A command of /bin that can run within this process, unless something else is found first in PATH. */
  #quickCommand(name: string): Main | undefined {
    if (this.interactive || name === '') return undefined;
    const main = this.#command(name.slice(name.lastIndexOf('/') + 1), this.state.traps.size > 0);
    if (!main) return undefined;
    const path = findProgram(this.kernel, name, this.state.get('PATH') ?? '');
    if (typeof path !== 'string' || !path.endsWith(`/${name.slice(name.lastIndexOf('/') + 1)}`)) return undefined;
    const found = stat(this.kernel, path);
    return typeof found !== 'number' && found.size === STUB.length ? main : undefined;
  }

  resolve(command: CommandOf<'simple'>): Resolved {
    const words = this.expansion.fields(command.words);
    const [name] = words;
    if (name === undefined) return { words, kind: 'none' };
    if (this.state.functions.has(name)) return { words, kind: 'function' };
    return { words, kind: name in builtins ? 'builtin' : 'program' };
  }

  /** The assignments in front of a command, as its environment. */
  temporaryEnvironment(command: CommandOf<'simple'>): Map<string, string> {
    return new Map(command.assignments.map(({ name, value }) => [name, this.expansion.text(value)]));
  }

  #runSimple(command: CommandOf<'simple'>, last: boolean): number {
    const { state } = this;
    state.line = command.line;
    this.#substitutionStatus = undefined;
    const kept = this.#temporaryFiles.length;
    const { words, kind } = this.resolve(command);
    try {
      if (kind === 'none') return this.#runAssignments(command);
      const name = words[0] ?? '';
      const builtin = kind === 'builtin' ? builtins[name] : undefined;
      if (builtin) return this.#runBuiltin(command, words, builtin);
      if (kind === 'function') {
        return this.withRedirections(command.redirections, () =>
          this.#withTemporaries(command, () => {
            this.trace(words);
            return this.call(words);
          }),
        );
      }
      return this.withRedirections(command.redirections, () => {
        const temporaries = this.temporaryEnvironment(command);
        this.trace(words);
        return this.runProgram(words, temporaries, last);
      });
    } finally {
      for (const path of this.#temporaryFiles.splice(kept)) this.kernel.unlink(path);
    }
  }

  #runAssignments(command: CommandOf<'simple'>): number {
    return this.withRedirections(command.redirections, () => {
      for (const assignment of command.assignments) {
        assign(this, assignment);
        if (this.state.options.xtrace) this.trace([`${assignment.name}=${this.state.get(assignment.name) ?? ''}`]);
      }
      return this.#substitutionStatus ?? 0;
    });
  }

  #runBuiltin(command: CommandOf<'simple'>, words: readonly string[], builtin: Builtin): number {
    const [name = '', ...rest] = words;
    const special = specialBuiltins.has(name);
    const action = () => {
      for (const word of command.words) if (word.assignment?.elements) assign(this, word.assignment, words);
      this.trace(words);
      return builtin(this, rest, name);
    };
    try {
      if (name === 'exec' && !rest.length) {
        // Its redirections stay.
        const { files } = redirect(this, this.state.files, command.redirections);
        for (const assignment of command.assignments) assign(this, assignment);
        this.state.files = files;
        return 0;
      }
      return this.withRedirections(command.redirections, () => {
        if (!special) return this.#withTemporaries(command, action);
        for (const assignment of command.assignments) assign(this, assignment);
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
      const before = this.state.variables.get(assignment.name);
      saved.set(assignment.name, before && { ...before });
      assign(this, assignment);
      const variable = this.state.variables.get(assignment.name);
      if (variable) variable.exported = true;
    }
    try {
      return action();
    } finally {
      for (const [name, variable] of saved) {
        if (variable) this.state.variables.set(name, variable);
        else this.state.variables.delete(name);
      }
    }
  }

  /** Calls a function. */
  call(words: readonly string[]): number {
    const [name = '', ...rest] = words;
    const definition = this.state.functions.get(name);
    if (!definition) throw new ShellError(`${name}: not found`, 127);
    if (this.#depth >= maximumDepth) throw new ShellError(`${name}: maximum function nesting level reached`, 2, true);
    const { state } = this;
    const { positional } = state;
    const loops = this.#loops;
    this.#depth += 1;
    this.#loops = 0;
    state.positional = rest;
    state.locals.push(new Map());
    state.calls = [name, ...state.calls];
    try {
      return this.run(definition.body);
    } catch (error) {
      if (error instanceof ControlFlow && error.kind === 'return') return error.count;
      throw error;
    } finally {
      this.#depth -= 1;
      this.#loops = loops;
      state.calls = state.calls.slice(1);
      state.positional = positional;
      for (const [variable, value] of state.locals.pop() ?? []) {
        if (value) state.variables.set(variable, value);
        else state.variables.delete(variable);
      }
    }
  }

  /** Runs a program in the foreground: within this process, in its place, or as a child. */
  runProgram(words: readonly string[], temporaries: ReadonlyMap<string, string>, last = false): number {
    const [name = ''] = words;
    const quick = this.#quickCommand(name);
    if (quick) {
      const environment = new Map<string, string>();
      for (const entry of this.state.environment(temporaries)) {
        const equals = entry.indexOf('=');
        environment.set(entry.slice(0, equals), entry.slice(equals + 1));
      }
      return this.#runWithin(quick, {
        kernel: this.kernel,
        name,
        parameters: words.slice(1),
        environment,
        files: this.state.files,
        waiting: this.waiting,
      });
    }
    const environment = this.state.environment(temporaries);
    if (last && this.#mayBeReplaced()) return this.processes.replace(words, environment);
    const file = this.processes.locate(name);
    const pid = this.processes.spawn(file, words, this.state.files, this.processes.inFront, environment);
    return this.foreground(this.jobs.add(words.join(' '), [pid], false));
  }

  /** A program of its own would be killed by a write to a pipe that nobody reads; the shell must not be. */
  #runWithin(main: Main, program: Program): number {
    const trapped = this.state.traps.has(String(SIGPIPE));
    if (!trapped) this.kernel.sigaction(SIGPIPE, 2);
    try {
      return main(program);
    } finally {
      if (!trapped) {
        this.#collectSignals();
        this.#pending = this.#pending.filter((signal) => signal !== SIGPIPE);
        this.kernel.sigaction(SIGPIPE, 0);
      }
    }
  }

  #mayBeReplaced(): boolean {
    return (
      this.replaceProcess !== undefined &&
      !this.interactive &&
      this.#subshells === 0 &&
      this.#captures.length === 0 &&
      this.state.traps.size === 0 &&
      this.jobs.list.length === 0
    );
  }
}
