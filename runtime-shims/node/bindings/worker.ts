/** `internalBinding('worker')` (src/node_worker.cc): threads as Workers of their own that belong to the same process. */
import { asyncWrapOf } from '../async_wrap.ts';
import { commandLineOf, parseCommandLine } from '../command_line.ts';
import type { Binding, BindingFactory, Environment, LoopHandle } from '../environment.ts';
import { variablesOf } from '../environment_variables.ts';
import { libraryOf } from '../library.ts';
import { messagingOf } from '../message_port.ts';
import { threadLinkOf } from '../thread_link.ts';
import { encodeStart, ownThreadOf, SHARED_ENVIRONMENT } from '../thread_start.ts';

const kMaxYoungGenerationSizeMb = 0;
const kMaxOldGenerationSizeMb = 1;
const kCodeRangeSizeMb = 2;
const kStackSizeMb = 3;
const kTotalResourceLimitCount = 4;

/**
 * What V8 takes on a 64-bit machine with a few GB, in MB. A browser lets nobody set them. One for the heap's old generation
 * that a program gives is watched over (memory_limit.ts); the others are told, not enforced.
 */
const DEFAULT_LIMITS: readonly number[] = [48, 2096, 0, 4];
const WORKER_STACK_MB = 4;
/** What Node's library itself takes in a Worker, in MB; natively it lies in V8's snapshot. */
const LIBRARY_MB = 16;
const MEBIBYTE = 2 ** 20;

/** node_worker.cc: the time before the loop has started. */
const NOT_STARTED = -1;

/** Options that are a process's, not a thread's (PerProcessOptionsParser of src/node_options.cc), and V8's. */
const optionsOfProcess = new Set([
  ...['--title', '--disable-proto', '--zero-fill-buffers', '--v8-pool-size', '--security-revert', '--run'],
  ...['--help', '--version', '--v8-options', '--completion-bash', '--build-snapshot', '--build-sea-config'],
  ...['--icu-data-dir', '--secure-heap', '--secure-heap-min', '--enable-fips', '--force-fips', '--openssl-config'],
  ...['--tls-cipher-list', '--use-largepages', '--trace-event-categories', '--trace-event-file-pattern'],
  ...['--node-snapshot', '--experimental-sea-config', '--use-openssl-ca', '--use-bundled-ca'],
  ...['--disable-wasm-trap-handler', '--expose-gc', '--expose_gc', '--max-old-space-size', '--stack-size'],
  ...['--stack-trace-limit', '--abort-on-uncaught-exception', '--interpreted-frames-native-stack'],
]);

type EnvironmentArgument = Record<string, string> | null | undefined;

