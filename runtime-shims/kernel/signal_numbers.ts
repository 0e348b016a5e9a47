/** signal(7): Linux's numbers (x86-64, arm64), and what a signal does that nobody handles. */
export const SIGHUP: i32 = 1;
export const SIGINT: i32 = 2;
export const SIGQUIT: i32 = 3;
export const SIGKILL: i32 = 9;
export const SIGPIPE: i32 = 13;
export const SIGCHLD: i32 = 17;
export const SIGCONT: i32 = 18;
export const SIGSTOP: i32 = 19;
export const SIGTSTP: i32 = 20;
export const SIGTTIN: i32 = 21;
export const SIGTTOU: i32 = 22;
export const SIGURG: i32 = 23;
export const SIGWINCH: i32 = 28;
/** Highest signal that can be sent or handled; the real-time signals above it do not exist here. */
export const SIGNAL_MAX: i32 = 31;

export const ACTION_TERMINATE: i32 = 0;
export const ACTION_IGNORE: i32 = 1;
export const ACTION_STOP: i32 = 2;
export const ACTION_CONTINUE: i32 = 3;

export function defaultAction(signal: i32): i32 {
  if (signal === SIGCHLD || signal === SIGURG || signal === SIGWINCH) return ACTION_IGNORE;
  if (signal === SIGCONT) return ACTION_CONTINUE;
  return isStopSignal(signal) !== 0 ? ACTION_STOP : ACTION_TERMINATE;
}

export function isStopSignal(signal: i32): i32 {
  return signal >= SIGSTOP && signal <= SIGTTOU ? 1 : 0;
}

export function signalBit(signal: i32): i32 {
  return 1 << (signal - 1);
}
