/**
 * Reads a course from a folder: `meta.md`, parts (`1-NAME/meta.md`) and in them lessons (`1-NAME/content.md`, `_files`,
 * `_solution`, `_checks`). Front matter has TutorialKit's names (title, focus, mainCommand, prepareCommands), and ours:
 * hints, checks, locked, hidden and exhibit.
 */
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { parse } from 'yaml';
import type { Check, Course, Lesson, LessonFiles } from './course.ts';

const knownKeys = new Set([
  'type',
  'title',
  'focus',
  'mainCommand',
  'prepareCommands',
  'hints',
  'checks',
  'locked',
  'hidden',
  'exhibit',
]);
const knownCheckKeys = new Set(['run', 'output', 'lacks', 'status', 'within', 'file', 'contains', 'explain']);

export class CourseError extends Error {}

function frontMatter(file: string): { data: Record<string, unknown>; body: string } {
  const text = readFileSync(file, 'utf8');
  const match = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text);
  if (!match) throw new CourseError(`${file} does not begin with front matter between two lines of ---`);
  try {
    return { data: parse(match[1] ?? '') ?? {}, body: match[2] ?? '' };
  } catch (error) {
    throw new CourseError(`${file}: the front matter is not YAML: ${error instanceof Error ? error.message : error}`);
  }
}

function filesIn(folder: string): LessonFiles {
  const files: LessonFiles = {};
  for (const name of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const path = join(name.parentPath, name.name);
    files[path.slice(folder.length + 1).replaceAll('\\', '/')] = readFileSync(path, 'utf8');
  }
  return files;
}

function checked(file: string, value: unknown): Check {
  const check = value as Check;
  for (const key of Object.keys(check)) {
    if (!knownCheckKeys.has(key)) throw new CourseError(`${file}: a check has the unknown key '${key}'`);
  }
  if (!check.explain) throw new CourseError(`${file}: each check needs 'explain', which tells a learner what to do`);
  if ((check.run === undefined) === (check.file === undefined)) {
    throw new CourseError(`${file}: a check has either 'run' or 'file'`);
  }
  for (const expression of [check.output, check.lacks, check.contains]) {
    if (expression !== undefined) new RegExp(expression, 'mu');
  }
  return check;
}

function exhibitOf(file: string, name: string): Lesson['exhibit'] {
  if (name === '' || name === 'event-loop' || name === 'threads') return name;
  throw new CourseError(`${file}: there is no exhibit '${name}'`);
}

function readLesson(folder: string, slug: string, part: string): Lesson {
  const file = join(folder, 'content.md');
  const { data, body } = frontMatter(file);
  for (const key of Object.keys(data)) {
    if (!knownKeys.has(key)) throw new CourseError(`${file}: unknown key '${key}'`);
  }
  const text = (key: string) => String(data[key] ?? '');
  const list = (key: string) => (Array.isArray(data[key]) ? data[key] : []) as unknown[];
  const lesson: Lesson = {
    slug,
    part,
    title: text('title'),
    html: marked.parse(body, { async: false }),
    files: filesIn(join(folder, '_files')),
    solution: filesIn(join(folder, '_solution')),
    checkFiles: filesIn(join(folder, '_checks')),
    locked: list('locked').map(String),
    hidden: list('hidden').map(String),
    exhibit: exhibitOf(file, text('exhibit')),
    focus: text('focus').replace(/^\//, ''),
    mainCommand: text('mainCommand'),
    prepareCommands: list('prepareCommands').map(String),
    hints: list('hints').map((hint) => marked.parseInline(String(hint), { async: false })),
    checks: list('checks').map((check) => checked(file, check)),
  };
  for (const path of [...lesson.locked, ...lesson.hidden]) {
    if (!(path in lesson.files))
      throw new CourseError(`${file}: 'locked' and 'hidden' name files of _files, not '${path}'`);
    if (path in lesson.solution)
      throw new CourseError(`${file}: the solution changes '${path}', which the learner cannot`);
  }
  if (!lesson.title) throw new CourseError(`${file}: a lesson needs a title`);
  if (!(lesson.focus in lesson.files)) throw new CourseError(`${file}: 'focus' names no file of _files`);
  return lesson;
}

/** Folders in the order of the numbers before their names. */
function foldersOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Throws {@link CourseError}, which names the file. */
export function readCourse(folder: string): Course {
  const { data } = frontMatter(join(folder, 'meta.md'));
  const lessons: Lesson[] = [];
  for (const partName of foldersOf(folder)) {
    const part = String(frontMatter(join(folder, partName, 'meta.md')).data['title'] ?? partName);
    for (const name of foldersOf(join(folder, partName))) {
      const lesson = join(folder, partName, name);
      if (existsSync(join(lesson, 'content.md'))) lessons.push(readLesson(lesson, `${partName}/${name}`, part));
    }
  }
  return { title: String(data['title'] ?? ''), lessons };
}

/** Writes `COURSE.json` into `outDirectory` for each folder of `courses`. */
export function packCourses(courses: string, outDirectory: string): void {
  mkdirSync(outDirectory, { recursive: true });
  for (const name of foldersOf(courses)) {
    writeFileSync(join(outDirectory, `${name}.json`), JSON.stringify(readCourse(join(courses, name))));
  }
}
