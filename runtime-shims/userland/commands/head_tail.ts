import { O_RDONLY } from '../../kernel/constants.ts';
import { isFile, stat } from '../system/files.ts';
import { type Input, sleep } from '../system/io.ts';
import { concatenate } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';

const units: Record<string, number> = {
  '': 1,
  b: 512,
  k: 1024,
  K: 1024,
  kB: 1000,
  KiB: 1024,
  M: 1_048_576,
  MB: 1e6,
  MiB: 1_048_576,
  G: 1_073_741_824,
  GB: 1e9,
};

/** `10`, `-10`, `+10`, with a unit. */
export function amount(text: string, what: string): { sign: string; count: number } {
  const match = /^([-+]?)(\d+)([a-zA-Z]*)$/.exec(text);
  const unit = units[match?.[3] ?? '?'];
  if (!match || unit === undefined) throw new UsageError(`invalid number of ${what}: '${text}'`);
  return { sign: match[1] ?? '', count: Number(match[2]) * unit };
}

function titled(context: CommandContext, action: (input: Input, path: string) => void): number {
  const { operands, on, print, open } = context;
  const titles = (operands.length > 1 || on('verbose')) && !on('quiet');
  let first = true;
  for (const path of operands.length ? operands : ['-']) {
    const input = open(path);
    if (!input) continue;
    if (titles) print(`${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
    first = false;
    action(input, path);
  }
  return 0;
}

const common = {
  bytes: { short: 'c', value: 'N', help: 'bytes in place of lines' },
  lines: { short: 'n', value: 'N', help: 'how many lines (10)' },
  quiet: { short: 'q', help: 'never print names' },
  verbose: { short: 'v', help: 'always print names' },
  'zero-terminated': { short: 'z', help: 'lines end with NUL' },
};

export const head: Command = {
  name: 'head',
  usage: '[FILE]…',
  summary: 'Prints the first lines.',
  flags: { ...common, lines: { ...common.lines, help: 'how many lines (10); with - all but the last N' } },
  number: 'lines',
  run(context) {
    const bytes = context.value('bytes');
    const { sign, count } = amount(bytes ?? context.value('lines') ?? '10', bytes === undefined ? 'lines' : 'bytes');
    const delimiter = context.on('zero-terminated') ? 0 : 10;
    return titled(context, (input) => {
      if (sign === '-') return allButLast(context, input, bytes !== undefined, count, delimiter);
      let left = count;
      while (left > 0) {
        const chunk = bytes === undefined ? input.lineBytes(delimiter) : input.chunk();
        if (!chunk) return;
        context.print(bytes === undefined ? chunk : chunk.subarray(0, left));
        left -= bytes === undefined ? 1 : chunk.length;
      }
    });
  },
};

function allButLast({ print }: CommandContext, input: Input, bytes: boolean, count: number, delimiter: number): void {
  if (bytes) {
    const all = input.all();
    print(all.subarray(0, Math.max(0, all.length - count)));
    return;
  }
  const kept: Uint8Array[] = [];
  for (let line = input.lineBytes(delimiter); line; line = input.lineBytes(delimiter)) {
    kept.push(line.slice());
    if (kept.length > count) print(kept.shift() ?? '');
  }
}

/** Milliseconds between looks at a file that grows. */
const followInterval = 200;

export const tail: Command = {
  name: 'tail',
  usage: '[FILE]…',
  summary: 'Prints the last lines.',
  flags: {
    ...common,
    lines: { ...common.lines, help: 'how many lines (10); with + from that line on' },
    follow: { short: 'fF', value: 'HOW', optional: 'long', help: 'go on printing what is added' },
    'sleep-interval': { short: 's', value: 'N', help: 'accepted' },
    pid: { value: 'PID', help: 'with -f: until that process ends' },
    retry: { help: 'accepted' },
  },
  number: 'lines',
  long: true,
  run(outer) {
    // As it was before -n: `tail +5 FILE`.
    const [first = ''] = outer.operands;
    const isOld = /^\+\d+$/.test(first) && outer.operands.length <= 2 && !outer.on('lines') && !outer.on('bytes');
    const context = isOld ? outer.reparse(tail, ['-n', first, '--', ...outer.operands.slice(1)]) : outer;
    const bytes = context.value('bytes');
    const { sign, count } = amount(bytes ?? context.value('lines') ?? '10', bytes === undefined ? 'lines' : 'bytes');
    const delimiter = context.on('zero-terminated') ? 0 : 10;
    titled(context, (input) => {
      if (sign === '+') fromStart(context, input, bytes !== undefined, count, delimiter);
      else if (bytes !== undefined) lastBytes(context, input, count);
      else lastLines(context, input, count, delimiter);
    });
    if (context.on('follow')) follow(context);
    return 0;
  },
};

function fromStart({ print }: CommandContext, input: Input, bytes: boolean, count: number, delimiter: number): void {
  let skip = Math.max(0, count - 1);
  while (skip > 0) {
    const chunk = bytes ? input.chunk() : input.lineBytes(delimiter);
    if (!chunk) return;
    if (bytes && chunk.length > skip) print(chunk.subarray(skip));
    skip -= bytes ? chunk.length : 1;
  }
  for (let chunk = input.chunk(); chunk; chunk = input.chunk()) print(chunk);
}

function lastBytes({ print }: CommandContext, input: Input, count: number): void {
  let kept: Uint8Array[] = [];
  let size = 0;
  for (let chunk = input.chunk(); chunk; chunk = input.chunk()) {
    kept.push(chunk.slice());
    size += chunk.length;
    if (size > count * 2 + 1_000_000) {
      kept = [concatenate(kept).slice(-count)];
      size = count;
    }
  }
  const all = concatenate(kept);
  print(count === 0 ? '' : all.subarray(Math.max(0, all.length - count)));
}

function lastLines({ print }: CommandContext, input: Input, count: number, delimiter: number): void {
  const ring: Uint8Array[] = [];
  let next = 0;
  for (let line = input.lineBytes(delimiter); line; line = input.lineBytes(delimiter)) {
    if (count === 0) continue;
    ring[next % count] = line.slice();
    next += 1;
  }
  const first = Math.max(0, next - count);
  for (let i = first; i < next; i++) print(ring[i % count] ?? '');
}

function follow(context: CommandContext): void {
  const { kernel, operands, print, flush } = context;
  const paths = operands.filter((path) => isFile(stat(kernel, path)));
  if (!paths.length) return;
  const sizes = new Map(paths.map((path) => [path, sizeOf(context, path)]));
  const buffer = new Uint8Array(65_536);
  let last = paths.at(-1);
  for (;;) {
    flush();
    const pid = context.value('pid');
    if (pid !== undefined && kernel.kill(Number(pid), 0) < 0) return;
    sleep(kernel, followInterval);
    for (const path of paths) {
      let at = sizes.get(path) ?? 0;
      const size = sizeOf(context, path);
      if (size < at) {
        context.warn(`tail: ${path}: file truncated\n`);
        at = 0;
      }
      if (size > at) {
        if (last !== path) print(`\n==> ${path} <==\n`);
        last = path;
        const fd = kernel.open(path, O_RDONLY, 0);
        for (let count = kernel.read(fd, buffer, at); count > 0; count = kernel.read(fd, buffer, at)) {
          print(buffer.subarray(0, count));
          at += count;
        }
        kernel.close(fd);
      }
      sizes.set(path, at);
    }
  }
}

function sizeOf({ kernel }: CommandContext, path: string): number {
  const found = stat(kernel, path);
  return typeof found === 'number' ? 0 : found.size;
}
