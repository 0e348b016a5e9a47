import { beforeEach, describe, expect, test } from 'vitest';
import { O_NOCTTY, O_RDWR, POLLHUP, POLLIN, POLLOUT, WCONTINUED, WUNTRACED } from './constants.ts';
import { EACCES, EAGAIN, EBADF, ECHILD, EINVAL, EIO, ENOTTY, ENXIO, EPERM, ESRCH } from './errno.ts';
import { MAX_PROCESSES } from './limits.ts';
import { SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGWINCH } from './signal_numbers.ts';
import type { ChildStatus } from './system_calls.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

const SIGTERM = 15;
const SIGUSR1 = 10;

let kernel: TestKernel;

beforeEach(() => {
  kernel = createTestKernel();
});

function status(pid: number, fields: Partial<ChildStatus>): ChildStatus {
  return { pid, exitCode: -1, signal: 0, stopSignal: 0, continued: false, ...fields };
}

/** Does as the supervisor does: carries out every order that waits; the pids whose Workers were ended. */
function supervise(): number[] {
  kernel.as(1);
  const ended: number[] = [];
  for (let order = kernel.takeOrder(); order !== null; order = kernel.takeOrder()) {
    const { kind, pid } = order;
    if (kind === 'start') kernel.started(pid);
    else kernel.terminate(pid, 0, () => ended.push(pid));
  }
  return ended;
}

function stateOf(pid: number): string | undefined {
  return kernel.processes().find((process) => process.pid === pid)?.state;
}

function exit(pid: number, code: number): void {
  kernel.as(pid);
  kernel.exit(code);
  kernel.as(1);
}

describe('spawn, exit, wait', () => {
  test('a child from order to reaping', () => {
    const pid = kernel.spawn({ file: '/bin/node', argv: ['node', 'x.js'], env: [], stdio: [] });
    expect(stateOf(pid)).toBe('embryo');
    expect(kernel.takeOrder()).toEqual({ kind: 'start', pid });
    expect(kernel.takeOrder()).toBeNull();
    kernel.started(pid);
    expect(stateOf(pid)).toBe('running');
    expect(kernel.wait4(pid, 0)).toBeNull();
    kernel.as(pid);
    expect(kernel.getppid()).toBe(1);
    expect(kernel.getpgid(0)).toBe(1);
    exit(pid, 259);
    expect(stateOf(pid)).toBe('zombie');
    expect(supervise()).toEqual([pid]);
    expect(kernel.wait4(-1, 0)).toEqual(status(pid, { exitCode: 3 }));
    expect(kernel.wait4(-1, 0)).toBe(-ECHILD);
    expect(stateOf(pid)).toBeUndefined();
  });

  test('descriptors go where the request says, and no others', () => {
    const [reader, writer] = kernel.pipe() as [number, number];
    const pid = kernel.child({ stdio: [-1, writer, writer] });
    kernel.as(pid);
    expect(kernel.text(0)).toBe(-EBADF);
    expect(kernel.write(1, 'out')).toBe(3);
    expect(kernel.write(2, 'err')).toBe(3);
    expect(kernel.write(3, 'x')).toBe(-EBADF);
    kernel.as(1);
    expect(kernel.text(reader)).toBe('outerr');
    kernel.close(writer);
    exit(pid, 0);
    expect(kernel.text(reader)).toBe('');
    expect(kernel.spawn({ file: '/bin/node', argv: [], env: [], stdio: [99] })).toBe(-EBADF);
  });

  test('SIGCHLD to a parent that catches it', () => {
    kernel.sigaction(SIGCHLD, 2);
    exit(kernel.child(), 0);
    expect(kernel.takeSignal()).toBe(SIGCHLD);
  });

  test('a parent that ignores SIGCHLD has no zombies', () => {
    kernel.sigaction(SIGCHLD, 1);
    exit(kernel.child(), 0);
    expect(kernel.wait4(-1, 0)).toBe(-ECHILD);
  });

  test('orphans become children of pid 1, which need not wait for them', () => {
    const parent = kernel.child();
    kernel.as(parent);
    const running = kernel.child();
    const zombie = kernel.child();
    exit(zombie, 1);
    exit(parent, 0);
    kernel.as(running);
    expect(kernel.getppid()).toBe(1);
    exit(running, 5);
    supervise();
    expect(kernel.wait4(-1, 0)).toEqual(status(parent, { exitCode: 0 }));
    expect(kernel.wait4(-1, 0)).toBe(-ECHILD);
    expect(kernel.processes().map((process) => process.pid)).toEqual([1]);
  });

  test('the table fills up with EAGAIN, a record is reused only when its Worker has ended, and nothing leaks', () => {
    const before = kernel.memoryUsed();
    const pids = Array.from({ length: MAX_PROCESSES - 1 }, () => kernel.child());
    expect(new Set(pids).size).toBe(MAX_PROCESSES - 1);
    const request = { file: '/bin/node', argv: ['node'], env: [], stdio: [] };
    expect(kernel.spawn(request)).toBe(-EAGAIN);
    exit(pids[7]!, 0);
    expect(kernel.wait4(pids[7]!, 0)).toEqual(status(pids[7]!, { exitCode: 0 }));
    expect(kernel.spawn(request)).toBe(-EAGAIN);
    expect(supervise()).toEqual([pids[7]]);
    const next = kernel.spawn(request);
    expect(next).toBeGreaterThan(Math.max(...pids));
    kernel.kill(-1, SIGKILL);
    supervise();
    while (kernel.wait4(-1, 0) !== -ECHILD);
    expect(kernel.memoryUsed()).toBe(before);
  });
});

