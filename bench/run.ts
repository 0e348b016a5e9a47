/**
 * `npm run bench`: the same programs in the tab and on the pinned native node, one after the other in one run, and the
 * ratio of their medians (native time / time in the tab: above 1 the tab is quicker). `--write FILE` keeps the table,
 * `--installs` measures and prints only what npm and Vite do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Request } from 'playwright';
import { folderTree } from '../e2e/folder_tree.ts';
import { launch, root, serve, Tab } from '../e2e/tab.ts';
import { pinnedNode } from '../scripts/node26.mjs';
import { measureIdleProcesses } from './idle_processes.ts';
import { type InstallReport, measureInstalls } from './installs.ts';
import { lighthouse } from './lighthouse.ts';
import { browserMemory } from './memory.ts';
import { floodFrames } from './terminal_flood.ts';
import { typingLatency } from './typing.ts';

interface Measurement {
  name: string;
  microseconds: number;
}

/** What each ratio (or limit) is meant to reach. */
const targets: Readonly<Record<string, number>> = {
  'node hello.js, spawn to exit': 1,
  'fs.statSync': 1.5,
  'fs.readFileSync 4 KiB': 1.5,
  'fs.writeFileSync 4 KiB': 1.5,
  'fs.readdirSync, 2,000 files, recursive': 1.5,
  'fs.promises.readFile 4 KiB': 0.5,
  'require of 300 modules': 1,
  'JavaScript-heavy loop': 0.9,
  'HTTP keep-alive round trip': 0.5,
  "execFileSync('node -e 0')": 0.67,
  "execFileSync('node -e 0'), 5 in a row": 0.67,
  'fork and 10,000 IPC messages': 0.3,
  'Worker and 10,000 messages': 0.3,
  'message to a Worker and back': 0.3,
  'gzip 16 MiB': 0.4,
  'gunzip 16 MiB': 0.4,
  'sha256 of 16 MiB': 0.4,
  'pbkdf2, 100,000 rounds': 0.4,
  'sh -c true, spawn to exit': 0.5,
  'cat 100 MB | wc -c': 0.3,
};
const programs = [
  'fs.cjs',
  'require.cjs',
  'compute.cjs',
  'http.cjs',
  'zlib.cjs',
  'crypto.cjs',
  'shell.cjs',
  'processes.cjs',
];
/** Runs of each program in each place, in turn: the median of their medians counts. */
const repetitions = 3;
const helloRepetitions = 15;
const bootRepetitions = 15;
const idleProcesses = 64;
const installRepetitions = 3;

const here = join(root, 'bench/programs');
/** A folder in memory for the native runs, as the tab's files are in memory as well. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : '/tmp';

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function parse(output: string): Measurement[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

function native(program: string): Measurement[] {
  const { stdout, stderr, status } = spawnSync(pinnedNode(), [join(here, program), memoryFolder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed natively:\n${stderr}`);
  return parse(stdout);
}

async function inTab(tab: Tab, program: string): Promise<Measurement[]> {
  const { stdout, stderr, code } = await tab.run(`node ${program}`, { timeout: 120_000 });
  if (code !== 0) throw new Error(`${program} failed in the tab with ${code}:\n${stderr}`);
  return parse(stdout);
}

function add(table: Map<string, number[]>, measurements: Measurement[]): void {
  for (const { name, microseconds } of measurements) table.set(name, [...(table.get(name) ?? []), microseconds]);
}

async function programRows(): Promise<string[]> {
  const tab = await Tab.open();
  await tab.mount(folderTree(here));
  const nativeTimes = new Map<string, number[]>();
  const tabTimes = new Map<string, number[]>();
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const program of programs) {
      console.error(`· ${program} (${repetition + 1} of ${repetitions})`);
      add(nativeTimes, native(program));
      add(tabTimes, await inTab(tab, program));
    }
  }
  const hello = 'node hello.js, spawn to exit';
  for (let repetition = 0; repetition < helloRepetitions; repetition++) {
    const start = performance.now();
    spawnSync(pinnedNode(), [join(here, 'hello.cjs')]);
    add(nativeTimes, [{ name: hello, microseconds: (performance.now() - start) * 1000 }]);
    add(tabTimes, [{ name: hello, microseconds: (await tab.call('timeOf', 'node', ['hello.cjs'])) * 1000 }]);
    // The pool makes its next Worker ready: what counts is a warm container.
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  await tab.close();
  return Object.entries(targets).map(([name, target]) => {
    const mine = median(tabTimes.get(name) ?? []);
    const theirs = median(nativeTimes.get(name) ?? []);
    const ratio = theirs / mine;
    const mark = ratio >= target ? '✓' : '✗';
    return `| ${name.replaceAll('|', '\\|')} | ${theirs.toFixed(1)} | ${mine.toFixed(1)} | ${ratio.toFixed(2)} | ≥ ${target} | ${mark} |`;
  });
}

/** Opens the playground in a new page of a browser whose HTTP cache is warm; up to the first prompt. */
async function boot(): Promise<{ boots: number[]; bytes: number }> {
  const served = await serve();
  const browser = await launch();
  const context = await browser.newContext();
  const boots: number[] = [];
  const sizes = new Map<string, number>();
  const note = (request: Request) => sizes.set(request.url(), 0);
  for (let repetition = 0; repetition <= bootRepetitions; repetition++) {
    const page = await context.newPage();
    if (repetition === 0) {
      // Workers' own requests are not all told to the page, so each file is asked for again and compressed here.
      context.on('request', note);
    }
    const start = performance.now();
    await page.goto(served.app);
    await page.waitForFunction(() => document.querySelector('.xterm-rows')?.textContent?.includes('❯'));
    // What comes behind the prompt (the editor's languages) is not counted.
    context.off('request', note);
    if (repetition > 0) boots.push(performance.now() - start);
    await page.close();
  }
  let bytes = 0;
  for (const url of sizes.keys()) {
    // Monaco (in a chunk that the bundler names after our themes) is an editor of its own, loaded beside the boot.
    if (/monaco|editor|themes|worker-|\.ttf|codicon|example-files/.test(url)) continue;
    const response = await fetch(url).catch(() => null);
    if (response?.ok) bytes += brotliCompressSync(Buffer.from(await response.arrayBuffer())).length;
  }
  await browser.close();
  served.stop();
  return { boots, bytes };
}

