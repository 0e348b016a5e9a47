/** `internalBinding('process_methods')` (src/node_process_methods.cc). */
import { activeResourcesOf } from '../active_resources.ts';
import type { Binding, BindingFactory } from '../environment.ts';
import { nativeError } from '../native_error.ts';
import { encodeUtf8 } from '../string_bytes.ts';
import { errnoException, uvException } from '../uv_exception.ts';
import { decodeUtf8 } from './fs/file_names.ts';
import { execve } from './process/execve.ts';
import { nativeAddonRefusal } from './process/native_addon_refusal.ts';
import { patchProcessObject } from './process/process_object.ts';
import { sendSignal } from './process/send_signal.ts';
import { clockMethods, usageMethods } from './process/usage.ts';

const STDERR = 2;
const ESRCH = 3;
const SIGABRT = 6;
const SIGSEGV = 11;
/** Index of ImmediateInfo (src/env.h). */
const IMMEDIATES_REFERENCED = 1;
const DEFAULT_ENV_FILE = '.env';

/** ENOENT of a directory without a name says little: UVExceptionInternal's own words for it. */
function withReasonOfCwd<Failure extends Error>(error: Failure): Failure {
  const reason = ', the current working directory was likely removed without changing the working directory, uv_cwd';
  if ((error as Failure & { code?: string }).code === 'ENOENT')
    error.message = `ENOENT: process.cwd failed with error no such file or directory${reason}`;
  return error;
}

export const binding: BindingFactory = (environment): Binding => {
  const { kernel } = environment;
  const active = activeResourcesOf(environment);
  const ownerSymbol = environment.internalBinding('symbols')['owner_symbol'] as symbol;

  function cwd(): string {
    const directory = kernel.getcwd();
    if (typeof directory === 'number') throw withReasonOfCwd(uvException(directory, 'uv_cwd'));
    return decodeUtf8(directory);
  }

  function chdir(directory: string): void {
    const result = kernel.chdir(directory);
    if (result < 0) throw uvException(result, 'chdir', cwd(), directory);
  }

  function umask(mask?: number): number {
    const previous = kernel.umask(mask ?? 0);
    if (mask === undefined) kernel.umask(previous);
    return previous;
  }

  function dlopen(_module: unknown, filename: string): never {
    throw nativeError(Error, 'ERR_DLOPEN_FAILED', `${filename}: ${nativeAddonRefusal(kernel, filename)}`);
  }

  function loadEnvFile(path = DEFAULT_ENV_FILE): void {
    const content = kernel.readFile(path);
    if (typeof content === 'number') throw uvException(content, 'open', path);
    const { parseEnv } = environment.internalBinding('util') as {
      parseEnv(content: string): Record<string, string>;
    };
    const { env } = environment.process;
    for (const [name, value] of Object.entries(parseEnv(decodeUtf8(content)))) env[name] ??= value;
  }

  function dieOf(signal: number): never {
    sendSignal(environment, kernel.pid, signal);
    // Were the signal caught, the process would end all the same, as of abort(3).
    return environment.exit(128 + signal);
  }

  /** AsyncWrap::GetOwner: the object of the library's that stands for a handle. */
  function ownerOf(handle: object): object {
    const owner = (handle as Record<symbol, unknown>)[ownerSymbol];
    return typeof owner === 'object' && owner !== null ? ownerOf(owner) : handle;
  }

  function getActiveResourcesInfo(): string[] {
    const { timeoutInfo, immediateInfo } = environment.internalBinding('timers') as Record<string, ArrayLike<number>>;
    const timeouts = Array<string>(timeoutInfo?.[0] ?? 0).fill('Timeout');
    const immediates = Array<string>(immediateInfo?.[IMMEDIATES_REFERENCED] ?? 0).fill('Immediate');
    return [...active.names, ...timeouts, ...immediates];
  }

  return {
    ...clockMethods(),
    ...usageMethods(environment),
    patchProcessObject: (process: object) => patchProcessObject(environment, process),
    cwd,
    chdir,
    umask,
    _kill: (pid: number, signal: number) => sendSignal(environment, pid, signal),
    _rawDebug(text: string) {
      kernel.write(STDERR, encodeUtf8(`${text}\n`), -1);
    },
    _debugProcess: () => {
      throw errnoException(ESRCH, 'kill');
    },
    // There is no inspector that could be ended.
    _debugEnd: () => undefined,
    _getActiveRequests: () => active.requests,
    _getActiveHandles: () => active.handles.map(ownerOf),
    getActiveResourcesInfo,
    dlopen,
    dlopenBinary: () => environment.unimplemented('process_methods.dlopenBinary'),
    reallyExit: (code: number) => environment.exit(code),
    abort: () => dieOf(SIGABRT),
    causeSegfault: () => dieOf(SIGSEGV),
    execve: (file: string, argv: string[], variables: string[]) => execve(environment, file, argv, variables),
    loadEnvFile,
    // Warnings are emitted by the library itself; C++ would call this for its own.
    setEmitWarningSync: () => undefined,
    resetStdioForTesting: () => undefined,
  };
};
