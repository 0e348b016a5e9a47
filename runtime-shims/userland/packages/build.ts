/** Packs npm, the version that comes with the pinned Node, into an archive that its first call loads. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { writeTar } from './tar.ts';

/** Pages and maps that no program reads; licences stay. */
const LEFT_OUT = /^(?:docs|man)\/|\.(?:map|d\.[cm]?ts|markdown)$|(?:^|\/)(?:README|CHANGELOG|HISTORY)\.md$/i;
/**
 * npm's own configuration in this container (npm-config(7), “builtin”): global packages have a place of their own,
 * native builds are left out and those for WebAssembly taken, and news of a newer npm would be of no use.
 */
const NPMRC = 'prefix=/usr/local\ncpu=wasm32\nupdate-notifier=false\n';

/** Changes to npm's files: text that must be there, and what takes its place. */
const patches: Readonly<Record<string, readonly [from: string, to: string]>> = {
  // After a package has been unpacked, and before its scripts run.
  'node_modules/@npmcli/arborist/lib/arborist/reify.js': [
    "      // store nodes don't use Node class so node.package doesn't get updated\n",
    "      await require('/usr/lib/wardian/substitutes.cjs').substitute(node, pacote.extract, this.options)\n",
  ],
};

function patched(path: string, content: Uint8Array): Uint8Array {
  const patch = patches[path];
  if (!patch) return content;
  const text = new TextDecoder().decode(content);
  if (text.split(patch[0]).length !== 2) throw new Error(`npm's ${path} is not what its patch is made for`);
  return new TextEncoder().encode(text.replace(patch[0], () => patch[1]));
}

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
      content: patched(path, readFileSync(file)),
    }));
  files.push({ path: 'npm/npmrc', mode: 0o644, content: new TextEncoder().encode(NPMRC) });
  mkdirSync(join(outDirectory, 'packages'), { recursive: true });
  writeFileSync(join(outDirectory, 'packages/npm.tar'), writeTar(files));
}
