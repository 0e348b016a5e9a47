import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../kernel/constants.ts';
import { errnoMessage } from '../system/errors.ts';
import { writeAll } from '../system/io.ts';
import type { Command } from './command.ts';

export const tee: Command = {
  name: 'tee',
  usage: '[FILE]…',
  summary: 'Copies standard input to standard output and to files.',
  flags: {
    append: { short: 'a', help: 'add to the files' },
    'ignore-interrupts': { short: 'i', help: 'go on at SIGINT' },
    p: { short: 'p', help: 'accepted' },
  },
  long: true,
  run({ operands, on, input, print, flush, complain, kernel, program }) {
    const flags = O_WRONLY | O_CREAT | (on('append') ? O_APPEND : O_TRUNC);
    const files: number[] = [];
    for (const path of operands) {
      const fd = kernel.open(path, flags, 0o666);
      if (fd < 0) complain(`${path}: ${errnoMessage(fd)}`);
      else files.push(fd);
    }
    if (on('ignore-interrupts')) kernel.sigaction(2, 1);
    for (let chunk = input.chunk(); chunk; chunk = input.chunk()) {
      for (const fd of files) writeAll(kernel, fd, chunk, program.waiting);
      print(chunk);
      flush();
    }
    for (const fd of files) kernel.close(fd);
    return 0;
  },
};
