/** The prompt, and the loop of an interactive shell. */
import { SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH } from '../../kernel/constants.ts';
import { complete } from './completion.ts';
import { History } from './history.ts';
import type { Interpreter } from './interpreter.ts';
import { LineEditor } from './line_editor.ts';
import { Parser } from './parser.ts';
import { strftime } from './printf.ts';
import { ControlFlow, Interrupt, ShellError } from './state.ts';
import { ShellSyntaxError } from './syntax.ts';

const esc = '\x1b';

/** PS1 with bash's escapes; without one: the folder in colour, `~` for home, a red mark after a command that failed. */
function prompt(shell: Interpreter): string {
  const { state } = shell;
  const home = state.get('HOME') ?? '/home';
  const path = state.get('PWD') ?? '/';
  const folder = path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
  const own = state.get('PS1');
  if (own === undefined || own === '$ ' || own === '# ') {
    return `${esc}[36m${folder}${esc}[0m ${state.status === 0 ? `${esc}[32m` : `${esc}[31m`}❯${esc}[0m `;
  }
  const values: Record<string, () => string> = {
    w: () => folder,
    W: () => (folder === '~' ? '~' : folder.slice(folder.lastIndexOf('/') + 1) || '/'),
    u: () => 'root',
    h: () => 'wardian',
    H: () => 'wardian',
    $: () => '#',
    s: () => 'sh',
    t: () => strftime('%H:%M:%S', new Date()),
    A: () => strftime('%H:%M', new Date()),
    n: () => '\n',
    e: () => esc,
    j: () => String(shell.jobs.list.length),
    '[': () => '',
    ']': () => '',
    '\\': () => '\\',
  };
  const replaced = own.replace(/\\(033|[0-7]{3}|.)/g, (match, letter: string) => {
    return /^\d{3}$/.test(letter) ? String.fromCharCode(Number.parseInt(letter, 8)) : (values[letter]?.() ?? match);
  });
  return shell.expansion.text(new Parser(replaced).hereDocument());
}

/** OSC 7: terminals open paths relative to where the shell is. */
function tellFolder(shell: Interpreter): void {
  const path = shell.state.get('PWD');
  if (path !== undefined && shell.state.get('TERM') !== 'dumb')
    shell.print(`${esc}]7;file://localhost${encodeURI(path)}\x07`, 2);
}

/** Does the text wait for more lines (an open quote, `if` without `fi`)? */
export function isComplete(source: string, shell: Interpreter): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(source)) return false;
  try {
    new Parser(source, shell.state.aliases).wholeList();
    return true;
  } catch (error) {
    return !(error instanceof ShellSyntaxError && error.incomplete);
  }
}

/** Says of each job that ended since what became of it. */
function reportJobs(shell: Interpreter): void {
  const { jobs } = shell;
  jobs.collect();
  for (const job of [...jobs.list]) {
    if (jobs.state(job) !== 'Done') continue;
    shell.print(`[${job.number}]+  ${jobs.words(job).padEnd(24)}${job.command}\n`, 2);
    jobs.forget(job);
  }
}

/** Reads and runs until the end of input or `exit`; the exit status. */
export function interact(shell: Interpreter): number {
  const { kernel, state } = shell;
  // Caught, not ignored: what is caught is the default again in a program that the shell starts (execve(2)).
  for (const signal of [SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH]) kernel.sigaction(signal, 2);
  kernel.setpgid(0, 0);
  kernel.tcsetpgrp(0, kernel.getpgid(0));
  const history = new History(kernel, state.get('HISTFILE') ?? `${state.get('HOME') ?? '/home'}/.sh_history`);
  state.history = history.lines;
  const signals = () => {
    try {
      shell.traps.deliver();
    } catch (error) {
      if (!(error instanceof Interrupt)) throw error;
    }
  };
  const editor = new LineEditor(kernel, history, (before) => complete(kernel, state, before), signals);
  for (;;) {
    reportJobs(shell);
    signals();
    tellFolder(shell);
    let text = '';
    for (;;) {
      const line = editor.read(text ? `${esc}[2m…${esc}[0m ` : prompt(shell));
      if (line.kind === 'interrupt') {
        state.status = 130;
        text = '';
        continue;
      }
      if (line.kind === 'end') {
        shell.print('exit\n', 2);
        return state.status;
      }
      text += (text ? '\n' : '') + line.text;
      if (isComplete(text, shell)) break;
      text = text.replace(/\\$/, '');
    }
    history.add(text);
    try {
      shell.runSource(text);
    } catch (error) {
      if (error instanceof ShellError) {
        shell.complain(error.message);
        state.status = error.status;
      } else if (error instanceof Interrupt) {
        if (state.status < 128) state.status = 130;
        shell.print('\n', 2);
      } else if (!(error instanceof ControlFlow)) throw error;
      else if (error.kind === 'exit') return error.count;
    }
  }
}
