/** The file operations of the unmodified @webcontainer/api, as a page calls them. */
import type { WebContainer } from '@webcontainer/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

declare const harness: { instance(): WebContainer };

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});
afterAll(() => tab?.close());

describe('files', () => {
  it('are mounted from a tree, with bytes and links, and exported again', async () => {
    const result = await tab.page.evaluate(async () => {
      const container = harness.instance();
      await container.mount({
        'a.txt': { file: { contents: 'grüße' } },
        folder: {
          directory: {
            bytes: { file: { contents: new Uint8Array([0, 255, 128]) } },
            link: { file: { symlink: '../a.txt' } },
          },
        },
      });
      const exported = await container.export('.', { excludes: ['nothing/**'] });
      const binary = await container.export('.', { format: 'binary' });
      await container.fs.mkdir('copy');
      await container.mount(binary, { mountPoint: 'copy' });
      const zip = await container.export('.', { format: 'zip' });
      return {
        link: await container.fs.readFile('folder/link', 'utf-8'),
        bytes: [...(await container.fs.readFile('/folder/bytes'))],
        copied: [...(await container.fs.readFile(`${container.workdir}/copy/folder/bytes`))],
        base64: await container.fs.readFile('folder/bytes', 'base64'),
        exported: JSON.parse(JSON.stringify(exported, (_key, value) => (ArrayBuffer.isView(value) ? 'bytes' : value))),
        signature: [...zip.subarray(0, 4)],
      };
    });
    expect(result).toEqual({
      link: 'grüße',
      bytes: [0, 255, 128],
      copied: [0, 255, 128],
      base64: 'AP+A',
      exported: {
        'a.txt': { file: { contents: 'grüße' } },
        folder: { directory: { bytes: { file: { contents: 'bytes' } }, link: { file: { symlink: '../a.txt' } } } },
      },
      signature: [0x50, 0x4b, 3, 4],
    });
  });

  it.each([
    ["ENOENT: no such file or directory, open 'none'", 'readFile', ['none']],
    ['EISDIR: illegal operation on a directory, read', 'readFile', ['folder']],
    ["ENOTDIR: not a directory, scandir 'a.txt'", 'readdir', ['a.txt']],
    ["EEXIST: file already exists, mkdir 'folder'", 'mkdir', ['folder']],
    ["ENOENT: no such file or directory, mkdir 'x/y'", 'mkdir', ['x/y']],
    ["ENOENT: no such file or directory, rename 'x' -> 'y'", 'rename', ['x', 'y']],
    ["ENOENT: no such file or directory, open 'x/y'", 'writeFile', ['x/y', '']],
    ['Path is a directory: rm returned EISDIR (is a directory) folder', 'rm', ['folder']],
  ] as const)('%s', async (message, method, parameters) => {
    const answer = await tab.page.evaluate(
      async ([name, values]) => {
        const files = harness.instance().fs as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>;
        return files[name as string]?.(...(values as readonly string[])).then(
          () => 'no error',
          (error: Error) => error.message,
        );
      },
      [method, [...(parameters as readonly string[])]] as const,
    );
    expect(answer).toBe(message);
  });

  it('are listed with their types', async () => {
    const entries = await tab.page.evaluate(async () => {
      const found = await harness.instance().fs.readdir('folder', { withFileTypes: true });
      return found.map((entry) => [entry.name, entry.isFile(), entry.isDirectory()]);
    });
    expect(entries).toEqual([
      ['bytes', true, false],
      ['link', false, false],
    ]);
  });

  it('are watched, below as well', async () => {
    const seen = await tab.page.evaluate(async () => {
      const { fs } = harness.instance();
      const events: string[] = [];
      const watcher = fs.watch('.', { recursive: true }, (event, name) => events.push(`${event} ${name}`));
      const until = async (text: string) => {
        for (let i = 0; i < 100 && !events.includes(text); i++) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      await new Promise((resolve) => setTimeout(resolve, 100));
      await fs.mkdir('made');
      await until('rename made');
      await fs.writeFile('made/inner.txt', 'text');
      await until('change made/inner.txt');
      watcher.close();
      return events;
    });
    expect(seen).toContain('rename made/inner.txt');
    expect(seen).toContain('change made/inner.txt');
  });
});
