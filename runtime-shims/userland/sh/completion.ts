/** Completion of a command line: commands in the first place, paths elsewhere, npm scripts after `npm run`. */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { list as entriesOf, isDirectory, stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import { builtins } from './builtins.ts';
import type { ShellState } from './state.ts';

export interface Completion {
  /** Text to insert at the cursor, or nothing. */
  insert: string;
  /** All that fit, for showing. */
  candidates: string[];
}

const escape = (text: string): string => text.replace(/[ \\'"$&;|<>()*?[\]{}`!#~]/g, '\\$&');

/** `before`: the line up to the cursor. */
export function complete(kernel: SystemCalls, state: ShellState, before: string): Completion {
  const word = /(?:\\.|[^\s|&;<>()'"])*$/.exec(before)?.[0] ?? '';
  const head = before.slice(0, before.length - word.length);
  const typed = word.replace(/\\(.)/g, '$1');
  const first = /(?:^|[|&;(]|\b(?:then|do|else|exec|time|command)\b)\s*$/.test(head);
  if (/\b(?:npm|pnpm|yarn) run\s+$/.test(head)) return choose(npmScripts(kernel), typed, ' ');
  if (first && !typed.includes('/')) return choose(commands(kernel, state), typed, ' ');
  return completePath(kernel, typed, /\bcd\s+$/.test(head), state.get('HOME') ?? '/');
}

function choose(names: readonly string[], typed: string, after: string): Completion {
  const candidates = [...new Set(names)].filter((name) => name.startsWith(typed)).sort();
  if (candidates.length === 1) return { insert: escape((candidates[0] ?? '').slice(typed.length)) + after, candidates };
  return { insert: escape(commonPrefix(candidates).slice(typed.length)), candidates };
}

function commonPrefix(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = first.length;
  for (const name of rest) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function list(kernel: SystemCalls, folder: string): string[] {
  const entries = entriesOf(kernel, folder);
  return typeof entries === 'number' ? [] : entries.map(({ name }) => name);
}

function commands(kernel: SystemCalls, state: ShellState): string[] {
  const folders = (state.get('PATH') ?? '').split(':');
  return [
    ...Object.keys(builtins),
    ...state.functions.keys(),
    ...state.aliases.keys(),
    ...folders.flatMap((folder) => list(kernel, folder)),
  ];
}

function npmScripts(kernel: SystemCalls): string[] {
  const content = kernel.readFile('package.json');
  if (typeof content === 'number') return [];
  try {
    const { scripts } = JSON.parse(decode(content));
    return Object.keys(scripts ?? {});
  } catch {
    return [];
  }
}

function completePath(kernel: SystemCalls, typed: string, foldersOnly: boolean, home: string): Completion {
  const slash = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, slash).replace(/^~\//, `${home}/`) || '.';
  const start = typed.slice(slash);
  const isFolder = (name: string) => isDirectory(stat(kernel, `${folder}/${name}`));
  const names = list(kernel, folder).filter(
    (name) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')),
  );
  const fitting = foldersOnly ? names.filter(isFolder) : names;
  const result = choose(fitting, start, '');
  const only = result.candidates.length === 1 ? result.candidates[0] : undefined;
  if (only === undefined) {
    return { ...result, candidates: result.candidates.map((name) => (isFolder(name) ? `${name}/` : name)) };
  }
  return { ...result, insert: result.insert + (isFolder(only) ? '/' : ' ') };
}
