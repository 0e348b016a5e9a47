/** What a merge, cherry-pick or rebase that met conflicts leaves behind: git's own files (gitrepository-layout(5)). */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import git from 'isomorphic-git';
import type { Repository } from './repository.ts';

export const MERGE_HEAD = 'MERGE_HEAD';
export const MERGE_MSG = 'MERGE_MSG';
export const CHERRY_PICK_HEAD = 'CHERRY_PICK_HEAD';

/** The text of a file of `.git` without its last line feed; undefined where there is none. */
export function readState({ dir }: Repository, name: string): string | undefined {
  const path = join(dir, '.git', name);
  return fs.existsSync(path) ? fs.readFileSync(path, 'utf8').replace(/\n$/, '') : undefined;
}

export function writeState({ dir }: Repository, name: string, text: string): void {
  const path = join(dir, '.git', name);
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, `${text}\n`);
}

export function removeState({ dir }: Repository, ...names: string[]): void {
  for (const name of names) fs.rmSync(join(dir, '.git', name), { recursive: true, force: true });
}

/** Bytes of an entry of the index before its path (gitformat-index(5), versions 2 and 3). */
const ENTRY_HEAD = 62;
const EXTENDED = 0x4000;

export interface IndexEntry {
  /** In octal. */
  mode: string;
  oid: string;
  /** 0, and where there is a conflict 1 for the base, 2 for ours, 3 for theirs. */
  stage: number;
  path: string;
}

/** The index as git writes it: isomorphic-git shows no stages. */
export function indexEntries({ dir }: Repository): IndexEntry[] {
  const file = join(dir, '.git/index');
  if (!fs.existsSync(file)) return [];
  const index = fs.readFileSync(file);
  const entries: IndexEntry[] = [];
  let at = 12;
  for (let count = index.readUInt32BE(8); count > 0; count--) {
    const flags = index.readUInt16BE(at + ENTRY_HEAD - 2);
    const start = at + ENTRY_HEAD + (flags & EXTENDED ? 2 : 0);
    const end = index.indexOf(0, start);
    entries.push({
      mode: index.readUInt32BE(at + 24).toString(8),
      oid: index.toString('hex', at + 40, at + 60),
      stage: (flags >> 12) & 3,
      path: index.toString('utf8', start, end),
    });
    // Padded by one to eight zeros.
    at += Math.floor((end - at) / 8) * 8 + 8;
  }
  return entries;
}

/** Paths with conflicts, each with the stages that it has, such as `123`. */
export function unmerged(repository: Repository): Map<string, string> {
  const result = new Map<string, string>();
  for (const { path, stage } of indexEntries(repository)) if (stage) result.set(path, (result.get(path) ?? '') + stage);
  return result;
}

/** The two letters of `git status --short`, by stages. */
export const unmergedLetters: Readonly<Record<string, string>> = {
  1: 'DD',
  2: 'AU',
  12: 'UD',
  3: 'UA',
  13: 'DU',
  23: 'AA',
  123: 'UU',
};

/** Whether a file that is tracked differs from HEAD, in the index or on disk. */
export async function isChanged({ dir }: Repository): Promise<boolean> {
  const rows = await git.statusMatrix({ fs, dir });
  return rows.some(([, committed, tree, own]) => (committed || own) && (tree !== 1 || own !== 1));
}

/** What isomorphic-git throws where both sides changed the same lines. */
export interface Conflict extends Error {
  data: { filepaths: string[]; deleteByUs: string[]; deleteByTheirs: string[] };
}

export const isConflict = (error: unknown): error is Conflict =>
  (error as { code?: string }).code === 'MergeConflictError';

/** git's lines about the files in conflict. */
export function printConflicts(repository: Repository, { data }: Conflict, theirs: string): void {
  const stages = unmerged(repository);
  for (const file of data.filepaths) {
    if (data.deleteByUs.includes(file) || data.deleteByTheirs.includes(file)) {
      const [gone, kept] = data.deleteByUs.includes(file) ? ['HEAD', theirs] : [theirs, 'HEAD'];
      console.log(
        `CONFLICT (modify/delete): ${file} deleted in ${gone} and modified in ${kept}.  Version ${kept} of ${file} left in tree.`,
      );
    } else {
      console.log(`Auto-merging ${file}`);
      console.log(`CONFLICT (${stages.get(file) === '23' ? 'add/add' : 'content'}): Merge conflict in ${file}`);
    }
  }
}
