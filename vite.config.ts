import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { exampleFolders } from './app/example_packages.ts';

const root = dirname(fileURLToPath(import.meta.url));

/** `virtual:examples`: which examples there are, for the page to offer. */
function examples(): Plugin {
  const name = 'virtual:examples';
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}` ? `export const exampleNames = ${JSON.stringify(exampleFolders(root))};` : undefined,
  };
}

/** The playground (`app/`). The runtime host has a configuration of its own: it is another origin. */
export default defineConfig({
  root: `${root}/app`,
  plugins: [examples(), svelte({ configFile: false })],
  worker: { format: 'es' },
  build: {
    outDir: `${root}/dist/app`,
    emptyOutDir: true,
    target: 'es2023',
    // Monaco alone is above Vite's default limit; it loads after the prompt.
    chunkSizeWarningLimit: 8000,
    reportCompressedSize: false,
  },
});
