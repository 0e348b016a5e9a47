/**
 * Which project a container runs, as its page says: it writes a key that only that project has into a file, before it
 * mounts the project's files. Packages are kept under that key, so that no project's programs can prepare what another
 * project will run; without a key none are kept.
 */
import type { Files } from '../files.ts';

const KEY_FILE = '/etc/wardian-project';

export function projectKey(files: Files): string | null {
  return files.type(KEY_FILE) === 'file' ? new TextDecoder().decode(files.readFile(KEY_FILE)) : null;
}
