/**
 * Runs a program in a tab and shows what it printed, for working on the runtime:
 * `node scripts/node26.mjs scripts/run_in_tab.ts [--timeout MS] [--native] FILE|-e CODE|-p CODE [ARGUMENT…]`. Everything
 * behind the own options is node's command line; FILE is copied into the container with the folder that it is in. With
 * `--native` the pinned node runs the same, and what differs is shown. Ends with the program's exit status.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileSystemTree } from '@webcontainer/api';
import { folderTree } from '../e2e/folder_tree.ts';
import { type RunResult, Tab } from '../e2e/tab.ts';
import { pinnedNode } from './node26.mjs';

/** A program that waits for nobody is ended after so many ms. */
const DEFAULT_TIMEOUT = 20_000;
/** A browser, a page and a container are there within so many ms, or something in their start hangs. */
const BOOT_TIMEOUT = 30_000;
/** Entries of a folder that is copied whole; of a larger one (a home, /tmp) only the file itself is. */
const LARGEST_FOLDER = 200;

interface Order {
  timeout: number;
  native: boolean;
  /** node's arguments, as given. */
  words: string[];
  /** The program among them, when it is a file of this machine. */
  file: string | undefined;
}

function readOrder(argv: readonly string[]): Order {
  const words = [...argv];
  const order: Order = { timeout: DEFAULT_TIMEOUT, native: false, words, file: undefined };
  for (;;) {
    if (words[0] === '--timeout') order.timeout = Number(words.splice(0, 2)[1]);
    else if (words[0] === '--native') order.native = words.splice(0, 1).length > 0;
    else break;
  }
  if (!words.length || !(order.timeout > 0)) {
    process.stderr.write('usage: run_in_tab.ts [--timeout MS] [--native] FILE|-e CODE|-p CODE [ARGUMENT…]\n');
    process.exit(2);
  }
  // The text behind -e and -p is no name, even if a file is called so.
  const isFile = (word: string, index: number) => {
    const takesText = /^(?:-e|-p|-pe|--eval|--print)$/.test(words[index - 1] ?? '');
    return !takesText && !word.startsWith('-') && existsSync(word) && statSync(word).isFile();
  };
  const at = words.findIndex(isFile);
  if (at >= 0) {
    order.file = resolve(words[at] ?? '');
    words[at] = basename(order.file);
  }
  return order;
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function isSmall(folder: string): boolean {
  let left = LARGEST_FOLDER;
  const count = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (--left < 0) return;
      if (entry.isDirectory()) count(join(path, entry.name));
    }
  };
  count(folder);
  return left >= 0;
}

function treeAround(file: string): FileSystemTree {
  if (isSmall(dirname(file))) return folderTree(dirname(file));
  return { [basename(file)]: { file: { contents: readFileSync(file, 'utf8') } } };
}

async function withinTime<T>(result: Promise<T>, timeout: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${timeout} ms`)), timeout);
  });
  return Promise.race([result, late]).finally(() => clearTimeout(timer));
}

async function runInTab({ words, file, timeout }: Order): Promise<RunResult> {
  let tab: Tab | undefined;
  const opening = Tab.open((page) => {
    page.on('console', (message) => process.stderr.write(`[page] ${message.text()}\n`));
    page.on('pageerror', (error) => process.stderr.write(`[page] ${error.stack ?? error.message}\n`));
  });
  try {
    tab = await withinTime(opening, BOOT_TIMEOUT, 'no container');
    if (file !== undefined) await tab.mount(treeAround(file));
    const running = tab.run(`node ${words.map(quote).join(' ')}`, { timeout });
    return await withinTime(running, 2 * timeout, 'the shell that runs the program did not end');
  } finally {
    await tab?.close();
  }
}

function runNatively({ words, file, timeout }: Order): RunResult {
  const { stdout, stderr, status } = spawnSync(pinnedNode(), words, {
    cwd: file === undefined ? process.cwd() : dirname(file),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  });
  return { stdout, stderr, code: status ?? -1 };
}

const order = readOrder(process.argv.slice(2));
const result = await runInTab(order).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  // Whatever hangs in the page or its browser goes with this process.
  process.exit(1);
});
process.stdout.write(result.stdout);
process.stderr.write(result.stderr);
process.stderr.write(`[exit status ${result.code}]\n`);
if (order.native) {
  const native = runNatively(order);
  for (const name of ['stdout', 'stderr', 'code'] as const) {
    if (native[name] === result[name]) continue;
    process.stderr.write(`[natively, ${name}]\n${native[name]}\n`);
  }
}
process.exitCode = result.code < 0 ? 1 : result.code;
