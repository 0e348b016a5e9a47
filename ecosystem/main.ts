/**
 * `npm run ecosystem [-- --only NAME,NAME] [--write]`: the own tests of widely used packages, natively and in the tab,
 * after an install from the registry in both; prints the table, `--write` keeps it as ECOSYSTEM.md. Ends with 1 when
 * something passes natively that does not pass in the tab, and the table of packages does not say why.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, Tab } from '../e2e/tab.ts';
import { pinnedNode } from '../scripts/node26.mjs';
import { NOTHING, type Outcome, outcomeOf, sum } from './outcome.ts';
import { packages, type SuiteCommand } from './packages.ts';
import { INSTALL_OPTIONS, makeProject } from './project.ts';

/** ms for the tests of one package. */
const PATIENCE = 120_000;
/** ms for the install in the tab. */
const INSTALLATION = 600_000;
/** The lines of each run that are shown where the tab falls short. */
const SHOWN = /^not ok.*|^\w*Error\b.*/gm;

/** Shell lines for a package's tests, from its folder two below the project's (or three, for a scoped one). */
function linesOf(name: string, { runner, runs }: SuiteCommand): string[] {
  const modules = name.startsWith('@') ? '../..' : '..';
  const programs = {
    tape: `node ${modules}/tape/bin/tape`,
    mocha: `node ${modules}/mocha/bin/mocha.js --reporter tap`,
    node: 'node',
  };
  return runs.map((words) => `${programs[runner]} ${words}`);
}

interface Row {
  name: string;
  version: string;
  native: Outcome;
  tab: Outcome;
}

function runNatively(folder: string, lines: readonly string[]): Outcome {
  // `node` is the pinned one.
  const environment = { ...process.env, PATH: `${join(pinnedNode(), '..')}:${process.env['PATH']}` };
  return lines.reduce((total, line) => {
    const { stdout, status } = spawnSync('sh', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: environment,
      timeout: PATIENCE,
    });
    return sum(total, outcomeOf(stdout, status ?? 1));
  }, NOTHING);
}

async function runInTab(tab: Tab, folder: string, lines: readonly string[]): Promise<Outcome & { notes: string[] }> {
  let total = NOTHING;
  const notes: string[] = [];
  for (const line of lines) {
    const { stdout, stderr, code } = await tab.run(line, { folder, timeout: PATIENCE });
    total = sum(total, outcomeOf(stdout, code));
    notes.push(...(`${stdout}\n${stderr}`.match(SHOWN) ?? []));
  }
  return { ...total, notes };
}

function tableOf(rows: readonly Row[]): string {
  const count = ({ passed, failed }: Outcome) => `${passed} / ${passed + failed}`;
  const good = rows.filter(({ native, tab }) => tab.passed >= native.passed && tab.failed <= native.failed).length;
  return [
    '# The own tests of packages',
    '',
    `Widely used packages whose tarballs bring their tests, installed from the registry and tested natively (Node ${process.version}) and in the tab. **${good} of ${rows.length}** do the same in both. Made by \`npm run ecosystem -- --write\`; counted are assertions, or whole runs where a suite does not tell them.`,
    '',
    '| package | natively | in the tab | why less |',
    '|---|--:|--:|---|',
    ...rows.map(
      ({ name, version, native, tab }) =>
        `| ${name} ${version} | ${count(native)} | ${count(tab)} | ${packages[name]?.cause ?? ''} |`,
    ),
    '',
  ].join('\n');
}

const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean' } } });
const chosen = values.only?.split(',') ?? Object.keys(packages);
const folder = mkdtempSync(join(tmpdir(), 'wardian-ecosystem-'));
const rows: Row[] = [];
const tab = await Tab.open();
try {
  const versions = makeProject(folder, chosen);
  const fileOf = (name: string) => ({ file: { contents: readFileSync(join(folder, name), 'utf8') } });
  const names = ['package.json', 'package-lock.json'];
  await tab.mount({ ecosystem: { directory: Object.fromEntries(names.map((name) => [name, fileOf(name)])) } });
  const installing = { folder: 'ecosystem', timeout: INSTALLATION };
  const { code, stderr } = await tab.run(`npm ci ${INSTALL_OPTIONS.join(' ')}`, installing);
  if (code !== 0) throw new Error(`npm ci failed in the tab:\n${stderr}`);
  for (const name of chosen) {
    const command = packages[name];
    if (!command) throw new Error(`ecosystem/packages.ts does not name ${name}`);
    const lines = linesOf(name, command);
    const native = runNatively(join(folder, 'node_modules', name), lines);
    const inTab = await runInTab(tab, `ecosystem/node_modules/${name}`, lines);
    rows.push({ name, version: versions.get(name) ?? '', native, tab: inTab });
    const short = inTab.passed < native.passed || inTab.failed > native.failed;
    console.error(`${short ? '✗' : '✓'} ${name}: ${native.passed} natively, ${inTab.passed} in the tab`);
    if (short) console.error(inTab.notes.slice(0, 5).join('\n'));
  }
} finally {
  await tab.close();
  rmSync(folder, { recursive: true });
}
const table = tableOf(rows);
console.log(table);
if (values.write) writeFileSync(join(root, 'ECOSYSTEM.md'), table);
const isExplained = ({ name, native, tab: inTab }: Row) => inTab.passed >= native.passed || packages[name]?.cause;
process.exitCode = rows.every(isExplained) ? 0 : 1;
