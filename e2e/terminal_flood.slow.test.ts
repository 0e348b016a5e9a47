/** A program that prints 100 MB: the page goes on drawing, and the program waits for the screen. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Playground, typeInTerminal, waitForTerminal } from './playground_page.ts';

/** Bytes. */
const FLOOD = 100_000_000;
/** ms in which all of it must have been shown, on a slow machine. */
const LONGEST = 240_000;
/** A page that animates at 60 frames a second has one every 17 ms; half of them may be late on a busy machine. */
const FEWEST_FRAMES = 30;
/** ms: no gap between frames may be one that a person takes for a frozen page. */
const LONGEST_GAP = 500;

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.start();
});
afterAll(() => playground?.close());

it('the page draws while a program prints 100 MB', { timeout: LONGEST + 60_000 }, async () => {
  const page = await playground.open();
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, { gaps });
  });
  const began = Date.now();
  await typeInTerminal(page, `yes 'a line that is printed again and again' | head -c ${FLOOD}; echo; echo all of it`);
  await page.evaluate(() => (globalThis as unknown as { gaps: number[] }).gaps.splice(0));
  await waitForTerminal(page, /^all of it/m, LONGEST);
  const seconds = (Date.now() - began) / 1000;
  const gaps = await page.evaluate(() => (globalThis as unknown as { gaps: number[] }).gaps);
  const frames = gaps.length / seconds;
  const longest = Math.max(...gaps);
  const late = gaps.filter((gap) => gap > 34).length;
  console.log(
    `${frames.toFixed(1)} frames/s over ${seconds.toFixed(1)} s, longest gap ${longest.toFixed(0)} ms, ${late} of ${gaps.length} late`,
  );
  expect(frames).toBeGreaterThan(FEWEST_FRAMES);
  expect(longest).toBeLessThan(LONGEST_GAP);
});
