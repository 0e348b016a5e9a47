/** trap, and signals by name. */
import type { Interpreter } from './interpreter.ts';
import { quoted } from './parameter_operators.ts';
import { ShellError } from './state.ts';

/** Signals of Linux (signal(7)); the number is the index. */
export const signalNames: readonly string[] =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** The number of `TERM`, `SIGTERM` or `15`; undefined: no such signal. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) < signalNames.length ? Number(text) : undefined;
  const index = signalNames.indexOf(text.toUpperCase().replace(/^SIG/, ''));
  return index < 0 ? undefined : index;
}

export function trap(shell: Interpreter, parameters: string[]): number {
  const { traps } = shell.state;
  let words = parameters;
  if (words[0] === '--') words = words.slice(1);
  const show = ([key, action]: [string, string]) =>
    shell.print(`trap -- ${quoted(action)} ${/^\d+$/.test(key) ? (signalNames[Number(key)] ?? key) : key}\n`);
  if (words[0] === '-l') {
    shell.print(`${signalNames.slice(1).join(' ')}\n`);
    return 0;
  }
  if (!words.length || words[0] === '-p') {
    for (const entry of [...traps].sort(([a], [b]) => (Number(a) || 0) - (Number(b) || 0))) show(entry);
    return 0;
  }
  const [action = '', ...conditions] = words;
  // With a number first, or with one word alone, all words are conditions to reset.
  const reset = action === '-' || !conditions.length || /^\d+$/.test(action);
  for (const condition of action === '-' || (conditions.length && !/^\d+$/.test(action)) ? conditions : words) {
    const pseudo = /^(?:ERR|DEBUG|RETURN)$/i.test(condition) ? condition.toUpperCase() : undefined;
    const signal = pseudo ? -1 : signalNumber(condition);
    if (signal === undefined) throw new ShellError(`trap: ${condition}: bad trap`, 1);
    const key = pseudo ?? (signal === 0 ? 'EXIT' : String(signal));
    if (reset) traps.delete(key);
    else traps.set(key, action);
    // Interactive shells catch these whatever is trapped.
    const own = shell.interactive && [2, 3, 20, 21, 22].includes(signal);
    if (signal > 0) shell.kernel.sigaction(signal, reset ? (own ? 2 : 0) : action === '' ? 1 : 2);
  }
  return 0;
}
