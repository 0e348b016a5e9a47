/** ps. CPU time and memory are what the kernel's usage.ts says they are. */
import type { ProcessInformation, SystemCalls } from '../../kernel/system_calls.ts';
import { strftime } from '../sh/printf.ts';
import { type Command, UsageError } from './command.ts';
import { clockTime, commandLine, commandName, stateLetter, stateWord } from './process_words.ts';

interface Column {
  title: string;
  left?: boolean;
  /** Columns at least. */
  least?: number;
  value(process: ProcessInformation, kernel: SystemCalls): string;
}

const age = ({ startTime }: ProcessInformation): number => Math.max(0, Date.now() - startTime);
const share = (part: number, whole: number): string => (whole > 0 ? (100 * part) / whole : 0).toFixed(1);
const kibibytes = ({ memory }: ProcessInformation): string => String(Math.round(memory / 1024));
const terminalName = ({ terminal }: ProcessInformation): string => (terminal < 0 ? '?' : `pts/${terminal}`);
const user = { left: true, value: () => 'root' };

/** As procps has it with its largest pids. */
const pidWidth = 7;
const columns: Record<string, Column> = {
  pid: { title: 'PID', least: pidWidth, value: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', least: pidWidth, value: ({ ppid }) => String(ppid) },
  pgid: { title: 'PGID', least: pidWidth, value: ({ pgid }) => String(pgid) },
  sid: { title: 'SID', least: pidWidth, value: ({ sid }) => String(sid) },
  user: { title: 'USER', ...user },
  uid: { title: 'UID', ...user },
  stat: { title: 'STAT', left: true, value: stateWord },
  state: { title: 'S', left: true, value: stateLetter },
  tty: { title: 'TTY', left: true, value: terminalName },
  time: { title: 'TIME', value: ({ cpuTime }) => clockTime(cpuTime) },
  cputimes: { title: 'TIME', value: ({ cpuTime }) => String(Math.floor(cpuTime / 1000)) },
  // In milliseconds, which the native one does not have: whoever shows shares needs it.
  cpums: { title: 'CPUMS', value: ({ cpuTime }) => String(Math.round(cpuTime)) },
  etime: { title: 'ELAPSED', value: (process) => clockTime(age(process)) },
  etimes: { title: 'ELAPSED', value: (process) => String(Math.floor(age(process) / 1000)) },
  stime: { title: 'STIME', value: ({ startTime }) => strftime('%H:%M', new Date(startTime)) },
  lstart: { title: 'STARTED', value: ({ startTime }) => strftime('%a %b %e %H:%M:%S %Y', new Date(startTime)) },
  '%cpu': { title: '%CPU', value: (process) => share(process.cpuTime, age(process)) },
  '%mem': { title: '%MEM', value: ({ memory }, kernel) => share(memory, kernel.memoryLimit()) },
  rss: { title: 'RSS', value: kibibytes },
  vsz: { title: 'VSZ', value: kibibytes },
  // What lsof tells natively.
  ports: { title: 'PORTS', left: true, value: ({ pid }, kernel) => kernel.portsOf(pid).join(',') || '-' },
  comm: { title: 'COMMAND', left: true, value: commandName },
  args: { title: 'COMMAND', left: true, value: commandLine },
};
const synonyms: Record<string, string> = {
  cmd: 'args',
  command: 'args',
  ucmd: 'comm',
  s: 'state',
  pcpu: '%cpu',
  pmem: '%mem',
  tname: 'tty',
  tt: 'tty',
  euser: 'user',
  cputime: 'time',
  start: 'stime',
  pgrp: 'pgid',
  sess: 'sid',
  rssize: 'rss',
};

const plainColumns = ['pid', 'tty', 'time', 'comm'];
const bsdColumns = ['pid', 'tty', 'stat', 'time', 'args'];
const userColumns = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'stime', 'time', 'args'];
const fullColumns = ['uid', 'pid', 'ppid', 'stime', 'tty', 'time', 'args'];
const jobColumns = ['pid', 'pgid', 'sid', 'tty', 'time', 'comm'];

interface Chosen {
  column: Column;
  title: string;
}

/** `pid,comm=NAME,args=`: a title of one's own may be none. */
function readFormat(format: string): Chosen[] {
  const parts = format.split(/[,\s]+/).filter(Boolean);
  return parts.map((part) => {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const column = columns[synonyms[name] ?? name];
    if (!column) throw new UsageError(`unknown user-defined format specifier "${name}"`);
    return { column, title: equals < 0 ? column.title : part.slice(equals + 1) };
  });
}

function pidsOf(words: readonly string[]): number[] {
  return words
    .flatMap((word) => word.split(/[,\s]+/))
    .map((word) => {
      if (!/^\d+$/.test(word)) throw new UsageError('process ID list syntax error');
      return Number(word);
    });
}

