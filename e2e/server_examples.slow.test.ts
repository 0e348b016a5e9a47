/** Servers: installed from the registry, seen in the preview, changed in the editor, and run as they are deployed. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  editFile,
  Playground,
  previewed,
  previewHeading,
  typeInTerminal,
  waitForPrompt,
  waitForTerminal,
} from './playground_page.ts';

/** ms for npm to install from the registry, on a busy machine. */
const INSTALLATION = 120_000;
/** ms for a server to start and the preview to show it. */
const START = 60_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

describe.each([
  // Whether what was counted is in a file.
  { example: 'fastify', title: 'Fastify', kept: false },
  { example: 'koa', title: 'Koa', kept: false },
  { example: 'hono', title: 'Hono', kept: false },
  { example: 'graphql-yoga', title: 'GraphQL Yoga', kept: false },
  { example: 'kysely', title: 'Kysely', kept: true },
])('$example', ({ example, title, kept }) => {
  it(
    'serves its page, starts again at a change, and runs without the watcher',
    async () => {
      const page = await playground.open(`/?example=${example}`);
      const heading = (text: string) =>
        expect.poll(() => previewHeading(page).textContent(), { timeout: START }).toBe(`${text} ${title}`);
      const button = previewed(page).getByRole('button', { name: 'count is' });
      const showsCount = (count: number) =>
        expect.poll(() => button.textContent(), { timeout: START }).toBe(`count is ${count}`);
      await typeInTerminal(page, 'npm install && npm run dev');
      await waitForTerminal(page, /on http:\/\/\S+:3000/, INSTALLATION + START);
      await heading('Hello');
      await showsCount(0);
      await button.click();
      await showsCount(1);
      await button.click();
      await showsCount(2);
      await editFile(page, 'server.js', 'Hello', 'Goodbye');
      await heading('Goodbye');
      await showsCount(kept ? 2 : 0);

      await page.locator('.terminal.shown').click();
      await page.keyboard.press('Control+c');
      await waitForPrompt(page);
      await typeInTerminal(page, 'clear; npm start');
      await waitForTerminal(page, /on http:\/\/\S+:3000/, START);
      await heading('Goodbye');
      await button.click();
      await showsCount(kept ? 3 : 1);
    },
    INSTALLATION + 6 * START,
  );
});
