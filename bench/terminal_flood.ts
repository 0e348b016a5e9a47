/** Frames that the playground draws while a program prints 100 MB into its terminal. */
import { Playground, typeInTerminal, waitForTerminal } from '../e2e/playground_page.ts';

/** Bytes. */
const FLOOD = 100_000_000;
/** ms in which all of it must have been shown. */
const PATIENCE = 240_000;

export interface FloodFrames {
  /** A second. */
  frames: number;
  /** ms between two frames, at most. */
  longestGap: number;
  /** Of all the output. */
  seconds: number;
}

export async function floodFrames(): Promise<FloodFrames> {
  const playground = await Playground.start();
  try {
    const page = await playground.open();
    await typeInTerminal(page, `yes 'a line that is printed again and again' | head -c ${FLOOD}; echo; echo all of it`);
    const frames = page.evaluate(async () => {
      const flood = { ended: false };
      Object.assign(globalThis, { flood });
      const times: number[] = [];
      while (!flood.ended) times.push(await new Promise<number>(requestAnimationFrame));
      return times;
    });
    await waitForTerminal(page, /^all of it/m, PATIENCE);
    await page.evaluate(() => {
      (globalThis as unknown as { flood: { ended: boolean } }).flood.ended = true;
    });
    const times = await frames;
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
    return { frames: gaps.length / seconds, longestGap: Math.max(...gaps), seconds };
  } finally {
    await playground.close();
  }
}
