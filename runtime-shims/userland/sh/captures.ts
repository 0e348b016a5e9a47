/** Command substitution (POSIX 2.6.3): what commands in a subshell write, gathered from a pipe of the shell's own. */
import { POLLIN } from '../../kernel/constants.ts';
import { EAGAIN } from '../../kernel/errno.ts';
import { readText } from '../system/files.ts';
import { readSome } from '../system/io.ts';
import { concatenate, decode } from '../system/text.ts';
import type { Interpreter } from './interpreter.ts';
import { ShellError } from './state.ts';
import type { List } from './syntax.ts';

interface Capture {
  reader: number;
  pieces: Uint8Array[];
}

export class Captures {
  readonly #shell: Interpreter;
  #captures: Capture[] = [];

  constructor(shell: Interpreter) {
    this.#shell = shell;
  }

  /** Something is being captured: the shell must outlive what it runs. */
  get any(): boolean {
    return this.#captures.length > 0;
  }

  /** Runs `action` in a subshell and gathers what it writes. */
  capture(action: () => number): { text: string; status: number } {
    const shell = this.#shell;
    const { kernel } = shell;
    const pipe = kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError('pipe: no descriptor is left', 2);
    const [reader, writer] = pipe;
    const capture: Capture = { reader, pieces: [] };
    kernel.pollInterest(reader, POLLIN);
    this.#captures.push(capture);
    try {
      let status: number;
      try {
        status = shell.subshell(() => {
          shell.state.files = new Map([...shell.state.files, [1, writer]]);
          return action();
        });
      } finally {
        kernel.close(writer);
      }
      this.#drainToEnd(capture);
      return { text: decode(concatenate(capture.pieces)), status };
    } finally {
      this.#captures.splice(this.#captures.indexOf(capture), 1);
      kernel.pollInterest(reader, 0);
      kernel.close(reader);
    }
  }

  /** Takes what lies in the pipes. True if there was something. */
  drain(): boolean {
    let any = false;
    for (const capture of this.#captures) any = this.#drainOne(capture) > 0 || any;
    return any;
  }

  #drainOne(capture: Capture): number {
    const buffer = new Uint8Array(65_536);
    let total = 0;
    for (;;) {
      const count = this.#shell.kernel.read(capture.reader, buffer, -1);
      if (count <= 0) return total;
      capture.pieces.push(buffer.slice(0, count));
      total += count;
      if (count < buffer.length) return total;
    }
  }

  /** To the end of file: processes left in the background may hold the pipe open. */
  #drainToEnd(capture: Capture): void {
    const { kernel, waiting } = this.#shell;
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const count = readSome(kernel, capture.reader, buffer, waiting);
      if (count <= 0 && count !== -EAGAIN) return;
      if (count > 0) capture.pieces.push(buffer.slice(0, count));
    }
  }

  /** What `body` writes without the newlines at its end, and its status. */
  substitute(body: List): { text: string; status: number } {
    const shell = this.#shell;
    const file = this.#onlyReads(body);
    const { text, status } =
      file === undefined ? this.capture(() => shell.runList(body)) : { text: readText(shell.kernel, file), status: 0 };
    const end = /\n+$/.exec(text);
    const trimmed = end ? text.slice(0, end.index) : text;
    return { text: trimmed.includes('\0') ? trimmed.replaceAll('\0', '') : trimmed, status };
  }

  /** `$(<file)`: the file's name. */
  #onlyReads(body: List): string | undefined {
    const command = body.length === 1 && !body[0]?.rest.length ? body[0]?.first.commands[0] : undefined;
    if (command?.type !== 'simple' || command.words.length || command.assignments.length) return undefined;
    const [only] = command.redirections;
    if (command.redirections.length !== 1 || only?.operator !== '<') return undefined;
    return this.#shell.expansion.text(only.target);
  }
}
