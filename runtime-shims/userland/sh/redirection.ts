/** Redirections (POSIX 2.7): they make a new map of descriptors and say what to close afterwards. */

import { O_APPEND, O_CREAT, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { errnoMessage } from '../errors.ts';
import type { Expansion } from './expansion.ts';
import { writeAll } from './output.ts';
import { type Files, ShellError } from './state.ts';
import type { RedirectionNode } from './syntax.ts';

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
/** A here-document up to this many bytes fits a pipe's buffer, so that writing it before anyone reads cannot block. */
const pipeCapacity = 60_000;

/** Carries out redirections left to right. An error closes what was opened and names the file. */
export function redirect(
  kernel: SystemCalls,
  expansion: Expansion,
  base: Files,
  redirections: readonly RedirectionNode[],
): Redirected {
  const files = new Map(base);
  const opened: number[] = [];
  try {
    for (const node of redirections) apply(kernel, expansion, node, files, opened);
  } catch (error) {
    for (const fd of opened) kernel.close(fd);
    throw error;
  }
  return { files, opened };
}

function apply(
  kernel: SystemCalls,
  expansion: Expansion,
  node: RedirectionNode,
  files: Map<number, number>,
  opened: number[],
): void {
  const operator = node.operator;
  const fd = node.fd ?? (operator.startsWith('<') ? 0 : 1);
  if (node.target.type === 'HereDoc') {
    files.set(fd, keep(opened, textSource(kernel, expansion.text(node.target.content))));
    return;
  }
  const target = expansion.text(node.target);
  if (operator === '<<<') {
    files.set(fd, keep(opened, textSource(kernel, `${target}\n`)));
    return;
  }
  if (operator === '>&' || operator === '<&') {
    if (target === '-') {
      files.delete(fd);
      return;
    }
    if (/^\d+$/.test(target)) {
      const source = files.get(Number(target));
      if (source === undefined) throw new ShellError(`${target}: bad file descriptor`);
      files.set(fd, source);
      return;
    }
    if (operator === '<&') throw new ShellError(`${target}: bad file descriptor`);
  }
  const both = operator.startsWith('&>') || operator === '>&';
  const flags = flagsOf[operator === '>&' ? '&>' : operator];
  if (flags === undefined) throw new ShellError(`${operator}: this redirection is not supported`, 2);
  const file = kernel.open(target, flags, newFileMode);
  if (file < 0) throw new ShellError(`${target}: ${errnoMessage(file)}`);
  opened.push(file);
  files.set(both ? 1 : fd, file);
  if (both) files.set(2, file);
}

function keep(opened: number[], fd: number): number {
  opened.push(fd);
  return fd;
}

/** A descriptor that reads `text`: a pipe, or an unlinked file where it is larger than a pipe holds. */
function textSource(kernel: SystemCalls, text: string): number {
  if (text.length * 3 < pipeCapacity) {
    const pipe = kernel.pipe();
    if (typeof pipe === 'number') throw new ShellError(`here-document: ${errnoMessage(pipe)}`);
    writeAll(kernel, pipe[1], text);
    kernel.close(pipe[1]);
    return pipe[0];
  }
  const path = `/tmp/sh-here-${process.pid}-${Date.now()}`;
  const writer = kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  if (writer < 0) throw new ShellError(`here-document: ${errnoMessage(writer)}`);
  writeAll(kernel, writer, text);
  kernel.close(writer);
  const reader = kernel.open(path, O_RDONLY, 0);
  kernel.unlink(path);
  return reader;
}
