import { describe, expect, it } from 'vitest';
import { ignoreRules, isIgnored } from './ignored_files.ts';

const rules = [
  ignoreRules('packages/a', '!kept.log\nlocal/\n'),
  ignoreRules('', '# output\n/out\n*.log\n!important.log\ncache/\n'),
];

describe('what .gitignore names', () => {
  it.each(['out/', 'out/page.html', 'x.log', 'deep/er/x.log', 'cache/', 'deep/cache/file', 'packages/a/local/file'])(
    'is ignored: %s',
    (path) => expect(isIgnored(path, rules)).toBe(true),
  );

  it.each(['deep/out/', 'important.log', 'packages/a/kept.log', 'local/', 'cache', 'packages/a/'])(
    'is not ignored: %s',
    (path) => expect(isIgnored(path, rules)).toBe(false),
  );
});
