/** The end of a program whose entry module still waits (Environment::CheckUnsettledTopLevelAwait in src/env.cc). */
import { unsettledAwaitsOf } from './bindings/module_wrap.ts';
import type { Environment } from './environment.ts';
import { privateSymbols } from './private_symbols.ts';

/** What the library's loader leaves on the global object. */
function ofEntry({ global }: Environment, what: 'module' | 'promise'): unknown {
  return (global as Record<symbol, unknown>)[privateSymbols[`entry_point_${what}_private_symbol`]!];
}

/** Does the entry module wait at its top level for something that never comes? */
export function* isEntryUnsettled(environment: Environment): Generator<null, boolean, void> {
  const promise = ofEntry(environment, 'promise');
  if (!(promise instanceof Promise)) return false;
  let settled = false;
  const mark = () => {
    settled = true;
  };
  promise.then(mark, mark);
  yield null;
  return !settled;
}

/** The warnings that natively tell where; '' with `--no-warnings`. */
export function unsettledAwaitWarnings(environment: Environment): string {
  const { getOptionValue } = environment.requireBuiltin('internal/options') as {
    getOptionValue(option: string): unknown;
  };
  if (getOptionValue('--warnings') === false) return '';
  return unsettledAwaitsOf(ofEntry(environment, 'module'))
    .map(({ name, line, column, text }) => {
      return `Warning: Detected unsettled top-level await at ${name}:${line}\n${text}\n${' '.repeat(column)}^\n\n\n\n`;
    })
    .join('');
}
