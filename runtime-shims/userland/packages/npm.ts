/**
 * The npm of this Node version: the build packs it, and its first call unpacks it. The links in /bin then lead to npm's
 * own programs, as after any installation of Node.
 */
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { download } from './download.ts';
import { unpackAs } from './install.ts';

const FOLDER = '/usr/lib/node_modules/npm';
/** The gateway's name for the files of this installation (host/gateway/routes.ts). */
const IMAGE = 'http://packages.internal/npm.tar';
const PROGRAMS = { npm: 'npm-cli.js', npx: 'npx-cli.js' } as const;

/** The file to run. */
export async function npmProgram(name: keyof typeof PROGRAMS): Promise<string> {
  const program = join(FOLDER, 'bin', PROGRAMS[name]);
  if (existsSync(program)) return program;
  unpackAs(FOLDER, await download(IMAGE));
  for (const [link, file] of Object.entries(PROGRAMS)) {
    rmSync(`/bin/${link}`, { force: true });
    symlinkSync(join(FOLDER, 'bin', file), `/bin/${link}`);
  }
  return program;
}
