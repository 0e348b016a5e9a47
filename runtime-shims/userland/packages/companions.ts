/**
 * A package that needs others here which the lockfile does not know: all of them stand in a folder of its own,
 * `.webassembly/node_modules`, and what is in the package's place are links there. Node resolves what it loads to the
 * real file, so the package finds its companions; npm looks into no folder whose name begins with a dot, and would
 * remove from `node_modules` what no lockfile names.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

const FOLDER = '.webassembly/node_modules';

/** Unpacks the package that `spec` names into `folder`. */
export type Unpack = (spec: string, folder: string) => Promise<unknown>;

export interface Manifest {
  version: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
}

export const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

export const companionFolder = (path: string, companion: string): string => join(path, FOLDER, companion);

export function removeCompanions(path: string): void {
  rmSync(join(path, dirname(FOLDER)), { recursive: true, force: true });
}

/** Moves the package `name` out of `path` to where its companions stand. */
function moveIn(path: string, name: string): void {
  const home = join(path, FOLDER, name);
  const entries = readdirSync(path).filter((entry) => entry !== dirname(FOLDER));
  mkdirSync(home, { recursive: true });
  for (const entry of entries) {
    renameSync(join(path, entry), join(home, entry));
    // npm reads this one itself; of what the package bundles it must not know.
    if (entry === 'package.json') writeFileSync(join(path, entry), readFileSync(join(home, entry)));
    else if (entry !== 'node_modules') symlinkSync(relative(path, join(home, entry)), join(path, entry));
  }
}

/** Gives the package `name`, unpacked in `path`, the `companions` (a range for each name) and what they depend on. */
export async function unpackCompanions(
  path: string,
  name: string,
  companions: Readonly<Record<string, string>>,
  unpack: Unpack,
): Promise<void> {
  const waiting = Object.entries(companions);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [companion, range] = next;
    const folder = companionFolder(path, companion);
    if (existsSync(folder)) continue;
    mkdirSync(dirname(folder), { recursive: true });
    await unpack(`${companion}@${range}`, folder);
    const bundled = (dependency: string) => existsSync(join(folder, 'node_modules', dependency));
    const { dependencies = {} } = manifestIn(folder);
    waiting.push(...Object.entries(dependencies).filter(([dependency]) => !bundled(dependency)));
  }
  moveIn(path, name);
}
