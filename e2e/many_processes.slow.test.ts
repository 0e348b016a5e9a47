/** Many processes at once: those that one wants, and those that nobody wanted. */
import { expect, it } from 'vitest';
import { measureIdleProcesses } from '../bench/idle_processes.ts';
import { Tab } from './tab.ts';

const COUNT = 64;
/** Of each process that waits (the aim of the benchmark row). */
const MOST_MEBIBYTES = 15;

it(`${COUNT} processes live at once, none of them starves, and each that waits takes little`, async () => {
  const { each, alive } = await measureIdleProcesses(COUNT);
  expect(alive).toBe(COUNT);
  expect(each).toBeLessThan(MOST_MEBIBYTES);
}, 240_000);

it('the shell’s well-known fork bomb ends in EAGAIN at the limit of processes, and the page lives', async () => {
  const tab = await Tab.open();
  try {
    const id = await tab.call('spawn', 'sh', ['-c', 'bomb() { bomb | bomb & }; bomb; sleep 60']);
    await tab.waitForOutput(id, /cannot fork: the limit of processes is reached/, 60_000);
    await tab.call('kill', id);
    await tab.call('exit', id);
    const others = async () => (await tab.run("ps -e -o args= | grep -c 'bom[b]'")).stdout;
    await expect.poll(others, { timeout: 60_000 }).toBe('0\n');
    expect((await tab.run("node -p '1 + 1'")).stdout).toBe('2\n');
  } finally {
    await tab.close();
  }
}, 240_000);
