/** Test runners and programs for the terminal: installed from the registry, run, changed in the editor, and run again. */
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { editFile, Playground, terminalInput, typeInTerminal, waitForTerminal } from './playground_page.ts';

/** ms for npm to install from the registry, on a busy machine. */
const INSTALLATION = 240_000;
/** ms for a program to start and to do its work. */
const RUN = 120_000;

let playground: Playground;
beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

describe.each([
  // What each says last, so that a small terminal shows it.
  { example: 'node-test', passed: /pass 2\s+ℹ fail 0/, failed: /actual: -3/ },
  { example: 'mocha', passed: /2 passing/, failed: /expected -3 to equal 3/ },
  { example: 'jest', passed: /Tests:\s+2 passed, 2 total/, failed: /Tests:\s+1 failed, 1 passed, 2 total/ },
  { example: 'vitest', passed: /Tests\s+2 passed \(2\)/, failed: /Tests\s+1 failed \| 1 passed \(2\)/ },
])('$example', ({ example, passed, failed }) => {
  it(
    'passes, fails once the program is wrong, and passes again as soon as it is mended',
    async () => {
      const page = await playground.open(`/?example=${example}`);
      await typeInTerminal(page, 'npm install && clear; npm test');
      await waitForTerminal(page, passed, INSTALLATION + RUN);
      await editFile(page, 'sum.js', 'total + number', 'total - number');
      await typeInTerminal(page, 'clear; npm run watch');
      await waitForTerminal(page, failed, RUN);
      await editFile(page, 'sum.js', 'total - number', 'total + number');
      await waitForTerminal(page, passed, RUN);
    },
    INSTALLATION + 5 * RUN,
  );
});

it(
  'a command-line program takes its arguments, and asks for what is missing',
  async () => {
    const page = await playground.open('/?example=command-line');
    await typeInTerminal(page, 'npm install && clear; node order.js --help');
    await waitForTerminal(page, /-c, --cups <number>\s+how many cups/, INSTALLATION);
    await typeInTerminal(page, 'clear; node order.js --cups 2');
    await waitForTerminal(page, /Which tea\?/, RUN);
    await terminalInput(page).focus();
    await page.keyboard.press('ArrowDown');
    await waitForTerminal(page, /❯ green/, RUN);
    await page.keyboard.press('ArrowDown');
    await waitForTerminal(page, /❯ mint/, RUN);
    await page.keyboard.press('Enter');
    await waitForTerminal(page, /Hot\?/, RUN);
    await page.keyboard.type('n\n');
    await waitForTerminal(page, /2 × mint tea, iced/, RUN);

    await editFile(page, 'order.js', 'mint', 'mate');
    await typeInTerminal(page, 'clear; npm start -- --cups 1');
    await waitForTerminal(page, /mate/, RUN);
    await page.keyboard.press('Control+c');
    await waitForTerminal(page, /User force closed the prompt/, RUN);
  },
  INSTALLATION + 8 * RUN,
);
