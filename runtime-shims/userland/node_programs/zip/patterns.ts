/** Names of archive entries: zip's and unzip's wildcards also match `/`. */
import { compile, patternSource } from '../../sh/pattern.ts';

export type NameTest = (name: string) => boolean;

export function anyOf(patterns: readonly string[]): NameTest {
  const expressions = patterns.map((text) => compile(`^(?:${patternSource([{ text, quoted: false }])})$`));
  return (name) => expressions.some((expression) => expression.test(name));
}

/**
 * Takes the patterns of `-x` and `-i` out of words: each list goes on to the next flag, or to `@`.
 */
export function takePatterns(words: readonly string[]): { rest: string[]; excluded: string[]; included: string[] } {
  const [rest, excluded, included]: [string[], string[], string[]] = [[], [], []];
  let into = rest;
  for (const word of words) {
    if (word === '-x' || word === '--exclude') into = excluded;
    else if (word === '-i' || word === '--include') into = included;
    else if (word === '@' && into !== rest) into = rest;
    else if (into === rest || !/^-./.test(word)) into.push(word);
    else {
      into = rest;
      rest.push(word);
    }
  }
  return { rest, excluded, included };
}
