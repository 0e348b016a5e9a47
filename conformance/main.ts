/**
 * `npm run conformance -- --suite DIR [--match RE] [--sample N] [--names FILE] [--failed] [--jobs N] [--write]`: Node's
 * own tests in the tab. DIR (or the variable NODE_TEST_SUITE) is an unpacked Node test directory; --match takes the tests
 * whose name (`parallel/test-x.js`) matches, --sample every Nth of them, --names those that FILE lists, one a line
 * (sample.txt: what is to pass always; a failure among them is exit status 1), --failed those that failed when they were
 * run last; each of --jobs containers runs them one after the other. `--write` renews COMPATIBILITY.md from all results
 * known. A run of all tests says at the end how long it took and how much memory the browsers had.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../e2e/tab.ts';
import { browserMemory } from './browser_memory.ts';
import { BATCH, runInContainers } from './container.ts';
import { NativeCache } from './native_runs.ts';
import { outcomeOf, type TestOrder, type TestRun } from './orders.ts';
import {
  latestWholeRun,
  type MemorySample,
  progressLine,
  SAMPLING_INTERVAL,
  saveWholeRun,
  wholeRunText,
} from './progress.ts';
import { compatibilityText } from './report.ts';
import { TabResults } from './results.ts';
import { readSuite, type Suite, type SuiteTest } from './suite.ts';
import { suitePayload } from './suite_tree.ts';

/** ms that a test has in the tab at least, and at the most (that of tools/test.py). */
const SHORTEST = 30_000;
const LONGEST = 120_000;
/** Results are written after so many. */
const SAVE_EVERY = 10;
/** How much slower than natively a test may be; the machine's other work counts as well. */
const SLOWNESS = 10;

function readOrder() {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string' },
      match: { type: 'string' },
      sample: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '1' },
      names: { type: 'string' },
      failed: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      'native-only': { type: 'boolean', default: false },
    },
  });
  const sample = Number(values.sample);
  const jobs = Number(values.jobs);
  const suite = values.suite ?? process.env['NODE_TEST_SUITE'];
  if (!suite || !(sample >= 1) || !(jobs >= 1)) {
    process.stderr.write(
      'usage: npm run conformance -- --suite DIR [--match RE] [--sample N] [--names FILE] [--failed] [--jobs N] [--write]\n',
    );
    process.exit(2);
  }
  const names = values.names === undefined ? undefined : new Set(readFileSync(values.names, 'utf8').split('\n'));
  return { ...values, suite, names, match: new RegExp(values.match ?? ''), sample, jobs };
}

function orderOf({ name, flags, env }: SuiteTest, native: TestRun): TestOrder {
  const timeout = Math.min(LONGEST, Math.max(SHORTEST, SLOWNESS * native.duration));
  return { command: [...flags, `test/${name}`], cwd: '/home/project', env, timeout };
}

interface RunInTab {
  failures: number;
  minutes: number;
  memory: readonly MemorySample[];
}

async function runInTab(
  suite: Suite,
  tests: readonly SuiteTest[],
  native: NativeCache,
  results: TabResults,
  jobs: number,
): Promise<RunInTab> {
  const payload = suitePayload(suite.root);
  const counts = { pass: 0, fail: 0, skip: 0, 'time-out': 0 };
  const memory: MemorySample[] = [];
  const start = Date.now();
  let next = 0;
  let done = 0;
  const told = (test: SuiteTest, run: TestRun): void => {
    const outcome = outcomeOf(run);
    counts[outcome] += 1;
    done += 1;
    results.add(test, run);
    if (done % SAVE_EVERY === 0) results.save();
    process.stdout.write(`${outcome.padEnd(8)} ${test.name} ${run.duration} ms\n`);
    if (done % SAMPLING_INTERVAL !== 0) return;
    const mebibytes = browserMemory();
    if (mebibytes !== undefined) memory.push({ tests: done, mebibytes });
    process.stdout.write(`${progressLine(done, tests.length, Date.now() - start, mebibytes)}\n`);
  };
  const work = async (): Promise<void> => {
    while (next < tests.length) {
      const batch = tests.slice(next, next + BATCH);
      next += batch.length;
      const orders = batch.map((test) => orderOf(test, native.get(test) as TestRun));
      await runInContainers(payload, {
        orders,
        done: (index, run) => told(batch[index] as SuiteTest, run),
      });
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  results.save();
  process.stdout.write(`${JSON.stringify(counts)} of ${done} that pass natively\n`);
  return { failures: counts.fail + counts['time-out'], minutes: (Date.now() - start) / 60_000, memory };
}

const order = readOrder();
const cache = join(root, '.cache', 'conformance');
const suite = readSuite(order.suite);
const chosen = suite.tests
  .filter(({ name }) => order.match.test(name) && (order.names?.has(name) ?? true))
  .filter((_, index) => index % order.sample === 0);
const native = new NativeCache(cache, suite);
await native.complete(chosen, order.jobs, (text) => process.stdout.write(`${text}\n`));
const { stdout: commit } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
const results = new TabResults(cache, commit?.trim() || 'a build without a commit');
if (!order['native-only']) {
  const counted = chosen.filter((test) => {
    const run = native.get(test);
    if (!run || outcomeOf(run) !== 'pass') return false;
    const before = results.get(test);
    return !order.failed || (before !== undefined && ['fail', 'time-out'].includes(outcomeOf(before)));
  });
  const { failures, ...run } = await runInTab(suite, counted, native, results, order.jobs);
  const whole = { ...run, jobs: order.jobs };
  if (chosen.length === suite.tests.length && !order.failed) {
    saveWholeRun(cache, whole);
    process.stdout.write(`${wholeRunText(whole)}\n`);
  }
  if (order.names && failures > 0) process.exitCode = 1;
}
if (order.write)
  writeFileSync(join(root, 'COMPATIBILITY.md'), compatibilityText(suite, native, results, latestWholeRun(cache)));
