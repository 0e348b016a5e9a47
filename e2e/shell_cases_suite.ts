/** The tests over the files of `shell_cases`: one for each file, so that of some hundred scripts all that differ are shown. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNatively, type ShellCase, type ShellResult, shellEnvironment } from './shell_cases.ts';
import { Tab } from './tab.ts';

/** ms for one script; none needs a tenth of it. */
const longest = 60_000;
/** ms for the scripts of one file. */
const longestFile = 240_000;

export function compareCases(cases: readonly ShellCase[]): void {
  const files = [...new Set(cases.map(({ name }) => name.replace(/:.*$/s, '')))];
  describe('the shell and the tools do as the native ones', () => {
    let tab: Tab;
    beforeAll(async () => {
      tab = await Tab.open();
    });
    afterAll(() => tab?.close());

    async function runInTab({ shell, script }: ShellCase, number: number): Promise<ShellResult> {
      const folder = `/tmp/case-${number}`;
      await tab.call('writeFile', 'case.sh', script);
      const variables = Object.entries(shellEnvironment).map(([name, value]) => `${name}=${value}`);
      const command = `env -i PATH=/usr/local/bin:/usr/bin:/bin ${variables.join(' ')} ${shell === 'bash' ? 'bash' : 'sh'} -c "$S"`;
      const line = `S=$(cat case.sh; echo x); S=\${S%x}; mkdir ${folder}; cd ${folder}; ${command} > ${folder}.out 2> ${folder}.err < /dev/null`;
      const id = await tab.call('spawn', 'sh', ['-c', line]);
      const timer = setTimeout(() => void tab.call('kill', id), longest);
      const status = (await tab.call('exit', id)) ?? -1;
      clearTimeout(timer);
      return { stdout: await tab.call('readFile', `${folder}.out`), status };
    }

    it.each(files)(
      '%s',
      async (file) => {
        const differing: Record<string, { script: string; native: ShellResult; tab: ShellResult }> = {};
        for (const [number, each] of cases.entries()) {
          if (!each.name.startsWith(`${file}:`)) continue;
          const native = runNatively(each);
          const actual = await runInTab(each, number);
          if (actual.stdout === native.stdout && actual.status === native.status) continue;
          differing[each.name] = { script: each.script, native, tab: actual };
        }
        expect(differing).toEqual({});
      },
      longestFile,
    );
  });
}
