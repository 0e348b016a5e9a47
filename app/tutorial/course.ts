/** A course as the page gets it: everything in one JSON, made by `read_course.ts` from a folder of Markdown. */

/** Something that must hold in the learner's files. Expressions are regular ones; `^` and `$` stand for lines. */
export interface Check {
  /** A line for the shell, run in the project's folder; `$CHECKS` is the folder of the lesson's own programs. */
  run?: string;
  /** What its output must have … */
  output?: string;
  /** … and what it (or `file`) must not have. */
  lacks?: string;
  /** The exit status that it must end with; 0 when neither this nor `output` is given. */
  status?: number;
  /** ms within which it must end. */
  within?: number;
  /** Instead of `run`: a file … */
  file?: string;
  /** … and what it must have. */
  contains?: string;
  /** Told when the check fails: what is to be done. */
  explain: string;
}

export type LessonFiles = Record<string, string>;

export interface Lesson {
  /** PART/LESSON or PART/CHAPTER/LESSON, the names of its folders. */
  slug: string;
  part: string;
  /** '' in a part without chapters. */
  chapter: string;
  title: string;
  /** Rendered Markdown, by the teacher. */
  html: string;
  files: LessonFiles;
  /** The files that the solution changes or adds. */
  solution: LessonFiles;
  /** Programs that checks run, which the learner does not see. */
  checkFiles: LessonFiles;
  /** Files that the learner reads and does not change … */
  locked: string[];
  /** … and files that no tab shows. */
  hidden: string[];
  /** Something live beside the text. */
  exhibit: '' | 'event-loop' | 'threads';
  /** The file shown at first. */
  focus: string;
  mainCommand: string;
  prepareCommands: string[];
  hints: string[];
  checks: Check[];
}

export interface Course {
  title: string;
  lessons: Lesson[];
}

/** A course as the list of courses has it. */
export interface CourseName {
  /** Of its folder: it is opened by `/tutorial?course=NAME`. */
  name: string;
  title: string;
  lessons: number;
}
