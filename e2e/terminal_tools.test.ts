// biome-ignore-all lint/suspicious/noControlCharactersInRegex: escape sequences are what a terminal is written
/** The tools that take a terminal or look at it: by keys, what they write read back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

let tab: Tab;
let shell = -1;
let seen = 0;

beforeAll(async () => {
  tab = await Tab.open();
  await tab.mount({
    deep: {
      directory: {
        inner: { directory: { 'a.txt': { file: { contents: 'a\n' } }, 'b.txt': { file: { contents: 'bb\n' } } } },
        'top.md': { file: { contents: '# top\n' } },
        '.hidden': { file: { contents: '' } },
      },
    },
  });
});
afterAll(() => tab?.close());

const prompt = /❯\x1b\[0m \r\x1b\[\d+C$/;

async function type(keys: string): Promise<void> {
  seen = (await tab.call('output', shell)).length;
  await tab.call('type', shell, keys);
}

/** What has been written since the last keys, once it matches. */
async function shows(pattern: RegExp): Promise<string> {
  await expect
    .poll(async () => (await tab.call('output', shell)).slice(seen), { timeout: 15_000, interval: 20 })
    .toMatch(pattern);
  return (await tab.call('output', shell)).slice(seen);
}

/** What a line writes, up to the next prompt. */
async function run(line: string): Promise<string> {
  await type(`${line}\r`);
  const output = await shows(prompt);
  const begin = output.indexOf('\r\n') + 2;
  return output.slice(begin, output.lastIndexOf('\x1b]7;')).replaceAll('\r\n', '\n');
}

beforeEach(async () => {
  shell = await tab.call('spawn', 'sh', []);
  seen = 0;
  await shows(prompt);
});

const plain = '\x1b[?1049l';

describe('stty', () => {
  it('tells and sets modes, all of them put back by what -g printed', async () => {
    expect(await run('stty size')).toBe('24 80\n');
    const all = await run('stty -a');
    expect(all).toMatch(/^speed 38400 baud; rows 24; columns 80;\nintr = \^C; .*susp = \^Z;\n/);
    for (const name of ['icrnl', 'ixon', 'opost', 'onlcr', 'isig', 'icanon', 'iexten', 'echo'])
      expect(all).toMatch(new RegExp(`(?:^| )${name}(?: |$)`, 'm'));
    const script = 'saved=$(stty -g); stty raw -echo; stty -a > raw; stty "$saved"; stty -a > after; cat raw';
    const raw = await run(script);
    for (const name of ['icrnl', 'ixon', 'opost', 'isig', 'icanon', 'echo'])
      expect(raw).toMatch(new RegExp(`(?:^| )-${name}(?: |$)`, 'm'));
    expect(await run('stty -a | cmp - after 2>&1; cat after')).toBe(all);
  });

  it('turns echo off for what is typed, and knows its words', async () => {
    await type('stty -echo; echo silent; read -r secret; stty echo; echo "[$secret]"\r');
    await shows(/\r\nsilent\r\n$/);
    await type('hidden\r');
    expect(await shows(prompt)).toMatch(/^(?:\r\n)?\[hidden\]\r\n/);
    expect(await run('stty nonsense; echo $?')).toMatch(/^stty: invalid argument 'nonsense'\n[\s\S]*\n1\n$/);
    expect(await run('stty < /dev/null; echo $?')).toMatch(/Inappropriate ioctl for device[\s\S]*\n1\n$/);
    expect(await run('stty rows 30 cols 100; stty size; stty rows 24 cols 80')).toBe('30 100\n');
  });
});

