/** The course, as a learner goes through it. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, Playground, waitForEditor, waitForPrompt } from './playground_page.ts';

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.blank();
  await page.goto(`${playground.served.app}/tutorial`);
  await waitForPrompt(page);
  await waitForEditor(page);
});
afterAll(() => playground?.close());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });

describe('a lesson', () => {
  it('says what is missing, gives a hint, and is done when its checks pass', async () => {
    await heading('JavaScript without a page').waitFor();
    await button('Check').click();
    await page.getByText('Print what typeof document is').waitFor();
    await button('Hint').click();
    await page.getByText('Hint:').waitFor();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(
      "console.log('document: ' + typeof document);\nconsole.log('process: ' + typeof process);",
    );
    await button('Check').click();
    await page.getByText('Done: all checks pass.').waitFor();
    await page.getByText('1 of 18').waitFor();
  });

  it('keeps progress and the learner’s files over a reload', async () => {
    await page.goto(`${playground.served.app}/tutorial?lesson=1-a-runtime/1-without-a-page`);
    await waitForEditor(page);
    await page.getByText('1 of 18').waitFor();
    await page.locator('.monaco-editor .view-line', { hasText: 'typeof process' }).last().waitFor();
  });

  it('is compared with its solution, solved and reset', async () => {
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption({ label: '3. What a page does not have: files' });
    await heading('What a page does not have: files').waitFor();
    await button('Compare with the solution').click();
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'readFileSync' }).first().waitFor();
    await button('Compare with the solution').click();
    await button('Solve').click();
    await button('Check').click();
    await page.getByText('Done: all checks pass.').waitFor();
    await button('Reset').click();
    await button('Check').click();
    await page.getByText('Not yet:').waitFor();
  });

  it('with a server is seen beside the text', async () => {
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption({ label: '5. A server in ten lines' });
    await heading('A server in ten lines').waitFor();
    await button('Solve').click();
    await button('Run').click();
    await page
      .frameLocator('iframe[title^="Preview of port"]')
      .getByRole('heading', { name: 'Hello from Node.js' })
      .waitFor();
    await button('Check').click();
    await page.getByText('Done: all checks pass.').waitFor();
    await button('Stop').click();
  });

  it('has files that are only read', async () => {
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption({ label: '10. Piece by piece: streams' });
    await page.getByRole('tab', { name: /make\.js/ }).click();
    await page.getByRole('tab', { name: /make\.js.*read only/ }).waitFor();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.type('nothing of this');
    expect(await page.getByText('nothing of this').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('shows the event loop of its program', async () => {
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption({ label: '12. What blocks' });
    await button('Watch the event loop').click();
    await page
      .getByRole('row')
      .filter({ hasText: /main script/ })
      .filter({ hasText: /blocks/ })
      .waitFor();
  });

  it('sets one thread against many, the one of a real server', async () => {
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption({ label: '14. One thread against many' });
    const exhibit = page.getByRole('region', { name: /one thread against many/ });
    await exhibit.getByRole('slider', { name: 'Threads' }).fill('2');
    await exhibit.getByRole('button', { name: 'Start both' }).click();
    const answers = async (of: 'a' | 'b') =>
      Number(await exhibit.getByRole('figure', { name: 'Answers a second' }).locator(`b.${of}`).innerText());
    // Two threads that wait 200 ms answer ten a second; the load is sixty.
    await expect.poll(() => answers('b'), { timeout: 20_000 }).toBeGreaterThan(20);
    expect(await answers('a')).toBeLessThan(15);
    await page.waitForFunction(() => performance.getEntriesByName('diagnosed').length > 0);
    expect(await axeViolations(page)).toEqual([]);
    await exhibit.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('combobox', { name: 'Lesson' }).selectOption('1-a-runtime/5-a-server');
    await heading('A server in ten lines').waitFor();
  });

  it('has a link that takes the learner’s own files along', async () => {
    await button('Copy link').click();
    await page.getByText('is copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await playground.blank();
    await other.goto(link);
    await other.getByRole('heading', { name: 'A server in ten lines' }).waitFor();
    await other.locator('.monaco-editor .view-line', { hasText: "'/time'" }).first().waitFor();
    await other.close();
  });

  it('has nothing that axe finds', async () => {
    expect(await axeViolations(page)).toEqual([]);
  });

  it('that does not exist is told', async () => {
    await page.goto(`${playground.served.app}/tutorial?lesson=no/such`);
    await page.getByText('There is no lesson “no/such” in this course.').waitFor();
    await page.goto(`${playground.served.app}/tutorial?course=none`);
    await page.getByText('There is no course “none”.').waitFor();
    await page.getByRole('link', { name: 'What exactly is Node.js?' }).click();
    await page.getByText(/^\d+ of 18$/).waitFor();
  });
});
