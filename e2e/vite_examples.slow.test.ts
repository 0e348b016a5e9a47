/** Vite's examples, used as a person uses them: install, see the page, change a file, see the change, build. */
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
/** ms for Vite to start, or to build. */
const START = 180_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

describe.each([
  ['react', 'React', 'App.jsx'],
  ['vue', 'Vue', 'App.vue'],
  ['svelte', 'Svelte', 'App.svelte'],
  ['solid', 'Solid', 'App.jsx'],
  ['vanilla', 'plain JavaScript', 'heading.js'],
])('vite-%s', (name, title, file) => {
  it(
    'shows a change at once, with its state kept; then it is built, and the result served',
    async () => {
      const page = await playground.open(`/?example=vite-${name}`);
      await typeInTerminal(page, 'npm install && npm run dev');
      await waitForTerminal(page, /Local:\s+http:\/\/localhost:5173/, INSTALLATION + START);
      const button = previewed(page).getByRole('button');
      await expect.poll(() => previewHeading(page).textContent(), { timeout: START }).toBe(`Hello ${title}`);
      await button.click();
      await button.click();
      await expect.poll(() => button.textContent()).toMatch(/count is 2/);
      await button.evaluate(() => Object.assign(window, { stayed: true }));
      await editFile(page, `src/${file}`, 'Hello', 'Goodbye');
      await expect.poll(() => previewHeading(page).textContent(), { timeout: START }).toBe(`Goodbye ${title}`);
      expect(await button.textContent()).toMatch(/count is 2/);
      expect(await button.evaluate(() => 'stayed' in window)).toBe(true);

      await page.locator('.terminal.shown').click();
      await page.keyboard.press('Control+c');
      await waitForPrompt(page);
      await typeInTerminal(page, 'clear; npm run build && npm run preview');
      await waitForTerminal(page, /Local:\s+http:\/\/localhost:4173/, START);
      await expect.poll(() => previewHeading(page).textContent(), { timeout: START }).toBe(`Goodbye ${title}`);
      expect(await previewed(page).locator('script[src^="/assets/"]').count()).toBe(1);
    },
    INSTALLATION + 4 * START,
  );
});
