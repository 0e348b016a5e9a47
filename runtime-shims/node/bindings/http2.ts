/**
 * `internalBinding('http2')` (src/node_http2.cc): the module loads, as clients of HTTP/1.1 load it beside `http`; what
 * makes sessions refuses by its name.
 */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'http2', {
    // They are called by sessions, of which there are none.
    setCallbackFunctions(..._callbacks: unknown[]): void {},
    // Called by the library (library/patches.ts).
    unavailable: (what: string) => environment.unimplemented(what),
  });
