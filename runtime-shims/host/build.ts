/** Builds the runtime's page, its Workers, and the pages and the Service Worker of previews. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RolldownPluginOption, rolldown } from 'rolldown';
import { asciiScript } from '../../scripts/ascii_script.ts';
import { assemblyWasm } from '../node/assembly_plugin.ts';
import { lazyBindings, scriptOfBinding } from '../node/lazy_bindings.ts';
import { wasmFile, wasmFiles } from '../node/library/wasm_files.ts';
import { llhttpWasm } from '../node/llhttp_plugin.ts';
import { lazyBinding, lazyBindingEntry, refuseCopies } from './lazy_binding_plugin.ts';

interface Script {
  input: string;
  output: string;
  /** Classic scripts: a Worker that uses importScripts, and what pages load without a module's delay. */
  format: 'es' | 'iife';
}

const here = dirname(fileURLToPath(import.meta.url));

const scripts: readonly Script[] = [
  { input: 'headless.ts', output: 'runtime/headless.js', format: 'es' },
  { input: 'supervisor.ts', output: 'runtime/supervisor.js', format: 'es' },
  { input: 'gateway/gateway.ts', output: 'runtime/gateway.js', format: 'es' },
  { input: 'snapshots/package_snapshots.ts', output: 'runtime/package_snapshots.js', format: 'es' },
  { input: 'digest_worker.ts', output: 'runtime/digest_worker.js', format: 'iife' },
  { input: 'native_worker.ts', output: 'runtime/native_worker.js', format: 'iife' },
  { input: 'process_worker.ts', output: 'runtime/process_worker.js', format: 'iife' },
  { input: 'preview/connect.ts', output: 'preview/connect.js', format: 'iife' },
  { input: 'preview/page.ts', output: 'preview/page.js', format: 'iife' },
  { input: 'preview/service_worker.ts', output: 'preview/service_worker.js', format: 'iife' },
];

const pages = [
  ['headless.html', 'runtime/headless.html'],
  ['preview/connect.html', 'preview/connect.html'],
] as const;

/** Writes `runtime/` and `preview/` below `outDirectory`; takes `kernel/kernel.wasm` from there. */
export async function buildHost(outDirectory: string): Promise<void> {
  for (const folder of ['runtime', 'preview']) mkdirSync(join(outDirectory, folder), { recursive: true });
  const modules = new Map<string, readonly string[]>();
  for (const { input, output, format } of scripts) {
    modules.set(input, await bundle(join(here, input), join(outDirectory, output), format, [llhttpWasm()]));
  }
  for (const name of lazyBindings) {
    const file = join(outDirectory, 'runtime', scriptOfBinding(name));
    const own = await bundle(lazyBindingEntry, file, 'iife', [lazyBinding(name), assemblyWasm()]);
    refuseCopies(name, own, modules.get('process_worker.ts') ?? []);
  }
  for (const name of wasmFiles) writeFileSync(join(outDirectory, 'runtime', name), wasmFile(name));
  for (const [from, to] of pages) copyFileSync(join(here, from), join(outDirectory, to));
  const kernel = join(outDirectory, 'kernel/kernel.wasm');
  if (!existsSync(kernel)) throw new Error(`${kernel} is missing: the kernel is built before the host`);
  copyFileSync(kernel, join(outDirectory, 'runtime/kernel.wasm'));
}

/** Answers the ids of the modules that went into `file`. */
async function bundle(
  input: string,
  file: string,
  format: Script['format'],
  plugins: RolldownPluginOption[],
): Promise<readonly string[]> {
  const build = await rolldown({ input, platform: 'browser', plugins });
  const { output } = await build.generate({
    format,
    // Names stay: Node's library and stack traces depend on those of functions and classes.
    minify: { compress: true, mangle: { keepNames: true }, codegen: true },
    codeSplitting: false,
  });
  await build.close();
  writeFileSync(file, asciiScript(output[0].code));
  return output[0].moduleIds;
}
