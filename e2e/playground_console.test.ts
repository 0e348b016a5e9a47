/** The console panel: what programs and previewed pages write, as values. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, Playground, typeInTerminal, waitForEditor, waitForTerminal } from './playground_page.ts';

const program = `
const point = new (class Point { x = 1; get y() { throw new Error('never asked'); } })();
console.log('a %s of %d', 'pair', 2, point, new Map([['key', [1, { deep: undefined }]]]));
console.group('inside');
console.warn(new Set([1n]));
console.groupEnd();
for (let i = 0; i < 3; i++) console.error('again');
console.count('tick');
const page = '<h1>page</h1><script>console.log("from the page", document.querySelector("h1"), { a: [1, 2] }); console.table([{ b: 1 }]); console.assert(false, "untrue"); console.debug("quiet")</script>';
require('node:http').createServer((request, response) => response.setHeader('content-type', 'text/html').end(page)).listen(3000);
`;

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open('/?new');
  await waitForEditor(page);
});
afterAll(() => playground?.close());

const panel = () => page.getByRole('tabpanel', { name: /^Console/ });
const row = (text: string | RegExp) => panel().getByRole('listitem').filter({ hasText: text });

describe('the console', () => {
  it('shows what a program writes, with the line that wrote it', async () => {
    await page.getByRole('tab', { name: /^Console/ }).click();
    await panel().getByText('programs that start from now on').waitFor();
    await page.getByRole('tab', { name: 'Terminal' }).click();
    await typeInTerminal(page, `cat > program.js <<'END'\n${program.trim()}\nEND`);
    await typeInTerminal(page, 'node program.js');
    await waitForTerminal(page, /tick: 1/);
    await page.getByRole('tab', { name: /^Console/ }).click();
    const first = row('a pair of 2');
    await first.waitFor();
    expect(await first.innerText()).toMatch(
      /^program\.js\s+a pair of 2\s+Point \{x: 1\}\s+Map\(1\) \{key: Array\(2\)\}\s+program\.js:2$/,
    );
    expect(await row('Set(1) [1n]').evaluate((element) => element.style.paddingLeft)).toBe('26px');
    expect(await row('again').innerText()).toMatch(/^program\.js\s+3\s+again/);
    await row('tick: 1').waitFor();
  });

  it('opens objects as trees, with the keyboard', async () => {
    const map = row('a pair of 2').locator('summary', { hasText: 'Map(1)' }).first();
    await map.focus();
    await page.keyboard.press('Enter');
    await row('a pair of 2').locator('summary', { hasText: 'key: Array(2) [1, Object]' }).focus();
    await page.keyboard.press('Enter');
    await row('a pair of 2').locator('summary', { hasText: '1: {deep: undefined}' }).waitFor();
  });

  it('shows what the previewed page writes, apart from it', async () => {
    await row('from the page').waitFor();
    expect(await row('from the page').innerText()).toMatch(/^:3000\s+from the page\s+<h1><\/h1>\s+\{a: Array\(2\)\}/);
    await row(/Assertion failed\s*untrue/).waitFor();
    await panel().getByLabel('Whose console').selectOption('page');
    expect(await row('tick').count()).toBe(0);
    await panel().getByLabel('Level').selectOption('debug');
    expect(await panel().getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/quiet/)]);
    await panel().getByLabel('Whose console').selectOption('program');
    await panel().getByText('matches the filter').waitFor();
    await panel().getByLabel('Level').selectOption('all');
    await panel().getByLabel('Filter the console').fill('TICK');
    expect(await panel().getByRole('listitem').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('leads to the line', async () => {
    await panel().getByLabel('Filter the console').fill('');
    await panel().getByLabel('Whose console').selectOption('all');
    await row('tick: 1').getByRole('button').click();
    await page.getByRole('contentinfo').getByText('Line 7').waitFor();
  });
});
