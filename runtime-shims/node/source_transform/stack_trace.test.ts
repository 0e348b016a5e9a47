import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SourceTextModule } from './source_text_module.ts';
import { correctFrame } from './stack_trace.ts';

const files: Record<string, string> = {
  'main.mjs': `import { fun as fn } from "./a.mjs"; import * as q from "./a.mjs"; globalThis.log = []; try { q.thrower() } catch (e) { log.push(e.stack) }
export function go() {
  const a = 1; fn(1); fn(a, () => { fn(2); q.thrower(  new Error("x")) });
}
try { go() } catch (e) { log.push(e.stack) }
const o = { fn, m() { fn(a => import.meta . url, null); null.x } }; try { o.m() } catch (e) { log.push(e.stack) }
class A { constructor() { [1].map(() => { throw new Error(\`\${import.meta.url && ''}\`) }) } }
try { new A() } catch (e) { log.push(e.stack) }
`,
  'a.mjs': `export let fun = function () { return arguments[1]?.() }; fun = fun; export const thrower = (e) => { throw new RangeError("deep") }
`,
};

/** Function names and positions of the frames in the two files. */
function frames(stacks: string[]): string[] {
  return stacks.flatMap((stack) =>
    stack
      .split('\n')
      .filter((line) => /(?:main|a)\.mjs:/.test(line))
      .map((line) => line.replace(/file:\/\/.*\//, '')),
  );
}

test('positions and names are those of the source, as in native node', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stack-trace-'));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(directory, name), source);
  writeFileSync(join(directory, 'run.mjs'), "await import('./main.mjs'); console.log(JSON.stringify(log))");
  const native = JSON.parse(execFileSync(process.execPath, [join(directory, 'run.mjs')], { encoding: 'utf8' }));
  rmSync(directory, { recursive: true });

  const load = (name: string) =>
    new SourceTextModule(`file:///stack/${name}`, files[name] as string, {
      createImportMeta: () => ({ url: name }),
      importModuleDynamically: () => Promise.reject(new Error('not here')),
    });
  const main = load('main.mjs');
  main.loadedModules = [load('a.mjs')];
  main.link();
  await main.evaluate();
  const { log } = globalThis as unknown as { log: string[] };
  const ofFrame = /^( {4}at )(.*file:\/\/\/stack\/.*)$/gm;
  const corrected = log.map((stack) => stack.replace(ofFrame, (_line, at, frame) => `${at}${correctFrame(frame)}`));
  expect(frames(native).length).toBeGreaterThan(9);
  expect(frames(corrected)).toEqual(frames(native));
});
