/** How far a run is, and what COMPATIBILITY.md says of one over all tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tests between two looks at the browsers' memory. */
export const SAMPLING_INTERVAL = 100;

export interface MemorySample {
  tests: number;
  /** Of all browsers together. */
  mebibytes: number;
}

export interface WholeRun {
  minutes: number;
  jobs: number;
  memory: readonly MemorySample[];
}

const minutesOf = (milliseconds: number): string => (milliseconds / 60_000).toFixed(1);

/** `elapsed`: ms. */
export function progressLine(done: number, total: number, elapsed: number, mebibytes: number | undefined): string {
  const rest = done === 0 ? 0 : (elapsed / done) * (total - done);
  const rate = (done / Math.max(1, elapsed / 1000)).toFixed(2);
  const memory = mebibytes === undefined ? '' : `, browsers ${mebibytes} MiB`;
  return `${done} of ${total}: ${rate} a second, ${minutesOf(elapsed)} min so far, ${minutesOf(rest)} min to go${memory}`;
}

/** Each sample is of a moment and depends on the tests then under way: the middle of five around `at` is told. */
function middleAround(memory: readonly MemorySample[], at: number): number {
  const near = [...memory].sort((one, other) => Math.abs(one.tests - at) - Math.abs(other.tests - at)).slice(0, 5);
  const sizes = near.map(({ mebibytes }) => mebibytes).sort((one, other) => one - other);
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

export function wholeRunText({ minutes, jobs, memory }: WholeRun): string {
  const time = `The whole run took ${minutes.toFixed(0)} min with ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
  const last = memory.at(-1);
  if (last === undefined) return `${time}.`;
  const peak = Math.max(...memory.map(({ mebibytes }) => mebibytes));
  const sizes = [middleAround(memory, 500), middleAround(memory, last.tests), peak];
  return `${time}; the browser’s memory was ${sizes[0]} MiB after 500 tests and ${sizes[1]} MiB at the end (medians of five samples there; at the most ${sizes[2]} MiB).`;
}

const wholeRunFile = (folder: string): string => join(folder, 'whole.json');

export function saveWholeRun(folder: string, run: WholeRun): void {
  writeFileSync(wholeRunFile(folder), JSON.stringify(run));
}

export function latestWholeRun(folder: string): WholeRun | undefined {
  const file = wholeRunFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WholeRun) : undefined;
}
