/** What a run of a package's tests says, by its output in TAP (testanything.org), or by its exit status alone. */

export interface Outcome {
  passed: number;
  failed: number;
}

export const NOTHING: Outcome = { passed: 0, failed: 0 };

export const sum = (one: Outcome, other: Outcome): Outcome => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
});

/** Assertions are counted where they are told; otherwise the run is one test. A run that broke off has failed once more. */
export function outcomeOf(output: string, status: number): Outcome {
  const count = (pattern: RegExp) => output.match(pattern)?.length ?? 0;
  // A test of mocha's that waits, and one that is left out, is neither.
  const told = {
    passed: count(/^ok \d+(?!.*# (?:SKIP|TODO))/gim),
    failed: count(/^not ok \d+(?!.*# (?:SKIP|TODO))/gim),
  };
  if (told.passed + told.failed === 0) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  return status !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
}
