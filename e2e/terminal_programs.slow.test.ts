/** Programs from the registry that take the whole terminal, used by keyboard. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Playground, terminalText, typeInTerminal, waitForTerminal } from './playground_page.ts';

/** ms for npm to install from the registry, on a busy machine. */
const PATIENCE = 240_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

const isPrompting = (page: Page) =>
  expect.poll(async () => (await terminalText(page)).trimEnd().at(-1), { timeout: 60_000 }).toBe('❯');

/** A test file whose test is named after how often the file has run, so that the screen tells runs apart. */
const countingTest = (assertion: string) => [
  `import { appendFileSync, readFileSync } from 'node:fs';`,
  `import { expect, it } from 'vitest';`,
  `appendFileSync('/tmp/runs', '.');`,
  `it('run ' + readFileSync('/tmp/runs').length, () => ${assertion});`,
];

it('vitest watches: runs again after a change and at a key, and ends at another', {
  timeout: 2 * PATIENCE,
}, async () => {
  const page = await playground.open('/?new');
  const write = (assertion: string) =>
    `printf '%s\\n' ${countingTest(assertion)
      .map((line) => `"${line}"`)
      .join(' ')} > sum.test.js`;
  await typeInTerminal(page, write('expect(1 + 1).toBe(2)'));
  await typeInTerminal(page, 'clear; npm install --no-audit --no-fund vitest && echo install-done');
  await waitForTerminal(page, /^install-done/m, PATIENCE);
  await typeInTerminal(page, 'clear; npx vitest');
  const settled = (words: string) => waitForTerminal(page, new RegExp(`${words}[\\s\\S]*press q to quit`), PATIENCE);
  await settled('✓ run 1 [\\s\\S]*1 passed');
  await page.keyboard.press('a');
  await settled('✓ run 2 [\\s\\S]*1 passed');
  // From another terminal, as an editor would.
  await page.getByRole('button', { name: 'New terminal' }).click();
  await waitForTerminal(page, /❯/);
  await typeInTerminal(page, write('expect(1 + 1).toBe(3)'));
  await page.keyboard.press('Alt+PageUp');
  await settled('1 failed');
  await page.keyboard.press('q');
  await isPrompting(page);
});

it('npm create vite asks, and makes what was chosen', { timeout: 2 * PATIENCE }, async () => {
  const page = await playground.open('/?new');
  await typeInTerminal(page, 'clear; npm create --yes vite@latest');
  await waitForTerminal(page, /Project name/, PATIENCE);
  await page.keyboard.type('greenhouse');
  await page.keyboard.press('Enter');
  await waitForTerminal(page, /Select a framework/, 60_000);
  // Vanilla comes first, Vue second.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await waitForTerminal(page, /Select a variant/, 60_000);
  await page.keyboard.press('Enter');
  for (;;) {
    await waitForTerminal(page, /Scaffolding project|Install with|Which linter|rolldown/i, 60_000);
    if (/Scaffolding project/.test(await terminalText(page))) break;
    await page.keyboard.press('n');
    await page.waitForTimeout(300);
  }
  await isPrompting(page);
  await typeInTerminal(page, 'clear; grep -c vue greenhouse/package.json && ls greenhouse/src');
  await waitForTerminal(page, /App\.vue/);
});
