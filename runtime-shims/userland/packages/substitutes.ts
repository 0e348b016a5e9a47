/**
 * npm's hook after it has unpacked a package: one that is native is given what it needs to run here (native_addons.ts,
 * webassembly_builds.ts). The lockfile keeps naming the original alone, so that it is good everywhere; its integrity
 * was checked.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  companionFolder,
  type Manifest,
  manifestIn,
  removeCompanions,
  type Unpack,
  unpackCompanions,
} from './companions.ts';
import { nativeAddons } from './native_addons.ts';
import { unnamedBuild } from './webassembly_builds.ts';

/** Scripts that build or look for native code. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** pacote's `extract`: unpacks the package that `spec` names into `folder`. */
type Extract = (spec: string, folder: string, options: object) => Promise<unknown>;

interface InstalledNode {
  packageName: string | undefined;
  version: string;
  path: string;
  /** What the registry said of it; npm runs these scripts next. */
  package: {
    scripts?: Record<string, string>;
    /** False: npm does not build what has a binding.gyp and no script. */
    gypfile?: boolean;
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
}

/** Whether the registry has the package at all, and in a version that was asked for. */
const isMissing = (error: unknown): boolean =>
  ['ETARGET', 'E404'].includes(String((error as NodeJS.ErrnoException).code));

function writeManifest(path: string, manifest: object): void {
  writeFileSync(join(path, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Puts what the first of `specs` names that there is in the place of the package. */
async function replace(node: InstalledNode, specs: readonly string[], unpack: Unpack): Promise<void> {
  const { path, version, packageName: name } = node;
  for (const [index, spec] of specs.entries()) {
    try {
      rmSync(path, { recursive: true, force: true });
      await unpack(spec, path);
      break;
    } catch (error) {
      if (!isMissing(error) || index === specs.length - 1) throw error;
    }
  }
  const manifest = manifestIn(path);
  // Those of the original would build or look for native code.
  node.package.scripts = manifest.scripts ?? {};
  writeManifest(path, { ...manifest, name, version });
}

/** Those of the dependencies that npm has not been told of. */
function unknownDependencies({ dependencies = {} }: Manifest, node: InstalledNode): Record<string, string> {
  const known = { ...node.package.dependencies, ...node.package.optionalDependencies };
  return Object.fromEntries(
    Object.entries(dependencies).filter(([name]) => !(name in known) && !name.startsWith('@types/')),
  );
}

/** npm reads the scripts from the package itself where it knows of none, and a binding.gyp is one. */
function withoutInstallScripts({ path, package: known }: InstalledNode): void {
  const manifest = manifestIn(path);
  const scripts = Object.entries(manifest.scripts ?? {}).filter(([script]) => !INSTALL_SCRIPTS.includes(script));
  Object.assign(known, { scripts: Object.fromEntries(scripts), gypfile: false });
  writeManifest(path, { ...manifest, scripts: known.scripts ?? {} });
}

/**
 * Gives the package the binary that it loads if it is there, in the newest build up to `version`. Answers the version of
 * the build, or undefined where the registry has none.
 */
async function addBinary(
  node: InstalledNode,
  name: string,
  version: string,
  binary: string,
  unpack: Unpack,
): Promise<string | undefined> {
  const { path } = node;
  try {
    await unpackCompanions(path, name, { [binary]: `>=${version.split('.')[0]}.0.0 <=${version}` }, unpack);
  } catch (error) {
    if (!isMissing(error)) throw error;
    removeCompanions(path);
    return undefined;
  }
  withoutInstallScripts(node);
  return manifestIn(companionFolder(path, binary)).version;
}

export async function substitute(node: InstalledNode, extract: Extract, options: object): Promise<void> {
  const { packageName: name = '', version, path } = node;
  const addon = Object.hasOwn(nativeAddons, name) ? nativeAddons[name] : undefined;
  const unpack: Unpack = (spec, folder) => extract(spec, folder, options);
  if (addon?.replacedBy) {
    const { replacedBy: replacement } = addon;
    // A build may lag behind what it stands in for, or count its versions by itself.
    const versions = addon.version ? [`@${addon.version}`] : [`@${version}`, `@<=${version}`, ''];
    await replace(
      node,
      versions.map((chosen) => replacement + chosen),
      unpack,
    );
    const more = unknownDependencies(manifestIn(path), node);
    if (Object.keys(more).length > 0 || existsSync(join(path, 'node_modules')))
      await unpackCompanions(path, name, more, unpack);
    return;
  }
  if (addon?.advice) {
    withoutInstallScripts(node);
    // As npm's own warnings (proc-log).
    (process as NodeJS.EventEmitter).emit('log', 'warn', 'native', `${name} cannot run in a browser: ${addon.advice}`);
  }
  if (addon?.undefinedModule) writeFileSync(join(path, addon.undefinedModule), 'module.exports = undefined;\n');
  const binary = addon ? addon.loads : unnamedBuild(node.package.optionalDependencies);
  const built = binary && (await addBinary(node, name, version, binary, unpack));
  if (addon || !binary || !built || built === version) return;
  // What napi-rs makes is a pair: both are of one version.
  await replace(node, [`${name}@${built}`], unpack);
  await addBinary(node, name, built, binary, unpack);
}
