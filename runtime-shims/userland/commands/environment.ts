/** env, printenv, which, nohup, timeout, time, nice, setsid. */
import { O_APPEND, O_CREAT, O_WRONLY } from '../../kernel/constants.ts';
import { Timing } from '../sh/timing.ts';
import { signalNumber } from '../sh/trap_builtin.ts';
import { isFile, stat } from '../system/files.ts';
import { become, run, start, waitFor } from './children.ts';
import { type Command, UsageError } from './command.ts';
import { duration } from './sleep.ts';

export const env: Command = {
  name: 'env',
  wrongUse: 125,
  usage: '[NAME=VALUE]… [COMMAND [ARGUMENT]…]',
  summary: 'Prints the environment, or runs a command in a changed one.',
  operandsFirst: true,
  flags: {
    'ignore-environment': { short: 'i', help: 'begin with an empty one' },
    unset: { short: 'u', value: 'NAME', help: 'without this variable' },
    chdir: { short: 'C', value: 'DIR', help: 'in that directory' },
    'split-string': { short: 'S', value: 'TEXT', help: 'split this text into arguments' },
    null: { short: '0', help: 'end each with NUL' },
  },
  run(context) {
    const { operands, on, value, values, print, kernel, program } = context;
    const environment = new Map(on('ignore-environment') || operands[0] === '-' ? [] : program.environment);
    for (const name of values('unset')) environment.delete(name);
    const words = [...(value('split-string')?.trim().split(/\s+/) ?? []), ...operands].filter(
      (word, index) => word !== '-' || index > 0,
    );
    while (/^[^=]+=/.test(words[0] ?? '')) {
      const word = words.shift() ?? '';
      const equals = word.indexOf('=');
      environment.set(word.slice(0, equals), word.slice(equals + 1));
    }
    if (!words.length) {
      for (const [name, text] of environment) print(`${name}=${text}${on('null') ? '\0' : '\n'}`);
      return 0;
    }
    const folder = value('chdir');
    const before = kernel.getcwd();
    if (folder !== undefined && kernel.chdir(folder) < 0)
      throw new UsageError(`cannot change directory to '${folder}': No such file or directory`, 125);
    const status = become(context, words, environment);
    if (folder !== undefined && typeof before !== 'number') kernel.chdir(before);
    return status;
  },
};

export const printenv: Command = {
  name: 'printenv',
  usage: '[NAME]…',
  summary: 'Prints variables of the environment.',
  flags: { null: { short: '0', help: 'end each with NUL' } },
  run({ operands, on, print, program }) {
    const end = on('null') ? '\0' : '\n';
    if (!operands.length) for (const [name, text] of program.environment) print(`${name}=${text}${end}`);
    let status = 0;
    for (const name of operands) {
      const text = program.environment.get(name);
      if (text === undefined) status = 1;
      else print(text + end);
    }
    return status;
  },
};

export const which: Command = {
  name: 'which',
  usage: 'NAME…',
  summary: 'Prints where programs are.',
  flags: { all: { short: 'a', help: 'every place, not the first alone' } },
  run({ operands, on, print, kernel, environment }) {
    let status = 0;
    for (const name of operands) {
      const places = name.includes('/')
        ? [name]
        : (environment('PATH') ?? '').split(':').map((folder) => `${folder || '.'}/${name}`);
      const found = places.filter((path) => {
        const own = stat(kernel, path);
        return typeof own !== 'number' && isFile(own) && (own.mode & 0o111) !== 0;
      });
      if (!found.length) status = 1;
      for (const path of on('all') ? found : found.slice(0, 1)) print(`${path}\n`);
    }
    return status;
  },
};

export const nohup: Command = {
  name: 'nohup',
  wrongUse: 125,
  usage: 'COMMAND [ARGUMENT]…',
  summary: 'Runs a command whose output goes to nohup.out where it would go to a terminal.',
  operandsFirst: true,
  flags: {},
  run(context) {
    const { operands, kernel, isTerminal, descriptor } = context;
    if (!operands.length) throw new UsageError('missing operand', 125);
    const stdio = [0, 1, 2].map(descriptor);
    if (isTerminal(1)) {
      context.warn("nohup: appending output to 'nohup.out'\n");
      stdio[1] = kernel.open('nohup.out', O_WRONLY | O_CREAT | O_APPEND, 0o600);
      if (isTerminal(2)) stdio[2] = stdio[1];
    }
    return run(context, operands, { stdio, group: true });
  },
};

