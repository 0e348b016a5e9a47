/** Listens to the consoles of the container's programs, once somebody has looked. */
import type { WebContainer } from '@webcontainer/api';
import type { ConsoleLevel, ConsoleLog } from './console_log.svelte.ts';
import type { ConsoleValue } from './console_value.ts';

/** Programs that find this file tell there what they write to their console. */
const file = '/tmp/wardian-console';
/** What terminals and Run give their programs. */
export const consoleEnvironment = { WARDIAN_CONSOLE_TRACE: file };

type TraceLine = [pid: number, name: string, level: ConsoleLevel, depth: number, at: string, ...values: ConsoleValue[]];

export class ConsoleWatch {
  /** Programs that start now are heard. */
  watching = $state(false);
  readonly #container: () => WebContainer;
  readonly #log: ConsoleLog;

  constructor(container: () => WebContainer, log: ConsoleLog) {
    this.#container = container;
    this.#log = log;
  }

  async start(): Promise<void> {
    if (this.watching) return;
    this.watching = true;
    await this.#container().fs.writeFile(file, '');
    const follower = await this.#container().spawn('tail', ['-n', '+1', '-f', file], {
      terminal: { cols: 10_000, rows: 24 },
    });
    let rest = '';
    const lines = new WritableStream<string>({
      write: (text) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        const told = parts.filter((line) => line.startsWith('[')).map((line) => JSON.parse(line) as TraceLine);
        this.#log.addAll(
          told.map(([pid, name, level, depth, at, ...values]) => ({
            source: { kind: 'program', id: pid, name },
            level,
            depth,
            at,
            values,
          })),
        );
      },
    });
    // With the container its output ends in the middle of things.
    void follower.output.pipeTo(lines).catch(() => {});
  }
}
