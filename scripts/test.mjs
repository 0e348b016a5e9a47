/**
 * `npm test`: installs what is missing, builds, then runs format and lint, types, unit tests and the quick e2e tests;
 * `--all` adds the slow ones. Ends with the counts of all tests.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, root, run } from './install.mjs';

const all = process.argv.includes('--all');
const pinned = (...parameters) => run(process.execPath, ['scripts/node26.mjs', ...parameters]);
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function step(title, action) {
  console.log(`\n▶ ${title}`);
  try {
    action();
    counts.passed += 1;
  } catch (error) {
    counts.failed += 1;
    failures.push(`${title}: ${error instanceof Error ? error.message : error}`);
    console.error(`✖ ${title}: ${error instanceof Error ? error.message : error}`);
  }
}

function vitest(project) {
  const report = join(root, '.cache', `vitest-${project}.json`);
  rmSync(report, { force: true });
  console.log(`\n▶ tests: ${project}`);
  try {
    pinned(
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    );
  } catch (error) {
    failures.push(`tests: ${project}: ${error instanceof Error ? error.message : error}`);
  }
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += result.numPassedTests;
    counts.failed += result.numFailedTests;
    counts.skipped += result.numPendingTests + result.numTodoTests;
    // A file that fails to load counts no test, and must not pass for that.
    counts.failed += result.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.length,
    ).length;
  } catch {
    counts.failed += 1;
  }
}

try {
  installPackages();
  const { ensureBrowser } = await import('./browser.mjs');
  process.env.CHROMIUM = ensureBrowser();
  pinned('scripts/build.ts');
} catch (error) {
  console.error(`wardian: ${error instanceof Error ? error.message : error}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
step('format and lint', () => pinned('node_modules/@biomejs/biome/bin/biome', 'check', '.'));
step('types', () => pinned('node_modules/typescript/bin/tsc', '--noEmit'));
step('types of components', () => pinned('node_modules/svelte-check/bin/svelte-check', '--threshold', 'error'));
for (const project of all ? ['unit', 'e2e', 'slow'] : ['unit', 'e2e']) vitest(project);
for (const failure of failures) console.error(`✖ ${failure}`);
console.log(`\n${counts.passed} passed, ${counts.failed + 0} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed || failures.length ? 1 : 0;
