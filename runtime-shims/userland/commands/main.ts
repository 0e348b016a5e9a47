/** One program for all commands of /bin: which one it is, its name says. */
import { basename } from 'node:path';
import { cat } from './cat.ts';
import { type Command, runCommand } from './command.ts';
import { fileCommands } from './files.ts';
import { ls } from './ls.ts';
import { systemCommands } from './system.ts';
import { textCommands } from './text.ts';

const commands: readonly Command[] = [cat, ls, ...fileCommands, ...systemCommands, ...textCommands];
const name = basename(process.argv[1] ?? '');
const command = commands.find((each) => each.name === name);

// A reader that went away (`ls | head`) is no error to report.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
if (command) {
  void runCommand(command, process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
} else {
  process.stderr.write(`${name}: there is no such command\n`);
  process.exitCode = 127;
}
