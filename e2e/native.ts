/** The same command line on the pinned native node, in a temporary copy of a folder. */
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pinnedNode } from '../scripts/node26.mjs';
import { type RunResult, root } from './tab.ts';

export interface NativeFolder {
  path: string;
  /** Runs `command` in sh with the pinned node first in PATH. */
  run(command: string, env?: Record<string, string>): RunResult;
  remove(): void;
}

export function nativeCopy(folder: string, options: { packages?: boolean } = {}): NativeFolder {
  const base = mkdtempSync(join(tmpdir(), 'native-'));
  const path = join(base, basename(folder));
  cpSync(folder, path, { recursive: true });
  if (options.packages) symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  return {
    path,
    run(command, env = {}) {
      const files = [join(base, 'stdout'), join(base, 'stderr')] as const;
      const [stdout, stderr] = files.map((file) => openSync(file, 'w'));
      const { status } = spawnSync('sh', ['-c', command], {
        cwd: path,
        stdio: ['ignore', stdout, stderr],
        env: { PATH: `${join(pinnedNode(), '..')}:${process.env['PATH']}`, HOME: base, ...env },
        timeout: 60_000,
      });
      closeSync(stdout ?? -1);
      closeSync(stderr ?? -1);
      return { stdout: readFileSync(files[0], 'utf8'), stderr: readFileSync(files[1], 'utf8'), code: status ?? -1 };
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
