/** tty and who: terminals by name. A session on a terminal counts as a login. */
import type { ProcessInformation } from '../../kernel/system_calls.ts';
import { strftime } from '../sh/printf.ts';
import type { Command, CommandContext } from './command.ts';

/** The number that /dev/pts/N has in the device number of a descriptor (st_rdev). */
function terminalNumber({ kernel, descriptor }: CommandContext): number {
  const fields = new Float64Array(18);
  kernel.fstat(descriptor(0), fields, 0);
  return (fields[5] ?? 0) & 255;
}

export const tty: Command = {
  name: 'tty',
  usage: '',
  summary: 'Prints the name of the terminal.',
  flags: {
    silent: { short: 's', help: 'the exit status only' },
    quiet: { help: 'the same' },
  },
  run(context) {
    const { isTerminal, print, on } = context;
    const terminal = isTerminal(0);
    if (!on('silent') && !on('quiet')) print(terminal ? `/dev/pts/${terminalNumber(context)}\n` : 'not a tty\n');
    return terminal ? 0 : 1;
  },
};

export const who: Command = {
  name: 'who',
  usage: '[am i]',
  summary: 'Prints who is logged in, and on which terminals.',
  flags: {
    all: { short: 'a', help: 'accepted' },
    count: { short: 'q', help: 'names and their number only' },
    heading: { short: 'H', help: 'a line of titles' },
    m: { short: 'm', help: 'only the terminal of standard input' },
    short: { short: 's', help: 'accepted' },
    users: { short: 'u', help: 'with the process of each' },
  },
  run(context) {
    const { kernel, on, operands, print, isTerminal } = context;
    const own = on('m') || operands.length === 2;
    if (own && !isTerminal(0)) return 0;
    const number = own ? terminalNumber(context) : -1;
    const user = kernel.processes().filter(({ pid, sid, terminal, state }) => {
      const leads = pid === sid && terminal >= 0 && state !== 'zombie';
      return leads && (!own || terminal === number);
    });
    if (on('count')) {
      print(`${user.map(() => 'root').join(' ')}\n# users=${user.length}\n`);
      return 0;
    }
    const line = (name: string, where: string, time: string, pid: string) =>
      print(`${`${name.padEnd(8)} ${where.padEnd(12)} ${time.padEnd(16)}${on('users') ? ` ${pid}` : ''}`.trimEnd()}\n`);
    if (on('heading')) line('NAME', 'LINE', 'TIME', '        PID');
    for (const each of user) line('root', `pts/${each.terminal}`, begun(each), `  .  ${String(each.pid).padStart(9)}`);
    return 0;
  },
};

const begun = ({ startTime }: ProcessInformation): string => strftime('%Y-%m-%d %H:%M', new Date(startTime));
