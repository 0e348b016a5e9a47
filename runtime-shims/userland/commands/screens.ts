/** watch, top, tput, stty, reset. */
import { ECHO, ICANON } from '../../kernel/constants.ts';
import { strftime } from '../sh/printf.ts';
import { Input } from '../system/io.ts';
import { run, start, waitFor } from './children.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { commandLine } from './processes.ts';
import { humanSize } from './sizes.ts';
import { duration } from './sleep.ts';
import { Terminal } from './terminal.ts';

/** What a command writes. */
function outputOf(context: CommandContext, words: readonly string[]): { text: string; status: number } {
  const { kernel, program, descriptor } = context;
  const pipe = kernel.pipe();
  if (typeof pipe === 'number') return { text: '', status: 1 };
  const started = start(context, words, { stdio: [descriptor(0), pipe[1], pipe[1]] });
  kernel.close(pipe[1]);
  const text = new Input(kernel, pipe[0], program.waiting, () => {}).text();
  kernel.close(pipe[0]);
  return { text, status: 'pid' in started ? (waitFor(context, started.pid) ?? 1) : started.status };
}

export const watch: Command = {
  name: 'watch',
  usage: 'COMMAND…',
  summary: 'Runs a command again and again and shows what it writes.',
  operandsFirst: true,
  long: true,
  flags: {
    interval: { short: 'n', value: 'SECONDS', help: 'between two runs (2)' },
    'no-title': { short: 't', help: 'without the line at the top' },
    differences: { short: 'd', help: 'accepted' },
    exec: { short: 'x', help: 'without a shell' },
    errexit: { short: 'e', help: 'until the command fails' },
    chgexit: { short: 'g', help: 'until what it writes changes' },
    color: { short: 'c', help: 'accepted' },
  },
  run(context) {
    const { operands, on, value } = context;
    if (!operands.length) throw new UsageError('missing command');
    const interval = Math.max(100, duration(value('interval') ?? '2'));
    const words = on('exec') ? operands : ['sh', '-c', operands.join(' ')];
    const terminal = Terminal.open(context);
    if (!terminal) throw new UsageError('standard output is no terminal');
    let before: string | undefined;
    try {
      for (;;) {
        const { text, status } = outputOf(context, words);
        const { columns, rows } = terminal.size;
        const title = `Every ${(interval / 1000).toFixed(1)}s: ${operands.join(' ')}`;
        const time = strftime('%a %b %e %H:%M:%S %Y', new Date());
        const head = on('no-title')
          ? []
          : [`${title}${' '.repeat(Math.max(1, columns - title.length - time.length))}${time}`.slice(0, columns), ''];
        const lines = [...head, ...text.split('\n')].slice(0, rows);
        terminal.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\r\n')}\x1b[J`);
        if (on('errexit') && status !== 0) return status;
        if (on('chgexit') && before !== undefined && before !== text) return 0;
        before = text;
        const key = terminal.key(interval);
        if (key === undefined || key === 'q' || key === '\x03') return 0;
      }
    } finally {
      terminal.close();
    }
  },
};

