/** Builtins for jobs and signals: bg, fg, jobs, kill, wait, disown. */
import { errnoMessage } from '../system/errors.ts';
import type { Builtin } from './builtins.ts';
import type { Interpreter } from './interpreter.ts';
import type { Job } from './jobs.ts';
import { ShellError } from './state.ts';
import { signalNames, signalNumber } from './trap_builtin.ts';

const SIGTERM = 15;
const SIGCONT = 18;

function jobOf(shell: Interpreter, specification: string | undefined, command: string): Job {
  shell.jobs.collect();
  const job = shell.jobs.find(specification ?? '');
  if (!job)
    throw new ShellError(`${command}: ${specification ? `No such job: ${specification}` : 'No current job'}`, 2);
  return job;
}

const kill: Builtin = (shell, parameters) => {
  let signal = SIGTERM;
  let targets = parameters;
  const [first = ''] = parameters;
  const parse = (text: string) => {
    const number = signalNumber(text);
    if (number === undefined) throw new ShellError(`kill: invalid signal number or name: ${text}`, 2);
    return number;
  };
  if (first === '-l' || first === '-L') {
    const asked = parameters.slice(1);
    const names = asked.map((each) =>
      /^\d+$/.test(each) ? (signalNames[Number(each) & 127] ?? '') : String(parse(each)),
    );
    shell.print(asked.length ? names.map((name) => `${name}\n`).join('') : `${signalNames.slice(1).join(' ')}\n`);
    return 0;
  }
  if (first === '-s' || first === '-n') {
    signal = parse(parameters[1] ?? '');
    targets = parameters.slice(2);
  } else if (/^-[A-Za-z0-9]+$/.test(first)) {
    signal = parse(first.slice(1));
    targets = parameters.slice(1);
  }
  if (targets[0] === '--') targets = targets.slice(1);
  if (!targets.length) throw new ShellError('kill: usage: kill [-s signal] pid | %job …', 2);
  let status = 0;
  for (const target of targets) {
    if (!/^(?:%.*|-?\d+)$/.test(target)) throw new ShellError(`kill: Illegal number: ${target}`, 2);
    const job = target.startsWith('%') ? jobOf(shell, target, 'kill') : undefined;
    const pids = job ? (shell.jobs.monitor ? [-job.pgid] : [...job.processes.keys()]) : [Number(target)];
    for (const pid of pids) {
      const result = shell.kernel.kill(pid, signal);
      if (result < 0) {
        shell.complain(`kill: (${target}): ${errnoMessage(result)}`);
        status = 1;
      }
    }
    // A stopped job takes the signal when it continues.
    if (job && signal !== SIGCONT && shell.jobs.state(job) === 'Stopped' && signal !== 19 && signal !== 20)
      shell.jobs.resume(job);
  }
  return status;
};

function show(shell: Interpreter, job: Job, flags: string): void {
  const { jobs } = shell;
  if (flags.includes('p')) {
    shell.print(`${job.pgid}\n`);
    return;
  }
  const current = jobs.current();
  const mark = job === current ? '+' : job === jobs.list.filter((each) => each !== current).at(-1) ? '-' : ' ';
  const pid = flags.includes('l') ? `${job.pgid} ` : '';
  const tail = jobs.state(job) === 'Running' ? ' &' : '';
  shell.print(`[${job.number}]${mark}  ${pid}${jobs.words(job).padEnd(24)}${job.command}${tail}\n`);
}

function waitFor(shell: Interpreter, specification: string): number {
  const { jobs } = shell;
  jobs.collect();
  const job = jobs.find(specification);
  if (!job) {
    if (specification.startsWith('%')) throw new ShellError(`wait: No such job: ${specification}`, 2);
    return jobs.statusOf(Number(specification)) ?? 127;
  }
  const status = jobs.wait(job);
  if (status === undefined) return interrupted(shell);
  const own = job.processes.get(Number(specification));
  if (jobs.state(job) === 'Done') jobs.forget(job);
  return typeof own === 'number' ? own : status;
}

/** A trap's signal ended the waiting (POSIX 2.11): its status, and the trap runs behind this. */
function interrupted(shell: Interpreter): number {
  return 128 + (shell.traps.first() ?? 0);
}

export const jobBuiltins: Record<string, Builtin> = {
  jobs: (shell, parameters) => {
    shell.jobs.collect();
    const flags = parameters.filter((each) => each.startsWith('-')).join('');
    const asked = parameters.filter((each) => !each.startsWith('-')).map((each) => jobOf(shell, each, 'jobs'));
    for (const job of asked.length ? asked : [...shell.jobs.list]) {
      show(shell, job, flags);
      if (shell.jobs.state(job) === 'Done') shell.jobs.forget(job);
    }
    return 0;
  },
  fg: (shell, parameters) => {
    const job = jobOf(shell, parameters[0], 'fg');
    shell.print(`${job.command}\n`);
    const status = shell.jobs.foreground(job, true);
    if (shell.jobs.state(job) === 'Stopped') shell.print(`\n[${job.number}]+  Stopped\t\t${job.command}\n`, 2);
    return status;
  },
  bg: (shell, parameters) => {
    const job = jobOf(shell, parameters[0], 'bg');
    shell.print(`[${job.number}]+ ${job.command} &\n`);
    job.background = true;
    shell.jobs.resume(job);
    return 0;
  },
  disown: (shell, parameters) => {
    const jobs = parameters.filter((each) => !each.startsWith('-')).map((each) => jobOf(shell, each, 'disown'));
    for (const job of jobs.length ? jobs : [jobOf(shell, undefined, 'disown')]) shell.jobs.forget(job);
    return 0;
  },
  kill,
  wait: (shell, parameters) => {
    const { jobs } = shell;
    if (parameters[0] === '-n') {
      const job = jobs.waitAny();
      if (!job) return 127;
      const status = jobs.statuses(job).at(-1) ?? 0;
      jobs.forget(job);
      return status;
    }
    const specifications = parameters.filter((each) => each !== '-f');
    if (!specifications.length) {
      if (!jobs.waitAll()) return interrupted(shell);
      for (const job of [...jobs.list]) if (jobs.state(job) === 'Done') jobs.forget(job);
      return 0;
    }
    let status = 0;
    for (const specification of specifications) status = waitFor(shell, specification);
    return status;
  },
};
