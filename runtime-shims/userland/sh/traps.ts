/** Traps (POSIX 2.11, XCU trap): signals that have come, and what is to be done about them. */
import { SIGINT, SIGPIPE } from '../../kernel/constants.ts';
import type { Interpreter } from './interpreter.ts';
import { Interrupt } from './state.ts';

export class Traps {
  readonly #shell: Interpreter;
  #pending: number[] = [];

  constructor(shell: Interpreter) {
    this.#shell = shell;
  }

  /** Takes what signals have come, and says whether one of them ends a wait. */
  wake(): boolean {
    const { state, interactive } = this.#shell;
    this.#collect();
    return this.#pending.some((signal) => state.traps.has(String(signal)) || (interactive && signal === SIGINT));
  }

  /** Runs pending traps: called between commands and while waiting. */
  deliver(): void {
    const shell = this.#shell;
    this.#collect();
    if (!this.#pending.length) return;
    for (const signal of this.#pending.splice(0)) {
      const action = shell.state.traps.get(String(signal));
      if (action === undefined) {
        // The parent's trap waits for its subshell to end.
        if (shell.inSubshell) this.#pending.push(signal);
        else if (signal === SIGINT && shell.interactive) throw new Interrupt();
        continue;
      }
      if (action) this.run(action);
      if (shell.inSubshell) return;
    }
  }

  run(action: string): void {
    const { status } = this.#shell.state;
    this.#shell.runSource(action);
    this.#shell.state.status = status;
  }

  #collect(): void {
    const { kernel } = this.#shell;
    for (let signal = kernel.takeSignal(); signal > 0; signal = kernel.takeSignal()) this.#pending.push(signal);
  }

  /** The first signal that has come and is trapped; it stays. */
  first(): number | undefined {
    this.#collect();
    return this.#pending.find((signal) => this.#shell.state.traps.has(String(signal)));
  }

  /** A program of its own would be killed by a write to a pipe that nobody reads; the shell must not be. */
  withoutBrokenPipe<Result>(action: () => Result): Result {
    const { kernel, state } = this.#shell;
    if (state.traps.has(String(SIGPIPE))) return action();
    kernel.sigaction(SIGPIPE, 2);
    try {
      return action();
    } finally {
      this.#collect();
      this.#pending = this.#pending.filter((signal) => signal !== SIGPIPE);
      kernel.sigaction(SIGPIPE, 0);
    }
  }
}
