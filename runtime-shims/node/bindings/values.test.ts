import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pinnedNode } from '../../../scripts/node26.mjs';
import type { BindingFactory, Environment } from '../environment.ts';
import { binding as buffer } from './buffer.ts';
import { binding as encodingBinding } from './encoding_binding.ts';
import { binding as icu } from './icu.ts';
import { binding as ipcSerdes } from './ipc_serdes.ts';
import { binding as types } from './types.ts';
import { binding as url } from './url.ts';
import { binding as util } from './util.ts';
import { cases, type Natives, outcome } from './values_cases.fixture.ts';
import { binding as zlib } from './zlib.ts';

const factories: Record<string, BindingFactory> = {
  buffer,
  encoding_binding: encodingBinding,
  icu,
  ipc_serdes: ipcSerdes,
  types,
  url,
  util,
  zlib,
};

// A global object of its own: the test's Proxy constructor stays as it is.
const environment = {
  global: {},
  shapes: {},
  internalBinding: () => ({}),
  requireBuiltin: createRequire(import.meta.url),
  unimplemented(name: string): never {
    throw new Error(name);
  },
} as unknown as Environment;

const native = spawnSync(
  pinnedNode() as string,
  ['--expose-internals', '--no-warnings', fileURLToPath(new URL('values_native.fixture.ts', import.meta.url))],
  { encoding: 'utf8' },
);
const expected = JSON.parse(native.stdout) as Record<string, Record<string, string>>;

for (const [name, table] of Object.entries(cases)) {
  describe(name, () => {
    const binding = factories[name]!(environment) as Natives;
    for (const [title, run] of Object.entries(table)) {
      test(title, () => {
        expect(outcome(() => run(binding))).toBe(expected[name]![title]);
      });
    }
  });
}
