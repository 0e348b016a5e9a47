/** Typing latency: what a key costs from its press to the end of the frame that shows its character, while a server runs. */
import { Playground, previewHeading, typeInTerminal, waitForEditor } from '../e2e/playground_page.ts';

const characters = 200;
/** ms between keys: a quick typist's. */
const pace = 60;

/** The 95th percentiles, in ms. */
export interface TypingLatency {
  /** Handling the key and drawing the frame; the wait between them for the display's next frame is not in it. */
  work: number;
  /** From the press to the end of the frame: at 60 frames per second, up to 16.7 ms of it are that wait. */
  total: number;
}

interface Keystroke {
  pressed: number;
  handled: number;
  frameBegins: number;
  frameEnds: number;
}

export async function typingLatency(): Promise<TypingLatency> {
  const playground = await Playground.start();
  try {
    const page = await playground.open('/?example=http-api');
    await waitForEditor(page);
    await typeInTerminal(page, 'node server.js');
    await previewHeading(page).waitFor();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.evaluate(() => {
      const keystrokes: Keystroke[] = [];
      Object.assign(globalThis, { keystrokes });
      let handling: Keystroke[] = [];
      let drawing: Keystroke[] = [];
      // The editor's own listener came first: the character is in its text now.
      const { editContext } = document.activeElement as unknown as { editContext: EventTarget };
      editContext.addEventListener('textupdate', () => {
        for (const keystroke of handling) keystroke.handled = performance.now();
        handling = [];
      });
      // A message comes behind the frame's own work: styles, layout and paint.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        for (const keystroke of drawing) keystroke.frameEnds = performance.now();
        keystrokes.push(...drawing);
        drawing = [];
      };
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          const keystroke = { pressed: timeStamp, handled: 0, frameBegins: 0, frameEnds: 0 };
          handling.push(keystroke);
          requestAnimationFrame(() => {
            keystroke.frameBegins = performance.now();
            drawing.push(keystroke);
            port2.postMessage(0);
          });
        },
        { capture: true },
      );
    });
    await page.keyboard.type('lorem ipsum dolor sit amet '.repeat(10).slice(0, characters), { delay: pace });
    const keystrokes = await page.evaluate(() => (globalThis as unknown as { keystrokes: Keystroke[] }).keystrokes);
    const percentile = (ms: (keystroke: Keystroke) => number) =>
      keystrokes.map(ms).sort((a, b) => a - b)[Math.floor(keystrokes.length * 0.95)] ?? Number.NaN;
    return {
      work: percentile(({ pressed, handled, frameBegins, frameEnds }) => handled - pressed + frameEnds - frameBegins),
      total: percentile(({ pressed, frameEnds }) => frameEnds - pressed),
    };
  } finally {
    await playground.close();
  }
}
