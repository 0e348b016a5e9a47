import { describe, expect, it } from 'vitest';
import { DamagedLinkError, decodeLink, encodeLink, sharedTree } from './share_link.ts';

const project = {
  name: 'A project',
  files: { 'index.js': 'console.log("ü")\n', 'a/b.bin': { base64: 'AAEC/w==' } },
  open: 'index.js',
  start: 'node index.js',
};

describe('a project in a link', () => {
  it('comes out as it went in', async () => {
    const link = await encodeLink(project);
    expect(link).toMatch(/^#project=1\.[A-Za-z0-9_-]+$/);
    expect(await decodeLink(link)).toEqual(project);
    const tree = sharedTree(project);
    expect(tree).toEqual({
      'index.js': { file: { contents: project.files['index.js'] } },
      a: { directory: { 'b.bin': { file: { contents: Uint8Array.of(0, 1, 2, 255) } } } },
    });
  });

  it('is told to be damaged when a character changed, the end is missing, or its version is newer', async () => {
    const link = await encodeLink(project);
    const middle = link.length >> 1;
    const changed = link.slice(0, middle) + (link[middle] === 'A' ? 'B' : 'A') + link.slice(middle + 1);
    for (const broken of [changed, link.slice(0, -6), '#project=', '#project=1.', `${link}!`]) {
      await expect(decodeLink(broken), broken.slice(0, 40)).rejects.toThrow(DamagedLinkError);
    }
    await expect(decodeLink(link.replace('1.', '2.'))).rejects.toThrow('newer version');
  });

  it('does not lead out of the project', async () => {
    for (const path of ['../a', 'a/../../b', '/etc/passwd', 'a//b']) {
      const link = await encodeLink({ name: 'x', files: { [path]: '' } });
      await expect(decodeLink(link), path).rejects.toThrow('no project');
    }
  });

  it('does not unpack without end', async () => {
    const link = await encodeLink({ name: 'x', files: { a: 'a'.repeat(17 * 1024 * 1024) } });
    expect(link.length).toBeLessThan(40_000);
    await expect(decodeLink(link)).rejects.toThrow('more than a link may carry');
  });
});
