/**
 * npm's hook after it has unpacked a package: one that is native is overwritten by what stands in for it
 * (native_addons.ts). The lockfile keeps naming the original, so that it is good everywhere; its integrity was checked.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NativeAddon } from './native_addons.ts';

const TABLE = '/usr/lib/wardian/native_addons.json';

/** pacote's `extract`: unpacks the package that `spec` names into `folder`. */
type Extract = (spec: string, folder: string, options: object) => Promise<unknown>;

interface InstalledNode {
  packageName: string | undefined;
  version: string;
  path: string;
  /** What the registry said of it; npm runs these scripts next. */
  package: { scripts?: Record<string, string> };
}

let table: Readonly<Record<string, NativeAddon>> | undefined;

export async function substitute(node: InstalledNode, extract: Extract, options: object): Promise<void> {
  const { packageName: name = '', version, path } = node;
  table ??= JSON.parse(readFileSync(TABLE, 'utf8')) as Readonly<Record<string, NativeAddon>>;
  const addon = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!addon?.replacedBy) return;
  const { replacedBy: replacement } = addon;
  // A build may lag behind what it stands in for, or count its versions by itself.
  const builds = [`${replacement}@${version}`, `${replacement}@<=${version}`, replacement];
  for (const [index, spec] of builds.entries()) {
    try {
      rmSync(path, { recursive: true, force: true });
      await extract(spec, path, options);
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ETARGET' || index === builds.length - 1) throw error;
    }
  }
  const file = join(path, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  // Those of the original would build or look for native code.
  node.package.scripts = manifest.scripts ?? {};
  writeFileSync(file, `${JSON.stringify({ ...manifest, name, version }, null, 2)}\n`);
}
