/** What Git is told to ignore (gitignore(5)): each folder's .gitignore speaks of what is below it. */
import ignore, { type Ignore } from 'ignore';

export const rulesName = '.gitignore';

/** The rules of one .gitignore; `folder` is the project's own when it is ''. */
export interface IgnoreRules {
  folder: string;
  matcher: Ignore;
}

export function ignoreRules(folder: string, text: string): IgnoreRules {
  return { folder, matcher: ignore().add(text) };
}

/**
 * Do the rules ignore `path`, or a folder that it is in? Where two of them speak of it, the one nearer to it counts; a
 * folder's path ends with a slash.
 */
export function isIgnored(path: string, rules: readonly IgnoreRules[]): boolean {
  let verdict = false;
  for (const { folder, matcher } of [...rules].sort((a, b) => a.folder.length - b.folder.length)) {
    const base = folder && `${folder}/`;
    if (!path.startsWith(base) || path === base) continue;
    const { ignored, unignored } = matcher.test(path.slice(base.length));
    if (ignored || unignored) verdict = ignored;
  }
  return verdict;
}
