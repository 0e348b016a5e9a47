/** Why tests fail in the tab, in words: the first rule that fits a test's name or what it printed. */
import type { TestRun } from './orders.ts';

interface Cause {
  /** Of the test's name (`parallel/test-x.js`). */
  name?: RegExp;
  /** Of what it wrote. */
  text?: RegExp;
  words: string;
}

const causes: readonly Cause[] = [
  {
    text: /queryObjects is not available|HeapSnapshot|createHeapSnapshotStream/,
    words: 'a page cannot look into its heap, or make snapshots of it',
  },
  { text: /Unexpected token '%'/, words: '`%Native()` syntax is the engine’s own and closed to pages' },
  {
    name: /\/test-(?:heap|memory-usage|v8-(?:heap|collect)|cppheap|snapshot)/,
    words: 'a page cannot look into its heap, or make snapshots of it',
  },
  { name: /compile-cache/, words: 'a page is not given the engine’s compiled code, so there is nothing to cache' },
  { name: /trace-event|trace_event/, text: /./, words: 'trace events are not recorded' },
  { text: /Trace events are unavailable/, words: 'trace events are not recorded' },
  {
    name: /inspector|debugger|inspect/,
    text: /nspector|debugger/i,
    words: 'there is no inspector in a tab: the browser has its own',
  },
  {
    name: /vm-.*timeout|timeout-escape/,
    words: 'a time limit ends the code of a vm script and not functions from outside that it calls',
  },
  { text: /ShadowRealm is not defined/, words: 'the browser has no ShadowRealm' },
  {
    name: /icu-env|datetime-change|tz|dotenv-node-options/,
    words: 'the time zone and the locale are the browser’s and cannot be changed by a program',
  },
  {
    text: /Promise \{ <pending> \}/,
    words: 'the state of a promise that only the engine settles cannot be read synchronously in a page',
  },
  {
    name: /async-hooks|async-wrap|promise-hook|promise-swallowed/,
    words: 'promises that only the engine makes (of async functions) are not told to promise hooks',
  },
  {
    name: /after-evaluate/,
    words: 'all contexts share the one queue of microtasks of their Worker',
  },
  {
    name: /delete-array-iterator|unsafe-array-iteration/,
    words: 'the runtime’s own code iterates over arrays with the iterator that the test deletes',
  },
  {
    name: /promise-reject-callback-exception/,
    words: 'a browser tells of rejected promises in a task of its own, not while the stack overflows',
  },
  { name: /\/test-vm-/, words: 'a vm context shares the intrinsics of the one realm of its Worker' },
  { name: /quic|http3/, words: 'QUIC is not there: a browser gives pages no UDP' },
  { name: /http2/, words: 'HTTP/2 sessions are not there' },
  {
    text: /tls_wrap\.\w+(?:\.\w+)? is not available|startLoadingCertificates/,
    words: 'TLS servers are not there; clients go through the browser’s fetch',
  },
  {
    name: /(?:^|\/)test-dns|test-c-ares/,
    text: /ECONNREFUSED/,
    words: 'DNS queries go to no server: names are looked up by the host',
  },
  { text: /setFlagsFromString is not available/, words: 'the engine’s flags are closed to pages' },
  {
    text: /(?:start|stop)(?:Cpu|Heap)Profile|GCProfiler|HeapSnapshot/,
    words: 'a page cannot profile itself or its heap',
  },
  { name: /permission/, words: 'details of the permission model (audit channels, single natives) are missing' },
  {
    text: /ulimit|spawn (?:sed|python\d?|awk|ps) ENOENT|command not found|Unknown option/,
    words: 'a command that the container’s shell did not have when the test ran',
  },
  { text: /\/proc\//, words: 'the container has no /proc' },
];

/** Name of a native, as an unimplemented one calls itself. */
const unimplemented = /([a-z_0-9]+\.[\w.]+)(?: with a handle)? is not available in this environment/;

export function causeOf(name: string, run: TestRun): string {
  const text = `${run.stderr}\n${run.stdout}`;
  const native = unimplemented.exec(text)?.[1];
  for (const cause of causes) {
    if (cause.name && !cause.name.test(name)) continue;
    if (cause.text && !cause.text.test(text)) continue;
    return cause.words;
  }
  if (run.timedOut && run.stderr.includes('answered no more')) return 'the container was lost during the test';
  if (native) return `natives that are not implemented: ${native}`;
  if (run.timedOut) return 'took longer than it may';
  return firstError(text);
}

/** The line that names the error, without what changes from run to run. */
function firstError(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const named =
    lines.find((line) => /^(?:\[?\w*Error|AssertionError)\b/.test(line)) ??
    lines.find((line) => /error|not ok|✖/i.test(line) && !/Warning/.test(line)) ??
    'ends with another exit status';
  return named
    .replace(/\/home\/project\/test\/\S+/g, 'the test')
    .replace(/[`|<>]/g, ' ')
    .slice(0, 110);
}