export const timeout: Command = {
  name: 'timeout',
  wrongUse: 125,
  usage: 'DURATION COMMAND [ARGUMENT]…',
  summary: 'Runs a command and ends it after a time.',
  operandsFirst: true,
  long: true,
  flags: {
    signal: { short: 's', value: 'SIGNAL', help: 'in place of TERM' },
    'kill-after': { short: 'k', value: 'DURATION', help: 'KILL so long after' },
    'preserve-status': { help: "the command's own status" },
    foreground: { help: 'accepted' },
    verbose: { short: 'v', help: 'say what is sent' },
  },
  run(context) {
    const { operands, on, value, kernel } = context;
    const [time, ...words] = operands;
    if (time === undefined || !words.length) throw new UsageError('missing operand', 125);
    const signal = signalNumber(value('signal') ?? 'TERM');
    if (signal === undefined) throw new UsageError(`invalid signal '${value('signal')}'`, 125);
    const limit = duration(time);
    const started = start(context, words);
    if ('status' in started) return started.status;
    const { pid } = started;
    const expires = (milliseconds: number) => {
      const end = performance.now() + milliseconds;
      return { until: () => performance.now() >= end, longest: () => Math.max(1, end - performance.now()) };
    };
    const first = expires(limit === 0 ? Number.POSITIVE_INFINITY : limit);
    const waitUntil = ({ until, longest }: ReturnType<typeof expires>): number | undefined => {
      for (;;) {
        const status = waitFor(context, pid, () => true, 0);
        if (status !== undefined) return status;
        if (until()) return undefined;
        const words32 = new Int32Array(kernel.memory.buffer);
        const seen = Atomics.load(words32, kernel.eventWord);
        const again = waitFor(context, pid, () => true, 0);
        if (again !== undefined) return again;
        kernel.resting(() => Atomics.wait(words32, kernel.eventWord, seen, Math.min(longest(), 10_000)));
      }
    };
    let status = waitUntil(first);
    if (status !== undefined) return status;
    if (on('verbose')) context.warn(`timeout: sending signal ${value('signal') ?? 'TERM'} to command '${words[0]}'\n`);
    kernel.kill(pid, signal);
    kernel.kill(pid, 18);
    const after = value('kill-after');
    status = after === undefined ? waitFor(context, pid) : waitUntil(expires(duration(after)));
    if (status === undefined) {
      kernel.kill(pid, 9);
      waitFor(context, pid);
      return 137;
    }
    return on('preserve-status') ? status : signal === 9 ? 137 : 124;
  },
};

export const time: Command = {
  name: 'time',
  usage: 'COMMAND [ARGUMENT]…',
  summary: 'Runs a command and says how long it took.',
  operandsFirst: true,
  long: true,
  flags: { portability: { short: 'p', help: "POSIX's format" } },
  run(context) {
    if (!context.operands.length) return 0;
    const timing = new Timing(context.kernel);
    const status = run(context, context.operands);
    const { real, user } = timing.passed;
    const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
    context.warn(
      context.on('portability') ? `real ${seconds(real)}\nuser ${seconds(user)}\nsys 0.00\n` : timing.report(),
    );
    return status;
  },
};

/** Runs the rest of its words: priorities and sessions are nothing to a container of one user. */
const passOn = (name: string, summary: string, flags: Command['flags']): Command => ({
  name,
  usage: 'COMMAND [ARGUMENT]…',
  summary,
  operandsFirst: true,
  flags,
  run: (context) => (context.operands.length ? become(context, context.operands, context.program.environment) : 0),
});

export const nice = passOn('nice', 'Runs a command; priorities have no meaning here.', {
  adjustment: { short: 'n', value: 'N', help: 'accepted' },
});
