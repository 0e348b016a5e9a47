import { expect, it } from 'vitest';
import { Blocks, readProcess } from './process_list.ts';

it('a line of ps is read', () => {
  expect(readProcess('     12      1 R  1500 53248 3000,3001 node server.js --port  3000')).toEqual({
    pid: 12,
    parent: 1,
    state: 'R',
    cpuTime: 1500,
    memory: 53_248,
    ports: [3000, 3001],
    command: 'node server.js --port  3000',
  });
});

it('no ports, no command, no line', () => {
  expect(readProcess('7 1 Z 0 0 -')).toMatchObject({ ports: [], command: '', state: 'Z' });
  expect(readProcess('sh: ps: not found')).toBeUndefined();
});

it('blocks come whole, however their text is cut', () => {
  const text = '5\r\n1 0 S 0 0 - init\r\n\r\n2 1 R 1 1 - a\r\n3 1 S 1 1 - b\r\n\r\n4';
  for (let size = 1; size < text.length; size++) {
    const blocks = new Blocks();
    const found: string[][] = [];
    for (let at = 0; at < text.length; at += size) found.push(...blocks.add(text.slice(at, at + size)));
    expect(found).toEqual([
      ['5', '1 0 S 0 0 - init'],
      ['2 1 R 1 1 - a', '3 1 S 1 1 - b'],
    ]);
  }
});
