/**
 * Packages whose own tests are run: those among the most downloaded of the registry (each more than a million times a
 * week) whose tarball brings its tests. Most do not, and no other host than the registry is asked.
 */

/** Arguments of what runs the tests, in the package's folder: as its own `npm test` does, without coverage and linting. */
export interface SuiteCommand {
  runner: 'tape' | 'mocha' | 'node';
  /** Each is one run. */
  runs: readonly string[];
  /** Where the newest has no tests that pass natively. */
  version?: string;
  /** Why it does less in the tab. */
  cause?: string;
}

const tape = (...runs: string[]): SuiteCommand => ({ runner: 'tape', runs });
const mocha = (...runs: string[]): SuiteCommand => ({ runner: 'mocha', runs });
const node = (...runs: string[]): SuiteCommand => ({ runner: 'node', runs });
const everyTest = tape("'test/**/*.js'");

export const packages: Readonly<Record<string, SuiteCommand>> = {
  'array-includes': everyTest,
  bl: {
    ...node('test/test.js'),
    cause: 'the stack of a Worker of Chromium’s is smaller: 65,536 arguments of one call have no room on it',
  },
  'call-bind': everyTest,
  'call-bound': everyTest,
  'concat-map': everyTest,
  'deep-equal': everyTest,
  'define-data-property': everyTest,
  duplexify: tape('test.js'),
  'es-to-primitive': everyTest,
  events: node('tests/index.js'),
  'fast-json-stable-stringify': tape("'test/*.js'"),
  'fd-slicer': mocha('test'),
  'for-each': everyTest,
  from2: node('test.js'),
  'function-bind': everyTest,
  'get-intrinsic': everyTest,
  globalthis: everyTest,
  'has-symbols': node('test', 'test/shams/core-js.js', 'test/shams/get-own-property-symbols.js'),
  'has-tostringtag': node('test', 'test/shams/core-js.js', 'test/shams/get-own-property-symbols.js'),
  'hash.js': mocha("'test/*-test.js'"),
  'internal-slot': everyTest,
  'is-callable': everyTest,
  'is-regex': node('test'),
  'is-string': everyTest,
  'json-schema-traverse': mocha("'spec/*.spec.js'"),
  'json-stable-stringify': everyTest,
  jsonparse: tape("'test/*.js'"),
  minimist: everyTest,
  'object.assign': node('test', 'test/shimmed.js'),
  'object.entries': everyTest,
  'path-browserify': node('test'),
  pump: node('test-node.js'),
  qs: everyTest,
  rc: node('test/test.js', 'test/ini.js', 'test/nested-env-vars.js'),
  'regexp.prototype.flags': everyTest,
  // What these tests need is not in the tarball.
  resolve: { ...tape("'test/!(symlinks|pathfilter*).js'"), version: '1' },
  'safe-regex-test': node('test'),
  'sha.js': everyTest,
  'side-channel': everyTest,
  'stream-shift': tape('test.js'),
  through: node('test/async.js', 'test/auto-destroy.js', 'test/buffering.js', 'test/end.js', 'test/index.js'),
  traverse: everyTest,
  url: mocha('test'),
  xtend: node('test.js'),
};
