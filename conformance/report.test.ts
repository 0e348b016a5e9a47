import { describe, expect, it } from 'vitest';
import { causeOf } from './causes.ts';
import { outcomeOf, skipReason, type TestRun } from './orders.ts';
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
      'a page cannot collect its garbage or look into its heap',
      'parallel/test-x.js',
      'TypeError: globalThis.gc is not a function',
    ],
    [
      'natives that are not implemented: udp_wrap.UDP.bind',
      'parallel/test-x.js',
      'Error: udp_wrap.UDP.bind is not available in this environment',
    ],
    ['HTTP/2 sessions are not there', 'parallel/test-http2-x.js', ''],
    ['a vm context is a scope over the one realm of its Worker', 'parallel/test-vm-x.js', 'Error: anything'],
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

it('the module of a test is known by its name', () => {
  const names = ['parallel/test-fs-read.js', 'parallel/test-child-process-exec.js', 'parallel/test-stream2-x.js'];
  expect(names.map(moduleOf)).toEqual(['fs', 'child-process', 'stream']);
  expect(moduleOf('parallel/test-async-local-storage-run.js')).toBe('async-hooks');
  expect(moduleOf('es-module/test-esm-x.mjs')).toBe('es-module');
});