async function memoryRow(): Promise<number> {
  const blank = await launch();
  await (await blank.newPage()).goto('about:blank');
  const before = browserMemory();
  await blank.close();
  const tab = await Tab.open();
  await tab.call('spawn', 'node', ['-e', 'setInterval(() => {}, 1000)']);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  const after = browserMemory();
  await tab.close();
  return after - before;
}

/** Here the ratio is tab / native, so below 1 the tab is quicker. */
const installTable = ({ ratios, limits }: InstallReport): string[] => [
  '| installing and developing | native | tab | tab / native | wanted | |',
  '|---|--:|--:|--:|--:|---|',
  ...ratios,
  '',
  '| | measured | wanted | |',
  '|---|--:|--:|---|',
  ...limits,
];

if (process.argv.includes('--installs')) {
  console.log(installTable(await measureInstalls(installRepetitions)).join('\n'));
  process.exit();
}
const rows = await programRows();
const { boots, bytes } = await boot();
const memory = await memoryRow();
const idle = await measureIdleProcesses(idleProcesses);
const idleWell = idle.alive === idleProcesses && idle.each <= 15;
const typing = await typingLatency();
const flood = await floodFrames();
const scores = await lighthouse();
const mark = (good: boolean) => (good ? '✓' : '✗');
const bootTime = median(boots);
const table = [
  '# Benchmarks',
  '',
  `Medians of one run of \`npm run bench\` (${new Date().toISOString().slice(0, 10)}; ${process.platform}-${process.arch}, the tab in headless Chromium, native Node ${process.version} with files in memory). Machines differ and are noisy: the ratios count. Times in µs; ratio = native / tab, so above 1 the tab is quicker.`,
  '',
  '| | native | tab | ratio | wanted | |',
  '|---|--:|--:|--:|--:|---|',
  ...rows,
  '',
  '| | measured | wanted | |',
  '|---|--:|--:|---|',
  `| page to prompt, warm HTTP cache | ${bootTime.toFixed(0)} ms | ≤ 600 ms | ${mark(bootTime <= 600)} |`,
  `| bytes to the prompt (brotli, without Monaco) | ${(bytes / 1e6).toFixed(2)} MB | ≤ 1.2 MB | ${mark(bytes <= 1.2e6)} |`,
  `| a container with one idle process, over a blank tab | ${memory.toFixed(0)} MiB | ≤ 150 MiB | ${mark(memory <= 150)} |`,
  `| ${idleProcesses} idle processes (${idle.alive} of them heard of), each | ${idle.each.toFixed(1)} MiB | ≤ 15 MiB | ${mark(idleWell)} |`,
  `| a typed key, handled and drawn, 95th percentile, a server running | ${typing.work.toFixed(1)} ms | ≤ 16 ms | ${mark(typing.work <= 16)} |`,
  `| the same with the wait for the display's next frame | ${typing.total.toFixed(1)} ms | | |`,
  `| frames while a program prints 100 MB (${flood.seconds.toFixed(1)} s; longest gap ${flood.longestGap.toFixed(0)} ms) | ${flood.frames.toFixed(0)}/s | ≥ 55/s | ${mark(flood.frames >= 55)} |`,
  `| Lighthouse (desktop): performance | ${scores.performance} | ≥ 90 | ${mark(scores.performance >= 90)} |`,
  `| Lighthouse: accessibility | ${scores.accessibility} | 100 | ${mark(scores.accessibility === 100)} |`,
  `| Lighthouse: best practices | ${scores['best-practices']} | ≥ 95 | ${mark(scores['best-practices'] >= 95)} |`,
  '',
].join('\n');
console.log(table);
const at = process.argv.indexOf('--write');
const write = (text: string) => {
  if (at > 0) writeFileSync(process.argv[at + 1] ?? join(root, 'BENCHMARKS.md'), text);
};
// Installing takes minutes and needs the registry: what was measured before is not lost with it.
write(table);
const installs = `${installTable(await measureInstalls(installRepetitions)).join('\n')}\n`;
console.log(installs);
write(`${table}\n${installs}`);
