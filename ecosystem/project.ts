/** One project with all the packages and what their tests need, installed from the registry by the pinned npm. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { pinnedNode } from '../scripts/node26.mjs';
import { packages } from './packages.ts';

interface Manifest {
  version: string;
  devDependencies?: Record<string, string>;
}

/** Those that run the tests, and write TAP. */
const RUNNERS = { tape: '^5', mocha: '^11' } as const;
const TEST_FILES = ['*test*.js', '{test,tests,spec}/**/*.{js,cjs,mjs}'];

const npm = join(createRequire(import.meta.url).resolve('npm/package.json'), '../bin/npm-cli.js');

/** What both the native npm and the tab's are given: no scripts, because no test here needs what they build. */
export const INSTALL_OPTIONS = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'] as const;

/** Writes package.json and installs it; what the tests need and the registry does not have (any more) is left out. */
function install(folder: string, needed: Record<string, string>, wanted: Record<string, string>): void {
  const development = { ...needed };
  for (;;) {
    const dependencies = { ...development, ...RUNNERS, ...wanted };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'ecosystem', version: '1.0.0', dependencies }));
    const words = [npm, 'install', ...INSTALL_OPTIONS, '--loglevel=error'];
    const { status, stderr } = spawnSync(pinnedNode(), words, { cwd: folder, encoding: 'utf8' });
    if (status === 0) return;
    const missing = /E404[\s\S]*?'(@?[^@']+)@[^']*' could not be found/.exec(stderr)?.[1] ?? '';
    if (!(missing in development)) throw new Error(`npm install failed:\n${stderr}`);
    delete development[missing];
  }
}

/** Names of the packages that the tests of the package in `folder` load. */
function loadedByTests(folder: string): Set<string> {
  const names = new Set<string>();
  for (const file of TEST_FILES.flatMap((pattern) => globSync(pattern, { cwd: folder, exclude: ['node_modules'] }))) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:require\(|from |import )\s*['"]([^.'"][^'"]*)['"]/g)) {
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      if (!builtinModules.includes(name)) names.add(name);
    }
  }
  return names;
}

const major = (range: string): number => Number(/\d+/.exec(range)?.[0] ?? 0);

/** Fills `folder`; the versions that its packages have. */
export function makeProject(folder: string, names: readonly string[]): Map<string, string> {
  const wanted = Object.fromEntries(names.map((name) => [name, packages[name]?.version ?? 'latest']));
  install(folder, {}, wanted);
  const versions = new Map<string, string>();
  const development: Record<string, string> = {};
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Manifest;
    versions.set(name, manifest.version);
    const loaded = loadedByTests(place);
    for (const [needed, range] of Object.entries(manifest.devDependencies ?? {})) {
      // Where two packages' tests want different majors of a third, both get the newer.
      if (loaded.has(needed) && major(range) >= major(development[needed] ?? '0')) development[needed] = range;
    }
  }
  install(folder, development, wanted);
  return versions;
}
