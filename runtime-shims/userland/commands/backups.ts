/** The backups that cp, mv and ln keep of what they replace (`-b`, `--backup`, `-S`). */
import { directoryName, exists, list } from '../system/files.ts';
import { type CommandContext, UsageError } from './command.ts';

export const backupFlags = {
  b: { short: 'b', help: 'keep what is replaced as NAME~' },
  backup: { value: 'HOW', optional: true, help: 'the same: simple, numbered, existing or none' },
  suffix: { short: 'S', value: 'SUFFIX', help: 'in place of ~' },
};

const ways = ['none', 'off', 'numbered', 't', 'existing', 'nil', 'simple', 'never'];

function highestNumber({ kernel }: CommandContext, path: string): number {
  const entries = list(kernel, directoryName(path));
  if (typeof entries === 'number') return 0;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Math.max(
    0,
    ...entries
      .filter((entry) => entry.name.startsWith(`${name}.~`) && entry.name.endsWith('~'))
      .map((entry) => Number(entry.name.slice(name.length + 2, -1)) || 0),
  );
}

/** Renames what is at `path`, where it is to be kept. */
export function backUp(context: CommandContext, path: string): void {
  const { on, value, kernel } = context;
  if (!on('b') && !on('backup') && !on('suffix')) return;
  const way = value('backup') || 'existing';
  if (!ways.includes(way)) throw new UsageError(`invalid argument '${way}' for 'backup type'`);
  if (way === 'none' || way === 'off' || !exists(kernel, path)) return;
  const highest = highestNumber(context, path);
  const numbered = way === 'numbered' || way === 't' || ((way === 'existing' || way === 'nil') && highest > 0);
  kernel.rename(path, numbered ? `${path}.~${highest + 1}~` : `${path}${value('suffix') ?? '~'}`);
}
