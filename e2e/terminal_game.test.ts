/** A game for the whole terminal, played by keyboard and mouse, its screen read back. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Playground,
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
  page = await playground.open('/?example=crates');
});
afterAll(() => playground?.close());

const arrows = { U: 'ArrowUp', D: 'ArrowDown', L: 'ArrowLeft', R: 'ArrowRight' } as const;
type Direction = keyof typeof arrows;

/** One key at a time, each once the game has shown what the one before did. */
async function play(directions: string, before: number): Promise<void> {
  await terminalInput(page).focus();
  for (const [index, direction] of [...directions].entries()) {
    await page.keyboard.press(arrows[direction as Direction]);
    await waitForTerminal(page, new RegExp(`moves ${before + index + 1} `));
  }
}

const board = async () =>
  (await terminalText(page))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('██'));

/** Waits until nothing is drawn any more: a button is pointed at where it stays. */
async function settled(): Promise<void> {
  let before = '';
  const isSame = async () => {
    const last = before;
    before = await terminalText(page);
    return before === last;
  };
  await expect.poll(isSame, { interval: 200 }).toBe(true);
}

describe('a game for the whole terminal', () => {
  it('takes the screen, and shows the board', async () => {
    await typeInTerminal(page, 'echo before; node index.js');
    await waitForTerminal(page, /Crates 1\/3 +moves 0 +placed 0\/2/);
    expect(await terminalText(page)).not.toContain('before');
    expect(await board()).toEqual([
      '██████████████',
      '██· ◉   ▣   ██',
      '██    ▣     ██',
      '██      ·   ██',
      '██████████████',
    ]);
  });

  it('is played with the arrow keys, and a step is taken back', async () => {
    await play('RD', 0);
    expect(await board()).toContain('██    ◉     ██');
    await page.keyboard.press('u');
    await waitForTerminal(page, /moves 1 /);
    expect(await board()).toContain('██·   ◉ ▣   ██');
    await play('DRRULLLDDR', 1);
    await waitForTerminal(page, /placed 2\/2[\s\S]*Solved!/);
  });

  it('goes on with the next board, by its buttons too', async () => {
    await page.keyboard.press('ArrowLeft');
    await waitForTerminal(page, /Crates 2\/3 +moves 0 /);
    await settled();
    await pointAt(page, 'Next');
    await page.mouse.down();
    await page.mouse.up();
    await waitForTerminal(page, /Crates 3\/3 +moves 0 /);
  });

  it('draws itself anew for another size', async () => {
    const centre = async () =>
      /^ */.exec((await terminalText(page)).split('\n').find((line) => line.includes('Crates')) ?? '')?.[0].length ?? 0;
    const before = await centre();
    await page.setViewportSize({ width: 1000, height: 700 });
    await expect.poll(centre).toBeLessThan(before);
    expect((await board()).length).toBeGreaterThan(4);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(centre).toBe(before);
  });

  it('is stopped and gone on with by the shell, and leaves the screen as it was', async () => {
    await terminalInput(page).focus();
    await page.keyboard.press('Control+z');
    await waitForTerminal(page, /before[\s\S]*Stopped[\s\S]*❯/);
    await typeInTerminal(page, 'fg');
    await waitForTerminal(page, /Crates \d\/3/);
    await page.keyboard.press('q');
    await waitForTerminal(page, /before[\s\S]*❯ \s*$/);
    await typeInTerminal(page, 'echo "ended $?"');
    await waitForTerminal(page, /ended 0/);
  });
});
