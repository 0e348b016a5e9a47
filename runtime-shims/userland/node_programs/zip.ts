/** zip and unzip, by the name that they were called by. */
import { basename } from 'node:path';
import { reason, UsageError } from './command_line.ts';
import { unzip } from './zip/extract.ts';
import { zip } from './zip/make.ts';

const name = basename(process.argv[1] ?? 'zip');

try {
  process.exitCode = (name === 'unzip' ? unzip : zip)(process.argv.slice(2));
} catch (error) {
  const hint = error instanceof UsageError ? `\nTry '${name} --help' for more information.` : '';
  process.stderr.write(`${name}: ${reason(error)}${hint}\n`);
  process.exitCode = error instanceof UsageError ? error.status : 2;
}
