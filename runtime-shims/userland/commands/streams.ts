/** A command's standard streams and the files it reads. */
import { O_RDONLY } from '../../kernel/constants.ts';
import { EISDIR, EPIPE } from '../../kernel/errno.ts';
import { errnoMessage } from '../system/errors.ts';
import { fstat, isDirectory } from '../system/files.ts';
import { Input, Output, writeAll } from '../system/io.ts';
import type { Program } from '../system/program.ts';
import { encode } from '../system/text.ts';

/** As a program ended by SIGPIPE: 128 + 13. */
const brokenPipe = 141;

export class Streams {
  readonly #program: Program;
  readonly #name: string;
  readonly #output: Output;
  readonly #opened = new Set<number>();
  #input: Input | undefined;
  /** 1 once something has been complained of. */
  failed = 0;

  constructor(program: Program, name: string) {
    this.#program = program;
    this.#name = name;
    this.#output = new Output(program.kernel, program.files.get(1) ?? -1, program.waiting);
  }

  print(text: string | Uint8Array): void {
    this.#output.write(text);
  }

  flush(): void {
    this.#output.flush();
  }

  warn(text: string): void {
    this.#output.flush();
    writeAll(this.#program.kernel, this.#program.files.get(2) ?? -1, encode(text), this.#program.waiting);
  }

  complain(message: string): void {
    this.warn(`${this.#name}: ${message}\n`);
    this.failed = 1;
  }

  get input(): Input {
    this.#input ??= this.#reader(this.#program.files.get(0) ?? -1);
    return this.#input;
  }

  #reader(fd: number): Input {
    return new Input(this.#program.kernel, fd, this.#program.waiting, () => this.flush());
  }

  open(path: string): Input | undefined {
    if (path === '-') return this.input;
    const { kernel } = this.#program;
    const fd = kernel.open(path, O_RDONLY, 0);
    if (fd < 0) {
      this.complain(`${path}: ${errnoMessage(fd)}`);
      return undefined;
    }
    if (isDirectory(fstat(kernel, fd))) {
      kernel.close(fd);
      this.complain(`${path}: ${errnoMessage(-EISDIR)}`);
      return undefined;
    }
    const input = this.#reader(fd);
    this.#opened.add(fd);
    input.onEnd = () => {
      this.#opened.delete(fd);
      kernel.close(fd);
      if (input.failed) this.complain(`${path}: ${errnoMessage(input.failed)}`);
    };
    return input;
  }

  columns(): number {
    const size = this.#program.kernel.getWindowSize(this.#program.files.get(1) ?? -1);
    const wanted = Number(this.#program.environment.get('COLUMNS'));
    if (typeof size !== 'number' && size[0] > 0) return size[0];
    return wanted > 0 ? wanted : 80;
  }

  close(): void {
    for (const fd of this.#opened) this.#program.kernel.close(fd);
    this.#output.flush();
  }

  /** The exit status, where the output could not be written. */
  writeFailed(status: number): number {
    const { failed } = this.#output;
    if (!failed) return status;
    if (failed === -EPIPE) return brokenPipe;
    this.warn(`${this.#name}: write error: ${errnoMessage(failed)}\n`);
    return 1;
  }
}
