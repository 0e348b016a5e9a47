/** Projects kept in the browser, and links that carry one to another. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  editorText,
  Playground,
  terminalText,
  typeInTerminal,
  waitForEditor,
  waitForPrompt,
  waitForTerminal,
} from './playground_page.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.start();
});
afterEach(() => playground.closePages());
afterAll(() => playground?.close());

async function dialog(page: Page, command: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByPlaceholder('Type a command').fill(command);
  await page.keyboard.press('Enter');
}

const kept = (page: Page) => page.getByText('Saved in this browser').waitFor();

describe('a project', () => {
  it('is kept by itself, comes back on reload, has a name, and can be forked and deleted', async () => {
    const page = await playground.open('/?example=typescript');
    await waitForEditor(page);
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('// written in the test\n');
    await kept(page);
    expect(new URL(page.url()).searchParams.get('project')).toMatch(/^[0-9a-f-]{36}$/);
    await dialog(page, 'project: rename');
    await page.getByRole('textbox', { name: 'Name of the project' }).fill('My own');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'My own' }).waitFor();
    await kept(page);

    await page.reload();
    await waitForPrompt(page);
    await waitForEditor(page);
    await expect.poll(() => editorText(page)).toContain('// written in the test');
    await page.getByRole('button', { name: 'My own' }).waitFor();

    const first = page.url();
    await dialog(page, 'fork');
    await page.getByRole('button', { name: 'My own copy' }).waitFor();
    await expect.poll(() => page.url()).not.toBe(first);
    await dialog(page, 'open or start');
    await page.getByRole('link', { name: 'My own', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete My own', exact: true }).click();
    await expect.poll(() => page.getByRole('link', { name: 'My own', exact: true }).count()).toBe(0);
    await page.goto(first);
    await page.getByText('This project is not in this browser').waitFor();
  });

  it('is told when the browser has no room for it, loses nothing, and is kept when there is room again', async () => {
    const page = await playground.open('/?new');
    const protocol = await page.context().newCDPSession(page);
    const quota = (bytes: number) =>
      protocol.send('Storage.overrideQuotaForOrigin', { origin: playground.served.app, quotaSize: bytes });
    await quota(1000);
    await typeInTerminal(page, 'head -c 3000000 /dev/urandom > large; echo made');
    await page.getByText('This browser has no room left for the project').waitFor();
    await page.getByText('Not saved').waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as zip' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/\.zip$/);
    await protocol.send('Storage.overrideQuotaForOrigin', { origin: playground.served.app });
    await typeInTerminal(page, 'rm large; echo small > small');
    await kept(page);
    await page.reload();
    await waitForPrompt(page);
    await typeInTerminal(page, 'cat small');
    await waitForTerminal(page, /^small/m);
  });

  it('with packages has them again after a reload', async () => {
    const page = await playground.open('/?example=express');
    await typeInTerminal(page, 'echo kept > note.txt');
    await kept(page);
    await page.reload();
    await waitForPrompt(page);
    await typeInTerminal(page, `cat note.txt; node -p "typeof require('express')"`);
    await waitForTerminal(page, /^kept/m);
    await waitForTerminal(page, /^function/m);
  });

  it('has environment variables, which are kept and never shared', async () => {
    const page = await playground.open('/?new');
    await dialog(page, 'environment');
    await page.getByLabel('Name of variable 1').fill('GREETING');
    await page.getByLabel('Value of GREETING').fill('hello there');
    await page.getByLabel('Name of variable 2').focus();
    await page.evaluate(() => navigator.clipboard.writeText('# more\nexport LEVEL=3\nQUOTED="a b"\n'));
    await page.keyboard.press('Control+V');
    await page.getByLabel('Value of QUOTED').waitFor();
    await page.getByRole('button', { name: 'Remove LEVEL' }).click();
    await page.getByLabel('Name of variable 3').fill('GREETING');
    await page.getByText('GREETING is here twice').first().waitFor();
    await page.getByRole('button', { name: 'Remove GREETING' }).last().click();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'New terminal' }).first().click();
    await typeInTerminal(page, `node -p 'process.env.GREETING + "," + process.env.QUOTED + "," + process.env.LEVEL'`);
    await waitForTerminal(page, /^hello there,a b,undefined/m);

    await kept(page);
    await page.reload();
    await waitForPrompt(page);
    await typeInTerminal(page, 'echo again $GREETING');
    await waitForTerminal(page, /^again hello there/m);

    await dialog(page, 'share');
    const link = await page.getByRole('textbox', { name: 'Link to this project' }).inputValue();
    const other = await playground.blank();
    await other.goto(link);
    await waitForPrompt(other);
    await typeInTerminal(other, 'echo shared [$GREETING]');
    await waitForTerminal(other, /^shared \[\]/m);
  });

  it('shows the steps of its start, what went wrong in one, and goes on when that is mended', async () => {
    const page = await playground.open('/?new');
    await typeInTerminal(
      page,
      `echo '{"dependencies":{"greeting":"file:./missing.tgz"}}' > package.json; echo 'console.log(require("greeting"))' > index.js`,
    );
    await typeInTerminal(page, 'echo written > /tmp/mark; cat /tmp/mark');
    await waitForTerminal(page, /^written/m);
    await kept(page);
    await page.reload();
    await waitForPrompt(page);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const steps = page.getByRole('list', { name: 'Steps of the start' });
    await steps.getByText('Files mounted').waitFor();
    await steps.getByText(/Install the packages npm install: ended with \d+/).waitFor();
    await waitForTerminal(page, /npm error/);
    expect(await steps.getByText('Run node index.js').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);

    await dialog(page, 'new terminal');
    await typeInTerminal(
      page,
      `mkdir greeting; echo '{"dependencies":{"greeting":"file:./greeting"}}' > package.json; echo '{"name":"greeting","version":"1.0.0"}' > greeting/package.json; echo 'module.exports="hello from a package"' > greeting/index.js; echo mended > /tmp/mark; cat /tmp/mark`,
    );
    await waitForTerminal(page, /^mended/m);
    await page.getByRole('button', { name: 'Try again' }).click();
    await waitForTerminal(page, /^hello from a package/m);
    await expect.poll(() => steps.getByLabel('done').count()).toBe(3);
    await page.getByRole('button', { name: 'Show the log' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
  });

  it('is a folder or a zip from the disk, in an empty one', async () => {
    const page = await playground.open('/?new');
    await page.getByLabel('Files to upload').setInputFiles({
      name: 'main.js',
      mimeType: 'text/javascript',
      buffer: Buffer.from('console.log(20 + 3)'),
    });
    await page.getByText('1 file uploaded').waitFor();
    await typeInTerminal(page, 'node main.js');
    await waitForTerminal(page, /^23/m);
  });
});

describe('a link', () => {
  it('opens the same project in another profile, where nothing runs before its one button is pressed', async () => {
    const page = await playground.open('/?new');
    await waitForEditor(page);
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type("console.log('from the link', 6 * 7)");
    await dialog(page, 'share');
    const link = await page.getByRole('textbox', { name: 'Link to this project' }).inputValue();
    await page.getByText(/thousand characters/).waitFor();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

    const other = await playground.blank();
    await other.goto(link);
    await waitForPrompt(other);
    await other.getByText('Nothing of it has run yet').waitFor();
    await other.getByText('node index.js').first().waitFor();
    expect(await terminalText(other)).not.toContain('from the link 42');
    await other.getByRole('button', { name: 'Run it' }).click();
    await waitForTerminal(other, /from the link 42/);
    expect(await other.getByText('Nothing of it has run yet').count()).toBe(0);
  });

  it('that is damaged or newer gets a page that says so', async () => {
    const page = await playground.blank();
    await page.goto(`${playground.served.app}/#project=1.eJyrVkrLz1eyUkpKLFKqBQAeYwQ`);
    await page.getByRole('heading', { name: 'This address cannot be opened' }).waitFor();
    await page.getByText('a part of it is missing or was changed').waitFor();
    await page.goto('about:blank');
    await page.goto(`${playground.served.app}/#project=9.abc`);
    await page.getByText('newer version').waitFor();
  });

  it('is refused for a project that is too large for one, and a zip is offered', async () => {
    const page = await playground.open('/?new');
    await typeInTerminal(
      page,
      `node -e "fs.writeFileSync('big.txt', require('crypto').randomBytes(60000).toString('hex'))"; echo done-writing`,
    );
    await waitForTerminal(page, /^done-writing/m);
    await dialog(page, 'share');
    await page.getByText('Download it as a zip instead').waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Download as zip' }).click();
    await downloading;
  });
});
