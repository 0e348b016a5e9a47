/** kill, killall, pgrep, pkill, pidof. */
import type { ProcessInformation } from '../../kernel/system_calls.ts';
import { signalNames, signalNumber } from '../sh/trap_builtin.ts';
import { errnoMessage } from '../system/errors.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { commandLine, commandName } from './process_words.ts';

/** The signal of `-9`, `-TERM`, `-s TERM`, and the words behind it. */
function signalOf(operands: readonly string[]): { signal: number; rest: readonly string[] } {
  let words = operands;
  let name = 'TERM';
  const [first = ''] = words;
  if (first === '-s' || first === '-n' || first === '--signal') {
    name = words[1] ?? '';
    words = words.slice(2);
  } else if (/^-(?:\d+|[A-Z][A-Z0-9]+)$/.test(first)) {
    name = first.slice(1);
    words = words.slice(1);
  }
  const signal = signalNumber(name);
  if (signal === undefined) throw new UsageError(`'${name}': invalid signal`);
  return { signal, rest: words[0] === '--' ? words.slice(1) : words };
}

export const kill: Command = {
  name: 'kill',
  usage: '[-SIGNAL] PID…',
  summary: 'Sends signals to processes.',
  flags: {},
  plain: true,
  run({ operands, kernel, print, complain }) {
    if (operands[0] === '-l') {
      const [text] = operands.slice(1);
      if (text === undefined) print(`${signalNames.slice(1).join(' ')}\n`);
      else print(`${/^\d+$/.test(text) ? signalNames[Number(text) & 127] : signalNumber(text)}\n`);
      return 0;
    }
    const { signal, rest } = signalOf(operands);
    if (!rest.length) throw new UsageError('not enough arguments');
    for (const word of rest) {
      const result = /^-?\d+$/.test(word) ? kernel.kill(Number(word), signal) : -22;
      if (result < 0) complain(`(${word}): ${errnoMessage(result)}`);
    }
    return 0;
  },
};

function matching(context: CommandContext, pattern: string, whole: boolean, full: boolean): ProcessInformation[] {
  const expression = new RegExp(whole ? `^(?:${pattern})$` : pattern);
  const self = context.kernel.pid;
  return context.kernel.processes().filter((process) => {
    return (
      process.pid !== self &&
      process.pid !== 1 &&
      process.state !== 'zombie' &&
      expression.test(full ? commandLine(process) : commandName(process))
    );
  });
}

const searchFlags: Command['flags'] = {
  full: { short: 'f', help: 'look at the whole command line' },
  exact: { short: 'x', help: 'the whole must fit' },
};
const listFlags: Command['flags'] = {
  'list-name': { short: 'l', help: 'with the name' },
  'list-full': { short: 'a', help: 'with the command line' },
};

function searching(
  name: string,
  summary: string,
  flags: Command['flags'],
  act: (context: CommandContext, found: ProcessInformation[], signal: number) => void,
): Command {
  const table = { name, usage: '[-SIGNAL] PATTERN…', summary, flags };
  // All but pgrep take a signal before their flags, as kill does.
  const signals = name !== 'pgrep';
  return {
    ...table,
    plain: true,
    run(context) {
      const { signal, rest } = signals ? signalOf(context.operands) : { signal: 0, rest: context.operands };
      const own = context.reparse({ ...table, run: () => 0 }, rest);
      if (!own.operands.length) throw new UsageError('no matching criteria specified', 2);
      const literal = name === 'killall' || name === 'pidof';
      const exact = literal || own.on('exact');
      const found = own.operands.flatMap((pattern) =>
        matching(context, literal ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : pattern, exact, own.on('full')),
      );
      act(own, found, signal);
      return found.length ? 0 : 1;
    },
  };
}

const send = ({ kernel }: CommandContext, found: readonly ProcessInformation[], signal: number) => {
  for (const { pid } of found) kernel.kill(pid, signal);
};

export const pgrep = searching(
  'pgrep',
  'Prints the pids of processes by name.',
  { ...searchFlags, ...listFlags },
  ({ print, on }, found) => {
    for (const process of found) {
      const words = on('list-full') ? ` ${commandLine(process)}` : on('list-name') ? ` ${commandName(process)}` : '';
      print(`${process.pid}${words}\n`);
    }
  },
);
export const pkill = searching('pkill', 'Sends a signal to processes by name.', searchFlags, send);
export const killall = searching('killall', 'Sends a signal to processes of a name.', {}, send);
export const pidof = searching('pidof', 'Prints the pids of processes of a name.', {}, ({ print }, found) => {
  const pids = found.map(({ pid }) => pid).reverse();
  if (pids.length) print(`${pids.join(' ')}\n`);
});
