/** What the workbench makes of a project that Git keeps. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, Playground, typeInTerminal, waitForEditor, waitForTerminal } from './playground_page.ts';

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open('/?example=es-modules');
  await waitForEditor(page);
  await typeInTerminal(
    page,
    'git init -q; git config user.email e@example.com; git config user.name E; printf "*.log\\nout/\\n" > .gitignore; mkdir out; echo zebra > out/a.txt; echo zebra > b.log; echo zebra > c.txt; git add . && git commit -q -m first; echo done:$?',
  );
  await waitForTerminal(page, /done:0/);
});
afterAll(() => playground?.close());

const item = (name: string) => page.getByRole('treeitem', { name, exact: true });
const tab = (name: string | RegExp) => page.getByRole('tablist', { name: 'Open files' }).getByRole('tab', { name });
const difference = (side: 'original' | 'modified') =>
  page.locator(`.monaco-diff-editor .editor.${side} .lines-content > .view-lines[data-mprt]`);

describe('files that Git ignores', () => {
  it('are dimmed, with what is in such folders', async () => {
    await item('out').click();
    await item('a.txt').waitFor();
    const isDimmed = (name: string) => item(name).evaluate((element) => element.classList.contains('dimmed'));
    expect(await Promise.all(['out', 'a.txt', 'b.log', 'c.txt', '.gitignore'].map(isDimmed))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('are not searched', async () => {
    await item('c.txt').focus();
    await page.keyboard.press('Control+Shift+F');
    await page.getByLabel('Search in all files').fill('zebra');
    await expect.poll(() => page.getByRole('status').allInnerTexts()).toContain('1 in 1 file');
    await page.keyboard.press('Control+Shift+E');
  });
});

describe('a file is compared', () => {
  it('with the last commit, and the comparison follows what is typed', async () => {
    await item('c.txt').dblclick();
    await tab('c.txt').waitFor();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.type('striped ');
    await page.keyboard.press('F1');
    await page.getByPlaceholder('Type a command').fill('Compare with the last commit');
    await page.keyboard.press('Enter');
    await tab('c.txt ↔ the last commit').waitFor();
    await expect.poll(() => difference('original').innerText()).toContain('zebra');
    expect(await difference('original').innerText()).not.toContain('striped');
    await expect.poll(() => difference('modified').innerText()).toContain('striped');
    await typeInTerminal(page, 'echo giraffe > c.txt');
    await expect.poll(() => difference('modified').innerText()).toContain('giraffe');
    expect(await axeViolations(page)).toEqual([]);
    await tab('c.txt ↔ the last commit').press('Delete');
    await expect.poll(() => tab('c.txt ↔ the last commit').count()).toBe(0);
  });

  it('with another one', async () => {
    await item('b.log').click();
    await item('c.txt').click({ modifiers: ['Control'] });
    await item('c.txt').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Compare the two' }).click();
    await tab('c.txt ↔ b.log').waitFor();
    await expect.poll(() => difference('original').innerText()).toContain('zebra');
    await expect.poll(() => difference('modified').innerText()).toContain('giraffe');
  });

  it('that Git does not have: all of it is new', async () => {
    await item('b.log').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Compare with the last commit' }).click();
    await tab('b.log ↔ the last commit').waitFor();
    await expect.poll(() => difference('modified').innerText()).toContain('zebra');
    expect((await difference('original').innerText()).trim()).toBe('');
  });
});
