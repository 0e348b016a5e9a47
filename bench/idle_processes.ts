/** Many processes of Node's that wait: what each of them costs, and that all of them go on. */
import { Tab } from '../e2e/tab.ts';
import { browserMemory } from './memory.ts';

/** ms after which a container has made its Workers ready. */
const READY = 6_000;
/** ms after which the engine has collected what the starts of the processes left: it does so late in idle Workers. */
const IDLE = 25_000;
/** ms in which each process is to be heard of. */
const PATIENCE = 60_000;

const program = "let beats = 0; setInterval(() => console.log('beat ' + ++beats), 1000)";

/** `each`: MiB of one process, over the container without them; `alive`: how many went on once all had started. */
export async function measureIdleProcesses(count: number): Promise<{ each: number; alive: number }> {
  const tab = await Tab.open();
  try {
    const beats = async (id: number) => Number(/.*beat (\d+)/s.exec(await tab.call('output', id))?.[1] ?? 0);
    const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    await rest(READY);
    const before = browserMemory();
    const ids: number[] = [];
    for (let i = 0; i < count; i++) ids.push(await tab.call('spawn', 'node', ['-e', program]));
    for (const id of ids) await tab.waitForOutput(id, /beat/, PATIENCE);
    await rest(IDLE);
    const each = (browserMemory() - before) / count;
    const heard = await Promise.all(ids.map(beats));
    const end = Date.now() + PATIENCE;
    let alive = 0;
    while (alive < count && Date.now() < end) {
      const now = await Promise.all(ids.map(beats));
      alive = now.filter((value, index) => value > (heard[index] ?? 0)).length;
    }
    return { each, alive };
  } finally {
    await tab.close();
  }
}
