import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moduleGraphs } from './module_graphs.fixture.ts';
import { SourceTextModule } from './source_text_module.ts';

const nativeRunner = `
const results = {};
for (const [name, url] of JSON.parse(process.argv[2])) {
  globalThis.log = [];
  await import(url);
  results[name] = JSON.parse(JSON.stringify(globalThis.log, (k, v) => v === undefined ? 'undefined!' : v));
}
console.log(JSON.stringify(results));`;

let directory: string;
let native: Record<string, unknown>;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'module-graphs-'));
  const mains = Object.entries(moduleGraphs).map(([name, files], index) => {
    const folder = join(directory, String(index));
    mkdirSync(folder);
    for (const [file, source] of Object.entries(files)) writeFileSync(join(folder, file), source);
    return [name, pathToFileURL(join(folder, 'main.mjs')).href];
  });
  const runner = join(directory, 'runner.mjs');
  writeFileSync(runner, nativeRunner);
  native = JSON.parse(execFileSync(process.execPath, [runner, JSON.stringify(mains)], { encoding: 'utf8' }));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A loader with nothing but relative names. */
async function run(files: Record<string, string>): Promise<unknown> {
  const log: unknown[] = [];
  (globalThis as { log?: unknown[] }).log = log;
  const modules = new Map<string, SourceTextModule>();
  const load = (specifier: string): SourceTextModule => {
    const name = specifier.replace('./', '');
    let module = modules.get(name);
    if (module === undefined) {
      const source = files[name];
      if (source === undefined) throw new Error(`no ${name}`);
      module = new SourceTextModule(`file:///graph/${name}`, source, {
        createImportMeta: () => ({ url: `file:///graph/${name}` }),
        async importModuleDynamically(wanted) {
          const imported = load(String(wanted));
          imported.link();
          await imported.evaluate();
          return imported.namespace;
        },
      });
      modules.set(name, module);
      module.loadedModules = module.requests.map((request) => load(request.specifier));
    }
    return module;
  };
  const main = load('./main.mjs');
  main.link();
  await main.evaluate();
  return JSON.parse(JSON.stringify(log, (_key, value) => (value === undefined ? 'undefined!' : value)));
}

describe('module graphs behave as in native node', () => {
  test.each(Object.keys(moduleGraphs))('%s', async (name) => {
    expect(native[name]).not.toEqual([]);
    expect(await run(moduleGraphs[name] as Record<string, string>)).toEqual(native[name]);
  });
});
