/**
 * V8's flags as far as a program can tell them apart here: those of the command line and of NODE_OPTIONS, and what
 * `v8.setFlagsFromString` adds. All others tune the engine, which is the browser's.
 */
import { perEnvironment } from './per_environment.ts';

export type EngineFlag = 'abort-on-uncaught-exception' | 'allow-natives-syntax' | 'expose-gc';

const known: readonly string[] = ['abort-on-uncaught-exception', 'allow-natives-syntax', 'expose-gc'];

export class EngineFlags {
  readonly #set = new Set<string>();

  has(flag: EngineFlag): boolean {
    return this.#set.has(flag);
  }

  /** `--name`, `--no-name`, also with underscores. Is it one that means something here? */
  apply(option: string): boolean {
    const name = option.replace(/^--?/, '').replaceAll('_', '-');
    const off = !known.includes(name) && name.startsWith('no-');
    const flag = off ? name.slice(3) : name;
    if (!known.includes(flag)) return false;
    if (off) this.#set.delete(flag);
    else this.#set.add(flag);
    return true;
  }
}

export const engineFlagsOf = perEnvironment(() => new EngineFlags());
