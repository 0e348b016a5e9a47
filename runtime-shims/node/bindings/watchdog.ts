/** src/node_watchdog.cc: `--trace-sigint` needs to stop JavaScript from another thread. */
import type { BindingFactory } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';

const prototype = { start: { kind: 'undefined' }, stop: { kind: 'undefined' } } as const;

export const binding: BindingFactory = (environment) => ({
  TraceSigintWatchdog: unimplementedFunction(
    environment,
    'watchdog.TraceSigintWatchdog',
    'TraceSigintWatchdog',
    prototype,
  ),
});
