/** The tests of an unpacked Node test directory, read as Node's tools/test.py and test/testpy read them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The folders whose tests are run. */
export const suiteFolders = ['parallel', 'es-module'] as const;

export interface SuiteTest {
  /** `parallel/test-x.js` */
  name: string;
  flags: string[];
  env: Record<string, string>;
  module: string;
}

export interface Suite {
  /** The folder named `test`. */
  root: string;
  tests: SuiteTest[];
}

/** Modules whose name is more than the first word of their tests' names. */
const longNames = [
  'abortcontroller',
  'async-hooks',
  'async-local-storage',
  'blob',
  'child-process',
  'diagnostics-channel',
  'event-emitter',
  'event-target',
  'eventtarget',
  'http-parser',
  'internal-util',
  'module-hooks',
  'next-tick',
  'async-context',
  'perf-hooks',
  'source-map',
  'string-decoder',
  'test-runner',
  'trace-events',
  'web-locks',
  'worker-threads',
];
/** Names of the same module. */
const sameModule: Record<string, string> = {
  'http-parser': 'http',
  'event-target': 'eventtarget',
  abortcontroller: 'abort',
  asyncresource: 'async-hooks',
  als: 'async-hooks',
  'async-local-storage': 'async-hooks',
  'async-context': 'async-hooks',
  stream2: 'stream',
  stream3: 'stream',
  streams: 'stream',
  'perf-hooks': 'performance',
  webcrypto: 'crypto',
  timers: 'timers',
  runner: 'test-runner',
  eventsource: 'eventtarget',
  microtask: 'next-tick',
  promises: 'promise',
  'module-hooks': 'module',
  require: 'module',
  fixtures: 'common',
  readable: 'stream',
  pipe: 'net',
  inspect: 'inspector',
  debugger: 'inspector',
  snapshot: 'snapshot',
  'single-executable': 'sea',
};

export function moduleOf(name: string): string {
  const [folder = '', file = ''] = name.split('/');
  if (folder !== 'parallel') return folder;
  const words = file.replace(/^test-/, '').replace(/\.m?js$/, '');
  const long = longNames.find((prefix) => words === prefix || words.startsWith(`${prefix}-`));
  const name0 = long ?? words.split('-')[0] ?? words;
  return sameModule[name0] ?? name0;
}

function readTest(root: string, name: string): SuiteTest {
  const source = readFileSync(join(root, name), 'utf8');
  const flags = /\/\/\s+Flags:(.*)/.exec(source)?.[1]?.trim().split(/\s+/) ?? [];
  const env: Record<string, string> = {};
  for (const pair of /\/\/\s+Env:(.*)/.exec(source)?.[1]?.trim().split(/\s+/) ?? []) {
    const [variable = '', value = ''] = pair.split('=');
    env[variable] = value;
  }
  return { name, flags: flags.filter(Boolean), env, module: moduleOf(name) };
}

/** `directory`: the folder `test`, or the one that it is in. Throws when it is neither. */
export function readSuite(directory: string): Suite {
  const given = resolve(directory);
  const root = basename(given) === 'test' ? given : join(given, 'test');
  if (!existsSync(join(root, 'common', 'index.js')))
    throw new Error(`${directory} is no Node test directory: there is no test/common/index.js in it`);
  const tests: SuiteTest[] = [];
  for (const folder of suiteFolders) {
    if (!existsSync(join(root, folder))) continue;
    const files = readdirSync(join(root, folder)).filter((file) => /^test-.*\.m?js$/.test(file));
    for (const file of files.sort()) tests.push(readTest(root, `${folder}/${file}`));
  }
  return { root, tests };
}

/** The folder from which tests are started: that of the node's source tree. */
export const suiteHome = (suite: Suite): string => dirname(suite.root);
