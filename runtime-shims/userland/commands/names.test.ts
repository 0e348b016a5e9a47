import { expect, it } from 'vitest';
import { cat } from './cat.ts';
import { fileCommands } from './files.ts';
import { ls } from './ls.ts';
import { commandNames } from './names.ts';
import { systemCommands } from './system.ts';
import { textCommands } from './text.ts';

it('every command has a link in /bin, and every link a command', () => {
  const commands = [cat, ls, ...fileCommands, ...systemCommands, ...textCommands].map(({ name }) => name);
  expect([...commandNames].sort()).toEqual(commands.sort());
});
