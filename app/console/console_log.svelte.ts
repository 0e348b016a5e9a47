/** What programs and previewed pages write to their consoles. */
import { type ConsoleValue, formatted, lineOf } from './console_value.ts';

export const consoleLevels = ['error', 'warn', 'info', 'log', 'debug'] as const;
export type ConsoleLevel = (typeof consoleLevels)[number];

export interface ConsoleSource {
  kind: 'page' | 'program';
  /** A page's port or a program's pid. */
  id: number;
  /** As it stands before each line: `:3000`, `server.js`. */
  name: string;
}

export interface ConsoleEntry {
  id: number;
  level: ConsoleLevel;
  source: ConsoleSource;
  /** Of groups around it. */
  depth: number;
  values: ConsoleValue[];
  /** `/PATH:LINE` of the call, or ''. */
  at: string;
  /** How often it was written one after another. */
  count: number;
}

/** Messages that a previewed page sends to its frame's parent (preview_script.ts). */
export type PreviewMessage =
  | { wardian: 'console'; level: ConsoleLevel | 'clear'; depth: number; values: ConsoleValue[] }
  | { wardian: 'location'; path: string };

export interface ConsoleFilter {
  /** '' takes all. */
  text: string;
  level: ConsoleLevel | 'all';
  kind: ConsoleSource['kind'] | 'all';
}

/** Lines kept: a page that logs in a loop must not fill the tab. */
const longest = 1000;

export class ConsoleLog {
  entries: ConsoleEntry[] = $state.raw([]);
  #next = 1;

  add(entry: Omit<ConsoleEntry, 'id' | 'count'>): void {
    this.addAll([entry]);
  }

  addAll(added: readonly Omit<ConsoleEntry, 'id' | 'count'>[]): void {
    const entries = [...this.entries];
    for (const entry of added) {
      const fresh = { ...entry, values: formatted(entry.values), id: this.#next++, count: 1 };
      const last = entries.at(-1);
      if (last && isSame(last, fresh)) entries[entries.length - 1] = { ...last, count: last.count + 1 };
      else entries.push(fresh);
    }
    this.entries = entries.slice(-longest);
  }

  clear(kind?: ConsoleSource['kind']): void {
    this.entries = kind ? this.entries.filter(({ source }) => source.kind !== kind) : [];
  }
}

function isSame(one: ConsoleEntry, other: ConsoleEntry): boolean {
  return (
    one.level === other.level &&
    one.at === other.at &&
    one.depth === other.depth &&
    one.source.kind === other.source.kind &&
    one.source.id === other.source.id &&
    JSON.stringify(one.values) === JSON.stringify(other.values)
  );
}

export function filtered(entries: readonly ConsoleEntry[], { text, level, kind }: ConsoleFilter): ConsoleEntry[] {
  const wanted = text.toLowerCase();
  return entries.filter(
    (entry) =>
      (level === 'all' || entry.level === level) &&
      (kind === 'all' || entry.source.kind === kind) &&
      (!wanted ||
        `${entry.source.name} ${entry.at} ${entry.values.map((value) => lineOf(value, false) + JSON.stringify(value)).join(' ')}`
          .toLowerCase()
          .includes(wanted)),
  );
}
