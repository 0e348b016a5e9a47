/** Programs that a command starts. */
import { EACCES, ENOENT, ENOEXEC } from '../../kernel/errno.ts';
import { exitStatus } from '../sh/jobs.ts';
import { errnoMessage } from '../system/errors.ts';
import { defaultPath, findProgram } from '../system/program.ts';
import type { CommandContext } from './command.ts';

export interface ChildOptions {
  environment?: ReadonlyMap<string, string>;
  /** Kernel descriptors for 0, 1, 2. */
  stdio?: readonly number[];
  /** A group of its own. */
  group?: boolean;
}

const pairs = (environment: ReadonlyMap<string, string>): string[] =>
  [...environment].map(([key, value]) => `${key}=${value}`);

/** The pid, or the status 127 or 126 after a message. */
export function start(
  context: CommandContext,
  words: readonly string[],
  options: ChildOptions = {},
): { pid: number } | { status: number } {
  const { kernel, program } = context;
  const [name = ''] = words;
  const environment = options.environment ?? program.environment;
  context.flush();
  const found = findProgram(kernel, name, environment.get('PATH') ?? defaultPath);
  const stdio = options.stdio ?? [context.descriptor(0), context.descriptor(1), context.descriptor(2)];
  const request = { env: pairs(environment), stdio, ...(options.group ? { pgid: 0 } : {}) };
  let pid = typeof found === 'number' ? found : kernel.spawn({ ...request, file: found, argv: words });
  if (pid === -ENOEXEC && typeof found === 'string') {
    pid = kernel.spawn({ ...request, file: '/bin/sh', argv: ['sh', found, ...words.slice(1)] });
  }
  if (pid >= 0) return { pid };
  const quoted = pid === -EACCES || pid === -ENOENT;
  context.complain(quoted ? `'${name}': ${errnoMessage(pid)}` : `${name}: ${errnoMessage(pid)}`);
  return { status: pid === -ENOENT ? 127 : 126 };
}

/** Waits for a child; `until` is looked at before each wait of `longest` ms, and true gives up (undefined). */
export function waitFor(
  context: CommandContext,
  pid: number,
  until: () => boolean = () => false,
  longest = 10_000,
): number | undefined {
  const { kernel, program } = context;
  for (;;) {
    const words = new Int32Array(kernel.memory.buffer);
    const seen = Atomics.load(words, kernel.eventWord);
    const status = kernel.wait4(pid, 0);
    if (status !== null) return typeof status === 'number' ? 1 : exitStatus(status);
    if (until()) return undefined;
    program.waiting.relieve();
    kernel.resting(() => Atomics.wait(words, kernel.eventWord, seen, longest));
  }
}

/** Starts and waits. */
export function run(context: CommandContext, words: readonly string[], options: ChildOptions = {}): number {
  const started = start(context, words, options);
  return 'status' in started ? started.status : (waitFor(context, started.pid) ?? 1);
}

/** Goes over to a program for good where that is possible, or waits for it. */
export function become(
  context: CommandContext,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
): number {
  const { kernel, program } = context;
  const [name = ''] = words;
  const file = findProgram(kernel, name, environment.get('PATH') ?? defaultPath);
  if (typeof file === 'string' && program.replace) {
    context.flush();
    const result = program.replace({ file, argv: words, environment: pairs(environment), files: program.files });
    if (result !== -ENOEXEC) {
      context.complain(`'${name}': ${errnoMessage(result)}`);
      return 126;
    }
  }
  return run(context, words, { environment });
}
