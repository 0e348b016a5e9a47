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

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function lesson(frontMatter: string) {
  write({
    'meta.md': '---\ntitle: Course\n---\n',
    '1-part/meta.md': '---\ntitle: Part\n---\n',
    '1-part/1-lesson/content.md': `---\ntitle: Lesson\nfocus: index.js\n${frontMatter}\n---\nText with \`code\`.`,
    '1-part/1-lesson/_files/index.js': '',
    '1-part/1-lesson/_files/given.js': '',
    '1-part/1-lesson/_solution/index.js': '1;',
  });
  return readCourse(folder).lessons[0];
}

describe('a lesson', () => {
  it('has its files, and which of them are locked or hidden', () => {
    const read = lesson('locked: [given.js]\nhidden: [given.js]\nexhibit: threads');
    expect(read).toMatchObject({
      slug: '1-part/1-lesson',
      part: 'Part',
      chapter: '',
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
    ['template: default', 'put their files into _files'],
    ['checks: [{run: x}]', "each check needs 'explain'"],
  ])('is refused with %s', (frontMatter, reason) => {
    expect(() => lesson(frontMatter)).toThrow(reason);
  });
});

describe('a course in the format of TutorialKit', () => {
  const meta = (data: string) => `---\n${data}\n---\n`;
  const tutorialKit = {
    'meta.md': meta('type: tutorial\ntitle: Course\nmainCommand: [npm run dev, Starting]'),
    '1-basics/meta.md': meta('type: part\ntitle: Basics\nfocus: /index.js'),
    '1-basics/1-first/meta.md': meta(
      'type: chapter\ntitle: First\nprepareCommands:\n  - [npm install, Installing]\n  - ls',
    ),
    '1-basics/1-first/1-hello/content.md': meta(
      'type: lesson\ntitle: Hello\nterminal:\n  panels: output\npreviews: [3000]',
    ),
    '1-basics/1-first/1-hello/_files/index.js': '',
    '1-basics/1-first/2-named/content.md': meta('type: lesson\ntitle: Named\nslug: by-name\nmainCommand: node .'),
    '1-basics/1-first/2-named/_files/index.js': '',
    '1-basics/2-alone/content.md': meta('type: lesson\ntitle: Alone'),
    '1-basics/2-alone/_files/index.js': '',
  };

  it('has chapters, and lessons that inherit from what is around them', () => {
    write(tutorialKit);
    const lessons = readCourse(folder).lessons.map(({ slug, part, chapter, focus, mainCommand, prepareCommands }) => {
      return { slug, place: [part, chapter], focus, mainCommand, prepareCommands };
    });
    const place = ['Basics', 'First'];
    const prepareCommands = ['npm install', 'ls'];
    expect(lessons).toEqual([
      { slug: '1-basics/1-first/1-hello', place, focus: 'index.js', mainCommand: 'npm run dev', prepareCommands },
      { slug: '1-basics/1-first/by-name', place, focus: 'index.js', mainCommand: 'node .', prepareCommands },
      {
        slug: '1-basics/2-alone',
        place: ['Basics', ''],
        focus: 'index.js',
        mainCommand: 'npm run dev',
        prepareCommands: [],
      },
    ]);
  });

  it.each([
    ['1-basics/3-mdx/content.mdx', '', 'MDX is not read here'],
    ['1-basics/3-empty/notes.txt', '', 'has neither content.md'],
    [
      '1-basics/1-first/3-twice/content.md',
      meta('title: Twice\nslug: by-name'),
      "two lessons have the address '1-basics/1-first/by-name'",
    ],
  ])('is refused with %s', (file, text, reason) => {
    write({ ...tutorialKit, [file]: text, [join(dirname(file), '_files/index.js')]: '' });
    expect(() => readCourse(folder)).toThrow(reason);
  });
});
