/**
 * Takes Node's library out of the pinned native node and writes it as files of code (library_file.ts): `node-boot.txt`
 * with what every program needs, and lazy groups. Modules are compiled one by one, so that their frames are named and
 * numbered as Node's own (`node:fs:123:4`).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode, pinnedNodeLicense } from '../../../scripts/node26.mjs';
import { ENGINE_OPTIONS } from './engine_options.ts';
import { writeLibraryFile } from './library_file.ts';
import type { NativeDump } from './native_facts.ts';
import { applyPatches } from './patches.ts';
import { stripComments } from './strip_comments.ts';
import { wrap } from './wrapper.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
/** Output of the dump is all of the library: megabytes. */
const dumpLimit = 100_000_000;

/** Programs whose modules make the boot set: what they load is loaded by nearly everybody. */
const typicalPrograms = [
  [
    '-e',
    "console.log('hello'); setTimeout(() => {}, 1); process.stdin; require('fs'); require('path'); require('tty')",
  ],
  ['--input-type=module', '-e', "import 'node:fs'; console.log(import.meta.url)"],
];

const BOOT_FILE = 'node-boot.txt';
const REST_FILE = 'node-rest.txt';
/** Parts of the library that few programs need, each in a file of its own. */
const lazyGroups: Readonly<Record<string, RegExp>> = {
  'node-undici.txt': /^internal\/deps\/undici\//,
  'node-amaro.txt': /^internal\/deps\/amaro\//,
  'node-acorn.txt': /^internal\/deps\/(?:acorn|minimatch)\//,
};
/** Modules that are run, not required. */
const ownParameters = /^internal\/(?:bootstrap|per_context|main)\//;
/** What cannot work in a tab and would only cost bytes. */
const leftOut = /^internal\/(?:quic|debugger|deps\/v8)|^internal\/deps\/cjs-module-lexer\/dist/;

/** Ids of the modules that typical programs load, and those that bootstrap itself runs. */
function bootSet(dump: NativeDump): Set<string> {
  const boot = new Set(Object.keys(dump.library).filter((id) => /^internal\/(?:bootstrap|per_context)\//.test(id)));
  for (const id of ['internal/main/run_main_module', 'internal/main/eval_string', 'internal/main/eval_stdin'])
    boot.add(id);
  for (const program of typicalPrograms) {
    const code = `${program.at(-1)}\n;process._rawDebug(JSON.stringify(process.moduleLoadList))`;
    const { stderr } = spawnText([...program.slice(0, -1), code]);
    const list: string[] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '[]');
    for (const entry of list) if (entry.startsWith('NativeModule ')) boot.add(entry.slice('NativeModule '.length));
  }
  return boot;
}

function spawnText(parameters: readonly string[]): { stdout: string; stderr: string } {
  const { status, error, stdout, stderr } = spawnSync(pinnedNode(), parameters, {
    encoding: 'utf8',
    maxBuffer: dumpLimit,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`the pinned node failed (${status}):\n${stderr}`);
  return { stdout, stderr };
}

/** The dump of the pinned native node, kept in `.cache` under the hash of what makes it. */
export function nativeDump(): NativeDump {
  const script = join(here, 'dump_facts.ts');
  const key = createHash('sha256')
    .update(readFileSync(script))
    .update(pinnedNode())
    .update(process.version)
    .digest('hex');
  const cached = join(root, '.cache', `native-${key.slice(0, 16)}.json`);
  if (!existsSync(cached)) {
    const { stdout } = spawnText(['--expose-internals', '--no-warnings', script]);
    mkdirSync(dirname(cached), { recursive: true });
    writeFileSync(cached, stdout);
  }
  return JSON.parse(readFileSync(cached, 'utf8'));
}

/** Of the SQLite that runs in the tab, which is not the one in the native node. */
function sqliteVersion(): string {
  const { devDependencies, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = { ...devDependencies, ...dependencies }['@sqlite.org/sqlite-wasm'] as string;
  return version.replace(/-.*$/, '');
}

/** Writes the library's files with its facts and its licence into `outDirectory`. */
export async function buildLibrary(outDirectory: string): Promise<void> {
  const dump = nativeDump();
  const boot = bootSet(dump);
  const groups: Record<string, Record<string, string>> = { [BOOT_FILE]: {}, [REST_FILE]: {} };
  const places: Record<string, string> = {};
  // Sources are written as they are compiled: a process that wrapped them itself would hold each twice.
  const add = (file: string, id: string, source: string) => {
    groups[file] ??= {};
    groups[file][id] = wrap(id, source);
    if (file !== BOOT_FILE) places[id] = file;
  };
  for (const [id, source] of Object.entries(dump.library)) {
    if (leftOut.test(id)) continue;
    const lazy = Object.entries(lazyGroups).find(([, pattern]) => pattern.test(id))?.[0];
    add(boot.has(id) ? BOOT_FILE : (lazy ?? REST_FILE), id, stripComments(applyPatches(id, source)));
  }
  add(REST_FILE, ENGINE_OPTIONS, `module.exports = ${JSON.stringify(dump.engineOptions)};`);
  mkdirSync(outDirectory, { recursive: true });
  const { library: _, engineOptions: __, ...facts } = dump;
  facts.process.versions['sqlite'] = sqliteVersion();
  const preload = [...boot].filter((id) => !ownParameters.test(id) && facts.ids.includes(id));
  for (const [file, sources] of Object.entries(groups)) {
    const text = writeLibraryFile(file === BOOT_FILE ? { facts: { ...facts, places, preload }, sources } : { sources });
    writeFileSync(join(outDirectory, file), text);
  }
  copyFileSync(pinnedNodeLicense(), join(outDirectory, 'NODE_LICENSE.txt'));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildLibrary(process.argv[2] ?? join(root, 'dist/runtime'));
