/**
 * What the pinned native node tells of itself: its library, the modules that small programs load, each binding's shape,
 * its options. Run by `build.ts` under that very node with `--expose-internals`; prints JSON.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import type { BindingShape, NativeShape } from '../environment.ts';

const require = createRequire(import.meta.url);

/** Deepest level of objects within a binding that is described. */
const deepest = 4;

function shapeOf(value: unknown, depth: number): NativeShape {
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
    return { kind: 'constant', value };
  }
  if (value === undefined) return { kind: 'undefined' };
  if (typeof value === 'bigint') return { kind: 'bigint', value: String(value) };
  if (typeof value === 'symbol') return { kind: 'symbol', description: value.description ?? '' };
  if (typeof value === 'function') {
    const shape: NativeShape = { kind: 'function', name: value.name, length: value.length };
    const methods = value.prototype ? Object.getOwnPropertyNames(value.prototype) : [];
    const own = methods.filter((name) => name !== 'constructor');
    if (own.length) {
      shape.prototype = {};
      for (const name of own) {
        const descriptor = Object.getOwnPropertyDescriptor(value.prototype, name);
        shape.prototype[name] = descriptor?.get ? { kind: 'undefined' } : shapeOf(descriptor?.value, depth + 1);
      }
    }
    return shape;
  }
  if (ArrayBuffer.isView(value)) {
    const { length = value.byteLength } = value as Uint8Array;
    return { kind: 'typed-array', type: value.constructor.name, length };
  }
  const properties: Record<string, NativeShape> = {};
  if (depth < deepest) for (const [name, inner] of Object.entries(value)) properties[name] = shapeOf(inner, depth + 1);
  return { kind: 'object', properties };
}

/** Names of the internal bindings that the library asks for by a literal. */
function bindingNames(sources: Record<string, string>): string[] {
  const names = new Set<string>();
  for (const source of Object.values(sources)) {
    for (const [, name] of source.matchAll(/internalBinding\('([\w/]+)'\)/g)) names.add(name ?? '');
  }
  return [...names].sort();
}

const { internalBinding } = require('internal/test/binding') as { internalBinding(name: string): object };
const natives = Object.entries((process as unknown as { binding(name: string): object }).binding('natives'));
const library = Object.fromEntries(natives.filter(([, source]) => typeof source === 'string')) as Record<
  string,
  string
>;
const shapes: Record<string, BindingShape> = {};
for (const name of bindingNames(library)) {
  // The library itself is in `natives`; the options are dumped below.
  if (name === 'builtins') continue;
  try {
    const shape = shapeOf(internalBinding(name), 0);
    if (shape.kind === 'object') shapes[name] = shape.properties;
  } catch {
    // Named for another platform or build: native node has no such binding either.
  }
}
const builtins = internalBinding('builtins') as { config: string; builtinIds: string[]; builtinCategories: object };
const options = internalBinding('options') as {
  getCLIOptionsInfo(): { options: Map<string, object>; aliases: Map<string, string[]> };
  getCLIOptionsValues(): Record<string, unknown> | Map<string, unknown>;
  types: Record<string, number>;
  envSettings: Record<string, number>;
};
const info = options.getCLIOptionsInfo();
const found = options.getCLIOptionsValues();
/** Those that this very script is run with, as they are without it. */
const ownOptions = {
  '--expose-internals': false,
  '--no-expose-internals': true,
  '--warnings': true,
  '--no-warnings': false,
};
const values = { ...(found instanceof Map ? Object.fromEntries(found) : found), ...ownOptions };
const engineHelp = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' }).stdout;
const engineOptions = [...engineHelp.matchAll(/^ {2}--([\w-]+) \(/gm)].map(([, name]) => name);

process.stdout.write(
  JSON.stringify({
    library,
    shapes,
    config: builtins.config,
    ids: builtins.builtinIds,
    categories: Object.fromEntries(
      Object.entries(builtins.builtinCategories).map(([name, ids]) => [name, [...(ids as Iterable<string>)]]),
    ),
    options: [...info.options],
    aliases: [...info.aliases],
    values: Object.entries(values),
    engineOptions,
    types: options.types,
    envSettings: options.envSettings,
    globals: Object.getOwnPropertyNames(globalThis),
    process: {
      version: process.version,
      versions: process.versions,
      release: { name: process.release.name, lts: process.release.lts },
      config: process.config,
    },
  }),
);
