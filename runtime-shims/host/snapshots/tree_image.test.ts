import { beforeEach, describe, expect, it } from 'vitest';
import { createKernelFromSource } from '../../kernel/source_kernel.ts';
import { Files } from '../files.ts';
import { finishedInstall, snapshotAddress } from './snapshot_address.ts';
import { restoreTree, treeImage } from './tree_image.ts';

let files: Files;
beforeEach(() => {
  files = new Files(createKernelFromSource(), '/project');
  files.mkdirRecursive('/project/node_modules/leaf/lib');
  files.mkdirRecursive('/project/node_modules/.bin');
  files.writeText('/project/node_modules/leaf/package.json', '{"name":"leaf"}');
  files.writeText('/project/node_modules/leaf/lib/größe.js', 'ok');
  files.writeText('/project/node_modules/leaf/cli.js', '#!/usr/bin/env node', 0o755);
  files.writeText('/project/node_modules/leaf/empty', '');
  files.symlink('../leaf/cli.js', '/project/node_modules/.bin/leaf');
  files.writeText('/project/node_modules/.package-lock.json', '{}');
});

function image(folder: string): Uint8Array<ArrayBuffer> {
  const chunks = [...treeImage(files, folder)].map((chunk) => chunk.slice());
  return new Uint8Array(Buffer.concat(chunks));
}

describe('an image of a folder', () => {
  it('becomes the same folder: contents, modes, links, and what is empty', () => {
    restoreTree(files, '/project/copy', image('/project/node_modules'));
    const text = (path: string) => Buffer.from(files.readFile(`/project/copy/${path}`)).toString();
    expect(text('leaf/lib/größe.js')).toBe('ok');
    expect([text('leaf/empty'), files.type('/project/copy/leaf/empty')]).toEqual(['', 'file']);
    expect(files.readlink('/project/copy/.bin/leaf')).toBe('../leaf/cli.js');
    expect(files.isExecutable('/project/copy/.bin/leaf')).toBe(true);
    expect(files.isExecutable('/project/copy/leaf/package.json')).toBe(false);
    expect(image('/project/copy')).toEqual(image('/project/node_modules'));
  });

  it('may be larger than what is gathered at once', () => {
    const large = new Uint8Array(9_000_000).map((_, index) => index % 251);
    files.writeFile('/project/node_modules/leaf/large.bin', large);
    restoreTree(files, '/project/copy', image('/project/node_modules'));
    expect(Buffer.from(files.readFile('/project/copy/leaf/large.bin')).equals(large)).toBe(true);
  });

  it('that is cut off anywhere makes nothing', () => {
    const whole = image('/project/node_modules');
    for (const length of [0, 5, whole.length - 1]) {
      expect(() => restoreTree(files, '/project/copy', whole.slice(0, length))).toThrow('not whole');
    }
    expect(files.type('/project/copy')).toBeNull();
  });
});

describe('what images are addressed by', () => {
  const manifest = (fields: object) => files.writeText('/project/package.json', JSON.stringify(fields));

  beforeEach(() => {
    files.mkdir('/etc');
    files.writeText('/etc/wardian-project', 'one');
    files.writeText('/project/package-lock.json', '{"lockfileVersion":3}');
    manifest({ name: 'x', dependencies: { leaf: '1' } });
  });

  it('is the lockfile and the dependencies, not the rest of package.json', async () => {
    const first = await snapshotAddress(files);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    manifest({ name: 'y', scripts: { dev: 'vite' }, dependencies: { leaf: '1' } });
    expect(await snapshotAddress(files)).toBe(first);
    manifest({ name: 'x', dependencies: { leaf: '2' } });
    expect(await snapshotAddress(files)).not.toBe(first);
    manifest({ name: 'x', dependencies: { leaf: '1' } });
    files.writeText('/project/package-lock.json', '{"lockfileVersion":2}');
    expect(await snapshotAddress(files)).not.toBe(first);
  });

  it('is another for another project, and nothing where the page names none', async () => {
    const first = await snapshotAddress(files);
    files.writeText('/etc/wardian-project', 'two');
    expect(await snapshotAddress(files)).not.toBe(first);
    files.remove('/etc/wardian-project');
    expect([await snapshotAddress(files), finishedInstall(files)]).toEqual([null, null]);
  });

  it('is nothing without a lockfile or without package.json', async () => {
    files.remove('/project/package.json');
    expect(await snapshotAddress(files)).toBeNull();
    manifest({});
    files.remove('/project/package-lock.json');
    expect(await snapshotAddress(files)).toBeNull();
  });

  it('counts once npm has written its list', () => {
    expect(finishedInstall(files)).toMatch(/^one \.package-lock\.json \d/);
    files.remove('/project/node_modules/.package-lock.json');
    expect(finishedInstall(files)).toBeNull();
  });
});
