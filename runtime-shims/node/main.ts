/**
 * A Node process in this Worker: bootstrap (src/node_realm.cc, src/api/environment.cc) as far as it goes without a pid,
 * so that a pool of Workers can have it behind them, and the start of a program (StartExecution in src/node.cc).
 */
import { W_OK } from '../kernel/constants.ts';
import type { AttachedKernel } from '../kernel/system_calls.ts';
import { installFunctionConstructors } from './bindings/contextify_function.ts';
import { createBinding } from './bindings/index.ts';
import { executablePathOf, NODE } from './bindings/process/executable_path.ts';
import { becomeThread } from './bindings/worker.ts';
import { type CommandLine, parseCommandLine, setCommandLine } from './command_line.ts';
import { disableProto } from './disable_proto.ts';
import { engineFlagsOf } from './engine_flags.ts';
import { readEnvFiles } from './env_files.ts';
import type { Binding, Environment } from './environment.ts';
import { EnvironmentVariables } from './environment_variables.ts';
import { EventLoop, type Steps } from './event_loop.ts';
import { fatalErrorsOf } from './fatal_errors.ts';
import { exposeGarbageCollection } from './garbage_collection.ts';
import { removeBrowserGlobals, removeReplacedGlobals } from './global_scope.ts';
import { ENGINE_OPTIONS, isEngineOption } from './library/engine_options.ts';
import { Library, type ProcessAssets, setLibrary } from './library.ts';
import { libraryCallbacksOf } from './library_callbacks.ts';
import { contradictions } from './option_checks.ts';
import { enforcePermissions } from './permission_checks.ts';
import { applyOptions, preloadModules } from './preloaded_modules.ts';
import { privateSymbols } from './private_symbols.ts';
import { createProcess } from './process_object.ts';
import { installPromiseStates } from './promise_states.ts';
import { installSlotHolders } from './slot_holders.ts';
import { installFunctionText } from './source_transform/function_text.ts';
import { installStackTraceHook } from './stack_trace_hook.ts';
import { type ThreadChannel, threadLinkOf } from './thread_link.ts';
import { type OwnThread, ownThreadOf, SHARED_ENVIRONMENT } from './thread_start.ts';
import { rememberThrow } from './throw_position.ts';
import { installTrackedProxy } from './tracked_proxy.ts';
import { isEntryUnsettled, unsettledAwaitWarnings } from './unsettled_await.ts';
import { keepAliveWhileCompiling } from './web_assembly.ts';

export type { ProcessAssets } from './library.ts';

/** A Worker that has bootstrapped and waits for a process. */
export interface PreparedProcess {
  /** Becomes the process or thread of that id and runs its program. Returns at once; it ends through the kernel. */
  run(id: number): void;
}

const STDOUT = 1;
const STDERR = 2;
const INVALID_ARGUMENT = 9;
/** Variables that name a place; while it exists, the process tells there what it does. */
const tracers = [
  ['WARDIAN_LOOP_TRACE', 'loop_trace'],
  ['WARDIAN_CONSOLE_TRACE', 'console_trace'],
] as const;

/** The modules of the web's globals and of a main thread, in the order of bootstrap. */
const bootstrapModules = [
  'internal/bootstrap/realm',
  'internal/bootstrap/node',
  'internal/bootstrap/web/exposed-wildcard',
  'internal/bootstrap/web/exposed-window-or-worker',
  'internal/bootstrap/switches/is_main_thread',
  'internal/bootstrap/switches/does_own_process_state',
];

/** What a thread runs on top of a bootstrap for a main thread, as natively on top of the snapshot. */
const threadModules = [
  'internal/bootstrap/switches/is_not_main_thread',
  'internal/bootstrap/switches/does_not_own_process_state',
];

export class NodeEnvironment implements Environment {
  readonly kernel: AttachedKernel;
  readonly loop: EventLoop;
  readonly process: Environment['process'];
  readonly primordials: Record<string, unknown> = Object.create(null);
  readonly global = globalThis;
  readonly library: Library;
  /** What internal/per_context/* export: DOMException among them. */
  readonly perContext: Record<string, unknown> = Object.create(null);
  /** The command line once the process has one; see bindings/process. */
  commandLine: { argv: string[]; execArgv: string[]; execPath: string } | undefined;
  readonly variables: EnvironmentVariables;
  /** The way to the other threads' Workers; a test has none. */
  readonly threadChannel: ThreadChannel | undefined;
  readonly #bindings = new Map<string, Binding>();

