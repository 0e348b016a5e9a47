/** Every lesson in the tab: as it starts its checks fail, with its solution they pass. `npm run tutorial:check` does it natively. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckRunner, runChecks } from '../app/tutorial/checks.ts';
import type { LessonFiles } from '../app/tutorial/course.ts';
import { readCourse } from '../app/tutorial/read_course.ts';
import { root, Tab } from './tab.ts';

const course = readCourse(join(root, 'tutorials/what-exactly-is-node'));

describe('a lesson in the tab', () => {
  let tab: Tab;
  beforeAll(async () => {
    tab = await Tab.open();
  });
  afterAll(() => tab?.close());

  async function write(folder: string, files: LessonFiles): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      const parent = `${folder}/${path}`.split('/').slice(0, -1).join('/');
      await tab.call('mkdir', parent);
      await tab.call('writeFile', `${folder}/${path}`, text);
    }
  }

  function runner(folder: string): CheckRunner {
    return {
      read: (path) => tab.call('readFile', `${folder}/${path}`).catch(() => null),
      async run(line, timeout) {
        const env = { CHECKS: `/home/project/${folder}-checks` };
        const { stdout, stderr, code } = await tab.run(line, { folder, timeout, env });
        return { output: stdout + stderr, status: code, late: code === 137 };
      },
    };
  }

  it.each(course.lessons.map((lesson) => [lesson.slug, lesson] as const))('%s', async (_slug, lesson) => {
    for (const state of ['start', 'solution'] as const) {
      const folder = `${lesson.slug.replaceAll('/', '-')}-${state}`;
      await write(folder, state === 'start' ? lesson.files : { ...lesson.files, ...lesson.solution });
      await write(`${folder}-checks`, lesson.checkFiles);
      const failures = await runChecks(lesson.checks, runner(folder));
      if (state === 'start') expect(failures.length).toBeGreaterThan(0);
      else expect(failures).toEqual([]);
    }
  });
});
