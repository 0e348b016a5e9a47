/** A terminal that a full-screen command owns for a while: keys, size, raw mode, the alternate screen. */
import { ECHO, ICANON, ISIG, O_RDWR, POLLIN } from '../../kernel/constants.ts';
import { EAGAIN, EINTR } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { plainWaiting, writeAll } from '../system/io.ts';
import { decode, encode } from '../system/text.ts';
import type { CommandContext } from './command.ts';

const SIGWINCH = 28;

export class Terminal {
  readonly #kernel: SystemCalls;
  readonly #fd: number;
  readonly #attributes: ReturnType<SystemCalls['tcgetattr']>;
  #pending = '';

  /** Standard input where it is a terminal, otherwise that of standard output or error. Undefined: there is none. */
  static open(context: CommandContext): Terminal | undefined {
    const fd = [0, 1, 2].map(context.descriptor).find((each) => context.kernel.isatty(each));
    const own = fd ?? context.kernel.open('/dev/tty', O_RDWR, 0);
    return own >= 0 && context.kernel.isatty(own) ? new Terminal(context.kernel, own) : undefined;
  }

  private constructor(kernel: SystemCalls, fd: number) {
    this.#kernel = kernel;
    this.#fd = fd;
    this.#attributes = kernel.tcgetattr(fd);
    if (typeof this.#attributes !== 'number') {
      const [input, output, control, local] = this.#attributes;
      kernel.tcsetattr(fd, input, output, control, local & ~(ICANON | ECHO | ISIG));
    }
    kernel.sigaction(SIGWINCH, 2);
    this.write('\x1b[?1049h\x1b[?25l');
  }

  close(): void {
    this.write('\x1b[?25h\x1b[?1049l');
    if (typeof this.#attributes !== 'number') this.#kernel.tcsetattr(this.#fd, ...this.#attributes);
    this.#kernel.sigaction(SIGWINCH, 0);
  }

  write(text: string): void {
    writeAll(this.#kernel, this.#fd, encode(text), plainWaiting(this.#kernel));
  }

  get size(): { columns: number; rows: number } {
    const size = this.#kernel.getWindowSize(this.#fd);
    return typeof size === 'number' || size[0] < 1 ? { columns: 80, rows: 24 } : { columns: size[0], rows: size[1] };
  }

  /** A key; `resize` when the window changed; `timeout` after so many ms (negative: never); undefined at the end. */
  key(timeout = -1): string | undefined {
    const end = performance.now() + timeout;
    for (;;) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are keys
      const match = /^(?:\x1b(?:\[[\d;?]*[ -/]*[@-~]|O[A-Z])|[\s\S])/u.exec(this.#pending);
      if (match) {
        this.#pending = this.#pending.slice(match[0].length);
        return match[0];
      }
      const buffer = new Uint8Array(256);
      const count = this.#kernel.read(this.#fd, buffer, -1);
      if (count > 0) {
        this.#pending += decode(buffer.subarray(0, count));
        continue;
      }
      if (count !== -EAGAIN && count !== -EINTR) return undefined;
      const rest = timeout < 0 ? -1 : Math.max(0, end - performance.now());
      const ready = this.#kernel.waitBlocking(this.#fd, POLLIN, rest);
      if (ready === -EINTR) {
        if (this.#kernel.takeSignal() === SIGWINCH) return 'resize';
      } else if (ready === 0) return 'timeout';
    }
  }
}
