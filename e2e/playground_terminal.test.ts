/** The terminal of the playground, by keyboard and mouse, its screen read back. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Playground,
  placeOnScreen,
  pointAt,
  terminalInput,
  terminalText,
  typeInTerminal,
  waitForTerminal,
} from './playground_page.ts';

let playground: Playground;
let page: Page;

beforeAll(async () => {
  playground = await Playground.start();
  page = await playground.open();
});
afterAll(() => playground?.close());

const rows = () => page.locator('.xterm-rows:visible').first();

async function pointAtLink(text: string): Promise<void> {
  const pointers = async () => {
    await pointAt(page, text);
    return page.locator('.xterm-cursor-pointer').count();
  };
  await expect.poll(pointers, { timeout: 10_000 }).toBe(1);
}

const press = async (keys: string): Promise<void> => {
  await terminalInput(page).focus();
  await page.keyboard.press(keys);
};

async function selectWord(word: string): Promise<void> {
  const { x, y } = await placeOnScreen(page, word);
  await page.mouse.dblclick(x, y);
}

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
    await pointAt(page, 'no.js');
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
    await pointAt(page, 'here');
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

  it('each with its device: what is written to it from another one is on its screen', async () => {
    await clear();
    await typeInTerminal(page, 'tty');
    await waitForTerminal(page, /^\/dev\/pts\/0/m);
    await page.getByRole('button', { name: 'New terminal' }).click();
    await waitForTerminal(page, /❯/);
    await typeInTerminal(page, 'tty; echo a word from $(tty | tr a-z A-Z) > /dev/pts/0; ps -o tty= -p $$; who');
    await waitForTerminal(page, /^\/dev\/pts\/1\s*\npts\/1\s*\nroot +pts\/0 .*\nroot +pts\/1 /m);
    await page
      .getByRole('button', { name: /^Close terminal/ })
      .last()
      .click();
    await waitForTerminal(page, /a word from \/DEV\/PTS\/1/);
    await typeInTerminal(page, 'clear; ls /dev/pts; echo listed');
    await waitForTerminal(page, /^0\s*\nlisted/m);
  });

  it('side by side, each with its shell and its size', async () => {
    await clear();
    const terminals = page.locator('.terminal.shown');
    const columns = async (index: number) => {
      const text = await terminals.nth(index).locator('.xterm-rows').innerText();
      return Number(/^\d+ (\d+)\s*$/m.exec(text.replaceAll('\u00a0', ' '))?.[1] ?? 0);
    };
    /** Once the keyboard is there: it is led so in the next frame. */
    const type = async (index: number, line: string) => {
      await terminals.nth(index).locator(':focus').waitFor({ state: 'attached' });
      await page.keyboard.type(`${line}\n`);
    };
    await terminalInput(page).focus();
    await type(0, 'side=left; stty size');
    await expect.poll(() => columns(0)).toBeGreaterThan(0);
    const whole = await columns(0);
    await page.keyboard.press('Control+Shift+Digit5');
    await expect.poll(() => terminals.count()).toBe(2);
    await expect.poll(() => terminals.nth(1).locator('.xterm-rows').innerText()).toContain('❯');
    await type(1, 'stty size; echo "[$side]"');
    await expect.poll(() => columns(1)).toBeGreaterThan(5);
    expect(await columns(1)).toBeLessThan(whole * 0.6);
    await expect.poll(() => terminals.nth(1).locator('.xterm-rows').innerText()).toContain('[]');
    // Back to the other one, by the keyboard, which is as wide.
    await page.keyboard.press('Alt+PageUp');
    await type(0, 'clear; stty size; echo "[$side]"');
    await expect.poll(() => terminals.first().locator('.xterm-rows').innerText()).toMatch(/^\[left\]/m);
    expect(Math.abs((await columns(0)) - (await columns(1)))).toBeLessThan(3);
    // A tab of its own shows alone; closing the second gives the first the whole width again.
    await page.getByRole('button', { name: 'New terminal' }).click();
    await expect.poll(() => terminals.count()).toBe(1);
    await page
      .getByRole('button', { name: /^Close terminal/ })
      .last()
      .click();
    await expect.poll(() => terminals.count()).toBe(2);
    await page
      .getByRole('button', { name: /^Close terminal/ })
      .last()
      .click();
    await expect.poll(() => terminals.count()).toBe(1);
    await typeInTerminal(page, 'clear; stty size');
    await expect.poll(() => columns(0)).toBe(whole);
  });

  it('its text into the clipboard, by keys and by the menu of the mouse', async () => {
    await clear();
    await typeInTerminal(page, 'echo to be copied');
    await waitForTerminal(page, /^to be copied/m);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await selectWord('copied');
    await page.keyboard.press('Control+Shift+C');
    await expect.poll(copied).toBe('copied');
    // The browser's own menu copies what is selected where the mouse is: xterm puts it there.
    await selectWord('be');
    await page.mouse.down({ button: 'right' });
    await page.mouse.up({ button: 'right' });
    await page.evaluate(() => document.execCommand('copy'));
    await expect.poll(copied).toBe('be');
  });

  it('its control characters, of which the page has keys of its own', async () => {
    await clear();
    await typeInTerminal(page, 'sleep 100');
    await press('Control+Backslash');
    await typeInTerminal(page, 'echo "status $?"');
    await waitForTerminal(page, /^status 131/m);
    await page.keyboard.type('echo second word');
    for (const keys of ['Control+b', 'Control+b', 'Control+b', 'Control+b']) await page.keyboard.press(keys);
    await page.keyboard.type('s');
    await page.keyboard.press('Enter');
    await waitForTerminal(page, /^second sword/m);
    await page.keyboard.press('Control+p');
    await waitForTerminal(page, /❯ echo second sword\s*$/);
    expect(await page.getByPlaceholder('Go to file').count()).toBe(0);
    await press('Control+c');
  });

  it('the last 10,000 lines, to which one can scroll', async () => {
    await clear();
    await typeInTerminal(page, 'seq -f "line %.0f." 1 10200; echo all told');
    await waitForTerminal(page, /^all told/m);
    const rowsShown = await rows().locator('> div').count();
    // The last lines of all are what tells the end and the prompt.
    const oldest = 10_200 + 2 - 10_000 - rowsShown;
    const search = async (text: string) => {
      await press('Control+Shift+F');
      await page.getByRole('textbox', { name: 'Search in the terminal' }).fill(text);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
    };
    await search(`line ${oldest - 5}.`);
    expect(await terminalText(page)).toMatch(/^all told/m);
    await search(`line ${oldest + 5}.`);
    await waitForTerminal(page, new RegExp(`^line ${oldest + 5}\\.`, 'm'));
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
