import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { pinnedNode } from '../../scripts/node26.mjs';
import { POLLHUP, POLLIN, POLLOUT } from '../kernel/constants.ts';
import type { Readiness, SystemCalls } from '../kernel/system_calls.ts';
import { EventLoop, type LibraryCallbacks, type Steps } from './event_loop.ts';

/** Descriptors and signals that the test makes ready; every change is told as the kernel tells it. */
class StandInKernel {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  readonly eventWord = 4;
  readonly ready = new Map<number, number>();
  readonly interest = new Map<number, number>();
  readonly signals: number[] = [];

  change(): void {
    const words = new Int32Array(this.memory.buffer);
    Atomics.add(words, this.eventWord, 1);
    Atomics.notify(words, this.eventWord);
  }

  makeReady(fd: number, events: number): void {
    this.ready.set(fd, events);
    this.change();
  }

  /** Begun and ended in turn: the time between them is no time of the process's. */
  readonly rests: ('begins' | 'ends')[] = [];

  beginRest(): void {
    this.rests.push('begins');
  }

  endRest(): void {
    this.rests.push('ends');
  }

  takeSignal(): number {
    return this.signals.shift() ?? 0;
  }

  pollInterest(fd: number, events: number): number {
    if (events === 0) this.interest.delete(fd);
    else this.interest.set(fd, events);
    return 0;
  }

  pollReady(): Readiness[] {
    const reports = [...this.interest].map(([fd, events]) => {
      return { fd, events: (this.ready.get(fd) ?? 0) & (events | POLLHUP) };
    });
    return reports.filter(({ events }) => events !== 0);
  }
}

const IMMEDIATE_COUNT = 0;
const IMMEDIATE_REFERENCED = 1;

