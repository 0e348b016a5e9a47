/**
 * `npm run bindings`: which natives of each binding are here and which are missing, against the shapes of the pinned
 * native node. `--write FILE` puts the table into a file as well.
 */
import { writeFileSync } from 'node:fs';
import { createKernelFromSource } from '../runtime-shims/kernel/source_kernel.ts';
import { bindings } from '../runtime-shims/node/bindings/index.ts';
import type { BindingShape } from '../runtime-shims/node/environment.ts';
import { lazyBindings } from '../runtime-shims/node/lazy_bindings.ts';
import { nativeDump } from '../runtime-shims/node/library/build.ts';
import { inspectBindings } from '../runtime-shims/node/library/inspect_bindings.ts';

interface Row {
  name: string;
  implemented: string[];
  missing: string[];
}

const dump = nativeDump();

/** Names of a shape's functions; a class counts once. */
function functionsOf(shape: BindingShape): string[] {
  return Object.entries(shape)
    .filter(([, entry]) => entry.kind === 'function')
    .map(([name]) => name);
}

// Bootstrap puts another `process` into this thread.
const { stdout, argv } = process;
const present = inspectBindings(dump, createKernelFromSource());
const rows: Row[] = Object.entries(dump.shapes).map(([name, shape]) => {
  const natives = functionsOf(shape);
  const implemented = natives.filter((native) => present.get(name)?.has(native));
  return { name, implemented, missing: natives.filter((native) => !implemented.includes(native)) };
});

const total = rows.reduce((sum, { implemented, missing }) => sum + implemented.length + missing.length, 0);
const done = rows.reduce((sum, { implemented }) => sum + implemented.length, 0);
const table = [
  '# Bindings',
  '',
  `Natives that Node ${dump.process.version}'s own JavaScript calls, and which of them exist here: **${done} of ${total}** functions and classes in ${rows.length} bindings. Constants come from the native node itself. What is missing throws \`ERR_FEATURE_UNAVAILABLE_ON_PLATFORM\` by its name when it is called. Written by \`npm run bindings -- --write BINDINGS.md\`.`,
  '',
  '| binding | implemented | missing | names of the missing |',
  '|---|--:|--:|---|',
  ...rows.map(({ name, implemented, missing }) => {
    const state = name in bindings || lazyBindings.includes(name) ? name : `${name} (absent)`;
    return `| ${state} | ${implemented.length} | ${missing.length} | ${missing.map((native) => `\`${native}\``).join(' ')} |`;
  }),
  '',
].join('\n');

stdout.write(table);
const at = argv.indexOf('--write');
if (at > 0) writeFileSync(argv[at + 1] ?? 'BINDINGS.md', table);
