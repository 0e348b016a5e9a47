/**
 * What the event loop does, told to whoever looks on: no native of Node's. A process whose environment names a folder in
 * WARDIAN_LOOP_TRACE that exists appends to the file PID there, one JSON array a line, times in ms since the process began:
 *
 *     [time, 'program', WORD, …]           the first line: its arguments
 *     [time, 'step', STEP]                 the loop is about to do this: 'script', then LoopStep in event_loop.ts
 *     [time, 'init', ID, TYPE, NAME, AT]   something that may call back was made: async_hooks' type, the callback's name,
 *                                          and where in the program (FILE:LINE), each '' when unknown
 *     [time, 'before', ID], [time, 'after', ID]   its callback begins and ends
 *     [time, 'destroy', ID]                it calls back no more
 *     [time, 'end', 'full' | 'exit']       the last line
 */
import { O_APPEND, O_CREAT, O_WRONLY } from '../../kernel/constants.ts';
import type { BindingFactory } from '../environment.ts';
import type { EventLoop, LoopStep } from '../event_loop.ts';
import { programLine } from '../program_line.ts';
import { STDERR_FILENO } from '../uv_numbers.ts';

type Entry = [time: number, ...values: (string | number)[]];

interface AsyncHooks {
  createHook(callbacks: {
    init(id: number, type: string, trigger: number, resource: object): void;
    before(id: number): void;
    after(id: number): void;
    destroy(id: number): void;
    trackPromises: boolean;
  }): { enable(): void };
}

/** Bytes after which the rest of a process's life is not told: a busy server writes some MB a second. */
const LARGEST_TRACE = 16 * 1024 * 1024;
/** Entries and ms after which what was gathered is written. */
const MOST_GATHERED = 500;
const LONGEST_GATHERED = 50;

/** The function that the library keeps under one of these is the program's own. */
const callbackNames = ['_onTimeout', '_onImmediate', 'callback', 'oncomplete', 'onread'];

function callbackName(resource: object): string {
  for (const key of callbackNames) {
    const callback: unknown = Reflect.get(resource, key);
    if (typeof callback === 'function' && callback.name) return callback.name;
  }
  return '';
}

export const binding: BindingFactory = (environment) => {
  const { kernel, process } = environment;
  const loop = environment.loop as EventLoop;
  const { performance } = environment.global;
  const file = `${process.env['WARDIAN_LOOP_TRACE']}/${kernel.pid}`;
  const fd = kernel.open(file, O_WRONLY | O_CREAT | O_APPEND, 0o644);
  const encoder = new TextEncoder();
  if (fd < 0) {
    const { getSystemErrorName } = environment.requireBuiltin('util') as typeof import('node:util');
    kernel.write(STDERR_FILENO, encoder.encode(`node: ${file}: ${getSystemErrorName(fd)} (WARDIAN_LOOP_TRACE)\n`), -1);
    return {};
  }

  let gathered: Entry[] = [];
  let writtenAt = 0;
  let written = 0;
  const began = performance.now();
  const now = () => Math.round((performance.now() - began) * 1000) / 1000;
  const write = (time: number) => {
    if (!gathered.length) return;
    const bytes = encoder.encode(`${gathered.map((entry) => JSON.stringify(entry)).join('\n')}\n`);
    gathered = [];
    writtenAt = time;
    written += bytes.length;
    kernel.write(fd, bytes, -1);
  };
  const tell = (...values: (string | number)[]) => {
    if (written > LARGEST_TRACE) return;
    const time = now();
    gathered.push([time, ...values]);
    if (gathered.length >= MOST_GATHERED || time - writtenAt > LONGEST_GATHERED) write(time);
    if (written <= LARGEST_TRACE) return;
    gathered.push([time, 'end', 'full']);
    write(time);
  };

  tell('program', ...kernel.argv());
  tell('step', 'script');
  const { createHook } = environment.requireBuiltin('async_hooks') as AsyncHooks;
  createHook({
    init: (id, type, _trigger, resource) => tell('init', id, type, callbackName(resource), programLine()),
    before: (id) => tell('before', id),
    after: (id) => tell('after', id),
    destroy: (id) => tell('destroy', id),
    // What promises do is seen where it is a microtask of the program's.
    trackPromises: false,
  }).enable();
  loop.trace = (step: LoopStep) => {
    tell('step', step);
    if (step === 'wait') write(now());
  };
  process.on('exit', () => {
    tell('end', 'exit');
    write(now());
  });
  return {};
};
