/** top. Its CPU shares are those since the last look, of one processor. */
import type { ProcessInformation } from '../../kernel/system_calls.ts';
import { strftime } from '../sh/printf.ts';
import { sleep } from '../system/io.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { commandLine, stateLetter } from './process_words.ts';
import { humanSize } from './sizes.ts';
import { duration } from './sleep.ts';
import { Terminal } from './terminal.ts';

/** A process, and the share of a processor that it had lately. */
interface Row {
  process: ProcessInformation;
  share: number;
}

type Order = (one: Row, other: Row) => number;
/** The keys of procps' top. */
const orders: Readonly<Record<string, Order>> = {
  P: (one, other) => other.share - one.share || one.process.pid - other.process.pid,
  M: (one, other) => other.process.memory - one.process.memory || one.process.pid - other.process.pid,
  N: (one, other) => one.process.pid - other.process.pid,
  T: (one, other) => other.process.cpuTime - one.process.cpuTime || one.process.pid - other.process.pid,
};
const byShare: Order = orders['P'] ?? (() => 0);
const titles = '    PID    PPID S  %CPU     RES     TIME+ COMMAND';
const titlesAt = 3;

/** Minutes, seconds and hundredths. */
function preciseTime(milliseconds: number): string {
  const hundredths = Math.floor(milliseconds / 10);
  const minutes = Math.floor(hundredths / 6000);
  const rest = ((hundredths % 6000) / 100).toFixed(2).padStart(5, '0');
  return `${minutes}:${rest}`;
}

class Looks {
  readonly #context: CommandContext;
  #before = new Map<number, number>();
  #at = 0;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** The lines of a screen: the head, the titles, and a line for each process. */
  look(order: Order): string[] {
    const { kernel } = this.#context;
    const now = performance.now();
    const processes = kernel.processes();
    const rows = processes.map((process): Row => {
      // At the first look, and of a new process: since its start.
      const before = this.#before.get(process.pid);
      const passed = before === undefined ? Date.now() - process.startTime : now - this.#at;
      return { process, share: (100 * (process.cpuTime - (before ?? 0))) / Math.max(1, passed) };
    });
    this.#before = new Map(processes.map(({ pid, cpuTime }) => [pid, cpuTime]));
    this.#at = now;
    const count = (letter: string) => processes.filter((process) => stateLetter(process) === letter).length;
    const numbers = `${count('R')} running, ${count('S')} sleeping, ${count('T')} stopped, ${count('Z')} zombie`;
    return [
      `top - ${strftime('%H:%M:%S', new Date())}   Tasks: ${processes.length} total, ${numbers}`,
      `Files, pipes and processes: ${humanSize(kernel.memoryUsed())} used of ${humanSize(kernel.memoryLimit())}`,
      '',
      titles,
      ...rows.sort(order).map(line),
    ];
  }
}

function line({ process, share }: Row): string {
  const { pid, ppid, memory, cpuTime } = process;
  const size = memory ? humanSize(memory) : '-';
  const cells = [String(pid).padStart(7), String(ppid).padStart(7), stateLetter(process)];
  return `${[...cells, share.toFixed(1).padStart(5), size.padStart(7), preciseTime(cpuTime).padStart(9)].join(' ')} ${commandLine(process)}`;
}

function batch({ print, flush, kernel }: CommandContext, looks: Looks, most: number, delay: number): number {
  for (let i = 0; i < most; i++) {
    if (i > 0) sleep(kernel, delay);
    print(`${i > 0 ? '\n' : ''}${looks.look(byShare).join('\n')}\n`);
    flush();
  }
  return 0;
}

export const top: Command = {
  name: 'top',
  usage: '',
  summary: 'Shows the processes, again and again. Keys: P, M, N, T sort by CPU, memory, pid, time; q ends it.',
  long: true,
  flags: {
    batch: { short: 'b', help: 'print in place of showing' },
    iterations: { short: 'n', value: 'N', help: 'so often' },
    delay: { short: 'd', value: 'SECONDS', help: 'between two times (2)' },
  },
  run(context) {
    const { on, value } = context;
    const most = Number(value('iterations') ?? Number.POSITIVE_INFINITY);
    if (Number.isNaN(most)) throw new UsageError(`bad iterations argument '${value('iterations')}'`);
    const delay = Math.max(100, duration(value('delay') ?? '2'));
    const looks = new Looks(context);
    if (on('batch')) return batch(context, looks, most, delay);
    const terminal = Terminal.open(context);
    if (!terminal) throw new UsageError('failed tty get');
    let order = byShare;
    try {
      for (let i = 0; i < most; i++) {
        const { columns, rows } = terminal.size;
        const lines = looks.look(order).slice(0, rows);
        const shown = lines.map((text, index) => {
          const cut = text.slice(0, columns);
          return `${index === titlesAt ? `\x1b[7m${cut.padEnd(columns)}\x1b[0m` : cut}\x1b[K`;
        });
        terminal.write(`\x1b[H${shown.join('\r\n')}\x1b[J`);
        const key = terminal.key(delay);
        if (key === undefined || key === 'q' || key === '\x03') break;
        order = orders[key] ?? order;
      }
    } finally {
      terminal.close();
    }
    return 0;
  },
};
