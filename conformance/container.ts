/**
 * Runs tests in the tab: batches of them in one container, through the real `@webcontainer/api`. After a batch, or when
 * a container answers no more, browser and container are made anew, so that nothing grows with the number of tests.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tab } from '../e2e/tab.ts';
import type { TestOrder, TestRun } from './orders.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Tests of one container's life. */
export const BATCH = 120;
/** ms beyond a test's own time-out until the container counts as gone. */
const GRACE = 15_000;
/** ms until a tab with the suite in it counts as one that will not open, and how many are tried in a row. */
const OPENING = 120_000;
const OPENING_ATTEMPTS = 5;
const POLLING_INTERVAL = 150;
/** Path on the app's origin at which the suite is offered to the page. */
const suitePath = '/suite.json';

export interface Batch {
  orders: TestOrder[];
  /** Called for each test as soon as it is known. */
  done(index: number, run: TestRun): void;
}

const gone = (duration: number): TestRun => ({
  code: null,
  signal: null,
  timedOut: true,
  duration,
  stdout: '',
  stderr: 'the container answered no more',
});

/** Opens a tab with the suite in `/home/project/test`. */
async function openTab(payload: Uint8Array): Promise<Tab> {
  const opening = Tab.open();
  const tab = await within(OPENING, opening);
  if (tab === undefined) {
    void opening.then(close, () => {});
    throw new Error(`no tab after ${OPENING} ms`);
  }
  try {
    await tab.page.route(`**${suitePath}`, (route) =>
      route.fulfill({ contentType: 'application/octet-stream', body: Buffer.from(payload) }),
    );
    const driver = readFileSync(join(here, 'driver.cjs'), 'utf8');
    const filled = tab
      .call('mountFrom', suitePath, 'test')
      .then(() => tab.call('writeFile', 'driver.cjs', driver))
      .then(() => true);
    if (!(await within(OPENING, filled))) throw new Error(`the suite was not in the container after ${OPENING} ms`);
    return tab;
  } catch (error) {
    await close(tab);
    throw error;
  }
}

/** Another one for one that does not open, so that a run of an hour does not end with it. */
async function surelyOpenTab(payload: Uint8Array): Promise<Tab> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openTab(payload);
    } catch (error) {
      if (attempt === OPENING_ATTEMPTS) throw error;
      process.stderr.write(`a container did not start: ${(error as Error).message}\n`);
    }
  }
}

async function close(tab: Tab): Promise<void> {
  await within(GRACE, tab.close());
}

/** Runs all orders; where a container is lost, the test that it was at counts as timed out and the others go on. */
export async function runInContainers(payload: Uint8Array, { orders, done }: Batch): Promise<void> {
  let first = 0;
  while (first < orders.length) {
    const tab = await surelyOpenTab(payload);
    try {
      first = await runUntilLost(tab, orders, first, done);
    } finally {
      await close(tab);
    }
  }
}

/** Answers the index of the first test that has not run. */
async function runUntilLost(tab: Tab, orders: TestOrder[], first: number, done: Batch['done']): Promise<number> {
  const batch = orders.slice(first, first + BATCH);
  let isCrashed = false;
  tab.page.on('crash', () => {
    isCrashed = true;
  });
  const started = tab
    .call('writeFile', 'orders.json', JSON.stringify({ orders: batch, jobs: 1 }))
    .then(() => tab.call('spawn', 'node', ['driver.cjs', 'orders.json', 'results'], { NODE_TEST_DIR: '' }));
  // Where it fails, no result comes either.
  await within(GRACE, started).catch(() => {});
  let index = 0;
  let since = Date.now();
  while (index < batch.length) {
    const text = await within(
      GRACE,
      tab.call('readFile', `results/${index}.json`).catch(() => ''),
    );
    if (text) {
      done(first + index, JSON.parse(text) as TestRun);
      index += 1;
      since = Date.now();
      continue;
    }
    if (isCrashed || text === undefined || Date.now() - since > (batch[index]?.timeout ?? 0) + GRACE) {
      done(first + index, gone(Date.now() - since));
      return first + index + 1;
    }
    await new Promise((resolve) => setTimeout(resolve, POLLING_INTERVAL));
  }
  return first + index;
}

/** Undefined when the answer takes longer than `milliseconds`. */
async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
