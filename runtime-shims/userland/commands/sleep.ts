import { sleep as wait } from '../system/io.ts';
import { type Command, UsageError } from './command.ts';

const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `1`, `0.5s`, `2m` in milliseconds. */
export function duration(text: string): number {
  const match = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(text);
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY;
  if (!match) throw new UsageError(`invalid time interval '${text}'`);
  return Number(match[1]) * (units[match[2] ?? ''] ?? 1) * 1000;
}

export const sleep: Command = {
  name: 'sleep',
  usage: 'SECONDS…',
  summary: 'Waits.',
  flags: {},
  long: true,
  run({ operands, kernel }) {
    if (!operands.length) throw new UsageError('missing operand');
    wait(
      kernel,
      operands.reduce((sum, text) => sum + duration(text), 0),
    );
    return 0;
  },
};
