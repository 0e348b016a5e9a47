import { closeSync, openSync, readSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import type { Command } from './command.ts';

const chunkSize = 65_536;

export const cat: Command = {
  name: 'cat',
  usage: '[FILE]…',
  summary: 'Writes files, or standard input, to standard output.',
  flags: { number: { short: 'n', type: 'boolean', help: 'number the lines' } },
  run({ operands, on, print, complain }) {
    let line = 1;
    let atStart = true;
    for (const path of operands.length ? operands : ['-']) {
      try {
        const fd = path === '-' ? 0 : openSync(path, 'r');
        const buffer = Buffer.alloc(chunkSize);
        for (let count = readSync(fd, buffer); count > 0; count = readSync(fd, buffer)) {
          if (!on('number')) print(Uint8Array.from(buffer.subarray(0, count)));
          else {
            const text = buffer.toString('latin1', 0, count);
            const numbered = text.replace(/[^\n]*\n|[^\n]+$/g, (match) => {
              const prefix = atStart ? `${String(line++).padStart(6)}\t` : '';
              atStart = match.endsWith('\n');
              return prefix + match;
            });
            print(Buffer.from(numbered, 'latin1'));
          }
        }
        if (fd !== 0) closeSync(fd);
      } catch (error) {
        complain(`${path}: ${messageOf(error)}`);
      }
    }
    return 0;
  },
};