  constructor(assets: ProcessAssets, kernel: AttachedKernel, threadChannel?: ThreadChannel) {
    this.kernel = kernel;
    this.threadChannel = threadChannel;
    this.library = new Library(assets);
    setLibrary(this, this.library);
    this.process = createProcess(this.library.facts);
    this.variables = new EnvironmentVariables(kernel);
    this.process.env = this.variables.object;
    this.loop = new EventLoop(kernel, libraryCallbacksOf(this), (error) => fatalErrorsOf(this).trigger(error, false));
  }

  get shapes(): Environment['shapes'] {
    return this.library.facts.shapes;
  }

  internalBinding(name: string): Binding {
    let binding = this.#bindings.get(name);
    if (!binding) {
      binding = createBinding(this, name);
      this.#bindings.set(name, binding);
    }
    return binding;
  }

  requireBuiltin(id: string): unknown {
    return this.library.requireBuiltin(id);
  }

  unimplemented(name: string): never {
    const error = new Error(`${name} is not available in this environment`);
    throw Object.assign(error, { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
  }

  exit(code: number): never {
    if (this.kernel.thread() === null) this.kernel.exit(code & 0xff);
    else {
      this.threadChannel?.flush();
      this.kernel.threadExit(code);
    }
    // The supervisor ends this Worker; until then nothing of the program may go on, not even its finally blocks.
    const never = new Int32Array(new SharedArrayBuffer(4));
    for (;;) Atomics.wait(never, 0, 0);
  }

  /** Compiles and calls one of the library's modules that take bootstrap's parameters. */
  execute(id: string): unknown {
    const { process, primordials, library } = this;
    const getInternalBinding = (name: string) => this.internalBinding(name);
    if (id === 'internal/bootstrap/realm') {
      const getLinkedBinding = (name: string) => {
        throw Object.assign(new Error(`No such binding: ${name}`), { code: 'ERR_INVALID_MODULE' });
      };
      return library.compile(id)(process, getLinkedBinding, getInternalBinding, primordials);
    }
    return library.compile(id)(process, library.requireBuiltin, library.internalBinding, primordials);
  }

  /** `preload`: also loads what most programs load, while there is time. */
  bootstrap(preload: boolean): void {
    const symbols = this.internalBinding('symbols');
    for (const id of ['primordials', 'domexception', 'messageport']) {
      this.library.compile(`internal/per_context/${id}`)(this.perContext, this.primordials, privateSymbols, symbols);
    }
    for (const id of bootstrapModules) this.execute(id);
    if (!preload) return;
    // What is preloaded finds the options' defaults.
    setCommandLine(this, parseCommandLine(this.library.facts, [], undefined));
    preloadModules(this.library);
  }

  /** Everything from the arguments to the exit code. */
  *run(): Steps {
    this.loop.updateTime();
    const thread = ownThreadOf(this);
    const main = thread === null ? this.#readCommandLine() : yield* this.#becomeThread(thread);
    if (thread === null) {
      for (const [variable, tracer] of tracers) {
        const place = this.process.env[variable];
        if (place && this.kernel.access(place, W_OK) === 0) this.internalBinding(tracer);
      }
    }
    yield* this.loop.callback(() => {
      rememberThrow(() => this.execute(main));
    });
    const { process } = this;
    for (;;) {
      yield* this.loop.run();
      // The browser reports a rejection that nobody handles in a task of its own, behind this one.
      yield null;
      if (this.loop.alive()) continue;
      yield* this.loop.unreferenced();
      yield* this.loop.callback(() => {
        process.emit('beforeExit', (process.exitCode ?? 0) as number);
      });
      if (!this.loop.alive()) break;
    }
    const unsettled = yield* isEntryUnsettled(this);
    if (unsettled && process.exitCode === undefined) this.#write(STDERR, unsettledAwaitWarnings(this));
    this.exit(this.#emitExit(unsettled));
  }

  /** EmitProcessExitInternal in src/api/hooks.cc. */
  #emitExit(unsettled: boolean): number {
    const { process } = this;
    const state = process as unknown as { _exiting: boolean; emit(name: string, code: number): boolean };
    const code = (process.exitCode ?? (unsettled ? 13 : 0)) as number;
    try {
      state._exiting = true;
      state.emit('exit', code);
    } catch (error) {
      fatalErrorsOf(this).trigger(error, false);
    }
    return (process.exitCode ?? code) as number;
  }

  /** Worker::Run in src/node_worker.cc, up to the module that runs the program. */
  *#becomeThread({ env, execArgv, engineOptions }: OwnThread): Generator<null, string, void> {
    const link = threadLinkOf(this);
    if (env !== null) this.variables.replace(env);
    else {
      // It is on its way.
      while (!link.has(SHARED_ENVIRONMENT)) yield null;
      this.variables.join(link.take(SHARED_ENVIRONMENT) as SharedArrayBuffer);
    }
    const nodeOptions = this.process.env['NODE_OPTIONS'];
    const line = parseCommandLine(this.library.facts, execArgv, nodeOptions, undefined, this.process.env);
    setCommandLine(this, { ...line, engineOptions });
    this.#applyOptions({ ...line, engineOptions });
    this.commandLine = { argv: [NODE], execArgv: line.execArgv, execPath: NODE };
    becomeThread(this);
    for (const id of threadModules) this.execute(id);
    return 'internal/main/worker_thread';
  }

  /** Parses the arguments; answers the module that runs the program (StartExecution). */
  #readCommandLine(): string {
    const argv = this.kernel.argv();
    const { process } = this;
    const isEngines = (name: string) => isEngineOption(this.#engineOptions(), name);
    const parse = (nodeOptions: string | undefined) =>
      parseCommandLine(this.library.facts, argv.slice(1), nodeOptions, isEngines, process.env);
    let line = parse(process.env['NODE_OPTIONS']);
    const files = readEnvFiles(this.kernel, line.execArgv);
    if (process.env['NODE_OPTIONS'] === undefined && files.variables['NODE_OPTIONS'])
      line = parse(files.variables['NODE_OPTIONS']);
    for (const [name, value] of Object.entries(files.variables)) process.env[name] ??= value;
    setCommandLine(this, line);
    const errors = [...line.errors, ...files.errors, ...contradictions(line.values)];
    if (errors.length) {
      this.#write(STDERR, errors.map((error) => `${argv[0]}: ${error}\n`).join(''));
      this.exit(INVALID_ARGUMENT);
    }
    if (line.values['--version']) {
      this.#write(STDOUT, `${process.version}\n`);
      this.exit(0);
    }
    this.#applyOptions(line);
    const execPath = executablePathOf(this.kernel, argv[0] ?? NODE);
    this.commandLine = { argv: [argv[0] ?? NODE, ...line.operands], execArgv: line.execArgv, execPath };
    enforcePermissions(this);
    return mainModule(line, this.kernel.isatty(0));
  }

  #applyOptions({ values, engineOptions }: CommandLine): void {
    const flags = engineFlagsOf(this);
    for (const option of engineOptions) flags.apply(option);
    exposeGarbageCollection(flags, this.global);
    disableProto(String(values['--disable-proto'] ?? ''));
    applyOptions(this.library, values);
  }

