/** Two people in two windows of one preview: a chat by Socket.IO, as its example has it. */
import { join } from 'node:path';
import type { Frame } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examplePackages } from '../app/example_packages.ts';
import { folderTree } from './folder_tree.ts';
import { root, Tab } from './tab.ts';

const TIMEOUT = 20_000;

let tab: Tab;
let server: number;
let url: string;
beforeAll(async () => {
  tab = await Tab.open();
  const folder = join(root, 'examples/socket-io-chat');
  await tab.mount({ ...folderTree(folder), ...examplePackages(folder, root) });
  server = await tab.call('spawn', 'npm', ['start']);
  url = await tab.opened(3000);
});
afterAll(() => tab?.close());

async function enter(name: string): Promise<Frame> {
  const frame = await tab.show(name, url);
  await frame.getByLabel('Name').fill(name);
  await state(frame, 'connected by websocket');
  await say(frame, '');
  return frame;
}

async function say(frame: Frame, text: string): Promise<void> {
  await frame.getByLabel('Message').fill(text);
  await frame.getByRole('button', { name: 'Send' }).click();
}

const state = (frame: Frame, text: string) =>
  expect.poll(() => frame.getByRole('status').textContent(), { timeout: TIMEOUT }).toBe(text);

const messages = (frame: Frame) =>
  expect.poll(() => frame.getByRole('listitem').allTextContents(), { timeout: TIMEOUT });

it('a chat between two windows of a preview goes over WebSockets, and on when the server is started again', async () => {
  const ada = await enter('Ada');
  await messages(ada).toEqual(['Ada is here']);
  const bob = await enter('Bob');
  await messages(ada).toEqual(['Ada is here', 'Bob is here']);
  await say(ada, 'hello Bob');
  await messages(bob).toEqual(['Ada is here', 'Bob is here', 'Ada: hello Bob']);
  await say(bob, 'grüß dich 🌍');
  const said = ['Ada is here', 'Bob is here', 'Ada: hello Bob', 'Bob: grüß dich 🌍'];
  await messages(ada).toEqual(said);
  await messages(bob).toEqual(said);

  await tab.call('kill', server);
  await state(bob, 'not connected: transport close');
  server = await tab.call('spawn', 'npm', ['start']);
  await state(ada, 'connected by websocket');
  await state(bob, 'connected by websocket');
  await say(bob, 'still there?');
  await messages(ada).toContain('Bob: still there?');

  await tab.page.evaluate(() => document.querySelector('iframe[name=Bob]')?.remove());
  await messages(ada).toContain('Bob has left');
});
