/** Runs the syntax tree: lists and pipelines, redirections, subshells. */
import { SIGINT } from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { SystemError } from '../system/errors.ts';
import { type Waiting, writeAll } from '../system/io.ts';
import type { Program } from '../system/program.ts';
import { encode } from '../system/text.ts';
import { Captures } from './captures.ts';
import { CompoundCommands } from './compound_commands.ts';
import { Expansion, type ExpansionHost } from './expansion.ts';
import { type Job, Jobs } from './jobs.ts';
import { Parser } from './parser.ts';
import { ProcessFiles } from './process_files.ts';
import { Processes } from './processes.ts';
import { redirect } from './redirection.ts';
import { type OwnCommands, SimpleCommands } from './simple_commands.ts';
import { ControlFlow, type Files, Interrupt, ShellError, type ShellState } from './state.ts';
import { innerState, ProcessAttributes } from './subshell.ts';
import { type AndOr, type Command, type List, type Pipeline, type Redirection, ShellSyntaxError } from './syntax.ts';
import { Timing } from './timing.ts';
import { Traps } from './traps.ts';

/** Deepest nesting of function calls, `source` and `eval`: beyond it the engine's own stack would end. */
const maximumDepth = 800;

export interface ShellOptions {
  kernel: SystemCalls;
  state: ShellState;
  interactive: boolean;
  command: OwnCommands;
  replaceProcess?: Program['replace'];
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
  readonly simple: SimpleCommands;
  readonly compound: CompoundCommands;
  readonly traps: Traps;
  readonly captures: Captures;
  readonly processFiles: ProcessFiles;
  #depth = 0;
  /** In the condition of if, while, &&, || or !: `set -e` does not apply there. */
  #tested = 0;
  #subshells = 0;
  /** The descriptors that hold again once the redirections and subshells under way have ended. */
  readonly #outer: Files[] = [];

  constructor({ kernel, state, interactive, command, replaceProcess }: ShellOptions) {
    this.kernel = kernel;
    this.state = state;
    this.interactive = interactive;
    this.replaceProcess = replaceProcess;
    this.jobs = new Jobs(kernel, interactive);
    this.simple = new SimpleCommands(this, command);
    this.compound = new CompoundCommands(this);
    this.traps = new Traps(this);
    this.captures = new Captures(this);
    this.processFiles = new ProcessFiles(this);
    this.jobs.onWake = () => {
      this.captures.drain();
      return this.traps.wake();
    };
    this.waiting = { relieve: () => this.captures.drain(), interrupted: () => this.traps.deliver() };
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
    this.traps.deliver();
    if (this.state.status === 0 || this.#tested > 0 || inner) return;
    const trap = this.state.traps.get('ERR');
    if (trap) this.traps.run(trap);
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
    if (command.type === 'simple')
      return this.processFiles.during(() => this.guarded(() => this.simple.run(command, last)));
    if (!command.redirections.length) return this.compound.run(command, last);
    return this.processFiles.during(() =>
      this.guarded(() => this.withRedirections(command.redirections, () => this.compound.run(command, last))),
    );
  }

  /** An error ends the command, and a fatal one a shell that is not interactive. */
  guarded(action: () => number): number {
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
    if (!redirections.length) return action();
    const { state } = this;
    const { files, opened } = redirect(this, state.files, redirections);
    const saved = state.files;
    state.files = files;
    this.#outer.push(saved);
    try {
      return action();
    } finally {
      this.#outer.pop();
      state.files = saved;
      for (const fd of opened) this.kernel.close(fd);
    }
  }

  /** `exec` without a command: redirections that stay. What nobody has any more is closed. */
  keepRedirections(redirections: readonly Redirection[]): void {
    const { state } = this;
    const { files } = redirect(this, state.files, redirections);
    const before = new Set(state.files.values());
    state.files = files;
    const held = new Set([files, ...this.#outer].flatMap((map) => [...map.values()]));
    for (const descriptor of before) if (!held.has(descriptor)) this.kernel.close(descriptor);
  }

  get inSubshell(): boolean {
    return this.#subshells > 0;
  }

  /** Runs something that may nest without end, such as a function; loops outside are none of its. Fatal with `message`. */
  nested(message: string, action: () => number): number {
    if (this.#depth >= maximumDepth) throw new ShellError(message, 2, true);
    const loops = this.compound.loops;
    this.#depth += 1;
    this.compound.loops = 0;
    try {
      return action();
    } finally {
      this.#depth -= 1;
      this.compound.loops = loops;
    }
  }

  /** Runs what is looked at, and so is no error: `set -e` does not apply there. */
  tested<Result>(action: () => Result): Result {
    this.#tested += 1;
    try {
      return action();
    } finally {
      this.#tested -= 1;
    }
  }

  spawnSubshell(command: Command): number {
    const pid = this.processes.spawnShell(command, this.state.files, this.processes.inFront);
    return this.foreground(this.jobs.add('( … )', [pid], false));
  }

  /** Runs `action` as a subshell in this process. */
  subshell(action: () => number): number {
    const outer = this.state;
    const jobs = this.jobs.list;
    const { monitor } = this.jobs;
    const loops = this.compound.loops;
    const attributes = new ProcessAttributes(this.kernel);
    this.state = innerState(outer);
    this.#outer.push(outer.files);
    this.jobs.list = [];
    this.jobs.monitor = false;
    this.compound.loops = 0;
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
      this.#outer.pop();
      this.compound.loops = loops;
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

  substitute(body: List): string {
    const { text, status } = this.captures.substitute(body);
    this.simple.substitutionStatus = status;
    this.state.status = status;
    return text;
  }

  processFile(direction: '<' | '>', body: List): string {
    return this.processFiles.substitute(direction, body);
  }
}
