/** What a project's installed packages are addressed by: its key, its lockfile, and what else of it decides on them. */
import type { Files } from '../files.ts';
import { projectKey } from './project_key.ts';

/** Each package manager's lockfile, and the file that it writes into node_modules when it has finished. */
const MANAGERS = [
  ['package-lock.json', '.package-lock.json'],
  ['npm-shrinkwrap.json', '.package-lock.json'],
  ['pnpm-lock.yaml', '.modules.yaml'],
  ['yarn.lock', '.yarn-integrity'],
] as const;

/** Of package.json; its scripts and version, say, change nothing of what is installed. */
const DECISIVE = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'bundleDependencies',
  'bundledDependencies',
  'overrides',
  'resolutions',
  'pnpm',
  'workspaces',
] as const;

/** To be raised when images, or what is put in the place of native packages, change. */
const FORMAT = 1;

const decoder = new TextDecoder();

/** Which package manager has finished when in which project, as text to compare; null when none has. */
export function finishedInstall(files: Files): string | null {
  const key = projectKey(files);
  if (key === null) return null;
  for (const [lockfile, marker] of MANAGERS) {
    const time = files.modified(`${files.workdir}/node_modules/${marker}`);
    if (time !== null && files.type(`${files.workdir}/${lockfile}`) === 'file') return `${key} ${marker} ${time}`;
  }
  return null;
}

function decisiveFields(manifest: string): unknown {
  try {
    const fields = JSON.parse(manifest) as Record<string, unknown>;
    return DECISIVE.map((name) => fields[name] ?? null);
  } catch {
    // Half written: an address of its own, which is no other project's.
    return manifest;
  }
}

/** Hexadecimal; null when the project has no key, no lockfile or no package.json. */
export async function snapshotAddress(files: Files): Promise<string | null> {
  const key = projectKey(files);
  const isFile = (name: string) => files.type(`${files.workdir}/${name}`) === 'file';
  const [lockfile] = MANAGERS.find(([name]) => isFile(name)) ?? [];
  if (key === null || lockfile === undefined || !isFile('package.json')) return null;
  const read = (name: string) => decoder.decode(files.readFile(`${files.workdir}/${name}`));
  const decisive = [FORMAT, key, lockfile, read(lockfile), decisiveFields(read('package.json'))];
  const bytes = new TextEncoder().encode(JSON.stringify(decisive));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
