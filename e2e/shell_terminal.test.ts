// biome-ignore-all lint/suspicious/noControlCharactersInRegex: escape sequences are what a terminal is written
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's own
/** The shell as a person uses it, driven by keys on a terminal. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

let tab: Tab;
let shell = -1;
/** Length of the output when the last keys were typed. */
let seen = 0;

beforeAll(async () => {
  tab = await Tab.open();
  await tab.mount({
    'package.json': { file: { contents: '{"scripts":{"build:all":"echo built","test":"true"}}' } },
    'folder-one': { directory: { 'file.txt': { file: { contents: 'inside\n' } } } },
    'count.sh': { file: { contents: 'i=0\nwhile :; do i=$((i+1)); echo count $i; sleep 0.05; done\n' } },
  });
});
afterAll(() => tab?.close());

/** The line editor has drawn the prompt and put the cursor behind it. */
const prompt = /❯\x1b\[0m \r\x1b\[\d+C$/;

async function type(keys: string): Promise<void> {
  seen = (await tab.call('output', shell)).length;
  await tab.call('type', shell, keys);
}

/** What has been written since the last keys, once it matches. */
async function shows(pattern: RegExp, timeout = 10_000): Promise<string> {
  const end = Date.now() + timeout;
  for (;;) {
    const output = (await tab.call('output', shell)).slice(seen);
    if (pattern.test(output)) return output;
    if (Date.now() > end) throw new Error(`no ${pattern} in:\n${JSON.stringify(output.slice(-1500))}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Types a line and waits for the next prompt. */
async function run(line: string): Promise<string> {
  await type(`${line}\r`);
  return shows(prompt);
}

async function open(): Promise<void> {
  shell = await tab.call('spawn', 'sh', []);
  seen = 0;
  await shows(prompt);
}

describe('at the prompt', () => {
  beforeEach(open);

  it('the folder is shown, and a mark in red after a failure', async () => {
    expect(await tab.call('output', shell)).toContain('~/project');
    expect(await run('cd folder-one; false')).toMatch(/folder-one.*\x1b\[31m❯/s);
  });

  it('Ctrl-C ends what runs in the foreground, and the shell goes on', async () => {
    await type('sh count.sh\r');
    await shows(/count 2/);
    await type('\x03');
    await shows(prompt);
    expect(await run('echo status $?')).toContain('status 130');
  });

  it('Ctrl-C leaves a line that is being typed', async () => {
    await type('echo never');
    await type('\x03');
    await shows(prompt);
    expect(await run('echo $?')).toContain('130');
  });

  it('Ctrl-Z stops a job; jobs, bg and fg go on with it', async () => {
    await type('sh count.sh\r');
    await shows(/count 2/);
    await type('\x1a');
    await shows(/Stopped.*sh count\.sh[\s\S]*❯\x1b\[0m \r\x1b\[\d+C$/);
    expect(await run('jobs')).toMatch(/\[1\]\+ {2}Stopped\s+sh count\.sh/);
    await type('fg\r');
    await shows(/count \d+/);
    await type('\x03');
    await shows(prompt);
    expect(await run('jobs; echo none left')).not.toContain('count.sh\r\n[');
  });

  it('a program has the terminal before it reads, every time', async () => {
    for (let round = 0; round < 15; round++) {
      await type('head -n 1 | cat -v\r');
      await shows(/\r\n$/);
      await type(`round ${round}\r`);
      // The terminal's echo, and what the program read.
      expect(await shows(prompt)).toContain(`round ${round}\r\nround ${round}\r\n`);
    }
  });

  it('a job in the background is told of, waited for and killed by number', async () => {
    expect(await run('sleep 30 &')).toMatch(/\[1\] \d+/);
    expect(await run('kill %1; wait %1; echo ended $?')).toContain('ended 143');
  });

  it('a loop can be ended by Ctrl-C', async () => {
    await type('while true; do sleep 0.05; done\r');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await type('\x03');
    await shows(prompt);
    expect(await run('echo alive')).toContain('alive');
  });

  it('lines that are not complete go on', async () => {
    await type('for i in 1 2; do\r');
    await shows(/…/);
    await type('echo n$i; done\r');
    expect(await shows(/n2[\s\S]*❯\x1b\[0m \r\x1b\[\d+C$/)).toContain('n1');
  });

  it('Tab completes commands, paths and npm scripts', async () => {
    await type('cat fol\t');
    await shows(/folder-one\//);
    await type('fi\t\r');
    expect(await shows(/inside[\s\S]*❯\x1b\[0m \r\x1b\[\d+C$/)).toContain('inside');
    await type('npm run bui\t');
    await shows(/build:all/);
    await type('\x15basena\t');
    await shows(/basename /);
    await type('\x03');
    await shows(prompt);
  });

  it('history is kept for the next shell, and searched with Ctrl-R', async () => {
    await run('echo first-of-history');
    await run('echo second');
    await type('exit\r');
    await tab.call('exit', shell);
    await open();
    await type('\x12first-of');
    await shows(/first-of-history/);
    await type('\r');
    expect(await shows(/first-of-history\r\n[\s\S]*❯\x1b\[0m \r\x1b\[\d+C$/)).toMatch(/\r\nfirst-of-history\r\n/);
    await type('\x1b[A\x1b[A');
    await shows(/echo/);
    await type('\x03');
    await shows(prompt);
  });

  it('aliases and ~/.profile count', async () => {
    await run('echo "alias hello=\'echo hello from an alias\'" > ~/.profile');
    await type('exit\r');
    await tab.call('exit', shell);
    await open();
    expect(await run('hello')).toContain('hello from an alias');
    await run('rm ~/.profile');
  });

  it('Ctrl-D ends the shell', async () => {
    await type('\x04');
    expect(await tab.call('exit', shell)).toBe(0);
  });

  it('less shows a page, searches and leaves the screen as it was', async () => {
    await run('seq 1 200 > numbers');
    await type('less numbers\r');
    await shows(/\x1b\[\?1049h[\s\S]*23/);
    await type('/150\r');
    await shows(/\x1b\[7m150\x1b\[27m/);
    await type('q');
    await shows(/\x1b\[\?1049l[\s\S]*❯\x1b\[0m \r\x1b\[\d+C$/);
  });
});

describe('a script', () => {
  it('as husky writes it runs', async () => {
    const husky = `#!/usr/bin/env sh
[ "$HUSKY" = "2" ] && set -x
n=$(basename "$0")
s=$(dirname "$(dirname "$0")")/$n
[ ! -f "$s" ] && exit 0
if [ -f "$HOME/.huskyrc" ]; then
	echo "husky - '~/.huskyrc' is DEPRECATED"
fi
i="\${XDG_CONFIG_HOME:-$HOME/.config}/husky/init.sh"
[ -f "$i" ] && . "$i"
[ "\${HUSKY-}" = "0" ] && exit 0
export PATH="node_modules/.bin:$PATH"
sh -e "$s" "$@"
c=$?
[ $c != 0 ] && echo "husky - $n script failed (code $c)"
[ $c = 127 ] && echo "husky - command not found in PATH=$PATH"
exit $c
`;
    await tab.mount({
      '.husky': {
        directory: {
          _: { directory: { 'pre-commit': { file: { contents: husky } } } },
          'pre-commit': { file: { contents: 'echo checking "$1"\nnode -p "1 + 1"\nexit 3\n' } },
        },
      },
    });
    const { stdout, code } = await tab.run('sh .husky/_/pre-commit staged');
    expect(stdout).toBe('checking staged\n2\nhusky - pre-commit script failed (code 3)\n');
    expect(code).toBe(3);
  });

  it('as npm writes it for a program of a package runs', async () => {
    const shim = `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")

case \`uname\` in
    *CYGWIN*|*MINGW*|*MSYS*)
        if command -v cygpath > /dev/null 2>&1; then
            basedir=\`cygpath -w "$basedir"\`
        fi
    ;;
esac

if [ -x "$basedir/node" ]; then
  exec "$basedir/node"  "$basedir/../tool/cli.js" "$@"
else
  exec node  "$basedir/../tool/cli.js" "$@"
fi
`;
    await tab.mount({
      node_modules: {
        directory: {
          '.bin': { directory: { tool: { file: { contents: shim } } } },
          tool: {
            directory: {
              'cli.js': { file: { contents: 'console.log(process.argv.slice(2).join("+"), process.pid)' } },
            },
          },
        },
      },
    });
    const { stdout } = await tab.run(
      'chmod +x node_modules/.bin/tool; sh -c \'echo $$; exec node_modules/.bin/tool a "b c"\'',
    );
    const [pid, line] = stdout.trim().split('\n');
    // exec keeps the process, through the shell and env to Node.
    expect(line).toBe(`a+b c ${pid}`);
  });

  it('that is killed takes the program it became with it', async () => {
    const { stdout } = await tab.run(
      `sh -c 'node -e "setInterval(() => {}, 1000)"' & sleep 0.5; kill $!; wait $!; echo $?; pgrep -f '^node -e' || echo none`,
    );
    expect(stdout).toBe('143\nnone\n');
  });
});
