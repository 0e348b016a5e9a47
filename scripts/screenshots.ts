/** `npm run screenshots`: pictures of each main view for the docs, light, dark and narrow, from the production build. */
import { join } from 'node:path';
import type { Page } from 'playwright';
import {
  type Opening,
  Playground,
  previewHeading,
  typeInTerminal,
  waitForEditor,
  waitForTerminal,
} from '../e2e/playground_page.ts';
import { root } from '../e2e/tab.ts';

const forms: Readonly<Record<string, Opening>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { colorScheme: 'light', width: 375 },
};

const playground = await Playground.start();

async function open(path: string, opening: Opening): Promise<Page> {
  const page = await playground.blank(opening);
  page.setDefaultTimeout(patience);
  await page.goto(playground.served.app + path);
  return page;
}

const patience = 20_000;

/** In a narrow window one part is seen at a time. */
const isNarrow = ({ width = 1280 }: Opening) => width < 760;

const views: Readonly<Record<string, (opening: Opening) => Promise<Page>>> = {
  async playground(opening) {
    const page = await playground.open('/?example=http-api', opening);
    page.setDefaultTimeout(patience);
    if (!isNarrow(opening)) await waitForEditor(page);
    await typeInTerminal(page, 'node server.js');
    await previewHeading(page).waitFor();
    return page;
  },
  async 'event-loop'(opening) {
    const page = await playground.open('/?example=execution-model', opening);
    page.setDefaultTimeout(patience);
    await page.getByRole('tab', { name: 'Event loop' }).click();
    await page.getByRole('button', { name: 'Watch' }).click();
    await page.getByText('Start a program').waitFor();
    await page.getByRole('tab', { name: 'Terminal' }).click();
    await typeInTerminal(page, 'node index.js; echo ended');
    await waitForTerminal(page, /^ended/m);
    await page.getByRole('tab', { name: 'Event loop' }).click();
    await page.getByRole('tabpanel', { name: 'Event loop' }).getByRole('row').nth(4).waitFor();
    return page;
  },
  async tutorial(opening) {
    const page = await open('/tutorial', opening);
    if (!isNarrow(opening)) await waitForEditor(page);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('Not yet:').waitFor();
    return page;
  },
  async embed(opening) {
    const page = await open('/embed?example=http-api&run=load', opening);
    await previewHeading(page).waitFor({ state: 'attached' });
    return page;
  },
};

try {
  for (const [view, show] of Object.entries(views)) {
    for (const [form, opening] of Object.entries(forms)) {
      const page = await show(opening);
      await page.screenshot({ path: join(root, 'docs', `${view}-${form}.png`) });
      await playground.closePages();
    }
  }
} finally {
  await playground.close();
}
