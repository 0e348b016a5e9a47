/** curl and wget, by the name that they were called by. */
import { basename } from 'node:path';
import { reason, UsageError } from './command_line.ts';
import { curl } from './transfer/curl.ts';
import { wget } from './transfer/wget.ts';

const name = basename(process.argv[1] ?? 'curl');

(name === 'wget' ? wget : curl)(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const hint = error instanceof UsageError ? `${name}: try '${name} --help' for more information\n` : '';
    process.stderr.write(`${name}: ${reason(error)}\n${hint}`);
    // Wrong use is 2 for both.
    process.exitCode = 2;
  },
);
