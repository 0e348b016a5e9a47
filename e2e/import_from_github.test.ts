/** Projects from GitHub, against a stand-in of the same paths. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { editorText, Playground, waitForEditor, waitForPrompt, waitForTerminal } from './playground_page.ts';

const files: Record<string, string> = {
  'README.md': '# Plants',
  'examples/fern/index.js': "console.log('a fern grows');",
  'examples/fern/a b.txt': 'a name with a space',
};
const answers: Record<string, unknown> = {
  '/repos/octo/plants': { default_branch: 'main' },
  '/repos/octo/plants/git/trees/main?recursive=1': {
    truncated: false,
    tree: Object.entries(files).map(([path, text]) => ({ path, type: 'blob', size: text.length })),
  },
};

let github: Server;
let playground: Playground;

beforeAll(async () => {
  github = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    const raw = files[url.replace('/raw/octo/plants/main/', '')];
    if (url.startsWith('/repos/octo/limited')) response.writeHead(403).end('{}');
    else if (url in answers) response.end(JSON.stringify(answers[url]));
    else if (raw !== undefined) response.end(raw);
    else response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
  process.env['WARDIAN_GITHUB'] = `${origin} ${origin}/raw`;
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(async () => {
  await playground?.close();
  github?.close();
});

describe('a repository of GitHub', () => {
  it('is opened by its address, and runs only when it is told to', async () => {
    const page = await playground.open('/?new');
    await page.keyboard.press('Control+o');
    await page
      .getByRole('textbox', { name: 'Import from GitHub' })
      .fill('https://github.com/octo/plants/tree/main/examples/fern');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'fern', exact: true }).waitFor();
    await waitForPrompt(page);
    await waitForEditor(page);
    expect(await page.getByRole('treeitem').allInnerTexts()).toEqual(['a b.txt', 'index.js']);
    await expect.poll(() => editorText(page)).toContain('a fern grows');
    await page.getByText('node index.js').first().waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    await waitForTerminal(page, /^a fern grows/m);
  });

  it.each([
    ['octo/nothing', 'GitHub has no public repository octo/nothing'],
    ['octo/limited', 'GitHub answers no more questions from this address for now'],
    ['octo/plants/tree/main/none', 'There are no files in octo/plants/none'],
    ['not a repository', 'is no repository of GitHub'],
  ])('that cannot be opened is told: %s', async (repository, reason) => {
    const page = await playground.blank();
    await page.goto(`${playground.served.app}/?github=${encodeURIComponent(repository)}`);
    await page.getByText(reason).waitFor();
    await page.getByRole('link', { name: 'an empty project' }).waitFor();
  });
});
