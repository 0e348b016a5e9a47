import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { exampleFolders, hasPackages } from './app/example_packages.ts';

const root = dirname(fileURLToPath(import.meta.url));

/** `virtual:examples`: which examples there are, for the page to offer. */
function examples(): Plugin {
  const name = 'virtual:examples';
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const names = exampleFolders(root);
      const packed = names.filter((example) => hasPackages(`${root}/examples/${example}`));
      return `export const exampleNames = ${JSON.stringify(names)};\nexport const examplesWithPackages = ${JSON.stringify(packed)};`;
    },
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
    // Each page is a route with its own bundle.
    rollupOptions: { input: ['index.html', 'embed.html', 'tutorial.html'].map((page) => `${root}/app/${page}`) },
    // Monaco alone is above Vite's default limit; it loads after the prompt.
    chunkSizeWarningLimit: 8000,
    reportCompressedSize: false,
  },
});
