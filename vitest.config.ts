import { defineConfig } from 'vitest/config';
import { assemblyWasm } from './runtime-shims/node/assembly_plugin.ts';

/** One browser test at a time: each starts a Chromium, and more of them would only wait for each other. */
const browserTests = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [assemblyWasm()],
        test: {
          name: 'unit',
          include: ['{app,conformance,ecosystem,runtime-shims,server,scripts}/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      { test: { name: 'e2e', include: ['e2e/**/*.test.ts'], exclude: ['e2e/**/*.slow.test.ts'], ...browserTests } },
      { test: { name: 'slow', include: ['e2e/**/*.slow.test.ts'], ...browserTests } },
    ],
  },
});
