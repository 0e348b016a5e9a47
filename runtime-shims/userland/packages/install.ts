/** Puts the files of a package where it belongs, whole or not at all. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTar } from './tar.ts';

const READ_ONLY_BY_OTHERS = 0o644;

/**
 * Unpacks `archive` (a tar whose entries have one common folder at their front) as `folder`. Another process may do the
 * same at the same time: who is first wins.
 */
export function unpackAs(folder: string, archive: Uint8Array): void {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(join(dirname(folder), '.unpacking-'));
  const made = new Set<string>();
  try {
    for (const { path, type, mode, content } of readTar(archive)) {
      const parts = path.split('/').slice(1);
      if (type !== 'file' || parts.length === 0 || parts.includes('..')) continue;
      const file = join(temporary, ...parts);
      const parent = dirname(file);
      if (!made.has(parent)) mkdirSync(parent, { recursive: true });
      made.add(parent);
      writeFileSync(file, content, { mode: mode | READ_ONLY_BY_OTHERS });
    }
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
