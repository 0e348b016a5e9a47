/**
 * Builds the shell and the commands: classic scripts for the Workers of processes (what is used all the time in one,
 * rarer programs in others, loaded at first use), and `userland.json`, the files that stand for them in the container.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { asciiScript } from '../../scripts/ascii_script.ts';
import { moreCommandNames, nodePrograms, usualCommandNames } from './names.ts';
import { packageManagerNames } from './packages/names.ts';
import { nativeAddons } from './packages/native_addons.ts';
import { STUB } from './system/program.ts';

/** A file with its permission bits and text, or a symbolic link. */
export type UserlandEntry = { mode: number; text: string } | { link: string };

const here = dirname(fileURLToPath(import.meta.url));

const scripts: Readonly<Record<string, string>> = {
  'userland.js': 'usual.ts',
  'userland-more.js': 'more.ts',
};

async function bundle(entry: string, format: 'iife' | 'cjs'): Promise<string> {
  const build = await rolldown({ input: join(here, entry), platform: format === 'cjs' ? 'node' : 'browser' });
  const { output } = await build.generate({ format, minify: true, codeSplitting: false });
  await build.close();
  return output[0].code;
}

/** Writes the scripts and `userland.json` into `outDirectory`. */
export async function buildUserland(outDirectory: string): Promise<void> {
  mkdirSync(outDirectory, { recursive: true });
  for (const [name, entry] of Object.entries(scripts))
    writeFileSync(join(outDirectory, name), asciiScript(await bundle(entry, 'iife')));
  const entries: Record<string, UserlandEntry> = {};
  for (const name of ['sh', 'bash', ...usualCommandNames, ...moreCommandNames])
    entries[`/bin/${name}`] = { mode: 0o755, text: STUB };
  const library = '/usr/lib/wardian';
  const packages = `${library}/packages.cjs`;
  entries[packages] = { mode: 0o755, text: `#!/bin/node\n${await bundle('packages/main.ts', 'cjs')}` };
  entries[`${library}/substitutes.cjs`] = { mode: 0o644, text: await bundle('packages/substitutes.ts', 'cjs') };
  entries[`${library}/native_addons.json`] = { mode: 0o644, text: JSON.stringify(nativeAddons) };
  for (const name of packageManagerNames) entries[`/bin/${name}`] = { link: packages };
  for (const [script, names] of Object.entries(nodePrograms)) {
    const code = await bundle(`node_programs/${script}.ts`, 'cjs');
    const table = `(globalThis.__wardianPrograms??={})[${JSON.stringify(script)}]=function(require,module,exports){${code}\n}`;
    writeFileSync(join(outDirectory, `userland-${script}.js`), table);
    // The program's text is fetched when it is run first.
    const text = `#!/bin/node\nprocess.binding('system_calls').load(${JSON.stringify(script)})(require, module, exports);\n`;
    for (const name of names) entries[`/bin/${name}`] = { mode: 0o755, text };
  }
  writeFileSync(join(outDirectory, 'userland.json'), JSON.stringify(entries));
  rmSync(join(outDirectory, 'userland.json.br'), { force: true });
}
