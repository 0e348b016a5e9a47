import { beforeEach, expect, test } from 'vitest';
import { EACCES, ELOOP, ENOENT, ENOEXEC, ENOTDIR } from './errno.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

let kernel: TestKernel;

beforeEach(() => {
  kernel = createTestKernel();
  kernel.mkdir('/usr');
  kernel.mkdir('/usr/bin');
});

function run(file: string, argv: string[], env: string[] = [], cwd?: string): string[] | number {
  const pid = kernel.spawn({ file, argv, env, stdio: [], cwd });
  if (pid < 0) return pid;
  kernel.as(pid);
  const result = kernel.argv();
  expect(kernel.environment()).toEqual(env);
  kernel.as(1);
  return result;
}

test('the native program gets its arguments as given', () => {
  expect(run('/bin/node', ['anything', '-e', '', 'ü'], ['A=1', 'B='])).toEqual(['anything', '-e', '', 'ü']);
});

test('#! lines', () => {
  kernel.file('/bin/plain', '#!/bin/node\ncode');
  kernel.file('/bin/option', '#! /bin/node  --flag and more \ncode');
  kernel.file('/bin/windows', '#!/bin/node\r\ncode');
  expect(run('/bin/plain', ['plain', 'a', 'b'])).toEqual(['/bin/node', '/bin/plain', 'a', 'b']);
  expect(run('/bin/option', ['option', 'a'])).toEqual(['/bin/node', '--flag and more', '/bin/option', 'a']);
  expect(run('/bin/windows', ['windows'])).toEqual(['/bin/node', '/bin/windows']);
});

test('interpreters that are scripts themselves, to a depth', () => {
  kernel.file('/bin/s1', '#!/bin/node -1\n');
  for (let i = 2; i <= 6; i++) kernel.file(`/bin/s${i}`, `#!/bin/s${i - 1} -${i}\n`);
  expect(run('/bin/s3', ['x', 'end'])).toEqual(['/bin/node', '-1', '/bin/s1', '-2', '/bin/s2', '-3', '/bin/s3', 'end']);
  expect(Array.isArray(run('/bin/s4', []))).toBe(true);
  expect(run('/bin/s5', [])).toBe(-ELOOP);
});

test('/usr/bin/env is a search of PATH, and env(1) where it has more to do', () => {
  kernel.file('/bin/tool', '#!/usr/bin/env node\n');
  kernel.file('/bin/split', '#!/usr/bin/env -S node --flag\n');
  const env = ['PATH=/nowhere:/bin'];
  expect(run('/bin/tool', ['tool', 'a'], env)).toEqual(['node', '/bin/tool', 'a']);
  expect(run('/bin/split', ['split', 'a'], env)).toEqual(['node', '--flag', '/bin/split', 'a']);
  expect(run('/bin/tool', ['tool'], ['PATH=/nowhere'])).toBe(-ENOENT);
  kernel.file('/usr/bin/env', '#!/bin/node\n');
  expect(run('/bin/tool', ['tool'], env)).toEqual(['node', '/bin/tool']);
  expect(run('/bin/tool', ['tool'], ['PATH=/nowhere'])).toEqual(['/bin/node', '/usr/bin/env', 'node', '/bin/tool']);
  for (const argument of ['-i node', '-S A=1 node', '-S node "a b"', 'A=1']) {
    kernel.file('/bin/more', `#!/usr/bin/env ${argument}\n`);
    expect(run('/bin/more', ['more'], env)).toEqual(['/bin/node', '/usr/bin/env', argument, '/bin/more']);
  }
});

test('what cannot be run, and why', () => {
  kernel.file('/bin/text', 'no interpreter');
  kernel.file('/bin/empty', '');
  kernel.file('/bin/bare', '#!\n');
  kernel.file('/bin/private', '#!/bin/node\n', 0o644);
  kernel.file('/bin/lost', '#!/bin/nothing\n');
  expect(run('/bin/text', [])).toBe(-ENOEXEC);
  expect(run('/bin/empty', [])).toBe(-ENOEXEC);
  expect(run('/bin/bare', [])).toBe(-ENOEXEC);
  expect(run('/bin/private', [])).toBe(-EACCES);
  expect(run('/bin/lost', [])).toBe(-ENOENT);
  expect(run('/bin', [])).toBe(-EACCES);
  expect(run('/bin/none', [])).toBe(-ENOENT);
  expect(run('/bin/node/x', [])).toBe(-ENOTDIR);
  expect(run('/bin/node', [], [], '/none')).toBe(-ENOENT);
  expect(run('/bin/node', [], [], '/bin/node')).toBe(-ENOTDIR);
});
