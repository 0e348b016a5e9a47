import { describe, expect, it } from 'vitest';
import { causeOf } from './causes.ts';
import { outcomeOf, skipReason, type TestRun } from './orders.ts';
import { buildsText } from './report.ts';
import { moduleOf } from './suite.ts';

const run = (changes: Partial<TestRun>): TestRun => ({
  code: 1,
  signal: null,
  timedOut: false,
  duration: 1,
  stdout: '',
  stderr: '',
  ...changes,
});

describe('what became of a test', () => {
  it.each([
    ['pass', { code: 0 }],
    ['fail', { code: 7 }],
    ['fail', { code: null, signal: 'SIGSEGV' }],
    ['skip', { code: 0, stdout: '1..0 # Skipped: no such thing\n' }],
    ['time-out', { code: 0, timedOut: true }],
    ['pass', { code: 0, stdout: 'said: 1..0 # Skipped: in the middle of a line' }],
  ] as const)('%s: %j', (outcome, changes) => expect(outcomeOf(run(changes))).toBe(outcome));

  it('says why it was skipped', () => {
    expect(skipReason(run({ stdout: 'x\n1..0 # Skipped: no IPv6\n' }))).toBe('no IPv6');
    expect(skipReason(run({}))).toBe('');
  });
});

describe('the cause of a failure', () => {
  it.each([
    [
      'a page cannot look into its heap, or make snapshots of it',
      'parallel/test-x.js',
      'Error: internal_only_v8.queryObjects is not available in this environment',
    ],
    [
      'natives that are not implemented: udp_wrap.UDP.bind',
      'parallel/test-x.js',
      'Error: udp_wrap.UDP.bind is not available in this environment',
    ],
    ['HTTP/2 sessions are not there', 'parallel/test-http2-x.js', ''],
    ['a vm context shares the intrinsics of the one realm of its Worker', 'parallel/test-vm-x.js', 'Error: anything'],
    ['TypeError: of its own', 'parallel/test-x.js', 'at somewhere\nTypeError: of its own\n  at x'],
    ['ends with another exit status', 'parallel/test-x.js', ''],
  ])('%s', (words, name, stderr) => expect(causeOf(name, run({ stderr }))).toBe(words));

  it('a time-out is one only when nothing else is known', () => {
    expect(causeOf('parallel/test-x.js', run({ timedOut: true }))).toBe('took longer than it may');
    expect(causeOf('parallel/test-x.js', run({ timedOut: true, stderr: 'the container answered no more' }))).toBe(
      'the container was lost during the test',
    );
  });
});

it('results are counted by the build that ran them', () => {
  const runs = [run({}), run({ build: 'b' }), run({ build: 'a' }), run({ build: 'b' }), run({ build: 'b' })];
  expect(buildsText(runs)).toBe('3 of b, 1 of builds before, not noted, 1 of a');
});

it('the module of a test is known by its name', () => {
  const names = ['parallel/test-fs-read.js', 'parallel/test-child-process-exec.js', 'parallel/test-stream2-x.js'];
  expect(names.map(moduleOf)).toEqual(['fs', 'child-process', 'stream']);
  expect(moduleOf('parallel/test-async-local-storage-run.js')).toBe('async-hooks');
  expect(moduleOf('es-module/test-esm-x.mjs')).toBe('es-module');
});
