/** A program in the container that runs over the kernel's calls alone, without Node: the shell and most commands. */
import { F_DUPFD, SIGPIPE } from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { isFile, stat } from './files.ts';
import { plainWaiting, type Waiting } from './io.ts';

/**
 * The interpreter in the first line of the programs' files. The kernel takes it for native; a Worker that finds it in
 * front of its arguments runs the program whose name follows.
 */
export const RUNNER = '/usr/lib/wardian/run';
export const STUB = `#!${RUNNER}\n`;

export interface Program {
  kernel: SystemCalls;
  /** Path or name that it was called by. */
  name: string;
  parameters: readonly string[];
  environment: ReadonlyMap<string, string>;
  /** Which kernel descriptor stands behind each descriptor number. */
  files: ReadonlyMap<number, number>;
  waiting: Waiting;
  /** Goes over to another program for good, where this one is a process of its own: execve(2). */
  replace?: (request: Replacement) => number;
}

export interface Replacement {
  file: string;
  argv: readonly string[];
  environment: readonly string[];
  files: ReadonlyMap<number, number>;
}

/** Thrown by {@link Program.replace} once the kernel knows the new program. */
export class Replaced extends Error {}

/** Exit status, see exit(3). */
export type Main = (program: Program) => number;

/** Descriptors that this process was given: 0 to 2, and what lies right behind them. */
function inheritedFiles(kernel: SystemCalls): Map<number, number> {
  const files = new Map<number, number>();
  const getFlags = 1;
  for (let fd = 0; fd < 10; fd++) if (kernel.fcntl(fd, getFlags, 0) >= 0) files.set(fd, fd);
  return files;
}

/** Highest descriptor that is moved or closed for a new program; above it the old ones are moved out of the way. */
const descriptorLimit = 256;

/** Makes `files` the process's descriptors. */
function arrangeDescriptors(kernel: SystemCalls, files: ReadonlyMap<number, number>): void {
  const moved = [...files].map(([fd, from]) => [fd, kernel.fcntl(from, F_DUPFD, descriptorLimit)] as const);
  for (let fd = 0; fd < descriptorLimit; fd++) kernel.close(fd);
  for (const [fd, from] of moved) {
    if (from < 0) continue;
    kernel.dup2(from, fd);
    kernel.close(from);
  }
}

/** Finds a name by PATH: the path of an executable file, or -errno as execvp(3) would give it. */
export function findProgram(kernel: SystemCalls, name: string, path: string): string | number {
  const noEntry = -2;
  const denied = -13;
  if (name.includes('/')) return isFile(stat(kernel, name)) ? name : noEntry;
  let result = noEntry;
  for (const folder of path.split(':')) {
    const candidate = `${folder || '.'}/${name}`;
    const found = stat(kernel, candidate);
    if (typeof found === 'number' || !isFile(found)) continue;
    if ((found.mode & 0o111) !== 0) return candidate;
    result = denied;
  }
  return result;
}

export const defaultPath = '/usr/local/bin:/usr/bin:/bin';

/**
 * Runs the program that the kernel's argument vector names, until it ends or becomes one of another kind. `main`: the
 * function of a program by its name. Undefined: what this Worker is to run now is no program of this kind.
 */
export function runProcess(kernel: SystemCalls, main: (name: string) => Main | undefined): number | undefined {
  for (;;) {
    const [runner, path = '', ...parameters] = kernel.argv();
    if (runner !== RUNNER) return undefined;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const found = main(name);
    const files = inheritedFiles(kernel);
    const environment = new Map(
      kernel.environment().map((entry) => {
        const equals = entry.indexOf('=');
        return [entry.slice(0, equals), entry.slice(equals + 1)] as const;
      }),
    );
    // The kernel starts every process as Node wants it, which ignores SIGPIPE; for these it has its default.
    kernel.sigaction(SIGPIPE, 0);
    if (!found) {
      kernel.write(2, new TextEncoder().encode(`${name}: no such program in this installation\n`), -1);
      return 127;
    }
    const replace = ({ file, argv, environment: variables, files: wanted }: Replacement): number => {
      const result = kernel.exec(file, argv, variables);
      if (result < 0) return result;
      arrangeDescriptors(kernel, wanted);
      throw new Replaced();
    };
    try {
      return found({ kernel, name: path, parameters, environment, files, waiting: plainWaiting(kernel), replace });
    } catch (error) {
      if (!(error instanceof Replaced)) throw error;
    }
  }
}
