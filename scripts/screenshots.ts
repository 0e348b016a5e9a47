/** `npm run screenshots`: pictures of the main views for the docs, from the production build. */
import { join } from 'node:path';
import { Playground, previewHeading, typeInTerminal, waitForEditor, waitForTerminal } from '../e2e/playground_page.ts';
import { root } from '../e2e/tab.ts';

const playground = await Playground.start();
const picture = (name: string) => ({ path: join(root, 'docs', `${name}.png`) });

for (const colorScheme of ['light', 'dark'] as const) {
  const page = await playground.open('/?example=http-api', { colorScheme });
  await waitForEditor(page);
  await typeInTerminal(page, 'node server.js');
  await previewHeading(page).waitFor();
  await page.screenshot(picture(colorScheme === 'light' ? 'playground' : 'playground-dark'));
  await playground.closePages();
}

const narrow = await playground.open('/?example=system-report', { width: 375 });
await typeInTerminal(narrow, 'node index.js');
await waitForTerminal(narrow, /platform/i);
await narrow.screenshot(picture('playground-narrow'));
await playground.closePages();

const course = await playground.blank();
await course.goto(`${playground.served.app}/tutorial`);
await waitForEditor(course);
await course.getByRole('button', { name: 'Check', exact: true }).click();
await course.getByText('Not yet:').waitFor();
await course.screenshot(picture('tutorial'));

await playground.close();
