/** Builtins for jobs and signals: bg, fg, jobs, kill, wait. */
import { constants } from 'node:os';
import { errnoMessage } from '../errors.ts';
import type { Builtin } from './builtins.ts';
import type { Interpreter } from './interpreter.ts';
import type { Job } from './jobs.ts';
import { ShellError } from './state.ts';

function jobOf(shell: Interpreter, specification: string | undefined, command: string): Job {
  shell.jobs.collect();
  const job = shell.jobs.find(specification ?? '');
  if (!job) throw new ShellError(`${command}: ${specification ?? 'current'}: no such job`);
  return job;
}

function signalOf(text: string): number {
  const signals: Record<string, number> = constants.signals;
  const signal = /^\d+$/.test(text) ? Number(text) : signals[`SIG${text.toUpperCase().replace(/^SIG/, '')}`];
  if (signal === undefined) throw new ShellError(`kill: ${text}: invalid signal specification`);
  return signal;
}

const kill: Builtin = (shell, parameters) => {
  let signal: number = constants.signals.SIGTERM;
  let targets = parameters;
  if (parameters[0] === '-l') {
    shell.print(
      `${Object.keys(constants.signals)
        .map((name) => name.slice(3))
        .join(' ')}\n`,
    );
    return 0;
  }
  if (parameters[0] === '-s') {
    signal = signalOf(parameters[1] ?? '');
    targets = parameters.slice(2);
  } else if (/^-[A-Za-z0-9]+$/.test(parameters[0] ?? '')) {
    signal = signalOf((parameters[0] ?? '').slice(1));
    targets = parameters.slice(1);
  }
  if (targets[0] === '--') targets = targets.slice(1);
  if (!targets.length) throw new ShellError('kill: usage: kill [-s signal] pid | %job …', 2);
  let status = 0;
  for (const target of targets) {
    if (!/^(?:%.*|-?\d+)$/.test(target)) throw new ShellError(`kill: ${target}: arguments must be process or job IDs`);
    const pid = target.startsWith('%') ? -jobOf(shell, target, 'kill').pgid : Number(target);
    const result = shell.kernel.kill(pid, signal);
    if (result < 0) {
      shell.complain(`kill: (${target}) - ${errnoMessage(result)}`);
      status = 1;
    }
  }
  return status;
};

export const jobBuiltins: Record<string, Builtin> = {
  jobs: (shell) => {
    shell.jobs.collect();
    for (const job of [...shell.jobs.list]) {
      const state = shell.jobs.state(job);
      shell.print(`[${job.number}]${job === shell.jobs.list.at(-1) ? '+' : ' '}  ${state.padEnd(9)}${job.command}\n`);
      if (state === 'Done') shell.jobs.forget(job);
    }
    return 0;
  },
  fg: (shell, parameters) => {
    const job = jobOf(shell, parameters[0], 'fg');
    shell.print(`${job.command}\n`);
    const status = shell.jobs.foreground(job, true);
    if (shell.jobs.state(job) === 'Stopped') shell.print(`\n[${job.number}]+  Stopped  ${job.command}\n`, 2);
    return status;
  },
  bg: (shell, parameters) => {
    const job = jobOf(shell, parameters[0], 'bg');
    shell.print(`[${job.number}]+ ${job.command} &\n`);
    shell.jobs.resume(job);
    return 0;
  },
  kill,
  wait: (shell, parameters) => {
    if (!parameters.length) {
      shell.jobs.waitAll();
      return 0;
    }
    let status = 0;
    for (const specification of parameters) {
      shell.jobs.collect();
      const job = shell.jobs.find(specification);
      status = job ? shell.jobs.wait(job) : 127;
      if (job && shell.jobs.state(job) === 'Done') shell.jobs.forget(job);
    }
    return status;
  },
};
