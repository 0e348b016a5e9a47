/** THIRD_PARTY_NOTICES: the licences of everything of others that the build output carries. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNodeLicense } from './node26.mjs';
import { licenceText, packageTree } from './package_tree.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Development packages whose code ends up in the output all the same. */
const bundled = ['svelte', 'express', 'socket.io', 'socket.io-client', 'npm', 'typescript', '@types/node'];

/** Writes the notices, and Node's own licence, into each of `folders`. */
export function writeNotices(folders: readonly string[]): void {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const sections = packageTree([...Object.keys(dependencies), ...bundled], root).map((entry) => {
    const text = licenceText(entry) ?? `Licence: ${entry.license} (the package carries no licence file)`;
    return `${entry.name} ${entry.version} (${entry.license})\n\n${text}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  const intro =
    "Wardian is under the MIT licence. This output carries the software below, and Node.js's own library, whose licence is in NODE_LICENSE.\n";
  for (const folder of folders) {
    writeFileSync(join(folder, 'THIRD_PARTY_NOTICES.txt'), [intro, ...sections].join(rule));
    copyFileSync(pinnedNodeLicense(), join(folder, 'NODE_LICENSE.txt'));
  }
}
