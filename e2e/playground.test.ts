/** The playground's page, used as a person uses it: keyboard, mouse, and what is on the screen. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  editorText,
  Playground,
  previewHeading,
  terminalInput,
  terminalText,
  typeInTerminal,
  waitForEditor,
  waitForPrompt,
  waitForTerminal,
} from './playground_page.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.start();
});
afterAll(() => playground?.close());

describe('opening', () => {
  afterEach(() => playground.closePages());

  it('shows how far the boot is, then the prompt and the file', async () => {
    const page = await playground.blank();
    // Seen steps are collected from the first moment, however short they are.
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        const step = document.querySelector('[data-step]')?.getAttribute('data-step');
        if (step && seen.at(-1) !== step) seen.push(step);
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await page.goto(playground.served.app);
    await waitForPrompt(page);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen[0]).toBe('runtime');
    expect(seen.at(-1)).toBe('ready');
    await waitForEditor(page);
    expect(await editorText(page)).toContain('node:http');
  });

  it('paints within a second and does not shift', async () => {
    const page = await playground.open();
    await waitForEditor(page);
    const { paint, shift } = await page.evaluate(async () => {
      let shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1, shift };
    });
    expect(paint).toBeGreaterThan(0);
    expect(paint).toBeLessThan(1000);
    expect(shift).toBeLessThan(0.02);
  });

  it('opens the example that the address names', async () => {
    const page = await playground.open('/?example=es-modules');
    await typeInTerminal(page, 'ls');
    await waitForTerminal(page, /index\.mjs/);
    await waitForEditor(page);
    expect(await editorText(page)).toContain('import');
  });

  it('says so when the address names no example', async () => {
    const page = await playground.blank();
    await page.goto(`${playground.served.app}/?example=no-such-thing`);
    await page.getByText('There is no example “no-such-thing”').first().waitFor();
    await page.getByRole('link', { name: 'execution-model' }).click();
    await waitForPrompt(page);
  });
});

describe('a browser without what the runtime needs', () => {
  afterEach(() => playground.closePages());

  it.each([
    ['WebAssembly', 'delete globalThis.WebAssembly', /WebAssembly/],
    ['Service Workers', 'delete Navigator.prototype.serviceWorker', /Service Workers/],
    ['SharedArrayBuffer', 'delete globalThis.SharedArrayBuffer', /SharedArrayBuffer/],
  ])('is told that %s is missing, and why it is needed', async (_name, init, expected) => {
    const page = await playground.blank({ init });
    await page.goto(playground.served.app);
    await page.getByRole('heading', { name: 'This browser lacks what Wardian needs' }).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toMatch(expected);
    expect(text).toMatch(/memory|module|previews/);
  });
});

describe('a container that is gone', () => {
  it('is told, with a way to start it again', async () => {
    const init =
      'const { setTimeout: own } = window; window.setTimeout = (f, ms, ...rest) => own(f, Math.min(ms ?? 0, 1_000), ...rest);';
    const page = await playground.open('/?new', { init });
    await page.evaluate(() => document.querySelector('iframe[src*="/headless"]')?.remove());
    await page.getByText('The container does not answer').waitFor();
    await page.getByRole('button', { name: 'Start it again' }).click();
    await waitForPrompt(page);
    await page.waitForFunction(() => !document.body.innerText.includes('does not answer'));
  });
});

describe('a program that serves a page', () => {
  afterEach(() => playground.closePages());

  it('is edited, started, seen, restarted and ended', async () => {
    const page = await playground.open('/?example=http-api');
    await waitForEditor(page);
    await typeInTerminal(page, 'node server.js');
    await previewHeading(page).waitFor();
    expect(await previewHeading(page).innerText()).toBe('Notes');

    // The editor's own search selects the words; typing replaces them.
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('<h1>Notes');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor .currentFindMatch').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('<h1>Edited notes');
    await expect.poll(() => editorText(page)).toContain('<h1>Edited notes</h1>');

    await terminalInput(page).focus();
    await page.keyboard.press('Control+c');
    await page.getByText('Nothing listens on port 3000 any more').waitFor();

    await typeInTerminal(page, 'node server.js');
    await expect.poll(() => previewHeading(page).innerText(), { timeout: 20_000 }).toBe('Edited notes');
    await terminalInput(page).focus();
    await page.keyboard.press('Control+c');
    await page.getByText('Nothing listens on port 3000 any more').waitFor();
  });

  it('stays in the preview when a tool opens a port that the system chooses', async () => {
    const page = await playground.open('/?new');
    const program = `const { createServer } = require('node:http'); const page = (title) => createServer((request, response) => response.setHeader('content-type', 'text/html').end('<h1>' + title + '</h1>')); page('mine').listen(3000, () => page('inner').listen(0, () => console.log('both')))`;
    await typeInTerminal(page, `node -e "${program}"`);
    await waitForTerminal(page, /^both/m);
    await page.getByRole('combobox', { name: 'Port' }).waitFor();
    await expect.poll(() => previewHeading(page).innerText()).toBe('mine');
    expect(await page.getByRole('combobox', { name: 'Port' }).inputValue()).toBe('3000');
  });
});

describe('the terminal', () => {
  let page: Page;
  beforeAll(async () => {
    page = await playground.open();
  });
  afterAll(() => playground.closePages());

  it('repeats lines from its history', async () => {
    await typeInTerminal(page, 'echo first-$((1+1))');
    await waitForTerminal(page, /^first-2/m);
    await typeInTerminal(page, 'clear');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await waitForTerminal(page, /echo first/);
    await page.keyboard.press('Enter');
    await waitForTerminal(page, /^first-2/m);
  });

  it('takes what is pasted', async () => {
    await typeInTerminal(page, 'clear');
    await page.evaluate(() => navigator.clipboard.writeText('echo pasted-text-$((2+3))'));
    await page.keyboard.press('Control+Shift+v');
    await waitForTerminal(page, /echo pasted-text/);
    await page.keyboard.press('Enter');
    await waitForTerminal(page, /^pasted-text-5/m);
  });

  it('tells programs its size, and when that changes', async () => {
    await typeInTerminal(page, 'clear');
    await typeInTerminal(
      page,
      `node -e "const show = () => console.log('size', process.stdout.columns); show(); process.stdout.on('resize', show); setTimeout(() => {}, 60000)"`,
    );
    await waitForTerminal(page, /^size \d+/m);
    const before = Number(/^size (\d+)/m.exec(await terminalText(page))?.[1]);
    await page.setViewportSize({ width: 1000, height: 800 });
    await expect.poll(async () => /^size \d+\s+size (\d+)/m.test(await terminalText(page))).toBe(true);
    const after = Number([...(await terminalText(page)).matchAll(/^size (\d+)/gm)].at(-1)?.[1]);
    expect(after).toBeLessThan(before);
    await page.keyboard.press('Control+c');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('makes addresses links', async () => {
    await typeInTerminal(page, 'clear; echo see https://example.com/path now');
    await waitForTerminal(page, /^see https/m);
    const row = page.locator('.xterm-rows:visible > div', { hasText: /^see https/ });
    const box = await row.boundingBox();
    if (!box) throw new Error('the line is not on the screen');
    const opened: string[] = [];
    await page.exposeFunction('opened', (address: string) => opened.push(address));
    await page.evaluate(() => {
      window.open = () => {
        const tab = { location: { href: '' }, opener: null };
        setTimeout(() => (globalThis as unknown as { opened(address: string): void }).opened(tab.location.href), 50);
        return tab as unknown as Window;
      };
    });
    await page.mouse.move(box.x + 90, box.y + 8);
    await page.mouse.move(box.x + 100, box.y + 8);
    await page.mouse.click(box.x + 100, box.y + 8);
    await expect.poll(() => opened).toEqual(['https://example.com/path']);
  });

  it('is searched', async () => {
    await typeInTerminal(page, 'clear; for i in 1 2 3 4 5 6 7 8 9; do echo line-$i; done');
    await waitForTerminal(page, /^line-9/m);
    await page.keyboard.press('Control+Shift+f');
    await page.keyboard.type('line-3');
    await page.keyboard.press('Enter');
    await page.locator('.xterm-selection > div').first().waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
  });
});

describe('accessibility', () => {
  afterEach(() => playground.closePages());

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 375],
  ] as const)('axe finds nothing (%s, %i px)', async (colorScheme, width) => {
    const page = await playground.open('/?example=express', { colorScheme, width });
    if (width > 400) await waitForEditor(page);
    expect(await axeViolations(page)).toEqual([]);
  });
});
