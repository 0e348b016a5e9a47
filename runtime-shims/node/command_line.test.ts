import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pinnedNode } from '../../scripts/node26.mjs';
import { parseCommandLine } from './command_line.ts';
import { nativeDump } from './library/build.ts';
import { isEngineOption } from './library/engine_options.ts';

const facts = { ...nativeDump(), places: {}, preload: [] };

/** Prints what the native node made of its command line. */
const reporter = `const { internalBinding } = require('internal/test/binding');
process.stdout.write(JSON.stringify({ execArgv: process.execArgv, operands: process.argv.slice(1),
  values: internalBinding('options').getCLIOptionsValues() }))`;

function natively(words: readonly string[], nodeOptions: string, variables: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], NODE_OPTIONS: nodeOptions, ...variables };
  const { stdout, stderr, status } = spawnSync(pinnedNode(), words, { encoding: 'utf8', env });
  return { stdout, stderr, status };
}

/** Options of this test's way of asking. */
const ownOptions = /^--(?:no-)?(?:expose-internals|eval|warnings)$/;
/** What differs from the defaults. */
function changed(values: Record<string, unknown>): Record<string, unknown> {
  const defaults = parseCommandLine(facts, [], undefined).values;
  const isChanged = ([name, value]: [string, unknown]) =>
    !ownOptions.test(name) && JSON.stringify(value) !== JSON.stringify(defaults[name]);
  return Object.fromEntries(Object.entries(values).filter(isChanged));
}

const asking = ['--expose-internals', '-e', reporter];

/** Command lines in front of `-e CODE`, operands behind it, and NODE_OPTIONS. */
const lines: {
  name: string;
  before?: string[];
  after?: string[];
  nodeOptions?: string;
  variables?: Record<string, string>;
}[] = [
  { name: 'nothing' },
  { name: 'operands, also such that look like options', after: ['a', '-b', '--c=d', '--', 'e'] },
  { name: '-- before the operands', after: ['--', '-a', 'b'] },
  { name: 'a boolean and its negation', before: ['--trace-warnings', '--no-deprecation'] },
  { name: 'underscores for dashes', before: ['--trace_warnings'] },
  { name: 'a value behind =', before: ['--title=x=y', '--stack-trace-limit=3'] },
  { name: 'a value as a word', before: ['--title', 'some title', '--unhandled-rejections', 'warn'] },
  { name: 'lists', before: ['-C', 'one', '--conditions=two'] },
  { name: 'an option of V8', before: ['--max-old-space-size=100'] },
  { name: 'an implied option', before: ['--trace-env-js-stack'] },
  { name: 'NODE_OPTIONS', nodeOptions: '--trace-warnings --title="two words" -C three' },
  { name: 'the command line over NODE_OPTIONS', before: ['--title=mine'], nodeOptions: '--title=theirs' },
  { name: 'one option under two names', before: ['--no-experimental-require-module'] },
  {
    name: 'variables of single options',
    variables: { NODE_PENDING_DEPRECATION: '1', NODE_PRESERVE_SYMLINKS: '0', NODE_REDIRECT_WARNINGS: '/dev/null' },
  },
];

describe('a command line is understood as natively', () => {
  it.each(lines)('$name', ({ before = [], after = [], nodeOptions = '', variables = {} }) => {
    const words = [...before, ...asking, ...after];
    const { stdout, stderr } = natively(words, nodeOptions, variables);
    expect(stdout, stderr).not.toBe('');
    const native = JSON.parse(stdout);
    const ours = parseCommandLine(facts, words, nodeOptions, undefined, variables);
    expect(ours.errors).toEqual([]);
    expect(ours.execArgv).toEqual(native.execArgv);
    expect(ours.operands).toEqual(native.operands);
    expect(changed(ours.values)).toEqual(changed(native.values));
  });

  it('-p with its code as the next word', () => {
    const { values, operands } = parseCommandLine(facts, ['-p', '1 + 1', 'operand'], undefined);
    expect(values).toMatchObject({ '--print': true, '--eval': '1 + 1', '[has_eval_string]': true });
    expect(operands).toEqual(['operand']);
  });
});

describe('what is wrong with a command line is said as natively', () => {
  const wrong: { name: string; words: string[]; nodeOptions?: string }[] = [
    { name: 'an unknown option', words: ['--there-is-no-such-option'] },
    { name: 'an unknown short option', words: ['-Z'] },
    { name: 'no value', words: ['--title'] },
    { name: 'no code', words: ['-e'] },
    { name: 'negation of what has a value', words: ['--no-title', '-e', '0'] },
    { name: '-- in NODE_OPTIONS', words: ['-e', '0'], nodeOptions: '--' },
    { name: 'an option that NODE_OPTIONS must not have', words: ['-e', '0'], nodeOptions: '--version' },
  ];
  it.each(wrong)('$name', ({ words, nodeOptions = '' }) => {
    const native = natively(words, nodeOptions);
    expect(native.status).toBe(9);
    const { errors } = parseCommandLine(facts, words, nodeOptions);
    expect(errors.map((error) => `${pinnedNode()}: ${error}\n`).join('')).toBe(native.stderr);
  });
});

describe('values that are not on the command line', () => {
  it('a negation is the opposite of its option: the library asks for both', () => {
    const { values } = parseCommandLine(facts, ['--no-deprecation', '--trace-warnings'], undefined);
    expect(values).toMatchObject({ '--no-deprecation': true, '--no-trace-warnings': false });
  });

  it('defaults are those of a node without options, not of the one that dumped them', () => {
    const { values } = parseCommandLine(facts, [], undefined);
    expect(values).toMatchObject({ '--warnings': true, '--no-warnings': false, '--expose-internals': false });
  });

  it('an operand in NODE_OPTIONS ends it without a word', () => {
    expect(natively(['-e', '0'], 'program.js')).toMatchObject({ status: 0, stderr: '' });
    expect(parseCommandLine(facts, ['-e', '0'], 'program.js').errors).toEqual([]);
  });

  it("the engine's own options are none of the program's", () => {
    const isEngines = (name: string) => isEngineOption(nativeDump().engineOptions, name);
    const words = ['--allow-natives-syntax', '--no_opt', '--stack-size=500', '-e', '0'];
    expect(natively(words, '').status).toBe(0);
    expect(parseCommandLine(facts, words, undefined, isEngines)).toMatchObject({
      errors: [],
      execArgv: words.slice(0, 5),
      engineOptions: ['--allow-natives-syntax', '--no-opt', '--stack-size'],
    });
    expect(parseCommandLine(facts, ['--nonsense'], undefined, isEngines).errors).toEqual(['bad option: --nonsense']);
  });
});
