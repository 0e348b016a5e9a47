/** Programs that would not end by themselves: each is stopped within a second, and nothing else suffers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMemory } from '../bench/memory.ts';
import { Tab } from './tab.ts';

/** ms within which whatever a program does must be stoppable. */
const SECOND = 1_000;
/** ms in which the browser gives a stopped program's memory back: its thread may be inside a long garbage collection. */
const COLLECTION = 20_000;
/** MiB that a greedy program takes before it is stopped, those that are seen in the browser by then, and what may stay. */
const TAKEN = 240;
const SEEN = 120;
const LEFT = 80;

const CONTROL_C = '\x03';
const CONTROL_BACKSLASH = '\x1c';

const programs = {
  'loop.js': "console.log('ready'); for (;;);",
  'loop_caught.js': "process.on('SIGINT', () => {}); console.log('ready'); for (;;);",
  'recursion.js':
    "console.log('ready'); const again = () => { try { again(); } catch { again(); } }; for (;;) again();",
  'regular_expression.js': "console.log('ready'); /^(a+)+$/.test('a'.repeat(60) + 'b');",
  'flood.js': "console.log('ready'); for (;;) console.log('flood '.repeat(100));",
  'flood_later.js':
    "console.log('ready'); const more = () => { while (process.stdout.write('flood '.repeat(1000))); process.stdout.once('drain', more); }; more();",
  'greedy.js': `
    const held = [];
    for (let i = 0; ; i++) {
      held.push(Array.from({ length: 1000 }, (_, n) => n + 0.5));
      if (i === ${TAKEN * 128}) console.log('ready');
    }`,
  'greedy_buffers.js': `
    const held = [];
    for (let i = 0; i < ${TAKEN}; i++) held.push(Buffer.alloc(1 << 20, 1));
    console.log('ready');
    for (;;) held[0].fill(held.length);`,
  'files.js': `
    const fs = require('node:fs');
    console.log('ready');
    for (let i = 0; ; i++) fs.writeFileSync('/tmp/file' + (i % 50), Buffer.alloc(100_000, i));`,
  'promises.js': "console.log('ready'); const again = () => Promise.resolve().then(again); again();",
  'ticks.js': "console.log('ready'); const again = () => process.nextTick(again); again();",
  'sleeper.js': "console.log('ready'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  'fork_bomb.js': `
    const { spawn } = require('node:child_process');
    const again = () => spawn(process.execPath, [__filename], { stdio: 'inherit' }).on('error', () => {});
    console.log('ready');
    setInterval(again, 5);`,
};
type Program = keyof typeof programs;

let tab: Tab;
/** A program beside all others, which must go on. */
let neighbour: number;

beforeAll(async () => {
  tab = await Tab.open();
  await tab.mount(
    Object.fromEntries(Object.entries(programs).map(([name, contents]) => [name, { file: { contents } }])),
  );
  neighbour = await tab.call('spawn', 'node', ['-e', "let i = 0; setInterval(() => console.log('beat ' + i++), 50)"]);
  await tab.waitForOutput(neighbour, /beat/);
});
afterAll(() => tab?.close());

const beats = async (): Promise<number> =>
  Number(/.*beat (\d+)/s.exec(await tab.call('output', neighbour))?.[1] ?? Number.NaN);

async function expectOthersAlive(): Promise<void> {
  const before = await beats();
  const id = await tab.call('spawn', 'node', ['-p', "'still ' + 'here'"]);
  expect(await tab.call('exit', id)).toBe(0);
  expect(await tab.call('output', id)).toContain('still here');
  await expect.poll(beats, { timeout: 5_000 }).toBeGreaterThan(before);
}

async function start(program: Program): Promise<number> {
  const id = await tab.call('spawn', 'node', [program]);
  await tab.waitForOutput(id, /ready/, 30_000);
  return id;
}

async function stopped(id: number, stop: () => Promise<unknown>): Promise<number> {
  const before = Date.now();
  await stop();
  const code = (await tab.call('exit', id)) ?? -1;
  expect(Date.now() - before).toBeLessThan(SECOND);
  return code;
}

/** ms after which a container has made its Workers ready and holds what it holds at rest. */
const REST = 4_000;

describe('memory comes back', () => {
  it.each(['greedy.js', 'greedy_buffers.js'] as const)('from %s', async (program) => {
    // In a browser of its own: what earlier programs left is collected when the engine likes.
    const own = await Tab.open();
    try {
      await own.mount({ [program]: { file: { contents: programs[program] } } });
      await new Promise((resolve) => setTimeout(resolve, REST));
      const before = browserMemory();
      const id = await own.call('spawn', 'node', [program]);
      await own.waitForOutput(id, /ready/, COLLECTION);
      expect(browserMemory() - before).toBeGreaterThan(SEEN);
      await own.call('kill', id);
      expect(await own.call('exit', id)).toBeGreaterThan(128);
      // V8 keeps pages of an ended heap for the next ones, and lets go of them as other programs run.
      const left = async () => {
        await own.call('timeOf', 'node', ['-e', '0']);
        return browserMemory() - before;
      };
      await expect.poll(left, { timeout: COLLECTION, interval: 500 }).toBeLessThan(LEFT);
    } finally {
      await own.close();
    }
  });
});

describe('is stopped within a second, and others go on:', () => {
  const endless = Object.keys(programs).filter((name) => name !== 'loop_caught.js') as Program[];

  it.each(endless)('%s by Ctrl-C', async (program) => {
    const id = await start(program);
    expect(await stopped(id, () => tab.call('type', id, CONTROL_C))).toBe(130);
    await expectOthersAlive();
  });

  it.each(['loop.js', 'flood.js', 'greedy.js', 'fork_bomb.js'] as const)('%s by kill', async (program) => {
    const id = await start(program);
    expect(await stopped(id, () => tab.call('kill', id))).toBe(143);
    await expectOthersAlive();
  });

  it('a loop in a program that catches SIGINT, by Ctrl-\\', async () => {
    const id = await start('loop_caught.js');
    await tab.call('type', id, CONTROL_C);
    expect(await stopped(id, () => tab.call('type', id, CONTROL_BACKSLASH))).toBe(131);
    await expectOthersAlive();
  });

  it('a loop that a shell started, by kill -9 from another', async () => {
    const id = await tab.call('spawn', 'sh', ['-c', 'node loop.js & sleep 0.3; kill -9 $!; wait $!; echo "ended $?"']);
    expect(await tab.call('exit', id)).toBe(0);
    expect(await tab.call('output', id)).toContain('ended 137');
  });
});

describe('a program that spawns itself', () => {
  it('meets a limit with a name', async () => {
    await tab.mount({
      'spawns.js': {
        file: {
          contents: `
            const { spawn } = require('node:child_process');
            let count = 0;
            const children = [];
            const again = () => {
              const child = spawn('sleep', ['60'], { stdio: 'ignore' });
              child.on('error', ({ code, syscall }) => {
                console.log(code, syscall, count > 100);
                for (const other of children) other.kill('SIGKILL');
              });
              if (child.pid !== undefined) { count++; children.push(child); setImmediate(again); }
            };
            again();`,
        },
      },
    });
    const { stdout, code } = await tab.run('node spawns.js', { timeout: 50_000 });
    expect(stdout).toBe('EAGAIN spawn sleep true\n');
    expect(code).toBe(0);
    await expectOthersAlive();
  });
});
