/** The panel of processes, by keyboard and as screen readers have it. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, Playground, typeInTerminal, waitForTerminal } from './playground_page.ts';

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open('/?new', { colorScheme: 'dark' });
});
afterAll(() => playground?.close());

const panel = () => page.getByRole('tabpanel', { name: 'Processes' });
const row = (command: RegExp) => panel().getByRole('row').filter({ hasText: command });
const cells = async (command: RegExp) => row(command).getByRole('cell').allInnerTexts();

async function inTerminal(line: string, shows: RegExp): Promise<void> {
  await page.keyboard.press('Control+Backquote');
  await typeInTerminal(page, line);
  await waitForTerminal(page, shows);
}

describe('the panel of processes', () => {
  it('shows what runs, how busy it is, and its ports', async () => {
    await inTerminal("node -e 'console.log(`bu` + `sy`); for (;;);' &", /busy/);
    await inTerminal(
      "node -e 'require(`http`).createServer().listen(3000, () => console.log(`lis` + `tens`))' &",
      /listens/,
    );
    await page.getByRole('tab', { name: 'Processes' }).click();
    await row(/for \(;;\)/).waitFor();
    // PID, CPU, memory, state, ports.
    await expect
      .poll(async () => Number.parseFloat((await cells(/for \(;;\)/))[1] ?? ''), { timeout: 20_000 })
      .toBeGreaterThan(30);
    expect((await cells(/for \(;;\)/))[3]).toBe('running');
    await expect.poll(async () => (await cells(/createServer/))[3], { timeout: 20_000 }).toBe('sleeping');
    await row(/createServer/)
      .getByRole('link', { name: '3000' })
      .waitFor();
    // Neither the supervisor, which nobody can end, nor what lists the processes.
    expect(await row(/init|while ps/).count()).toBe(0);
  });

  it('is in order for axe, dark and light', async () => {
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await axeViolations(page)).toEqual([]);
  });

  it('is sorted by its titles, with the keyboard', async () => {
    await panel().getByRole('button', { name: 'CPU' }).focus();
    await page.keyboard.press('Enter');
    await panel().locator('[aria-sort=descending]', { hasText: 'CPU' }).waitFor();
    const first = panel().getByRole('row').nth(1);
    await expect.poll(() => first.innerText(), { timeout: 20_000 }).toContain('for (;;)');
    await page.keyboard.press('Enter');
    await expect.poll(() => first.innerText(), { timeout: 20_000 }).not.toContain('for (;;)');
  });

  it('ends a program, and one that does not want to at the second time', async () => {
    await panel()
      .getByRole('button', { name: /^End node -e console\.log\(`bu/ })
      .focus();
    await page.keyboard.press('Enter');
    await row(/for \(;;\)/).waitFor({ state: 'detached' });
    await inTerminal(
      "node -e 'process.on(`SIGTERM`, () => console.log(`ne` + `ver`)); setInterval(() => {}, 1000)' &",
      /❯\s*$/,
    );
    await page.getByRole('tab', { name: 'Processes' }).click();
    const end = panel().getByRole('button', { name: /^End node -e process\.on/ });
    await end.focus();
    await page.keyboard.press('Enter');
    const kill = panel().getByRole('button', { name: /^Kill node -e process\.on/ });
    await kill.waitFor();
    await page.getByRole('tab', { name: 'Terminal' }).click();
    await waitForTerminal(page, /never/);
    await page.getByRole('tab', { name: 'Processes' }).click();
    await kill.focus();
    await page.keyboard.press('Enter');
    await row(/SIGTERM/).waitFor({ state: 'detached' });
  });
});
