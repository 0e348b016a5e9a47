/** The playground's page in a browser of its own, with what tests do to it as a person would. */
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launch, type Served, serve } from './tab.ts';

const prompt = '❯';
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export interface Opening {
  colorScheme?: 'light' | 'dark';
  width?: number;
  /** Script that runs in every frame before any of the page's. */
  init?: string;
}

/** A server, a browser, and the pages opened in it. */
export class Playground {
  readonly served: Served;
  readonly browser: Browser;
  readonly #contexts: BrowserContext[] = [];

  private constructor(served: Served, browser: Browser) {
    this.served = served;
    this.browser = browser;
  }

  static async start(): Promise<Playground> {
    return new Playground(await serve(), await launch());
  }

  /** A page in a profile of its own, at no address yet. */
  async blank({ colorScheme = 'light', width = 1280, init }: Opening = {}): Promise<Page> {
    const context = await this.browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    this.#contexts.push(context);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: this.served.app });
    const page = await context.newPage();
    if (init) await page.addInitScript(init);
    return page;
  }

  /** The playground with its prompt. */
  async open(path = '/', opening: Opening = {}): Promise<Page> {
    const page = await this.blank(opening);
    await page.goto(this.served.app + path);
    await waitForPrompt(page);
    return page;
  }

  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.served.stop();
  }
}

/** The text of the terminal that is shown. */
export const terminalText = (page: Page) =>
  page
    .locator('.xterm-rows:visible')
    .first()
    .evaluate((rows) => Array.from(rows.children, (row) => row.textContent ?? '').join('\n'));

/** Waits until the terminal's screen matches. */
export async function waitForTerminal(page: Page, pattern: RegExp, timeout = 30_000): Promise<void> {
  await page.locator('.xterm-rows:visible').first().waitFor();
  const end = Date.now() + timeout;
  for (;;) {
    const text = await terminalText(page);
    if (pattern.test(text)) return;
    if (Date.now() > end) {
      throw new Error(`no ${pattern} in the terminal within ${timeout} ms; it shows:\n${text.trim()}`);
    }
    await page.waitForTimeout(30);
  }
}

export async function waitForPrompt(page: Page): Promise<void> {
  await waitForTerminal(page, new RegExp(prompt));
}

export const terminalInput = (page: Page) =>
  page.locator('.terminal.shown').getByRole('textbox', { name: 'Terminal input' });

export async function typeInTerminal(page: Page, line: string): Promise<void> {
  await terminalInput(page).focus();
  await page.keyboard.type(`${line}\n`);
}

/** Where the middle of `text` is, on the last row of the terminal's screen that has it. */
export async function placeOnScreen(page: Page, text: string): Promise<{ x: number; y: number }> {
  const rows = page.locator('.xterm-rows:visible').first();
  const place = await rows.evaluate((element, wanted) => {
    for (const row of [...element.children].reverse()) {
      const range = document.createRange();
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node.textContent ?? '').indexOf(wanted);
        if (at < 0) continue;
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
    }
    return null;
  }, text);
  if (!place) throw new Error(`no ${text} on the screen`);
  return place;
}

/** Moves the mouse to where `text` stands on the terminal's screen. */
export async function pointAt(page: Page, text: string): Promise<void> {
  const place = await placeOnScreen(page, text);
  // From another row: xterm looks for the links of a row when the mouse comes to it.
  await page.mouse.move(place.x, place.y + 60);
  await page.mouse.move(place.x, place.y);
}

export async function waitForEditor(page: Page): Promise<void> {
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

/** The text that the editor shows, as far as it is on the screen. */
export const editorText = async (page: Page) =>
  (await page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

export const previewed = (page: Page) => page.frameLocator('iframe[title^="Preview of port"]');

export const previewHeading = (page: Page) => previewed(page).locator('h1').first();

/** What axe finds, each with its element; nothing when all is well. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axeSource });
  return page.evaluate(async () => {
    interface Violation {
      id: string;
      nodes: { html: string; failureSummary: string }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(context: object): Promise<{ violations: Violation[] }> } };
    // What programs serve into the preview is theirs.
    const { violations } = await axe.run({ exclude: ['iframe'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
}

/** Opens the project's file by its path and puts `to` in place of the first `from`, by the editor's own search. */
export async function editFile(page: Page, path: string, from: string, to: string): Promise<void> {
  const name = new RegExp((path.split('/').at(-1) ?? path).replace(/[.+]/g, '\\$&'));
  // Out of the preview, where keys are the previewed page's.
  await page.getByRole('treeitem').first().focus();
  await page.keyboard.press('Control+p');
  await page.getByPlaceholder('Go to file').fill(path);
  await page.getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name, selected: true }).waitFor();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type(from);
  await page.keyboard.press('Enter');
  await page.locator('.monaco-editor .currentFindMatch').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type(to);
}
