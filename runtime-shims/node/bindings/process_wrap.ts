/** `internalBinding('process_wrap')` (src/process_wrap.cc). */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory, LoopHandle } from '../environment.ts';
import { adoptLoopHandle, handleWrapOf, type NativeHandle } from '../handle_wrap.ts';
import { libuvStreamWrapOf } from '../libuv_stream.ts';
import { signalName } from '../signal_names.ts';
import { type ChildStdio, startChild } from '../spawn_child.ts';
import { UV_EINVAL, UV_ESRCH } from '../uv_numbers.ts';

const kProcessFlagDetached = 1;
const kProcessFlagWindowsHide = 2;
const kProcessFlagWindowsVerbatimArguments = 4;
const WNOHANG = 1;
const LAST_SIGNAL = 64;

interface StdioOption {
  type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd' | 'wrap';
  handle?: unknown;
  fd?: number;
}

class ChildHandle implements NativeHandle {
  loopHandle: LoopHandle | null = null;
  referenced = true;
  closing = false;
  pid = 0;
  onRelease: () => void = () => {};
  release(): (() => void)[] {
    this.onRelease();
    return [];
  }
}

export const binding: BindingFactory = (environment) => {
  const { kernel, loop } = environment;
  const AsyncWrap = asyncWrapOf(environment);
  const HandleWrap = handleWrapOf(environment);
  const LibuvStreamWrap = libuvStreamWrapOf(environment);
  const running = new Map<number, (exitCode: number, signal: number) => void>();

  loop.onChild = () => {
    const ended: (() => void)[] = [];
    for (const [pid, tell] of [...running]) {
      const status = kernel.wait4(pid, WNOHANG);
      if (status === null) continue;
      running.delete(pid);
      if (typeof status === 'number') ended.push(() => tell(status, 0));
      else ended.push(() => tell(Math.max(status.exitCode, 0), status.signal));
    }
    return ended;
  };

  function stdioOf(option: StdioOption): ChildStdio {
    switch (option.type) {
      case 'ignore':
        return { type: 'ignore' };
      case 'pipe':
      case 'overlapped':
        return { type: 'pipe' };
      case 'wrap':
        return { type: 'descriptor', fd: LibuvStreamWrap.streamOf(option.handle).fd };
      case 'inherit':
      case 'fd':
        return { type: 'descriptor', fd: option.fd ?? -1 };
      default:
        throw new TypeError(`invalid child stdio type: ${String(option.type)}`);
    }
  }

  class Process extends HandleWrap {
    declare pid?: number;
    declare onexit?: unknown;
    readonly #child: ChildHandle;

    constructor() {
      const child = new ChildHandle();
      super('PROCESSWRAP', child);
      this.#child = child;
      // Closed before it ended: it stays to be reaped, with nobody to tell.
      child.onRelease = () => {
        if (running.has(child.pid)) running.set(child.pid, () => {});
      };
    }

    spawn(
      file: string,
      args: readonly string[] | undefined,
      cwd: string | undefined,
      envPairs: readonly string[] | undefined,
      stdio: readonly StdioOption[],
      flags: number,
      uid: number | undefined,
      gid: number | undefined,
    ): number {
      const { status, pipes } = startChild(kernel, {
        file,
        args: args ?? [],
        cwd: cwd ?? undefined,
        env: envPairs ?? undefined,
        stdio: stdio.map(stdioOf),
        detached: (flags & kProcessFlagDetached) !== 0,
        uid: uid ?? undefined,
        gid: gid ?? undefined,
      });
      for (let i = 0; i < stdio.length; i++) {
        if (pipes[i]! >= 0) LibuvStreamWrap.streamOf(stdio[i]!.handle).open(pipes[i]!, true, true);
      }
      if (status < 0) return status;
      this.pid = status;
      this.#child.pid = status;
      const handle = adoptLoopHandle(this.#child, loop.handle());
      running.set(status, (exitCode, signal) => {
        handle.setActive(false);
        if (typeof this.onexit === 'function') AsyncWrap.call(this, this.onexit, exitCode, signalName(signal));
      });
      return 0;
    }

    kill(signal: number): number {
      const { pid } = this.#child;
      if (!running.has(pid)) return UV_ESRCH;
      if (!(signal >= 0 && signal <= LAST_SIGNAL)) return UV_EINVAL;
      return kernel.kill(pid, signal);
    }
  }

  return {
    Process,
    constants: { kProcessFlagDetached, kProcessFlagWindowsHide, kProcessFlagWindowsVerbatimArguments },
  };
};
