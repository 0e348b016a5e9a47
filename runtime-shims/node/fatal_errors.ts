/** Uncaught exceptions: the library's handler first, then the report on standard error and the end (src/node_errors.cc). */
import { engineFlagsOf } from './engine_flags.ts';
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';
import { arrowOf } from './throw_arrow.ts';

const STDERR = 2;
const SIGABRT = 6;
const SIG_DFL = 0;
/** Exit codes of Node (doc/api/process.md): an uncaught exception, one without the library's handler, one in it. */
const GENERIC_USER_ERROR = 1;
const NO_HANDLER = 6;
const EXCEPTION_IN_HANDLER = 7;

type Enhancer = (error: unknown) => unknown;

class FatalErrors {
  readonly #environment: Environment;
  #before: Enhancer = () => undefined;
  #after: Enhancer = () => undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  setEnhancers(before: Enhancer, after: Enhancer): void {
    this.#before = before;
    this.#after = after;
  }

  /** Returns if the exception was handled, else ends the process. */
  trigger(error: unknown, fromPromise: boolean): void {
    if (!fromPromise && this.#mayAbort()) this.#abort(error);
    const { process } = this.#environment;
    const handler = process['_fatalException'];
    if (typeof handler !== 'function') {
      this.#report(error, fromPromise);
      this.#environment.exit(NO_HANDLER);
    }
    let handled: unknown;
    try {
      handled = Reflect.apply(handler as () => unknown, process, [error, fromPromise]);
    } catch (second) {
      this.#report(second, false);
      this.#environment.exit(EXCEPTION_IN_HANDLER);
    }
    if (handled !== false) return;
    this.#report(error, fromPromise);
    this.#environment.exit(typeof process.exitCode === 'number' ? process.exitCode : GENERIC_USER_ERROR);
  }

  /** ShouldAbortOnUncaughtException of src/node_errors.cc: V8 asks before any handler of the program hears of it. */
  #mayAbort(): boolean {
    const toggle = this.#environment.internalBinding('util')['shouldAbortOnUncaughtToggle'] as Uint32Array;
    // A thread's exception is its creator's matter.
    if (toggle[0] === 0 || this.#environment.kernel.thread() !== null) return false;
    return engineFlagsOf(this.#environment).has('abort-on-uncaught-exception');
  }

  #abort(error: unknown): void {
    this.#report(error, false);
    const { kernel } = this.#environment;
    kernel.sigaction(SIGABRT, SIG_DFL);
    kernel.kill(kernel.pid, SIGABRT);
  }

  #report(error: unknown, fromPromise: boolean): void {
    let text: string;
    try {
      text = this.#describe(error, fromPromise);
    } catch (failure) {
      text = `${String(error)}\n(the report failed: ${String(failure)})\n`;
    }
    const { kernel } = this.#environment;
    let data: Uint8Array = new TextEncoder().encode(`${text}\nNode.js ${this.#environment.process.version}\n`);
    while (data.length) {
      const written = kernel.write(STDERR, data, -1);
      if (written > 0) data = data.subarray(written);
      else if (kernel.waitBlocking(STDERR, 4, -1) < 0) return;
    }
  }

  #describe(error: unknown, fromPromise: boolean): string {
    const symbols = this.#environment.internalBinding('util')['privateSymbols'] as Record<string, symbol>;
    const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function';
    const properties = isObject ? (error as Record<symbol, unknown>) : {};
    const decorated = properties[symbols['decorated_private_symbol'] ?? Symbol()] === true;
    const arrow =
      properties[symbols['arrow_message_private_symbol'] ?? Symbol()] ?? arrowOf(this.#environment, error, fromPromise);
    if (isObject) this.#before(error);
    const enhanced = isObject ? this.#after(error) : undefined;
    const own = error instanceof Error ? error.stack : undefined;
    const stack = typeof enhanced === 'string' && own !== undefined ? enhanced : own;
    const head = typeof arrow === 'string' && !decorated ? `${arrow.replace(/\n+$/, '')}\n` : '';
    if (typeof stack === 'string' && stack) return `${head && `${head}\n`}${stack}\n`;
    // What V8 makes a string of natively; of a symbol it makes none.
    const text = typeof error === 'symbol' ? '' : String(error);
    const shown = typeof enhanced === 'string' ? enhanced : text;
    const hint = isObject ? '' : '(Use `node --trace-uncaught ...` to show where the exception was thrown)\n';
    return `${head ? `\n${head}` : 'Uncaught:\n'}${shown}\n${hint}`;
  }
}

export const fatalErrorsOf = perEnvironment((environment) => new FatalErrors(environment));
