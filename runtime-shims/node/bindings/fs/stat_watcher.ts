/** `StatWatcher` (src/node_stat_watcher.cc) over a stat at intervals (uv_fs_poll_t): behind fs.watchFile. */
import type { Path } from '../../../kernel/system_calls.ts';
import { asyncWrapOf } from '../../async_wrap.ts';
import type { Binding, Environment } from '../../environment.ts';
import { adoptLoopHandle, handleWrapOf, type NativeHandle } from '../../handle_wrap.ts';
import { afterMilliseconds } from '../../host_timers.ts';
import { STAT_FIELDS, toBigIntStats } from './stat.ts';

/** Fields whose change is none: a read alters atime (uv_fs_poll's statbuf_eq leaves it out). */
const ATIME_SECONDS = 10;
const ATIME_NANOSECONDS = 11;

const sameStats = (a: Float64Array, b: Float64Array): boolean =>
  a.every((value, i) => i === ATIME_SECONDS || i === ATIME_NANOSECONDS || value === b[i]);

export function statWatcherBinding(environment: Environment): Binding {
  const AsyncWrap = asyncWrapOf(environment);
  const HandleWrap = handleWrapOf(environment);
  const { kernel, loop } = environment;

  class StatWatcher extends HandleWrap {
    onchange: unknown;
    readonly #native: NativeHandle;
    readonly #bigint: boolean;
    #path: Path = '';
    #interval = 0;
    #previous = new Float64Array(STAT_FIELDS);
    /** 0: nothing known yet, 1: the previous stat is valid, negative: the previous error. */
    #known = 0;
    #cancel: (() => void) | null = null;

    constructor(bigint: boolean) {
      const native: NativeHandle = {
        loopHandle: null,
        referenced: true,
        closing: false,
        release: () => {
          this.#cancel?.();
          return [];
        },
      };
      super('STATWATCHER', native);
      this.#native = native;
      this.#bigint = bigint === true;
    }

    start(path: Path, interval: number): number {
      if (this.#native.loopHandle !== null || this.#native.closing) return 0;
      this.#path = path;
      this.#interval = Math.max(interval, 1);
      adoptLoopHandle(this.#native, loop.handle());
      loop.complete(() => this.#poll());
      return 0;
    }

    #poll(): void {
      if (this.#native.closing) return;
      const current = new Float64Array(STAT_FIELDS);
      const result = kernel.stat(this.#path, current, 0);
      const previous = this.#previous;
      this.#cancel = afterMilliseconds(this.#interval, () => loop.post(() => this.#poll()));
      if (result < 0) {
        if (this.#known === result) return;
        this.#known = result;
        this.#previous = new Float64Array(STAT_FIELDS);
        this.#tell(result, this.#previous, previous);
        return;
      }
      const known = this.#known;
      this.#known = 1;
      this.#previous = current;
      if (known < 0 || (known === 1 && !sameStats(previous, current))) this.#tell(0, current, previous);
    }

    #tell(status: number, current: Float64Array, previous: Float64Array): void {
      let stats: Float64Array | BigInt64Array = new Float64Array(2 * STAT_FIELDS);
      if (this.#bigint) {
        stats = new BigInt64Array(2 * STAT_FIELDS);
        toBigIntStats(current, stats, 0, STAT_FIELDS);
        toBigIntStats(previous, stats, STAT_FIELDS, STAT_FIELDS);
      } else {
        stats.set(current);
        stats.set(previous, STAT_FIELDS);
      }
      AsyncWrap.call(this, this.onchange, status, stats);
    }
  }

  return { StatWatcher };
}
