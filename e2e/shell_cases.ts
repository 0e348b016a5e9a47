/**
 * Scripts that are run by native shells and by the container's, and must do the same. A file holds many: a line
 * `=== name` begins one. Its first line says by which shell it is run, `shell: bash`, where that is not dash.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tab.ts';

export interface ShellCase {
  /** File and name. */
  name: string;
  shell: 'dash' | 'bash';
  script: string;
}

export interface ShellResult {
  stdout: string;
  status: number;
}

const folder = join(root, 'e2e/shell_cases');

export function shellCases(): ShellCase[] {
  const cases: ShellCase[] = [];
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const shell = text.startsWith('shell: bash\n') ? 'bash' : 'dash';
    for (const part of text.split(/^=== /m).slice(1)) {
      const end = part.indexOf('\n');
      cases.push({ name: `${file.replace(/\.txt$/, '')}: ${part.slice(0, end)}`, shell, script: part.slice(end + 1) });
    }
  }
  return cases;
}

/** Same words of errors, same order of names, same time zone everywhere. */
export const shellEnvironment = { LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: '/tmp', USER: 'root' };

export function runNatively({ shell, script }: ShellCase): ShellResult {
  const path = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    const { stdout, status, signal } = spawnSync(shell, ['-c', script], {
      cwd: path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...shellEnvironment },
      timeout: 20_000,
    });
    return { stdout, status: status ?? (signal ? 128 : -1) };
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
