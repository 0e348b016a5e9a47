/** What processes use, as ps, top, time and Node's own calls tell it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

let tab: Tab;

/** Memory is measured at once: the browser would wait for its next garbage collection. */
const openTab = () => Tab.open(undefined, undefined, ['--enable-blink-features=ForceEagerMeasureMemory']);

beforeAll(async () => {
  tab = await openTab();
});
afterAll(() => tab?.close());

/** The output of a program, run without a shell: one that waits for it would keep the browser from measuring. */
async function output(program: string, words: string[], where = tab): Promise<string> {
  const id = await where.call('spawn', program, words);
  await where.call('exit', id);
  return where.call('output', id);
}

/** The lines of ps whose command matches, each as its words. */
async function listed(format: string, command: RegExp): Promise<string[][]> {
  const lines = (await output('ps', ['-e', '-o', `${format},args`])).split('\r\n').slice(1);
  return lines.filter((line) => command.test(line)).map((line) => line.trim().split(/\s+/));
}

describe('what a process uses', () => {
  // The first, while no Worker is busy or blocked: the browser waits a minute for those.
  it('is memory as the browser measures it', async () => {
    const held =
      "globalThis.held = Array.from({ length: 1e6 }, (_, i) => ({ i })); console.log('begun'); setInterval(() => {}, 1000)";
    const large = await tab.call('spawn', 'node', ['-e', held]);
    const small = await tab.call('spawn', 'node', ['-e', "console.log('begun'); setTimeout(() => {}, 1e6)"]);
    for (const id of [large, small]) await tab.waitForOutput(id, /begun/);
    const kibibytes = async (command: RegExp) => Number((await listed('rss', command))[0]?.[0]);
    await expect.poll(() => kibibytes(/length: 1e6/), { timeout: 30_000 }).toBeGreaterThan(20_000);
    const least = await kibibytes(/setTimeout/);
    expect(least).toBeGreaterThan(1_000);
    expect(least).toBeLessThan(await kibibytes(/length: 1e6/));
    for (const id of [large, small]) await tab.call('kill', id);
  });

  it('is much CPU time for an endless loop, and little for a program that waits', async () => {
    const busy = await tab.call('spawn', 'node', ['-e', "console.log('begun'); for (;;);"]);
    const idle = await tab.call('spawn', 'node', ['-e', "console.log('begun'); setInterval(() => {}, 1000)"]);
    for (const id of [busy, idle]) await tab.waitForOutput(id, /begun/);
    const time = async (command: RegExp) => Number((await listed('cpums', command))[0]?.[0]);
    await expect.poll(() => time(/for \(;;\)/), { timeout: 30_000 }).toBeGreaterThan(1_000);
    // Its start, and a callback each second.
    expect(await time(/setInterval/)).toBeLessThan(900);
    expect((await listed('state', /for \(;;\)/))[0]?.[0]).toBe('R');
    expect((await listed('state', /setInterval/))[0]?.[0]).toBe('S');
    const top = await output('top', ['-b', '-n', '2', '-d', '0.5']);
    const second = top.slice(top.lastIndexOf('top - '));
    expect(second).toMatch(/ R +(?:[5-9]\d|1[0-4]\d)\.\d .*node -e console.log\('begun'\); for/);
    for (const id of [busy, idle]) await tab.call('kill', id);
  });

  it('counts the threads of a process', async () => {
    const code = `
      const { Worker } = require('node:worker_threads');
      const worker = new Worker('const end = Date.now() + 400; while (Date.now() < end);', { eval: true });
      const before = process.cpuUsage();
      const own = process.threadCpuUsage();
      worker.on('exit', () => {
        const { user } = process.cpuUsage(before);
        console.log(String(user > 300_000), String(process.threadCpuUsage(own).user < user / 2));
      });`;
    expect(await output('node', ['-e', code])).toBe('true true\r\n');
  });

  it('is told by time and times, children included', async () => {
    const loop = "node -e 'const end = Date.now() + 300; while (Date.now() < end);'";
    const { stderr, stdout } = await tab.run(`time sh -c "${loop}"; times; command time -p sleep 0.3`);
    expect(stderr).toMatch(/real\s0m\d\.\d{3}s\nuser\s0m(?:0\.[2-9]|[1-9]\.)/);
    expect(stderr).toMatch(/real 0\.[3-9]\d\nuser 0\.0\d\nsys 0\.00\n/);
    expect(stdout).toMatch(/^0m\d\.\d{3}s 0m0\.000s\n0m(?:0\.[2-9]|[1-9]\.)\d+s 0m0\.000s\n$/);
  });

  it('are the ports that it listens on', async () => {
    const code =
      "const { createServer } = require('node:net'); for (const port of [4001, 4000]) createServer().listen(port, () => console.log('listens'))";
    const id = await tab.call('spawn', 'node', ['-e', code]);
    await tab.waitForOutput(id, /listens\r\nlistens/);
    expect((await listed('ports', /createServer/))[0]?.[0]).toBe('4000,4001');
    await tab.call('kill', id);
  });
});

describe('the memory that is measured', () => {
  // In a tab of its own: the browser waits a minute for a Worker that was ended while it measured.
  it('is told to the program itself, and ends a thread that takes more than its limit', async () => {
    const own = await openTab();
    const code = `
      const { Worker } = require('node:worker_threads');
      const grow = 'const held = []; setInterval(() => { for (let i = 0; i < 1e5; i++) held[held.length] = { i }; }, 50)';
      const worker = new Worker(grow, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 20 } });
      worker.on('error', ({ code }) => console.log(code));
      const held = Array.from({ length: 1e6 }, (_, i) => ({ i }));
      const timer = setInterval(() => {
        if (process.memoryUsage().heapUsed < 20e6) return;
        console.log(String([held.length, process.memoryUsage().rss > 30e6]));
        clearInterval(timer);
      }, 100);`;
    const lines = (await output('node', ['-e', code], own).finally(() => own.close())).trim().split('\r\n');
    expect(lines.sort()).toEqual(['1000000,true', 'ERR_WORKER_OUT_OF_MEMORY']);
  });

  it('is estimated of a Map and of a Set that fill a thread at once', async () => {
    const code = `
      const { Worker } = require('node:worker_threads');
      for (const code of ['new Map(); for (;;) held.set(held.size, {})', 'new Set(); for (;;) held.add({})']) {
        const limits = { maxOldGenerationSizeMb: 20 };
        const worker = new Worker('const held = ' + code, { eval: true, resourceLimits: limits });
        worker.on('error', ({ code }) => console.log(code));
      }`;
    expect(await output('node', ['-e', code])).toBe('ERR_WORKER_OUT_OF_MEMORY\r\n'.repeat(2));
  });
});
