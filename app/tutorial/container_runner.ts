/** Checks in the page's container. */
import type { WebContainer } from '@webcontainer/api';
import { programOutput } from '../container/program_output.ts';
import type { CheckRunner } from './checks.ts';

/** Where a lesson's check programs are, outside of the learner's files. */
export const checksFolder = '/tmp/wardian-checks';
/** Columns: so many that no line of output is broken. */
const columns = 500;

/** Colours and other sequences for terminals (ECMA-48), which no check means. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what they begin with
const controlSequence = /\x1b\[[\d;?]*[A-Za-z]/g;

export function containerRunner(container: WebContainer): CheckRunner {
  return {
    async read(path) {
      try {
        return await container.fs.readFile(path, 'utf-8');
      } catch {
        return null;
      }
    },
    async run(line, timeout) {
      const process = await container.spawn('sh', ['-c', line], {
        env: { CHECKS: checksFolder },
        terminal: { cols: columns, rows: 50 },
      });
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        process.kill();
      }, timeout);
      const { output, status } = await programOutput(process);
      clearTimeout(timer);
      return { output: output.replace(controlSequence, ''), status, late };
    },
  };
}
