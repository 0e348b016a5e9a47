/** watch, tput, reset. */
import { strftime } from '../sh/printf.ts';
import { Input } from '../system/io.ts';
import { run, start, waitFor } from './children.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
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
