import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));

/** The playground (`app/`). The runtime host has a configuration of its own: it is another origin. */
export default defineConfig({
  root: `${root}/app`,
  plugins: [svelte({ configFile: false })],
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
