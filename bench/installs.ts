/** Installing, developing and coming back: the same npm and the same projects on the pinned native node and in the tab. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { folderTree } from '../e2e/folder_tree.ts';
import { root, Tab } from '../e2e/tab.ts';
import { pinnedNode } from '../scripts/node26.mjs';
import { browserMemory } from './memory.ts';

/** Times in ms. */
interface InstallTimes {
  native: number[];
  tab: number[];
}

/** Each row with the ratio of the tab's time to native's that it is to stay within. */
const ROWS = {
  'npm install express, nothing cached': 1,
  'npm install express, tarballs cached': 0.4,
  'npm install of Vite and React, nothing cached': 1.5,
  'vite, until it listens': 1.5,
} as const;
type Row = keyof typeof ROWS;

interface InstallBench {
  ratios: Record<Row, InstallTimes>;
  /** ms from a save to its change in the preview. */
  edits: number[];
}

const LONGEST_EDIT = 300;
/** MiB */
const LARGEST_TAB = 1228;

/** ms for one command on a busy machine. */
const PATIENCE = 180_000;
const EDITS = 5;
/** ms between looks at the browser's memory. */
const MEMORY_PACE = 1000;
const VITE_PORT = 5173;
/** Natively another than a developer's own Vite may have. */
const NATIVE_PORT = 47_173;

const npm = join(createRequire(import.meta.url).resolve('npm/package.json'), '../bin/npm-cli.js');
const viteProject = join(root, 'examples/vite-react');
/** A folder in memory, as the tab's files are in memory as well. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : '/tmp';

function nativeNpm(folder: string, words: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(pinnedNode(), [npm, ...words, '--cache', join(folder, 'cache')], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} failed natively:\n${stderr}`);
  return performance.now() - start;
}

/** ms until a dev server says that it listens. */
async function nativeVite(folder: string): Promise<number> {
  const start = performance.now();
  const words = ['node_modules/vite/bin/vite.js', '--port', String(NATIVE_PORT)];
  const server = spawn(pinnedNode(), words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of server.stdout) {
    output += chunk;
    if (/Local/.test(output)) break;
  }
  const time = performance.now() - start;
  const exited = once(server, 'exit');
  server.kill();
  await exited;
  return time;
}

async function tabTime(tab: Tab, line: string): Promise<number> {
  const started = performance.now();
  const { code, stderr } = await tab.run(line, { timeout: PATIENCE });
  if (code !== 0) throw new Error(`${line} failed in the tab with ${code}:\n${stderr}`);
  return performance.now() - started;
}

/** Again, with what the first install left in caches, but neither packages nor lockfile. */
const AGAIN = 'rm -rf node_modules package-lock.json';

async function express(results: InstallBench): Promise<void> {
  const folder = mkdtempSync(join(memoryFolder, 'wardian-bench-'));
  const manifest = '{"name":"bench","version":"1.0.0"}';
  writeFileSync(join(folder, 'package.json'), manifest);
  const words = ['install', 'express'];
  results.ratios['npm install express, nothing cached'].native.push(nativeNpm(folder, words));
  for (const name of ['node_modules', 'package-lock.json']) rmSync(join(folder, name), { recursive: true });
  results.ratios['npm install express, tarballs cached'].native.push(nativeNpm(folder, words));
  rmSync(folder, { recursive: true });
  const tab = await Tab.open();
  await tab.mount({ bench: { directory: { 'package.json': { file: { contents: manifest } } } } });
  results.ratios['npm install express, nothing cached'].tab.push(await tabTime(tab, 'cd bench && npm install express'));
  await tabTime(tab, `cd bench && ${AGAIN}`);
  results.ratios['npm install express, tarballs cached'].tab.push(
    await tabTime(tab, 'cd bench && npm install express'),
  );
  await tab.close();
}

