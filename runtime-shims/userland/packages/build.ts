/** Packs npm, the version that comes with the pinned Node, into an archive that its first call loads. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { writeTar } from './tar.ts';

/** Pages and maps that no program reads; licences stay. */
const LEFT_OUT = /^(?:docs|man)\/|\.(?:map|d\.[cm]?ts|markdown)$|(?:^|\/)(?:README|CHANGELOG|HISTORY)\.md$/i;
/**
 * npm's own configuration in this container (npm-config(7), “builtin”): global packages have a place of their own,
 * there is no compiler, and news of a newer npm would be of no use.
 */
const NPMRC = 'prefix=/usr/local\nupdate-notifier=false\n';

/** Writes `packages/npm.tar` into `outDirectory`. */
export function packNpm(outDirectory: string): void {
  const folder = dirname(createRequire(import.meta.url).resolve('npm/package.json'));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: relative(folder, file).replaceAll('\\', '/') }))
    .filter(({ path }) => !LEFT_OUT.test(path))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ file, path }) => ({
      path: `npm/${path}`,
      mode: statSync(file).mode & 0o111 ? 0o755 : 0o644,
      content: new Uint8Array(readFileSync(file)),
    }));
  files.push({ path: 'npm/npmrc', mode: 0o644, content: new TextEncoder().encode(NPMRC) });
  mkdirSync(join(outDirectory, 'packages'), { recursive: true });
  writeFileSync(join(outDirectory, 'packages/npm.tar'), writeTar(files));
}