export const binding: BindingFactory = (environment): Binding => {
  const AsyncWrap = asyncWrapOf(environment);
  const { kernel, loop } = environment;
  const running = new Map<number, () => boolean>();

  /** Asks for the ends of threads as long as there are any. */
  function watch(): void {
    loop.onThreadEnd = () => {
      for (const [id, hasEnded] of [...running]) if (hasEnded()) running.delete(id);
      if (running.size === 0) loop.onThreadEnd = null;
    };
  }

  /** Options of the new thread that it may not have, as `execArgv` and NODE_OPTIONS give them. */
  function invalidOptions(words: readonly string[], nodeOptions: string | undefined): string[] {
    const line = parseCommandLine(libraryOf(environment).facts, words, nodeOptions);
    const ofProcess = words.filter((word) => optionsOfProcess.has(word.replace(/=.*/s, '')));
    return [...ofProcess, ...line.errors.map((error) => error.replace(/^bad option: /, '')), ...line.operands];
  }

  class Worker extends AsyncWrap {
    declare messagePort: object | undefined;
    declare threadId: number;
    declare threadName: string;
    declare invalidExecArgv?: string[];
    declare invalidNodeOptions?: string[];
    onexit: unknown = null;
    #id = 0;
    #handle: LoopHandle | null = null;
    readonly #limits: Float64Array;
    /** MB that the program set for the old generation; 0: none. */
    readonly #memoryLimit: number;

    constructor(
      _url: unknown,
      env: EnvironmentArgument,
      execArgv: string[] | undefined,
      resourceLimits: Float64Array,
      _trackUnmanagedFds: boolean,
      isInternal: boolean,
      name: string,
    ) {
      super('WORKER');
      this.#limits = Float64Array.from(DEFAULT_LIMITS, (limit, i) => {
        const wanted = resourceLimits[i] ?? NOT_STARTED;
        return wanted > 0 ? wanted : limit;
      });
      this.#memoryLimit = Math.max(resourceLimits[kMaxOldGenerationSizeMb] ?? 0, 0);
      if (!((resourceLimits[kStackSizeMb] ?? 0) > 0)) this.#limits[kStackSizeMb] = WORKER_STACK_MB;
      const words = execArgv ?? commandLineOf(environment).execArgv;
      const invalid = execArgv === undefined ? [] : invalidOptions(execArgv.map(String), undefined);
      if (invalid.length) {
        this.invalidExecArgv = invalid;
        return;
      }
      const ownOptions = typeof env === 'object' && env !== null ? env['NODE_OPTIONS'] : undefined;
      const invalidInEnv = ownOptions === undefined ? [] : invalidOptions([], ownOptions);
      if (invalidInEnv.length) {
        this.invalidNodeOptions = invalidInEnv;
        return;
      }
      this.#create(env, words, isInternal, name);
    }

    #create(env: EnvironmentArgument, execArgv: string[], isInternal: boolean, name: string): void {
      const pair = kernel.portPair();
      if (typeof pair === 'number') throw initFailed('its message port could not be made');
      const variables = variablesOf(environment);
      const created = kernel.threadCreate(
        pair[1],
        encodeStart({
          env: env === undefined ? null : (env ?? variables.all()),
          execArgv: execArgv.map(String),
          engineOptions: commandLineOf(environment).engineOptions,
          resourceLimits: [...this.#limits],
          memoryLimit: this.#memoryLimit,
          name,
          isInternal,
        }),
        this.#memoryLimit === 0 ? 0 : (this.#memoryLimit + LIBRARY_MB) * MEBIBYTE,
      );
      if (typeof created === 'number') {
        for (const port of pair) kernel.portClose(port);
        throw initFailed('this container has its limit of processes and threads');
      }
      this.#id = created.id;
      if (env === undefined) threadLinkOf(environment).share(created.id, variables.share(), SHARED_ENVIRONMENT);
      this.threadId = created.number;
      this.threadName = name;
      this.messagePort = messagingOf(environment).adoptPort(pair[0]);
    }

    startThread(): void {
      this.#handle = loop.handle();
      running.set(this.#id, () => this.#hasEnded());
      watch();
      kernel.threadStart(this.#id);
    }

    #hasEnded(): boolean {
      const end = kernel.threadWait(this.#id);
      if (end === null) return false;
      const { exitCode, outOfMemory } = typeof end === 'number' ? { exitCode: 1, outOfMemory: false } : end;
      const error = outOfMemory ? ['ERR_WORKER_OUT_OF_MEMORY', 'JS heap out of memory'] : [null, null];
      loop.makeCallback(() => {
        this.messagePort = undefined;
        // The object is gone for whoever asks after the callback, whatever that throws (Worker::JoinThread).
        const handle = this.#handle;
        loop.makeCallback(() => {
          this.#handle = null;
          handle?.close();
        });
        // Node's library takes the rest of the messages itself.
        if (typeof this.onexit === 'function') AsyncWrap.call(this, this.onexit, exitCode, ...error);
        AsyncWrap.destroy(this);
      });
      return true;
    }

    stopThread(): void {
      kernel.threadTerminate(this.#id);
    }

    /** Undefined when the thread has ended. */
    hasRef(): boolean | undefined {
      return this.#handle?.hasRef();
    }

    ref(): void {
      this.#handle?.ref();
    }

    unref(): void {
      this.#handle?.unref();
    }

    getResourceLimits(): Float64Array {
      return this.#limits;
    }

    // One thread does not see another's loop here.
    loopStartTime(): number {
      return NOT_STARTED;
    }

    loopIdleTime(): number {
      return 0;
    }

    takeHeapSnapshot(): never {
      return environment.unimplemented('worker.Worker.takeHeapSnapshot');
    }

    getHeapStatistics(): never {
      return environment.unimplemented('worker.Worker.getHeapStatistics');
    }

    cpuUsage(): never {
      return environment.unimplemented('worker.Worker.cpuUsage');
    }

    startCpuProfile(): never {
      return environment.unimplemented('worker.Worker.startCpuProfile');
    }

    stopCpuProfile(): never {
      return environment.unimplemented('worker.Worker.stopCpuProfile');
    }

    startHeapProfile(): never {
      return environment.unimplemented('worker.Worker.startHeapProfile');
    }

    stopHeapProfile(): never {
      return environment.unimplemented('worker.Worker.stopHeapProfile');
    }
  }

  function initFailed(reason: string): Error {
    const error = new Error(`Worker initialization failure: ${reason}`);
    return Object.assign(error, { code: 'ERR_WORKER_INIT_FAILED' });
  }

  return {
    resourceLimits: undefined,
    ownsProcessState: true,
    isInternalThread: false,
    isMainThread: true,
    threadName: '',
    threadId: 0,
    Worker,
    getEnvMessagePort: () => undefined,
    kMaxYoungGenerationSizeMb,
    kMaxOldGenerationSizeMb,
    kCodeRangeSizeMb,
    kStackSizeMb,
    kTotalResourceLimitCount,
  };
};

/** Makes the binding that of a thread: the environment bootstrapped as a main one's, before it knew. */
export function becomeThread(environment: Environment): void {
  const thread = ownThreadOf(environment);
  if (thread === null) return;
  if (thread.memoryLimit > 0) {
    const { watch } = environment.internalBinding('memory_limit') as { watch(bytes: number): void };
    watch((thread.memoryLimit + LIBRARY_MB) * MEBIBYTE);
  }
  let port: object | undefined;
  Object.assign(environment.internalBinding('worker'), {
    resourceLimits: Float64Array.from(thread.resourceLimits),
    ownsProcessState: false,
    isInternalThread: thread.isInternal,
    isMainThread: false,
    threadName: thread.name,
    threadId: thread.number,
    getEnvMessagePort() {
      port ??= messagingOf(environment).adoptPort(thread.port);
      return port;
    },
  });
}
