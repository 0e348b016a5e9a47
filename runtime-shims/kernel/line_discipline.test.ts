import { beforeEach, describe, expect, test } from 'vitest';
import { EAGAIN } from './errno.ts';
import { SIGINT, SIGQUIT, SIGTSTP } from './signal_numbers.ts';
import {
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  INLCR,
  ISIG,
  IXON,
  NOFLSH,
  OPOST,
} from './termios.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

interface Case {
  name: string;
  /** Bytes as Latin-1. */
  typed: string;
  echo: string;
  /** What successive reads of the program give before one would block. */
  reads: string[];
  /** c_lflag bits cleared or set in a new terminal; the same for c_iflag. */
  without?: number;
  with?: number;
  inputWithout?: number;
  inputWith?: number;
}

/** Recorded from a pty of Linux 6 (with IUTF8), everything typed in one write. */
const LINUX: Case[] = [
  { name: 'a line', typed: 'ls -l\r', echo: 'ls -l\r\n', reads: ['ls -l\n'] },
  { name: 'erase', typed: 'ab\x7fc\r', echo: 'ab\b \bc\r\n', reads: ['ac\n'] },
  { name: 'erase at start', typed: '\x7f\x7fa\r', echo: 'a\r\n', reads: ['a\n'] },
  { name: 'erase control', typed: 'a\x01\x7fb\r', echo: 'a^A\b \b\b \bb\r\n', reads: ['ab\n'] },
  { name: 'erase tab', typed: 'ab\t\x7fc\r', echo: 'ab\t\b\b\b\b\b\bc\r\n', reads: ['abc\n'] },
  {
    name: 'erase two tabs',
    typed: 'a\t\tb\x7f\x7f\x7fc\r',
    echo: 'a\t\tb\b \b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\bc\r\n',
    reads: ['ac\n'],
  },
  {
    name: 'erase utf8',
    typed: 'h\xc3\xa9\xe4\xb8\xad\x7f\x7fi\r',
    echo: 'h\xc3\xa9\xe4\xb8\xad\b \b\b \bi\r\n',
    reads: ['hi\n'],
  },
  {
    name: 'word erase',
    typed: 'foo bar-baz  \x17\x17x\r',
    echo: 'foo bar-baz  \b \b\b \b\b \b\b \b\b \b\b \b\b \b\b \b\b \bx\r\n',
    reads: ['foo x\n'],
  },
  { name: 'kill', typed: 'hello\x15bye\r', echo: 'hello\b \b\b \b\b \b\b \b\b \bbye\r\n', reads: ['bye\n'] },
  {
    name: 'kill without ECHOKE',
    typed: 'hello\x15bye\r',
    echo: 'hello^U\r\nbye\r\n',
    reads: ['bye\n'],
    without: ECHOKE,
  },
  { name: 'eof after text', typed: 'abc\x04def\r', echo: 'abcdef\r\n', reads: ['abc', 'def\n'] },
  { name: 'eof alone', typed: '\x04', echo: '', reads: [''] },
  { name: 'eof twice', typed: 'ab\x04\x04', echo: 'ab', reads: ['ab', ''] },
  { name: 'two lines', typed: 'one\rtwo\r', echo: 'one\r\ntwo\r\n', reads: ['one\n', 'two\n'] },
  { name: 'partial line', typed: 'unfinished', echo: 'unfinished', reads: [] },
  { name: 'short reads', typed: 'abcdef\r', echo: 'abcdef\r\n', reads: ['abc', 'def', '\n'] },
  { name: 'control echo', typed: '\x01\x02\x1b\r', echo: '^A^B^[\r\n', reads: ['\x01\x02\x1b\n'] },
  { name: 'literal', typed: '\x16\x03\x16\x7f\r', echo: '^\b^C^\b^?\r\n', reads: ['\x03\x7f\n'] },
  { name: 'reprint', typed: 'abc\x12d\r', echo: 'abc^R\r\nabcd\r\n', reads: ['abcd\n'] },
  { name: 'no echo', typed: 'secret\r', echo: '', reads: ['secret\n'], without: ECHO },
  { name: 'no echo but newline', typed: 'secret\r', echo: '\r\n', reads: ['secret\n'], without: ECHO, with: ECHONL },
  {
    name: 'raw',
    typed: 'a\x7f\r\x04\x15',
    echo: '',
    reads: ['a\x7f\r\x04\x15'],
    without: ECHO | ICANON | ISIG | IEXTEN,
    inputWithout: ICRNL | IXON,
  },
  { name: 'cbreak with echo', typed: 'ab\x7f\r\n', echo: 'ab^?\r\n^J', reads: ['ab\x7f\n\n'], without: ICANON },
  { name: 'igncr', typed: 'a\rb\n', echo: 'ab\r\n', reads: ['ab\n'], inputWith: IGNCR },
  { name: 'inlcr', typed: 'a\nb\r', echo: 'a^Mb^M', reads: [], inputWithout: ICRNL, inputWith: INLCR },
  { name: 'no ECHOE', typed: 'ab\x7fc\r', echo: 'ab^?c\r\n', reads: ['ac\n'], without: ECHOE },
  { name: 'no ECHOCTL', typed: 'a\x01\x7fb\r', echo: 'a\x01b\r\n', reads: ['ab\n'], without: ECHOCTL },
  { name: 'interrupt flushes', typed: 'abc\x03def\r', echo: '^Cdef\r\n', reads: ['def\n'] },
  { name: 'interrupt noflsh', typed: 'abc\x03def\r', echo: 'abc^Cdef\r\n', reads: ['abcdef\n'], with: NOFLSH },
  { name: 'quit and suspend', typed: '\x1c\x1ax\r', echo: '^Zx\r\n', reads: ['x\n'] },
  { name: 'no isig', typed: '\x03\r', echo: '^C\r\n', reads: ['\x03\n'], without: ISIG },
  { name: 'stop and start', typed: 'ab\x13cd\x11e\r', echo: 'abcde\r\n', reads: ['abcde\n'] },
];

