import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCourse } from './read_course.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardian-course-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function lesson(frontMatter: string) {
  const files = {
    'meta.md': '---\ntitle: Course\n---\n',
    '1-part/meta.md': '---\ntitle: Part\n---\n',
    '1-part/1-lesson/content.md': `---\ntitle: Lesson\nfocus: index.js\n${frontMatter}\n---\nText with \`code\`.`,
    '1-part/1-lesson/_files/index.js': '',
    '1-part/1-lesson/_files/given.js': '',
    '1-part/1-lesson/_solution/index.js': '1;',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return readCourse(folder).lessons[0];
}

describe('a lesson', () => {
  it('has its files, and which of them are locked or hidden', () => {
    const read = lesson('locked: [given.js]\nhidden: [given.js]\nexhibit: threads');
    expect(read).toMatchObject({
      slug: '1-part/1-lesson',
      part: 'Part',
      html: '<p>Text with <code>code</code>.</p>\n',
      files: { 'index.js': '', 'given.js': '' },
      locked: ['given.js'],
      hidden: ['given.js'],
      exhibit: 'threads',
    });
  });

  it.each([
    ['locked: [none.js]', "name files of _files, not 'none.js'"],
    ['hidden: [index.js]', "the solution changes 'index.js', which the learner cannot"],
    ['exhibit: zoo', "there is no exhibit 'zoo'"],
    ['colour: red', "unknown key 'colour'"],
    ['checks: [{run: x}]', "each check needs 'explain'"],
  ])('is refused with %s', (frontMatter, reason) => {
    expect(() => lesson(frontMatter)).toThrow(reason);
  });
});
