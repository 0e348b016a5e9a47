/** Builds the shell and the commands into `userland.json`: path in the container → what to put there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { commandNames } from './commands/names.ts';
import { packageManagerNames } from './packages/names.ts';

/** A file with its permission bits and text, or a symbolic link. */
export type UserlandEntry = { mode: number; text: string } | { link: string };

const here = dirname(fileURLToPath(import.meta.url));
const library = '/usr/lib/wardian';

/** One self-contained CommonJS script that `/bin/node` runs: it starts sooner than an ES module. */
async function bundle(entry: string): Promise<string> {
  const build = await rolldown({
    input: join(here, entry),
    platform: 'node',
    treeshake: { moduleSideEffects: false },
    // just-bash's optional commands name packages that are not installed; its parser, all that is used, needs none.
    onLog: (level, log, handler) => {
      if (log.code !== 'UNRESOLVED_IMPORT') handler(level, log);
    },
  });
  const { output } = await build.generate({ format: 'cjs', minify: true, codeSplitting: false });
  await build.close();
  return `#!/bin/node\n${output[0].code}`;
}

/** Writes `userland.json` into `outDirectory`. */
export async function buildUserland(outDirectory: string): Promise<void> {
  const entries: Record<string, UserlandEntry> = {
    [`${library}/sh.cjs`]: { mode: 0o755, text: await bundle('sh/main.ts') },
    [`${library}/commands.cjs`]: { mode: 0o755, text: await bundle('commands/main.ts') },
    [`${library}/packages.cjs`]: { mode: 0o755, text: await bundle('packages/main.ts') },
    '/bin/sh': { link: `${library}/sh.cjs` },
    '/bin/bash': { link: `${library}/sh.cjs` },
  };
  for (const name of commandNames) entries[`/bin/${name}`] = { link: `${library}/commands.cjs` };
  for (const name of packageManagerNames) entries[`/bin/${name}`] = { link: `${library}/packages.cjs` };
  mkdirSync(outDirectory, { recursive: true });
  writeFileSync(join(outDirectory, 'userland.json'), JSON.stringify(entries));
}
