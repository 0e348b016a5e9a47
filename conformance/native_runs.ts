/** The tests on the pinned native node, each run once and kept in `.cache`. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from '../scripts/node26.mjs';
import type { TestRun } from './orders.ts';
import { type Suite, type SuiteTest, suiteHome } from './suite.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** ms; that of tools/test.py. */
const TIMEOUT = 120_000;
/** Results are written to the cache after so many. */
const BATCH = 100;

type NativeRuns = Record<string, TestRun>;

export class NativeCache {
  readonly #file: string;
  readonly #runs: NativeRuns;

  constructor(folder: string, suite: Suite) {
    const key = createHash('sha256').update(pinnedNode()).update(suite.root).digest('hex').slice(0, 12);
    this.#file = join(folder, `native-${key}.json`);
    this.#runs = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
  }

  get(test: SuiteTest): TestRun | undefined {
    return this.#runs[test.name];
  }

  /** Runs what is not known yet. */
  async complete(suite: Suite, tests: readonly SuiteTest[], jobs: number, tell: (text: string) => void): Promise<void> {
    const missing = tests.filter(({ name }) => !this.#runs[name]);
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH);
      const runs = await runBatch(suite, batch, jobs);
      batch.forEach((test, index) => {
        const run = runs[index];
        if (run) this.#runs[test.name] = run;
      });
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(this.#file, JSON.stringify(this.#runs));
      tell(`native: ${Math.min(start + BATCH, missing.length)} of ${missing.length}`);
    }
  }
}

async function runBatch(suite: Suite, tests: readonly SuiteTest[], jobs: number): Promise<(TestRun | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'native-tests-'));
  const orders = tests.map(({ name, flags, env }) => ({
    command: [...flags, `test/${name}`],
    cwd: suiteHome(suite),
    env,
    timeout: TIMEOUT,
  }));
  writeFileSync(join(folder, 'orders.json'), JSON.stringify({ orders, jobs }));
  const { NODE_OPTIONS: _, NODE_PATH: __, ...env } = process.env;
  const parameters = [join(here, 'driver.cjs'), join(folder, 'orders.json'), join(folder, 'results')];
  const driver = spawn(pinnedNode(), parameters, { stdio: ['ignore', 'ignore', 'inherit'], env });
  await new Promise((resolve) => driver.on('exit', resolve));
  const runs = tests.map((_test, index) => {
    const file = join(folder, 'results', `${index}.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestRun) : undefined;
  });
  rmSync(folder, { recursive: true, force: true });
  return runs;
}
