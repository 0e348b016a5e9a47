/** The workbench: files, search, palette, terminals, panels, settings and their keys. */
import { zipSync } from 'fflate';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  editorText,
  Playground,
  terminalText,
  typeInTerminal,
  waitForEditor,
  waitForPrompt,
  waitForTerminal,
} from './playground_page.ts';

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open('/?example=es-modules');
  await waitForEditor(page);
});
afterAll(() => playground?.close());

const item = (name: string) => page.getByRole('treeitem', { name, exact: true });
const names = () => page.getByRole('treeitem').allInnerTexts();
const tab = (name: string | RegExp) => page.getByRole('tablist', { name: 'Open files' }).getByRole('tab', { name });

async function typeName(name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
}

async function palette(command: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByPlaceholder('Type a command').fill(command);
  await page.keyboard.press('Enter');
}

describe('files', () => {
  it('are made, in folders too, and open at once', async () => {
    await page.getByRole('button', { name: 'New file' }).click();
    await typeName('made/by/test.js');
    await tab('test.js').waitFor();
    await item('test.js').waitFor();
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.type('console.log(6 * 7)');
    await typeInTerminal(page, 'node made/by/test.js');
    await waitForTerminal(page, /^42/m);
  });

  it('are renamed with F2, and their tabs follow', async () => {
    await item('test.js').click();
    await page.keyboard.press('F2');
    await typeName('renamed.js');
    await item('renamed.js').waitFor();
    await tab('renamed.js').waitFor();
    expect(await tab('test.js').count()).toBe(0);
  });

  it('are dragged into another folder', async () => {
    await item('renamed.js').dragTo(item('data.json'));
    await expect.poll(() => item('renamed.js').getAttribute('aria-level')).toBe('1');
  });

  it('are deleted with the keyboard, several at once, and brought back', async () => {
    await item('renamed.js').click();
    await page.keyboard.press('Home');
    const before = await names();
    await item('data.json').click();
    await item('renamed.js').click({ modifiers: ['Control'] });
    await page.keyboard.press('Delete');
    await page.getByText('2 files deleted').waitFor();
    await expect.poll(() => item('data.json').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(names).toEqual(before);
  });

  it('are copied, cut and pasted with the keyboard, under names that are free', async () => {
    await item('data.json').click();
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await item('data copy.json').waitFor();
    await item('data.json').click();
    await page.keyboard.press('Control+v');
    await item('data copy 2.json').click();
    await page.keyboard.press('Control+x');
    await item('lib').click();
    await page.keyboard.press('Control+v');
    await expect.poll(() => item('data copy 2.json').getAttribute('aria-level')).toBe('2');
    await typeInTerminal(page, 'clear; cmp data.json lib/data*2.json && cmp data.json data*y.json && echo the same');
    await waitForTerminal(page, /^the same/m);
    await typeInTerminal(page, 'rm lib/data*2.json data*y.json');
    await expect.poll(() => page.getByRole('treeitem', { name: /copy/ }).count()).toBe(0);
  });

  it('come in from the disk, zips unpacked', async () => {
    const zip = zipSync({ 'packed/inside.txt': new TextEncoder().encode('from a zip') });
    await item('data.json').click();
    await page.getByLabel('Files to upload').setInputFiles([
      { name: 'plain.txt', mimeType: 'text/plain', buffer: Buffer.from('plain text') },
      { name: 'some.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) },
    ]);
    await page.getByText('2 files uploaded').waitFor();
    await typeInTerminal(page, 'clear; cat plain.txt inside.txt; echo');
    await waitForTerminal(page, /plain textfrom a zip/);
  });

  it('leave as a zip', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download the project as zip' }).click();
    expect((await downloading).suggestedFilename()).toBe('es-modules.zip');
  });

  it('that a program writes appear by themselves, and in the open editor', async () => {
    await item('plain.txt').click();
    await expect.poll(() => editorText(page)).toContain('plain text');
    await typeInTerminal(page, 'echo changed > plain.txt; echo x > by-program.txt');
    await item('by-program.txt').waitFor();
    await expect.poll(() => editorText(page)).toContain('changed');
  });
});

describe('getting about', () => {
  it('a preview tab is replaced by the next, and kept by a double click', async () => {
    await item('data.json').click();
    await tab('data.json').waitFor();
    await item('by-program.txt').click();
    await tab('by-program.txt').waitFor();
    expect(await tab('data.json').count()).toBe(0);
    await item('by-program.txt').dblclick();
    await item('data.json').click();
    await tab('data.json').waitFor();
    expect(await tab('by-program.txt').count()).toBe(1);
  });

  it('Ctrl+P goes to a file by parts of its name', async () => {
    await page.keyboard.press('Control+p');
    await page.getByPlaceholder('Go to file').fill('counter');
    await page
      .getByRole('option', { name: /counter/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await tab('counter.mjs').waitFor();
  });

  it('Ctrl+Shift+F finds in all files, and replaces', async () => {
    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('textbox', { name: 'Search in all files' }).fill('changed');
    await page.getByText('1 in 1 file').waitFor();
    await page.getByRole('textbox', { name: 'Replace with' }).fill('replaced');
    await page.getByRole('button', { name: 'Replace all' }).click();
    await page.getByText('1 replaced').waitFor();
    await typeInTerminal(page, 'clear; cat plain.txt');
    await waitForTerminal(page, /^replaced/m);
    await page.keyboard.press('Control+Shift+e');
  });

  it('F6 moves from part to part', async () => {
    const part = () => page.evaluate(() => document.activeElement?.closest('[data-part]')?.getAttribute('aria-label'));
    const patience = { timeout: 5_000 };
    // From elsewhere, so that the wait below is for these keys and not for where the keyboard was already.
    await page.locator('.terminal.shown').getByRole('textbox', { name: 'Terminal input' }).focus();
    await page.keyboard.press('Control+Shift+e');
    await expect.poll(part, patience).toBe('Files');
    await page.keyboard.press('F6');
    await expect.poll(part, patience).toBe('Editor');
    await page.keyboard.press('F6');
    await expect.poll(part, patience).toBe('Panel');
    await page.keyboard.press('Shift+F6');
    await expect.poll(part, patience).toBe('Editor');
  });
});

describe('terminals', () => {
  it('are several, and each keeps its screen', async () => {
    await typeInTerminal(page, 'clear; echo in-the-first');
    await waitForTerminal(page, /^in-the-first/m);
    await page.keyboard.press('Control+Shift+Backquote');
    await expect.poll(() => terminalText(page)).not.toContain('in-the-first');
    await waitForPrompt(page);
    await typeInTerminal(page, 'echo in-the-second');
    await waitForTerminal(page, /^in-the-second/m);
    await palette('close the terminal');
    await waitForTerminal(page, /in-the-first/);
  });

  it('Run starts the project in a terminal of its own, and Stop ends it', async () => {
    await page.keyboard.press('Control+Alt+n');
    await waitForTerminal(page, /\[ended with 0\]/);
    await page.getByRole('button', { name: 'node index.mjs', exact: true, pressed: true }).waitFor();
    await palette('close the terminal');
  });
});

describe('panels, dialogs and themes', () => {
  it('a broken file is among the problems', async () => {
    await page.keyboard.press('Alt+n');
    await typeName('broken.json');
    await tab('broken.json').waitFor();
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.type('{"a": }');
    await page.keyboard.press('Control+Shift+m');
    await page
      .getByRole('tabpanel', { name: /Problems/ })
      .getByText(/broken\.json/)
      .first()
      .waitFor();
  });

  it('the theme is chosen, kept, and high contrast', async () => {
    await page.keyboard.press('Control+Comma');
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('contrast-dark');
    await page.keyboard.press('Escape');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(0, 0, 0)');
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('F1');
    await page.getByPlaceholder('Type a command').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('the layout is kept over a reload', async () => {
    await page.keyboard.press('Control+Backquote');
    // Not in the terminal, to whose program Ctrl+B goes.
    const button = page.getByRole('button', { name: 'New terminal' });
    await button.press('Control+b');
    await expect.poll(() => page.getByRole('tree').count()).toBe(0);
    await page.reload();
    await waitForPrompt(page);
    expect(await page.getByRole('tree').count()).toBe(0);
    await button.press('Control+b');
    await page.getByRole('tree').waitFor();
  });
});
