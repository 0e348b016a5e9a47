/** Commands about processes, names and the machine. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { errnoMessage } from '../errors.ts';
import { systemCalls } from '../native.ts';
import { formatPrintf } from '../sh/printf.ts';
import { type Command, UsageError } from './command.ts';

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function search(name: string, path = process.env['PATH'] ?? ''): string[] {
  if (name.includes('/')) return executable(name) ? [name] : [];
  return path
    .split(':')
    .map((folder) => `${folder || '.'}/${name}`)
    .filter(executable);
}

const which: Command = {
  name: 'which',
  usage: 'NAME…',
  summary: 'Prints where programs are.',
  flags: { all: { short: 'a', type: 'boolean', help: 'every place, not the first alone' } },
  run({ operands, on, print }) {
    let status = 0;
    for (const name of operands) {
      const found = search(name);
      if (!found.length) status = 1;
      for (const path of on('all') ? found : found.slice(0, 1)) print(`${path}\n`);
    }
    return status;
  },
};

const env: Command = {
  name: 'env',
  usage: '[-i] [-u NAME] [NAME=VALUE]… [COMMAND [ARGUMENT]…]',
  summary: 'Prints the environment, or runs a command in a changed one.',
  operandsFirst: true,
  flags: {
    'ignore-environment': { short: 'i', type: 'boolean', help: 'begin with an empty one' },
    unset: { short: 'u', type: 'string', help: 'without this variable' },
    split: { short: 'S', type: 'string', help: 'split this text into arguments' },
  },
  async run({ operands, on, value, print, complain }) {
    const environment = new Map(on('ignore-environment') ? [] : Object.entries(process.env));
    const gone = value('unset');
    if (gone) environment.delete(gone);
    const words = [...(value('split')?.split(/\s+/).filter(Boolean) ?? []), ...operands];
    while (words[0]?.includes('=')) {
      const [name = '', ...rest] = (words.shift() ?? '').split('=');
      environment.set(name, rest.join('='));
    }
    const pairs = [...environment].map(([name, text]) => `${name}=${text}`);
    const [command] = words;
    if (command === undefined) {
      print(pairs.map((pair) => `${pair}\n`).join(''));
      return 0;
    }
    const [file] = search(command, environment.get('PATH'));
    if (!file) {
      complain(`'${command}': No such file or directory`);
      return 127;
    }
    return runInPlace(file, words, pairs, complain);
  },
};

/** Runs a program in this one's place: its descriptors, its group; signals that come here go on to it. */
function runInPlace(file: string, argv: string[], environment: string[], complain: (message: string) => void): number {
  const kernel = systemCalls();
  const pid = kernel.spawn({ file, argv, env: environment, stdio: [0, 1, 2] });
  if (pid < 0) {
    complain(`'${argv[0]}': ${errnoMessage(pid)}`);
    return 126;
  }
  for (;;) {
    const events = new Int32Array(kernel.memory.buffer);
    const seen = Atomics.load(events, kernel.eventWord);
    const status = kernel.wait4(pid, 0);
    if (status !== null) return typeof status === 'number' ? 1 : status.signal ? 128 + status.signal : status.exitCode;
    Atomics.wait(events, kernel.eventWord, seen);
  }
}

const ps: Command = {
  name: 'ps',
  usage: '',
  summary: 'Lists the processes.',
  flags: {
    all: { short: 'a', type: 'boolean', help: 'all (as always)' },
    every: { short: 'e', type: 'boolean', help: 'all (as always)' },
    full: { short: 'f', type: 'boolean', help: 'with parent and group' },
  },
  run({ on, print }) {
    const letters = { embryo: 'N', running: 'R', stopped: 'T', zombie: 'Z' };
    print(on('full') ? '  PID  PPID  PGID STAT COMMAND\n' : '  PID STAT COMMAND\n');
    for (const { pid, ppid, pgid, state, argv } of systemCalls().processes()) {
      const numbers = on('full') ? [pid, ppid, pgid] : [pid];
      print(
        `${numbers.map((value) => String(value).padStart(5)).join(' ')} ${letters[state].padEnd(4)} ${argv.join(' ')}\n`,
      );
    }
    return 0;
  },
};

const sleep: Command = {
  name: 'sleep',
  usage: 'SECONDS',
  summary: 'Waits.',
  flags: {},
  async run({ operands }) {
    const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
    const seconds = operands.map((text) => {
      const match = /^(\d*\.?\d+)([smhd]?)$/.exec(text);
      if (!match) throw new UsageError(`invalid time interval '${text}'`);
      return Number(match[1]) * (units[match[2] ?? ''] ?? 1);
    });
    if (!seconds.length) throw new UsageError('missing operand');
    await new Promise((done) => setTimeout(done, seconds.reduce((sum, value) => sum + value, 0) * 1000));
    return 0;
  },
};

const simple = (name: string, usage: string, summary: string, run: Command['run']): Command => ({
  name,
  usage,
  summary,
  flags: {},
  operandsFirst: true,
  run,
});

export const systemCommands: readonly Command[] = [
  which,
  env,
  ps,
  sleep,
  simple('true', '', 'Succeeds.', () => 0),
  simple('false', '', 'Fails.', () => 1),
  simple('clear', '', 'Clears the screen.', ({ print }) => {
    print('\x1b[H\x1b[2J\x1b[3J');
    return 0;
  }),
  simple('pwd', '', 'Prints the working directory.', ({ print }) => {
    print(`${process.cwd()}\n`);
    return 0;
  }),
  simple('echo', '[TEXT]…', 'Prints its arguments.', ({ operands, print }) => {
    const bare = operands[0] === '-n';
    print(operands.slice(bare ? 1 : 0).join(' ') + (bare ? '' : '\n'));
    return 0;
  }),
  simple('printf', 'FORMAT [ARGUMENT]…', 'Prints by a format.', ({ operands, print }) => {
    const [format, ...rest] = operands;
    if (format === undefined) throw new UsageError('missing operand');
    print(formatPrintf(format, rest));
    return 0;
  }),
  simple('whoami', '', 'Prints the name of the user.', ({ print }) => {
    print('user\n');
    return 0;
  }),
  simple('hostname', '', 'Prints the name of the machine.', ({ print }) => {
    print('wardian\n');
    return 0;
  }),
  simple('date', '', 'Prints the time.', ({ print }) => {
    print(`${new Date().toString()}\n`);
    return 0;
  }),
  simple('basename', 'PATH [SUFFIX]', 'The last part of a path.', ({ operands, print }) => {
    print(`${basename(operands[0] ?? '', operands[1])}\n`);
    return 0;
  }),
  simple('dirname', 'PATH', 'A path without its last part.', ({ operands, print }) => {
    print(`${dirname(operands[0] ?? '')}\n`);
    return 0;
  }),
  simple('realpath', 'PATH…', 'The absolute path without links.', ({ operands, print }) => {
    for (const path of operands) print(`${realpathSync(path)}\n`);
    return 0;
  }),
];
