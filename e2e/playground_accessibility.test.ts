/** Every view of the workbench, as axe sees it: light, dark and in high contrast. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, Playground, typeInTerminal, waitForEditor, waitForTerminal } from './playground_page.ts';

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterAll(() => playground?.close());

const repository =
  'git init -q; git config user.email e@example.com; git config user.name E; git add .; git commit -q -m first; echo done';

const panels = ['Terminal', 'Problems', 'Console', 'Ports', 'Processes', 'Event loop', 'Environment'];
const dialogs: readonly (readonly [command: string, title: string])[] = [
  ['open or start', 'Projects'],
  ['project: share', 'Share'],
  ['preferences: settings', 'Settings'],
  ['keyboard shortcuts', 'Keyboard shortcuts'],
  ['project: rename', 'Rename'],
];

describe.each(['light', 'dark', 'high contrast'])('%s', (theme) => {
  let page: Page;
  const palette = async (command: string) => {
    await page.keyboard.press('F1');
    await page.getByPlaceholder('Type a command').fill(command);
    await page.keyboard.press('Enter');
  };
  const file = (name: string) => page.getByRole('treeitem', { name, exact: true });

  beforeAll(async () => {
    page = await playground.open('/?example=http-api', { colorScheme: theme === 'dark' ? 'dark' : 'light' });
    await waitForEditor(page);
    if (theme === 'high contrast') await palette('high contrast theme');
    await typeInTerminal(page, `node server.js & ${repository}`);
    await waitForTerminal(page, /^done/m);
  });
  afterAll(() => playground.closePages());

  it.each(panels)('the panel %s', async (name) => {
    await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await page.getByRole('tabpanel', { name: new RegExp(`^${name}`) }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('files that are chosen, and their menu', async () => {
    await file('client.js').click();
    await file('server.js').click({ modifiers: ['Control'] });
    expect(await axeViolations(page)).toEqual([]);
    await file('server.js').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Compare the two' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('a comparison', async () => {
    await palette('compare with the last commit');
    await page.locator('.monaco-diff-editor .editor.modified .view-line').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('the search', async () => {
    await file('server.js').focus();
    await page.keyboard.press('Control+Shift+F');
    await page.getByLabel('Search in all files').fill('note');
    await page.getByText(/^\d+ in \d files?$/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Control+Shift+E');
  });

  it.each(dialogs)('the dialog of “%s”', async (command, title) => {
    await palette(command);
    await page.getByRole('dialog', { name: new RegExp(title) }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('a message', async () => {
    await file('client.js').click();
    await page.keyboard.press('Delete');
    await page.getByText('client.js deleted').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});
