/** The event loop of a program, as its author looks at it. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, Playground, typeInTerminal, waitForEditor, waitForTerminal } from './playground_page.ts';

let playground: Playground;
let page: Page;

const program = [
  'setTimeout(function blocker() { const end = Date.now() + 120; while (Date.now() < end); }, 1);',
  'setImmediate(function soon() {});',
  "require('node:http').createServer().listen(3000, () => console.log('listens'));",
];

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open('/?new');
  await waitForEditor(page);
});
afterAll(() => playground?.close());

const panel = () => page.getByRole('tabpanel', { name: 'Event loop' });
const row = (text: RegExp) => panel().getByRole('row').filter({ hasText: text });

describe('the event loop inspector', () => {
  it('shows callbacks of a running program, what blocks it, and what keeps it alive', async () => {
    await page.getByRole('tab', { name: 'Event loop' }).click();
    await panel().getByRole('button', { name: 'Watch' }).click();
    await panel().getByText('Start a program').waitFor();
    await page.keyboard.press('Control+Backquote');
    await typeInTerminal(page, `printf '%s\\n' ${program.map((line) => JSON.stringify(line)).join(' ')} > index.js`);
    await typeInTerminal(page, 'node index.js');
    await waitForTerminal(page, /^listens/m);
    await page.getByRole('tab', { name: 'Event loop' }).click();
    await row(/timers.*timer blocker \(index\.js:1\)/).waitFor();
    expect(await row(/blocker/).innerText()).toMatch(/1\d\d ms\sblocks/);
    await row(/check.*immediate soon/).waitFor();
    await panel().getByText('server', { exact: true }).first().waitFor();
    await panel().getByText('poll (asleep)').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('goes step by step, with the keyboard, and leads to the line', async () => {
    await panel().getByRole('button', { name: 'Live' }).focus();
    await page.keyboard.press('Enter');
    const moment = panel().getByRole('slider', { name: 'Moment' });
    await moment.focus();
    await page.keyboard.press('Home');
    await panel().getByText('main script', { exact: true }).first().waitFor();
    await panel().getByRole('button', { name: 'Step forward' }).focus();
    const seen: string[] = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Enter');
      seen.push(await panel().locator('.now').innerText());
    }
    expect(seen).toContainEqual(expect.stringMatching(/ms nextTick .* runs$/));
    expect(seen).toContainEqual(expect.stringMatching(/ms immediate soon \(index\.js:2\) runs$/));
    expect(seen).toContainEqual(expect.stringMatching(/ms timer blocker \(index\.js:1\) runs$/));
    await row(/blocker/)
      .getByRole('button')
      .click();
    await expect.poll(() => page.getByText('Line 1, column 1').count()).toBe(1);
  });

  it('shows that a program has ended', async () => {
    await panel().getByRole('button', { name: 'Live' }).click();
    await page.keyboard.press('Control+Backquote');
    await page.keyboard.press('Control+c');
    await typeInTerminal(page, "clear; node -e 'setTimeout(() => {}, 5)'");
    await page.getByRole('tab', { name: 'Event loop' }).click();
    await panel().getByText('the process has ended').waitFor();
  });
});
