/**
 * `npm run build`: makes `dist/` (the app, the runtime host and the previews) from the sources, step by step, and skips
 * each step whose inputs have not changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Step {
  name: string;
  /** Globs, relative to the root, of all that the output depends on. */
  inputs: readonly string[];
  /** A file whose absence makes the step run whatever the stamp says. */
  output: string;
  run(): Promise<void>;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, '.cache', 'build.json');
const out = (name: string) => join(root, 'dist', name);

const steps: readonly Step[] = [
  {
    name: 'kernel',
    inputs: ['runtime-shims/kernel/**/*.ts'],
    output: 'dist/kernel/kernel.wasm',
    run: async () => (await import('../runtime-shims/kernel/build.ts')).buildKernel(out('kernel')),
  },
  {
    name: "Node's library",
    inputs: ['runtime-shims/node/library/**/*.ts'],
    output: 'dist/runtime/node-boot.txt',
    run: async () => (await import('../runtime-shims/node/library/build.ts')).buildLibrary(out('runtime')),
  },
  {
    name: 'shell and commands',
    inputs: ['runtime-shims/userland/**/*'],
    output: 'dist/runtime/userland.json',
    run: async () => (await import('../runtime-shims/userland/build.ts')).buildUserland(out('runtime')),
  },
  {
    name: 'npm',
    inputs: ['runtime-shims/userland/packages/*'],
    output: 'dist/runtime/packages/npm.tar',
    run: async () => (await import('../runtime-shims/userland/packages/build.ts')).packNpm(out('runtime')),
  },
  {
    name: 'runtime host',
    inputs: ['runtime-shims/{kernel,node,host}/**/*.{ts,html,assembly}', 'vite*.config.ts'],
    output: 'dist/runtime/headless.html',
    run: async () => (await import('../runtime-shims/host/build.ts')).buildHost(join(root, 'dist')),
  },
  {
    name: 'playground',
    inputs: ['app/**/*', 'examples/**/*', 'tutorials/**/*', 'vite.config.ts'],
    output: 'dist/app/index.html',
    run: async () => (await import('../app/build.ts')).buildApp(out('app')),
  },
  {
    name: 'notices and compressed copies',
    inputs: ['runtime-shims/**/*.{ts,html}', 'app/**/*', 'examples/**/*', 'scripts/*.ts'],
    output: 'dist/app/index.html.br',
    run: async () => {
      (await import('./notices.ts')).writeNotices([out('app'), out('runtime')]);
      (await import('./compress.ts')).compressFolder(join(root, 'dist'));
    },
  },
];

/** Fingerprint of a step's inputs, and of the versions of everything it may use. */
function fingerprint(step: Step): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = step.inputs.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }));
  const names = files
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.') && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const name of [...new Set(names)].sort()) hash.update(name.slice(root.length)).update(readFileSync(name));
  return hash.digest('hex');
}

const stamps: Record<string, string> = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
for (const step of steps) {
  const print = fingerprint(step);
  if (stamps[step.name] === print && existsSync(join(root, step.output))) continue;
  const start = performance.now();
  process.stdout.write(`· building ${step.name} …\n`);
  await step.run();
  stamps[step.name] = print;
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify(stamps, null, 1));
  process.stdout.write(`  ${step.name} built in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}
