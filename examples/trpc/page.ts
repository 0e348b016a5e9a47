import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from './router.ts';

const server = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] });
const heading = document.querySelector('h1') as HTMLHeadingElement;
const button = document.querySelector('button') as HTMLButtonElement;

// Both go in one request.
const [greeting, count] = await Promise.all([server.greeting.query('tRPC'), server.count.query()]);
heading.textContent = greeting;
button.textContent = `count is ${count}`;
button.onclick = async () => {
  button.textContent = `count is ${await server.add.mutate(1)}`;
};
