/** Completion of a command line: commands in the first place, paths elsewhere, npm scripts after `npm run`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
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
export function complete(state: ShellState, before: string): Completion {
  const word = /(?:\\.|[^\s|&;<>()'"])*$/.exec(before)?.[0] ?? '';
  const head = before.slice(0, before.length - word.length);
  const typed = word.replace(/\\(.)/g, '$1');
  const first = /(?:^|[|&;(]|\b(?:then|do|else|exec|time|command)\b)\s*$/.test(head);
  if (/\b(?:npm|pnpm|yarn) run\s+$/.test(head)) return choose(npmScripts(), typed, ' ');
  if (first && !typed.includes('/')) return choose(commands(state), typed, ' ');
  return completePath(typed, /\bcd\s+$/.test(head), state.get('HOME') ?? '/');
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

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function commands(state: ShellState): string[] {
  const folders = (state.get('PATH') ?? '').split(':');
  return [...Object.keys(builtins), ...state.functions.keys(), ...state.aliases.keys(), ...folders.flatMap(list)];
}

function npmScripts(): string[] {
  try {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    return Object.keys(scripts ?? {});
  } catch {
    return [];
  }
}

function completePath(typed: string, foldersOnly: boolean, home: string): Completion {
  const slash = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, slash).replace(/^~\//, `${home}/`) || '.';
  const start = typed.slice(slash);
  const isFolder = (name: string) => statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const names = list(folder).filter(
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
