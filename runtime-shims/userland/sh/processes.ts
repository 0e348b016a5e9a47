/** Processes of the shell: programs, subshells that are processes, pipelines over kernel pipes. */
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, SIGINT, SIGQUIT } from '../../kernel/constants.ts';
import { E2BIG, EACCES, EAGAIN, EISDIR, ENOENT, ENOEXEC } from '../../kernel/errno.ts';
import { errnoMessage } from '../system/errors.ts';
import { isDirectory, readText, stat } from '../system/files.ts';
import { writeAll } from '../system/io.ts';
import { withNamedDescriptors } from '../system/named_descriptors.ts';
import { findProgram } from '../system/program.ts';
import { encode } from '../system/text.ts';
import type { Interpreter } from './interpreter.ts';
import type { Job } from './jobs.ts';
import { redirect, textSource } from './redirection.ts';
import { ControlFlow, type Files, ShellError } from './state.ts';
import { subshellArguments } from './subshell.ts';
import type { Command, CommandOf, Pipeline } from './syntax.ts';

/** What a simple command turned out to be. */
export interface Resolved {
  words: string[];
  kind: 'function' | 'builtin' | 'program' | 'none';
}

/** What kernel.spawn is told of groups and the terminal. */
interface Place {
  pgid: number;
  foreground: number;
  /** False: it ignores SIGINT and SIGQUIT. */
  interruptible?: boolean;
}

/** Where a pipeline begins and ends, and that nobody waits for it. */
interface Ends {
  input?: number;
  output?: number;
  background?: boolean;
}

/** A stage whose output is known once it has run, whoever reads it: no process is needed for it. */
const finite = new Set(['echo', 'printf', 'true', ':', 'pwd']);

export class Processes {
  readonly #shell: Interpreter;
  /** Stands for a process that could not be started, in a job's table. */
  #missing = 0;

  constructor(shell: Interpreter) {
    this.#shell = shell;
  }

  /** Where a program is. Throws with status 127 or 126. */
  locate(name: string): string {
    const { kernel, state } = this.#shell;
    const found = findProgram(kernel, name, state.get('PATH') ?? '');
    if (typeof found === 'string') return found;
    if (name.includes('/')) {
      const there = stat(kernel, name);
      if (isDirectory(there)) throw new ShellError(`${name}: Is a directory`, 126);
      if (typeof there === 'number' && there !== -ENOENT) throw new ShellError(`${name}: ${errnoMessage(there)}`, 126);
      throw new ShellError(`${name}: not found`, 127);
    }
    if (found === -EACCES) throw new ShellError(`${name}: Permission denied`, 126);
    throw new ShellError(`${name}: not found`, 127);
  }