/** Changes the page's heading and waits for it, by the clock of the browser alone. */
async function editTimes(tab: Tab): Promise<number[]> {
  const frame = await tab.show('preview', await tab.opened(VITE_PORT));
  await frame.locator('h1').waitFor();
  const original = await tab.call('readFile', 'vite/src/App.jsx');
  const times: number[] = [];
  for (let edit = 1; edit <= EDITS; edit++) {
    const wanted = `Edit${edit} React`;
    const seen = frame.evaluate(
      (text) =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (document.querySelector('h1')?.textContent !== text) return false;
            resolve(performance.timeOrigin + performance.now());
            return true;
          };
          const observer = new MutationObserver(() => look() && observer.disconnect());
          observer.observe(document, { subtree: true, childList: true, characterData: true });
        }),
      wanted,
    );
    const saved = await tab.page.evaluate(() => performance.timeOrigin + performance.now());
    await tab.call('writeFile', 'vite/src/App.jsx', original.replace('Hello', `Edit${edit}`));
    times.push((await seen) - saved);
  }
  return times;
}

async function vite(results: InstallBench): Promise<void> {
  const folder = mkdtempSync(join(memoryFolder, 'wardian-bench-'));
  cpSync(viteProject, folder, { recursive: true });
  results.ratios['npm install of Vite and React, nothing cached'].native.push(nativeNpm(folder, ['install']));
  results.ratios['vite, until it listens'].native.push(await nativeVite(folder));
  rmSync(folder, { recursive: true });
  const { install, ready, edits } = await developInTab();
  results.ratios['npm install of Vite and React, nothing cached'].tab.push(install);
  results.ratios['vite, until it listens'].tab.push(ready);
  results.edits.push(...edits);
}

/** What a person does: installs, starts the dev server, edits. All in ms. */
async function developInTab(): Promise<{ install: number; ready: number; edits: number[] }> {
  const tab = await Tab.open();
  await tab.mount({ vite: { directory: folderTree(viteProject) } });
  const install = await tabTime(tab, 'cd vite && npm install');
  const start = performance.now();
  const server = await tab.call('spawn', 'sh', ['-c', 'cd vite && exec node node_modules/vite/bin/vite.js']);
  await tab.waitForOutput(server, /Local/, PATIENCE);
  const ready = performance.now() - start;
  const edits = await editTimes(tab);
  await tab.close();
  return { install, ready, edits };
}

/** In a run of its own: Linux holds a process up while it counts its pages. */
async function peakMemory(): Promise<number> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, browserMemory());
  }, MEMORY_PACE);
  await developInTab();
  clearInterval(watch);
  return peak;
}

export interface InstallReport {
  /** Rows of a table: native, tab, ratio, wanted, mark. */
  ratios: string[];
  /** Rows of a table: measured, wanted, mark. */
  limits: string[];
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

export async function measureInstalls(repetitions: number): Promise<InstallReport> {
  const names = Object.keys(ROWS) as Row[];
  const results = {
    ratios: Object.fromEntries(names.map((name) => [name, { native: [], tab: [] }])),
    edits: [],
  } as unknown as InstallBench;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    console.error(`· installs (${repetition + 1} of ${repetitions})`);
    await express(results);
    await vite(results);
  }
  const mark = (good: boolean) => (good ? '✓' : '✗');
  const ratios = names.map((name) => {
    const { native, tab } = results.ratios[name];
    const [theirs, mine] = [median(native), median(tab)];
    const ratio = mine / theirs;
    return `| ${name} | ${theirs.toFixed(0)} ms | ${mine.toFixed(0)} ms | ${ratio.toFixed(2)} | ≤ ${ROWS[name]} | ${mark(ratio <= ROWS[name])} |`;
  });
  const edit = median(results.edits);
  const memory = await peakMemory();
  const limits = [
    `| Vite and React: a saved edit, in the preview | ${edit.toFixed(0)} ms | ≤ ${LONGEST_EDIT} ms | ${mark(edit <= LONGEST_EDIT)} |`,
    `| Vite and React: the browser at its largest, installing and developing | ${memory.toFixed(0)} MiB | ≤ ${LARGEST_TAB} MiB | ${mark(memory <= LARGEST_TAB)} |`,
  ];
  return { ratios, limits };
}
