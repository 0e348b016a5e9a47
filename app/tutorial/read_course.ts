/**
 * Reads a course from a folder in TutorialKit's format: `meta.md`, parts (`1-NAME/meta.md`), in them chapters
 * (`meta.md` again) or lessons at once, and lessons (`1-NAME/content.md`, `_files`, `_solution`, and our `_checks`). Front
 * matter has TutorialKit's names, and ours: hints, checks, locked, hidden and exhibit.
 */
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { parse } from 'yaml';
import type { Check, Course, CourseName, Lesson, LessonFiles } from './course.ts';

/** What a course or a part says for all of its lessons that do not say it themselves. */
const inheritedKeys = ['focus', 'mainCommand', 'prepareCommands'];
const lessonKeys = new Set([
  ...inheritedKeys,
  'type',
  'title',
  'slug',
  'hints',
  'checks',
  'locked',
  'hidden',
  'exhibit',
]);
/** TutorialKit's keys for how its own page looks, which ours decides by itself. */
const presentationKeys = new Set([
  'autoReload',
  'custom',
  'downloadAsZip',
  'editor',
  'editPageLink',
  'filesystem',
  'i18n',
  'meta',
  'openInStackBlitz',
  'previews',
  'scope',
  'terminal',
]);
const knownCheckKeys = new Set(['run', 'output', 'lacks', 'status', 'within', 'file', 'contains', 'explain']);

type FrontMatter = Record<string, unknown>;

export class CourseError extends Error {}

function frontMatter(file: string): { data: FrontMatter; body: string } {
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

/** A command, or TutorialKit's pair of a command and its title. */
function command(value: unknown): string {
  if (Array.isArray(value)) return String(value[0] ?? '');
  if (typeof value === 'object' && value !== null && 'command' in value) return String(value.command);
  return String(value ?? '');
}

/** Where a lesson stands: `inherited` is what the folders around it say. */
interface Position {
  path: string;
  part: string;
  chapter: string;
  inherited: FrontMatter;
}

function readLesson(folder: string, { path, part, chapter, inherited }: Position): Lesson {
  const file = join(folder, 'content.md');
  const { data: own, body } = frontMatter(file);
  if (own['template'] !== undefined) {
    throw new CourseError(`${file}: templates are not read here: put their files into _files`);
  }
  for (const key of Object.keys(own)) {
    if (!lessonKeys.has(key) && !presentationKeys.has(key)) throw new CourseError(`${file}: unknown key '${key}'`);
  }
  const data: FrontMatter = { ...inherited, ...own };
  const text = (key: string) => String(data[key] ?? '');
  const list = (key: string) => (Array.isArray(data[key]) ? data[key] : []) as unknown[];
  const lesson: Lesson = {
    slug: own['slug'] === undefined ? path : path.replace(/[^/]*$/, text('slug')),
    part,
    chapter,
    title: text('title'),
    html: marked.parse(body, { async: false }),
    files: filesIn(join(folder, '_files')),
    solution: filesIn(join(folder, '_solution')),
    checkFiles: filesIn(join(folder, '_checks')),
    locked: list('locked').map(String),
    hidden: list('hidden').map(String),
    exhibit: exhibitOf(file, text('exhibit')),
    focus: text('focus').replace(/^\//, ''),
    mainCommand: command(data['mainCommand']),
    prepareCommands: list('prepareCommands').map(command),
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

/** The lessons of a folder that has `meta.md`, and of the chapters in it. */
function* lessonsOf(folder: string, position: Position): Generator<Lesson> {
  for (const name of foldersOf(folder)) {
    const inner = join(folder, name);
    const path = `${position.path}/${name}`;
    if (existsSync(join(inner, 'content.md'))) yield readLesson(inner, { ...position, path });
    else if (existsSync(join(inner, 'content.mdx'))) {
      throw new CourseError(`${join(inner, 'content.mdx')}: MDX is not read here: make it Markdown, content.md`);
    } else if (existsSync(join(inner, 'meta.md'))) {
      const { data } = frontMatter(join(inner, 'meta.md'));
      const chapter = String(data['title'] ?? name);
      yield* lessonsOf(inner, { ...position, path, chapter, inherited: inherit(position.inherited, data) });
    } else throw new CourseError(`${inner} has neither content.md, as a lesson has, nor meta.md, as a chapter has`);
  }
}

function inherit(outer: FrontMatter, data: FrontMatter): FrontMatter {
  const own = Object.entries(data).filter(([key]) => inheritedKeys.includes(key));
  return { ...outer, ...Object.fromEntries(own) };
}

/** Throws {@link CourseError}, which names the file. */
export function readCourse(folder: string): Course {
  const { data } = frontMatter(join(folder, 'meta.md'));
  const lessons = foldersOf(folder).flatMap((name) => {
    const { data: partData } = frontMatter(join(folder, name, 'meta.md'));
    const part = String(partData['title'] ?? name);
    const inherited = inherit(inherit({}, data), partData);
    return [...lessonsOf(join(folder, name), { path: name, part, chapter: '', inherited })];
  });
  const twice = lessons.find(({ slug }, index) => lessons.findIndex((other) => other.slug === slug) !== index);
  if (twice) throw new CourseError(`${folder}: two lessons have the address '${twice.slug}'`);
  return { title: String(data['title'] ?? ''), lessons };
}

/** Writes `COURSE.json` into `outDirectory` for each folder of `courses`, and `index.json`, which names them. */
export function packCourses(courses: string, outDirectory: string): void {
  mkdirSync(outDirectory, { recursive: true });
  const names: CourseName[] = [];
  for (const name of foldersOf(courses)) {
    const course = readCourse(join(courses, name));
    names.push({ name, title: course.title, lessons: course.lessons.length });
    writeFileSync(join(outDirectory, `${name}.json`), JSON.stringify(course));
  }
  writeFileSync(join(outDirectory, 'index.json'), JSON.stringify(names));
}
