/** The course that is open: which lesson, how far, and what the checks said. */
import { projectFiles } from '../project/project_files.ts';
import { decodeLink, encodeLink, isProjectLink } from '../project/share_link.ts';
import { put } from '../project/zip_tree.ts';
import type { Workspace } from '../workspace/workspace.svelte.ts';
import { type Failure, runChecks } from './checks.ts';
import { checksFolder, containerRunner } from './container_runner.ts';
import type { Course, CourseName, Lesson, LessonFiles } from './course.ts';
import { type Progress, recallProgress, rememberProgress } from './progress.ts';

/** Shown when the address names no course. */
const firstCourse = 'what-exactly-is-node';

function treeOf(files: LessonFiles) {
  const tree = {};
  for (const [path, text] of Object.entries(files)) put(tree, path.split('/'), text);
  return tree;
}

interface PartOfCourse {
  title: string;
  lessons: { slug: string; title: string; number: number }[];
}

async function load<Content>(name: string): Promise<Content> {
  const response = await fetch(`/tutorials/${encodeURIComponent(name)}.json`);
  if (!response.ok) throw new Error(`the course did not load: ${response.status} ${response.statusText}`);
  return response.json();
}

export class Lessons {
  course: Course | null = $state.raw(null);
  /** All courses there are. */
  courses: CourseName[] = $state.raw([]);
  /** Of the course that is open. */
  readonly name: string;
  lesson: Lesson | null = $state.raw(null);
  done: string[] = $state([]);
  failures: Failure[] = $state.raw([]);
  state: 'loading' | 'open' | 'checking' | 'passed' | 'failed' | 'broken' = $state('loading');
  error = $state('');
  hintsShown = $state(0);
  readonly #workspace: Workspace;
  #progress: Progress = { done: [], files: {} };

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.name = new URL(location.href).searchParams.get('course') ?? firstCourse;
    workspace.documents.onsaved = () => void this.#keep();
  }

  get index(): number {
    return this.course?.lessons.findIndex(({ slug }) => slug === this.lesson?.slug) ?? -1;
  }

  /** The lessons under the names of their parts and chapters, numbered from 1 through the course. */
  get parts(): PartOfCourse[] {
    const parts: PartOfCourse[] = [];
    for (const [index, { slug, title, part, chapter }] of (this.course?.lessons ?? []).entries()) {
      const name = chapter ? `${part} › ${chapter}` : part;
      if (parts.at(-1)?.title !== name) parts.push({ title: name, lessons: [] });
      parts.at(-1)?.lessons.push({ slug, title, number: index + 1 });
    }
    return parts;
  }

  get next(): Lesson | undefined {
    return this.course?.lessons[this.index + 1];
  }

  get previous(): Lesson | undefined {
    return this.course?.lessons[this.index - 1];
  }

  /** Loads the course and the lesson that the address names, with the files that it carries, if any. */
  async start(): Promise<void> {
    try {
      this.courses = await load<CourseName[]>('index');
      if (!this.courses.some(({ name }) => name === this.name)) throw new Error(`There is no course “${this.name}”.`);
      const course = await load<Course>(this.name);
      this.#progress = recallProgress(this.name);
      this.done = this.#progress.done;
      this.course = course;
      const asked = new URL(location.href).searchParams.get('lesson');
      const lesson = course.lessons.find(({ slug }) => slug === asked);
      if (asked && !lesson) throw new Error(`There is no lesson “${asked}” in this course.`);
      const first = course.lessons.find(({ slug }) => !this.done.includes(slug)) ?? course.lessons[0];
      const shown = lesson ?? first;
      if (!shown) throw new Error('the course has no lessons');
      this.lesson = shown;
      let carried: LessonFiles | undefined;
      if (isProjectLink(location.hash)) {
        const { files } = await decodeLink(location.hash);
        carried = Object.fromEntries(
          Object.entries(files).filter(([, text]) => typeof text === 'string'),
        ) as LessonFiles;
      }
      if (!(await this.#workspace.open(Promise.resolve(this.#opened())))) {
        throw new Error(this.#workspace.container.error);
      }
      await this.open(shown, carried);
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      this.state = 'broken';
    }
  }

  /** Puts a lesson's files in place of those of the last; `files` are the learner's own, from before or from a link. */
  async open(lesson: Lesson, files: LessonFiles = this.#progress.files[lesson.slug] ?? lesson.files): Promise<void> {
    const { container, documents, terminals, tree } = this.#workspace;
    const { instance } = container;
    terminals.stop();
    this.state = 'loading';
    this.lesson = lesson;
    this.failures = [];
    this.hintsShown = 0;
    documents.closeAll();
    documents.locked = new Set(lesson.locked);
    await Promise.all(
      (await instance.fs.readdir('.')).map((name) => instance.fs.rm(name, { recursive: true, force: true })),
    );
    await instance.mount(treeOf(files));
    await instance.fs.rm(checksFolder, { recursive: true, force: true });
    await instance.fs.mkdir(checksFolder, { recursive: true });
    for (const [name, text] of Object.entries(lesson.checkFiles)) {
      await instance.fs.writeFile(`${checksFolder}/${name}`, text);
    }
    this.#workspace.startCommand = lesson.mainCommand;
    await tree.refresh();
    const shown = Object.keys(files).filter((path) => !lesson.hidden.includes(path));
    for (const path of shown) await documents.show(path);
    await documents.show(lesson.focus in files ? lesson.focus : (shown[0] ?? ''));
    const runner = containerRunner(instance);
    for (const line of lesson.prepareCommands) await runner.run(line, 60_000);
    this.state = 'open';
    history.replaceState(null, '', this.#address(lesson));
  }

  async check(): Promise<void> {
    const { lesson } = this;
    if (!lesson || this.state === 'checking') return;
    await this.#workspace.documents.saveAll();
    this.state = 'checking';
    this.failures = await runChecks(lesson.checks, containerRunner(this.#workspace.container.instance));
    this.state = this.failures.length ? 'failed' : 'passed';
    if (this.state === 'passed' && !this.done.includes(lesson.slug)) {
      this.done = [...this.done, lesson.slug];
      await this.#keep();
    }
  }

  /** Writes the solution over the learner's files. */
  async solve(): Promise<void> {
    const { lesson } = this;
    if (lesson) await this.#write({ ...lesson.files, ...lesson.solution });
  }

  async reset(): Promise<void> {
    const { lesson } = this;
    if (lesson) await this.open(lesson, lesson.files);
    await this.#keep();
  }

  /** A link to this lesson in the state in which the learner's files are. */
  async link(): Promise<string> {
    const files = await this.#ownFiles();
    const name = this.lesson?.title ?? '';
    return `${location.origin}/tutorial${this.#address(this.lesson)}${await encodeLink({ name, files })}`;
  }

  #address(lesson: Lesson | null): string {
    const course = this.name === firstCourse ? '' : `course=${this.name}&`;
    return `?${course}lesson=${lesson?.slug ?? ''}`;
  }

  async #write(files: LessonFiles): Promise<void> {
    const { documents, container } = this.#workspace;
    for (const [path, text] of Object.entries(files)) {
      await container.instance.fs.writeFile(path, text);
      await documents.changedOutside(path);
    }
    this.failures = [];
    this.state = 'open';
    await this.#keep();
  }

  async #ownFiles(): Promise<LessonFiles> {
    const { documents, container } = this.#workspace;
    await documents.saveAll();
    const files: LessonFiles = {};
    for (const [path, text] of await projectFiles(container.instance)) if (typeof text === 'string') files[path] = text;
    return files;
  }

  async #keep(): Promise<void> {
    const { lesson } = this;
    if (!lesson || this.state === 'loading') return;
    const all = await this.#ownFiles();
    // Files that programs made are made again; only the lesson's own count.
    const own = Object.fromEntries(
      Object.entries(all).filter(([path]) => path in lesson.files || path in lesson.solution),
    );
    this.#progress.files[lesson.slug] = own;
    this.#progress.done = this.done;
    rememberProgress(this.name, this.#progress);
  }

  #opened() {
    return { id: '', name: this.course?.title ?? '', example: '', snapshots: [], foreign: false, environment: {} };
  }
}
