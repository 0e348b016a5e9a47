import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { defineConfig } from 'vite';
import { appRouter } from './router.ts';

/** The procedures beside the page, in development as in server.ts. */
const procedures = {
  name: 'procedures',
  configureServer: ({ middlewares }) => {
    middlewares.use('/trpc', createHTTPHandler({ router: appRouter }));
  },
};

export default defineConfig({ plugins: [procedures], build: { target: 'es2022' } });
