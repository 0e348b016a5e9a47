/** Frameworks and bundlers, with their servers: installed, developed with, built and served as a person would. */
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
const INSTALLATION = 240_000;
/** ms for a server to start or a project to be built, and the preview to show it. */
const START = 90_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

describe.each([
  // What the built server says when it listens, and whether an edit leaves the page and its state as they are.
  {
    example: 'react-router',
    title: 'React Router',
    file: 'app/home.jsx',
    serving: /\[react-router-serve\]/,
    hot: true,
  },
  {
    example: 'sveltekit',
    title: 'SvelteKit',
    file: 'src/routes/+page.svelte',
    serving: /Listening on http:\/\/\S+:3000/,
    hot: true,
  },
  { example: 'next', title: 'Next.js', file: 'app/page.jsx', serving: /Ready in/, hot: true },
  { example: 'nuxt', title: 'Nuxt', file: 'app/app.vue', serving: /Listening on http:\/\/\S+:3000/, hot: true },
  { example: 'webpack', title: 'webpack', file: 'src/heading.js', serving: /localhost:3000/, hot: true },
  { example: 'trpc', title: 'tRPC', file: 'router.ts', serving: /tRPC on/, hot: false },
  { example: 'astro', title: 'Astro', file: 'src/pages/index.astro', serving: /localhost:4321/, hot: false },
])('$example', ({ example, title, file, serving, hot }) => {
  it(
    'works in the page, shows a change, and runs as it is built',
    async () => {
      const page = await playground.open(`/?example=${example}`);
      const heading = (text: string) =>
        expect.poll(() => previewHeading(page).textContent(), { timeout: START }).toBe(`${text} ${title}`);
      await typeInTerminal(page, 'npm install && npm run dev');
      await waitForTerminal(page, /(?:Local|Loopback):?\s+http:\/\/localhost:\d+/, INSTALLATION + START);
      await heading('Hello');
      const button = previewed(page).getByRole('button', { name: 'count is' });
      const count = async () => {
        await button.click();
        return button.textContent();
      };
      // Before its script has come the page is only what the server rendered.
      await expect.poll(count, { timeout: START }).toMatch(/count is [1-9]/);
      const counted = await button.textContent();
      await button.evaluate(() => Object.assign(window, { stayed: true }));
      await editFile(page, file, 'Hello', 'Goodbye');
      await heading('Goodbye');
      await expect.poll(() => button.textContent(), { timeout: START }).toBe(hot ? counted : 'count is 0');
      expect(await button.evaluate(() => 'stayed' in window)).toBe(hot);

      await page.locator('.terminal.shown').click();
      await page.keyboard.press('Control+c');
      await waitForPrompt(page);
      await typeInTerminal(page, 'clear; npm run build && npm start');
      await waitForTerminal(page, serving, 2 * START);
      await heading('Goodbye');
      await expect.poll(count, { timeout: START }).toMatch(/count is [1-9]/);
    },
    INSTALLATION + 8 * START,
  );
});
