/** Files and commands that an awk program reads and writes. */
import { O_APPEND, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../kernel/constants.ts';
import { Input, writeAll } from '../system/io.ts';
import { encode } from '../system/text.ts';
import { start, waitFor } from './children.ts';
import type { CommandContext } from './command.ts';

interface Writer {
  fd: number;
  pid: number;
  text: string;
}

interface Reader {
  fd: number;
  pid: number;
  input: Input;
}

const bufferSize = 32_768;

export class AwkStreams {
  readonly #context: CommandContext;
  readonly #writers = new Map<string, Writer>();
  readonly #readers = new Map<string, Reader>();

  constructor(context: CommandContext) {
    this.#context = context;
  }

  write(redirect: string, name: string, text: string): void {
    const { kernel, print, descriptor } = this.#context;
    if (redirect !== '|' && (name === '/dev/stdout' || name === '-')) {
      print(text);
      return;
    }
    let writer = this.#writers.get(name);
    if (!writer) {
      if (redirect === '|') writer = this.#command(name);
      else if (name === '/dev/stderr') writer = { fd: kernel.dup(descriptor(2)), pid: 0, text: '' };
      else {
        const fd = kernel.open(name, O_WRONLY | O_CREAT | (redirect === '>' ? O_TRUNC : O_APPEND), 0o666);
        if (fd < 0) throw new Error(`can't redirect to ${name}`);
        writer = { fd, pid: 0, text: '' };
      }
      this.#writers.set(name, writer);
    }
    writer.text += text;
    if (writer.text.length > bufferSize || name === '/dev/stderr') this.#flush(writer);
  }

  #command(command: string): Writer {
    const pipe = this.#context.kernel.pipe();
    if (typeof pipe === 'number') throw new Error('pipe: no descriptor is left');
    const [reader, writer] = pipe;
    const started = start(this.#context, ['sh', '-c', command], {
      stdio: [reader, this.#context.descriptor(1), this.#context.descriptor(2)],
    });
    this.#context.kernel.close(reader);
    return { fd: writer, pid: 'pid' in started ? started.pid : 0, text: '' };
  }

  #flush(writer: Writer): void {
    writeAll(this.#context.kernel, writer.fd, encode(writer.text), this.#context.program.waiting);
    writer.text = '';
  }

  reader(kind: 'file' | 'command', name: string): Input | undefined {
    const { kernel, program, flush, descriptor } = this.#context;
    if (kind === 'file' && name === '-') return this.#context.input;
    const found = this.#readers.get(name);
    if (found) return found.input;
    let fd: number;
    let pid = 0;
    if (kind === 'file') fd = kernel.open(name, O_RDONLY, 0);
    else {
      const pipe = kernel.pipe();
      if (typeof pipe === 'number') return undefined;
      this.flush();
      const started = start(this.#context, ['sh', '-c', name], { stdio: [descriptor(0), pipe[1], descriptor(2)] });
      kernel.close(pipe[1]);
      [fd] = pipe;
      pid = 'pid' in started ? started.pid : 0;
    }
    if (fd < 0) return undefined;
    const input = new Input(kernel, fd, program.waiting, flush);
    this.#readers.set(name, { fd, pid, input });
    return input;
  }

  flush(): void {
    this.#context.flush();
    for (const writer of this.#writers.values()) this.#flush(writer);
  }

  /** The exit status of a command, 0 for a file, -1 where nothing is open. */
  close(name: string): number {
    const { kernel } = this.#context;
    let result = -1;
    const writer = this.#writers.get(name);
    if (writer) {
      this.#context.flush();
      this.#flush(writer);
      kernel.close(writer.fd);
      result = writer.pid ? (waitFor(this.#context, writer.pid) ?? 1) : 0;
      this.#writers.delete(name);
    }
    const reader = this.#readers.get(name);
    if (reader) {
      kernel.close(reader.fd);
      result = reader.pid ? (waitFor(this.#context, reader.pid) ?? 1) : 0;
      this.#readers.delete(name);
    }
    return result;
  }

  closeAll(): void {
    for (const name of [...this.#writers.keys(), ...this.#readers.keys()]) this.close(name);
  }
}
