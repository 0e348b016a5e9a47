import { expect, it } from 'vitest';
import { NATIVE_MAGIC } from '../../../kernel/executable.ts';
import { createKernelFromSource } from '../../../kernel/source_kernel.ts';
import { executablePathOf } from './executable_path.ts';

it.each([
  ['node', '/bin/node'],
  ['/bin/node', '/bin/node'],
  ['/copy/node', '/copy/node'],
  ['/copy/../link', '/copy/node'],
  ['/copy/script', '/bin/node'],
  ['/nowhere/node', '/bin/node'],
])('a program started as %s has the execPath %s', (name, path) => {
  const kernel = createKernelFromSource();
  kernel.mkdir('/copy', 0o755);
  const write = (file: string, text: string) => {
    const fd = kernel.open(file, 0o101, 0o755);
    kernel.write(fd, new TextEncoder().encode(text), -1);
    kernel.close(fd);
  };
  write('/copy/node', `${NATIVE_MAGIC}\n`);
  write('/copy/script', '#!/bin/node\n');
  kernel.symlink('/copy/node', '/link');
  expect(executablePathOf(kernel, name)).toBe(path);
});
