import type { StartStep } from './start_command.ts';

export interface RunStep extends StartStep {
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Exit status of one that failed. */
  code: number;
}

/** Control sequences of terminals (ECMA-48): colours, moves, titles. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /\x1b(?:\[[\d;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])/g;

/** What Run does, step by step, as the page shows it. */
export class RunSteps {
  steps: RunStep[] = $state([]);
  /** The last line with words in it, which a spinner has not, that the running step has printed. */
  lastLine = $state('');

  begin(steps: readonly StartStep[]): void {
    this.steps = steps.map((step) => ({ ...step, state: 'waiting', code: 0 }));
    this.lastLine = '';
  }

  started(index: number): void {
    this.#change(index, { state: 'running' });
    this.lastLine = '';
  }

  printed(text: string): void {
    const lines = text.replace(controls, '').split(/[\r\n]+/);
    this.lastLine = lines.findLast((line) => /[\p{L}\p{N}]/u.test(line))?.trim() ?? this.lastLine;
  }

  ended(index: number, code: number): void {
    this.#change(index, { state: code === 0 ? 'done' : 'failed', code });
  }

  #change(index: number, change: Partial<RunStep>): void {
    Object.assign(this.steps[index] ?? {}, change);
  }
}
