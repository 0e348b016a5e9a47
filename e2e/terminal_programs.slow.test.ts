/** Programs from the registry that take the whole terminal, used by keyboard. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Playground, terminalText, typeInTerminal, waitForTerminal } from './playground_page.ts';

/** ms for npm to install from the registry, on a busy machine. */
const PATIENCE = 240_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

const isPrompting = (page: Page) =>
  expect.poll(async () => (await terminalText(page)).trimEnd().at(-1), { timeout: 60_000 }).toBe('❯');

it('npm create vite asks, and makes what was chosen', { timeout: 2 * PATIENCE }, async () => {
  const page = await playground.open('/?new');
  await typeInTerminal(page, 'clear; npm create --yes vite@latest');
  await waitForTerminal(page, /Project name/, PATIENCE);
  await page.keyboard.type('greenhouse');
  await page.keyboard.press('Enter');
  await waitForTerminal(page, /Select a framework/, 60_000);
  // Vanilla comes first, Vue second.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await waitForTerminal(page, /Select a variant/, 60_000);
  await page.keyboard.press('Enter');
  for (;;) {
    await waitForTerminal(page, /Scaffolding project|Install with|Which linter|rolldown/i, 60_000);
    if (/Scaffolding project/.test(await terminalText(page))) break;
    await page.keyboard.press('n');
    await page.waitForTimeout(300);
  }
  await isPrompting(page);
  await typeInTerminal(page, 'clear; grep -c vue greenhouse/package.json && ls greenhouse/src');
  await waitForTerminal(page, /App\.vue/);
});