describe('signals', () => {
  test('a signal that nobody handles: an order, then a zombie with its status', () => {
    const pid = kernel.child();
    expect(kernel.kill(pid, SIGTERM)).toBe(0);
    expect(kernel.kill(pid, SIGINT)).toBe(0);
    expect(stateOf(pid)).toBe('running');
    expect(supervise()).toEqual([pid]);
    expect(kernel.wait4(pid, 0)).toEqual(status(pid, { signal: SIGTERM }));
  });

  test('a process without a Worker yet can be killed: its start is never ordered', () => {
    const pid = kernel.spawn({ file: '/bin/node', argv: ['node'], env: [], stdio: [] });
    kernel.kill(pid, SIGINT);
    expect(kernel.takeOrder()).toEqual({ kind: 'terminate', pid });
    expect(kernel.takeOrder()).toBeNull();
    kernel.terminate(pid, 0, () => {});
    expect(kernel.wait4(pid, 0)).toEqual(status(pid, { signal: SIGINT }));
  });

  test('caught, ignored and default dispositions', () => {
    const pid = kernel.child();
    kernel.as(pid);
    expect(kernel.sigaction(SIGUSR1, 2)).toBe(0);
    expect(kernel.sigaction(SIGINT, 1)).toBe(0);
    expect(kernel.sigaction(SIGKILL, 2)).toBe(-EINVAL);
    expect(kernel.sigaction(SIGSTOP, 1)).toBe(-EINVAL);
    kernel.as(1);
    for (const signal of [SIGUSR1, SIGUSR1, SIGINT, SIGCHLD, SIGWINCH, SIGCONT]) kernel.kill(pid, signal);
    expect(kernel.takeOrder()).toBeNull();
    kernel.as(pid);
    expect(kernel.takeSignal()).toBe(SIGUSR1);
    expect(kernel.takeSignal()).toBe(0);
  });

  test('a pending signal that is no longer caught takes its default effect', () => {
    const pid = kernel.child();
    kernel.as(pid);
    kernel.sigaction(SIGUSR1, 2);
    kernel.as(1);
    kernel.kill(pid, SIGUSR1);
    kernel.as(pid);
    kernel.sigaction(SIGUSR1, 0);
    expect(supervise()).toEqual([pid]);
    expect(kernel.wait4(pid, 0)).toEqual(status(pid, { signal: SIGUSR1 }));
  });

  test('whom kill reaches', () => {
    const one = kernel.child({ pgid: 0 });
    const other = kernel.child({ pgid: one });
    const apart = kernel.child();
    expect(kernel.kill(-one, SIGTERM)).toBe(0);
    expect(supervise()).toEqual([one, other]);
    expect(kernel.kill(apart, 0)).toBe(0);
    expect(kernel.kill(999, 0)).toBe(-ESRCH);
    expect(kernel.kill(-999, SIGTERM)).toBe(-ESRCH);
    expect(kernel.kill(apart, 77)).toBe(-EINVAL);
    expect(kernel.kill(1, SIGKILL)).toBe(0);
    expect(kernel.kill(0, SIGTERM)).toBe(0);
    expect(supervise()).toEqual([apart]);
    expect(kernel.kill(-1, SIGTERM)).toBe(0);
    expect(stateOf(1)).toBe('running');
  });

  test('stop and continue, as the parent sees them', () => {
    const pid = kernel.child();
    kernel.kill(pid, SIGSTOP);
    expect(stateOf(pid)).toBe('stopped');
    expect(kernel.wait4(pid, 0)).toBeNull();
    expect(kernel.wait4(pid, WUNTRACED)).toEqual(status(pid, { stopSignal: SIGSTOP }));
    expect(kernel.wait4(pid, WUNTRACED)).toBeNull();
    kernel.kill(pid, SIGTERM);
    expect(kernel.takeOrder()).toBeNull();
    kernel.kill(pid, SIGCONT);
    expect(kernel.wait4(pid, WCONTINUED)).toEqual(status(pid, { continued: true }));
    expect(supervise()).toEqual([pid]);
    expect(kernel.wait4(pid, 0)).toEqual(status(pid, { signal: SIGTERM }));
  });

  test('SIGKILL ends a stopped process', () => {
    const pid = kernel.child();
    kernel.kill(pid, SIGSTOP);
    kernel.kill(pid, SIGKILL);
    supervise();
    expect(kernel.wait4(pid, 0)).toEqual(status(pid, { signal: SIGKILL }));
  });

  test('keyboard stops do not reach an orphaned group', () => {
    const leader = kernel.child({ setsid: true });
    kernel.kill(leader, SIGTSTP);
    expect(stateOf(leader)).toBe('running');
  });

  test('a Worker that failed by itself gives the status it is reported with', () => {
    const pid = kernel.child();
    kernel.terminate(pid, 7 << 8, () => {});
    expect(kernel.wait4(pid, 0)).toEqual(status(pid, { exitCode: 7 }));
  });
});

