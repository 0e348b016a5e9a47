/** Lines of what is running, by the script's name: for reports and messages that quote them. */
import type { Environment } from './environment.ts';
import { libraryOf } from './library.ts';
import { textOfScript } from './source_transform/compiled_scripts.ts';

function sourceOf(environment: Environment, name: string): string | undefined {
  if (name.startsWith('node:')) {
    try {
      return libraryOf(environment).source(name.slice('node:'.length));
    } catch {
      return undefined;
    }
  }
  if (/(?:^|\/)\[eval\d*\]$/.test(name)) {
    const { getOptionValue } = environment.requireBuiltin('internal/options') as {
      getOptionValue(option: string): string;
    };
    return getOptionValue('--eval');
  }
  const text = textOfScript(name);
  if (text !== undefined) return text;
  const path = name.startsWith('file://') ? decodeURIComponent(name.slice('file://'.length)) : name;
  const bytes = path.startsWith('/') ? environment.kernel.readFile(path) : -1;
  return typeof bytes === 'number' ? undefined : new TextDecoder().decode(bytes);
}

/** `line` counts from 1; undefined when the script's text is not to be had. */
export function sourceLine(environment: Environment, name: string, line: number): string | undefined {
  return sourceOf(environment, name)?.split(/\r?\n/)[line - 1];
}
