/**
 * Changes to Node's library, each named, with its reason. One that no longer applies exactly as often as it says fails
 * the build. They keep every line where it is, so that stack traces show Node's own line numbers.
 */
export interface Patch {
  /** Id of the library's module. */
  module: string;
  reason: string;
  /** Each pair replaces its text `times` (1 unless told) times. */
  edits: readonly { find: string; replace: string; times?: number }[];
}

const microtasks =
  'a browser has no synchronous microtask checkpoint: the function becomes a generator and yields where it needs one (event_loop.ts)';

export const patches: readonly Patch[] = [
  {
    module: 'internal/process/task_queues',
    reason: microtasks,
    edits: [
      { find: 'function runNextTicks() {', replace: 'function* runNextTicks() {' },
      {
        find: 'if (!hasTickScheduled() && !hasRejectionToWarn())\n    runMicrotasks();',
        replace: 'if (!hasTickScheduled() && !hasRejectionToWarn())\n    yield null;',
      },
      { find: '\n  processTicksAndRejections();\n}', replace: '\n  yield* processTicksAndRejections();\n}' },
      {
        find: 'function processTicksAndRejections() {',
        replace: 'function* processTicksAndRejections() { let rounds = 0;',
      },
      {
        find: '    runMicrotasks();\n  } while (!queue.isEmpty() ||',
        // A new task has a checkpoint before it; a checkpoint alone is cheaper where it makes ticks again and again.
        replace:
          '    yield ++rounds > 2 ? undefined : null;\n  } while (!queue.isEmpty() || (rounds > 2 && ((rounds = 0), (yield null), !queue.isEmpty())) ||',
      },
    ],
  },
  {
    module: 'internal/timers',
    reason: microtasks,
    edits: [
      { find: '  function processImmediate() {', replace: '  function* processImmediate() {' },
      { find: '  function processTimers(now) {', replace: '  function* processTimers(now) {' },
      { find: '  function listOnTimeout(list, now) {', replace: '  function* listOnTimeout(list, now) {' },
      { find: '        runNextTicks();', replace: '        yield* runNextTicks();', times: 3 },
      { find: '      listOnTimeout(list, now);', replace: '      yield* listOnTimeout(list, now);' },
    ],
  },
  {
    module: 'internal/async_local_storage/async_context_frame',
    reason: 'what is awaited before a storage is first entered is followed as well (promise_context.ts)',
    edits: [
      {
        find: "    validateObject(options, 'options');\n    this.#defaultValue",
        replace:
          "    validateObject(options, 'options'); internalBinding('async_context_frame').followContexts();\n    this.#defaultValue",
      },
    ],
  },
  {
    module: 'internal/per_context/primordials',
    reason: "a Worker's stack has room for fewer arguments than a main thread's",
    edits: [{ find: '0x10000', replace: '0x02000', times: 2 }],
  },
  {
    module: 'fs',
    reason:
      'readFileSync in one native call, as readFileUtf8 is: fresh memory costs a browser so much that the calls have to cost less. Programs that put their own openSync in the place of fs.openSync are still asked',
    edits: [
      {
        find: '  validateReadFileBufferOptions(options);\n  const hasUserBuffer = options.buffer !== undefined;\n\n  if ((options',
        replace:
          "  validateReadFileBufferOptions(options); if (h === null && options.buffer === undefined && options.flag === 'r' && !isFd(path) && fs.openSync === openSync && fs.readSync === readSync && fs.closeSync === closeSync && options.encoding !== 'utf8' && options.encoding !== 'utf-8') { const content = binding.readFileBuffer(getValidatedPath(path), 0 /* O_RDONLY */, Buffer.allocUnsafe); if (content !== undefined) return options.encoding ? content.toString(options.encoding) : content; }\n  const hasUserBuffer = options.buffer !== undefined;\n\n  if ((options",
      },
    ],
  },
  {
    module: 'internal/tls/wrap',
    reason: 'a server says that there is none when it is made, not to its first client',
    edits: [
      {
        find: 'function Server(options, listener) {\n',
        replace: "function Server(options, listener) { tls_wrap.unavailable('A TLS server inside the container');\n",
      },
    ],
  },
  {
    module: 'internal/http2/core',
    reason: 'servers and clients say that there are none when they are made, not in the middle of a connection',
    edits: [
      ['connect(authority, options, listener)', 'HTTP/2 (http2.connect)'],
      ['createSecureServer(options, handler)', 'HTTP/2 (http2.createSecureServer)'],
      ['createServer(options, handler)', 'HTTP/2 (http2.createServer)'],
      ['performServerHandshake(socket, options = kEmptyObject)', 'HTTP/2 (http2.performServerHandshake)'],
    ].map(([head, what]) => ({
      find: `function ${head} {\n`,
      replace: `function ${head} { binding.unavailable('${what}');\n`,
    })),
  },
  {
    module: 'inspector',
    reason:
      'tools require it long before, and mostly without, using it: what would need an inspector throws instead (bindings/inspector.ts)',
    edits: [{ find: 'if (!hasInspector)\n  throw new ERR_INSPECTOR_NOT_AVAILABLE();', replace: '\n' }],
  },
  {
    module: 'internal/bootstrap/realm',
    reason: "programs of the container's own /bin reach the kernel's calls through process.binding('system_calls')",
    edits: [{ find: "  'spawn_sync',\n", replace: "  'spawn_sync', 'system_calls',\n" }],
  },
];

/** Applies a module's patches; throws with the module and the text that is not there as often as it should be. */
export function applyPatches(module: string, source: string): string {
  let text = source;
  for (const patch of patches) {
    if (patch.module !== module) continue;
    for (const { find, replace, times = 1 } of patch.edits) {
      const parts = text.split(find);
      if (parts.length - 1 !== times) {
        throw new Error(
          `patch of ${module} (${patch.reason}): found ${parts.length - 1} times, not ${times}:\n${find}`,
        );
      }
      text = parts.join(replace);
    }
  }
  return text;
}
