/** Installs the packages that package-lock.json names, when node_modules does not hold them yet. Plain Node ≥ 20.19. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

/** Throws with what to do when this Node is too old; installs packages when the lock file changed since last time. */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Error(`Node ${process.versions.node} is too old: Wardian needs Node ${oldestNode.join('.')} or newer`);
  }
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = join(root, 'node_modules', '.wardian-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('· installing packages (npm ci)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Runs a command of the project in its root with this terminal; throws when it fails. */
export function run(command, parameters, options = {}) {
  const { status, signal, error } = spawnSync(command, parameters, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
    ...options,
  });
  if (error) throw error;
  if (signal) throw new Error(`${command} was ended by ${signal}`);
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed with status ${status}`);
}
