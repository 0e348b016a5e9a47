/** The installed packages that a package needs, found as Node's resolver would find them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface InstalledPackage {
  name: string;
  version: string;
  license: string;
  /** Absolute path of its folder. */
  folder: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  dependencies?: Record<string, string>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** The folder of `name` as seen from `from`, or undefined when it is not installed. */
function resolvePackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/** `names` as seen from `root`, with all that they depend upon, each once. Throws for one that is not installed. */
export function packageTree(names: readonly string[], root: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const visit = (name: string, from: string) => {
    const folder = resolvePackage(name, from);
    if (!folder) throw new Error(`${name}, needed in ${relative(root, from) || '.'}, is not installed: run npm ci`);
    if (found.has(folder)) return;
    const { version, license, dependencies } = readManifest(folder);
    const licence = typeof license === 'string' ? license : (license?.type ?? 'unknown');
    found.set(folder, { name, version, license: licence, folder });
    for (const dependency of Object.keys(dependencies ?? {})) visit(dependency, folder);
  };
  for (const name of names) visit(name, root);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The text of a package's licence file, or undefined. */
export function licenceText({ folder }: InstalledPackage): string | undefined {
  const [file] = globSync('{LICEN[CS]E,licen[cs]e,COPYING}*', { cwd: folder });
  return file ? readFileSync(join(folder, file), 'utf8').trim() : undefined;
}
