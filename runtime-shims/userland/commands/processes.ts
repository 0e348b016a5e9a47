/** ps, kill, killall, pgrep, pkill, pidof. */
import type { ProcessInformation } from '../../kernel/system_calls.ts';
import { strftime } from '../sh/printf.ts';
import { signalNames, signalNumber } from '../sh/trap_builtin.ts';
import { errnoMessage } from '../system/errors.ts';
import { baseName } from '../system/files.ts';
import { RUNNER } from '../system/program.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';

const letters = { embryo: 'R', running: 'S', stopped: 'T', zombie: 'Z' };

/** The command line as it was typed: without the interpreters that the kernel put in front. */
export function commandLine({ argv }: ProcessInformation): string {
  const words = argv[0] === RUNNER ? argv.slice(1) : argv;
  // The state of a subshell is of no interest.
  if (words[1] === '--subshell') return `${words[0]} (subshell)`;
  return words.join(' ');
}

export function commandName(process: ProcessInformation): string {
  const words = process.argv[0] === RUNNER ? process.argv.slice(1) : process.argv;
  return baseName(words[0] ?? '');
}

const columns: Record<string, { title: string; right: boolean; value: (process: ProcessInformation) => string }> = {
  pid: { title: 'PID', right: true, value: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', right: true, value: ({ ppid }) => String(ppid) },
  pgid: { title: 'PGID', right: true, value: ({ pgid }) => String(pgid) },
  sid: { title: 'SID', right: true, value: ({ sid }) => String(sid) },
  user: { title: 'USER', right: false, value: () => 'root' },
  uid: { title: 'UID', right: false, value: () => 'root' },
  stat: { title: 'STAT', right: false, value: ({ state }) => letters[state] },
  state: { title: 'S', right: false, value: ({ state }) => letters[state] },
  tty: { title: 'TTY', right: false, value: ({ sid }) => (sid ? 'pts/0' : '?') },
  time: { title: 'TIME', right: true, value: () => '00:00:00' },
  stime: { title: 'STIME', right: true, value: ({ startTime }) => strftime('%H:%M', new Date(startTime)) },
  '%cpu': { title: '%CPU', right: true, value: () => '0.0' },
  '%mem': { title: '%MEM', right: true, value: () => '0.0' },
  rss: { title: 'RSS', right: true, value: () => '0' },
  vsz: { title: 'VSZ', right: true, value: () => '0' },
  comm: { title: 'COMMAND', right: false, value: commandName },
  args: { title: 'COMMAND', right: false, value: commandLine },
};
const synonyms: Record<string, string> = {
  cmd: 'args',
  command: 'args',
  ucmd: 'comm',
  s: 'state',
  pcpu: '%cpu',
  pmem: '%mem',
  tname: 'tty',
  euser: 'user',
};

export const ps: Command = {
  name: 'ps',
  usage: '[aux] [-ef] [-o COLUMNS] [-p PIDS]',
  summary: 'Lists processes.',
  flags: {},
  plain: true,
  run(context) {
    const { kernel, operands, print } = context;
    let wanted = ['pid', 'tty', 'time', 'comm'];
    let all = false;
    let headed = true;
    let pids: number[] | undefined;
    for (let i = 0; i < operands.length; i++) {
      const word = operands[i] ?? '';
      const option = /^(?:-o|--format=?|-p|--pid=?)(.*)$/.exec(word);
      if (option && /^(?:-o|--format)/.test(word)) {
        const list = option[1] || (operands[++i] ?? '');
        if (list.split(/[,\s]/).every((each) => each.endsWith('='))) headed = false;
        wanted = list
          .split(/[,\s]+/)
          .map((each) => each.replace(/=.*$/, ''))
          .map((each) => synonyms[each] ?? each);
      } else if (option) pids = (option[1] || (operands[++i] ?? '')).split(',').map(Number);
      else if (/^--no-headers?$/.test(word)) headed = false;
      else if (/^\d+$/.test(word)) pids = [...(pids ?? []), Number(word)];
      else {
        const flags = word.replace(/^-/, '');
        if (/[eAax]/.test(flags)) all = true;
        if (flags.includes('u') && !word.startsWith('-'))
          wanted = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'stime', 'time', 'args'];
        else if (flags.includes('f')) wanted = ['uid', 'pid', 'ppid', 'stime', 'tty', 'time', 'args'];
        else if (flags.includes('j')) wanted = ['pid', 'pgid', 'sid', 'tty', 'time', 'comm'];
        else if (/x/.test(flags) && !word.startsWith('-')) wanted = ['pid', 'tty', 'stat', 'time', 'args'];
      }
    }
    const own = kernel.getsid(0);
    const processes = kernel.processes().filter(({ pid, sid }) => (pids ? pids.includes(pid) : all || sid === own));
    const chosen = wanted.map((name) => {
      const column = columns[name];
      if (!column) throw new UsageError(`unknown column '${name}'`);
      return column;
    });
    const rows = [
      ...(headed ? [chosen.map(({ title }) => title)] : []),
      ...processes.map((process) => chosen.map(({ value }) => value(process))),
    ];
    const widths = chosen.map((_, column) =>
      Math.max(...rows.map((row) => (row[column] ?? '').length), column === 0 ? 5 : 0),
    );
    for (const row of rows) {
      const cells = row.map((cell, column) => {
        const last = column === row.length - 1 && !chosen[column]?.right;
        return last
          ? cell
          : chosen[column]?.right
            ? cell.padStart(widths[column] ?? 0)
            : cell.padEnd(widths[column] ?? 0);
      });
      print(`${cells.join(' ').trimEnd()}\n`);
    }
    return pids && !processes.length ? 1 : 0;
  },
};

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

const searching = (
  name: string,
  summary: string,
  act: (context: CommandContext, found: ProcessInformation[], signal: number) => void,
): Command => ({
  name,
  usage: 'PATTERN',
  summary,
  flags: {},
  plain: true,
  run(context) {
    const { signal, rest } = name === 'pgrep' ? { signal: 0, rest: context.operands } : signalOf(context.operands);
    const flags = rest.filter((word) => word.startsWith('-')).join('');
    const patterns = rest.filter((word) => !word.startsWith('-'));
    if (!patterns.length) throw new UsageError('no matching criteria specified', 2);
    const exact = name === 'killall' || name === 'pidof' || flags.includes('x');
    const found = patterns.flatMap((pattern) =>
      matching(context, exact ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : pattern, exact, flags.includes('f')),
    );
    if (flags.includes('l') && name === 'pgrep')
      for (const process of found)
        context.print(`${process.pid} ${flags.includes('a') ? commandLine(process) : commandName(process)}\n`);
    else act(context, found, signal);
    return found.length ? 0 : 1;
  },
});

const send = ({ kernel }: CommandContext, found: readonly ProcessInformation[], signal: number) => {
  for (const { pid } of found) kernel.kill(pid, signal);
};

export const pgrep = searching('pgrep', 'Prints the pids of processes by name.', ({ print }, found) => {
  for (const { pid } of found) print(`${pid}\n`);
});
export const pkill = searching('pkill', 'Sends a signal to processes by name.', send);
export const killall = searching('killall', 'Sends a signal to processes of a name.', send);
export const pidof = searching('pidof', 'Prints the pids of processes of a name.', ({ print }, found) => {
  if (found.length)
    print(
      `${found
        .map(({ pid }) => pid)
        .reverse()
        .join(' ')}\n`,
    );
});
