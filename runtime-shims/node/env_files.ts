/** `--env-file` and `--env-file-if-exists` (src/node_dotenv.cc and InitializeOncePerProcess in src/node.cc). */
import type { SystemCalls } from '../kernel/system_calls.ts';
import { parseDotenv } from './dotenv.ts';

export interface EnvFiles {
  /** A later file's value goes over an earlier one's. */
  variables: Record<string, string>;
  /** Without the program's name. */
  errors: string[];
}

const OPTION = /^--env-file(-if-exists)?(?:=(.*))?$/s;

/** Reads the files named among `words`, node's arguments up to the program's name. */
export function readEnvFiles(kernel: Pick<SystemCalls, 'readFile'>, words: readonly string[]): EnvFiles {
  const result: EnvFiles = { variables: {}, errors: [] };
  for (let index = 0; index < words.length; index++) {
    const [option, isOptional, behindEquals] = OPTION.exec(words[index] ?? '') ?? [];
    if (option === undefined) continue;
    const path = behindEquals ?? words[++index] ?? '';
    const content = path ? kernel.readFile(path) : -1;
    if (typeof content !== 'number') Object.assign(result.variables, parseDotenv(new TextDecoder().decode(content)));
    else if (path && !isOptional) result.errors.push(`${path}: not found`);
  }
  return result;
}
