/** What the editor knows of the code in it: types, completions, problems, renames. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editorText, Playground, typeInTerminal, waitForEditor, waitForTerminal } from './playground_page.ts';

let playground: Playground;
let page: Page;

const garden = [
  'export interface Plant {',
  '  name: string;',
  '}',
  'export const water = (plant: Plant): string => plant.name;',
];
const index = ["import { water } from './garden.ts';", "water({ name: 'fern' });", "process.stdout.write('');"];

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open('/?new');
  page.setDefaultTimeout(10_000);
  await waitForEditor(page);
  for (const [name, lines] of Object.entries({ 'garden.ts': garden, 'main.ts': index })) {
    await typeInTerminal(page, `printf '%s\\n' ${lines.map((line) => JSON.stringify(line)).join(' ')} > ${name}`);
  }
  await page.getByRole('treeitem', { name: 'main.ts', exact: true }).click();
  await page.getByText("water({ name: 'fern' });").first().waitFor();
  await page.waitForFunction(() => performance.getEntriesByName('diagnosed').length > 0);
});
afterAll(() => playground?.close());

/** A stretch of one colour in the editor. */
const word = (text: RegExp) => page.locator('.view-line span span', { hasText: text }).last();

/** Puts the keyboard into the editor at a line and a column. */
async function cursorAt(line: number, column: number): Promise<void> {
  // Off the text, whose hovers lie over it.
  await page.mouse.move(0, 0);
  await page
    .locator('.monaco-editor')
    .first()
    .click({ position: { x: 300, y: 150 } });
  await page.keyboard.press('Control+Home');
  for (let down = 1; down < line; down++) await page.keyboard.press('ArrowDown');
  for (let right = 1; right < column; right++) await page.keyboard.press('ArrowRight');
}

async function problems(): Promise<string> {
  await page.keyboard.press('Control+Shift+m');
  return page.getByRole('tabpanel', { name: /Problems/ }).innerText();
}

describe('TypeScript in the editor', () => {
  it('shows the type of what the mouse rests on, from another file', async () => {
    await word(/^water$/).hover();
    await page.locator('.monaco-hover').getByText('water(plant: Plant): string').waitFor();
  });

  it('tells problems, and mends them', async () => {
    await cursorAt(2, 1);
    await page.keyboard.press('Control+Shift+k');
    await page.keyboard.insertText("wter({ name: 'fern' });\n");
    await expect.poll(problems).toContain("Cannot find name 'wter'. Did you mean 'water'?");
    await cursorAt(2, 2);
    await page.keyboard.press('Control+Period');
    await page.getByText("Change spelling to 'water'").first().click();
    await expect.poll(() => editorText(page)).toContain("water({ name: 'fern' });");
    await expect.poll(problems).toContain('No problems');
  });

  it("completes Node's functions with nothing installed, and imports them", async () => {
    await cursorAt(1, 1);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('readFileSyn');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'readFileSync' }).first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => editorText(page)).toMatch(/import \{ readFileSync \} from ["'](?:node:)?fs["']/);
  });

  it('renames in all files, those that are not open too', async () => {
    await word(/^water$/).click();
    await page.keyboard.press('F2');
    await page.locator('.rename-box input').fill('sprinkle');
    await page.keyboard.press('Enter');
    await expect.poll(() => editorText(page)).toContain("sprinkle({ name: 'fern' });");
    await page.keyboard.press('Control+Backquote');
    await typeInTerminal(page, 'clear; tail -1 garden.ts');
    await waitForTerminal(page, /^export const sprinkle =/m);
  });

  it('lets imports follow a file that is renamed in the tree', async () => {
    await page.getByRole('treeitem', { name: 'garden.ts', exact: true }).click();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name' }).fill('beds/plants.ts');
    await page.keyboard.press('Enter');
    await page.getByText('Imports updated in 1 file').waitFor();
    await page.getByRole('treeitem', { name: 'main.ts', exact: true }).click();
    await expect.poll(() => editorText(page)).toContain("from './beds/plants.ts';");
    await expect.poll(problems).toContain('No problems');
    await page.keyboard.press('Control+Backquote');
  });

  it('goes to a definition in another file, and into the types of Node', async () => {
    const tabs = page.getByRole('tablist', { name: 'Open files' });
    await word(/^process\.stdout/).click();
    await page.keyboard.press('F12');
    await tabs.getByRole('tab', { name: /process\.d\.ts/ }).waitFor();
    await expect.poll(() => editorText(page)).toContain('stdout');
  });
});

describe('other files in the editor', () => {
  it('are formatted on save as the project has it', async () => {
    await typeInTerminal(page, `echo 'singleQuote: true' > .prettierrc; echo 'let a = {b:"c"}' > plain.js`);
    await page.getByRole('treeitem', { name: 'plain.js', exact: true }).click();
    await expect.poll(() => editorText(page)).toContain('let a = {b:"c"}');
    await page
      .locator('.monaco-editor')
      .first()
      .click({ position: { x: 300, y: 150 } });
    await page.keyboard.press('Control+s');
    await expect.poll(() => editorText(page), { timeout: 10_000 }).toContain("let a = { b: 'c' };");
    await typeInTerminal(page, 'clear; cat plain.js');
    await waitForTerminal(page, /^let a = \{ b: 'c' \};/m);
  });

  it('of Vue are coloured, their scripts as TypeScript', async () => {
    await typeInTerminal(page, `echo '<script setup>const leaf: number = 1;</script>' > App.vue`);
    await page.getByRole('treeitem', { name: 'App.vue', exact: true }).click();
    await page.locator('footer').getByText('vue').waitFor();
    await word(/^const$/).waitFor();
  });

  it('are checked for what package.json and tsconfig.json may say', async () => {
    await typeInTerminal(page, `echo '{"type": "modul"}' > package.json`);
    await page.getByRole('treeitem', { name: 'package.json', exact: true }).click();
    await expect.poll(problems, { timeout: 10_000 }).toMatch(/Valid values: "commonjs", "module"/);
  });
});
