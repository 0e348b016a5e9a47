/** Redirections (POSIX 2.7): they make a new map of descriptors and say what to close afterwards. */
import {
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  S_IFMT,
  S_IFREG,
} from '../../kernel/constants.ts';
import { EEXIST } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { errnoMessage } from '../system/errors.ts';
import { stat } from '../system/files.ts';
import { type Waiting, writeAll } from '../system/io.ts';
import { descriptorNamed } from '../system/named_descriptors.ts';
import { encode } from '../system/text.ts';
import type { Expansion } from './expansion.ts';
import { type Files, ShellError, type ShellState } from './state.ts';
import type { Redirection } from './syntax.ts';

export interface Redirected {
  files: Files;
  /** Kernel descriptors opened for these redirections alone. */
  opened: number[];
}

const flagsOf: Record<string, number> = {
  '<': O_RDONLY,
  '>': O_WRONLY | O_CREAT | O_TRUNC,
  '>|': O_WRONLY | O_CREAT | O_TRUNC,
  '>>': O_WRONLY | O_CREAT | O_APPEND,
  '<>': O_RDWR | O_CREAT,
  '&>': O_WRONLY | O_CREAT | O_TRUNC,
  '&>>': O_WRONLY | O_CREAT | O_APPEND,
};
const newFileMode = 0o666;
/** A text up to this many bytes fits a pipe's buffer, so that writing it before anyone reads cannot block. */
const pipeCapacity = 60_000;

export interface RedirectionContext {
  kernel: SystemCalls;
  expansion: Expansion;
  state: ShellState;
  waiting: Waiting;
}

/** Carries out redirections left to right. An error closes what was opened and names the file. */
export function redirect(context: RedirectionContext, base: Files, redirections: readonly Redirection[]): Redirected {
  const files = new Map(base);
  const opened: number[] = [];
  try {
    for (const redirection of redirections) apply(context, redirection, files, opened);
  } catch (error) {
    for (const fd of opened) context.kernel.close(fd);
    throw error;
  }
  return { files, opened };
}

function apply(context: RedirectionContext, node: Redirection, files: Map<number, number>, opened: number[]): void {
  const { kernel, expansion, state } = context;
  const { operator } = node;
  const fd = node.fd ?? namedDescriptor(context, node, files) ?? (operator.startsWith('<') ? 0 : 1);
  const keep = (file: number) => {
    opened.push(file);
    files.set(fd, file);
  };
  if (operator === '<<' || operator === '<<-') {
    keep(textSource(context, expansion.text(node.target)));
    return;
  }
  const target = expansion.text(node.target);
  if (operator === '<<<') {
    keep(textSource(context, `${target}\n`));
    return;
  }
  if (operator === '>&' || operator === '<&') {
    if (target === '-') {
      files.delete(fd);
      return;
    }
    const [, digits, move] = /^(\d+)(-?)$/.exec(target) ?? [];
    if (digits !== undefined) {
      const source = files.get(Number(digits));
      if (source === undefined) throw new ShellError(`${digits}: Bad file descriptor`, 2);
      files.set(fd, source);
      if (move) files.delete(Number(digits));
      return;
    }
    if (operator === '<&' || node.fd !== undefined || node.variable !== undefined)
      throw new ShellError(`${target}: bad fd number`, 2);
  }
  const both = operator.startsWith('&>') || operator === '>&';
  let flags = flagsOf[operator === '>&' ? '&>' : operator];
  if (flags === undefined) throw new ShellError(`${operator}: this redirection is not supported`, 2);
  if (operator === '>' && state.options.noclobber && guarded(kernel, target)) flags = O_WRONLY | O_CREAT | O_EXCL;
  const named = descriptorNamed(target);
  // Also what the words of these very redirections have opened: `< <(…)`.
  const source = named === undefined ? undefined : (files.get(named) ?? state.files.get(named));
  if (source !== undefined) {
    files.set(fd, source);
    if (both) files.set(1, source).set(2, source);
    return;
  }
  const file = kernel.open(target, flags, newFileMode);
  if (file < 0) {
    const words = file === -EEXIST ? 'File exists' : errnoMessage(file);
    throw new ShellError(`${(flags & O_CREAT) !== 0 ? 'cannot create' : 'cannot open'} ${target}: ${words}`, 2);
  }
  keep(file);
  if (both) {
    files.set(1, file);
    files.set(2, file);
  }
}

/** Those that bash gives to variables begin here. */
const firstNamed = 10;

/** For `{name}>…` the descriptor: the one that the variable tells where that one is closed, else a free one, of which it is told. */
function namedDescriptor(
  { expansion, state }: RedirectionContext,
  node: Redirection,
  files: Files,
): number | undefined {
  const { variable, operator, target } = node;
  if (variable === undefined) return undefined;
  if ((operator === '>&' || operator === '<&') && expansion.text(target) === '-') {
    const told = state.get(variable) ?? '';
    if (!/^\d+$/.test(told)) throw new ShellError(`${variable}: Bad file descriptor`, 2);
    return Number(told);
  }
  let free = firstNamed;
  while (files.has(free)) free += 1;
  state.set(variable, String(free));
  return free;
}

/** `set -C` keeps regular files from being overwritten. */
function guarded(kernel: SystemCalls, path: string): boolean {
  const found = stat(kernel, path);
  return typeof found === 'number' || (found.mode & S_IFMT) === S_IFREG;
}

/** A descriptor that reads `text`: a pipe, or an unlinked file where it is larger than a pipe holds. */
export function textSource({ kernel, waiting }: Pick<RedirectionContext, 'kernel' | 'waiting'>, text: string): number {
  const bytes = encode(text);
  if (bytes.length < pipeCapacity) {
    const pipe = kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError(`here-document: ${errnoMessage(pipe)}`, 2);
    writeAll(kernel, pipe[1], bytes, waiting);
    kernel.close(pipe[1]);
    return pipe[0];
  }
  const path = `/tmp/sh-here-${kernel.pid}-${performance.now()}`;
  const writer = kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  if (writer < 0) throw new ShellError(`here-document: ${errnoMessage(writer)}`, 2);
  writeAll(kernel, writer, bytes, waiting);
  kernel.close(writer);
  const reader = kernel.open(path, O_RDONLY, 0);
  kernel.unlink(path);
  return reader;
}
