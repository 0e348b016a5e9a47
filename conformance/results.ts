/** What the tests did in the tab, the latest run of each: `.cache/conformance/tab.json`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRun } from './orders.ts';
import type { SuiteTest } from './suite.ts';

export class TabResults {
  readonly #file: string;
  readonly #folder: string;
  readonly #runs: Record<string, TestRun>;
  readonly #build: string;

  /** `build`: the commit that runs in the tab. */
  constructor(folder: string, build: string) {
    this.#build = build;
    this.#folder = folder;
    this.#file = join(folder, 'tab.json');
    this.#runs = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
  }

  get(test: SuiteTest): TestRun | undefined {
    return this.#runs[test.name];
  }

  add(test: SuiteTest, run: TestRun): void {
    this.#runs[test.name] = { ...run, build: this.#build };
  }

  save(): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#runs));
  }
}