describe('watch and top', () => {
  it('watch runs a line again and again until q', async () => {
    await type("watch -n 0.2 'echo x >> runs; wc -l < runs'\r");
    await shows(/\x1b\[\?1049h[\s\S]*Every 0\.2s: echo x[\s\S]*\b3\x1b\[K/);
    await type('q');
    const output = await shows(prompt);
    expect(output).toContain(plain);
    expect(await run('echo status $?')).toBe('status 0\n');
  });

  it('watch -g ends when the output changes', async () => {
    await type("rm -f runs; watch -n 0.1 -g 'echo x >> runs; wc -l < runs'\r");
    expect(await shows(prompt)).toContain(plain);
  });

  it('top shows processes, sorts by its keys and ends with q', async () => {
    await type('top -d 0.3\r');
    await shows(/\x1b\[\?1049h[\s\S]*Tasks: \d+ total[\s\S]*PID {4}PPID S {2}%CPU[\s\S]*top -d 0\.3/);
    await type('N');
    const sorted = await shows(/Tasks: [\s\S]*\x1b\[J/);
    const screen = sorted.slice(sorted.lastIndexOf('\x1b[H'));
    const pids = [...screen.matchAll(/^ +(\d+) +\d+ [RSTZ] /gm)].map(([, pid]) => Number(pid));
    expect(pids.length).toBeGreaterThan(2);
    expect(pids).toEqual(pids.toSorted((one, other) => one - other));
    await type('q');
    expect(await shows(prompt)).toContain(plain);
  });

  it('into a file, top prints each look', async () => {
    const { stdout } = await tab.run('top -b -n 2 -d 0.1');
    expect(stdout.match(/^top - \d\d:\d\d:\d\d/gm)).toHaveLength(2);
  });
});

describe('less and more', () => {
  it('less goes by pages and lines, to the ends, and back', async () => {
    await run('seq 1 100 > numbers');
    await type('less numbers\r');
    expect(await shows(/\x1b\[\?1049h[\s\S]*\b23\b/)).not.toMatch(/\b24\b/);
    await type(' ');
    await shows(/\b46\b/);
    await type('j');
    await shows(/\b47\b/);
    await type('G');
    await shows(/\b100\b/);
    await type('g');
    await shows(/\x1b\[H1\x1b[\s\S]*\b23\b/);
    await type('q');
    expect(await shows(prompt)).toContain(plain);
  });

  it('less reads a pipe, and keys from the terminal', async () => {
    await type('seq 1 50 | less\r');
    await shows(/\x1b\[\?1049h[\s\S]*\b23\b/);
    await type('/37\r');
    await shows(/\x1b\[7m37\x1b\[27m/);
    await type('q');
    await shows(prompt);
  });

  it('more stops at each page', async () => {
    await type('more numbers\r');
    await shows(/\b22\b/);
    await type(' ');
    await shows(/\b44\b/);
    await type('q');
    await shows(prompt);
  });

  it('into a pipe both are cat', async () => {
    expect((await tab.run('seq 3 | less; seq 2 | more | cat')).stdout).toBe('1\n2\n3\n1\n2\n');
  });
});

describe('tree, du and df', () => {
  it('tree draws folders, counts, and takes its flags', async () => {
    expect(await run('tree deep | cat')).toBe(
      'deep\n├── inner\n│\u00a0\u00a0 ├── a.txt\n│\u00a0\u00a0 └── b.txt\n└── top.md\n\n2 directories, 3 files\n',
    );
    expect(await run('tree -a -L 1 deep | cat')).toMatch(/^deep\n├── \.hidden\n├── inner\n└── top\.md\n/);
    expect(await run('tree -d deep | cat')).toMatch(/^deep\n└── inner\n\n2 directories\n$/);
  });

  it('du sums what a folder holds, df tells of the whole', async () => {
    const bytes = Number(/^(\d+)\tdeep\n$/.exec(await run('du -sb deep'))?.[1]);
    expect(bytes).toBeGreaterThanOrEqual(2 + 3 + 6);
    expect(await run('du -a deep/inner')).toMatch(
      /^\d+\tdeep\/inner\/a\.txt\n\d+\tdeep\/inner\/b\.txt\n\d+\tdeep\/inner\n$/,
    );
    expect(await run('df -h .')).toMatch(
      /^Filesystem +Size +Used +Avail +Use% +Mounted on\n\S+ +3\.0G +\S+ +\S+ +\d+% +\/\n$/,
    );
  });
});
