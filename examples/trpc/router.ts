import { initTRPC } from '@trpc/server';
import { z } from 'zod';

const { procedure, router } = initTRPC.create();
let count = 0;

export const appRouter = router({
  greeting: procedure.input(z.string()).query(({ input }) => `Hello ${input}`),
  count: procedure.query(() => count),
  add: procedure.input(z.number().int().positive()).mutation(({ input }) => {
    count += input;
    return count;
  }),
});

/** All that the page needs to know of the server: its types. */
export type AppRouter = typeof appRouter;