describe('the event loop', () => {
  let kernel: StandInKernel;
  let loop: EventLoop;
  let log: string[];
  let fatal: unknown[];
  let immediates: (() => void)[];
  let library: LibraryCallbacks;

  beforeEach(() => {
    kernel = new StandInKernel();
    log = [];
    fatal = [];
    immediates = [];
    library = {
      tickInfo: new Uint8Array(2),
      immediateInfo: new Uint32Array(3),
      processTicks: null,
      processTimers: null,
      *processImmediate(): Steps {
        const list = immediates;
        immediates = [];
        library.immediateInfo[IMMEDIATE_COUNT] = 0;
        library.immediateInfo[IMMEDIATE_REFERENCED] = 0;
        for (const immediate of list) {
          immediate();
          yield;
        }
      },
    };
    loop = new EventLoop(kernel as unknown as SystemCalls, library, (error) => fatal.push(error));
  });

  const note = (what: string) => () => void log.push(what);

  function setImmediate(callback: () => void): void {
    immediates.push(callback);
    library.immediateInfo[IMMEDIATE_COUNT] = immediates.length;
    library.immediateInfo[IMMEDIATE_REFERENCED] = immediates.length;
  }

  /** Runs `program` and the loop to its end. */
  function run(program: () => void): Promise<void> {
    return new Promise((resolve) => {
      function* steps(): Steps {
        yield* loop.callback(program);
        yield* loop.run();
        resolve();
      }
      loop.start(steps());
    });
  }

  it('ends when nothing keeps it', async () => {
    await run(note('program'));
    expect(log).toEqual(['program']);
    expect(loop.alive()).toBe(false);
  });

  it('runs microtasks after each callback, and what a callback queued right behind them', async () => {
    await run(() => {
      loop.complete(() => {
        log.push('first');
        void Promise.resolve().then(note('microtask')).then(note('microtask of a microtask'));
        loop.makeCallback(note('queued by first'));
      });
      loop.complete(note('second'));
    });
    expect(log).toEqual(['first', 'microtask', 'microtask of a microtask', 'queued by first', 'second']);
  });

  it('lets immediates go before a request of the same turn, and one begun in an I/O callback', async () => {
    await run(() => {
      loop.complete(() => {
        log.push('request 1');
        loop.complete(note('request 2'));
        setImmediate(note('immediate 2'));
      });
      setImmediate(note('immediate 1'));
    });
    expect(log).toEqual(['immediate 1', 'request 1', 'immediate 2', 'request 2']);
  });

  it('completes a chain of requests before the handles that its turn closes', async () => {
    await run(() => {
      const step = (left: number) => () => {
        log.push(`step ${left}`);
        if (left > 0) loop.complete(step(left - 1));
        else loop.handle().close(note('closed'));
      };
      loop.complete(step(3));
    });
    expect(log).toEqual(['step 3', 'step 2', 'step 1', 'step 0', 'closed']);
  });

  it('tells its steps to whoever watches', async () => {
    loop.trace = (step) => log.push(step);
    await run(() => setImmediate(note('immediate')));
    expect(log).toEqual([
      'drain',
      'drained',
      'timers',
      'poll',
      'check',
      'immediate',
      'drain',
      'drained',
      'close',
      'timers',
    ]);
  });

  it('closes handles at the end of the turn, the last closed first', async () => {
    await run(() => {
      for (const name of ['a', 'b', 'c']) loop.handle().close(note(name));
      setImmediate(note('immediate'));
    });
    expect(log).toEqual(['immediate', 'c', 'b', 'a']);
  });

  it('waits for a referenced, active handle only', async () => {
    await run(() => {
      loop.handle().unref();
      loop.handle().setActive(false);
    });
    const handle = loop.handle();
    expect(loop.alive()).toBe(true);
    expect(handle.hasRef()).toBe(true);
    handle.unref();
    expect([loop.alive(), handle.hasRef()]).toEqual([false, false]);
    handle.ref();
    handle.close();
    expect(loop.alive()).toBe(true);
    await run(() => {});
    expect(loop.alive()).toBe(false);
  });

  it('runs what is posted unreferenced in the check phase, and is not kept alive by it', async () => {
    await run(() => {
      loop.postUnreferenced(note('unreferenced'));
      setImmediate(note('immediate'));
    });
    expect(log).toEqual(['unreferenced', 'immediate']);
    loop.postUnreferenced(note('too late'));
    expect(loop.alive()).toBe(false);
    await run(() => {});
    expect(log).toEqual(['unreferenced', 'immediate']);
  });

  it('sleeps until a descriptor is ready, and tells it again while it is', async () => {
    const ended = run(() => {
      let count = 0;
      const poll = loop.poll(7, POLLIN, (events) => {
        log.push(`${events === POLLIN}`);
        if (++count === 2) poll.close(note('closed'));
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(log).toEqual([]);
    kernel.makeReady(7, POLLIN | POLLOUT);
    await ended;
    expect(log).toEqual(['true', 'true', 'closed']);
    expect([...kernel.interest]).toEqual([]);
    expect(kernel.rests).toEqual(['begins', 'ends']);
  });

  it('tells a hang-up whatever was asked for, and nothing of a handle that a callback before it closed', async () => {
    kernel.makeReady(1, POLLHUP);
    kernel.makeReady(2, POLLIN);
    await run(() => {
      const second = loop.poll(2, POLLIN, note('second'));
      const first = loop.poll(1, POLLIN, (events) => {
        log.push(`first ${events === POLLHUP}`);
        first.close();
        second.close();
      });
      // Both in one report, the first one first.
      kernel.interest.delete(2);
      kernel.interest.set(2, POLLIN);
    });
    expect(log).toEqual(['first true']);
  });

  it('is woken by what comes from the browser, and waits for what it was told to', async () => {
    const ended = run(() => {
      const finish = loop.begin();
      setTimeout(() => finish(note('finished')), 20);
    });
    await ended;
    expect(log).toEqual(['finished']);
  });

  it('takes an event that does not keep it alive while something else does', async () => {
    await run(() => {
      const handle = loop.handle();
      setTimeout(() => {
        loop.post(() => {
          log.push('posted');
          handle.close();
        });
      }, 10);
    });
    expect(log).toEqual(['posted']);
  });

  it('hands on each pending signal', async () => {
    const handle = loop.handle();
    loop.onSignal = (signal) => {
      log.push(`signal ${signal}`);
      if (signal === 15) handle.close();
    };
    const ended = run(() => {});
    await new Promise((resolve) => setTimeout(resolve, 10));
    kernel.signals.push(2, 15);
    kernel.change();
    await ended;
    expect(log).toEqual(['signal 2', 'signal 15']);
  });

  it('reports an exception and goes on with the next callback', async () => {
    const failure = new Error('of a callback');
    await run(() => {
      loop.complete(() => {
        throw failure;
      });
      loop.complete(note('next'));
    });
    expect(fatal).toEqual([failure]);
    expect(log).toEqual(['next']);
  });

  it('runs timers when they are due, not before, though another event comes meanwhile', async () => {
    library.processTimers = function* () {
      log.push('timers');
      yield;
      return 0;
    };
    const start = performance.now();
    setTimeout(() => kernel.change(), 10);
    await run(() => {
      loop.updateTime();
      loop.scheduleTimer(40);
      loop.toggleTimerRef(true);
    });
    expect(log).toEqual(['timers']);
    // The loop's clock counts whole milliseconds.
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
  });

  it('does not wait for timers that are unreferenced', async () => {
    library.processTimers = function* () {
      log.push('timers');
      yield;
      return 0;
    };
    await run(() => {
      loop.scheduleTimer(10_000);
      loop.toggleTimerRef(false);
    });
    expect(log).toEqual([]);
  });
});

describe("Node's own timers and task queue over the loop", () => {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const output = async (...words: string[]) => (await promisify(execFile)(pinnedNode(), words)).stdout;
  // Those about exceptions and the end of a process need a whole process: they are compared in the tab.
  const programs = ['execution_order', 'ticks_and_microtasks', 'immediates', 'timers'];

  it.each(programs)('%s prints what it prints natively', async (name) => {
    const program = file(`paired/loop/${name}.cjs`);
    const native = await output(program);
    expect(native).not.toBe('');
    const ours = output('--expose-internals', '--no-warnings', file('loop_on_library.fixture.ts'), program);
    expect(await ours).toBe(native);
  });
});
