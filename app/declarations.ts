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

/** TypeScript's own table of its options, which its types do not tell. */
interface OptionDeclaration {
  name: string;
  type: string | Map<string, unknown>;
  element?: { type: string | Map<string, unknown> };
  description?: { message: string };
  category?: unknown;
  isCommandLineOnly?: boolean;
}

function schemaOfType(type: OptionDeclaration['type']): object {
  if (typeof type !== 'string') {
    // TypeScript reads them in any case of letters.
    return { anyOf: [{ enum: [...type.keys()] }, { pattern: `^(?i:${[...type.keys()].join('|')})$` }] };
  }
  return ['boolean', 'number', 'string', 'object'].includes(type) ? { type } : {};
}

/** JSON Schema of what `compilerOptions` may have. */
export function compilerOptionsSchema(): Record<string, object> {
  const { optionDeclarations } = require('typescript') as { optionDeclarations: OptionDeclaration[] };
  const written = optionDeclarations.filter(({ category, isCommandLineOnly }) => category && !isCommandLineOnly);
  return Object.fromEntries(
    written.map(({ name, type, element, description }) => {
      const schema =
        type === 'list' && element ? { type: 'array', items: schemaOfType(element.type) } : schemaOfType(type);
      return [name, { ...schema, description: description?.message ?? '' }];
    }),
  );
}

export function packDeclarations(outDirectory: string): void {
  mkdirSync(outDirectory, { recursive: true });
  for (const [name, files] of Object.entries(declarationFiles())) {
    writeFileSync(join(outDirectory, `${name}.json`), JSON.stringify(files));
  }
  writeFileSync(join(outDirectory, 'compiler_options.json'), JSON.stringify(compilerOptionsSchema()));
}
