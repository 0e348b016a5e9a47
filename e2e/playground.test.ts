/** The playground's page, used as a person uses it: keyboard, mouse, and what is on the screen. */
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Served, serve } from './tab.ts';

const prompt = '❯';
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let served: Served;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  served = await serve();
  browser = await launch();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
  await browser?.close();
  served?.stop();
});

interface Opening {
  colorScheme?: 'light' | 'dark';
  width?: number;
  /** Script that runs in every frame before any of the page's. */
  init?: string;
}

async function newPage({ colorScheme = 'light', width = 1280, init }: Opening = {}): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  contexts.push(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: served.app });
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  return page;
}

const terminalText = (page: Page) =>
  page.locator('.xterm-rows').evaluate((rows) => Array.from(rows.children, (row) => row.textContent ?? '').join('\n'));

/** Waits until the terminal's screen matches. */
async function waitForTerminal(page: Page, pattern: RegExp): Promise<void> {
  await expect.poll(() => terminalText(page), { timeout: 20_000 }).toMatch(pattern);
}

async function openPlayground(path = '/', opening: Opening = {}): Promise<Page> {
  const page = await newPage(opening);
  await page.goto(served.app + path);
  await waitForTerminal(page, new RegExp(prompt));
  return page;
}

async function typeInTerminal(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.keyboard.type(`${line}\n`);
}

async function waitForEditor(page: Page): Promise<void> {
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

/** The text that the editor shows, as far as it is on the screen. */
const editorText = async (page: Page) =>
  (await page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

const previewHeading = (page: Page) => page.frameLocator('iframe[title^="Preview of port"]').locator('h1').first();

async function axeViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axeSource });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          context: object,
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    // What programs serve into the preview is theirs.
    const { violations } = await axe.run({ exclude: ['iframe'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
}

describe('opening', () => {
  it('shows how far the boot is, then the prompt and the file', async () => {
    const page = await newPage();
    // Seen steps are collected from the first moment, however short they are.
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        const step = document.querySelector('[data-step]')?.getAttribute('data-step');
        if (step && seen.at(-1) !== step) seen.push(step);
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await page.goto(served.app);
    await waitForTerminal(page, new RegExp(prompt));
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen[0]).toBe('runtime');
    expect(seen.at(-1)).toBe('ready');
    await waitForEditor(page);
    expect(await editorText(page)).toContain('node:http');
  });

  it('paints within a second and does not shift', async () => {
    const page = await openPlayground();
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
    const page = await openPlayground('/?example=es-modules');
    await typeInTerminal(page, 'ls');
    await waitForTerminal(page, /index\.mjs/);
    await waitForEditor(page);
    expect(await editorText(page)).toContain('import');
  });

  it('says so when the address names no example', async () => {
    const page = await newPage();
    await page.goto(`${served.app}/?example=no-such-thing`);
    await page.getByText('There is no example “no-such-thing”').first().waitFor();
    expect(await page.locator('body').innerText()).toContain('execution-model');
  });
});

describe('a browser without what the runtime needs', () => {
  it.each([
    ['WebAssembly', 'delete globalThis.WebAssembly', /WebAssembly/],
    ['Service Workers', 'delete Navigator.prototype.serviceWorker', /Service Workers/],
    ['SharedArrayBuffer', 'delete globalThis.SharedArrayBuffer', /SharedArrayBuffer/],
  ])('is told that %s is missing, and why it is needed', async (_name, init, expected) => {
    const page = await newPage({ init });
    await page.goto(served.app);
    await page.getByRole('heading', { name: 'This browser lacks what Wardian needs' }).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toMatch(expected);
    expect(text).toMatch(/memory|module|previews/);
  });
});

describe('a program that serves a page', () => {
  it('is edited, started, seen, restarted and ended', async () => {
    const page = await openPlayground('/?example=http-api');
    await waitForEditor(page);
    await typeInTerminal(page, 'node server.js');
    await previewHeading(page).waitFor();
    expect(await previewHeading(page).innerText()).toBe('Notes');

    // The editor's own search selects the words; typing replaces them.
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('<h1>Notes');
    await page.keyboard.press('Escape');
    await page.keyboard.type('<h1>Edited notes');
    expect(await editorText(page)).toContain('<h1>Edited notes</h1>');

    await page.getByRole('textbox', { name: 'Terminal input' }).focus();
    await page.keyboard.press('Control+c');
    await page.getByText('Nothing listens on port 3000 any more').waitFor();

    await typeInTerminal(page, 'node server.js');
    await expect.poll(() => previewHeading(page).innerText(), { timeout: 20_000 }).toBe('Edited notes');
    await page.getByRole('textbox', { name: 'Terminal input' }).focus();
    await page.keyboard.press('Control+c');
    await page.getByText('Nothing listens on port 3000 any more').waitFor();
  });
});
