/** git diff, and the differences that git show prints. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { changes } from '../../commands/diff_lines.ts';
import { type Repository, readWords } from './repository.ts';

interface Side {
  text: string;
  oid: string;
}

const missing: Side = { text: '', oid: '0000000' };

/** The file of a commit, of the index (`null`) or of the working tree (`undefined`). */
async function contents(repository: Repository, tree: string | null | undefined): Promise<Map<string, Side>> {
  const { dir } = repository;
  const result = new Map<string, Side>();
  if (tree === undefined) {
    for (const filepath of await git.listFiles({ fs, dir })) {
      const file = join(dir, filepath);
      if (!fs.existsSync(file)) continue;
      const bytes = fs.readFileSync(file);
      const { oid } = await git.hashBlob({ object: bytes });
      result.set(filepath, { text: bytes.toString('utf8'), oid: oid.slice(0, 7) });
    }
    return result;
  }
  const walker = tree === null ? git.STAGE() : git.TREE({ ref: tree });
  await git.walk({
    fs,
    dir,
    trees: [walker],
    map: async (filepath, [entry]) => {
      if (!entry || (await entry.type()) !== 'blob') return;
      const oid = await entry.oid();
      if (!oid) return;
      const { blob } = await git.readBlob({ fs, dir, oid });
      result.set(filepath, { text: Buffer.from(blob).toString('utf8'), oid: oid.slice(0, 7) });
    },
  });
  return result;
}

/** Lines around a change. */
const around = 3;

function hunks(from: string, to: string): string {
  const split = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  const [left, right] = [split(from), split(to)];
  let text = '';
  let open: { start: number; end: number; other: number; otherEnd: number; lines: string[] } | undefined;
  const flush = () => {
    if (!open) return;
    const tail = left.slice(open.end, open.end + around);
    const range = (start: number, end: number) =>
      `${end > start ? start + 1 : start}${end - start === 1 ? '' : `,${end - start}`}`;
    text += `@@ -${range(open.start, open.end + tail.length)} +${range(open.other, open.otherEnd + tail.length)} @@\n`;
    text += [...open.lines, ...tail.map((line) => ` ${line}`)].map((line) => `${line}\n`).join('');
    open = undefined;
  };
  for (const change of changes(left, right)) {
    if (open && change.fromStart - open.end > 2 * around) flush();
    if (!open) {
      const before = Math.min(around, change.fromStart);
      open = {
        start: change.fromStart - before,
        end: change.fromStart - before,
        other: change.toStart - before,
        otherEnd: change.toStart - before,
        lines: [],
      };
    }
    for (const line of left.slice(open.end, change.fromStart)) open.lines.push(` ${line}`);
    for (const line of left.slice(change.fromStart, change.fromEnd)) open.lines.push(`-${line}`);
    for (const line of right.slice(change.toStart, change.toEnd)) open.lines.push(`+${line}`);
    open.end = change.fromEnd;
    open.otherEnd = change.toEnd;
  }
  flush();
  return text;
}

export async function printDiff(
  repository: Repository,
  from: string | null | undefined,
  to: string | null | undefined,
  options: { names: boolean; quiet: boolean; paths: readonly string[] },
): Promise<boolean> {
  const [left, right] = [
    from === '' ? new Map<string, Side>() : await contents(repository, from),
    await contents(repository, to),
  ];
  const files = [...new Set([...left.keys(), ...right.keys()])].sort();
  const wanted = options.paths.map((path) => repository.path(path));
  let any = false;
  for (const file of files) {
    if (wanted.length && !wanted.some((path) => path === '.' || file === path || file.startsWith(`${path}/`))) continue;
    const [a, b] = [left.get(file) ?? missing, right.get(file) ?? missing];
    if (a.oid === b.oid) continue;
    any = true;
    if (options.quiet) continue;
    if (options.names) console.log(file);
    else {
      const kind = a === missing ? 'new file mode 100644\n' : b === missing ? 'deleted file mode 100644\n' : '';
      process.stdout.write(`diff --git a/${file} b/${file}\n${kind}index ${a.oid}..${b.oid}${kind ? '' : ' 100644'}\n`);
      process.stdout.write(
        `--- ${a === missing ? '/dev/null' : `a/${file}`}\n+++ ${b === missing ? '/dev/null' : `b/${file}`}\n${hunks(a.text, b.text)}`,
      );
    }
  }
  return any;
}

export async function diff(repository: Repository, words: readonly string[]): Promise<void> {
  const { flags, operands, paths } = readWords(words);
  const commits: string[] = [];
  const files = [...paths];
  for (const word of operands.flatMap((each) => each.split('..').filter(Boolean))) {
    const oid = await repository.commit(word).catch(() => undefined);
    if (oid === undefined || fs.existsSync(word)) files.push(word);
    else commits.push(oid);
  }
  const cached = flags.has('--cached') || flags.has('--staged');
  const from = commits[0] ?? (cached ? ((await repository.head()) ?? '') : null);
  const to = commits[1] ?? (cached ? null : undefined);
  const quiet = flags.has('--quiet');
  const any = await printDiff(repository, from, to, { names: flags.has('--name-only'), quiet, paths: files });
  if (any && (quiet || flags.has('--exit-code'))) process.exitCode = 1;
}
