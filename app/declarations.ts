/** At build time: the declarations of the language and of Node, for projects that have installed none. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { libraryFolder } from './intelligence/library_folder.ts';

const require = createRequire(import.meta.url);

function filesBelow(folder: string, pattern: string, mountPoint: string): Record<string, string> {
  const names = globSync(pattern, { cwd: folder }).sort();
  return Object.fromEntries(
    names.map((name) => [`${mountPoint}/${name.replaceAll('\\', '/')}`, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** By path: TypeScript finds `/node_modules` from any folder, behind what is installed nearer. */
export function declarationFiles(): Record<'typescript' | 'node', Record<string, string>> {
  const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));
  const packageFiles = (name: string) =>
    filesBelow(packageFolder(name), '**/{*.d.ts,package.json}', `/node_modules/${name}`);
  return {
    typescript: filesBelow(join(packageFolder('typescript'), 'lib'), 'lib*.d.ts', libraryFolder),
    node: { ...packageFiles('@types/node'), ...packageFiles('undici-types') },
  };
}

export function packDeclarations(outDirectory: string): void {
  mkdirSync(outDirectory, { recursive: true });
  for (const [name, files] of Object.entries(declarationFiles())) {
    writeFileSync(join(outDirectory, `${name}.json`), JSON.stringify(files));
  }
}