function table(context: CommandContext, rows: number, columns: number): string[] {
  const { kernel } = context;
  const processes = kernel.processes();
  const count = (state: string) => processes.filter((each) => each.state === state).length;
  const lines = [
    `top - ${strftime('%H:%M:%S', new Date())}   Tasks: ${processes.length} total, ${count('running')} running, ${count('stopped')} stopped, ${count('zombie')} zombie`,
    `Mem: ${humanSize(kernel.memoryUsed())} used of ${humanSize(kernel.memoryLimit())}`,
    '',
    '  PID  PPID  PGID S    TIME COMMAND',
  ];
  for (const process of processes) {
    const seconds = Math.max(0, Math.floor((Date.now() - process.startTime) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const numbers = [process.pid, process.ppid, process.pgid].map((value) => String(value).padStart(5)).join(' ');
    const letter = { embryo: 'N', running: 'R', stopped: 'T', zombie: 'Z' }[process.state];
    lines.push(`${numbers} ${letter} ${time.padStart(7)} ${commandLine(process)}`);
  }
  return lines.slice(0, rows).map((line) => line.slice(0, columns));
}

export const top: Command = {
  name: 'top',
  usage: '',
  summary: 'Shows the processes, again and again.',
  long: true,
  flags: {
    batch: { short: 'b', help: 'print in place of showing' },
    iterations: { short: 'n', value: 'N', help: 'so often' },
    delay: { short: 'd', value: 'SECONDS', help: 'between two times (2)' },
  },
  run(context) {
    const { on, value, print } = context;
    const most = Number(value('iterations') ?? Number.POSITIVE_INFINITY);
    const delay = duration(value('delay') ?? '2');
    const terminal = on('batch') ? undefined : Terminal.open(context);
    if (!terminal) {
      for (let i = 0; i < (on('batch') ? Math.min(most, 1) : 1); i++)
        print(`${table(context, 10_000, 512).join('\n')}\n`);
      return 0;
    }
    try {
      for (let i = 0; i < most; i++) {
        const { columns, rows } = terminal.size;
        terminal.write(
          `\x1b[H${table(context, rows, columns)
            .map((line, index) => `${index === 3 ? `\x1b[7m${line.padEnd(columns)}\x1b[0m` : line}\x1b[K`)
            .join('\r\n')}\x1b[J`,
        );
        const key = terminal.key(delay);
        if (key === undefined || key === 'q' || key === '\x03') break;
      }
    } finally {
      terminal.close();
    }
    return 0;
  },
};

const capabilities: Record<string, string> = {
  clear: '\x1b[H\x1b[2J',
  bold: '\x1b[1m',
  dim: '\x1b[2m',
  smul: '\x1b[4m',
  rmul: '\x1b[24m',
  rev: '\x1b[7m',
  sgr0: '\x1b[0m',
  civis: '\x1b[?25l',
  cnorm: '\x1b[?25h',
  smcup: '\x1b[?1049h',
  rmcup: '\x1b[?1049l',
  el: '\x1b[K',
  ed: '\x1b[J',
  home: '\x1b[H',
  sc: '\x1b7',
  rc: '\x1b8',
  bel: '\x07',
  cuu1: '\x1b[A',
};

export const tput: Command = {
  name: 'tput',
  usage: 'CAPABILITY [NUMBER]…',
  summary: 'Prints what a terminal understands.',
  flags: { type: { short: 'T', value: 'TYPE', help: 'accepted' } },
  run({ operands, print, kernel, descriptor, columns }) {
    const [name = '', first = '0', second = '0'] = operands;
    const size = [2, 1, 0].map((fd) => kernel.getWindowSize(descriptor(fd))).find((each) => typeof each !== 'number');
    if (name === 'cols') print(`${size ? size[0] : columns()}\n`);
    else if (name === 'lines') print(`${size ? size[1] : 24}\n`);
    else if (name === 'colors') print('256\n');
    else if (name === 'setaf' || name === 'setab') {
      const colour = Number(first);
      const base = name === 'setaf' ? 30 : 40;
      print(colour < 8 ? `\x1b[${base + colour}m` : `\x1b[${base + 8};5;${colour}m`);
    } else if (name === 'cup') print(`\x1b[${Number(first) + 1};${Number(second) + 1}H`);
    else {
      const text = capabilities[name];
      if (text === undefined) return 1;
      print(text);
    }
    return 0;
  },
};

export const stty: Command = {
  name: 'stty',
  usage: '[size | -a | sane | [-]echo | [-]icanon | raw]',
  summary: 'Prints or changes how the terminal behaves.',
  flags: {},
  plain: true,
  run({ operands, kernel, descriptor, print }) {
    const fd = descriptor(0);
    const attributes = kernel.tcgetattr(fd);
    if (typeof attributes === 'number') throw new UsageError("'standard input': Inappropriate ioctl for device");
    let [input, output, control, local] = attributes;
    const size = kernel.getWindowSize(fd);
    for (const word of operands) {
      if (word === 'size') print(typeof size === 'number' ? '0 0\n' : `${size[1]} ${size[0]}\n`);
      else if (word === '-g') print(`${attributes.map((each) => each.toString(16)).join(':')}\n`);
      else if (/^[0-9a-f]+(?::[0-9a-f]+){3}$/.test(word))
        [input = 0, output = 0, control = 0, local = 0] = word.split(':').map((each) => Number.parseInt(each, 16));
      else if (word === 'echo') local |= ECHO;
      else if (word === '-echo') local &= ~ECHO;
      else if (word === 'icanon' || word === '-cbreak') local |= ICANON;
      else if (word === '-icanon' || word === 'cbreak') local &= ~ICANON;
      else if (word === 'raw') local &= ~(ICANON | ECHO | 1);
      else if (word === 'sane' || word === '-raw') local |= ICANON | ECHO | 1;
      else if (word !== '-a') throw new UsageError(`invalid argument '${word}'`);
    }
    if (!operands.length || operands[0] === '-a') {
      print(
        `speed 38400 baud; rows ${typeof size === 'number' ? 0 : size[1]}; columns ${typeof size === 'number' ? 0 : size[0]};\n${local & ICANON ? '' : '-'}icanon ${local & ECHO ? '' : '-'}echo ${local & 1 ? '' : '-'}isig\n`,
      );
    } else kernel.tcsetattr(fd, input, output, control, local);
    return 0;
  },
};

export const reset: Command = {
  name: 'reset',
  usage: '',
  summary: 'Brings the terminal back into order.',
  flags: {},
  run(context) {
    context.print('\x1bc\x1b[?1049l\x1b[?25h');
    context.flush();
    return run(context, ['stty', 'sane']) && 0;
  },
};
