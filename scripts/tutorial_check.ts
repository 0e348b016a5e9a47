/**
 * `npm run tutorial:check [WORD]`: proves every lesson of every course (or those whose path has WORD) on the pinned
 * native node: as it starts, its checks fail; with its solution, they pass.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CheckRunner, runChecks } from '../app/tutorial/checks.ts';
import type { Lesson, LessonFiles } from '../app/tutorial/course.ts';
import { readCourse } from '../app/tutorial/read_course.ts';
import { pinnedNode } from './node26.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function write(folder: string, files: LessonFiles): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function nativeRunner(folder: string, checks: string): CheckRunner {
  const env = { ...process.env, CHECKS: checks, PATH: `${dirname(pinnedNode())}:${process.env['PATH']}` };
  return {
    read: async (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null),
    run: (line, timeout) =>
      new Promise((resolve) => {
        const shell = spawn('sh', ['-c', line], { cwd: folder, env, detached: true });
        let output = '';
        let late = false;
        const add = (chunk: Buffer) => {
          output += chunk;
        };
        shell.stdout.on('data', add);
        shell.stderr.on('data', add);
        const timer = setTimeout(() => {
          late = true;
          if (shell.pid) process.kill(-shell.pid, 'SIGKILL');
        }, timeout);
        shell.on('close', (status) => {
          clearTimeout(timer);
          resolve({ output, status: status ?? -1, late });
        });
      }),
  };
}

/** What is wrong with a lesson, or nothing. */
async function prove(lesson: Lesson): Promise<string[]> {
  const wrong: string[] = [];
  if (!lesson.checks.length) wrong.push('it has no checks');
  if (!lesson.hints.length) wrong.push('it has no hints');
  for (const solved of [false, true]) {
    const base = mkdtempSync(join(tmpdir(), 'lesson-'));
    const folder = join(base, 'project');
    mkdirSync(folder);
    write(folder, solved ? { ...lesson.files, ...lesson.solution } : lesson.files);
    write(join(base, 'checks'), lesson.checkFiles);
    const runner = nativeRunner(folder, join(base, 'checks'));
    for (const line of lesson.prepareCommands) await runner.run(line, 60_000);
    const failures = await runChecks(lesson.checks, runner);
    rmSync(base, { recursive: true, force: true });
    if (!solved && !failures.length) wrong.push('its checks pass before anything is done');
    if (solved) wrong.push(...failures.map(({ explain, output }) => `its solution fails: ${explain}\n${output}`));
  }
  return wrong;
}

const word = process.argv[2] ?? '';
let count = 0;
let broken = 0;
for (const name of readdirSync(join(root, 'tutorials'))) {
  const course = readCourse(join(root, 'tutorials', name));
  for (const lesson of course.lessons.filter(({ slug }) => slug.includes(word))) {
    const wrong = await prove(lesson);
    count += 1;
    console.log(`${wrong.length ? '✗' : '✓'} ${name}/${lesson.slug}: ${lesson.title}`);
    for (const reason of wrong) console.log(`    ${reason.replaceAll('\n', '\n    ')}`);
    if (wrong.length) broken += 1;
  }
}
console.log(`${count - broken} of ${count} lessons hold`);
if (broken || !count) process.exitCode = 1;