  #engineOptions(): string[] {
    const module = { exports: [] as string[] };
    this.library.compile(ENGINE_OPTIONS)(module.exports, undefined, module);
    return module.exports;
  }

  #write(fd: number, text: string): void {
    this.kernel.write(fd, new TextEncoder().encode(text), -1);
  }
}

function mainModule({ values, operands }: CommandLine, terminal: boolean): string {
  if (values['--help']) return 'internal/main/print_help';
  if (values['--check'] && !values['--interactive']) return 'internal/main/check_syntax';
  if (values['--test']) return 'internal/main/test_runner';
  if (values['--watch']) return 'internal/main/watch_mode';
  if (values['[has_eval_string]'] && !values['--interactive']) return 'internal/main/eval_string';
  if (operands.length && operands[0] !== '-' && !values['--interactive']) return 'internal/main/run_main_module';
  return values['--interactive'] || (terminal && !operands.length) ? 'internal/main/repl' : 'internal/main/eval_stdin';
}

export function bootstrap(
  assets: ProcessAssets,
  kernel: AttachedKernel,
  threadChannel: ThreadChannel,
  preload: boolean,
): PreparedProcess {
  const environment = new NodeEnvironment(assets, kernel, threadChannel);
  installStackTraceHook();
  installTrackedProxy(globalThis);
  installPromiseStates();
  installSlotHolders();
  removeBrowserGlobals(environment.library.facts.globals);
  environment.bootstrap(preload);
  removeReplacedGlobals(environment.library.facts.globals);
  installStackTraceHook();
  installFunctionText();
  installFunctionConstructors(environment);
  keepAliveWhileCompiling(environment);
  return {
    run(id) {
      kernel.adopt(id);
      environment.loop.start(environment.run());
    },
  };
}
