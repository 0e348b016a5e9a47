/**
 * Run by the pinned native node (`--expose-internals`): prints as JSON what the library expects of the natives under it,
 * the shapes of all bindings, the table of options, and what `process` says of this build.
 */
import { createRequire } from 'node:module';
import type { BindingShape, NativeShape } from '../environment.ts';
import type { NativeDump } from './native_dump.ts';

const require = createRequire(import.meta.url);
const { internalBinding } = require('internal/test/binding') as { internalBinding(name: string): object };
const natives = (process as unknown as { binding(name: string): Record<string, string> }).binding('natives');

/** Deeper than this come only prototypes of prototypes and environment values of the machine. */
const MAXIMUM_DEPTH = 4;

function shapeOf(value: unknown, depth: number): NativeShape {
  if (value === null) return { kind: 'constant', value: null };
  switch (typeof value) {
    case 'function':
      return functionShape(value, depth);
    case 'object':
      return objectShape(value, depth);
    case 'bigint':
      return { kind: 'bigint', value: String(value) };
    case 'symbol':
      return { kind: 'symbol', description: value.description ?? '' };
    case 'undefined':
      return { kind: 'undefined' };
    default:
      return { kind: 'constant', value: value as string | number | boolean };
  }
}

function functionShape(value: (...args: never[]) => unknown, depth: number): NativeShape {
  const shape: NativeShape = { kind: 'function', name: value.name, length: value.length };
  const prototype = Object.getOwnPropertyDescriptor(value, 'prototype')?.value as object | undefined;
  if (prototype && depth < MAXIMUM_DEPTH) {
    const members = membersOf(prototype, depth + 1);
    delete members.constructor;
    if (Object.keys(members).length > 0) shape.prototype = members;
  }
  return shape;
}

function objectShape(value: object, depth: number): NativeShape {
  if (ArrayBuffer.isView(value)) {
    const { length, constructor } = value as Uint8Array;
    return { kind: 'typed-array', type: constructor.name, length };
  }
  return { kind: 'object', properties: depth < MAXIMUM_DEPTH ? membersOf(value, depth + 1) : {} };
}

function membersOf(target: object, depth: number): Record<string, NativeShape> {
  const members: Record<string, NativeShape> = {};
  for (const key of Object.getOwnPropertyNames(target)) {
    const descriptor = Object.getOwnPropertyDescriptor(target, key)!;
    members[key] = 'value' in descriptor ? shapeOf(descriptor.value, depth) : { kind: 'undefined' };
  }
  return members;
}

/** The bindings have no list; the library names each of them. */
function bindingNames(): string[] {
  const names = new Set<string>();
  for (const source of Object.values(natives).filter((text) => typeof text === 'string')) {
    for (const [, name] of source.matchAll(/\binternalBinding\('(\w+)'\)/g)) names.add(name!);
  }
  return [...names].sort();
}

const shapes: Record<string, BindingShape> = {};
for (const name of bindingNames()) {
  try {
    shapes[name] = membersOf(internalBinding(name), 0);
  } catch {
    // Named in the library for other builds of node only.
  }
}
// Filled with the sources themselves.
delete shapes.builtins?.natives;

interface NativeOptions {
  getCLIOptionsValues(): Record<string, unknown>;
  getCLIOptionsInfo(): { options: Map<string, object>; aliases: Map<string, string[]> };
  getEmbedderOptions(): Record<string, unknown>;
  getEnvOptionsInputType(): Map<string, unknown>;
  getNamespaceOptionsInputType(): Map<string, Map<string, unknown>>;
}
const options = internalBinding('options') as unknown as NativeOptions;
const information = options.getCLIOptionsInfo();
const values = { ...options.getCLIOptionsValues(), '--expose-internals': false, '--warnings': true };
const builtins = internalBinding('builtins') as unknown as {
  builtinIds: string[];
  config: string;
  builtinCategories: { cannotBeRequired: string[]; canBeRequired: string[] };
};
const { processConstants } = { processConstants: internalBinding('constants') };

const dump: NativeDump = {
  version: process.version,
  shapes,
  constants: processConstants as unknown as NativeDump['constants'],
  options: {
    values,
    information: [...information.options].map(([name, detail]) => [name, detail as Record<string, unknown>]),
    aliases: [...information.aliases],
    embedder: options.getEmbedderOptions(),
  },
  builtins: { ids: builtins.builtinIds, config: builtins.config, categories: builtins.builtinCategories },
  configuration: internalBinding('config') as Record<string, unknown>,
  versions: { ...process.versions } as Record<string, string>,
  release: { ...process.release } as Record<string, unknown>,
};
process.stdout.write(JSON.stringify(dump, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)));
