/** A connected socket of pid 1 as a connection to read and write with promises. */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import type { Connection } from '../preview/byte_reader.ts';
import type { Reactor, Watch } from '../reactor.ts';

const POLLIN = 1;
const POLLOUT = 4;
const SHUT_WR = 1;
const EAGAIN = 11;
/** Bytes of one read: what a socket's buffer holds. */
const READ_SIZE = 65_536;

export class KernelConnection implements Connection {
  readonly #kernel: SystemCalls;
  readonly #watch: Watch;
  #fd: number;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  constructor(kernel: SystemCalls, reactor: Reactor, fd: number) {
    this.#kernel = kernel;
    this.#fd = fd;
    this.#watch = reactor.watch(fd, 0, () => this.#ready());
  }

  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    while (this.#fd >= 0) {
      const buffer = new Uint8Array(READ_SIZE);
      const size = this.#kernel.read(this.#fd, buffer, -1);
      if (size > 0) return buffer.subarray(0, size);
      // The end, or a reset: for whoever serves this connection both mean that nobody asks any more.
      if (size !== -EAGAIN) return null;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
        this.#setEvents();
      });
    }
    return null;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0 && this.#fd >= 0; ) {
      const written = this.#kernel.write(this.#fd, rest, -1);
      if (written > 0) rest = rest.subarray(written);
      else if (written === -EAGAIN || written === 0) {
        await new Promise<void>((resolve) => {
          this.#wakeWriter = resolve;
          this.#setEvents();
        });
      } else {
        this.close();
        throw new Error('the program closed the connection');
      }
    }
    if (this.#fd < 0) throw new Error('the connection is closed');
  }

  /** Sends the end, after what has been written. */
  end(): void {
    if (this.#fd >= 0) this.#kernel.shutdown(this.#fd, SHUT_WR);
  }

  close(): void {
    if (this.#fd < 0) return;
    this.#watch.stop();
    this.#kernel.close(this.#fd);
    this.#fd = -1;
    this.#ready();
  }

  #ready(): void {
    const reader = this.#wakeReader;
    const writer = this.#wakeWriter;
    this.#wakeReader = null;
    this.#wakeWriter = null;
    if (this.#fd >= 0) this.#setEvents();
    reader?.();
    writer?.();
  }

  #setEvents(): void {
    this.#watch.setEvents((this.#wakeReader ? POLLIN : 0) | (this.#wakeWriter ? POLLOUT : 0));
  }
}
