import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latestWholeRun, progressLine, saveWholeRun, wholeRunText } from './progress.ts';

it('a run tells its rate, and the time to go at that rate', () => {
  expect(progressLine(300, 1200, 120_000, 812)).toBe(
    '300 of 1200: 2.50 a second, 2.0 min so far, 6.0 min to go, browsers 812 MiB',
  );
  expect(progressLine(0, 10, 0, undefined)).toBe('0 of 10: 0.00 a second, 0.0 min so far, 0.0 min to go');
});

it('memory is told early, at the end and at its highest, of several samples', () => {
  const sizes = [600, 610, 9000, 605, 620, 630, 640, 615, 625, 612, 611, 613];
  const memory = sizes.map((mebibytes, index) => ({ tests: (index + 1) * 100, mebibytes }));
  expect(wholeRunText({ minutes: 41.6, jobs: 2, memory })).toBe(
    'The whole run took 42 min with 2 jobs; the browser’s memory was 630 MiB after 500 tests and 613 MiB at the end (medians of five samples there; at the most 9000 MiB).',
  );
  expect(wholeRunText({ minutes: 3, jobs: 1, memory: [] })).toBe('The whole run took 3 min with 1 job.');
});

it('the latest whole run is kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whole-run-'));
  try {
    expect(latestWholeRun(folder)).toBeUndefined();
    const run = { minutes: 3, jobs: 1, memory: [{ tests: 100, mebibytes: 500 }] };
    saveWholeRun(folder, run);
    expect(latestWholeRun(folder)).toEqual(run);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