  /** Where a process is to be: the group as kernel.spawn takes it, and the terminal's foreground. */
  #place(group: number, foreground: boolean): Place {
    const { kernel, jobs } = this.#shell;
    return {
      pgid: group,
      foreground: foreground && jobs.monitor && kernel.isatty(0) ? 0 : -1,
      // POSIX 2.11: without job control, what runs in the background does not hear the keyboard.
      interruptible: foreground || jobs.monitor,
    };
  }

  /** The place of a command that the shell waits for: a job of its own under job control. */
  get inFront(): Place {
    return this.#place(this.#shell.jobs.monitor ? 0 : -1, true);
  }

  /** Starts a program. Throws with status 127 or 126. */
  spawn(file: string, argv: readonly string[], files: Files, place: Place, environment: readonly string[]): number {
    const { kernel } = this.#shell;
    const stdio: number[] = [];
    for (const [fd, from] of files) {
      while (stdio.length <= fd) stdio.push(-1);
      stdio[fd] = from;
    }
    const { pgid, foreground, interruptible = true } = place;
    const ignored = [...this.#shell.state.traps].flatMap(([signal, action]) =>
      action === '' ? Number(signal) || [] : [],
    );
    if (!interruptible) ignored.push(SIGINT, SIGQUIT);
    const request = { file, argv, env: environment, stdio, pgid, foreground, ignored };
    let pid = kernel.spawn(request);
    // No `#!` line: a script of the shell's (POSIX 2.9.1.1).
    if (pid === -ENOEXEC) pid = kernel.spawn({ ...request, file: '/bin/sh', argv: ['sh', file, ...argv.slice(1)] });
    if (pid >= 0) return pid;
    throw startError(argv[0] ?? file, pid);
  }

  /** A process that runs `command` as a subshell. */
  spawnShell(command: Command, files: Files, place: Place): number {
    const { state, kernel, waiting } = this.#shell;
    const argv = subshellArguments(state, command, (text) => {
      const path = `/tmp/sh-state-${kernel.pid}-${performance.now()}`;
      const fd = kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
      if (fd < 0) throw new ShellError(`subshell: ${errnoMessage(fd)}`);
      writeAll(kernel, fd, encode(text), waiting);
      kernel.close(fd);
      return path;
    });
    return this.spawn('/bin/sh', argv, files, place, state.environment());
  }

  /** Starts a command as a process and answers its pid; one that does not start is a status of the job's. */
  #startCommand(command: Command, files: Files, place: Place): number | { status: number } {
    return this.#shell.processFiles.during(() => this.#startWithin(command, files, place));
  }

  #startWithin(command: Command, base: Files, place: Place): number | { status: number } {
    const shell = this.#shell;
    const before = shell.state.files;
    const resolved = command.type === 'simple' ? shell.simple.resolve(command) : undefined;
    if (command.type !== 'simple' || resolved?.kind !== 'program') return this.spawnShell(command, base, place);
    try {
      const { words } = resolved;
      // With what its words have opened.
      const opening = [...shell.state.files].filter(([number]) => !before.has(number));
      const { files: own, opened } = redirect(shell, new Map([...base, ...opening]), command.redirections);
      try {
        shell.trace(words);
        const environment = shell.state.environment(shell.simple.temporaryEnvironment(command));
        return this.spawn(this.locate(words[0] ?? ''), words, own, place, environment);
      } catch (error) {
        if (!(error instanceof ShellError)) throw error;
        const { files } = shell.state;
        shell.state.files = own;
        shell.complain(error.message);
        shell.state.files = files;
        return { status: error.status };
      } finally {
        for (const fd of opened) shell.kernel.close(fd);
      }
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      shell.complain(error.message);
      return { status: error.status };
    }
  }

  /** `command &` */
  background(pipeline: Pipeline, source: string): Job {
    const shell = this.#shell;
    let files = shell.state.files;
    let empty = -1;
    if (!shell.jobs.monitor) {
      // POSIX 2.9.3: without job control it reads from nothing.
      empty = shell.kernel.open('/dev/null', O_RDONLY, 0);
      if (empty >= 0) files = new Map([...files, [0, empty]]);
    }
    const { pids, failures } = this.#startAll(pipeline.commands, pipeline.errorsToo, files, { background: true });
    if (empty >= 0) shell.kernel.close(empty);
    return this.#addJob(source, pids, failures, true);
  }

  #addJob(source: string, pids: readonly number[], failures: ReadonlyMap<number, number>, background: boolean): Job {
    const job = this.#shell.jobs.add(source, pids, background);
    for (const [pid, status] of failures) job.processes.set(pid, status);
    if (job.pgid < 0) job.pgid = pids.find((pid) => pid > 0) ?? 0;
    return job;
  }

  #startAll(
    commands: readonly Command[],
    errorsToo: readonly boolean[],
    base: Files,
    { input: first = -1, output: last, background = false }: Ends,
  ): { pids: number[]; failures: Map<number, number> } {
    const { kernel, jobs } = this.#shell;
    const pids: number[] = [];
    const failures = new Map<number, number>();
    let input = first;
    let group = jobs.monitor ? 0 : -1;
    commands.forEach((command, index) => {
      const files = new Map(base);
      if (input >= 0) files.set(0, input);
      let next = -1;
      let output = -1;
      if (index < commands.length - 1) {
        [next, output] = this.#pipe();
        files.set(1, output);
      } else if (last !== undefined) files.set(1, last);
      if (errorsToo[index] && files.has(1)) files.set(2, files.get(1) ?? 2);
      const started = this.#startCommand(command, files, this.#place(group, !background));
      if (typeof started === 'number') {
        pids.push(started);
        if (group === 0) group = started;
      } else {
        this.#missing -= 1;
        pids.push(this.#missing);
        failures.set(this.#missing, started.status);
      }
      if (output >= 0) kernel.close(output);
      if (input >= 0) kernel.close(input);
      input = next;
    });
    return { pids, failures };
  }

  #pipe(): [number, number] {
    const pipe = this.#shell.kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError(`pipe: ${errnoMessage(pipe)}`);
    return pipe;
  }

  /** Runs a pipeline of several commands in the foreground; the statuses of all of them. */
  pipeline({ commands, errorsToo }: Pipeline, source: string): number[] {
    const shell = this.#shell;
    const first = commands[0];
    const last = commands.at(-1);
    const statuses: number[] = [];
    let rest = commands.slice();
    let errors = errorsToo.slice();
    const ends: Ends = {};
    if (first?.type === 'simple' && this.#isFinite(first) && !errors[0]) {
      const { text, status } = shell.captures.capture(() => shell.run(first));
      statuses.push(status);
      ends.input = textSource(shell, text);
      rest = rest.slice(1);
      errors = errors.slice(1);
    }
    // In an interactive shell every stage is a process, which Ctrl-C and Ctrl-Z reach.
    const inner = last && !shell.interactive && this.#runsHere(last) ? last : undefined;
    if (inner && rest.length === 1) {
      statuses.push(this.#runLast(inner, ends.input ?? -1));
      return statuses;
    }
    let reader = -1;
    if (inner) {
      rest.pop();
      [reader, ends.output] = this.#pipe();
    }
    const { pids, failures } = this.#startAll(rest, errors, shell.state.files, ends);
    if (ends.output !== undefined) shell.kernel.close(ends.output);
    const job = this.#addJob(source, pids, failures, false);
    const status = inner ? this.#runLast(inner, reader) : undefined;
    shell.foreground(job);
    statuses.push(...shell.jobs.statuses(job));
    if (shell.jobs.state(job) === 'Stopped') statuses.push(148);
    if (status !== undefined) statuses.push(status);
    return statuses;
  }

  #isFinite(command: CommandOf<'simple'>): boolean {
    const [word] = command.words;
    const [only] = word?.parts ?? [];
    if (word?.parts.length !== 1 || only?.type !== 'text' || !finite.has(only.text)) return false;
    return !this.#shell.state.functions.has(only.text) && !command.redirections.length;
  }

  #runsHere(command: Command): boolean {
    if (command.type !== 'simple') return true;
    const name = this.#shell.simple.plainName(command);
    return name !== undefined && this.#shell.simple.runsInProcess(name);
  }

  /** The last stage, as a subshell of this process that reads from `input`. */
  #runLast(command: Command, input: number): number {
    const shell = this.#shell;
    try {
      return shell.subshell(() => {
        shell.state.files = new Map([...shell.state.files, [0, input]]);
        return shell.run(command);
      });
    } finally {
      shell.kernel.close(input);
    }
  }

  /** Goes over to a program for good. Answers only when that is not possible: the exit status. */
  replace(words: readonly string[], environment: readonly string[]): number {
    const shell = this.#shell;
    const file = this.locate(words[0] ?? '');
    const request = { file, argv: words, environment, files: shell.state.files };
    let result = shell.replaceProcess?.(request) ?? -ENOENT;
    if (result === -ENOEXEC)
      result = shell.replaceProcess?.({ ...request, file: '/bin/sh', argv: ['sh', file, ...words.slice(1)] }) ?? result;
    throw new ControlFlow('exit', this.#report(startError(words[0] ?? '', result)));
  }

  #report(error: ShellError): number {
    this.#shell.complain(error.message);
    return error.status;
  }

  /** A script's text. Throws with status 127 or 126. */
  script(path: string): string {
    const kernel = withNamedDescriptors(this.#shell.kernel, this.#shell.state.files);
    const found = stat(kernel, path);
    if (typeof found === 'number')
      throw new ShellError(`cannot open ${path}: ${errnoMessage(found)}`, found === -ENOENT ? 127 : 126);
    if (isDirectory(found)) throw new ShellError(`${path}: Is a directory`, 126);
    return readText(kernel, path);
  }
}

function startError(name: string, errno: number): ShellError {
  if (errno === -ENOENT) return new ShellError(`${name}: not found`, 127);
  if (errno === -EISDIR) return new ShellError(`${name}: Is a directory`, 126);
  if (errno === -EACCES) return new ShellError(`${name}: Permission denied`, 126);
  if (errno === -EAGAIN) return new ShellError('cannot fork: the limit of processes is reached', 2);
  return new ShellError(`${name}: ${errnoMessage(errno)}`, errno === -E2BIG ? 126 : 126);
}
