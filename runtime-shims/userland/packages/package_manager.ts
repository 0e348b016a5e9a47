/**
 * pnpm and Yarn as Corepack runs them: the version that the project's `packageManager` names, otherwise the newest,
 * loaded from the registry on first use.
 */
import { existsSync, readFileSync } from 'node:fs';
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

/** Yarn 2 and later come in another package than Yarn 1, under the same name. */
const packageOf = (name: ManagerName, version: string): string =>
  name === 'yarn' && /^(?:[2-9]|\d\d)/.test(version) ? '@yarnpkg/cli-dist' : name;

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
  const cache = join(homedir(), '.cache/node/corepack/v1', name);
  let version = wanted?.version;
  let manifest: Manifest | undefined;
  const manifestOf = async (spec: string): Promise<Manifest> =>
    JSON.parse((await download(`${registry()}${packageOf(name, spec)}/${spec}`)).toString());
  if (version === undefined || !existsSync(join(cache, version))) {
    manifest = await manifestOf(version ?? 'latest');
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
  const { bin } = readJson<Manifest>(join(root, 'package.json')) ?? {};
  const file = typeof bin === 'string' ? bin : (bin?.[command] ?? bin?.[name]);
  if (!file) throw new Error(`${name} ${version} has no program '${command}'`);
  return join(root, file);
}
