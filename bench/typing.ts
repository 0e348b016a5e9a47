/** Typing latency: from a key's press to the end of the frame that shows its character, while a server runs. */
import { Playground, previewHeading, typeInTerminal, waitForEditor } from '../e2e/playground_page.ts';

const characters = 200;
/** ms between keys: a quick typist's. */
const pace = 60;

/** The 95th percentile in ms. */
export async function typingLatency(): Promise<number> {
  const playground = await Playground.start();
  try {
    const page = await playground.open('/?example=http-api');
    await waitForEditor(page);
    await typeInTerminal(page, 'node server.js');
    await previewHeading(page).waitFor();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.evaluate(() => {
      const latencies: number[] = [];
      Object.assign(globalThis, { latencies });
      const { port1, port2 } = new MessageChannel();
      const pressed: number[] = [];
      // The message comes behind the frame's own work: styles, layout and paint.
      port1.onmessage = () => {
        for (const time of pressed.splice(0)) latencies.push(performance.now() - time);
      };
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          pressed.push(timeStamp);
          requestAnimationFrame(() => port2.postMessage(0));
        },
        { capture: true },
      );
    });
    await page.keyboard.type('lorem ipsum dolor sit amet '.repeat(10).slice(0, characters), { delay: pace });
    const latencies = await page.evaluate(() => (globalThis as unknown as { latencies: number[] }).latencies);
    latencies.sort((a, b) => a - b);
    return latencies[Math.floor(latencies.length * 0.95)] ?? Number.NaN;
  } finally {
    await playground.close();
  }
}
