/** The script that every process has at hand: the shell and the commands that scripts use all the time. */

import type { SystemCalls } from '../kernel/system_calls.ts';
import { chmod, stat } from './commands/attributes.ts';
import { cat } from './commands/cat.ts';
import { cp, install, mv } from './commands/copy.ts';
import { cut } from './commands/cut.ts';
import { bracket, echo, fail, printf, succeed, test, yes } from './commands/echo.ts';
import { env, nice, nohup, printenv, time, timeout, which } from './commands/environment.ts';
import { expr } from './commands/expr.ts';
import { find } from './commands/find.ts';
import { grep } from './commands/grep.ts';
import { head, tail } from './commands/head_tail.ts';
import { tty } from './commands/logins.ts';
import { ls } from './commands/ls.ts';
import {
  arch,
  clear,
  date,
  groups,
  hostname,
  id,
  logname,
  nproc,
  sync,
  uname,
  uptime,
  whoami,
} from './commands/machine.ts';
import { ln, mkdir, mktemp, touch } from './commands/make.ts';
import { basename, dirname, pwd, readlink, realpath } from './commands/names.ts';
import { kill, killall, pgrep, pidof, pkill } from './commands/processes.ts';
import { ps } from './commands/ps.ts';
import { rm, rmdir, unlink } from './commands/remove.ts';
import { sed } from './commands/sed.ts';
import { seq } from './commands/seq.ts';
import { sleep } from './commands/sleep.ts';
import { sort } from './commands/sort.ts';
import { tee } from './commands/tee.ts';
import { tr } from './commands/tr.ts';
import { uniq } from './commands/uniq.ts';
import { wc } from './commands/wc.ts';
import { xargs } from './commands/xargs.ts';
import { moreCommandNames } from './names.ts';
import { mains, register } from './registry.ts';
import { shellMain } from './sh/main.ts';
import { type Main, runProcess } from './system/program.ts';

register([
  arch,
  basename,
  bracket,
  cat,
  chmod,
  clear,
  cp,
  cut,
  date,
  dirname,
  echo,
  env,
  expr,
  fail,
  find,
  grep,
  groups,
  head,
  hostname,
  id,
  install,
  kill,
  killall,
  ln,
  logname,
  ls,
  mkdir,
  mktemp,
  mv,
  nice,
  nohup,
  nproc,
  pgrep,
  pidof,
  pkill,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  rm,
  rmdir,
  sed,
  seq,
  sleep,
  sort,
  stat,
  succeed,
  sync,
  tail,
  tee,
  test,
  time,
  timeout,
  touch,
  tr,
  tty,
  uname,
  uniq,
  unlink,
  uptime,
  wc,
  which,
  whoami,
  xargs,
  yes,
  { ...grep, name: 'egrep' },
  { ...grep, name: 'fgrep' },
]);

const rare = new Set(moreCommandNames);

/**
 * Runs the process's program, if it is one of these, and ends the process; false: it is Node's. `load` runs another
 * script of the build.
 */
function run(kernel: SystemCalls, load: (script: string) => void): boolean {
  const find = (name: string) => {
    if (rare.has(name) && !mains().has(name)) load('userland-more.js');
    return mains().get(name);
  };
  // Within the shell's own process run only commands that are at hand: a script must not wait for the network.
  const within = (name: string, trapping: boolean): Main | undefined => {
    const found = mains().get(name);
    return found?.long && trapping ? undefined : found?.main;
  };
  const shell = shellMain(within);
  const status = runProcess(kernel, (name) => (name === 'sh' || name === 'bash' ? shell : find(name)?.main));
  if (status === undefined) return false;
  kernel.exit(status);
  return true;
}

Object.assign(globalThis, { __wardianUserland: run });
