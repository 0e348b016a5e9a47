import type { WebContainer } from '@webcontainer/api';
import { projectTexts } from './project_files.ts';

export interface Match {
  /** From 1. */
  line: number;
  column: number;
  length: number;
  text: string;
}

/** Matches shown: more help nobody. */
const mostMatches = 2000;
/** Characters of a line that are shown around a match. */
const shownLength = 200;

export interface FindOptions {
  regularExpression: boolean;
  matchCase: boolean;
  wholeWord: boolean;
}

/** Throws a SyntaxError for a regular expression that is none. */
export function patternOf(query: string, options: FindOptions): RegExp {
  const source = options.regularExpression ? query : query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(options.wholeWord ? `\\b(?:${source})\\b` : source, options.matchCase ? 'gmu' : 'gimu');
}

export function findIn(text: string, pattern: RegExp, most: number): Match[] {
  const matches: Match[] = [];
  let line = 1;
  let lineStart = 0;
  let scanned = 0;
  for (const match of text.matchAll(pattern)) {
    if (!match[0].length) continue;
    for (let at = text.indexOf('\n', scanned); at >= 0 && at < match.index; at = text.indexOf('\n', at + 1)) {
      line += 1;
      lineStart = at + 1;
    }
    scanned = match.index;
    const end = text.indexOf('\n', match.index);
    const from = Math.max(lineStart, match.index - shownLength / 2);
    matches.push({
      line,
      column: match.index - lineStart + 1,
      length: match[0].length,
      text: text.slice(from, Math.min(end < 0 ? text.length : end, from + shownLength)).trim(),
    });
    if (matches.length >= most) break;
  }
  return matches;
}

/** Search over the text files of the project that Git does not ignore, and replacement in them. */
export class FindInFiles {
  query = $state('');
  replacement = $state('');
  options: FindOptions = $state({ regularExpression: false, matchCase: false, wholeWord: false });
  results: [path: string, matches: Match[]][] = $state.raw([]);
  message = $state('');
  #container: WebContainer | null = null;

  attach(container: WebContainer): void {
    this.#container = container;
  }

  async find(): Promise<void> {
    this.results = [];
    this.message = '';
    if (!this.query || !this.#container) return;
    try {
      const pattern = patternOf(this.query, this.options);
      let left = mostMatches;
      const results: [string, Match[]][] = [];
      for (const [path, contents] of await projectTexts(this.#container)) {
        if (left <= 0) break;
        const matches = findIn(contents, pattern, left);
        left -= matches.length;
        if (matches.length) results.push([path, matches]);
      }
      this.results = results;
      const count = mostMatches - left;
      this.message = count
        ? `${count}${left ? '' : ' or more'} in ${results.length} ${results.length === 1 ? 'file' : 'files'}`
        : 'Nothing found';
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
    }
  }

  /** Replaces everywhere; `$1` stands for a group where the query is a regular expression. */
  async replaceAll(): Promise<void> {
    if (!this.query || !this.#container) return;
    const pattern = patternOf(this.query, this.options);
    let count = 0;
    for (const [path, contents] of await projectTexts(this.#container)) {
      const found = [...contents.matchAll(pattern)].length;
      if (!found) continue;
      count += found;
      const text = this.options.regularExpression
        ? contents.replace(pattern, this.replacement)
        : contents.replace(pattern, () => this.replacement);
      await this.#container.fs.writeFile(path, text);
    }
    await this.find();
    this.message = `${count} replaced`;
  }
}
