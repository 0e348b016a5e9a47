/** What the runner asks of driver.cjs, and what it hears back. */

export interface TestOrder {
  /** node's arguments: flags, then the test's file, relative to `cwd`. */
  command: string[];
  cwd: string;
  env: Record<string, string>;
  /** ms until the test and what it started are killed. */
  timeout: number;
}

export interface TestRun {
  code: number | null;
  signal: string | null;
  timedOut: boolean;
  /** ms */
  duration: number;
  stdout: string;
  stderr: string;
  /** The commit whose build ran it in the tab, abbreviated. */
  build?: string;
}

export type Outcome = 'pass' | 'fail' | 'skip' | 'time-out';

/** As common.skip() of Node's tests prints it. */
const skipLine = /^1\.\.0 # Skipped: ?(.*)$/m;

export function outcomeOf(run: TestRun): Outcome {
  if (run.timedOut) return 'time-out';
  if (run.code !== 0) return 'fail';
  return skipLine.test(run.stdout) ? 'skip' : 'pass';
}

export function skipReason(run: TestRun): string {
  return skipLine.exec(run.stdout)?.[1] ?? '';
}
