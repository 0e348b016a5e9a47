import { describe, expect, it } from 'vitest';
import { describeResource, LoopTrace, type TraceEntry } from './loop_trace.ts';

const told: TraceEntry[] = [
  [0, 'program', 'node', 'a.js'],
  [1, 'step', 'script'],
  [2, 'init', 2, 'Timeout', 'later', '/home/project/a.js:1'],
  [2, 'init', 3, 'TickObject', 'soon', '/home/project/a.js:2'],
  [3, 'init', 4, 'TCPSERVERWRAP', '', ''],
  [4, 'step', 'drain'],
  [5, 'before', 3],
  [65, 'after', 3],
  [66, 'step', 'drained'],
  [67, 'step', 'poll'],
  [67, 'destroy', 3],
  [68, 'step', 'wait'],
  [90, 'step', 'wake'],
  [91, 'step', 'timers'],
  [92, 'before', 2],
  [93, 'after', 2],
  [94, 'destroy', 2],
  [95, 'end', 'exit'],
];

function traceOf(entries: TraceEntry[]): LoopTrace {
  const trace = new LoopTrace();
  for (const entry of entries) trace.add(entry);
  return trace;
}

describe('the trace of a loop', () => {
  it('knows the queues, the handles and what runs at each moment', () => {
    const trace = traceOf(told);
    expect(trace.program).toBe('node a.js');
    const made = trace.stateAt(4);
    expect([made.phase, made.queues.timers.length, made.queues.nextTick.length, made.handles.length]).toEqual([
      'script',
      1,
      1,
      1,
    ]);
    const ticking = trace.stateAt(6);
    expect([ticking.phase, ticking.running?.name, ticking.queues.nextTick.length]).toEqual(['ticks', 'soon', 0]);
    expect(trace.stateAt(8).phase).toBe('script');
    expect(trace.stateAt(11).phase).toBe('wait');
    const end = trace.stateAt();
    expect([end.phase, end.queues.timers.length, end.handles.length]).toEqual(['ended', 0, 1]);
  });

  it('draws the main script, callbacks, ticks and the sleep as spans of time', () => {
    const spans = traceOf(told).spans.map(({ kind, phase, start, end }) => [kind, phase, start, end]);
    expect(spans).toEqual([
      ['script', 'script', 1, 4],
      ['ticks', 'ticks', 4, 66],
      ['callback', 'ticks', 5, 65],
      ['wait', 'wait', 68, 90],
      ['callback', 'timers', 92, 93],
    ]);
  });

  it('goes from stop to stop in both directions', () => {
    const trace = traceOf(told);
    const forward = [trace.nextStop(0, 1)];
    while ((forward.at(-1) ?? 0) < trace.entries.length) forward.push(trace.nextStop(forward.at(-1) ?? 0, 1));
    expect(forward.map((count) => trace.stateAt(count).time)).toEqual([1, 5, 68, 92, 95]);
    expect(trace.stateAt(trace.nextStop(trace.entries.length, -1)).time).toBe(92);
    expect(trace.nextStop(1, -1)).toBe(1);
  });

  it('forgets the oldest of a long life, and still knows what was made then', () => {
    const busy: TraceEntry[] = [[0, 'init', 1, 'TCPSERVERWRAP', '', '']];
    for (let turn = 1; turn < 30_000; turn++) busy.push([turn, 'step', 'poll']);
    const trace = traceOf(busy);
    expect(trace.entries.length).toBeLessThanOrEqual(20_000);
    expect(trace.stateAt(1).handles).toHaveLength(1);
  });

  it('names what it shows for people', () => {
    const at = '/home/project/lib/a.js:7';
    expect(describeResource({ id: 1, type: 'Timeout', name: 'grow', at })).toBe('timer grow (a.js:7)');
    expect(describeResource({ id: 1, type: 'ZLIB', name: '', at: '' })).toBe('ZLIB');
  });
});
