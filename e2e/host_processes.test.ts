/** Starting, feeding and ending programs through the unmodified @webcontainer/api. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

/** ms within which whatever a program does must be stoppable. */
const SECOND = 1_000;

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
  await tab.mount({
    'loop.js': { file: { contents: "console.log('looping'); for (;;);" } },
    'flood.js': { file: { contents: "for (;;) console.log('flood '.repeat(100));" } },
    'fork.js': {
      file: {
        contents:
          "const { spawn } = require('child_process'); const again = () => { spawn(process.execPath, [__filename], { stdio: 'inherit' }).on('error', () => {}); setTimeout(again, 5); }; again(); console.log('forking');",
      },
    },
    'ask.js': {
      file: {
        contents:
          "process.stdout.write('name? '); process.stdin.once('data', (text) => { console.log('<' + String(text).trim() + '> ' + process.stdout.columns); process.exit(4); });",
      },
    },
    'polite.js': {
      file: {
        contents:
          "process.on('SIGTERM', () => { console.log('closing'); process.exit(9); }); setInterval(() => {}, 1000); console.log('up');",
      },
    },
  });
});
afterAll(() => tab?.close());

async function killed(program: string, ready: RegExp): Promise<{ code: number; milliseconds: number }> {
  const id = await tab.call('spawn', 'node', [program]);
  await tab.waitForOutput(id, ready);
  const start = Date.now();
  await tab.call('kill', id);
  const code = (await tab.call('exit', id)) ?? -1;
  return { code, milliseconds: Date.now() - start };
}

async function answersStill(): Promise<void> {
  const id = await tab.call('spawn', 'node', ['-p', "'still ' + 'here'"]);
  expect(await tab.call('exit', id)).toBe(0);
  expect(await tab.call('output', id)).toContain('still here');
}

describe('a program can be ended', () => {
  it.each([
    ['in an endless loop', 'loop.js', /looping/],
    ['writing without end', 'flood.js', /flood/],
    ['starting itself without end', 'fork.js', /forking/],
  ])('%s', async (_name, program, ready) => {
    const { code, milliseconds } = await killed(program, ready);
    expect(code).toBeGreaterThan(128);
    expect(milliseconds).toBeLessThan(SECOND);
    await answersStill();
  });

  it('by Ctrl-C, whatever it does', async () => {
    const id = await tab.call('spawn', 'node', ['loop.js']);
    await tab.waitForOutput(id, /looping/);
    const start = Date.now();
    await tab.call('type', id, '\x03');
    expect(await tab.call('exit', id)).toBe(130);
    expect(Date.now() - start).toBeLessThan(SECOND);
    expect(await tab.call('output', id)).toContain('^C');
  });

  it('with the chance to close', async () => {
    const { code } = await killed('polite.js', /up/);
    expect(code).toBe(9);
  });
});

describe('a program', () => {
  it('reads what is typed, on a terminal of the given size', async () => {
    const id = await tab.call('spawn', 'node', ['ask.js']);
    await tab.waitForOutput(id, /name\? /);
    await tab.call('type', id, 'Ward\r');
    expect(await tab.call('exit', id)).toBe(4);
    expect(await tab.call('output', id)).toContain('<Ward> 80');
  });

  it('that does not exist is an error of spawn', async () => {
    await expect(tab.call('spawn', 'no-such-program', [])).rejects.toThrow('spawn no-such-program ENOENT');
  });
});
