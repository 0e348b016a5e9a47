/** uname, whoami, hostname, id, nproc, date, uptime, arch, groups, logname, clear, sync. */
import { strftime } from '../sh/printf.ts';
import { readText, stat } from '../system/files.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { parseDate } from './dates.ts';
import { USER_ID, userName } from './users.ts';

/** As os.release() and os.version() have it in a program of Node's here. */
const system = { name: 'Linux', release: '6.6.0-wardian', version: '#1 SMP', machine: 'x86_64' };

const simple = (name: string, usage: string, summary: string, run: (context: CommandContext) => number): Command => ({
  name,
  usage,
  summary,
  flags: {},
  run,
});

function hostName({ kernel }: CommandContext): string {
  const content = kernel.readFile('/etc/hostname');
  return typeof content === 'number' ? 'wardian' : readText(kernel, '/etc/hostname').trim();
}

export const uname: Command = {
  name: 'uname',
  usage: '',
  summary: 'Prints what system this is.',
  flags: {
    all: { short: 'a', help: 'all of it' },
    'kernel-name': { short: 's', help: 'the name of the kernel' },
    nodename: { short: 'n', help: 'the name of the machine' },
    'kernel-release': { short: 'r', help: 'the release of the kernel' },
    'kernel-version': { short: 'v', help: 'the version of the kernel' },
    machine: { short: 'm', help: 'the kind of machine' },
    processor: { short: 'p', help: 'the same' },
    'hardware-platform': { short: 'i', help: 'the same' },
    'operating-system': { short: 'o', help: 'the operating system' },
  },
  run(context) {
    const { on, print } = context;
    const parts: [string, string][] = [
      ['kernel-name', system.name],
      ['nodename', hostName(context)],
      ['kernel-release', system.release],
      ['kernel-version', system.version],
      ['machine', system.machine],
      ['processor', system.machine],
      ['hardware-platform', system.machine],
      ['operating-system', 'GNU/Linux'],
    ];
    const chosen = parts.filter(
      ([flag]) => on(flag) || (on('all') && flag !== 'processor' && flag !== 'hardware-platform'),
    );
    print(`${(chosen.length ? chosen : parts.slice(0, 1)).map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
};

export const arch = simple('arch', '', 'Prints the kind of machine.', ({ print }) => {
  print(`${system.machine}\n`);
  return 0;
});

export const whoami = simple('whoami', '', 'Prints the name of the user.', ({ print, kernel }) => {
  print(`${userName(kernel, USER_ID)}\n`);
  return 0;
});

export const logname: Command = { ...whoami, name: 'logname' };
export const groups: Command = { ...whoami, name: 'groups', summary: 'Prints the groups of the user.' };

export const hostname: Command = {
  name: 'hostname',
  usage: '',
  summary: 'Prints the name of the machine.',
  flags: {
    short: { short: 's', help: 'up to the first dot' },
    fqdn: { short: 'f', help: 'the whole name' },
    'ip-address': { short: 'iI', help: 'the address' },
  },
  run(context) {
    context.print(context.on('ip-address') ? '127.0.0.1\n' : `${hostName(context)}\n`);
    return 0;
  },
};

export const id: Command = {
  name: 'id',
  usage: '',
  summary: 'Prints who the user is.',
  flags: {
    user: { short: 'u', help: 'the number of the user' },
    group: { short: 'g', help: 'the number of the group' },
    groups: { short: 'G', help: 'the numbers of all groups' },
    name: { short: 'n', help: 'names in place of numbers' },
    real: { short: 'r', help: 'accepted' },
  },
  run({ on, print, kernel }) {
    const name = userName(kernel, USER_ID);
    if (on('user') || on('group') || on('groups')) print(on('name') ? `${name}\n` : `${USER_ID}\n`);
    else print(`uid=${USER_ID}(${name}) gid=${USER_ID}(${name}) groups=${USER_ID}(${name})\n`);
    return 0;
  },
};

export const nproc: Command = {
  name: 'nproc',
  usage: '',
  summary: 'Prints the number of processors.',
  flags: { all: { help: 'accepted' }, ignore: { value: 'N', help: 'leave out so many' } },
  run({ print, value }) {
    print(`${Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? 1) - Number(value('ignore') ?? 0))}\n`);
    return 0;
  },
};

export const date: Command = {
  name: 'date',
  usage: '[+FORMAT]',
  summary: 'Prints the time.',
  flags: {
    date: { short: 'd', value: 'TEXT', help: 'that time in place of now' },
    reference: { short: 'r', value: 'FILE', help: 'the time of change of that file' },
    utc: { short: 'u', help: 'in UTC' },
    'iso-8601': { short: 'I', value: 'UNIT', optional: true, help: 'date, hours, minutes, seconds or ns' },
    'rfc-3339': { value: 'UNIT', help: 'the same with a blank' },
    'rfc-email': { short: 'R', help: 'as in messages' },
    set: { short: 's', value: 'TEXT', help: 'not possible here' },
  },
  run(context) {
    const { operands, on, value, print, kernel, environment } = context;
    if (on('set')) throw new UsageError('cannot set date: Operation not permitted');
    const zone = environment('TZ');
    const utc = on('utc') || zone === 'UTC' || zone === 'UTC0' || zone === 'GMT';
    let milliseconds: number | undefined = Date.now();
    const text = value('date');
    const reference = value('reference');
    if (text !== undefined) milliseconds = parseDate(text, utc);
    else if (reference !== undefined) {
      const found = stat(kernel, reference);
      if (typeof found === 'number') throw new UsageError(`${reference}: No such file or directory`);
      milliseconds = found.modified;
    }
    if (milliseconds === undefined) throw new UsageError(`invalid date '${text}'`);
    const time = new Date(milliseconds);
    const [format] = operands;
    if (format !== undefined && !format.startsWith('+')) throw new UsageError(`invalid date '${format}'`);
    const isoFormats: Record<string, string> = {
      '': '%Y-%m-%d',
      date: '%Y-%m-%d',
      hours: '%Y-%m-%dT%H%:z',
      minutes: '%Y-%m-%dT%H:%M%:z',
      seconds: '%Y-%m-%dT%H:%M:%S%:z',
      ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
    };
    let chosen = format?.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y';
    if (on('iso-8601')) chosen = isoFormats[value('iso-8601') ?? ''] ?? '%Y-%m-%d';
    else if (on('rfc-3339'))
      chosen = (isoFormats[value('rfc-3339') ?? ''] ?? '%Y-%m-%d').replace('T', ' ').replace(',', '.');
    else if (on('rfc-email')) chosen = '%a, %d %b %Y %H:%M:%S %z';
    print(`${strftime(chosen, time, utc)}\n`);
    return 0;
  },
};

export const uptime: Command = {
  name: 'uptime',
  usage: '',
  summary: 'Prints how long the container has been running.',
  flags: { pretty: { short: 'p', help: 'in words' }, since: { short: 's', help: 'since when' } },
  run({ on, print, kernel }) {
    const start = Math.min(...kernel.processes().map(({ startTime }) => startTime));
    const begun = start > 1e11 ? start : Date.now() - performance.now();
    const minutes = Math.floor((Date.now() - begun) / 60_000);
    if (on('since')) print(`${strftime('%Y-%m-%d %H:%M:%S', new Date(begun))}\n`);
    else if (on('pretty')) print(`up ${minutes} minute${minutes === 1 ? '' : 's'}\n`);
    else print(` ${strftime('%H:%M:%S', new Date())} up ${minutes} min,  1 user,  load average: 0.00, 0.00, 0.00\n`);
    return 0;
  },
};

export const clear = simple('clear', '', 'Clears the screen.', ({ print }) => {
  print('\x1b[H\x1b[2J\x1b[3J');
  return 0;
});

export const sync = simple('sync', '', 'Does nothing: files are in memory.', () => 0);
