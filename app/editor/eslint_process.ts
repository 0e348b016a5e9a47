/** The project's own ESLint, as a process of the container that answers for one text after another. */
import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import type { LintAnswer } from './eslint_messages.ts';

/** Runs in the project's folder. Lines of JSON go both ways; a raw terminal hands them on as they are. */
const program = `
const { createRequire } = require('node:module');
const { ESLint } = createRequire(process.cwd() + '/')('eslint');
const linter = new ESLint();
process.stdin.setRawMode(true);
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { path, text } = JSON.parse(line);
  let answer;
  try {
    const [result] = await linter.lintText(text, { filePath: path });
    answer = { messages: result ? result.messages : [] };
  } catch (error) {
    answer = { error: String(error.message) };
  }
  console.log(JSON.stringify(answer));
});
console.log('ready');
`;

export class EslintProcess {
  readonly #process: WebContainerProcess;
  readonly #input: WritableStreamDefaultWriter<string>;
  readonly #waiting: ((answer: LintAnswer) => void)[] = [];
  /** It answers no more. */
  hasEnded = false;
  #output = '';
  /** The line of its output that names an error. */
  #reason = '';
  #ready = Promise.withResolvers<void>();

  private constructor(process: WebContainerProcess) {
    this.#process = process;
    this.#input = process.input.getWriter();
    const lines = new WritableStream<string>({ write: (text) => this.#take(text) });
    void process.output.pipeTo(lines).catch(() => {});
    void process.exit.then(() => this.#fail());
    // Nobody may be waiting when it ends.
    this.#ready.promise.catch(() => {});
  }

  static async start(container: WebContainer): Promise<EslintProcess> {
    return new EslintProcess(
      await container.spawn('node', ['-e', program], { terminal: { cols: 4000, rows: 24 }, env: { FORCE_COLOR: '0' } }),
    );
  }

  /** `path` from the project's folder. Throws where ESLint does not start, with what it printed. */
  async lint(path: string, text: string): Promise<LintAnswer> {
    await this.#ready.promise;
    if (this.hasEnded) throw new Error(this.#reason);
    const answer = new Promise<LintAnswer>((resolve) => this.#waiting.push(resolve));
    await this.#input.write(`${JSON.stringify({ path, text })}\n`);
    return answer;
  }

  stop(): void {
    this.#process.kill();
  }

  #take(text: string): void {
    const lines = (this.#output + text).split(/\r?\n/);
    this.#output = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'ready') this.#ready.resolve();
      // What a configuration prints is no answer.
      else if (/^\{"(?:messages|error)":/.test(line)) this.#waiting.shift()?.(JSON.parse(line) as LintAnswer);
      else if (/Error/.test(line)) this.#reason = line;
    }
  }

  #fail(): void {
    this.hasEnded = true;
    this.#reason ||= 'ESLint ended';
    const error = this.#reason;
    this.#ready.reject(new Error(error));
    for (const resolve of this.#waiting.splice(0)) resolve({ error });
  }
}
