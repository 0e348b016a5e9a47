/** cd, pushd, popd. */
import { errnoMessage } from '../system/errors.ts';
import { isDirectory, normalize, stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import type { Interpreter } from './interpreter.ts';
import { ShellError } from './state.ts';

function changeDirectory(shell: Interpreter, target: string, physical: boolean, name: string): void {
  const { state, kernel } = shell;
  const current = kernel.getcwd();
  const before = state.get('PWD') ?? (typeof current === 'number' ? '/' : decode(current));
  const logical = normalize(target.startsWith('/') ? target : `${before}/${target}`);
  let result = kernel.chdir(physical ? target : logical);
  // Where the logical path is none, the physical one may be.
  if (result < 0) result = kernel.chdir(target);
  if (result < 0) throw new ShellError(`${name}: can't cd to ${target}: ${errnoMessage(result)}`, 2);
  const now = kernel.getcwd();
  state.set('OLDPWD', before);
  state.set('PWD', physical && typeof now !== 'number' ? decode(now) : logical);
}

export function cd(shell: Interpreter, parameters: string[]): number {
  const { state, kernel } = shell;
  let words = parameters;
  let physical = false;
  while (/^-[LPe]+$/.test(words[0] ?? '')) {
    physical = (words[0] ?? '').includes('P');
    words = words.slice(1);
  }
  if (words[0] === '--') words = words.slice(1);
  const [operand] = words;
  let target = operand === '-' ? state.get('OLDPWD') : (operand ?? state.get('HOME'));
  if (target === undefined) throw new ShellError(`cd: ${operand === '-' ? 'OLDPWD' : 'HOME'} not set`, 2);
  if (target === '') return 0;
  let shown = operand === '-';
  if (operand && !/^(?:\/|\.\.?(?:\/|$))/.test(operand) && operand !== '-') {
    for (const folder of (state.get('CDPATH') ?? '').split(':').filter(Boolean)) {
      if (!isDirectory(stat(kernel, `${folder}/${operand}`))) continue;
      target = `${folder}/${operand}`;
      shown = true;
      break;
    }
  }
  changeDirectory(shell, target, physical, 'cd');
  if (shown) shell.print(`${state.get('PWD')}\n`);
  return 0;
}

function stack(shell: Interpreter): string[] {
  return [...shell.state.elements('DIRSTACK').values()];
}

function setStack(shell: Interpreter, folders: readonly string[]): number {
  const variable = shell.state.array('DIRSTACK');
  variable.elements = new Map(folders.map((folder, index) => [String(index), folder]));
  shell.print(`${[shell.state.get('PWD') ?? '', ...folders].join(' ')}\n`);
  return 0;
}

export function pushd(shell: Interpreter, parameters: string[]): number {
  const folders = stack(shell);
  const before = shell.state.get('PWD') ?? '/';
  const target = parameters[0] ?? folders.shift();
  if (target === undefined) throw new ShellError('pushd: no other directory');
  changeDirectory(shell, target, false, 'pushd');
  return setStack(shell, [before, ...folders]);
}

export function popd(shell: Interpreter): number {
  const folders = stack(shell);
  const target = folders.shift();
  if (target === undefined) throw new ShellError('popd: directory stack empty');
  changeDirectory(shell, target, false, 'popd');
  return setStack(shell, folders);
}
