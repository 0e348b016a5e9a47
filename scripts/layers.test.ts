import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each layer and the layers whose files it may import. */
const layers: Record<string, readonly string[]> = {
  app: ['app'],
  'runtime-shims/host': ['runtime-shims/host', 'runtime-shims/node', 'runtime-shims/kernel'],
  'runtime-shims/node': ['runtime-shims/node', 'runtime-shims/kernel'],
  'runtime-shims/kernel': ['runtime-shims/kernel'],
  'runtime-shims/userland': ['runtime-shims/userland', 'runtime-shims/kernel'],
};

function layerOf(file: string): string | undefined {
  return Object.keys(layers).find((layer) => file.startsWith(`${layer}/`));
}

/** The relative imports of a source file, as paths from the root. */
export function importsOf(file: string, text: string): string[] {
  const specifiers = text.matchAll(/(?:from\s*|import\s*\(?\s*)['"](\.{1,2}\/[^'"]+)['"]/g);
  return [...specifiers].map((match) => relative(root, join(root, dirname(file), match[1] ?? '')));
}

function violations(files: Iterable<[string, string]>): string[] {
  const found: string[] = [];
  for (const [file, text] of files) {
    const layer = layerOf(file);
    if (!layer) continue;
    for (const target of importsOf(file, text)) {
      const targetLayer = layerOf(target);
      if (targetLayer && !layers[layer]?.includes(targetLayer)) found.push(`${file} imports ${target}`);
    }
  }
  return found;
}

describe('layers', () => {
  it('depend one way: app → host → node → kernel', () => {
    const files = globSync('{app,runtime-shims}/**/*.{ts,svelte}', { cwd: root });
    expect(files.length).toBeGreaterThan(20);
    expect(violations(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))).toEqual([]);
  });

  it('sees an import that goes up', () => {
    const upward = "import { x } from '../node/loop.ts';";
    expect(violations([['runtime-shims/kernel/pipe.ts', upward]])).toEqual([
      'runtime-shims/kernel/pipe.ts imports runtime-shims/node/loop.ts',
    ]);
  });
});
