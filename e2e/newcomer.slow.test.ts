/** Somebody with nothing but the address, from the first look to a project that a friend sees. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  editFile,
  editorText,
  Playground,
  previewed,
  previewHeading,
  typeInTerminal,
  waitForEditor,
  waitForPrompt,
  waitForTerminal,
} from './playground_page.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.start();
});
afterAll(() => playground?.close());

it('opens a template, changes it, sees the result, installs a package, shares a link, and a friend finds the same', {
  timeout: 300_000,
}, async () => {
  const page = await playground.open('/');
  await waitForEditor(page);
  await page.keyboard.press('Control+O');
  await page.getByRole('link', { name: 'http-api' }).click();
  await waitForPrompt(page);
  await waitForEditor(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => previewHeading(page).innerText(), { timeout: 30_000 }).toBe('Notes');
  await editFile(page, 'server.js', 'Water the fern', 'Feed the cat');
  await page.getByText('Saved in this browser').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await previewed(page).getByText('Feed the cat').waitFor();

  await page.getByRole('button', { name: 'New terminal' }).click();
  await waitForPrompt(page);
  await typeInTerminal(page, 'npm install ms');
  await waitForTerminal(page, /added 1 package/, 120_000);
  await typeInTerminal(page, `clear; node -p "'a day: ' + require('ms')('1d')"`);
  await waitForTerminal(page, /^a day: 86400000/m);

  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: /Copy link/ }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const friend = await playground.blank();
  await friend.goto(link);
  await waitForPrompt(friend);
  await waitForEditor(friend);
  await expect.poll(() => editorText(friend)).toContain('Feed the cat');
  await typeInTerminal(friend, 'clear; cat package.json');
  await waitForTerminal(friend, /"ms": "/);
});