let kernel: TestKernel;
let controller: number;
let terminal: number;

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function readLatin1(fd: number, length?: number): string | undefined {
  const bytes = kernel.read(fd, length);
  if (typeof bytes !== 'number') return String.fromCharCode(...bytes);
  expect(bytes).toBe(-EAGAIN);
  return undefined;
}

function adjust({ without = 0, with: set = 0, inputWithout = 0, inputWith = 0 }: Partial<Case>): void {
  const [iflag, oflag, cflag, lflag] = kernel.tcgetattr(terminal) as number[] as [number, number, number, number];
  kernel.tcsetattr(terminal, (iflag & ~inputWithout) | inputWith, oflag, cflag, (lflag & ~without) | set);
}

beforeEach(() => {
  kernel = createTestKernel();
  [controller, terminal] = kernel.openpty(24, 80) as [number, number];
});

describe('as on Linux', () => {
  test.each(LINUX)('$name', (row) => {
    adjust(row);
    const typed = latin1(row.typed);
    expect(kernel.write(controller, typed)).toBe(typed.length);
    expect(readLatin1(controller) ?? '').toBe(row.echo);
    const reads: string[] = [];
    for (let i = 0; i < 6; i++) {
      const read = readLatin1(terminal, row.name === 'short reads' ? 3 : undefined);
      if (read === undefined) break;
      reads.push(read);
    }
    expect(reads).toEqual(row.reads);
  });

  test('a line holds 4095 bytes; what is typed beyond is dropped, its newline is not', () => {
    adjust({ without: ECHO });
    expect(kernel.write(controller, `${'x'.repeat(5000)}\r`)).toBe(5001);
    expect(kernel.text(terminal)).toBe(`${'x'.repeat(4095)}\n`);
  });
});

test('output: NL becomes CR NL, unless the terminal is raw', () => {
  expect(kernel.write(terminal, 'a\nb\n')).toBe(4);
  expect(kernel.text(controller)).toBe('a\r\nb\r\n');
  const [iflag, oflag, cflag, lflag] = kernel.tcgetattr(terminal) as [number, number, number, number];
  kernel.tcsetattr(terminal, iflag, oflag & ~OPOST, cflag, lflag);
  kernel.write(terminal, 'a\nb\n');
  expect(kernel.text(controller)).toBe('a\nb\n');
});

test('what was typed ahead stays readable when a program turns raw mode on and off', () => {
  kernel.write(controller, 'ahead');
  expect(kernel.text(terminal)).toBe(-EAGAIN);
  adjust({ without: ICANON });
  expect(kernel.text(terminal, 2)).toBe('ah');
  adjust({ with: ICANON });
  expect(kernel.text(terminal)).toBe('ead');
  kernel.write(controller, 'x\r');
  expect(kernel.text(terminal)).toBe('x\n');
});

test('^S holds output back and ^Q lets it go', () => {
  kernel.write(controller, '\x13');
  expect(kernel.write(terminal, 'held')).toBe(-EAGAIN);
  kernel.write(controller, '\x11');
  expect(kernel.write(terminal, 'held')).toBe(4);
});

test.each([
  ['^C', '\x03', SIGINT],
  ['^\\', '\x1c', SIGQUIT],
  ['^Z', '\x1a', SIGTSTP],
])('%s reaches a program that floods the terminal and never reads', (_name, key, signal) => {
  const pid = kernel.child({ stdio: [terminal, terminal, terminal], setsid: true });
  kernel.as(pid);
  kernel.sigaction(signal, 2);
  const flood = 'y\n'.repeat(30_000);
  while (kernel.write(1, flood) > 0);
  expect(kernel.write(1, flood)).toBe(-EAGAIN);
  kernel.as(1);
  // The user has typed more than a line can hold.
  for (let i = 0; i < 20; i++) kernel.write(controller, 'z'.repeat(1000));
  expect(kernel.write(controller, key)).toBe(1);
  kernel.as(pid);
  expect(kernel.takeSignal()).toBe(signal);
  expect(kernel.text(0)).toBe(-EAGAIN);
  kernel.as(1);
  expect(kernel.text(controller)).toBe(`^${String.fromCharCode(key.charCodeAt(0) ^ 64)}`);
});

test('a raw terminal that nobody reads takes no more than its buffer, and all of that is read later', () => {
  adjust({ without: ICANON | ECHO | ISIG });
  const paste = Uint8Array.from({ length: 40_000 }, (_, i) => 32 + (i % 90));
  let sent = 0;
  const received: number[] = [];
  while (sent < paste.length) {
    const taken = kernel.write(controller, paste.subarray(sent));
    if (taken > 0) sent += taken;
    else {
      expect(taken).toBe(-EAGAIN);
      received.push(...(kernel.read(terminal, 5000) as Uint8Array));
    }
  }
  received.push(...(kernel.read(terminal) as Uint8Array));
  expect(Uint8Array.from(received)).toEqual(paste);
});
