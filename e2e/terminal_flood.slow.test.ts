/** Programs that print more than a screen can show: all of it arrives, and the page and the keyboard stay at hand. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Playground, terminalInput, terminalText, typeInTerminal, waitForTerminal } from './playground_page.ts';

/** Lines that together are 100 MB. */
const LINES = 2_000_000;
const numberedLines = (count: number) => `seq -f '%.0f: a line that is like those that builds print' ${count}`;
/** ms in which all of it must have been shown, on a slow machine. */
const LONGEST = 240_000;
/** ms after which a page that does not answer counts as frozen, on a busy machine. */
const ANSWER = 10_000;

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

/** The last number on the screen. */
const lastNumber = async (page: Page) => Number(/.*^(\d+): a line/ms.exec(await terminalText(page))?.[1] ?? 0);

/** On a screen that shows nothing of an earlier one. */
async function startFlood(page: Page, line: string): Promise<void> {
  await typeInTerminal(page, 'clear');
  await expect.poll(() => lastNumber(page), { timeout: ANSWER }).toBe(0);
  await typeInTerminal(page, line);
  await isFlooding(page);
}

const isFlooding = (page: Page, from = 0) =>
  expect.poll(() => lastNumber(page), { timeout: ANSWER }).toBeGreaterThan(from);

it('the page answers while a program prints 100 MB, and all of it comes', { timeout: LONGEST + 60_000 }, async () => {
  const page = await playground.open();
  await startFlood(page, `${numberedLines(LINES)}; echo all of it`);
  const before = await lastNumber(page);
  // What a person would do meanwhile: by keyboard, by mouse, and in another terminal.
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('dialog').waitFor({ timeout: ANSWER });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached', timeout: ANSWER });
  await page.getByRole('button', { name: 'New terminal' }).click({ timeout: ANSWER });
  await waitForTerminal(page, /❯/, ANSWER);
  await typeInTerminal(page, 'echo $((6 * 7))');
  await waitForTerminal(page, /^42$/m, ANSWER);
  await page.keyboard.press('Alt+PageUp');
  const end = await lastNumber(page);
  expect(end).toBeGreaterThan(before);
  expect(end, 'it was still printing').toBeLessThan(LINES);
  await waitForTerminal(page, /^all of it/m, LONGEST);
  const shown = Array.from((await terminalText(page)).matchAll(/^(\d+): a line/gm), ([, number]) => Number(number));
  // Every line of the screen, up to the last one that was printed.
  expect(shown.length).toBeGreaterThan(5);
  expect(shown).toEqual(shown.map((_, index) => LINES - shown.length + 1 + index));
});

it('Ctrl-C ends a flood, Ctrl-Z stops it, Ctrl-S holds it', { timeout: 120_000 }, async () => {
  const page = await playground.open();
  await startFlood(page, numberedLines(1e8));
  await terminalInput(page).focus();
  await page.keyboard.press('Control+s');
  const settled = async () => {
    const [first, second] = [await lastNumber(page), await page.waitForTimeout(300).then(() => lastNumber(page))];
    return first === second ? first : 0;
  };
  let held = 0;
  await expect.poll(async () => (held = await settled()), { timeout: ANSWER }).toBeGreaterThan(0);
  await page.keyboard.press('Control+q');
  await isFlooding(page, held);
  await page.keyboard.press('Control+c');
  await waitForTerminal(page, /\^C\s+\S*~\/project ❯/, ANSWER);
  await typeInTerminal(page, 'echo "status $?"');
  await waitForTerminal(page, /^status 130/m, ANSWER);
  await startFlood(page, numberedLines(1e8));
  await page.keyboard.press('Control+z');
  await waitForTerminal(page, /Stopped[\s\S]*❯/, ANSWER);
  await typeInTerminal(page, 'clear; kill %1; wait; echo gone');
  await waitForTerminal(page, /^gone/m, ANSWER);
});
