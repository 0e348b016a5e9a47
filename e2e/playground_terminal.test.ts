/** The terminal of the playground, by keyboard and mouse, its screen read back. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Playground, terminalInput, typeInTerminal, waitForTerminal } from './playground_page.ts';

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open();
});
afterAll(() => playground?.close());

const rows = () => page.locator('.xterm-rows:visible').first();

/** Moves the mouse to where `text` stands on the screen. */
async function pointAt(text: string): Promise<{ x: number; y: number }> {
  const place = await rows().evaluate((element, wanted) => {
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
  // From another row: xterm looks for the links of a row when the mouse comes to it.
  await page.mouse.move(place.x, place.y + 60);
  await page.mouse.move(place.x, place.y);
  return place;
}

async function pointAtLink(text: string): Promise<void> {
  const pointers = async () => {
    await pointAt(text);
    return page.locator('.xterm-cursor-pointer').count();
  };
  await expect.poll(pointers, { timeout: 10_000 }).toBe(1);
}

const press = async (keys: string): Promise<void> => {
  await terminalInput(page).focus();
  await page.keyboard.press(keys);
};

/** Ends what runs, and gives an empty screen. */
async function clear(): Promise<void> {
  await press('Control+c');
  await typeInTerminal(page, "reset; printf '\\033[?1000l\\033[?2004l'; clear");
  await waitForTerminal(page, /^\S*~\/project\S* ❯\s*$/);
}

describe('links', () => {
  it('a path with line and column opens in the editor there', async () => {
    await typeInTerminal(page, `mkdir -p deep; printf '1\\n2\\n  three\\n' > deep/place.js; clear; cd deep`);
    await waitForTerminal(page, /project\/deep/);
    await typeInTerminal(page, 'clear; echo at ./place.js:3:3 and no.js:1');
    await waitForTerminal(page, /^at \.\/place\.js:3:3/m);
    await pointAtLink('place.js:3');
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText('Line 3, column 3').waitFor();
    await pointAt('no.js');
    await expect.poll(() => page.locator('.xterm-cursor-pointer').count()).toBe(0);
    await typeInTerminal(page, 'cd ..');
  });

  it('an address opens in a window of its own', async () => {
    await typeInTerminal(page, `clear; echo see ${playground.served.app}/wardian.json`);
    await waitForTerminal(page, /^see http/m);
    await pointAtLink('/wardian.json');
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.mouse.down().then(() => page.mouse.up()),
    ]);
    await opened.waitForURL(/wardian\.json$/);
    await opened.close();
  });
});

describe('what programs ask of a terminal', () => {
  it('colours of 24 bits', async () => {
    await clear();
    await typeInTerminal(page, "printf '\\033[38;2;200;30;90mtrue\\033[0m\\n'; echo printed");
    await waitForTerminal(page, /^printed/m);
    const colour = () =>
      rows().evaluate((element) => {
        const span = [...element.querySelectorAll('span')].find(({ textContent }) => textContent === 'true');
        return span ? getComputedStyle(span).color : '';
      });
    await expect.poll(colour).toBe('rgb(200, 30, 90)');
  });

  it('the mouse', async () => {
    await clear();
    await typeInTerminal(page, "printf '\\033[?1000h\\033[?1006h'; echo point here; cat -v");
    await waitForTerminal(page, /^point here/m);
    await pointAt('here');
    await page.mouse.down();
    await page.mouse.up();
    await press('Enter');
    await waitForTerminal(page, /\^\[\[<0;\d+;\d+M\^\[\[<0;\d+;\d+m/);
  });

  it('pastes in brackets', async () => {
    await clear();
    await page.evaluate(() => navigator.clipboard.writeText('one two'));
    // Told behind the mode: that the command is on the screen does not say that it has run.
    await typeInTerminal(page, "printf '\\033[?2004hready\\n'; cat -v");
    await waitForTerminal(page, /^ready/m);
    await press('Control+Shift+V');
    await press('Enter');
    await waitForTerminal(page, /\^\[\[200~one two\^\[\[201~/);
  });

  it('its size, and news of it', async () => {
    await clear();
    await typeInTerminal(
      page,
      `node -e "process.stdout.on('resize', () => console.log('now', process.stdout.columns < 90)); setInterval(() => {}, 1e4); console.log('ready')"`,
    );
    await waitForTerminal(page, /^ready/m);
    await page.setViewportSize({ width: 800, height: 800 });
    await waitForTerminal(page, /^now true/m);
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});

describe('what a person asks of it', () => {
  it('several, each with its shell', async () => {
    await clear();
    await typeInTerminal(page, 'here=first; echo told');
    await waitForTerminal(page, /^told/m);
    await page.getByRole('button', { name: 'New terminal' }).click();
    await waitForTerminal(page, /❯/);
    await typeInTerminal(page, 'echo "[$here]"');
    await waitForTerminal(page, /^\[\]/m);
    await page
      .getByRole('button', { name: /^Close terminal/ })
      .last()
      .click();
    await typeInTerminal(page, 'echo "[$here]"');
    await waitForTerminal(page, /^\[first\]/m);
  });

  it('its lines as text for screen readers, also after a reload', async () => {
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('screen reader mode');
    await page.keyboard.press('Enter');
    const lines = page.locator('.terminal.shown .xterm-accessibility-tree');
    await lines.waitFor({ state: 'attached' });
    await typeInTerminal(page, 'clear; echo read me out');
    await expect.poll(() => lines.innerText()).toMatch(/read me out/);
    await page.reload();
    await waitForTerminal(page, /❯/);
    await lines.waitFor({ state: 'attached' });
  });
});
