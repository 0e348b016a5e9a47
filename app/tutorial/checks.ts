/** Runs a lesson's checks, wherever its files are. */
import type { Check } from './course.ts';

export interface RunOutcome {
  output: string;
  status: number;
  /** It had to be ended because its time was over. */
  late: boolean;
}

/** Where the learner's files are: a container, or a folder of this machine. */
export interface CheckRunner {
  run(line: string, timeout: number): Promise<RunOutcome>;
  /** A file's text, or null. */
  read(path: string): Promise<string | null>;
}

export interface Failure {
  explain: string;
  /** What the program printed, as far as that helps, or ''. */
  output: string;
}

/** ms for a check that does not say how long it may take. */
const defaultTimeout = 20_000;
const shownOutput = 1500;

const matches = (expression: string | undefined, text: string) =>
  expression !== undefined && new RegExp(expression, 'mu').test(text);

async function failureOf(check: Check, runner: CheckRunner): Promise<Failure | null> {
  const failed = (output = ''): Failure => ({ explain: check.explain, output: output.slice(-shownOutput) });
  if (check.file !== undefined) {
    const text = await runner.read(check.file);
    if (text === null) return failed(`There is no file ${check.file}.`);
    if (check.contains !== undefined && !matches(check.contains, text)) return failed();
    return matches(check.lacks, text) ? failed() : null;
  }
  const outcome = await runner.run(check.run ?? '', check.within ?? defaultTimeout);
  const output = outcome.output.replaceAll('\r\n', '\n');
  if (outcome.late) return failed(`${output}\nIt did not end within ${(check.within ?? defaultTimeout) / 1000} s.`);
  const status = check.status ?? (check.output === undefined && check.lacks === undefined ? 0 : undefined);
  if (status !== undefined && outcome.status !== status) return failed(output);
  if (check.output !== undefined && !matches(check.output, output)) return failed(output);
  return matches(check.lacks, output) ? failed(output) : null;
}

/** What is missing; nothing when the lesson is done. Each command is run once for all checks upon it. */
export async function runChecks(checks: readonly Check[], runner: CheckRunner): Promise<Failure[]> {
  const outcomes = new Map<string, Promise<RunOutcome>>();
  const once: CheckRunner = {
    read: (path) => runner.read(path),
    run(line, timeout) {
      const outcome = outcomes.get(line) ?? runner.run(line, timeout);
      outcomes.set(line, outcome);
      return outcome;
    },
  };
  const failures: Failure[] = [];
  for (const check of checks) {
    const failure = await failureOf(check, once);
    if (failure) failures.push(failure);
  }
  return failures;
}
