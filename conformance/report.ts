/** COMPATIBILITY.md, from the results of the tests. */
import { causeOf } from './causes.ts';
import type { NativeCache } from './native_runs.ts';
import { outcomeOf, type TestRun } from './orders.ts';
import { type WholeRun, wholeRunText } from './progress.ts';
import type { TabResults } from './results.ts';
import type { Suite, SuiteTest } from './suite.ts';

/** Modules whose tests ask for what is not this project’s aim: counted, but not in the second sum. */
const apart =
  /^(?:crypto|tls|https|http2|quic|inspector|heap|heapsnapshot|heapdump|gc|snapshot|sea|addons?|cppheap|h2|h2leak|openssl)$/;
/** Modules with fewer tests than this are one row together. */
const SMALLEST = 4;
const REASONS = 6;

interface Row {
  module: string;
  passing: number;
  counted: number;
  skipped: number;
  notRun: number;
  failing: Map<string, number>;
  /** Name and cause of each test that fails. */
  tests: [name: string, cause: string][];
}

function emptyRow(module: string): Row {
  return { module, passing: 0, counted: 0, skipped: 0, notRun: 0, failing: new Map(), tests: [] };
}

function count(row: Row, test: SuiteTest, run: TestRun | undefined): void {
  if (!run) {
    row.notRun += 1;
    return;
  }
  const outcome = outcomeOf(run);
  if (outcome === 'skip') {
    row.skipped += 1;
    return;
  }
  row.counted += 1;
  if (outcome === 'pass') row.passing += 1;
  else {
    const cause = causeOf(test.name, run);
    row.failing.set(cause, (row.failing.get(cause) ?? 0) + 1);
    row.tests.push([test.name, cause]);
  }
}

function sum(rows: readonly Row[]): string {
  const passing = rows.reduce((total, row) => total + row.passing, 0);
  const counted = rows.reduce((total, row) => total + row.counted, 0);
  return `${passing} of ${counted} (${percent(passing, counted)})`;
}

const percent = (part: number, whole: number): string => `${whole ? ((100 * part) / whole).toFixed(1) : '–'} %`;

function reasons(row: Row): string {
  const sorted = [...row.failing].sort((one, other) => other[1] - one[1]);
  const shown = sorted.slice(0, REASONS).map(([cause, times]) => (times > 1 ? `${cause} (${times})` : cause));
  const rest = sorted.slice(REASONS).reduce((total, [, times]) => total + times, 0);
  return [...shown, ...(rest ? [`others (${rest})`] : [])].join('; ');
}

/** A section of the list of failing tests. */
function listed({ module, tests }: Row): string[] {
  return [
    '',
    `### ${module}`,
    '',
    ...tests.map(([name, cause]) => `- ${name.replace(/^parallel\/test-/, '')}: ${cause}`),
  ];
}

/** `8 of abc1234, 2 of builds not noted`, the most first. */
export function buildsText(runs: readonly TestRun[]): string {
  const counts = new Map<string, number>();
  for (const { build = 'builds before, not noted' } of runs) counts.set(build, (counts.get(build) ?? 0) + 1);
  const sorted = [...counts].sort((one, other) => other[1] - one[1]);
  return sorted.map(([build, count]) => `${count} of ${build}`).join(', ');
}

export function compatibilityText(
  suite: Suite,
  native: NativeCache,
  results: TabResults,
  whole: WholeRun | undefined,
): string {
  const natively = suite.tests.filter((test) => {
    const run = native.get(test);
    return run !== undefined && outcomeOf(run) === 'pass';
  });
  const sizes = new Map<string, number>();
  for (const { module } of natively) sizes.set(module, (sizes.get(module) ?? 0) + 1);
  const rows = new Map<string, Row>();
  for (const test of natively) {
    const name = (sizes.get(test.module) ?? 0) < SMALLEST && !apart.test(test.module) ? 'others' : test.module;
    const row = rows.get(name) ?? emptyRow(name);
    rows.set(name, row);
    count(row, test, results.get(test));
  }
  const sorted = [...rows.values()].sort((one, other) => one.module.localeCompare(other.module));
  const aim = sorted.filter(({ module }) => !apart.test(module));
  const notRun = sorted.reduce((total, row) => total + row.notRun, 0);
  const lines = sorted.map((row) => {
    const figures = [
      `${row.passing} / ${row.counted}`,
      percent(row.passing, row.counted),
      row.skipped || '',
      row.notRun || '',
    ];
    return `| ${row.module} | ${figures.join(' | ')} | ${reasons(row)} |`;
  });
  return `${[
    '# Compatibility',
    '',
    'Node’s own tests (`test/parallel` and `test/es-module` of v25.8.1), as they are, each a fresh process in the container, in a real Chromium. What does not pass on the pinned native Node 26 is left out; tests that skip themselves in the tab are counted apart.',
    '',
    `- In all: **${sum(sorted)}**`,
    `- Outside crypto, tls, https, http2, quic, inspector, heap and gc, snapshot, sea and addons: **${sum(aim)}**`,
    ...(notRun ? [`- Not run in the tab so far: ${notRun}`] : []),
    `- Results by the commit whose build ran the test: ${buildsText(natively.flatMap((test) => results.get(test) ?? []))}`,
    ...(whole ? [`- ${wholeRunText(whole)}`] : []),
    '',
    'Made by `npm run conformance -- --suite DIR --write`; a run of some tests only (`--match`) renews those, so each figure is of the latest run of its tests. A test has at least 30 s and ten times its native duration before it counts as failed, on a machine that does other work as well.',
    '',
    '| module | passing / natively passing | | skipped in the tab | not run | why the rest fails |',
    '| --- | --: | --: | --: | --: | --- |',
    ...lines,
    '',
    '## Each test that fails',
    ...sorted.filter(({ tests }) => tests.length).flatMap(listed),
  ].join('\n')}\n`;
}
