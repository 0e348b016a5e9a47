/** What a learner has done, kept in this browser. */
import { recall, remember } from '../workspace/remembered.ts';
import type { LessonFiles } from './course.ts';

export interface Progress {
  /** Slugs of lessons whose checks have passed. */
  done: string[];
  /** The learner's own files of each lesson that was begun. */
  files: Record<string, LessonFiles>;
}

const key = (course: string) => `wardian.course.${course}`;

export function recallProgress(course: string): Progress {
  return recall<Progress>(key(course), { done: [], files: {} });
}

export function rememberProgress(course: string, progress: Progress): void {
  remember(key(course), progress);
}
