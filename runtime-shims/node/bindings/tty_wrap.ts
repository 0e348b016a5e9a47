/** `internalBinding('tty_wrap')` (src/tty_wrap.cc, libuv's src/unix/tty.c). */
import type { Binding, BindingFactory } from '../environment.ts';
import { libuvStreamWrapOf } from '../libuv_stream.ts';
import { UV_EBADF, UV_EINVAL } from '../uv_numbers.ts';

/** uv_tty_mode_t. */
const UV_TTY_MODE_NORMAL = 0;
const UV_TTY_MODE_RAW = 1;
const UV_TTY_MODE_IO = 2;
const UV_TTY_MODE_RAW_VT = 3;

/** termios(3), Linux's bits. */
const BRKINT = 0o2;
const IGNBRK = 0o1;
const PARMRK = 0o10;
const INPCK = 0o20;
const ISTRIP = 0o40;
const INLCR = 0o100;
const IGNCR = 0o200;
const ICRNL = 0o400;
const IXON = 0o2000;
const OPOST = 0o1;
const ONLCR = 0o4;
const CSIZE = 0o60;
const CS8 = 0o60;
const PARENB = 0o400;
const ISIG = 0o1;
const ICANON = 0o2;
const ECHO = 0o10;
const ECHONL = 0o100;
const IEXTEN = 0o100000;

type Termios = [iflag: number, oflag: number, cflag: number, lflag: number];

function rawTermios([iflag, oflag, cflag, lflag]: Termios): Termios {
  return [
    iflag & ~(BRKINT | ICRNL | INPCK | ISTRIP | IXON),
    oflag | ONLCR,
    cflag | CS8,
    lflag & ~(ECHO | ICANON | IEXTEN | ISIG),
  ];
}

/** cfmakeraw(3). */
function ioTermios([iflag, oflag, cflag, lflag]: Termios): Termios {
  return [
    iflag & ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON),
    oflag & ~OPOST,
    (cflag & ~(CSIZE | PARENB)) | CS8,
    lflag & ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN),
  ];
}

export const binding: BindingFactory = (environment) => {
  const LibuvStreamWrap = libuvStreamWrapOf(environment);
  const { kernel } = environment;

  class TTY extends LibuvStreamWrap {
    #original: Termios | null = null;
    #mode = UV_TTY_MODE_NORMAL;

    constructor(fd: number, context: Binding) {
      super('TTYWRAP');
      if (!kernel.isatty(fd)) {
        Object.assign(context, {
          errno: UV_EINVAL,
          code: 'EINVAL',
          message: 'invalid argument',
          syscall: 'uv_tty_init',
        });
        return;
      }
      LibuvStreamWrap.streamOf(this).open(fd, true, true);
    }

    getWindowSize(out: number[]): number {
      const { fd } = LibuvStreamWrap.streamOf(this);
      if (fd < 0) return UV_EBADF;
      const size = kernel.getWindowSize(fd);
      if (typeof size === 'number') return size;
      [out[0], out[1]] = size;
      return 0;
    }

    setRawMode(mode: number): number {
      const { fd } = LibuvStreamWrap.streamOf(this);
      if (fd < 0) return UV_EBADF;
      if (mode === this.#mode) return 0;
      if (mode === UV_TTY_MODE_NORMAL) {
        this.#restore();
        return 0;
      }
      if (this.#original === null) {
        const current = kernel.tcgetattr(fd);
        if (typeof current === 'number') return current;
        this.#original = current;
        // uv_tty_reset_mode at exit: the shell gets back the terminal it gave.
        environment.process.on('exit', () => this.#restore());
      }
      let wanted: Termios;
      if (mode === UV_TTY_MODE_RAW || mode === UV_TTY_MODE_RAW_VT) wanted = rawTermios(this.#original);
      else if (mode === UV_TTY_MODE_IO) wanted = ioTermios(this.#original);
      else return UV_EINVAL;
      const status = kernel.tcsetattr(fd, ...wanted);
      if (status === 0) this.#mode = mode;
      return status;
    }

    #restore(): void {
      const { fd } = LibuvStreamWrap.streamOf(this);
      if (this.#original === null || this.#mode === UV_TTY_MODE_NORMAL || fd < 0) return;
      kernel.tcsetattr(fd, ...this.#original);
      this.#mode = UV_TTY_MODE_NORMAL;
    }
  }

  return {
    isTTY: (fd: number) => fd >= 0 && kernel.isatty(fd),
    UV_TTY_MODE_NORMAL,
    UV_TTY_MODE_IO,
    UV_TTY_MODE_RAW_VT,
    TTY,
  };
};
