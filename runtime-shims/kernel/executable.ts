/**
 * execve(2)'s search for the interpreter: from a file to the native program that runs it and the argument vector.
 *
 * The one native program is the Node runtime itself: a file that begins with {@link NATIVE_MAGIC}.
 */
import { EACCES, EISDIR, ELOOP, ENOEXEC } from './errno.ts';
import type { Path, SystemCalls } from './system_calls.ts';

/** First bytes of a file that the kernel runs without an interpreter. */
export const NATIVE_MAGIC = '\x7fWARDIAN';
/** How many `#!` lines may follow one another: Linux's BINPRM limit is 4 rewrites. */
const MAX_INTERPRETERS = 4;
/** Bytes of a file that are looked at for its `#!` line: Linux's BINPRM_BUF_SIZE. */
const HEADER_SIZE = 256;
const X_OK = 1;
const STAT_FIELDS = 18;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;

export interface Executable {
  /** Path of the native program. */
  file: string;
  argv: string[];
}

type FileCalls = Pick<SystemCalls, 'open' | 'read' | 'close' | 'stat' | 'access'>;

const decoder = new TextDecoder();

function pathToString(path: Path): string {
  return typeof path === 'string' ? path : decoder.decode(path.slice());
}

/** The first bytes of an executable regular file, or -errno. */
function readHeader(calls: FileCalls, path: string): Uint8Array | number {
  const stat = new Float64Array(STAT_FIELDS);
  const found = calls.stat(path, stat, 0);
  if (found < 0) return found;
  if ((stat[1]! & S_IFMT) !== S_IFREG) return -EACCES;
  // The superuser too needs at least one x bit.
  if ((stat[1]! & 0o111) === 0) return -EACCES;
  const allowed = calls.access(path, X_OK);
  if (allowed < 0) return allowed;
  const fd = calls.open(path, 0, 0);
  if (fd < 0) return fd;
  const header = new Uint8Array(HEADER_SIZE);
  const size = calls.read(fd, header, 0);
  calls.close(fd);
  return size < 0 ? size : header.subarray(0, size);
}

function isExecutableFile(calls: FileCalls, path: string): boolean {
  return typeof readHeader(calls, path) !== 'number';
}

/** `#!interpreter [argument]`: everything behind the interpreter is one argument. */
function parseInterpreter(header: Uint8Array): { interpreter: string; argument: string | undefined } | undefined {
  const newline = header.indexOf(0x0a);
  const line = decoder.decode(header.slice(2, newline < 0 ? header.length : newline)).replace(/\0.*$/s, '');
  const match = /^[ \t]*([^ \t]+)[ \t]*(.*?)[ \t\r]*$/s.exec(line);
  if (!match?.[1]) return undefined;
  return { interpreter: match[1].replace(/\r$/, ''), argument: match[2] || undefined };
}

/** execvp(3)'s search of PATH. */
function searchPath(calls: FileCalls, program: string, env: readonly string[]): string | undefined {
  if (program.includes('/')) return program;
  const path = env.findLast((entry) => entry.startsWith('PATH='))?.slice(5) ?? '/usr/local/bin:/usr/bin:/bin';
  for (const directory of path.split(':')) {
    const candidate = `${directory || '.'}/${program}`;
    if (isExecutableFile(calls, candidate)) return candidate;
  }
  return undefined;
}

export function resolveExecutable(
  calls: FileCalls,
  path: Path,
  argv: readonly string[],
  env: readonly string[],
): Executable | number {
  let file = pathToString(path);
  let vector = [...argv];
  if (vector.length === 0) vector = [file];
  for (let depth = 0; depth <= MAX_INTERPRETERS; depth++) {
    // `#!/usr/bin/env node`, as programs of packages have it: a process of env(1)'s own would only do the same.
    const found = depth > 0 && /^\/(usr\/)?bin\/env$/.test(file) ? runEnv(calls, vector, env) : undefined;
    if (found) {
      file = found.file;
      vector = found.argv;
      continue;
    }
    const header = readHeader(calls, file);
    if (typeof header === 'number') {
      if (depth > 0 && header === -EISDIR) return -EACCES;
      return header;
    }
    if (startsWith(header, NATIVE_MAGIC)) return { file, argv: vector };
    if (!startsWith(header, '#!')) return -ENOEXEC;
    const line = parseInterpreter(header);
    if (line === undefined) return -ENOEXEC;
    // execve(2): interpreter [argument] pathname arg…; the original argv[0] is lost.
    const rest = [file, ...vector.slice(1)];
    vector = line.argument === undefined ? [line.interpreter, ...rest] : [line.interpreter, line.argument, ...rest];
    file = line.interpreter;
  }
  return -ELOOP;
}

/** What env(1) would run, when it has nothing to do but to find a program: no option but -S, no assignment, no quoting. */
function runEnv(calls: FileCalls, argv: readonly string[], env: readonly string[]): Executable | undefined {
  // argv is [env, argument, script, …]; with -S the argument is split at blanks, as in `#!/usr/bin/env -S node --flag`.
  const [, argument = '', ...rest] = argv;
  const split = argument.startsWith('-S');
  const words = split
    ? argument
        .slice(2)
        .split(/[ \t]+/)
        .filter(Boolean)
    : [argument];
  const [program] = words;
  if (program === undefined || /^-|=|^$/.test(program) || (split && /["'\\$]/.test(argument))) return undefined;
  const file = searchPath(calls, program, env);
  return file === undefined ? undefined : { file, argv: [...words, ...rest] };
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  if (bytes.length < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
