/**
 * Runs in every previewed page: sends its console and its address to the page around it, which alone can see them.
 * Written as text because it is put into the program's own HTML.
 */
export const previewScript = `(() => {
  if (parent === window) return;
  const most = 100, deepest = 4;
  const text = (value) => ({ text: String(value).slice(0, 10000) });
  const parts = (name, keys, part) => ({ name, entries: keys.slice(0, most).map((key) => { try { return [String(key), part(key)]; } catch { return [String(key), text('(throws)')]; } }), more: Math.max(0, keys.length - most) });
  const described = (value, depth = 0) => {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') return value.slice(0, 10000);
    if (typeof value === 'number') return Number.isFinite(value) ? value : text(value);
    if (typeof value === 'function') return text('[Function ' + (value.name || '(anonymous)') + ']');
    if (typeof value === 'bigint') return text(value + 'n');
    if (typeof value !== 'object') return text(typeof value === 'symbol' ? value.toString() : value);
    if (value instanceof Error) return text(value.stack || value);
    if (value instanceof Date) return text(Number.isNaN(value.getTime()) ? value : value.toISOString());
    if (value instanceof RegExp) return text(value);
    if (value instanceof Element) return text(value.cloneNode(false).outerHTML);
    if (value instanceof Node) return text(value.nodeName);
    const name = (value.constructor && value.constructor.name) || 'Object';
    if (depth >= deepest) return text(Array.isArray(value) ? 'Array(' + value.length + ')' : name + ' {…}');
    const inner = (part) => described(part, depth + 1);
    const own = (key) => { const found = Object.getOwnPropertyDescriptor(value, key); return found && 'value' in found ? inner(found.value) : text('(…)'); };
    if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) return { ...parts(name + '(' + value.length + ')', Object.keys(Array.from(value.slice(0, most))), own), more: Math.max(0, value.length - most) };
    if (value instanceof Map) { const all = [...value]; return { ...parts(name + '(' + value.size + ')', Object.keys(all), (key) => inner(all[key][1])), entries: all.slice(0, most).map(([key, part]) => [String(key), inner(part)]) }; }
    if (value instanceof Set) { const all = [...value]; return parts(name + '(' + value.size + ')', Object.keys(all), (key) => inner(all[key])); }
    return parts(name, Object.keys(value), own);
  };
  let depth = 0;
  const send = (message) => parent.postMessage(message, '*');
  const tell = (level, values) => send({ wardian: 'console', level, depth, values: values.map((value) => described(value)) });
  const before = (method, told) => {
    const original = console[method];
    console[method] = (...values) => { original.apply(console, values); told(values); };
  };
  for (const level of ['debug', 'log', 'info', 'warn', 'error']) before(level, (values) => tell(level, values));
  for (const method of ['dir', 'dirxml', 'table']) before(method, ([value]) => tell('log', [value]));
  for (const method of ['group', 'groupCollapsed']) before(method, (values) => { tell('log', values); depth += 1; });
  before('groupEnd', () => { depth = Math.max(0, depth - 1); });
  before('assert', ([condition, ...values]) => { if (!condition) tell('error', ['Assertion failed', ...values]); });
  before('trace', (values) => tell('log', ['Trace', ...values, text((new Error().stack || '').split('\\n').slice(2).join('\\n'))]));
  before('clear', () => send({ wardian: 'console', level: 'clear', depth: 0, values: [] }));
  const counts = new Map(), timers = new Map();
  before('count', ([label = 'default']) => { counts.set(label, (counts.get(label) || 0) + 1); tell('log', [label + ': ' + counts.get(label)]); });
  before('countReset', ([label = 'default']) => counts.delete(label));
  before('time', ([label = 'default']) => { if (!timers.has(label)) timers.set(label, performance.now()); });
  const elapsed = ([label = 'default', ...values]) => { if (timers.has(label)) tell('log', [label + ': ' + (performance.now() - timers.get(label)).toFixed(2) + ' ms', ...values]); };
  before('timeLog', elapsed);
  before('timeEnd', (values) => { elapsed(values.slice(0, 1)); timers.delete(values.length ? values[0] : 'default'); });
  addEventListener('error', ({ message, error }) => { if (message || error) tell('error', [text((error && error.stack) || message)]); });
  addEventListener('unhandledrejection', ({ reason }) => tell('error', ['Unhandled rejection:', reason]));
  const tellPlace = () => send({ wardian: 'location', path: location.pathname + location.search + location.hash });
  tellPlace();
  addEventListener('hashchange', tellPlace);
  addEventListener('popstate', tellPlace);
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name];
    history[name] = function (...parameters) { original.apply(this, parameters); tellPlace(); };
  }
})();`;