function compare(key: string): (one: ProcessInformation, other: ProcessInformation) => number {
  const name = key.replace(/^[+-]/, '');
  const numbers: Record<string, (process: ProcessInformation) => number> = {
    pid: ({ pid }) => pid,
    ppid: ({ ppid }) => ppid,
    time: ({ cpuTime }) => cpuTime,
    '%cpu': (process) => process.cpuTime / Math.max(1, age(process)),
    rss: ({ memory }) => memory,
    '%mem': ({ memory }) => memory,
    etime: age,
  };
  const value = numbers[synonyms[name] ?? name];
  if (!value) throw new UsageError(`unknown sort specifier "${key}"`);
  const direction = key.startsWith('-') ? -1 : 1;
  return (one, other) => direction * (value(one) - value(other));
}

export const ps: Command = {
  name: 'ps',
  usage: '[aux] [PID…]',
  summary: 'Lists processes. RSS is 0 until the browser has measured, which it does some seconds after it is asked.',
  flags: {
    every: { short: 'eA', help: 'all processes' },
    terminals: { short: 'a', help: 'all processes' },
    full: { short: 'f', help: 'more columns' },
    jobs: { short: 'j', help: 'columns of job control' },
    long: { short: 'l', help: 'accepted' },
    wide: { short: 'w', help: 'accepted: nothing is cut' },
    format: { short: 'o', value: 'COLUMNS', help: `of ${Object.keys(columns).join(' ')}; NAME=TITLE, NAME= for none` },
    pid: { short: 'p', value: 'PIDS', help: 'these processes' },
    ppid: { value: 'PIDS', help: 'the children of these' },
    tty: { short: 't', value: 'TERMINALS', help: 'the processes of these terminals: pts/0 or 0' },
    command: { short: 'C', value: 'NAMES', help: 'processes of these names' },
    sort: { value: 'COLUMN', help: 'by pid, ppid, time, %cpu, rss, %mem or etime; - before it: largest first' },
    'no-headers': { help: 'without the line of titles' },
    'no-heading': { help: 'the same' },
  },
  run(context) {
    const { kernel, operands, on, values, value, print } = context;
    const letters = operands.filter((word) => !/^[\d,]+$/.test(word)).join('');
    const strange = /[^aefjlouwxAT]/.exec(letters);
    if (strange) throw new UsageError(`unsupported option '${strange[0]}' (BSD syntax)`);
    const bsd = (letter: string) => letters.includes(letter);
    const all = on('every') || on('terminals') || bsd('a') || bsd('x') || bsd('e') || bsd('A');
    const listed = [...values('pid'), ...operands.filter((word) => /^[\d,]+$/.test(word))];
    const pids = pidsOf(listed);
    const parents = pidsOf(values('ppid'));
    const names = values('command').flatMap((list) => list.split(','));
    const formats = values('format').flatMap(readFormat);
    const usual = bsd('u')
      ? userColumns
      : on('full')
        ? fullColumns
        : on('jobs') || bsd('j')
          ? jobColumns
          : letters
            ? bsdColumns
            : plainColumns;
    const chosen = formats.length ? formats : readFormat(usual.join(','));
    const own = kernel.getsid(0);
    const ownTerminal = kernel.processes().find(({ sid }) => sid === own)?.terminal ?? -1;
    const terminals = values('tty').flatMap((list) => list.split(',').map((name) => name.replace('/dev/', '')));
    const isWanted = (process: ProcessInformation): boolean => {
      const { pid, ppid, sid, terminal } = process;
      if (terminals.length) return terminals.includes(terminalName(process)) || terminals.includes(String(terminal));
      if (pids.length || parents.length || names.length)
        return pids.includes(pid) || parents.includes(ppid) || names.includes(commandName(process));
      // A terminal's processes, whichever of its sessions they are in.
      return all || sid === own || (terminal >= 0 && terminal === ownTerminal);
    };
    const found = kernel.processes().filter(isWanted);
    for (const key of (value('sort') ?? '').split(',').filter(Boolean).reverse()) found.sort(compare(key));
    const headed = !on('no-headers') && !on('no-heading') && chosen.some(({ title }) => title !== '');
    const rows = [
      ...(headed ? [chosen.map(({ title }) => title)] : []),
      ...found.map((process) => chosen.map(({ column }) => column.value(process, kernel))),
    ];
    const widths = chosen.map(({ column }, at) =>
      Math.max(column.least ?? 0, ...rows.map((row) => (row[at] ?? '').length)),
    );
    for (const row of rows) {
      const cells = row.map((cell, at) => {
        if (!chosen[at]?.column.left) return cell.padStart(widths[at] ?? 0);
        return at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0);
      });
      print(`${cells.join(' ').trimEnd()}\n`);
    }
    return found.length ? 0 : 1;
  },
};
