import { expect, it } from 'vitest';
import { readEnvFiles } from './env_files.ts';

const ENOENT = -2;
const files: Record<string, string> = { '.env': 'A=1\nB=first', other: 'B="second one"\n# C=3\n', '-odd': 'D=4' };
const kernel = {
  readFile: (path: string) => (path in files ? new TextEncoder().encode(files[path]) : ENOENT),
} as unknown as Parameters<typeof readEnvFiles>[0];

it.each([
  ['a word behind the option', ['--env-file', '.env'], { A: '1', B: 'first' }],
  ['a value behind =', ['--env-file=.env'], { A: '1', B: 'first' }],
  ['the later file goes over the earlier one', ['--env-file=.env', '--env-file=other'], { A: '1', B: 'second one' }],
  ['other options between them', ['--trace-warnings', '--env-file-if-exists', 'other', '-r', 'x'], { B: 'second one' }],
  ['a word that looks like an option is the name all the same', ['--env-file', '-odd'], { D: '4' }],
  ['options whose names only begin alike', ['--env-files=.env'], {}],
])('%s', (_what, words, variables) => expect(readEnvFiles(kernel, words)).toEqual({ variables, errors: [] }));

it('a file that is not there is an error, unless it may be missing', () => {
  expect(readEnvFiles(kernel, ['--env-file=gone', '--env-file=.env'])).toEqual({
    variables: { A: '1', B: 'first' },
    errors: ['gone: not found'],
  });
  expect(readEnvFiles(kernel, ['--env-file-if-exists=gone'])).toEqual({ variables: {}, errors: [] });
});
