/** The tests on the pinned native node, each run once for its text and the node's version, and kept in `.cache`. */
import { spawn, spawnSync } from 'node:child_process';
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

interface NativeRun extends TestRun {
  /** Hash of the test's text. */
  text: string;
}

const textHash = (suite: Suite, name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(suite.root, name)))
    .digest('hex')
    .slice(0, 12);

export class NativeCache {
  readonly #file: string;
  readonly #runs: Record<string, NativeRun>;
  readonly #suite: Suite;

  constructor(folder: string, suite: Suite) {
    const { stdout: version } = spawnSync(pinnedNode(), ['--version'], { encoding: 'utf8' });
    this.#file = join(folder, `native-${version.trim()}.json`);
    this.#runs = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
    this.#suite = suite;
    for (const { name } of suite.tests) {
      if (this.#runs[name] && this.#runs[name].text !== textHash(suite, name)) delete this.#runs[name];
    }
  }

  get(test: SuiteTest): TestRun | undefined {
    return this.#runs[test.name];
  }

  /** Runs what is not known yet. */
  async complete(tests: readonly SuiteTest[], jobs: number, tell: (text: string) => void): Promise<void> {
    const missing = tests.filter(({ name }) => !this.#runs[name]);
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH);
      const runs = await runBatch(this.#suite, batch, jobs);
      batch.forEach((test, index) => {
        const run = runs[index];
        if (run) this.#runs[test.name] = { ...run, text: textHash(this.#suite, test.name) };
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
