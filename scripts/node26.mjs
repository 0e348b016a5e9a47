/**
 * Runs its arguments under the pinned Node (the platform's package among `optionalDependencies`), so that every tool
 * sees the very version whose library is built, whatever Node started npm: `node scripts/node26.mjs FILE [ARGUMENT…]`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const candidates = [
  `node-${process.platform}-${process.arch}`,
  `node-bin-${process.platform}-${process.arch}`,
  `node-win-${process.arch}`,
];

/** Absolute path of the pinned native node, or an error that says what to do. */
export function pinnedNode() {
  for (const name of candidates) {
    try {
      const root = dirname(require.resolve(`${name}/package.json`));
      const file = join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(file)) return file;
    } catch {
      // Not this platform's name; the next candidate may be.
    }
  }
  throw new Error(
    `no pinned Node for ${process.platform}-${process.arch}: none of ${candidates.join(', ')} is installed`,
  );
}

/** Absolute path of the LICENSE that comes with the pinned native node. */
export function pinnedNodeLicense() {
  return join(dirname(dirname(pinnedNode())), 'LICENSE');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { status, signal, error } = spawnSync(pinnedNode(), process.argv.slice(2), { stdio: 'inherit' });
  if (error) throw error;
  if (signal) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
}
