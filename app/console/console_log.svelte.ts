/** What the previewed page says on its console. */
export type ConsoleLevel = 'debug' | 'log' | 'info' | 'warn' | 'error';

export interface ConsoleEntry {
  id: number;
  level: ConsoleLevel;
  port: number;
  /** Plain data: what can be shown as a tree. */
  values: unknown[];
}

/** Messages that a previewed page sends to its frame's parent. */
export interface PreviewMessage {
  wardian: 'console' | 'location';
  level?: ConsoleLevel;
  values?: unknown[];
  path?: string;
}

/** Lines kept: a page that logs in a loop must not fill the tab. */
const longest = 1000;

export class ConsoleLog {
  entries: ConsoleEntry[] = $state.raw([]);
  #next = 1;

  add(level: ConsoleLevel, port: number, values: unknown[]): void {
    this.entries = [...this.entries.slice(1 - longest), { id: this.#next++, level, port, values }];
  }

  clear(): void {
    this.entries = [];
  }
}

/**
 * Runs in every previewed page: sends its console and its address to the page around it, which alone can see them.
 * Written as text because it is put into the program's own HTML.
 */
export const previewScript = `(() => {
  if (parent === window) return;
  const plain = (value, depth = 0) => {
    if (value instanceof Error) return value.stack || String(value);
    if (typeof value === 'function') return '[Function ' + (value.name || 'anonymous') + ']';
    if (typeof value === 'symbol' || typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Node) return '<' + value.nodeName.toLowerCase() + '>';
    if (depth > 3) return '…';
    if (value instanceof Map) return plain(Object.fromEntries([...value].slice(0, 100)), depth);
    if (Array.isArray(value) || value instanceof Set) return [...value].slice(0, 100).map((item) => plain(item, depth + 1));
    const copy = {};
    for (const key of Object.keys(value).slice(0, 100)) { try { copy[key] = plain(value[key], depth + 1); } catch { copy[key] = '[throws]'; } }
    return copy;
  };
  const send = (message) => parent.postMessage(message, '*');
  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    const original = console[level];
    console[level] = (...values) => { original.apply(console, values); send({ wardian: 'console', level, values: values.map((value) => plain(value)) }); };
  }
  addEventListener('error', ({ message, error }) => send({ wardian: 'console', level: 'error', values: [String(error && error.stack || message)] }));
  addEventListener('unhandledrejection', ({ reason }) => send({ wardian: 'console', level: 'error', values: ['Unhandled rejection: ' + String(reason && reason.stack || reason)] }));
  const tell = () => send({ wardian: 'location', path: location.pathname + location.search + location.hash });
  tell();
  addEventListener('hashchange', tell);
  addEventListener('popstate', tell);
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name];
    history[name] = function (...parameters) { original.apply(this, parameters); tell(); };
  }
})();`;
