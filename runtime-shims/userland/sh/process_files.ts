/** Process substitution, `<(…)` and `>(…)`, and the pipes of `coproc`: commands beside the one that names their pipe. */
import { errnoMessage } from '../system/errors.ts';
import type { Interpreter } from './interpreter.ts';
import type { Job } from './jobs.ts';
import { ShellError } from './state.ts';
import type { Command, List } from './syntax.ts';

/** Highest descriptor that has a name under /dev/fd; from there on downwards, as bash has it. */
const highest = 63;

export class ProcessFiles {
  readonly #shell: Interpreter;
  /** Descriptor numbers of the command language that substitutions of the commands under way have. */
  #open: number[] = [];

  constructor(shell: Interpreter) {
    this.#shell = shell;
  }

  #pipe(): [number, number] {
    const pipe = this.#shell.kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError(`pipe: ${errnoMessage(pipe)}`, 2);
    return pipe;
  }

  /** Gives a kernel descriptor a number of the command language. */
  #give(descriptor: number): number {
    const { state } = this.#shell;
    let number = highest;
    while (state.files.has(number)) number -= 1;
    state.files = new Map([...state.files, [number, descriptor]]);
    return number;
  }

  #start(command: Command, ends: readonly (readonly [number, number])[]): number {
    const { state, processes } = this.#shell;
    // What belongs to other substitutions would keep their pipes open.
    const files = new Map([...state.files].filter(([number]) => !this.#open.includes(number)));
    for (const [number, descriptor] of ends) files.set(number, descriptor);
    return processes.spawnShell(command, files, { pgid: -1, foreground: -1 });
  }

  /** Starts `body` with its output (`<`) or its input (`>`) in a pipe; the path of the pipe's other end. */
  substitute(direction: '<' | '>', body: List): string {
    const { kernel } = this.#shell;
    const [reader, writer] = this.#pipe();
    const [own, others, number] = direction === '<' ? [reader, writer, 1] : [writer, reader, 0];
    try {
      this.#start({ type: 'group', body, redirections: [] }, [[number, others]]);
    } catch (error) {
      kernel.close(own);
      throw error;
    } finally {
      kernel.close(others);
    }
    const given = this.#give(own);
    this.#open.push(given);
    return `/dev/fd/${given}`;
  }

  /** Runs a command, and closes what its words have opened. */
  during<Result>(action: () => Result): Result {
    const kept = this.#open.length;
    try {
      return action();
    } finally {
      if (this.#open.length > kept) this.#close(this.#open.splice(kept));
    }
  }

  #close(numbers: readonly number[]): void {
    const { state, kernel } = this.#shell;
    const files = new Map(state.files);
    for (const number of numbers) {
      const descriptor = files.get(number);
      files.delete(number);
      // `exec 3< <(…)` keeps it under another number.
      if (descriptor !== undefined && ![...files.values()].includes(descriptor)) kernel.close(descriptor);
    }
    state.files = files;
  }

  /** `coproc`: a job whose output and input are the array `name`. */
  coprocess(name: string, command: Command, source: string): Job {
    const { kernel, state, jobs } = this.#shell;
    const [output, itsOutput] = this.#pipe();
    const [itsInput, input] = this.#pipe();
    let pid: number;
    try {
      pid = this.#start(command, [
        [0, itsInput],
        [1, itsOutput],
      ]);
    } catch (error) {
      for (const descriptor of [output, input]) kernel.close(descriptor);
      throw error;
    } finally {
      for (const descriptor of [itsInput, itsOutput]) kernel.close(descriptor);
    }
    const numbers = [output, input].map(
      (descriptor, index) => [String(index), String(this.#give(descriptor))] as const,
    );
    state.array(name).elements = new Map(numbers);
    state.set(`${name}_PID`, String(pid));
    state.lastBackground = pid;
    return jobs.add(source, [pid], true);
  }
}
