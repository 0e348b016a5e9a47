/** `npm`, `npx`, `pnpm`, `yarn` and their other names: brings the package manager and becomes it. */
import { runMain } from 'node:module';
import { basename } from 'node:path';
import { npmProgram } from './npm.ts';
import { managerProgram, UsageError } from './package_manager.ts';

const NOT_FOUND = 127;

function programOf(command: string): Promise<string> {
  if (command === 'npm' || command === 'npx') return npmProgram(command);
  return managerProgram(command.startsWith('pnp') ? 'pnpm' : 'yarn', command, process.cwd());
}

const command = basename(process.argv[1] ?? '');
programOf(command).then(
  (file) => {
    process.argv[1] = file;
    (runMain as unknown as (file: string) => void)(file);
  },
  (error: Error) => {
    const usage = error instanceof UsageError;
    process.stderr.write(
      usage ? `Usage Error: ${error.message}\n` : `${command} could not be loaded: ${error.message}\n`,
    );
    process.exitCode = usage ? 1 : NOT_FOUND;
  },
);
