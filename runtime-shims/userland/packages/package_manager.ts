/**
 * pnpm and Yarn as Corepack runs them: the version that the project's `packageManager` names, otherwise the newest,
 * loaded from the registry on first use.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { download } from './download.ts';
import { unpackAs } from './install.ts';

export type ManagerName = 'pnpm' | 'yarn';

/** What is wrong with how the command was used: to be said without a stack. */
export class UsageError extends Error {}

interface Wanted {
  name: string;
  version: string;
  /** `sha512.HEX` and the like, where the project names one. */
  hash: string | undefined;
  file: string;
}

interface Manifest {
  version: string;
  bin: string | Record<string, string>;
  dist: { tarball: string; integrity?: string };
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** `packageManager` of the nearest package.json above `folder` that has one. */
export function wantedManager(folder: string): Wanted | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, 'package.json');
    const { packageManager } = readJson<{ packageManager?: string }>(file) ?? {};
    if (typeof packageManager === 'string') {
      const [, name, version, hash] = /^([a-z]+)@([^+]+)(?:\+(.+))?$/.exec(packageManager) ?? [];
      if (!name || !version)
        throw new UsageError(`Invalid package manager specification in ${file}: ${packageManager}`);
      return { name, version, hash, file };
    }
    if (dirname(at) === at) return undefined;
  }
}

/** The registry of npm's configuration: the environment's, else the user's file. */
function registry(): string {
  const fromFile = /^\s*registry\s*=\s*(\S+)/m.exec(
    existsSync(join(homedir(), '.npmrc')) ? readFileSync(join(homedir(), '.npmrc'), 'utf8') : '',
  )?.[1];
  const url = process.env['COREPACK_NPM_REGISTRY'] || process.env['npm_config_registry'] || fromFile;
  if (!url) throw new UsageError('no registry is configured: npm config set registry URL');
  return url.replace(/\/*$/, '/');
}

/** What is taken where the project names none: the last pnpm without an SQLite index, and the Yarn of the package `yarn`. */
const DEFAULT_MAJOR: Readonly<Record<ManagerName, string>> = { pnpm: '10', yarn: '1' };
/** From this major version on pnpm is a native program. */
const FIRST_NATIVE_PNPM = 12;

const parts = (version: string): number[] => version.split('.').map(Number);

/** The highest release of a major version that the registry has. */
async function newestOf(name: ManagerName, major: string): Promise<string> {
  const { versions } = JSON.parse((await download(`${registry()}${name}`)).toString()) as { versions: object };
  const releases = Object.keys(versions).filter((version) => new RegExp(`^${major}\\.\\d+\\.\\d+$`).test(version));
  const order = (one: string, other: string) => {
    const [, minor = 0, patch = 0] = parts(one);
    const [, otherMinor = 0, otherPatch = 0] = parts(other);
    return otherMinor - minor || otherPatch - patch;
  };
  const [newest] = releases.sort(order);
  if (newest === undefined) throw new Error(`the registry has no ${name} ${major}`);
  return newest;
}

/** Yarn 2 and later, which come in another package than Yarn 1, under the same name. */
const isModernYarn = (name: ManagerName, version: string): boolean =>
  name === 'yarn' && /^(?:[2-9]|\d\d)/.test(version);

const packageOf = (name: ManagerName, version: string): string =>
  isModernYarn(name, version) ? '@yarnpkg/cli-dist' : name;

/**
 * Tells modern Yarn, which reads no .npmrc, of npm's registry: in the user's own file, to which the project's is
 * preferred, unless there is one.
 */
function configureModernYarn(): void {
  const file = join(homedir(), '.yarnrc.yml');
  if (existsSync(file)) return;
  const url = registry();
  const insecure = url.startsWith('http:') ? `unsafeHttpWhitelist: [${JSON.stringify(new URL(url).hostname)}]\n` : '';
  writeFileSync(file, `npmRegistryServer: ${JSON.stringify(url)}\nenableTelemetry: false\n${insecure}`);
}

async function verify(archive: Uint8Array, integrity: string | undefined, hash: string | undefined): Promise<void> {
  const { createHash } = await import('node:crypto');
  const [, algorithm, digest] = /^(sha\d+)-(\S+)/.exec(integrity ?? '') ?? [];
  if (algorithm && createHash(algorithm).update(archive).digest('base64') !== digest) {
    throw new Error(`the archive does not have the integrity that the registry says: ${integrity}`);
  }
  const [own, hex] = hash?.split('.') ?? [];
  if (own && hex && createHash(own).update(archive).digest('hex') !== hex) {
    throw new Error(`the archive does not have the hash that "packageManager" says: ${hash}`);
  }
}

/** The file to run for `command` (`pnpm`, `pnpx`, `yarn`, `yarnpkg`). */
export async function managerProgram(name: ManagerName, command: string, folder: string): Promise<string> {
  const wanted = wantedManager(folder);
  if (wanted && wanted.name !== name) {
    throw new UsageError(
      `This project is configured to use ${wanted.name} because ${wanted.file} has a "packageManager" field`,
    );
  }
  if (name === 'pnpm' && wanted && (parts(wanted.version)[0] ?? 0) >= FIRST_NATIVE_PNPM) {
    throw new UsageError(`pnpm ${wanted.version} is a native program, which a browser cannot run: name an earlier one`);
  }
  const cache = join(homedir(), '.cache/node/corepack/v1', name);
  let version = wanted?.version;
  let manifest: Manifest | undefined;
  const manifestOf = async (spec: string): Promise<Manifest> =>
    JSON.parse((await download(`${registry()}${packageOf(name, spec)}/${spec}`)).toString());
  if (version === undefined || !existsSync(join(cache, version))) {
    manifest = await manifestOf(version ?? (await newestOf(name, DEFAULT_MAJOR[name])));
    version = manifest.version;
  }
  const root = join(cache, version);
  if (manifest && !existsSync(root)) {
    process.stderr.write(`corepack: loading ${name} ${version} from the registry …\n`);
    const archive = await download(manifest.dist.tarball.replace(/^https?:\/\/[^/]+\//, new URL('/', registry()).href));
    await verify(archive, manifest.dist.integrity, wanted?.hash);
    const { gunzipSync } = await import('node:zlib');
    unpackAs(root, gunzipSync(archive));
  }
  if (isModernYarn(name, version)) configureModernYarn();
  const { bin } = readJson<Manifest>(join(root, 'package.json')) ?? {};
  const file = typeof bin === 'string' ? bin : (bin?.[command] ?? bin?.[name]);
  if (!file) throw new Error(`${name} ${version} has no program '${command}'`);
  return join(root, file);
}
