/** The declarations of the packages that a project depends on, so that what they export can be completed and imported. */
import ts from 'typescript';

/** Beyond so many, as in VS Code, reading them all would cost more than it gives. */
const mostPackages = 10;

/** Paths of declaration files; packages without types of their own have none. */
export function packageEntries(root: string, options: ts.CompilerOptions, host: ts.ModuleResolutionHost): string[] {
  const text = host.readFile(`${root}/package.json`);
  const { dependencies } = readManifest(text);
  const names = Object.keys(dependencies ?? {}).filter((name) => !name.startsWith('@types/'));
  if (names.length > mostPackages) return [];
  return names.flatMap((name) => {
    const { resolvedModule } = ts.resolveModuleName(name, `${root}/index.ts`, options, host);
    return resolvedModule?.extension.startsWith('.d.') ? [resolvedModule.resolvedFileName] : [];
  });
}

function readManifest(text: string | undefined): { dependencies?: Record<string, string> } {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as { dependencies?: Record<string, string> };
  } catch {
    // A manifest that is being edited counts again when it is JSON.
    return {};
  }
}