describe('groups and sessions', () => {
  test('setpgid', () => {
    const one = kernel.spawn({ file: '/bin/node', argv: ['a'], env: [], stdio: [] });
    const other = kernel.spawn({ file: '/bin/node', argv: ['b'], env: [], stdio: [] });
    const leader = kernel.spawn({ file: '/bin/node', argv: ['c'], env: [], stdio: [], setsid: true });
    expect(kernel.setpgid(one, 0)).toBe(0);
    expect(kernel.getpgid(one)).toBe(one);
    expect(kernel.setpgid(other, one)).toBe(0);
    expect(kernel.getpgid(other)).toBe(one);
    expect(kernel.getsid(other)).toBe(1);
    expect(kernel.getsid(leader)).toBe(leader);
    expect(kernel.setpgid(leader, 0)).toBe(-EPERM);
    expect(kernel.setpgid(other, 999)).toBe(-EPERM);
    expect(kernel.setpgid(999, 0)).toBe(-ESRCH);
    kernel.started(other);
    expect(kernel.setpgid(other, 0)).toBe(-EACCES);
    expect(kernel.spawn({ file: '/bin/node', argv: [], env: [], stdio: [], pgid: leader })).toBe(-EPERM);
  });
});

describe('a terminal session', () => {
  let controller: number;
  let terminal: number;
  let shell: number;

  beforeEach(() => {
    [controller, terminal] = kernel.openpty(24, 80) as [number, number];
    shell = kernel.child({ stdio: [terminal, terminal, terminal], setsid: true });
    kernel.close(terminal);
    kernel.as(shell);
  });

  /** A job of the shell in a group of its own, in the foreground or not. */
  function job(foreground: boolean): number {
    kernel.as(shell);
    return kernel.child({ stdio: [0, 1, 2], pgid: 0, foreground: foreground ? 0 : -1 });
  }

  test('the terminal is the session leader’s and its children’s', () => {
    expect(kernel.isatty(0)).toBe(true);
    expect(kernel.tcgetpgrp(0)).toBe(shell);
    const pid = job(false);
    kernel.as(pid);
    const tty = kernel.open('/dev/tty', O_RDWR);
    expect(tty).toBe(3);
    expect(kernel.isatty(tty)).toBe(true);
    kernel.as(1);
    expect(kernel.open('/dev/tty', O_RDWR)).toBe(-ENXIO);
    expect(kernel.tcgetattr((kernel.pipe() as [number, number])[0])).toBe(-ENOTTY);
    expect(kernel.tcsetpgrp(controller, shell)).toBe(-ENOTTY);
  });

  test('each has the lowest free number in /dev/pts, until its window is closed', () => {
    kernel.as(1);
    const [window, other] = kernel.openpty(24, 80) as [number, number];
    const terminals = () =>
      [0, 1].filter((number) => kernel.close(kernel.open(`/dev/pts/${number}`, O_RDWR | O_NOCTTY)) === 0);
    const terminalOf = (pid: number) => kernel.processes().find((process) => process.pid === pid)?.terminal;
    expect(terminals()).toEqual([0, 1]);
    expect([terminalOf(1), terminalOf(shell)]).toEqual([-1, 0]);
    kernel.as(shell);
    const opened = kernel.open('/dev/pts/1', O_RDWR);
    kernel.write(opened, 'from the other');
    kernel.as(1);
    expect(kernel.text(window)).toBe('from the other');
    expect(kernel.unlink('/dev/pts/1')).toBe(-EACCES);
    kernel.close(window);
    kernel.close(other);
    expect(terminals()).toEqual([0]);
    kernel.as(shell);
    expect(kernel.write(opened, 'hung up')).toBe(-EIO);
    kernel.close(opened);
    kernel.as(1);
    kernel.openpty(24, 80);
    expect(terminals()).toEqual([0, 1]);
    kernel.close(controller);
    expect(terminals()).toEqual([1]);
  });

  test('a session’s leader without a terminal gets the first that it opens, unless it says that it will not', () => {
    kernel.as(1);
    kernel.openpty(24, 80);
    const leader = kernel.child({ setsid: true });
    kernel.as(leader);
    kernel.open('/dev/pts/1', O_RDWR | O_NOCTTY);
    expect(kernel.open('/dev/tty', O_RDWR)).toBe(-ENXIO);
    kernel.open('/dev/pts/0', O_RDWR);
    expect(kernel.open('/dev/tty', O_RDWR)).toBe(-ENXIO);
    const fd = kernel.open('/dev/pts/1', O_RDWR);
    expect(kernel.tcgetpgrp(fd)).toBe(leader);
    expect(kernel.isatty(kernel.open('/dev/tty', O_RDWR))).toBe(true);
  });

  test('a job is in the foreground before it runs, so that it can read at once', () => {
    const pid = job(true);
    expect(kernel.tcgetpgrp(0)).toBe(pid);
    kernel.as(1);
    kernel.write(controller, 'line\n');
    kernel.as(pid);
    expect(kernel.text(0)).toBe('line\n');
  });

  test('only the own terminal has a foreground, and no new session takes it along', () => {
    const request = { file: '/bin/node', argv: ['node'], env: [], stdio: [0, 1, 2] };
    const [reader] = kernel.pipe() as [number, number];
    expect(kernel.spawn({ ...request, pgid: 0, foreground: reader })).toBe(-ENOTTY);
    expect(kernel.spawn({ ...request, pgid: 0, foreground: 99 })).toBe(-EBADF);
    expect(kernel.spawn({ ...request, setsid: true, foreground: 0 })).toBe(-ENOTTY);
    kernel.as(1);
    expect(kernel.spawn({ ...request, stdio: [], foreground: controller })).toBe(-ENOTTY);
    expect(kernel.tcgetpgrp(controller)).toBe(shell);
  });

  test('^C ends the foreground job and leaves the shell alone', () => {
    const pid = job(true);
    kernel.as(1);
    kernel.write(controller, '\x03');
    expect(supervise()).toEqual([pid]);
    kernel.as(shell);
    expect(kernel.wait4(-1, WUNTRACED)).toEqual(status(pid, { signal: SIGINT }));
  });

  test('^Z stops the foreground job; the shell takes the terminal back and continues it', () => {
    const pid = job(true);
    kernel.as(1);
    kernel.write(controller, '\x1a');
    kernel.as(shell);
    expect(kernel.wait4(-1, WUNTRACED)).toEqual(status(pid, { stopSignal: SIGTSTP }));
    expect(kernel.tcsetpgrp(0, shell)).toBe(0);
    kernel.kill(-pid, SIGCONT);
    expect(stateOf(pid)).toBe('running');
  });

  test('a background job that reads is stopped, one that writes is not', () => {
    const pid = job(false);
    kernel.as(pid);
    expect(kernel.write(1, 'seen\n')).toBe(5);
    expect(kernel.text(0)).toBe(-EAGAIN);
    kernel.as(shell);
    expect(kernel.wait4(-1, WUNTRACED)).toEqual(status(pid, { stopSignal: SIGTTIN }));
  });

  test('a background job that ignores SIGTTIN gets EIO', () => {
    const pid = job(false);
    kernel.as(pid);
    kernel.sigaction(SIGTTIN, 1);
    expect(kernel.text(0)).toBe(-EIO);
  });

  test('a new size is told to the foreground group, once', () => {
    const pid = job(true);
    kernel.as(pid);
    kernel.sigaction(SIGWINCH, 2);
    kernel.as(1);
    kernel.setWindowSize(controller, 80, 24);
    kernel.setWindowSize(controller, 100, 30);
    kernel.as(pid);
    expect(kernel.takeSignal()).toBe(SIGWINCH);
    expect(kernel.getWindowSize(0)).toEqual([100, 30]);
    kernel.as(1);
    kernel.setWindowSize(controller, 100, 30);
    kernel.as(pid);
    expect(kernel.takeSignal()).toBe(0);
  });

  test('closing the controller hangs up: the shell and the foreground job get SIGHUP, reads end, writes fail', () => {
    const pid = job(true);
    kernel.as(shell);
    kernel.sigaction(SIGHUP, 2);
    kernel.as(1);
    kernel.close(controller);
    kernel.as(shell);
    expect(kernel.takeSignal()).toBe(SIGHUP);
    expect(kernel.text(0)).toBe('');
    expect(kernel.write(1, 'x')).toBe(-EIO);
    expect(supervise()).toEqual([pid]);
    kernel.as(shell);
    expect(kernel.wait4(-1, 0)).toEqual(status(pid, { signal: SIGHUP }));
  });

  test('the leader’s death hangs up its foreground job; the last terminal end gives the controller an end', () => {
    const pid = job(true);
    kernel.as(1);
    kernel.pollInterest(controller, POLLIN);
    exit(shell, 0);
    expect(kernel.pollReady()).toEqual([]);
    expect(supervise()).toEqual([shell, pid]);
    expect(kernel.pollReady()).toEqual([{ fd: controller, events: POLLHUP }]);
    expect(kernel.text(controller)).toBe(-EIO);
  });

  test('a stopped job whose shell dies is hung up and continued', () => {
    const pid = job(false);
    kernel.kill(pid, SIGSTOP);
    exit(shell, 0);
    expect(supervise()).toEqual([shell, pid]);
  });

  test('a stopped child in its parent’s own group is no reason to hang that group up', () => {
    kernel.as(shell);
    const member = kernel.child({ stdio: [] });
    kernel.as(member);
    const pid = kernel.child({ stdio: [] });
    kernel.kill(pid, SIGSTOP);
    exit(member, 0);
    expect(supervise()).toEqual([member]);
    expect(stateOf(shell)).toBe('running');
    expect(stateOf(pid)).toBe('stopped');
  });

  test('a group that has only a zombie left can still be joined, until that is waited for', () => {
    const first = job(true);
    exit(first, 0);
    kernel.as(shell);
    const second = kernel.child({ stdio: [0, 1, 2], pgid: first, foreground: 0 });
    expect(kernel.getpgid(second)).toBe(first);
    exit(second, 0);
    kernel.as(shell);
    kernel.wait4(first, 0);
    kernel.wait4(second, 0);
    const request = { file: '/bin/node', argv: ['node'], env: [], stdio: [], pgid: first };
    expect(kernel.spawn(request)).toBe(-EPERM);
  });

  test('a child ignores what it was told to ignore, except what nobody can ignore', () => {
    kernel.as(shell);
    const request = { file: '/bin/node', argv: ['node'], env: [], stdio: [], ignored: [SIGINT, SIGKILL] };
    const pid = kernel.spawn(request);
    kernel.started(pid);
    kernel.kill(pid, SIGINT);
    expect(supervise()).toEqual([]);
    kernel.kill(pid, SIGKILL);
    expect(supervise()).toEqual([pid]);
  });

  test('nothing is left of a session', () => {
    const pid = job(true);
    kernel.as(1);
    kernel.write(controller, 'typed ahead');
    kernel.pollInterest(controller, POLLIN | POLLOUT);
    kernel.kill(pid, SIGKILL);
    kernel.kill(shell, SIGKILL);
    supervise();
    kernel.close(controller);
    while (kernel.wait4(-1, 0) !== -ECHILD);
    const before = kernel.memoryUsed();
    for (let i = 0; i < 20; i++) {
      [controller, terminal] = kernel.openpty(24, 80) as [number, number];
      shell = kernel.child({ stdio: [terminal, terminal, terminal], setsid: true });
      kernel.close(terminal);
      job(i % 2 === 0);
      kernel.as(1);
      kernel.write(controller, 'x\n');
      kernel.close(controller);
      kernel.kill(-1, SIGKILL);
      supervise();
      while (kernel.wait4(-1, 0) !== -ECHILD);
    }
    expect(kernel.memoryUsed()).toBe(before);
  });
});
