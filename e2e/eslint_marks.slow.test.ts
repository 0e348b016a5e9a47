/** A project's own ESLint, installed from the registry, in the editor. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { editorText, Playground, typeInTerminal, waitForEditor, waitForTerminal } from './playground_page.ts';

/** ms for npm to install from the registry, on a busy machine. */
const PATIENCE = 240_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterAll(() => playground?.close());

it('marks what the project’s rules forbid, mends it on demand, and follows the configuration', {
  timeout: 2 * PATIENCE,
}, async () => {
  const page = await playground.open('/?new');
  await waitForEditor(page);
  const configure = (rules: string) =>
    typeInTerminal(page, `echo "module.exports = [{ rules: ${rules} }];" > eslint.config.js`);
  await configure("{ 'no-var': 'error' }");
  await typeInTerminal(page, 'npm install --no-audit --no-fund eslint && echo install-done');
  await waitForTerminal(page, /^install-done/m, PATIENCE);

  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('var answer = 42;\nconsole.log(answer)');
  await page.keyboard.press('Control+Shift+M');
  const problems = page.getByRole('tabpanel', { name: 'Problems' });
  await problems.getByText('Unexpected var').waitFor({ timeout: 60_000 });
  await problems.getByText('eslint(no-var)').waitFor();

  await page.keyboard.press('F6');
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+.');
  await page.getByText('Fix this no-var problem').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => editorText(page)).toMatch(/^(?:let|const) answer/);
  await expect.poll(() => problems.getByText('Unexpected var').count()).toBe(0);

  await page.getByRole('tab', { name: 'Terminal' }).click();
  await configure("{ 'no-console': 'warn' }");
  await page.getByRole('tab', { name: 'Problems' }).click();
  await problems.getByText('Unexpected console statement').waitFor({ timeout: 60_000 });
});
