/** npm's configuration as npm itself reads it: by its own code where npm started this server, otherwise by asking it. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** ms after which npm, which may look for updates over a slow network, is not waited for. */
const NPM_TIMEOUT = 10_000;

/** What is used of npm's package `@npmcli/config`. */
interface NpmConfig {
  load(): Promise<void>;
  get(key: string): unknown;
}
type NpmConfigConstructor = new (options: object) => NpmConfig;

/**
 * The registry as npm is configured on this machine, or null when npm cannot be asked. A start of npm takes a second, so
 * its code is loaded from where `npm_execpath` says that the running npm is.
 */
export async function configuredRegistry(environment = process.env): Promise<string | null> {
  return (await readAsNpm(environment)) ?? (await askNpm());
}

export async function readAsNpm(environment = process.env): Promise<string | null> {
  const { npm_execpath: program } = environment;
  if (program === undefined) return null;
  try {
    const npmPath = dirname(dirname(program));
    const require = createRequire(join(npmPath, 'package.json'));
    const Config = require('@npmcli/config') as NpmConfigConstructor;
    const tables = require('@npmcli/config/lib/definitions') as object;
    const config = new Config({ ...tables, npmPath, env: environment, argv: [], warn: false });
    await config.load();
    const registry = config.get('registry');
    return typeof registry === 'string' ? registry : null;
  } catch {
    // Another package manager, or an npm that is laid out otherwise.
    return null;
  }
}

function askNpm(): Promise<string | null> {
  return new Promise((resolve) => {
    // On Windows npm is a script, which only a shell runs.
    const options = { timeout: NPM_TIMEOUT, shell: process.platform === 'win32' };
    execFile('npm', ['config', 'get', 'registry'], options, (error, stdout) => resolve(error ? null : stdout.trim()));
  });
}
