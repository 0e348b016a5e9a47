/** set and shopt. */
import type { Interpreter } from './interpreter.ts';
import { quoted } from './parameter_operators.ts';
import { type Options, optionLetters, ShellError, setNames, shoptNames } from './state.ts';

function setOption(shell: Interpreter, name: string, on: boolean): void {
  // Options of line editing are nothing to a script: they are taken and do nothing.
  if (
    [
      'emacs',
      'vi',
      'nolog',
      'notify',
      'ignoreeof',
      'posix',
      'hashall',
      'history',
      'physical',
      'braceexpand',
      'errtrace',
      'functrace',
    ].includes(name)
  )
    return;
  if (!setNames.includes(name as keyof Options)) throw new ShellError(`set: Illegal option -o ${name}`, 2);
  shell.state.options[name as keyof Options] = on;
  if (name === 'monitor') shell.jobs.monitor = on && shell.kernel.isatty(0);
}

const ignoredLetters = 'bhBEHTkPIVqt';

export function set(shell: Interpreter, parameters: string[]): number {
  const { state } = shell;
  if (!parameters.length) {
    for (const [name, { value, elements, unset }] of [...state.variables].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (elements)
        shell.print(`${name}=(${[...elements].map(([key, each]) => `[${key}]=${quoted(each)}`).join(' ')})\n`);
      else if (!unset) shell.print(`${name}=${quoted(value)}\n`);
    }
    return 0;
  }
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] ?? '';
    if (parameter === '--' || parameter === '-') {
      if (parameter === '-') state.options.xtrace = state.options.verbose = false;
      if (parameter === '--' || i + 1 < parameters.length) state.positional = parameters.slice(i + 1);
      return 0;
    }
    if (!/^[-+][a-zA-Z]+$/.test(parameter)) {
      state.positional = parameters.slice(i);
      return 0;
    }
    const on = parameter.startsWith('-');
    for (const letter of parameter.slice(1)) {
      const option = optionLetters[letter];
      if (letter === 'o') {
        const name = parameters[++i];
        if (name === undefined) listOptions(shell, on);
        else setOption(shell, name, on);
      } else if (option) setOption(shell, option, on);
      else if (!ignoredLetters.includes(letter)) throw new ShellError(`set: Illegal option -${letter}`, 2);
    }
  }
  return 0;
}

function listOptions(shell: Interpreter, words: boolean): void {
  for (const name of setNames) {
    const on = shell.state.options[name];
    shell.print(words ? `${name.padEnd(15)} ${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`);
  }
}

export function shopt(shell: Interpreter, parameters: string[]): number {
  const flags = parameters.filter((each) => each.startsWith('-')).join('');
  const names = parameters.filter((each) => !each.startsWith('-'));
  const { options } = shell.state;
  let status = 0;
  for (const name of names.length ? names : shoptNames) {
    if (!shoptNames.includes(name as keyof Options)) {
      if (flags.includes('q')) return 1;
      shell.complain(`shopt: ${name}: invalid shell option name`);
      status = 1;
      continue;
    }
    const option = name as keyof Options;
    if (flags.includes('s')) options[option] = true;
    else if (flags.includes('u')) options[option] = false;
    else {
      if (!options[option] && names.length) status = 1;
      if (!flags.includes('q')) shell.print(`${name.padEnd(15)}\t${options[option] ? 'on' : 'off'}\n`);
    }
  }
  return status;
}
