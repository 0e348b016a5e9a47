import { beforeEach, expect, test } from 'vitest';
import { AF_INET, AF_INET6, AF_UNIX } from './constants.ts';
import { PROCESS_EVENT_WORD } from './layout.ts';
import { load32 } from './primitives.ts';
import { findProcess } from './process_table.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

let kernel: TestKernel;
beforeEach(() => {
  kernel = createTestKernel();
});

function listening(family: number, address: string, port: number): number {
  const fd = kernel.socket(family);
  expect(kernel.bind(fd, address, port)).toBe(0);
  expect(kernel.listen(fd, 1)).toBe(0);
  return fd;
}

test('a port is there from listen to close, however many addresses it has', () => {
  const bound = kernel.socket(AF_INET);
  expect(kernel.bind(bound, '0.0.0.0', 4000)).toBe(0);
  expect(kernel.listeningPorts()).toEqual([]);
  const first = listening(AF_INET, '127.0.0.1', 3000);
  const second = listening(AF_INET6, '::1', 3000);
  listening(AF_UNIX, '/tmp/socket', 0);
  expect(kernel.listeningPorts()).toEqual([3000]);
  kernel.close(first);
  expect(kernel.listeningPorts()).toEqual([3000]);
  kernel.close(second);
  expect(kernel.listeningPorts()).toEqual([]);
});

test('pid 1 is woken by listen and by the close of a listener in another process', () => {
  const child = kernel.child();
  const seen = () => load32(findProcess(1) + PROCESS_EVENT_WORD);
  kernel.as(child);
  const before = seen();
  const fd = listening(AF_INET, '127.0.0.1', 3000);
  expect(seen()).toBeGreaterThan(before);
  const open = seen();
  kernel.close(fd);
  expect(seen()).toBeGreaterThan(open);
});
